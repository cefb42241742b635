"""The sheet in hand: its cells, its edits and what feeds its fields."""
