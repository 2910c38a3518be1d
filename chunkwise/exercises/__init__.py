"""What is asked of a recording: quiz keys, checks of tasks, projects."""
