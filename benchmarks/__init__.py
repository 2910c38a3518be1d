"""What the project promises about its speed, measured: each figure is a ratio of two things timed in one run."""
