"""Lays out what is installed on a Linux, as it stands below ``/usr`` or below a folder of one's own."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from build.linux import completions
from build.linux.command_words import words_of
from build.linux.man_page import man_page

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
NAME = "conversion-courier"
COMPONENT = "org.conversion_courier.app"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
PROGRAMS = (NAME, "courier")
MAINTAINER = os.environ.get("COURIER_MAINTAINER", f"Conversion Courier <{NAME}@localhost.localdomain>")
"""Who answers for a package; whoever hands one on names themselves."""


def lay_out(bundle: Path, tree: Path, version: str, made: datetime) -> None:
    """Put all files of an installation into the new folder ``tree``. ``made``: the day of this version."""
    # links cost no room, and nothing here changes the bundle
    shutil.copytree(bundle, tree / "lib" / NAME, symlinks=True, copy_function=os.link)
    (tree / "bin").mkdir()
    for program in PROGRAMS:
        (tree / "bin" / program).symlink_to(Path("..") / "lib" / NAME / program)
    share = tree / "share"
    _write(share / "applications" / f"{NAME}.desktop", (HERE / f"{NAME}.desktop").read_text(encoding="utf-8"))
    metainfo = (HERE / "metainfo.xml.in").read_text(encoding="utf-8")
    facts = {"@VERSION@": version, "@DATE@": made.date().isoformat()}
    _write(share / "metainfo" / f"{COMPONENT}.metainfo.xml", _filled(metainfo, facts))
    _pages(share, version)
    _icons(share / "icons" / "hicolor")
    _documents(share / "doc" / NAME, bundle, version, made)
    _write(share / "lintian" / "overrides" / NAME, (HERE / "lintian-overrides").read_text(encoding="utf-8"))


def _pages(share: Path, version: str) -> None:
    """What is written from the parsers."""
    from courier.commands.command_line import command_parser
    from gui.__main__ import program_parser

    parsers: tuple[tuple[argparse.ArgumentParser, str], ...] = ((program_parser(), "courier"), (command_parser(), NAME))
    for parser, other in parsers:
        program = words_of(parser)
        name = program.path[0]
        page = man_page(program, version, other, exit_codes=name == "courier")
        _write(share / "man" / "man1" / f"{name}.1.gz", page)
        _write(share / "bash-completion" / "completions" / name, completions.bash(program))
        _write(share / "zsh" / "site-functions" / f"_{name}", completions.zsh(program))
        # where Debian looks
        of_debian = share / "zsh" / "vendor-completions" / f"_{name}"
        of_debian.parent.mkdir(exist_ok=True)
        of_debian.symlink_to(Path("..") / "site-functions" / f"_{name}")
        _write(share / "fish" / "vendor_completions.d" / f"{name}.fish", completions.fish(program))


def _icons(folder: Path) -> None:
    from PySide6.QtSvg import QSvgRenderer

    from build.make_icons import png

    picture = ROOT / "resources" / "icons" / f"{NAME}.svg"
    renderer = QSvgRenderer(str(picture))
    for size in SIZES:
        path = folder / f"{size}x{size}" / "apps" / f"{NAME}.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(png(renderer, size))
    _write(folder / "scalable" / "apps" / f"{NAME}.svg", picture.read_text(encoding="utf-8"))


def _documents(folder: Path, bundle: Path, version: str, made: datetime) -> None:
    shipped = json.loads((bundle / "_internal" / "resources" / "licences" / "shipped.json").read_text(encoding="utf-8"))
    parts = "".join(f"  {part['name']} {part['version']}: {part['licence']}\n" for part in shipped)
    facts = {"@LICENCE@": (ROOT / "LICENSE").read_text(encoding="utf-8").strip(), "@PARTS@": parts.rstrip()}
    _write(folder / "copyright", _filled((HERE / "copyright.in").read_text(encoding="utf-8"), facts))
    _write(folder / "changelog.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    of_package = (
        f"{NAME} ({version}-1) stable; urgency=medium\n\n  * Version {version}; its news are in changelog.gz.\n\n"
        f" -- {MAINTAINER}  {format_datetime(made.astimezone(UTC))}\n"
    )
    _write(folder / "changelog.Debian.gz", of_package)


def _filled(text: str, facts: Mapping[str, str]) -> str:
    for name, fact in facts.items():
        text = text.replace(name, fact)
    return text


def _write(path: Path, text: str) -> None:
    """Write a file; packed, the same each time, if its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
    path.chmod(0o644)
