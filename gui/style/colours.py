"""The colours of one scheme, light, dark, or made of those that the system chose for high contrast."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPalette

from gui.style.contrast import DISTINCT, READABLE, contrast, mixed


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``. Each text has 4.5:1 on each ground, and each boundary of a control and the ring 3:1."""

    window: str
    surface: str
    header: str
    hover: str
    line: str
    """Between parts that stand side by side; says nothing that the parts do not say."""
    edge: str
    """Around what cannot be used now."""
    field: str
    """Around buttons, fields and tick boxes."""
    text: str
    muted: str
    accent: str
    accent_text: str
    """The accent as text."""
    on_accent: str
    ring: str
    """Around what has the focus."""
    error: str
    error_fill: str
    warning: str
    warning_fill: str
    note: str
    note_fill: str
    good: str
    good_fill: str
    selection: str
    mark_del: str
    """Behind characters that go."""
    mark_ins: str
    """Behind characters that come."""
    chevron: str
    """The picture in ``resources/icons`` of the arrow of choices."""
    tick: str
    """The one of a tick on the accent colour."""


LIGHT = Theme(
    window="#f4f6f9", surface="#ffffff", header="#eceff4", hover="#f0f3f8", line="#dfe3ea", edge="#c5ccd8",
    field="#6f788e", text="#1b2130", muted="#565f73", accent="#2f5bd8", accent_text="#2850c4", on_accent="#ffffff",
    ring="#2f5bd8", error="#b92733", error_fill="#fdeaec", warning="#8a5400", warning_fill="#fff3d6", note="#4d5c7c",
    note_fill="#eef2f9", good="#17693f", good_fill="#e4f5ec", selection="#dbe5ff",
    mark_del="#ffd3d7", mark_ins="#c9efd9", chevron="chevron-light.svg", tick="tick-light.svg",
)  # fmt: skip
DARK = Theme(
    window="#15181e", surface="#1d2129", header="#252a34", hover="#262c37", line="#333a47", edge="#475061",
    field="#858fa3", text="#e8ebf1", muted="#a3acbd", accent="#7c9cff", accent_text="#9ab3ff", on_accent="#10141c",
    ring="#7c9cff", error="#ff8b93", error_fill="#43222a", warning="#f0b64e", warning_fill="#40331c", note="#a9b7d6",
    note_fill="#272f3f", good="#68d49d", good_fill="#1d3a2d", selection="#2c3b63",
    mark_del="#6b2c36", mark_ins="#1f5a40", chevron="chevron-dark.svg", tick="tick-dark.svg",
)  # fmt: skip


def of_system(palette: QPalette) -> Theme:
    """A theme of nothing but the colours that the system, or the person, chose for high contrast. What is wrong differs
    by its shape and its words; fills are left away, and everything has a frame."""
    ground, text = palette.color(QPalette.ColorRole.Window).name(), palette.color(QPalette.ColorRole.WindowText).name()
    accent = palette.color(QPalette.ColorRole.Highlight).name()
    on_accent = palette.color(QPalette.ColorRole.HighlightedText).name()
    shade = "dark" if contrast(ground, "#ffffff") > contrast(ground, "#000000") else "light"
    on_shade = "light" if contrast(accent, "#ffffff") > contrast(accent, "#000000") else "dark"
    return Theme(
        window=ground, surface=ground, header=ground, hover=ground, line=text, edge=text, field=text, text=text,
        muted=text, accent=accent, accent_text=text, on_accent=on_accent, ring=text, error=text, error_fill=ground,
        warning=text, warning_fill=ground, note=text, note_fill=ground, good=text, good_fill=ground,
        selection=_selection(ground, text, accent), mark_del=ground, mark_ins=ground, chevron=f"chevron-{shade}.svg",
        tick=f"tick-{on_shade}.svg",
    )  # fmt: skip


def _selection(ground: str, text: str, accent: str) -> str:
    """As much of the accent as the text and the accent itself can stand on."""
    for percent in range(50, 0, -5):
        mix = mixed(accent, ground, percent / 100)
        if contrast(text, mix) >= READABLE and contrast(accent, mix) >= DISTINCT:
            return mix
    return ground
