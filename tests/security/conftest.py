"""What attacks of several doors need."""

from tests.commands.conftest import courier
from tests.delivery.conftest import no_pauses, server_folder

__all__ = ["courier", "no_pauses", "server_folder"]
