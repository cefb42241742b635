"""Programs of the system that some tests cannot do without."""

import os
import shutil
import sys
from pathlib import Path

import pytest


def need(program: str, package: str) -> str:
    """The path of a program. Without it the test is skipped, naming the package; under CI a skip is a failure."""
    places = [os.environ.get("PATH", ""), *([] if sys.platform == "win32" else ["/usr/sbin", "/sbin"])]
    found = shutil.which(program, path=os.pathsep.join(places))
    if found is None:
        pytest.skip(f"needs {program}: apt-get install {package}")
    return found


def need_file(path: str, package: str) -> str:
    """The same for a program that stands in one place only."""
    if not Path(path).exists():
        pytest.skip(f"needs {path}: apt-get install {package}")
    return path


def need_root() -> None:
    """Servers that log in as another user run as root only."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("needs root: the servers log in as a user made for the tests")
