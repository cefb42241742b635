"""The licence of a package is what it says of itself, in whichever of the ways that packages have had."""

from importlib.metadata import Distribution
from pathlib import Path

import pytest

from courier.licences import licence_name, licence_paths


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
