"""Pixels of what stands in the same place before and after the workspace is there."""

BAR_MARGINS = (14, 8, 14, 8)
STATUS_HEIGHT = 30
