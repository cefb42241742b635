"""How well two colours can be told apart, by the formula of WCAG 2."""

from __future__ import annotations

READABLE = 4.5
"""The least contrast of a text and its ground."""
DISTINCT = 3.0
"""The least contrast of a boundary, a sign or the ring of the focus and its ground."""


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white). Colours are ``#rrggbb``."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(over: str, under: str, share: float) -> str:
    """What is seen where a colour of which ``share`` is opaque lies over another."""
    parts = ((one * share + other * (1 - share)) for one, other in zip(_parts(over), _parts(under), strict=True))
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
