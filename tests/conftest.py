"""What holds for every test: surprises fail, nothing outside the test's own folders is touched."""

import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# beside the other things that tests and tools leave behind; a folder of this name at the root stops pytest
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parent.parent / ".work" / "hypothesis"))
# no test may reach the keychain of whoever runs it; a test that needs one starts its own
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# the same examples in every run, however long a busy machine takes for one
hypothesis.settings.register_profile("courier", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("courier")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Random tries run without coverage: they cost the most, and a line that only chance reaches has no test."""
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def courier_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for all state of the app, a new one for each test."""
    home = tmp_path_factory.mktemp("courier-home")
    monkeypatch.setenv("COURIER_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_keychain() -> None:
    """The same keychain for each test, whatever the test before it has set: none."""
    import keyring
    from keyring.backends import fail

    keyring.set_keyring(fail.Keyring())


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or worse, unless it asks for ``caplog`` to look at it itself."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log records:\n" + "\n".join(collector.lines), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a test that did not run is a test that failed."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole files that skip themselves."""
    return _no_skip((yield))


def _no_skip(report: Any) -> Any:
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure under CI: {report.longrepr}"
    return report
