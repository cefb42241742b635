"""A file in, a table of text out, with every assumption said."""

from courier.reading.source import read, read_bytes, read_pasted
from courier.reading.table import Note, ReadingError, Table, write_records

__all__ = ["Note", "ReadingError", "Table", "read", "read_bytes", "read_pasted", "write_records"]
