"""The tests of the tests: what ``conftest.py`` promises about surprises and skips is true."""

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


@pytest.fixture
def house(pytester: pytest.Pytester) -> pytest.Pytester:
    here = Path(__file__).resolve().parent
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
