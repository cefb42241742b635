"""How the disk image looks: the app beside a link to the folder that it is dragged into. Read by dmgbuild."""

from __future__ import annotations

from pathlib import Path

# what dmgbuild hands over from its command line
defines: dict[str, str]
_APP = Path(defines["app"])  # noqa: F821 (see above)

format = "ULFO"  # noqa: A001 (the names are dmgbuild's)
filesystem = "APFS"
files = [str(_APP)]
symlinks = {"Applications": "/Applications"}
icon = str(_APP / "Contents" / "Resources" / "conversion-courier.icns")
icon_locations = {_APP.name: (150, 170), "Applications": (450, 170)}
icon_size = 96.0
text_size = 13.0
window_rect = ((200, 200), (600, 360))
