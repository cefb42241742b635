"""What holds for every test: surprises fail, nothing outside the test's own folders is touched."""

import logging
import os
import sys
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.tries import SOAK, tries

if TYPE_CHECKING:
    from courier.ledger.ledger import Ledger
    from tests.keychain import FakeKeychain
    from tests.postgres import PostgresServer

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # screens that nobody sees, of the sizes that people have; Qt splits this at colons, which Windows has in paths
    screens = Path(__file__).parent / "gui" / "screens.json"
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}" if os.sep == "/" else "offscreen"
# beside the other things that tests and tools leave behind; a folder of this name at the root stops pytest
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).parent.parent / ".work" / "hypothesis"))
# Polars' threads get in each other's way on sheets of a few rows: a check takes a quarter less without them. The
# random tries of `make soak` have them.
if not SOAK:
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
# no test may reach the keychain of whoever runs it; a test that needs one starts its own
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# the same examples in every run, however long a busy machine takes for one
hypothesis.settings.register_profile(
    "courier", max_examples=tries(30, 1000), derandomize=True, database=None, deadline=None
)
hypothesis.settings.load_profile("courier")


_SYSTEMS = {"linux", "darwin", "win32"}
_LINUX_FIXTURES = {
    "one_account": "servers log in as a user whom useradd made",
    "machine": "the keychain is gnome-keyring on a bus",
    "display": "the screen is Xvfb's",
    "postgres": "the database is Debian's PostgreSQL",
}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "only_on(*systems, why): left out where sys.platform is none of these")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what cannot exist on this system. It is no skip, because under CI a skip is a failure."""
    left_out = [item for item in items if not _can_be_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        if not _is_measured(item):
            item.add_marker("no_cover")


_UNMEASURED = ("reading", "rules", "drafts/test_store.py", "drafts/test_edits.py", "drafts/test_journal.py",
               "ledger/test_history.py",
               "security/test_small_files.py::test_a_megabyte_of_text_is_read_or_refused_in_time")  # fmt: skip
_MEASURED = (
    "reading/test_text.py",
    "reading/test_edges.py",
    "reading/test_workbooks.py",
    "reading/test_markup.py",
    "reading/test_number_formats.py",
    "rules/test_pairs.py",
    "rules/test_columns.py",
    "rules/test_surplus.py",
    "rules/test_written_dates.py",
    "rules/test_named_zones.py",
    "rules/test_child_lines.py",
)


def _is_measured(item: pytest.Item) -> bool:
    """Whether coverage is measured while a test runs. Measuring multiplies the time of a loop over many cells, and some
    of these tests have a time limit; a line that only random tries reach counts as untested."""
    if item.get_closest_marker("soak") or item.get_closest_marker("slow"):
        return False
    name = f"{item.path.relative_to(Path(__file__).parent).as_posix()}::{item.name}"
    return name.startswith(_MEASURED) or not name.startswith(_UNMEASURED)


def _can_be_here(item: pytest.Item) -> bool:
    for mark in item.iter_markers("only_on"):
        if not mark.args or not _SYSTEMS.issuperset(mark.args) or not mark.kwargs.get("why"):
            raise pytest.UsageError(f"{item.nodeid}: only_on names some of {sorted(_SYSTEMS)} and says why")
        if sys.platform not in mark.args:
            return False
    return sys.platform == "linux" or not _LINUX_FIXTURES.keys() & set(getattr(item, "fixturenames", ()))


_HOMES = count()


@pytest.fixture(autouse=True)
def courier_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for all state of the app, a new one for each test."""
    # counted here: for a numbered folder pytest looks through those of all tests before
    home = tmp_path_factory.getbasetemp() / "homes" / f"courier-{next(_HOMES)}"
    home.mkdir(parents=True)
    monkeypatch.setenv("COURIER_HOME", str(home))
    return home


@pytest.fixture
def ledger(courier_home: Path) -> "Iterator[Ledger]":
    """The empty ledger of this test's home."""
    # most tests have none, and it takes Polars along
    from courier.ledger.ledger import Ledger
    from courier.settings import ledger_folder

    opened = Ledger(ledger_folder())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A real PostgreSQL, set up for teams."""
    from tests.postgres import postgres_server

    with postgres_server() as running:
        yield running


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the width nor the colours of the terminal of whoever runs the tests."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_keychain() -> None:
    """The same keychain for each test, whatever the test before it has set: none."""
    import keyring
    from keyring.backends import fail

    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]


@pytest.fixture
def keychain(no_keychain: None, monkeypatch: pytest.MonkeyPatch) -> Iterator["FakeKeychain"]:
    """A keychain in memory, taken for the system's own."""
    import keyring

    from tests.keychain import FakeKeychain

    monkeypatch.setattr("courier.credentials.SYSTEM_KEYCHAINS", ("tests.keychain.FakeKeychain",))

    fake = FakeKeychain()
    keyring.set_keyring(fake)
    yield fake
    fake.answers.set()


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that do not answer are tried again at once."""
    monkeypatch.setattr("courier.delivery.connecting.PAUSES", (0.0, 0.0))


@pytest.fixture
def short_blank_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank workbooks with few prepared rows: writing all of them takes seconds."""
    monkeypatch.setattr("courier.blank_sheets.writer._ROWS", 20)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder to deliver to."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def inboxes(tmp_path: Path) -> dict[str, Path]:
    """Two programs, and the folder that each delivers to."""
    from courier.programs import Program
    from tests.inboxes import with_inboxes

    programs = [Program(name, campaign, destination=name) for name, campaign in (("Acme", "1000"), ("Bolt", "2000"))]
    return with_inboxes(tmp_path, *programs)


class _Collector(logging.Handler):
    """Collects records from a level on, each as a line."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()} {record.args!r}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or worse, unless it asks for ``caplog`` to look at it itself."""
    collector = _Collector(logging.WARNING)
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log records:\n" + "\n".join(collector.lines), pytrace=False)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Everything that anybody logs, however unimportant."""
    collector, root = _Collector(logging.NOTSET), logging.getLogger()
    level = root.level
    root.addHandler(collector)
    root.setLevel(logging.NOTSET)
    yield collector.lines
    root.removeHandler(collector)
    root.setLevel(level)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a test that did not run is a test that failed."""
    report = yield
    _no_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole files that skip themselves."""
    report = yield
    _no_skip(report)
    return report


def _no_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure under CI: {report.longrepr}"
