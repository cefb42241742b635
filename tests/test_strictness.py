"""The tests of the tests: what ``conftest.py`` promises about surprises and skips is true."""

import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SURPRISES = """
    import logging
    import warnings

    import pytest


    def test_logs_a_warning():
        logging.getLogger("anything").warning("unexpected")


    def test_looks_at_its_log(caplog):
        logging.getLogger("anything").warning("expected")
        assert caplog.messages == ["expected"]


    def test_warns():
        warnings.warn("unexpected")


    def test_makes_qt_complain(qtbot):
        from PySide6.QtCore import qWarning

        qWarning("unexpected")
"""

SKIPS = """
    import pytest


    def test_skips_itself():
        pytest.skip("no server")


    @pytest.mark.skip(reason="no server")
    def test_is_skipped():
        raise AssertionError
"""


LEFT_OUT = """
    import pytest


    @pytest.mark.only_on("linux", "darwin", "win32", why="it is everywhere")
    def test_is_everywhere():
        pass


    @pytest.mark.only_on(OTHER, why="it cannot be here")
    def test_cannot_be_here():
        raise AssertionError


    @pytest.mark.only_on(OTHER, why="none of them can be here")
    @pytest.mark.parametrize("number", [1, 2])
    def test_cannot_be_here_either(number):
        raise AssertionError
"""


@pytest.fixture
def house(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    here = Path(__file__).resolve().parent
    # conftest.py imports from the folder of the tests
    monkeypatch.setenv("PYTHONPATH", str(here.parent))
    pytester.makeconftest((here / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml((here.parent / "pyproject.toml").read_text(encoding="utf-8"))
    return pytester


def test_surprises_fail(house: pytest.Pytester) -> None:
    probe = house.makepyfile(SURPRISES)
    # the log of a test is looked at when the test is over, so its surprise is an error of the clean-up
    house.runpytest_subprocess(probe).assert_outcomes(passed=2, failed=2, errors=1)


@pytest.mark.parametrize(("ci", "outcome"), [("", {"skipped": 2}), ("true", {"failed": 1, "errors": 1})])
def test_skips_fail_under_ci(
    house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: dict[str, int]
) -> None:
    monkeypatch.setenv("CI", ci)
    probe = house.makepyfile(SKIPS)
    house.runpytest_subprocess(probe).assert_outcomes(**outcome)


def test_what_cannot_be_on_this_system_is_left_out_even_under_ci(
    house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    other = "win32" if sys.platform != "win32" else "linux"
    probe = house.makepyfile(LEFT_OUT.replace("OTHER", repr(other)))
    house.runpytest_subprocess(probe).assert_outcomes(passed=1, deselected=3)


@pytest.mark.parametrize(
    "systems", ["'no such system', why='it is misspelt'", "why='it names none'", "'linux', why=''", "'linux'"]
)
def test_nothing_is_left_out_without_a_system_and_a_reason(house: pytest.Pytester, systems: str) -> None:
    probe = house.makepyfile(LEFT_OUT.replace('OTHER, why="it cannot be here"', systems).replace("OTHER", "'linux'"))
    result = house.runpytest_subprocess(probe)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*only_on names some of*"])
