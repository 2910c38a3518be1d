"""Chunkwise records what a streaming FastAPI program does and turns the recording into a page.

The data goes one way: examples -> recordings -> views -> HTML. No module reaches back.
"""
