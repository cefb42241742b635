"""The sheet: its cells, its edits and the mapping of its columns to fields."""
