"""Asks an advisory service for known weaknesses of all that the locks name: ``audit.py``, or ``make audit``.

Exit code 0 if there is none, 1 if there is one, 3 if the service could not be asked, so that nothing is known.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from build.locks import LockedPackage, read_lock

SERVICE = "https://api.osv.dev/v1/query"
UNKNOWN = 3
"""Exit code when the service could not be asked."""


def locked() -> list[LockedPackage]:
    """Every package of every lock, for all systems."""
    packages = {
        (package.name, package.version): package
        for name in ("lock-tool", "bootstrap", "develop", "run")
        for package in read_lock(name).values()
    }
    return [package for _, package in sorted(packages.items())]


def ask(packages: Sequence[LockedPackage], service: str) -> list[dict[str, Any]] | str:
    """What the service knows of each package, or why it could not be asked."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "packages.txt"
        # without the markers: a weakness on another system counts too
        listed.write_text("".join(f"{package.name}=={package.version}\n" for package in packages), encoding="utf-8")
        options = ["--requirement", str(listed), "--no-deps", "--disable-pip", "--cache-dir", folder]
        options += ["--vulnerability-service", "osv", "--osv-url", service, "--format", "json"]
        answer = subprocess.run(
            [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", *options],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    answered: dict[str, list[dict[str, Any]]]
    try:
        answered = json.loads(answer.stdout)
    except ValueError:
        return str((re.findall(r"\w+Error", answer.stderr) or ["it said nothing"])[-1])
    return answered["dependencies"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per weakness, or one sentence. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Known weaknesses of all that the locks name.")
    parser.add_argument("--service", default=SERVICE, metavar="URL", help="where OSV's questions are answered")
    service = parser.parse_args(arguments).service
    packages = locked()
    answer = ask(packages, service)
    if isinstance(answer, str):
        print(f"Nothing is known: no answer from {urlsplit(service).hostname} ({answer}).", file=sys.stderr)
        return UNKNOWN
    runs = read_lock("run")
    weaknesses = 0
    for dependency in answer:
        use = "in the app" if dependency["name"] in runs else "in development"
        for weakness in dependency["vulns"]:
            weaknesses += 1
            mended = " or ".join(weakness["fix_versions"]) or "no version yet"
            names = ", ".join((weakness["id"], *weakness["aliases"]))
            print(f"{dependency['name']} {dependency['version']} ({use}): {names}; mended in {mended}.")
            print(f"  {weakness['description']}")
    if weaknesses:
        return 1
    print(f"None of the {len(answer)} locked packages has a known weakness.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
