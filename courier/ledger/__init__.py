"""The local record of everything sent from this machine: one SQLite file, and the exact bytes beside it."""
