"""Makes deb, rpm and tar.xz of the bundle in ``dist/``, from one description.

With ``--former``: deb and rpm with a lower version in ``.work/linux`` instead, to be upgraded in tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from build.bundle_sizes import MEGABYTE
from build.linux.needs import Needs, needs_of
from build.linux.rpm_payload import repack
from build.linux.system_libraries import PACKAGES
from build.linux.tree import HERE, MAINTAINER, NAME, ROOT, lay_out

DIST = ROOT / "dist"
WORK = ROOT / ".work" / "linux"
TREE = WORK / "usr"
FORMER = "0.0.1"


def description(needs: Needs, version: str, made: datetime) -> dict[str, Any]:
    """What nfpm makes both packages of. Raises KeyError for a library that no package is known of."""
    glibc = ".".join(str(number) for number in needs.glibc)
    of_debian = {PACKAGES[name] for name in needs.libraries}
    return {
        "name": NAME,
        "arch": "amd64",
        "platform": "linux",
        "version": version,
        "release": "1",
        "section": "misc",
        "priority": "optional",
        "maintainer": MAINTAINER,
        "vendor": "Conversion Courier",
        "license": "MIT",
        "description": (
            "check, repair and deliver conversion files for impact.com\n"
            "Shows what impact.com would reject of a spreadsheet and why, repairs it and\n"
            "sends it by SFTP, FTP or e-mail, or to a folder. The command courier does the\n"
            "same from schedules and scripts."
        ),
        "mtime": made.isoformat().replace("+00:00", "Z"),
        "umask": 0o022,
        "contents": [{"src": f"{TREE}/", "dst": "/usr", "type": "tree"}],
        "overrides": {
            # the names of Debian also hold on Ubuntu; keyboards are described by files, not by a library
            "deb": {"depends": [f"libc6 (>= {glibc})", "xkb-data", *sorted(of_debian)]},
            "rpm": {
                "depends": [
                    f"libc.so.6(GLIBC_{glibc})(64bit)",
                    "xkeyboard-config",
                    *(f"{name}()(64bit)" for name in sorted(needs.libraries)),
                ]
            },
        },
        "deb": {"compression": "none"},
        "rpm": {"compression": "gzip:1", "group": "Applications/Productivity", "summary": _SUMMARY},
    }


_SUMMARY = "Check, repair and deliver conversion files for impact.com"
_XZ = ("xz", "-T2", "--block-size=160MiB", "--x86", "--lzma2=preset=6,dict=64MiB")
"""Makes the same bytes however many cores there are."""


def archive(version: str, made: datetime) -> Path:
    """The tar.xz for a folder of one's own, with the script that installs it."""
    folder = WORK / f"{NAME}-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TREE, folder, symlinks=True, copy_function=os.link)
    shutil.rmtree(folder / "share" / "lintian")
    shutil.copy(HERE / "install.sh", folder / "install.sh")
    path = DIST / f"{NAME}-{version}-linux-x86_64.tar.xz"
    packing = ["tar", "--create", "--sort=name", f"--mtime=@{int(made.timestamp())}", "--owner=0", "--group=0"]
    packing += ["--numeric-owner", "--hard-dereference", "--directory", str(WORK), folder.name]
    tar = subprocess.Popen(packing, stdout=subprocess.PIPE)
    with path.open("wb") as file:
        subprocess.run(_XZ, stdin=tar.stdout, stdout=file, check=True)
    if tar.wait():
        sys.exit("tar failed")
    return path


def pack(described: dict[str, Any], kind: str, folder: Path) -> None:
    """Let nfpm make one package."""
    config = WORK / f"nfpm-{kind}.json"
    config.write_text(json.dumps(described, indent=1), encoding="utf-8")
    nfpm = Path(sys.executable).with_name("nfpm")
    subprocess.run([nfpm, "package", "--config", config, "--packager", kind, "--target", f"{folder}/"], check=True)


def compress(deb: Path) -> None:
    """Compress what a deb without compression holds."""
    with TemporaryDirectory(dir=WORK) as folder:
        listed = subprocess.run(["ar", "t", deb], check=True, capture_output=True, text=True).stdout.split()
        subprocess.run(["ar", "x", deb.resolve()], cwd=folder, check=True)
        subprocess.run([*_XZ, "data.tar"], cwd=folder, check=True)
        deb.unlink()
        members = [f"{name}.xz" if name == "data.tar" else name for name in listed]
        subprocess.run(["ar", "rcD", deb.resolve(), *members], cwd=folder, check=True)


def main() -> None:
    bundle = DIST / NAME
    if not bundle.is_dir():
        sys.exit("There is no bundle here. Run `make bundle` first.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    former = "--former" in sys.argv
    version = FORMER if former else project["version"]
    listed = json.loads((bundle / "sbom.cdx.json").read_text(encoding="utf-8"))
    made = datetime.fromisoformat(listed["metadata"]["timestamp"]).astimezone(UTC)
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    lay_out(bundle, TREE, version, made)
    described = description(needs_of(bundle), version, made)
    with ThreadPoolExecutor() as packing:
        list(packing.map(lambda kind: pack(described, kind, WORK if former else DIST), ("deb", "rpm")))
    if former:
        return
    # nfpm itself makes a third more of machine code
    compress(DIST / f"{NAME}_{version}-1_amd64.deb")
    repack(DIST / f"{NAME}-{version}-1.x86_64.rpm", _XZ)
    archive(version, made)
    for path in sorted(DIST.glob(f"{NAME}[-_]{version}[-._]*")):
        print(f"{path.stat().st_size / MEGABYTE:8.1f} MB  {path.name}")


if __name__ == "__main__":
    main()
