"""Destinations of every kind made, tried and used in the window, against real servers."""

import subprocess
import time
from dataclasses import replace
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from courier.credentials import Secret
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory
from courier.destinations.presets import PRESETS
from courier.programs import Program
from gui.work import wait_for_all
from tests.delivery.servers import encrypting, free_port, mail_server, pyftpd, silent
from tests.delivery.test_ssh_login import TwoSteps
from tests.gui.test_journey import drop, question, wait_open
from tests.keychain import FakeKeychain

PASSWORD = "a password"
MARK = "m4rk3d-p4ssw0rd"
ADDRESS = "4d0c6a3e@batch.impact.com"
STEPS = ("name", "port", "key", "login", "folder", "permission")
pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


class Form:
    """The form of a destination, worked as a person does it."""

    def __init__(self, qtbot, window, name: str = "") -> None:
        self._qtbot, self._window = qtbot, window
        window.workspace.shipping.ask_for_destination(name)
        self.dialog = question(window, "destinationForm")

    def choose(self, kind: str) -> None:
        choice = self.dialog.findChild(QComboBox, "destinationKind")
        choice.setCurrentIndex(choice.findData(kind))

    def fill(self, port: int = 0, **fields: str) -> None:
        for name, words in fields.items():
            self.line(name).setText(words)
        if port:
            self.dialog.findChild(QSpinBox, "destinationPort").setValue(port)

    def unfold(self) -> None:
        self.dialog.findChild(QToolButton, "destinationMore").setChecked(True)

    def line(self, name: str) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, f"destination{name.capitalize()}")

    def shown(self, name: str) -> bool:
        return self.dialog.findChild(QWidget, name).isVisible()

    def press(self, name: str) -> None:
        button = self.dialog.findChild(QPushButton, name)
        assert button.isVisible()
        QApplication.processEvents()
        area = self.dialog.findChild(QScrollArea)
        if area.isAncestorOf(button):
            area.ensureWidgetVisible(button)
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def agree(self, what: str) -> None:
        asked = question(self._window, f"{what}Question")
        self._qtbot.mouseClick(asked.findChild(QPushButton, f"{what}Accept"), Qt.MouseButton.LeftButton)

    def test(self) -> list[str]:
        """What becomes of each step."""
        self.press("testConnection")
        return self.tried()

    def tried(self) -> list[str]:
        self._qtbot.waitUntil(lambda: self.shown("trialSteps"), timeout=20_000)
        # those of the trial before may not be deleted yet
        labels = [label for name in STEPS for label in self.dialog.findChildren(QLabel, f"stepOutcome-{name}")]
        return [label.text() for label in labels if label.isVisible()]

    def answer(self) -> str:
        return self.dialog.findChild(QLabel, "destinationAnswer").text()

    def saved(self) -> Destination:
        name = self.line("name").text()
        self.press("destinationSave")
        self.closed()
        return self._window.workspace._services.destinations.get(name)

    def closed(self) -> None:
        self._qtbot.waitUntil(lambda: not isValid(self.dialog) or not self.dialog.isVisible(), timeout=20_000)


@pytest.fixture
def form(qtbot, window) -> Form:
    return Form(qtbot, window)


def words_seen(window) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


# ---------------------------------------------------------------------- the form


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_each_kind_of_place_asks_for_what_it_needs_and_is_shown_again_as_it_was_saved(
    preset, qtbot, window, form: Form, tmp_path: Path
) -> None:
    form.choose(preset.name)
    for name in ("host", "user", "password", "folder", "to", "pattern"):
        assert form.line(name).isVisible() == (name in preset.asks), name
    form.press("destinationSave")
    assert form.answer().startswith("Still missing: ")
    folder = {"folder": str(tmp_path)} if "folder" in preset.asks else {}
    form.fill(name="Acme", user="me", to=ADDRESS, **folder)
    if not form.line("host").text():
        form.fill(host="files.acme.example")
    saved = form.saved()
    for fact in ("kind", "route", "tls", "port", "wait_hours"):
        assert getattr(saved, fact) == getattr(preset.start, fact), fact
    assert (saved.user, saved.host) == (
        ("me", preset.start.host or "files.acme.example") if preset.start.takes_password else ("", "")
    )
    assert saved.to == (ADDRESS if "to" in preset.asks else "")
    again = Form(qtbot, window, "Acme")
    assert again.dialog.findChild(QComboBox, "destinationKind").currentData() == preset.name
    assert again.saved() == saved


def test_what_few_people_need_is_folded_away(form: Form, qtbot, window) -> None:
    form.choose("email")
    more = form.dialog.findChild(QToolButton, "destinationMore")
    assert not form.line("subject").isVisible()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert form.line("subject").isVisible()
    form.fill(name="Mail", host="smtp.acme.example", to=ADDRESS, cc="one@acme.example; two@acme.example", subject="S")
    form.fill(sender="nobody")
    form.press("destinationSave")
    assert form.answer() == "“nobody” is no e-mail address; correct it."
    form.fill(sender="me@acme.example")
    saved = form.saved()
    assert (saved.cc, saved.subject) == (("one@acme.example", "two@acme.example"), "S")
    # what is out of the ordinary is shown at once
    assert Form(qtbot, window, "Mail").line("subject").isVisible()


def test_encryption_changes_the_usual_port_only(form: Form) -> None:
    form.choose("email")
    tls, port = form.dialog.findChild(QComboBox, "destinationTls"), form.dialog.findChild(QSpinBox, "destinationPort")
    tls.setCurrentIndex(tls.findData("implicit"))
    assert port.value() == 465
    port.setValue(2525)
    tls.setCurrentIndex(tls.findData("required"))
    assert port.value() == 2525


def test_plain_ftp_says_that_the_password_travels_in_the_open_and_one_click_leads_to_sftp(form: Form) -> None:
    assert not form.shown("ftpWarning")
    form.choose("own-ftp")
    form.fill(host="files.acme.example", user="me", name="Own")
    assert "can read your password" in "\n".join(
        label.text() for label in form.dialog.findChild(QWidget, "ftpWarning").findChildren(QLabel)
    )
    tls = form.dialog.findChild(QComboBox, "destinationTls")
    tls.setCurrentIndex(tls.findData("required"))
    assert not form.shown("ftpWarning")
    tls.setCurrentIndex(tls.findData("off"))
    form.press("useSftp")
    assert not form.shown("ftpWarning")
    saved = form.saved()
    assert (saved.kind, saved.host, saved.port, saved.user) == ("sftp", "files.acme.example", 22, "me")


def test_no_destination_replaces_another_by_its_name(window, form: Form) -> None:
    window.workspace._services.destinations.save(Destination("Acme", host="files.acme.example", user="me"))
    form.fill(name="Acme", user="somebody")
    form.press("destinationSave")
    assert form.answer() == "There is another destination called “Acme”; give this one another name."
    assert window.workspace._services.destinations.get("Acme").user == "me"


def test_deleting_asks_first(qtbot, window) -> None:
    services = window.workspace._services
    services.destinations.save(Destination("Acme", host="files.acme.example", user="me"))
    form = Form(qtbot, window, "Acme")
    form.press("destinationDelete")
    assert services.destinations.find("Acme")
    asked = question(window, "destinationDeleteQuestion")
    qtbot.mouseClick(asked.findChild(QPushButton, "destinationDeleteGo"), Qt.MouseButton.LeftButton)
    form.closed()
    assert services.destinations.find("Acme") is None


# ---------------------------------------------------------------------- trying


def test_each_step_says_what_became_of_it_and_can_be_copied(form: Form, home: Path, qtbot) -> None:
    with pyftpd(home, PASSWORD) as server:
        form.choose("own-ftp")
        form.fill(server.port, host="127.0.0.1", user="courier", password="wrong")
        assert form.test() == ["ok", "ok", "FAILED", "not reached", "not reached", "not reached"]
        # nothing was said to a server that does not encrypt, until a person agrees, once
        form.agree("openLogin")
        assert form.tried() == ["ok", "ok", "ok", "FAILED", "not reached", "not reached"]
        # the label of the trial before may not be deleted yet
        labels = form.dialog.findChildren(QLabel, "stepSaid-login")
        said = next(label.text() for label in labels if label.isVisible())
        assert "type them again" in said
        form.press("copyTranscript")
        copied = QGuiApplication.clipboard().text()
        assert said in copied
        assert "wrong" not in copied
        qtbot.keyClicks(form.line("password"), "x")
        assert not form.shown("trialSteps")
        form.fill(password=PASSWORD)
        assert form.test() == ["ok"] * 6
    assert form.dialog.findChild(QLabel, "trialVerdict").text() == "It works"


@pytest.mark.parametrize("kind", ["own-ftps", "email"])
def test_a_certificate_that_nobody_vouches_for_is_shown_and_pinned(
    kind: str, qtbot, window, form: Form, home: Path
) -> None:
    certificate = encrypting(home.parent)[1]
    form.choose(kind)
    with (
        mail_server(home, PASSWORD, certificate=certificate)
        if kind == "email"
        else pyftpd(home, PASSWORD, tls="implicit", certificate=certificate)
    ) as server:
        user = "me@acme.example" if kind == "email" else "courier"
        form.fill(server.port, name="Own", host="127.0.0.1", user=user, password=PASSWORD, to=ADDRESS)
        assert form.test() == ["ok", "ok", "FAILED", "not reached", "not reached", "not reached"]
        asked = question(window, "certificateQuestion")
        shown = asked.findChild(QLabel, "certificateFingerprint").text().replace("\n", "")
        qtbot.mouseClick(asked.findChild(QPushButton, "certificateAccept"), Qt.MouseButton.LeftButton)
        assert form.tried() == ["ok"] * 5 + ["not tried" if kind == "email" else "ok"]
    assert form.saved().tls_pin == shown
    again = Form(qtbot, window, "Own")
    again.unfold()
    again.press("forgetCertificate")
    sure = question(window, "forgetCertificateQuestion")
    qtbot.mouseClick(sure.findChild(QPushButton, "forgetCertificateGo"), Qt.MouseButton.LeftButton)
    assert again.saved().tls_pin == ""


def test_a_host_key_is_forgotten_only_after_a_question_and_never_goes_with_another_server(qtbot, window) -> None:
    services = window.workspace._services
    services.destinations.save(Destination("Acme", host="one.acme.example", user="me", host_keys=("SHA256:one",)))
    form = Form(qtbot, window, "Acme")
    form.fill(host="two.acme.example", password="another")
    assert form.saved().host_keys == ()
    services.destinations.save(Destination("Acme", host="one.acme.example", user="me", host_keys=("SHA256:one",)))
    form = Form(qtbot, window, "Acme")
    form.press("forgetHostKey")
    asked = question(window, "forgetHostKeyQuestion")
    qtbot.mouseClick(asked.findChild(QPushButton, "forgetHostKeyCancel"), Qt.MouseButton.LeftButton)
    assert form.dialog.findChild(QLabel, "hostKeysPinned").text() == "SHA256:one"
    form.press("forgetHostKey")
    asked = question(window, "forgetHostKeyQuestion")
    qtbot.mouseClick(asked.findChild(QPushButton, "forgetHostKeyGo"), Qt.MouseButton.LeftButton)
    assert form.saved().host_keys == ()


def test_host_keys_are_taken_over_from_openssh(qtbot, window, form: Form, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    hosts = tmp_path / "known_hosts"
    hosts.write_text(
        f"[files.acme.example]:2222 {(tmp_path / 'key.pub').read_text(encoding='utf-8')}", encoding="utf-8"
    )
    printed = subprocess.run(["ssh-keygen", "-lf", tmp_path / "key.pub"], check=True, capture_output=True, text=True)
    form.choose("own-sftp")
    form.fill(2222, name="Own", host="files.acme.example", user="me")
    form.unfold()
    pinned, answer = (form.dialog.findChild(QLabel, name) for name in ("hostKeysPinned", "destinationAnswer"))
    for port, shown, words in ((2200, answer, "knows no key of files.acme.example"), (2222, pinned, "SHA256:")):
        form.fill(port)
        form.press("importKnownHosts")
        dialog = window.findChildren(QFileDialog, "knownHostsDialog")[-1]
        dialog.fileSelected.emit(str(hosts))
        dialog.close()
        qtbot.waitUntil(lambda shown=shown, words=words: words in shown.text(), timeout=20_000)
    assert form.saved().host_keys == (printed.stdout.split()[1],)


def test_a_one_time_code_is_asked_for_in_the_window(qtbot, window, two_steps: TwoSteps) -> None:
    window.workspace._services.destinations.save(two_steps.destination)
    form = Form(qtbot, window, "Acme")
    form.fill(password=two_steps.password)
    for press, last in (("oneTimeCodeCancel", "FAILED"), ("oneTimeCodeOk", "ok")):
        form.press("testConnection")
        qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "oneTimeCode")))
        asked = question(window, "oneTimeCode")
        assert "One-time code:" in [label.text() for label in asked.findChildren(QLabel)]
        qtbot.keyClicks(asked.findChild(QLineEdit, "oneTimeCodeAnswer"), two_steps.code)
        qtbot.mouseClick(asked.findChild(QPushButton, press), Qt.MouseButton.LeftButton)
        assert form.tried()[3] == last
    # nobody can answer it while a batch waits to be sent by itself
    assert form.saved().asks


def test_closing_the_form_lets_a_waiting_server_go(qtbot, window, two_steps: TwoSteps) -> None:
    window.workspace._services.destinations.save(two_steps.destination)
    form = Form(qtbot, window, "Acme")
    form.fill(password=two_steps.password)
    form.press("testConnection")
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "oneTimeCode")))
    form.dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog, "oneTimeCode"))


@pytest.mark.parametrize(
    ("kind", "greeting", "reached"),
    [("own-sftp", b"", 1), ("own-ftp", b"220 mute\r\n", 2), ("own-ftps", b"", 2), ("email", b"", 1)],
)
def test_a_test_that_waits_can_be_stopped_and_says_how_far_it_came(
    qtbot, window, form: Form, kind: str, greeting: bytes, reached: int
) -> None:
    form.choose(kind)
    with silent(greeting) as server:
        form.fill(server.port, name="Mute", host="127.0.0.1", user="me@acme.example", password="a word", to=ADDRESS)
        form.press("testConnection")
        assert not form.shown("testConnection")
        qtbot.waitUntil(lambda: form.answer() == f"Connecting… {('Port', 'Key')[reached - 1]}")
        assert server.visited.wait(5)
        form.press("stopTest")
        # at once, not when the server has been silent for too long
        assert form.shown("trialSteps")
        assert server.gone.wait(3)
    assert form.tried() == ["ok"] * reached + ["stopped"] + ["not reached"] * (5 - reached)
    assert form.dialog.findChild(QLabel, "trialVerdict").text() == "Stopped"
    assert form.dialog.findChild(QLabel, "stepSaid-port").text()
    assert form.shown("testConnection")
    assert form.answer() == ""


def test_what_a_test_finds_of_a_server_that_was_typed_over_is_not_shown(qtbot, form: Form, home: Path) -> None:
    form.choose("own-ftp")
    with silent() as mute, pyftpd(home, PASSWORD) as server:
        form.fill(mute.port, name="Own", host="127.0.0.1", user="courier", password=PASSWORD)
        form.press("testConnection")
        assert mute.visited.wait(5)
        qtbot.keyClicks(form.line("user"), "x")
        assert mute.gone.wait(3)
        assert not form.shown("trialSteps")
        form.fill(server.port, user="courier")
        encryption_memory().allow_open(form.dialog._destination())
        assert form.test() == ["ok"] * 6


# ---------------------------------------------------------------------- keeping


def longest_wait(qtbot, seconds: float) -> float:
    """The longest time in which the window did nothing, in seconds."""
    ticks = [time.monotonic()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(10)
    qtbot.wait(round(1000 * seconds))
    timer.stop()
    return max(after - before for before, after in pairwise([*ticks, time.monotonic()]))


@pytest.mark.parametrize(("press", "words"), [("destinationSave", "Saving…"), ("destinationDelete", "Deleting…")])
def test_a_keychain_that_hangs_does_not_hold_the_window_up(
    keychain: FakeKeychain, qtbot, window, press: str, words: str
) -> None:
    services = window.workspace._services
    before = Destination("Acme", "ftp", "files.acme.example", 21, "me")
    services.destinations.save(before)
    keychain.entries[before.account] = "as it was"
    keychain.asked.clear()
    keychain.answers.clear()
    form = Form(qtbot, window, "Acme")
    form.fill(name="Acme 2", password="another")
    form.press(press)
    if press == "destinationDelete":
        asked = question(window, "destinationDeleteQuestion")
        qtbot.mouseClick(asked.findChild(QPushButton, "destinationDeleteGo"), Qt.MouseButton.LeftButton)
    assert keychain.asked.wait(5)
    assert longest_wait(qtbot, 0.5) < 0.4
    assert form.answer().startswith(words)
    assert not form.dialog.findChild(QPushButton, "destinationSave").isEnabled()
    form.dialog.reject()
    form.closed()
    assert list(services.destinations) == [before]
    keychain.answers.set()
    wait_for_all()
    if press == "destinationSave":
        assert list(services.destinations) == [before]
        assert keychain.entries == {before.account: "as it was"}


def test_another_name_takes_password_and_programs_along(keychain: FakeKeychain, qtbot, window) -> None:
    services = window.workspace._services
    for name in ("Acme", "Bolt"):
        services.destinations.save(Destination(name, "ftp", "files.acme.example", 21, "me"))
        services.programs.save(Program(name, destination=name))
    keychain.entries["Acme (ftp://me@files.acme.example:21)"] = "a word"
    form = Form(qtbot, window, "Acme")
    form.fill(name="Acme of today")
    assert form.saved().host == "files.acme.example"
    assert [place.name for place in services.destinations] == ["Acme of today", "Bolt"]
    assert [program.destination for program in services.programs] == ["Acme of today", "Bolt"]
    assert keychain.entries == {"Acme of today (ftp://me@files.acme.example:21)": "a word"}
    assert window.workspace.shipping.destination.name == "Acme of today"


@pytest.mark.parametrize("changed", [{"host": "localhost"}, {"user": "you"}, {"port": 2121}])
def test_another_login_asks_for_its_password_and_never_gets_the_kept_one(
    keychain: FakeKeychain, qtbot, window, changed
) -> None:
    services = window.workspace._services
    before = Destination("Acme", "ftp", "127.0.0.1", 21, "me")
    services.places.keep(before, Secret("a word"), "", lambda: None)
    keychain.asked.clear()
    form = Form(qtbot, window, "Acme")
    form.fill(**changed)
    form.press("testConnection")
    assert "Type this one" in form.answer()
    assert not keychain.asked.is_set()
    # one more press goes on without one
    kept = form.saved()
    assert keychain.entries == {}
    assert services.credentials.get(kept.account) is None


# ---------------------------------------------------------------------- sending


def test_sending_asks_for_the_code_and_cancelling_ends_the_question(qtbot, window, sheet, two_steps: TwoSteps) -> None:
    workspace = window.workspace
    workspace._services.destinations.save(two_steps.destination)
    workspace._services.credentials.set(two_steps.destination.account, Secret(two_steps.password))
    workspace.shipping.choose("Acme")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    workspace.commands.upload.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "oneTimeCode")), timeout=20_000)
    qtbot.mouseClick(window.findChild(QPushButton, "cancelSending"), Qt.MouseButton.LeftButton)
    outcome = window.findChild(QLabel, "sendingOutcome")
    qtbot.waitUntil(lambda: "You cancelled before anything was sent" in outcome.text(), timeout=20_000)
    assert not question_open(window, "oneTimeCode")


def test_cancelling_ends_the_wait_for_a_server_that_says_nothing(qtbot, window, sheet) -> None:
    workspace = window.workspace
    with silent() as server:
        workspace._services.destinations.save(Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        workspace.shipping.choose("Mute")
        drop(window, sheet({}))
        wait_open(qtbot, window)
        workspace.commands.upload.trigger()
        assert server.visited.wait(10)
        begin = time.monotonic()
        qtbot.mouseClick(window.findChild(QPushButton, "cancelSending"), Qt.MouseButton.LeftButton)
        outcome = window.findChild(QLabel, "sendingOutcome")
        qtbot.waitUntil(lambda: "You cancelled before anything was sent" in outcome.text(), timeout=20_000)
        assert time.monotonic() - begin < 5
        assert server.gone.wait(3)
    (sent,) = workspace._services.ledger.submissions()
    assert [(part.state, part.waits) for part in sent.parts] == [("prepared", True)]


def question_open(window, name: str) -> bool:
    return any(dialog.isVisible() for dialog in window.findChildren(QDialog, name))


def test_an_unknown_certificate_is_asked_about_while_sending_and_kept(qtbot, window, sheet, home: Path) -> None:
    certificate = encrypting(home.parent)[1]
    workspace = window.workspace
    with pyftpd(home, PASSWORD, tls="implicit", certificate=certificate) as server:
        own = Destination("Own", "ftp", "127.0.0.1", server.port, "courier", tls="implicit")
        workspace._services.destinations.save(own)
        workspace._services.credentials.set(own.account, Secret(PASSWORD))
        workspace.shipping.choose("Own")
        drop(window, sheet({}))
        wait_open(qtbot, window)
        workspace.commands.upload.trigger()
        qtbot.waitUntil(lambda: question_open(window, "certificateQuestion"), timeout=20_000)
        asked = question(window, "certificateQuestion")
        assert list(home.iterdir()) == []
        with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
            qtbot.mouseClick(asked.findChild(QPushButton, "certificateAccept"), Qt.MouseButton.LeftButton)
    assert len(list(home.iterdir())) == 1
    assert len(workspace._services.destinations.get("Own").tls_pin) == 95


def test_a_programs_file_goes_to_another_programs_destination_only_after_a_question(
    qtbot, window, sheet, tmp_path: Path
) -> None:
    workspace = window.workspace
    for name in ("Acme", "Bolt"):
        (tmp_path / name).mkdir()
        workspace._services.destinations.save(Destination(name, "folder", "", 0, folder=str(tmp_path / name)))
        workspace._services.programs.save(Program(name, destination=name))
    drop(window, sheet({}))
    wait_open(qtbot, window)
    workspace.programs.choose("Acme")
    workspace.shipping.choose("Bolt")
    for press, files in (("belongingCancel", 0), ("belongingGo", 1)):
        workspace.commands.upload.trigger()
        asked = question(window, "belongingQuestion")
        assert "“Bolt” is for the files of Bolt" in "\n".join(label.text() for label in asked.findChildren(QLabel))
        button = asked.findChild(QPushButton, press)
        if files:
            with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
                qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(list((tmp_path / "Bolt").iterdir())) == files
    assert list((tmp_path / "Acme").iterdir()) == []


def test_what_another_window_changed_of_a_destination_counts(qtbot, window, sheet, tmp_path: Path) -> None:
    workspace = window.workspace
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    workspace._services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(tmp_path / "old")))
    workspace.shipping.choose("Acme")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    workspace._services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(tmp_path / "new")))
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        workspace.commands.upload.trigger()
    assert [len(list((tmp_path / name).iterdir())) for name in ("old", "new")] == [0, 1]
    workspace._services.destinations.remove("Acme")
    # another order, because the first one was sent
    workspace.session.type_cell(0, "c3", "AC-9")
    workspace.commands.upload.trigger()
    assert question(window, "destinationForm").isVisible()
    assert workspace.shipping.destination is None


def test_a_message_to_send_oneself_is_written_and_opened_in_the_mail_program(
    qtbot, window, sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr("gui.delivery.part_card.QDesktopServices.openUrl", opened.append)
    box = tmp_path / "box"
    box.mkdir()
    workspace = window.workspace
    workspace._services.destinations.save(Destination("Mail", "eml", "", 0, folder=str(box), to=ADDRESS))
    workspace.shipping.choose("Mail")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        workspace.commands.upload.trigger()
    (message,) = box.iterdir()
    assert message_from_bytes(message.read_bytes(), policy=policy.default)["To"] == ADDRESS
    assert window.findChild(QLabel, "sendingOutcome").text().startswith("Written, not sent: 1 message.")
    qtbot.mouseClick(window.findChild(QPushButton, "openInMail"), Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened] == [str(message)]


# ---------------------------------------------------------------------- secrets


def test_a_typed_password_is_seen_nowhere_after_trials_that_fail(
    qtbot, window, form: Form, home: Path, courier_home: Path, two_steps: TwoSteps, heard: list[str], capfd
) -> None:
    certificate = encrypting(home.parent)[1]
    seen: list[str] = []
    unsigned = pyftpd(home, PASSWORD, tls="implicit", certificate=certificate)
    with pyftpd(home, PASSWORD) as plain, unsigned as encrypted:
        at = two_steps.destination
        for kind, host, port, key in (
            ("own-ftp", "127.0.0.1", plain.port, ""),
            ("own-ftp", "127.0.0.1", free_port(), ""),
            ("own-ftp", "no-such-host.invalid", 21, ""),
            ("own-ftps", "127.0.0.1", encrypted.port, ""),
            ("own-ftps", "127.0.0.1", plain.port, ""),
            ("own-sftp", "127.0.0.1", at.port, ""),
            ("own-sftp", "127.0.0.1", at.port, at.host_keys[0]),
            ("own-sftp", "127.0.0.1", at.port, "SHA256:other"),
            ("email", "127.0.0.1", plain.port, ""),
        ):
            form.choose(kind)
            form.fill(port, host=host, user="courier", to=ADDRESS, name="Marked", password=MARK)
            form.dialog._fields.host_keys.pin(key)
            form.dialog._fields._seconds.setValue(10)
            outcomes = form.test()
            assert "FAILED" in outcomes, kind
            form.press("copyTranscript")
            seen += [words_seen(window), repr(form.dialog._destination()), QGuiApplication.clipboard().text()]
            for name in ("certificateQuestion", "hostKeyQuestion", "openLoginQuestion"):
                for asked in window.findChildren(QDialog, name):
                    asked.reject()
        saved = form.saved()
    seen += [repr(saved), repr(replace(saved)), *heard, *capfd.readouterr()]
    everything = "\n".join(seen)
    assert "did not accept user courier" in everything
    assert MARK not in everything
    files = [path for folder in (courier_home, home.parent) for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.name == "destinations.json"]
    assert [path for path in files if MARK.encode() in path.read_bytes()] == []


def test_names_of_files_are_shown_and_checked_while_they_are_typed(form: Form, qtbot) -> None:
    form.choose("connection-sftp")
    form.fill(name="Connection", user="me")
    naming = form.dialog.findChild(QLineEdit, "destinationPartNames")
    example = form.dialog.findChild(QLabel, "destinationPartNamesExample")
    assert "_ItemConversions_Acme_01of03_1a2b3c4d.csv" in example.text()
    qtbot.keyClicks(form.line("pattern"), "Conversions_20??_*.csv")
    assert "Only names like Conversions_20??_*.csv" in example.text()
    qtbot.keyClicks(naming, "Conversions_{year}_{number}")
    assert "need the field {hash}" in example.text()
    form.press("destinationSave")
    assert "need the field {hash}" in form.answer()
    qtbot.keyClicks(naming, "_{hash}.csv")
    assert example.text().startswith("For example Conversions_20")
    assert example.text().endswith("_01_1a2b3c4d.csv")
    saved = form.saved()
    assert (saved.pattern, saved.part_names) == ("Conversions_20??_*.csv", "Conversions_{year}_{number}_{hash}.csv")
