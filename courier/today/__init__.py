"""All programs at one look: where each stands, its drafts, and sending all of them that are clean."""
