"""One run in a process of its own, from a scenario to a recording."""
