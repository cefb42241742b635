"""Questions about a server before a password is said to it: whether it is the right one, and a login in the open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from courier.delivery.errors import CertificateUnknown, HostKeyUnknown, OpenLogin
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory
from courier.messages import text
from gui.session.questions import Question
from gui.style.parts import label, named


def ask_about_server(
    parent: QWidget,
    destination: Destination,
    problem: object,
    accept: Callable[[Destination], None],
    answered: Callable[[], object] = lambda: None,
) -> bool:
    """Ask whether to trust an unknown server or to log in without encryption, if that is the problem; returns whether
    it is. Shows the server's SHA-256; ``answered`` is called once the person has decided, ``accept`` with the
    destination that trusts it if they accept."""
    if isinstance(problem, OpenLogin):
        _ask_about_open_login(parent, destination, accept, answered)
        return True
    if isinstance(problem, HostKeyUnknown):
        what, name = "host-key", "hostKey"
        trusting = replace(destination, host_keys=(*destination.host_keys, problem.fingerprint))
    elif isinstance(problem, CertificateUnknown):
        what, name = "certificate", "certificate"
        trusting = replace(destination, tls_pin=problem.fingerprint)
    else:
        return False
    words = text(f"server-{what}-question", host=destination.host)
    question = Question(f"{name}Question", text(f"server-{what}-title"), words, parent)
    shown = named(label(in_lines(problem.fingerprint), title=True), f"{name}Fingerprint")
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    question.body.addWidget(shown)
    question.offer(text(f"server-{what}-accept"), lambda: accept(trusting), name=f"{name}Accept")
    question.offer(text("button-cancel"), None, primary=True, name=f"{name}Cancel")
    question.finished.connect(lambda _: answered())
    question.ask()
    return True


def _ask_about_open_login(
    parent: QWidget,
    destination: Destination,
    accept: Callable[[Destination], None],
    answered: Callable[[], object],
) -> None:
    def allow() -> None:
        encryption_memory().allow_open(destination)
        accept(destination)

    words = text("server-open-question", host=destination.host)
    question = Question("openLoginQuestion", text("server-open-title"), words, parent)
    question.offer(text("server-open-accept"), allow, name="openLoginAccept")
    question.offer(text("button-cancel"), None, primary=True, name="openLoginCancel")
    question.finished.connect(lambda _: answered())
    question.ask()


def in_lines(fingerprint: str) -> str:
    """A fingerprint, the 95 signs of a certificate's in two lines."""
    half = len(fingerprint) // 2 + 1
    return f"{fingerprint[:half]}\n{fingerprint[half:]}" if fingerprint.count(":") > 1 else fingerprint
