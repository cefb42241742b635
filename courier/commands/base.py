"""Exit codes, the options of a sheet and output, shared by the commands."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from courier.exclusions import orders_cut
from courier.handover import open_any
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet, OpenOptions
from courier.programs import Program
from courier.reading.read_options import ReadOptions
from courier.rules.history import History
from courier.rules.rule import Severity
from courier.services import LocalServices
from courier.sheet.errors import MappingError
from courier.visible import in_json, in_one_line

if TYPE_CHECKING:
    from courier.catalogue.fields import Template
    from courier.results.pre_checks import AskedFacts

EXIT_OK = 0
EXIT_ERRORS = 1
"""Errors remain; export and send wrote and sent nothing."""
EXIT_UNUSABLE = 2
"""The source cannot be read, or the command was used wrongly."""
EXIT_DELIVERY = 3
"""A delivery failed, is unconfirmed, or the host key is unknown."""
EXIT_ASIDE = 4
"""Written or sent, but orders were set aside."""

_UNNOTICED = 1.0
"""Seconds of work that nobody wants to see the progress of."""

Run = Callable[[argparse.Namespace, LocalServices], int | None]
"""Runs a command with its options and what is kept on this machine. Gives the exit code, None for 0."""


@dataclass(frozen=True)
class Command:
    """One word after ``courier``. ``declare`` adds its options; ``run``: None if each action of it has its own;
    ``examples``: how it is typed, after ``courier`` and its name; ``default_action``: the action that is meant where
    the first word is none of them, "" if one of them must stand there."""

    name: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Run | None = None
    examples: tuple[str, ...] = ()
    default_action: str = ""


class Actions:
    """The words that may follow the name of a command, such as ``list``. ``about``: gives the help of an action by its
    name; ``required``: one of them must follow."""

    def __init__(self, parser: argparse.ArgumentParser, about: Callable[[str], str], *, required: bool = True) -> None:
        self._about = about
        self._parsers = parser.add_subparsers(required=required, metavar="ACTION")

    def add(self, name: str, run: Run, *arguments: str) -> argparse.ArgumentParser:
        """Add an action with its positional ``arguments``, given by their metavars; its parser."""
        about = self._about(name)
        parser = self._parsers.add_parser(name, help=about, description=about)
        for argument in arguments:
            parser.add_argument(argument.lower(), metavar=argument)
        parser.set_defaults(run=run, parser=parser)
        return parser


def add_sheet_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a sheet is to be understood."""
    parser.add_argument("--json", action="store_true", help=text("option-json"))
    group = parser.add_argument_group(text("options-sheet"))
    group.add_argument("--template", metavar="T", help=text("option-template"))
    group.add_argument("--program", metavar="P", help=text("option-program"))
    group.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=text("option-set"))
    group.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help=text("option-map"))
    group.add_argument("--leave-out", action="append", default=[], metavar="WHERE", help=text("option-leave-out"))
    group.add_argument("--zone", metavar="ZONE", help=text("option-zone"))
    group.add_argument("--dates", choices=("dmy", "mdy"), help=text("option-dates"))
    group.add_argument("--ask-impact", action="store_true", help=text("option-ask-impact"))
    group.add_argument("--now", type=moment, metavar="ISO", help=text("option-now"))
    add_reading_options(parser)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that replace the detection of a file's format."""
    group = parser.add_argument_group(text("options-reading"))
    group.add_argument("--sheet", metavar="TAB", help=text("option-sheet"))
    group.add_argument("--encoding", metavar="NAME", help=text("option-encoding"))
    group.add_argument("--delimiter", metavar="SIGNS", help=text("option-delimiter"))
    group.add_argument("--quote", metavar="SIGN", help=text("option-quote"))
    group.add_argument("--header-row", type=int, metavar="N", help=text("option-header-row"))


def read_options(options: argparse.Namespace) -> ReadOptions:
    """The values of those options."""
    delimiter = options.delimiter and {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
    return ReadOptions(options.encoding, delimiter, options.quote, options.header_row)


def open_checked(path: str | Path, options: argparse.Namespace, services: LocalServices) -> OpenedSheet:
    """Open a source as the options say and check it, with a progress bar on a terminal."""
    program = services.programs.get(options.program) if options.program else None
    open_options = OpenOptions(
        history=_history(services.ledger),
        template=options.template,
        program=program,
        zone=options.zone,
        default_zone=services.preferences.now.zone,
        day_first=None if options.dates is None else options.dates == "dmy",
        constants=dict(_pair(written, 0) for written in options.set),
        columns=tuple(_pair(written, -1) for written in options.map),
        excluded=tuple(options.leave_out),
        tab=options.sheet,
        reading=read_options(options),
        memories=services.memories,
        programs=services.programs.find,
    )
    with progress_bar(text("progress-reading")) as progress:
        opened = open_any(Path(path), open_options, options.now or services.clock(), progress)
    if opened.memory_problem is not None:
        warn(str(opened.memory_problem))
    draft = opened.draft
    if asked := ask_impact(opened.options.program, draft.choices.template, services, always=options.ask_impact):
        draft.look_up_in(asked.history(draft.sent_history))
    with progress_bar(text("progress-checking")) as progress:
        draft.check(progress)
    if cut := orders_cut(draft):
        warn(text("exclusion-cuts", orders=cut))
    return opened


def ask_impact(
    program: Program | None, template: Template, services: LocalServices, *, always: bool = False
) -> AskedFacts | None:
    """What impact.com has of a program, where it is to be asked for a sheet; says when it was read, and why there is
    nothing. Raises ApiAccountError where it is to be asked ``always`` and there is no program."""
    if not always and (program is None or not program.account_sid):
        return None
    # what speaks to servers is loaded only where something is asked
    from courier.results.pre_checks import asked_facts, reads_facts

    try:
        if not always and not reads_facts(program, template, services.credentials):
            return None
    except UserError as problem:
        # a keychain that cannot be read keeps no sheet from being checked
        warn(str(problem))
        return None
    with waiting_line(text("fetch-asking")):
        asked = asked_facts(program, services.credentials, services.clock())
    for words in asked.words:
        warn(words)
    return asked


def _history(ledger: Ledger) -> History | None:
    """What was sent before; None, with a warning, if the ledger cannot be read: a sheet is checked all the same."""
    try:
        ledger.submissions(last=1)
    except LedgerError as problem:
        warn(str(problem))
        return None
    return ledger.history


def _pair(written: str, which: int) -> tuple[str, str]:
    """NAME=VALUE; a value may hold "=", and so may a header (``which`` -1: the last sign counts)."""
    left, sign, right = written.rpartition("=") if which else written.partition("=")
    if not sign or not left.strip():
        raise MappingError("mapping-needs-equals", written=written)
    return left, right


def moment(written: str) -> datetime:
    """A moment in ISO form, in UTC if it has no zone."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(text("option-now-unclear", written=written)) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def has_errors(opened: OpenedSheet) -> bool:
    """Whether any error remains."""
    return opened.draft.verdict.counts()[Severity.ERROR] > 0


def say(line: str) -> None:
    """One line of output, in which a terminal obeys nothing."""
    print(in_one_line(line))  # noqa: T201


def warn(line: str) -> None:
    """One sentence to the user on standard error, in which a terminal obeys nothing."""
    print(in_one_line(line), file=sys.stderr)  # noqa: T201


def print_json(value: Any) -> None:
    """One value as indented JSON, exactly."""
    print(in_json(value))  # noqa: T201


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on a terminal for what takes longer than a second, nothing elsewhere. Gives a function that takes
    the fraction done, from 0 to 1."""
    # its watching thread would live on after the bar, and this bar is told often enough
    tqdm.monitor_interval = 0
    with tqdm(
        total=100,
        desc=what,
        leave=False,
        delay=_UNNOTICED,
        disable=not sys.stderr.isatty(),
        bar_format="{desc} {bar} {percentage:3.0f} %",
    ) as bar:

        def step(fraction: float) -> None:
            bar.update(round(fraction * 100) - bar.n)

        yield step


@contextmanager
def waiting_line(what: str) -> Iterator[None]:
    """A line on a terminal while something takes longer than a second of which nobody knows how much is done; nothing
    elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def tell() -> None:
        if not done.wait(_UNNOTICED):
            print(f"{what}…", end="", file=sys.stderr, flush=True)  # noqa: T201
            done.wait()
            print(f"\r{' ' * (len(what) + 1)}\r", end="", file=sys.stderr, flush=True)  # noqa: T201

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
