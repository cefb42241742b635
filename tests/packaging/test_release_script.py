"""The script of a release: what it refuses to let out, and what it writes beside the files of a release."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from build.release import ENDINGS
from courier.updates import UpdateError, understood, update_source
from tests.needs import need

SCRIPT = Path(__file__).resolve().parents[2] / "build" / "release.py"
CHANGES = """# Changelog

## Unreleased

## 1.2.0 - 2026-11-30

### Added

* A line for people.

## 1.1.0 - 2026-10-01

* An older one.
"""
FILES = (
    "conversion-courier_1.2.0_amd64.deb",
    "conversion-courier-1.2.0-1.x86_64.rpm",
    "conversion-courier-1.2.0-linux-x86_64.tar.xz",
    "conversion-courier-1.2.0-x86_64.AppImage",
    "conversion-courier-1.2.0-x86_64.flatpak",
    "conversion-courier-1.2.0-setup.exe",
    "conversion-courier-1.2.0-macos-arm64.dmg",
    "conversion-courier-1.2.0-linux.cdx.json",
    "conversion-courier-1.2.0-windows.cdx.json",
    "conversion-courier-1.2.0-macos.cdx.json",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n', encoding="utf-8")
    (root / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    return root


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """As a build machine gets them from the others, a folder for each."""
    for number, name in enumerate(FILES):
        folder = tmp_path / "built" / str(number % 3)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"bytes of {name}", encoding="utf-8")
    return tmp_path / "built"


def release(checkout: Path, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        name: value for name, value in os.environ.items() if name not in {"COURIER_RELEASE_KEY", "COURIER_UPDATE_KEY"}
    }
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--root", str(checkout), *map(str, arguments)],
        env=surroundings | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_tag_that_fits_passes(checkout: Path) -> None:
    done = release(checkout, "check", "v1.2.0")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("tag", "old", "new", "said"),
    [
        ("v1.2.1", "", "", "does not fit the version 1.2.0"),
        ("1.2.0", "", "", "not of the form v1.2.3"),
        ("v1.2.0", "## Unreleased\n", "## Unreleased\n\n* Not yet out.\n", "lines under Unreleased"),
        ("v1.2.0", "## Unreleased\n", "", "does not begin with a section Unreleased"),
        ("v1.2.0", " - 2026-11-30", "", "gives no day to 1.2.0"),
        ("v1.2.0", "2026-11-30", "2026-11-31", "gives no day to 1.2.0"),
        ("v1.2.0", "### Added\n\n* A line for people.\n", "", "says nothing about 1.2.0"),
        ("v1.2.0", "## 1.2.0 - 2026-11-30", "## 1.3.0 - 2026-11-30", "is 1.3.0, not 1.2.0"),
    ],
)
def test_what_does_not_agree_is_said(checkout: Path, tag: str, old: str, new: str, said: str) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGES.replace(old, new, 1), encoding="utf-8")
    done = release(checkout, "check", tag)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_all_that_is_wrong_is_said_at_once(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    assert len(release(checkout, "check", "v9.0.0").stderr.splitlines()) == 3


def test_the_notes_are_the_section_of_the_version(checkout: Path) -> None:
    assert release(checkout, "notes", "v1.2.0").stdout == "### Added\n\n* A line for people.\n"
    assert release(checkout, "notes", "v1.1.0").stdout == "* An older one.\n"
    assert release(checkout, "notes", "v1.0.0").returncode == 1


def test_the_changelog_of_the_project_can_be_read() -> None:
    """Whatever is not out yet stands in the section that the script knows."""
    done = release(SCRIPT.parents[1], "notes", "vUnreleased")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("### ")


def test_the_readme_says_how_each_file_is_installed() -> None:
    readme = (SCRIPT.parents[1] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ \| `(conversion-courier[-_]X\.Y\.Z\S*)` \| (.+) \|$", readme, re.MULTILINE)
    installed = [ending for ending in ENDINGS if not ending.endswith(".cdx.json")]
    assert len(rows) == len(installed)
    for ending in installed:
        assert [name for name, _ in rows if name.endswith(ending)], ending
    # what is typed names the same file
    assert [step for name, step in rows if "install" in step and "./" in step and f"./{name}" not in step] == []


def test_files_are_collected_with_digests_that_can_be_checked(checkout: Path, built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = release(checkout, "collect", "v1.2.0", "--found", built, "--to", out)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {*FILES, "SHA256SUMS", "notes.md"}
    told = dict(reversed(line.split("  ")) for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert told == {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    assert (out / "notes.md").read_text(encoding="utf-8") == "### Added\n\n* A line for people.\n"
    assert "is not signed" in done.stdout


def test_what_is_missing_twice_foreign_old_or_empty_is_said_and_nothing_is_written(
    checkout: Path, built: Path, tmp_path: Path
) -> None:
    (built / "0" / "again.deb").write_text("x", encoding="utf-8")
    (built / "0" / "stray.log").write_text("x", encoding="utf-8")
    (built / "1" / "conversion-courier-1.2.0-1.x86_64.rpm").unlink()
    (built / "2" / "conversion-courier-1.2.0-linux-x86_64.tar.xz").rename(
        built / "2" / "conversion-courier-1.2.01.tar.xz"
    )
    next(built.rglob("*.dmg")).write_bytes(b"")
    out = tmp_path / "out"
    done = release(checkout, "collect", "v1.2.0", "--found", built, "--to", out)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "One file *.deb is wanted, and there is: again.deb, conversion-courier_1.2.0_amd64.deb.",
        "One file *.rpm is wanted, and there is: none.",
        "stray.log belongs to no release.",
        "again.deb is not of the version 1.2.0.",
        "conversion-courier-1.2.01.tar.xz is not of the version 1.2.0.",
        "conversion-courier-1.2.0-macos-arm64.dmg is empty.",
    ]
    assert not out.exists()


def test_files_of_an_earlier_try_are_not_mixed_in(checkout: Path, built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert release(checkout, "collect", "v1.2.0", "--found", built, "--to", out).returncode == 0
    done = release(checkout, "collect", "v1.2.0", "--found", built, "--to", out)
    assert (done.returncode, done.stderr) == (1, f"{out} is not empty.\n")


def test_what_it_signs_is_what_its_builds_believe(checkout: Path, built: Path, tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    named, page = checkout / "resources" / "updates.json", "https://shop.example/new"
    named.parent.mkdir()
    making = ["-m", "build.announce", "source", "https://shop.example/updates.json", "--output", str(named)]
    env = os.environ | {"COURIER_UPDATE_KEY": key}
    subprocess.run([sys.executable, *making], cwd=SCRIPT.parents[1], env=env, check=True)
    asked = update_source(named)
    assert asked is not None
    arguments = ("collect", "v1.2.0", "--found", built, "--page", page, "--to")

    done = release(checkout, *arguments, tmp_path / "out", COURIER_UPDATE_KEY=key)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out" / "updates.json").read_bytes()
    found = understood(written, asked, datetime.now(UTC), own="1.1.0")
    assert (found.version, found.newer, found.page) == ("1.2.0", True, page)
    assert found.news == "Added\n\n• A line for people."
    for place in (written.index(b"A line"), written.index(b'signature": ') + 13):
        changed = bytearray(written)
        changed[place] ^= 2
        with pytest.raises(UpdateError, match="is not signed by the makers"):
            understood(bytes(changed), asked, datetime.now(UTC))

    done = release(checkout, *arguments, tmp_path / "unsigned")
    assert (done.returncode, "COURIER_UPDATE_KEY is not set" in done.stdout) == (0, True)
    assert not (tmp_path / "unsigned" / "updates.json").exists()
    other = base64.b64encode(bytes(32)).decode()
    done = release(checkout, *arguments, tmp_path / "other", COURIER_UPDATE_KEY=other)
    assert done.returncode == 1
    assert "updates.json could not be signed with COURIER_UPDATE_KEY." in done.stderr


@pytest.mark.only_on("linux", why="a release is collected there")
def test_the_digests_are_signed_with_the_key_that_is_given(checkout: Path, built: Path, tmp_path: Path) -> None:
    # the sockets of gpg's helper need a short path
    home = tmp_path.parent / "g"
    home.mkdir(mode=0o700)
    gpg = [need("gpg", "gnupg"), "--homedir", str(home), "--batch", "--quiet"]
    gpg += ["--pinentry-mode", "loopback", "--passphrase", ""]
    subprocess.run([*gpg, "--quick-generate-key", "Somebody <a@example.org>", "ed25519", "sign"], check=True)
    key = subprocess.run(
        [*gpg, "--armor", "--export-secret-keys"], stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout
    out = tmp_path / "out"
    done = release(checkout, "collect", "v1.2.0", "--found", built, "--to", out, COURIER_RELEASE_KEY=key)
    assert done.returncode == 0, done.stderr
    verified = [*gpg, "--verify", str(out / "SHA256SUMS.asc"), str(out / "SHA256SUMS")]
    assert subprocess.run(verified, capture_output=True, check=False).returncode == 0
    (out / "SHA256SUMS").write_text("changed", encoding="utf-8")
    assert subprocess.run(verified, capture_output=True, check=False).returncode == 1
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)


@pytest.mark.only_on("linux", why="a release is collected there")
def test_a_key_that_is_none_lets_nothing_out(checkout: Path, built: Path, tmp_path: Path) -> None:
    need("gpg", "gnupg")
    done = release(
        checkout, "collect", "v1.2.0", "--found", built, "--to", tmp_path / "out", COURIER_RELEASE_KEY="no key"
    )
    assert done.returncode == 1
    assert "could not be signed" in done.stderr


def program(path: Path, *lines: str) -> None:
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.only_on("linux", "darwin", why="the programs are scripts of a shell")
@pytest.mark.parametrize(
    ("window", "command", "said"),
    [
        ("exit 0", "echo courier 1.2.0", ""),
        ("echo torn; exit 1", "echo courier 1.2.0", "--self-test ended with 1"),
        ("exit 0", "echo courier 1.1.0", "says that it is: courier 1.1.0. Wanted: courier 1.2.0."),
        ("exit 0", 'echo courier 1.2.0; test "$1" = --version', "practice ended with 1"),
        ("exit 0", None, "does not start"),
    ],
)
def test_installed_programs_are_tried(
    checkout: Path, tmp_path: Path, window: str, command: str | None, said: str
) -> None:
    program(tmp_path / "conversion-courier", window)
    if command is not None:
        program(tmp_path / "courier", command)
    done = release(checkout, "try", tmp_path)
    assert done.returncode == (1 if said else 0), done.stderr
    assert said in done.stderr
