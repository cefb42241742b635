"""The local record of everything sent from this machine."""
