"""Prints what each part of the bundle takes on the disk: ``bundle_sizes.py BUNDLE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
_SMALL = 0.5
"""Megabytes below which a part is counted with the rest."""


def sizes(bundle: Path) -> dict[str, int]:
    """Bytes of each part, by the list of parts in the bundle, the largest first."""
    listed: dict[str, Any] = json.loads((bundle / "sbom.cdx.json").read_text(encoding="utf-8"))
    found = {}
    for part in (listed["metadata"]["component"], *listed["components"]):
        files = [one["name"] for one in part.get("components", []) if one["type"] == "file"]
        found[part["name"]] = sum((bundle / name).stat().st_size for name in files)
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def main() -> None:
    found = sizes(Path(sys.argv[1]))
    small = [size for size in found.values() if size < _SMALL * MEGABYTE]
    for name, size in found.items():
        if size >= _SMALL * MEGABYTE:
            print(f"{size / MEGABYTE:8.1f} MB  {name}")
    print(f"{sum(small) / MEGABYTE:8.1f} MB  {len(small)} smaller parts")
    print(f"{sum(found.values()) / MEGABYTE:8.1f} MB  in all")


if __name__ == "__main__":
    main()
