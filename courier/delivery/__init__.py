"""Sends parts to destinations and reports what became of each."""
