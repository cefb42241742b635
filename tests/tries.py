"""How often the tests with random tries try: a few times each in ``make test``, often in ``make soak``."""

import os
from typing import TypeVar

SOAK = os.environ.get("COURIER_SOAK", "1") != "1"
_Amount = TypeVar("_Amount")


def tries(usual: _Amount, soak: _Amount) -> _Amount:
    """What a test tries: how often, or which cases."""
    return soak if SOAK else usual
