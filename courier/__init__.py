"""Conversion Courier: checks, repairs and delivers conversion batch files. Imports no Qt."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("conversion-courier")
except PackageNotFoundError:  # a frozen program carries no metadata unless it was collected
    __version__ = "0.0.0"
