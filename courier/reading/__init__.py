"""Reads a file as a table of text, with a note for every assumption."""

from courier.reading.source import read, read_bytes, read_pasted
from courier.reading.table import Note, ReadingError, Table, write_records

__all__ = ["Note", "ReadingError", "Table", "read", "read_bytes", "read_pasted", "write_records"]
