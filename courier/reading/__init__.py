"""A file in, a table of text out, with every assumption said."""
