"""Practice without an account: a messy sheet and a local server on loopback."""
