"""What is installed is what the locks name, which agree with each other and with pyproject.toml; hashes are checked."""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from build.locks import read_lock

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAMES = ("run", "develop", "bootstrap", "lock-tool")
WANTED = {
    "run": PROJECT["project"]["dependencies"],
    "develop": [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]],
    "bootstrap": PROJECT["dependency-groups"]["bootstrap"],
    "lock-tool": PROJECT["dependency-groups"]["lock-tool"],
}
ENTRY = re.compile(r"[^#\s-][^\\\n]*(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_holds_names_versions_and_hashes_and_nothing_else(name: str) -> None:
    assert ENTRY.sub("", (ROOT / "locks" / f"{name}.lock").read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_has_all_that_the_project_asks_for(name: str) -> None:
    locked = read_lock(name)
    for text in WANTED[name]:
        wish = Requirement(text)
        version = locked[canonicalize_name(wish.name)].version
        assert wish.specifier.contains(version, prereleases=True), f"{text}: {version}. Run `make lock`."


@pytest.mark.parametrize("name", ["run", "bootstrap"])
def test_versions_and_digests_are_those_that_were_developed_with(name: str) -> None:
    developed, locked = read_lock("develop"), read_lock(name)
    assert locked
    for package, entry in locked.items():
        assert (entry.version, entry.sha256) == (developed[package].version, developed[package].sha256)


def test_people_who_run_the_app_get_no_tools() -> None:
    assert read_lock("run").keys().isdisjoint({"pytest", "mypy", "ruff", "pyinstaller", "pip", "setuptools"})


def wheel(folder: Path, name: str) -> str:
    """Write a package that holds one file; returns its line for a lock."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {
        path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        for path, text in files.items()
    }
    record = "".join(f"{path},sha256={digest},{len(files[path])}\n" for path, digest in digests.items())
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in files.items():
            archive.writestr(inside, text)
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    shutil.copy(ROOT / "build" / "environment.sh", tmp_path / "build")
    index = tmp_path / "index"
    index.mkdir()
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "bootstrap.lock").write_text(wheel(index, "genuine"))
    (tmp_path / "locks" / "run.lock").write_text(wheel(index, "replaced"))
    with zipfile.ZipFile(index / "replaced-1.0-py3-none-any.whl", "a") as archive:
        archive.writestr("replaced_later.py", "")

    programs = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    made = subprocess.run(
        ["sh", "build/environment.sh", "env", programs.relative_to(tmp_path).as_posix(), "run"],
        cwd=tmp_path,
        env=surroundings | {"PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "index"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert made.returncode != 0
    assert "DO NOT MATCH THE HASHES" in made.stderr
    assert {path.name for path in (tmp_path / "env").rglob("*.py") if path.stem in {"genuine", "replaced"}} == {
        "genuine.py"
    }
