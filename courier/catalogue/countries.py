"""ISO 3166-1 country codes."""

import json

from courier.resources import resource

_PAIRS = json.loads(resource("catalogue", "countries.json").read_text(encoding="utf-8"))["countries"]

ALPHA_2 = tuple(pair[0] for pair in _PAIRS)
ALPHA_3 = tuple(pair[1] for pair in _PAIRS)
