"""Sheets being worked on, kept so that no kill, crash or power cut loses a finished edit."""
