"""From a checked sheet to files ready for delivery."""
