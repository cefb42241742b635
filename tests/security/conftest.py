"""What an attack needs: the command, and a window."""

from tests.commands.conftest import courier
from tests.gui.conftest import jobs_are_measured, sheet, window

__all__ = ["courier", "jobs_are_measured", "sheet", "window"]
