"""The self-test: a line for each check, and a reason where something is missing."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QApplication

from gui.installation_checks import CheckFailed, InstallationChecks
from gui.selftest import self_test
from tests.keychain import FakeKeychain


@pytest.fixture
def checks(qapp: QApplication) -> InstallationChecks:
    return InstallationChecks(qapp)


def reason(check: Callable[[], str]) -> str:
    with pytest.raises(CheckFailed) as failed:
        check()
    return str(failed.value)


def test_all_of_it_passes_here(qapp: QApplication, tmp_path: Path, courier_home: Path) -> None:
    assert self_test(tmp_path / "log.txt") == 0
    *lines, last = (tmp_path / "log.txt").read_text("utf-8").splitlines()
    assert last.startswith("self-test: ok in ")
    seen = dict(line.removeprefix("ok ").split(": ", 1) for line in lines if line.startswith("ok "))
    assert len(seen) == 12
    assert seen["keychain"] == "none"
    assert seen["practice sheet"].startswith("60 rows, ")
    assert seen["upload"].endswith(".csv")
    assert str(courier_home) in seen["folders"]


def test_one_that_fails_says_why_and_the_others_run(
    qapp: QApplication, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(InstallationChecks, "all", lambda self: (("icons", self.icons), ("upload", self.upload)))
    monkeypatch.setattr("gui.installation_checks.resource", lambda *_: tmp_path)
    (tmp_path / "tick.svg").write_text("<svg")
    assert self_test(None) == 1
    said = capsys.readouterr().out
    assert "\nFAILED icons: tick.svg cannot be drawn\nFAILED upload: there is no window\nself-test: FAILED in " in said


def test_what_is_not_foreseen_is_told_with_its_place(
    qapp: QApplication, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("libraries differ")

    monkeypatch.setattr(InstallationChecks, "all", lambda _: (("window", broken),))
    assert self_test(None) == 1
    said = capsys.readouterr().out
    assert "FAILED window: Traceback" in said
    assert "RuntimeError: libraries differ" in said


def test_damaged_messages_are_found(
    checks: InstallationChecks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("gui.installation_checks.resource", lambda *_: tmp_path)
    assert reason(checks.messages) == "there are none"
    (tmp_path / "window.ftl").write_text("title = Window\n<<<< cut\n", encoding="utf-8")
    assert reason(checks.messages) == "window.ftl is damaged"


def test_missing_plugins_are_named(checks: InstallationChecks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QLibraryInfo, "path", lambda _: str(tmp_path))
    assert "platforms/offscreen" in reason(checks.plugins)
    assert "iconengines/svgicon" in reason(checks.plugins)


def test_letters_without_a_glyph_are_found(checks: InstallationChecks, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.fonts()
    monkeypatch.setattr("gui.installation_checks._LETTERS", "A\U000f1234")
    assert reason(checks.fonts) == "there are letters without a glyph"


def test_a_folder_that_cannot_be_written_is_named(
    checks: InstallationChecks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURIER_HOME", str(tmp_path / "file"))
    with pytest.raises(OSError, match="file"):
        checks.folders()


def test_a_keychain_answers_or_is_given_up(
    checks: InstallationChecks, keychain: FakeKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.keychain() == "ready"
    monkeypatch.setattr("gui.installation_checks._PATIENCE", 0.05)
    keychain.answers.clear()
    assert reason(checks.keychain).startswith("no answer in ")
    keychain.answers.set()
    for thread in threading.enumerate():
        if "keychain" in thread.name:
            thread.join(5)


def test_no_trusted_authority_is_a_failure(checks: InstallationChecks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Empty:
        def cert_store_stats(self) -> dict[str, int]:
            return {"x509_ca": 0}

    monkeypatch.setattr("gui.installation_checks.web_context", Empty)
    assert reason(checks.certificates) == "no authority is trusted"
