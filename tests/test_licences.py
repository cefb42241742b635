"""The licences of all that the app is made of: what packages say of themselves, and what the app tells of them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from build.bundle_parts import Kind, Part
from build.licence_texts import write_licences
from build.locks import read_lock
from courier.cli import main
from courier.licences import ShippedLicence, licence_name, licence_paths, licence_text, shipped_licences


def package(folder: Path, *said: str, files: tuple[str, ...] = ()) -> Distribution:
    info = folder / "some-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("\n".join(("Metadata-Version: 2.4", "Name: some", "Version: 1.0", *said, "", "")))
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in files))
    return Distribution.at(info)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (["License-Expression: MIT-0"], "MIT-0"),
        (["License: BSD", "Classifier: License :: OSI Approved :: BSD License"], "BSD-3-Clause"),
        (["License: APL 2", "Classifier: License :: OSI Approved :: Apache Software License"], "Apache-2.0"),
        (["License: LGPL-3.0-only OR GPL-2.0-only"], "LGPL-3.0-only OR GPL-2.0-only"),
        (["License: MPL-2.0 AND MIT", "Classifier: License :: Something New"], "MPL-2.0 AND MIT"),
        (["License: Copyright (c) Some", "        All rights", "Classifier: License :: X :: MIT License"], "MIT"),
        (["License: Our own words, all of them", "        and more"], "Our own words, all of them"),
        (["Classifier: License :: OSI Approved :: Zope Public License"], "Zope Public License"),
        ([], ""),
    ],
)
def test_the_licence_is_named(tmp_path: Path, said: list[str], name: str) -> None:
    assert licence_name(package(tmp_path, *said)) == name


def test_the_words_are_found_by_the_names_of_their_files(tmp_path: Path) -> None:
    files = (
        "some/licences.py",
        "some-1.0.dist-info/licenses/LICENSE.APACHE",
        "some/COPYING",
        "some-1.0.dist-info/RECORD",
    )
    found = licence_paths(package(tmp_path, files=files))
    assert [path.name for path in found] == ["LICENSE.APACHE", "COPYING"]


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    shipped_licences.cache_clear()
    yield
    shipped_licences.cache_clear()


def test_a_package_without_words_has_those_that_its_licence_has_everywhere() -> None:
    assert "Apache License" in licence_text("some", "Apache-2.0", [])
    assert licence_text("some", "No such licence", []) == ""


def test_who_gets_qt_is_told_how_to_replace_it() -> None:
    words = licence_text("pyside6-essentials", "LGPL-3.0-only OR GPL-3.0-only", [])
    assert words.startswith("This is used under the LGPL 3. What is in the folder PySide6 may be replaced")
    # the one licence adds to the other, so both texts belong to it
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in words
    assert "GNU GENERAL PUBLIC LICENSE" in words


def test_what_is_linked_into_a_package_is_named_with_its_authors_and_the_words_of_its_licence(tmp_path: Path) -> None:
    polars = distribution("polars-runtime-32")
    part = Part(Kind.PACKAGE, "polars-runtime-32", polars.version, ("MIT",), tuple(licence_paths(polars)), polars)
    write_licences([part], tmp_path / "shipped.json", "1.0")
    shipped = [ShippedLicence(**one) for one in json.loads((tmp_path / "shipped.json").read_text(encoding="utf-8"))]
    assert re.search(r"^  tokio [\d.]+: MIT, by Tokio Contributors$", shipped[0].text, re.MULTILINE)
    assert "<" not in shipped[0].text.partition("With libraries inside:")[2]
    words = {one.licence: one.text for one in shipped[1:]}
    assert "Permission is hereby granted" in words["MIT"]
    assert {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "Unicode-3.0", "Zlib"} <= words.keys()


def test_all_that_runs_here_is_named_with_its_words() -> None:
    shipped = {part.name: part for part in shipped_licences()}
    here = {name for name, one in read_lock("run").items() if one.marker is None or one.marker.evaluate()}
    assert here | {"conversion-courier", "cpython"} == shipped.keys()
    assert [name for name, part in shipped.items() if not (part.version and part.licence)] == []
    assert [name for name, part in shipped.items() if not part.text] == []


def test_a_bundle_tells_what_was_listed_when_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "resources" / "licences" / "shipped.json"
    listed.parent.mkdir(parents=True)
    parts = [{"name": "libfoo", "version": "1.2", "licence": "MIT", "text": "Do\nas you \x1b[31mlike."}]
    listed.write_text(json.dumps(parts))
    monkeypatch.setattr("courier.licences.resource", lambda *names: tmp_path.joinpath("resources", *names))
    with pytest.raises(SystemExit) as end:
        main(["--licences"])
    assert end.value.code == 0
    said = capsys.readouterr().out.splitlines()
    assert said[2:] == [
        "libfoo 1.2: MIT",
        "",
        "=" * 15,
        "libfoo 1.2: MIT",
        "=" * 15,
        "",
        "Do",
        "as you ‹U+001B›[31mlike.",
    ]


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "courier", "--licences"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    command.stdout.readline()
    command.stdout.close()
    assert command.stderr.read() == b""
    command.stderr.close()
    assert command.wait(60) == 0
