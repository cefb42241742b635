"""What a release needs besides its builds, for people and machines alike: ``python build/release.py COMMAND``.

====================================  ===============================================================
``check TAG``                         tag, version and changelog agree
``notes TAG``                         what the changelog says of the version
``try FOLDER``                        the two programs in FOLDER work, as somebody has installed them
``collect TAG --found DIR --to DIR``  the files to hand on, with their digests, signatures and notes
====================================  ===============================================================

Exit code 1, and a sentence for each thing that is wrong. Needs Python alone, no environment; but where builds ask for
updates, ``collect`` needs the app's, to sign what they are told.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEY = "COURIER_RELEASE_KEY"
"""The environment variable with the secret key of OpenPGP, in its armour, that signs the digests."""
UPDATE_KEY = "COURIER_UPDATE_KEY"
"""The one with the secret key, in base64, that signs what apps are told of this release."""
UPDATE_SOURCE = Path("resources", "updates.json")
"""In a checkout: where its builds ask for updates, if anywhere."""
SUMS, NOTES, UPDATES = "SHA256SUMS", "notes.md", "updates.json"
ENDINGS = (
    ".deb", ".rpm", ".tar.xz", ".AppImage", ".flatpak", ".exe", ".dmg",
    "-linux.cdx.json", "-windows.cdx.json", "-macos.cdx.json",
)  # fmt: skip
"""How the names of the files of a release end; there is one of each."""
_HEADING = re.compile(r"^## (\S+)(?: - (\S+))?\s*$", re.MULTILINE)


class ReleaseError(Exception):
    """Something that a release must not go out with; one sentence per line."""


def own_version(root: Path = ROOT) -> str:
    """The one version, as ``pyproject.toml`` has it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def check(tag: str, root: Path) -> None:
    """Compare a tag with the version and the changelog. Raises `ReleaseError`."""
    version = own_version(root)
    wrong = []
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag):
        wrong.append(f"The tag {tag} is not of the form v1.2.3.")
    elif tag != f"v{version}":
        wrong.append(f"The tag {tag} does not fit the version {version} in pyproject.toml.")
    sections = _sections(root)
    if next(iter(sections), "") != "Unreleased":
        wrong.append("CHANGELOG.md does not begin with a section Unreleased.")
    elif sections["Unreleased"][1]:
        wrong.append("CHANGELOG.md has lines under Unreleased; they belong to the version.")
    newest = next((name for name in sections if name != "Unreleased"), None)
    if newest != version:
        wrong.append(f"The newest version in CHANGELOG.md is {newest or 'missing'}, not {version}.")
    else:
        day, text = sections[version]
        if not _is_day(day):
            wrong.append(f"CHANGELOG.md gives no day to {version}, as in: ## {version} - 2026-12-01")
        if not text:
            wrong.append(f"CHANGELOG.md says nothing about {version}.")
    if wrong:
        raise ReleaseError("\n".join(wrong))


def notes(tag: str, root: Path) -> str:
    """What the changelog says of a tag's version, in Markdown. Raises `ReleaseError` where it says nothing."""
    _, text = _sections(root).get(tag.removeprefix("v"), ("", ""))
    if not text:
        raise ReleaseError(f"CHANGELOG.md says nothing about {tag.removeprefix('v')}.")
    return text + "\n"


def collect(tag: str, found: Path, to: Path, root: Path, page: str) -> None:
    """Copy the files of a release out of all that was built, and write digests, notes and news beside them.

    Raises `ReleaseError` where one is missing, is there twice, or is of another version."""
    check(tag, root)
    version = re.escape(tag.removeprefix("v"))
    built = sorted(path for path in found.rglob("*") if path.is_file())
    chosen, wrong = [], []
    for ending in ENDINGS:
        fitting = [path for path in built if path.name.endswith(ending)]
        if len(fitting) != 1:
            names = ", ".join(path.name for path in fitting) or "none"
            wrong.append(f"One file *{ending} is wanted, and there is: {names}.")
        chosen += fitting
    wrong += [f"{path.name} belongs to no release." for path in built if path not in chosen]
    wrong += [
        f"{path.name} is not of the version {tag.removeprefix('v')}."
        for path in chosen
        if not re.search(rf"[-_]{version}(?!\.?\d)", path.name)
    ]
    wrong += [f"{path.name} is empty." for path in chosen if not path.stat().st_size]
    if to.exists() and any(to.iterdir()):
        wrong.append(f"{to} is not empty.")
    if wrong:
        raise ReleaseError("\n".join(wrong))
    to.mkdir(parents=True, exist_ok=True)
    for path in chosen:
        shutil.copy(path, to)
    lines = [f"{_digest(to / name)}  {name}\n" for name in sorted(path.name for path in chosen)]
    # the same line ends everywhere, or sha256sum finds no file
    (to / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    (to / NOTES).write_text(notes(tag, root), encoding="utf-8", newline="\n")
    _sign(to / SUMS)
    if (root / UPDATE_SOURCE).is_file():
        _announce(to / UPDATES, root, page)


def try_programs(folder: Path, version: str) -> None:
    """Run both programs as they are installed. Raises `ReleaseError`."""
    suffix = ".exe" if sys.platform == "win32" else ""
    window, command = (str(folder / f"{name}{suffix}") for name in ("conversion-courier", "courier"))
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "self-test.txt"
        env = os.environ | {"COURIER_HOME": str(Path(home) / "kept")}
        tested = _run([window, "--self-test", "--log", str(log)], env)
        print(log.read_text(encoding="utf-8") if log.exists() else tested.stderr, end="")
        if tested.returncode:
            raise ReleaseError(f"{window} --self-test ended with {tested.returncode}.")
        said = _run([command, "--version"], env).stdout.strip()
        if said != f"courier {version}":
            raise ReleaseError(f"{command} says that it is: {said or 'nothing'}. Wanted: courier {version}.")
        practised = _run([command, "practice"], env)
        if practised.returncode:
            raise ReleaseError(f"{command} practice ended with {practised.returncode}.\n{practised.stderr}")


def _sections(root: Path) -> dict[str, tuple[str, str]]:
    """Day and text by version, newest first, from the changelog."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = _HEADING.split(text)[1:]
    return {
        version: (day or "", section.strip())
        for version, day, section in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sign(sums: Path) -> None:
    """Sign the digests with the key of the environment; say so where there is none."""
    key = os.environ.get(KEY, "")
    if not key:
        print(f"{KEY} is not set: {SUMS} is not signed.")
        return
    with tempfile.TemporaryDirectory() as home:
        gpg = ["gpg", "--homedir", home, "--batch", "--quiet"]
        imported = subprocess.run([*gpg, "--import"], input=key, encoding="utf-8", check=False)
        made = [*gpg, "--armor", "--output", f"{sums}.asc", "--detach-sign", str(sums)]
        if imported.returncode or subprocess.run(made, check=False).returncode:
            raise ReleaseError(f"{SUMS} could not be signed with {KEY}.")
        # its helper would go on, in a folder that is gone
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)


def _announce(output: Path, root: Path, page: str) -> None:
    """Sign what the apps are told that look for updates; say so where there is no key."""
    if not os.environ.get(UPDATE_KEY):
        print(f"{UPDATE_KEY} is not set: {output.name} is not made.")
        return
    told = ["--root", str(root.resolve()), "--page", page, "--output", str(output.resolve())]
    if subprocess.run([sys.executable, "-m", "build.announce", "sign", *told], cwd=ROOT, check=False).returncode:
        raise ReleaseError(f"{output.name} could not be signed with {UPDATE_KEY}.")


def _run(command: Sequence[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    except OSError as error:
        raise ReleaseError(f"{command[0]} does not start: {error.strerror}.") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="What a release needs besides its builds.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout, if not this one")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (("check", "tag, version and changelog agree"), ("notes", "what the changelog says of a tag")):
        commands.add_parser(name, help=about).add_argument("tag")
    trying = commands.add_parser("try", help="run both programs as they are installed")
    trying.add_argument("folder", type=Path)
    collecting = commands.add_parser("collect", help="the files to hand on, with digests, signatures and notes")
    collecting.add_argument("tag")
    collecting.add_argument("--found", type=Path, required=True, help="the folder with all that was built")
    collecting.add_argument("--to", type=Path, required=True, help="a new or empty folder")
    collecting.add_argument("--page", default="", help="where apps that look for updates send people to")
    options = parser.parse_args(arguments)
    try:
        if options.command == "check":
            check(options.tag, options.root)
        elif options.command == "notes":
            print(notes(options.tag, options.root), end="")
        elif options.command == "try":
            try_programs(options.folder, own_version(options.root))
        else:
            collect(options.tag, options.found, options.to, options.root, options.page)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
