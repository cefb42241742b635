"""Draws the icon files of every system from the one SVG. Run after changing the picture: ``make icons``."""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
NAME = "conversion-courier"
PNG_SIZES = (256, 512)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 256)
# the four-letter names of Apple's container, each for one size in pixels
APPLE_SIZES = {
    "icp4": 16,
    "icp5": 32,
    "ic07": 128,
    "ic08": 256,
    "ic09": 512,
    "ic10": 1024,
    "ic11": 32,
    "ic12": 64,
    "ic13": 256,
    "ic14": 512,
}


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The picture as a PNG of ``size`` by ``size``."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        sys.exit(f"could not draw the icon at {size} pixels")
    return bytes(store.data())


def windows_icon(pictures: dict[int, bytes]) -> bytes:
    """An .ico: a header, one directory entry per picture, then the PNGs themselves."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        side = size % 256  # the format writes 256 as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def apple_icon(pictures: dict[str, bytes]) -> bytes:
    """An .icns: each picture behind its four-letter name and its length."""
    body = b"".join(struct.pack(">4sI", name.encode(), 8 + len(data)) + data for name, data in pictures.items())
    return struct.pack(">4sI", b"icns", 8 + len(body)) + body


def main() -> None:
    renderer = QSvgRenderer(str(ICONS / f"{NAME}.svg"))
    if not renderer.isValid():
        sys.exit("the SVG of the icon cannot be read")
    for size in PNG_SIZES:
        (ICONS / f"{NAME}-{size}.png").write_bytes(png(renderer, size))
    (ICONS / f"{NAME}.ico").write_bytes(windows_icon({size: png(renderer, size) for size in WINDOWS_SIZES}))
    (ICONS / f"{NAME}.icns").write_bytes(apple_icon({name: png(renderer, size) for name, size in APPLE_SIZES.items()}))


if __name__ == "__main__":
    main()
