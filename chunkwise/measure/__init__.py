"""Measured time and memory, where a page compares two programs."""
