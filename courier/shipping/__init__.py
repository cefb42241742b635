"""Routes, sends and records the batches of a sheet, for window and command."""
