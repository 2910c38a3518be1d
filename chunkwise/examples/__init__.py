"""What an author writes and what is committed beside it: programs, scenarios, recordings."""
