"""What attacks of several doors need: the command, servers, and a window."""

from tests.commands.conftest import courier
from tests.delivery.conftest import no_pauses, server_folder
from tests.gui.conftest import jobs_are_measured, sheet, window

__all__ = ["courier", "jobs_are_measured", "no_pauses", "server_folder", "sheet", "window"]
