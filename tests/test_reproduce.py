"""Two bundles that are not the same are told apart, whatever differs."""

import sys
from pathlib import Path

import pytest

from build.reproduce import ROOT, copy_sources, differences


def bundle(folder: Path) -> Path:
    (folder / "inside").mkdir(parents=True)
    (folder / "inside" / "library.so").write_bytes(b"the same")
    (folder / "program").write_bytes(b"the same")
    return folder


def test_the_same_bundle_has_no_differences(tmp_path: Path) -> None:
    assert differences(bundle(tmp_path / "first"), bundle(tmp_path / "second")) == []


def test_bytes_and_files_that_are_missing_on_either_side_are_named(tmp_path: Path) -> None:
    first, second = bundle(tmp_path / "first"), bundle(tmp_path / "second")
    (first / "inside" / "library.so").write_bytes(b"not same")
    (first / "only-first").touch()
    (second / "inside" / "only-second").touch()
    assert differences(first, second) == ["inside/library.so", "inside/only-second", "only-first"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither for everybody")
def test_links_and_what_may_be_run_count_too(tmp_path: Path) -> None:
    first, second = bundle(tmp_path / "first"), bundle(tmp_path / "second")
    (first / "program").chmod(0o755)
    (first / "link").symlink_to("inside/library.so")
    (second / "link").symlink_to("inside/elsewhere.so")
    assert differences(first, second) == ["link", "program"]


def test_the_copy_that_is_built_from_has_the_sources_and_nothing_that_was_made(tmp_path: Path) -> None:
    copy_sources(tmp_path / "sources")
    names = {path.name for path in (tmp_path / "sources").iterdir()}
    assert {"courier", "gui", "build", "installer.spec", "pyproject.toml"} <= names
    assert {name for name in names if name.endswith(".egg-info") or name in {".venv", ".work", "dist", ".git"}} == set()
    assert (tmp_path / "sources" / "installer.spec").read_bytes() == (ROOT / "installer.spec").read_bytes()
