"""Tests a destination without sending a part: name, port, key, login, folder, permission."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from courier import version
from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.dialer import STEPS, CancellableDialer
from courier.delivery.errors import Broken, BrokenBeforeData, CutShort, DeliveryError
from courier.delivery.receipt import PartFile
from courier.delivery.transport import FileTransport, Transport
from courier.destinations import Destination
from courier.messages import UserError, text

_PROBE = "conversion-courier-test"
_FOLDER_STEPS = ("folder", "permission")
_CALL_STEPS = tuple(name for name in STEPS if name != "folder")
_FAILS_AT = {
    "delivery-unknown-host": "name",
    "delivery-timeout": "port",
    "delivery-no-connection": "port",
    "delivery-turned-away": "port",
    "delivery-not-ssh": "port",
    "delivery-ssh-closed": "port",
    "delivery-ssh-methods": "key",
    "delivery-ssh-methods-even-old": "key",
    "delivery-not-ftp": "port",
    "delivery-not-smtp": "port",
    "delivery-host-key-unknown": "key",
    "delivery-host-key-changed": "key",
    "delivery-certificate": "key",
    "delivery-certificate-changed": "key",
    "delivery-tls-failed": "key",
    "delivery-no-tls": "key",
    "delivery-tls-gone": "key",
    "delivery-open-login": "key",
    "api-certificate": "key",
    "delivery-folder-missing": "folder",
    "delivery-no-folder": "folder",
    "delivery-broken-before": "folder",
    "delivery-no-data-line": "permission",
    "delivery-data-not-encrypted": "permission",
    "delivery-data-stranger": "permission",
    "delivery-folder-failed": "permission",
}
"""The step at which each error occurs; every other error is about the login."""


class StepOutcome(StrEnum):
    """How a step ended."""

    OK = "ok"
    NOT_TRIED = "not-tried"
    """The test would do harm: impact.com counts a test file as a bad submission."""
    FAILED = "failed"
    STOPPED = "stopped"
    """A person stopped the test there."""
    NOT_REACHED = "not-reached"


@dataclass(frozen=True)
class TrialStep:
    """``name``: one of the `STEPS`; ``sentence``: the result, or what to do."""

    name: str
    outcome: StepOutcome
    sentence: str

    @property
    def title(self) -> str:
        """What the step tests, in words."""
        return text(f"step-{self.name}")


@dataclass(frozen=True)
class Trial:
    """All steps in order. ``problem``: why the test stopped, to ask about or show; ``sentence``: the overall result;
    ``said``: what was said to the server and by it."""

    destination: Destination
    steps: tuple[TrialStep, ...]
    sentence: str
    problem: UserError | None = None
    said: tuple[str, ...] = ()

    def transcript(self, now: datetime) -> str:
        """The result as text to copy, with what was said to the server and by it. Contains no secret."""
        head = f"Conversion Courier {version()}  {now:%Y-%m-%d %H:%M %Z}\n{self.destination.url}"
        lines = [f"{text(f'step-{step.outcome}')}  {step.title}: {step.sentence}".rstrip(": ") for step in self.steps]
        return "\n".join((head, *lines, "", *self.said)) + "\n"


def run_trial(connector: Connector) -> Trial:
    """Test every step until one fails. Never raises for what the server does."""
    destination, dialer = connector.destination, connector.dialer
    names = _steps_of(destination)
    try:
        with dialer, dialer.limited(destination.timeout_seconds):
            sentences, sentence, permission = _run(connector)
    except CutShort as cut:
        return _failed(connector, cut.problem, "permission")
    except DeliveryError as failed:
        problem = connector.silent if dialer.expired else failed
        step = dialer.step if dialer.expired else _FAILS_AT.get(problem.key, "login")
        # no step after the last one that began
        return _failed(connector, problem, step if names is _FOLDER_STEPS else min(step, dialer.step, key=STEPS.index))
    steps = [TrialStep(name, StepOutcome.OK, sentences[name]) for name in names[:-1]]
    told = "step-permission-call" if destination.by_call else f"step-permission-{permission}"
    steps.append(TrialStep("permission", permission, text(told)))
    return Trial(destination, tuple(steps), sentence, said=dialer.transcript.lines)


def try_destination(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> str:
    """Connect and log in; the sentence that says it works. Raises DeliveryError where a step fails."""
    trial = run_trial(Connector(destination, secret, _no_time, accept_host_key))
    if trial.problem is not None:
        raise trial.problem from None
    return trial.sentence


def _no_time() -> datetime:
    raise AssertionError("nothing is sent, so no message needs a date")


class _NotWritten(CutShort):
    """The test file could not be written."""


def stopped(destination: Destination, dialer: CancellableDialer) -> Trial:
    """The result of a test that a person stopped."""
    names, at = _steps_of(destination), dialer.step
    may_leave_file = destination.route == "pulled" and at == "permission"
    sentence = text("step-stopped-file", name=_PROBE) if may_leave_file else text("step-stopped-here")
    problem = DeliveryError("trial-stopped-early", name=destination.name)
    stop = TrialStep(at if at in names else names[0], StepOutcome.STOPPED, sentence)
    return _ended(destination, dialer, stop, problem)


def _failed(connector: Connector, problem: DeliveryError, at: str) -> Trial:
    return _ended(connector.destination, connector.dialer, TrialStep(at, StepOutcome.FAILED, str(problem)), problem)


def _ended(destination: Destination, dialer: CancellableDialer, end: TrialStep, problem: DeliveryError) -> Trial:
    names = _steps_of(destination)
    passed = names[: names.index(end.name)]
    steps = [*(TrialStep(name, StepOutcome.OK, _success(name, destination, dialer)) for name in passed), end]
    steps += [TrialStep(name, StepOutcome.NOT_REACHED, "") for name in names[len(steps) :]]
    return Trial(destination, tuple(steps), str(problem), problem, dialer.transcript.lines)


def _steps_of(destination: Destination) -> Sequence[str]:
    if destination.by_call:
        return _CALL_STEPS
    return _FOLDER_STEPS if destination.is_local else STEPS


def _success(name: str, destination: Destination, dialer: CancellableDialer) -> str:
    facts = {"host": destination.host, "port": str(destination.port), "user": destination.user or "-"}
    folder = destination.folder or "/"
    if name == "key":
        if destination.old_methods:
            return text("step-key-old")
        return text("step-key-open" if dialer.is_plaintext else "step-key-ok")
    return text(f"step-{name}-ok", **facts, folder=folder)


def _run(connector: Connector) -> tuple[Mapping[str, str], str, StepOutcome]:
    """The sentence of each step, the overall sentence, and whether files may be written. Raises DeliveryError, and
    CutShort for the last step."""
    destination = connector.destination
    transport = connector.open()
    try:
        sentences = {name: _success(name, destination, connector.dialer) for name in STEPS[:-1]}
        connector.dialer.enter_step("permission")
        unlisted = _refuses_listing(transport)
        permission = _try_writing(transport, destination)
    except Broken:
        raise BrokenBeforeData(destination.host) from None
    finally:
        transport.close()
    if unlisted:
        sentences["folder"] = text("step-folder-unseen")
    plaintext = "yes" if transport.is_plaintext else "no"
    if destination.is_local:
        return sentences, text("trial-ok-folder", folder=destination.folder), permission
    if destination.by_call:
        return sentences, text("trial-ok-call", host=destination.host), permission
    if destination.kind == "email":
        sentences["folder"] = text("step-folder-mail", address=destination.to)
        return sentences, text("trial-ok-mail", host=destination.host), permission
    if unlisted:
        return sentences, text("trial-ok-unseen", name=destination.name, open=plaintext), permission
    return sentences, text("trial-ok", host=destination.host, open=plaintext), permission


def _try_writing(transport: Transport, destination: Destination) -> StepOutcome:
    """Write a file and delete it, where impact.com does not process new files at once."""
    if destination.is_local:
        try:
            tempfile.TemporaryFile(dir=destination.folder).close()
        except OSError as problem:
            facts = {"folder": destination.folder, "problem": problem.strerror or ""}
            raise _NotWritten(DeliveryError("delivery-folder-failed", **facts)) from None
        return StepOutcome.OK
    if destination.route != "pulled" or not isinstance(transport, FileTransport):
        return StepOutcome.NOT_TRIED
    with tempfile.TemporaryDirectory(prefix="courier-") as folder:
        probe = Path(folder) / _PROBE
        probe.write_bytes(b"\n")
        try:
            transport.put(PartFile(_PROBE, probe, 1, ""), lambda: None, lambda _: None)
            transport.remove(_PROBE)
        except DeliveryError as problem:
            raise _NotWritten(problem) from None
        except OSError:
            # the file was written but may not be deleted
            return StepOutcome.OK
    return StepOutcome.OK


def _refuses_listing(transport: Transport) -> bool:
    """Whether the server forbids a look at files. Raises DeliveryError if that would stop an upload too."""
    if not isinstance(transport, FileTransport):
        return False
    try:
        transport.size(_PROBE)
    except PermissionError as problem:
        if isinstance(problem.__cause__, DeliveryError):
            raise problem.__cause__ from None
        return True
    return False
