"""What the pages and the terminal both do."""
