"""The whole job without an account: a messy sheet and a server of our own on loopback."""
