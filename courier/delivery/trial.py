"""Tries a destination without sending anything: name, port, key, login, folder, permission."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from courier import version
from courier.credentials import Secret
from courier.delivery.carrier import Carrier
from courier.delivery.line import STEPS, Line
from courier.delivery.opening import Door
from courier.delivery.parcel import Broken, BrokenBefore, CutShort, DeliveryError, Outgoing
from courier.destinations import Destination
from courier.messages import PlainError, text

_PROBE = "conversion-courier-test"
_FOLDER_STEPS = ("folder", "permission")
_FAILS_AT = {
    "delivery-unknown-host": "name",
    "delivery-timeout": "port",
    "delivery-no-connection": "port",
    "delivery-turned-away": "port",
    "delivery-not-ssh": "port",
    "delivery-not-ftp": "port",
    "delivery-not-smtp": "port",
    "delivery-host-key-unknown": "key",
    "delivery-host-key-changed": "key",
    "delivery-certificate": "key",
    "delivery-certificate-changed": "key",
    "delivery-tls-failed": "key",
    "delivery-no-tls": "key",
    "delivery-folder-missing": "folder",
    "delivery-no-folder": "folder",
    "delivery-broken-before": "folder",
    "delivery-no-data-line": "permission",
    "delivery-folder-failed": "permission",
}
"""The step that a sentence belongs to; every other one is about the login."""


class Outcome(StrEnum):
    """What became of a step."""

    OK = "ok"
    NOT_TRIED = "not-tried"
    """Trying would do harm: impact.com takes a test file for a bad submission."""
    FAILED = "failed"
    STOPPED = "stopped"
    """A person stopped the trial there."""
    NOT_REACHED = "not-reached"


@dataclass(frozen=True)
class Step:
    """``name``: name, port, key, login, folder or permission; ``sentence``: what was found, or what to do."""

    name: str
    outcome: Outcome
    sentence: str

    @property
    def title(self) -> str:
        """What the step is about, in words."""
        return text(f"step-{self.name}")


@dataclass(frozen=True)
class Trial:
    """All steps in order. ``problem``: what stopped, to be asked about or shown; ``sentence``: the whole in one."""

    destination: Destination
    steps: tuple[Step, ...]
    sentence: str
    problem: PlainError | None = None

    def transcript(self, now: datetime) -> str:
        """What was found, to copy and pass on. Holds no secret: only the address, and what the steps say."""
        head = f"Conversion Courier {version()}  {now:%Y-%m-%d %H:%M %Z}\n{self.destination.url}"
        lines = [f"{text(f'step-{one.outcome}')}  {one.title}: {one.sentence}".rstrip(": ") for one in self.steps]
        return "\n".join((head, *lines)) + "\n"


def walk(door: Door) -> Trial:
    """Try every step until one fails. Never raises for what the server does."""
    destination, line = door.destination, door.line
    names = _steps_of(destination)
    try:
        with line:
            said, sentence, permission = _go(door)
    except _NotWritten as problem:
        return _failed(door, problem.cause, "permission")
    except DeliveryError as problem:
        at = _FAILS_AT.get(problem.key, "login")
        # nothing is claimed that was not tried
        return _failed(door, problem, at if names is _FOLDER_STEPS else min(at, line.step, key=STEPS.index))
    steps = [Step(name, Outcome.OK, said[name]) for name in names[:-1]]
    steps.append(Step("permission", permission, text(f"step-permission-{permission}")))
    return Trial(destination, tuple(steps), sentence)


def try_destination(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> str:
    """Connect and log in; the sentence that says it works. Raises DeliveryError with the step that failed."""
    trial = walk(Door(destination, secret, _no_time, accept_host_key))
    if trial.problem is not None:
        raise trial.problem from None
    return trial.sentence


def _no_time() -> datetime:
    raise NotImplementedError("nothing is sent, so nothing is dated")


class _NotWritten(Exception):
    """The trial's own file was not taken."""

    def __init__(self, cause: DeliveryError) -> None:
        super().__init__(cause)
        self.cause = cause


def stopped(destination: Destination, line: Line) -> Trial:
    """What is known when a person stopped a trial over a line."""
    names, at = _steps_of(destination), line.step
    left = destination.route == "pulled" and at == "permission"
    said = text("step-stopped-file", name=_PROBE) if left else text("step-stopped-here")
    problem = DeliveryError("trial-stopped-early", name=destination.name)
    stop = Step(at if at in names else names[0], Outcome.STOPPED, said)
    return _ended(destination, line, stop, problem)


def _failed(door: Door, problem: DeliveryError, at: str) -> Trial:
    return _ended(door.destination, door.line, Step(at, Outcome.FAILED, str(problem)), problem)


def _ended(destination: Destination, line: Line, end: Step, problem: DeliveryError) -> Trial:
    names = _steps_of(destination)
    before = names[: names.index(end.name)]
    steps = [*(Step(name, Outcome.OK, _plain(name, destination, line)) for name in before), end]
    steps += [Step(name, Outcome.NOT_REACHED, "") for name in names[len(steps) :]]
    return Trial(destination, tuple(steps), str(problem), problem)


def _steps_of(destination: Destination) -> Sequence[str]:
    return _FOLDER_STEPS if destination.kind in ("folder", "draft") else STEPS


def _plain(name: str, destination: Destination, line: Line) -> str:
    facts = {"host": destination.host, "port": str(destination.port), "user": destination.user or "-"}
    folder = destination.folder or "/"
    if name == "key":
        return text("step-key-open" if line.in_the_open else "step-key-ok")
    return text(f"step-{name}-ok", **facts, folder=folder)


def _go(door: Door) -> tuple[Mapping[str, str], str, Outcome]:
    """What each step found, the sentence that says it all, and whether files may be written. Raises DeliveryError, and
    _NotWritten for the last step."""
    destination = door.destination
    carrier = door.open()
    try:
        said = {name: _plain(name, destination, door.line) for name in STEPS[:-1]}
        door.line.begins("permission")
        unseen = _unseen(carrier)
        permission = _try_writing(carrier, destination)
    except Broken:
        raise BrokenBefore(destination.host) from None
    finally:
        carrier.close()
    if unseen:
        said["folder"] = text("step-folder-unseen")
    open_way = "yes" if carrier.in_the_open else "no"
    if destination.kind in ("folder", "draft"):
        return said, text("trial-ok-folder", folder=destination.folder), permission
    if destination.kind == "email":
        said["folder"] = text("step-folder-mail", address=destination.to)
        return said, text("trial-ok-mail", host=destination.host), permission
    if unseen:
        return said, text("trial-ok-unseen", name=destination.name, open=open_way), permission
    return said, text("trial-ok", host=destination.host, open=open_way), permission


def _try_writing(carrier: Carrier, destination: Destination) -> Outcome:
    """Write a file and take it away, where nobody reads what appears there before it is gone."""
    if destination.kind in ("folder", "draft"):
        try:
            tempfile.TemporaryFile(dir=destination.folder).close()
        except OSError as problem:
            facts = {"folder": destination.folder, "problem": problem.strerror or ""}
            raise _NotWritten(DeliveryError("delivery-folder-failed", **facts)) from None
        return Outcome.OK
    if destination.route != "pulled" or carrier.handed_over:
        return Outcome.NOT_TRIED
    with tempfile.TemporaryDirectory(prefix="courier-") as folder:
        probe = Path(folder) / _PROBE
        probe.write_bytes(b"\n")
        try:
            carrier.put(Outgoing(_PROBE, probe, 1, ""), lambda _: None)
            carrier.remove(_PROBE)
        except DeliveryError as problem:
            raise _NotWritten(problem) from None
        except CutShort as cut:
            raise _NotWritten(cut.problem) from None
        except OSError:
            # written, but may not be taken away
            return Outcome.OK
    return Outcome.OK


def _unseen(carrier: Carrier) -> bool:
    """Whether the server lets nobody look. Raises DeliveryError if that would stop a part too."""
    if carrier.handed_over:
        return False
    try:
        carrier.size(_PROBE)
    except PermissionError as problem:
        if isinstance(problem.__cause__, DeliveryError):
            raise problem.__cause__ from None
        return True
    return False
