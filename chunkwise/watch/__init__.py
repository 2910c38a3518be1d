"""Anybody's application, recorded from the command line while it serves one request."""
