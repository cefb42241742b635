"""Drafts, stored so that no kill, crash or power cut loses a finished edit."""
