"""What impact.com answered, in the window."""
