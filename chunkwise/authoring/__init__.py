"""What helps to write lessons: new ones, where they are listed, notebooks, which page uses what."""
