"""What an rpm holds that was packed anew, as rpm itself reads it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from build.linux.rpm_payload import repack
from tests.needs import need

pytestmark = pytest.mark.only_on("linux", why="rpms are made there")
ASKED = "%{NAME} %{SIZE} %{SUMMARY} [%{FILENAMES} %{FILEMODES:perms} %{FILEDIGESTS} %{FILELINKTOS}\n][%{REQUIRENAME}\n]"


def told(rpm: Path, *arguments: str) -> str:
    command = [need("rpm", "rpm"), "--query", *arguments, "--package", str(rpm)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with a text, a program and a link, as nfpm makes it."""
    folder = tmp_path_factory.mktemp("rpm")
    tree = folder / "tree"
    (tree / "bin").mkdir(parents=True)
    (tree / "größe.txt").write_text("words\n" * 5000, encoding="utf-8")
    (tree / "bin" / "program").write_bytes(bytes(range(256)) * 100)
    (tree / "bin" / "program").chmod(0o755)
    (tree / "link").symlink_to("bin/program")
    facts = {
        "name": "tried", "arch": "amd64", "platform": "linux", "version": "1.0", "maintainer": "a <a@b.example>",
        "description": "tried", "license": "MIT",
        "contents": [{"src": f"{tree}/", "dst": "/usr/lib/tried", "type": "tree"}],
        "depends": ["libc.so.6(GLIBC_2.35)(64bit)"], "rpm": {"compression": "gzip:1", "summary": "In one line"},
    }  # fmt: skip
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    nfpm = [Path(sys.executable).with_name("nfpm"), "package", "--config", folder / "facts.json"]
    subprocess.run([*nfpm, "--packager", "rpm", "--target", f"{folder}/"], check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.rpm"))


def test_all_that_was_in_it_is_in_it_and_its_digests_are_right(made: Path) -> None:
    before = told(made, "--queryformat", ASKED)
    size = made.stat().st_size
    repack(made, ("xz", "--x86", "--lzma2=preset=6"))
    assert told(made, "--queryformat", ASKED) == before
    assert "/usr/lib/tried/größe.txt -rw" in before
    assert told(made, "--queryformat", "%{PAYLOADCOMPRESSOR}") == "xz"
    assert made.stat().st_size < size
    checked = subprocess.run(
        [need("rpm", "rpm"), "--checksig", "--verbose", made],
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert [line.strip() for line in checked.stdout.splitlines()[1:]] == [
        "Header SHA256 digest: OK", "Header SHA1 digest: OK", "Payload SHA256 digest: OK", "MD5 digest: OK"
    ]  # fmt: skip
    with made.open("rb") as rpm:
        files = subprocess.run(["rpm2archive", "-"], stdin=rpm, capture_output=True, check=True)
    listed = subprocess.run(["tar", "--list", "--gzip"], input=files.stdout, capture_output=True, check=True)
    assert b"./usr/lib/tried/bin/program" in listed.stdout.splitlines()


def test_what_is_no_rpm_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.rpm"
    other.write_bytes(bytes(200))
    with pytest.raises(ValueError, match="no header of an rpm at 96"):
        repack(other, ("xz",))
    assert other.read_bytes() == bytes(200)
