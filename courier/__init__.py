"""Conversion Courier: checks, repairs and delivers conversion batch files. Imports no Qt."""

from functools import cache


@cache
def version() -> str:
    """The version of the program, such as 0.1.0."""
    # takes a fifth of the time in which the window shows its first picture
    from importlib import metadata

    try:
        return metadata.version("conversion-courier")
    except metadata.PackageNotFoundError:  # a frozen program carries no metadata unless it was collected
        return "0.0.0"
