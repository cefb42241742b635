"""Proves that an installed program works: what it needs is tried, and the practice sheet checked, fixed, sent."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("pyside6-essentials", "polars", "python-calamine", "openpyxl", "keyring", "paramiko")


def self_test(log: Path | None) -> int:
    """0 when everything works, else 1. A line per check, *ok* or *FAILED* with the reason, goes to standard output, or
    to ``log``: a windowed program on Windows has no console."""
    began = time.monotonic()
    lines: list[str] = []
    passed = _run(lines)
    lines.append(f"self-test: {'ok' if passed else 'FAILED'} in {round(time.monotonic() - began, 1)} s")
    report = "\n".join(lines) + "\n"
    if log is not None:
        log.write_text(report, encoding="utf-8")
    elif sys.stdout is not None:
        sys.stdout.write(report)
        sys.stdout.flush()
    return 0 if passed else 1


def _run(lines: list[str]) -> bool:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.platform == "win32":
        # without a screen Qt looks for fonts beside itself only
        os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["SYSTEMROOT"], "Fonts")))
    try:
        from courier import version as our_version
        from gui.application import make_app
        from gui.installation_checks import InstallationChecks
        from gui.work import wait_for_all

        lines.append(f"conversion-courier {our_version()}, Python {sys.version.split()[0]}")
        lines.extend(f"{name} {_version(name)}" for name in _PACKAGES)
        checks = InstallationChecks(make_app())
    except Exception:  # noqa: BLE001 (whatever fails, the report says it)
        lines.append(f"FAILED start: {traceback.format_exc()}")
        return False
    outcomes = [_passes(name, check, lines) for name, check in checks.all()]
    # a window that still has work to end is not let go of
    wait_for_all()
    checks.close()
    wait_for_all()
    return all(outcomes)


def _passes(name: str, check: Callable[[], str], lines: list[str]) -> bool:
    from gui.installation_checks import CheckFailed

    try:
        lines.append(f"ok {name}: {check()}")
    except CheckFailed as problem:
        lines.append(f"FAILED {name}: {problem}")
        return False
    except Exception:  # noqa: BLE001 (see above)
        lines.append(f"FAILED {name}: {traceback.format_exc()}")
        return False
    return True


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(bundled)"
