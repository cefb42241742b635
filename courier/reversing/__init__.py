"""What was sent before, found again and changed or taken back."""
