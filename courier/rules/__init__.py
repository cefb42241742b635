"""What impact.com would refuse, found beforehand, and the repairs."""
