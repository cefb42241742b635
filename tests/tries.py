"""How often the tests with random tries try: a few times each in ``make test``, often in ``make soak``."""

import os

_SOAK = os.environ.get("COURIER_SOAK", "1") != "1"


def tries(usual: int, soak: int) -> int:
    """How many tries a test makes."""
    return soak if _SOAK else usual
