"""The Today page: the status of each program, its drafts, and sending all drafts without problems."""
