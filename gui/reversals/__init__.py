"""What was sent before, found again, changed and taken back."""
