"""Pixels of what stands in the same place before and after the desk is there."""

BAR_MARGINS = (14, 8, 14, 8)
STATUS_HEIGHT = 30
