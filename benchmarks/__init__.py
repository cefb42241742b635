"""The figures of speed and memory, as ratios to something bare measured in the same run. ``make bench`` prints them."""
