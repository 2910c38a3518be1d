"""Recordings of a server that runs already: what passes between it and its application, and nothing of its frames."""
