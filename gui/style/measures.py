"""Sizes in pixels of parts that stand in the same place before and after the workspace is loaded."""

BAR_MARGINS = (14, 8, 14, 8)
STATUS_HEIGHT = 30
