"""ISO 4217 currencies, their decimals, and the signs and words that people write for them."""

import json
from collections.abc import Mapping

from courier.resources import resource

_DATA = json.loads(resource("catalogue", "currencies.json").read_text(encoding="utf-8"))

MINOR_UNITS: Mapping[str, int] = _DATA["minor_units"]
"""Decimals per currency code: 2 for most, 0 for JPY, 3 for KWD."""

CODE_OF_WORD: Mapping[str, str] = {**{code.lower(): code for code in MINOR_UNITS}, **_DATA["words"]}
"""The code of each unambiguous sign or word, in lower case without blanks and points: ``us$``, ``euro``, ``usd``."""

SIGN_CURRENCIES: Mapping[str, tuple[str, ...]] = {
    **{word: (code,) for word, code in _DATA["words"].items()},
    **{sign: tuple(codes) for sign, codes in _DATA["shared_signs"].items()},
}
"""The currencies that a sign or word may mean, shared signs such as ``$`` included."""
