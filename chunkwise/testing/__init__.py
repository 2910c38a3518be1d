"""Streams under test: an application of a test suite, recorded for one request, and what can be asserted of it."""
