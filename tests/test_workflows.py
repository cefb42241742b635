"""Hooks, workflows and pages name only targets that the Makefile has, and every system runs what a contributor runs."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
IN_CODE = re.compile(r"(?:`|run: |entry: |^)make ([a-z-]+)", re.MULTILINE)
NAMING = [
    ROOT / ".ci" / "run",
    ROOT / ".pre-commit-config.yaml",
    *sorted((ROOT / ".github").rglob("*.*")),
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


@pytest.mark.parametrize("path", NAMING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_named_targets_exist(path: Path) -> None:
    assert set(IN_CODE.findall(path.read_text(encoding="utf-8"))) - TARGETS == set()


def test_every_system_runs_the_tests_and_tries_its_bundle() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8"))["jobs"]
    run: dict[str, set[str]] = {}
    for job in jobs.values():
        matrix = job.get("strategy", {}).get("matrix", {}).get("include", [{"os": job["runs-on"]}])
        for system in matrix:
            run.setdefault(system["os"], set()).update(step.get("run", "") for step in job["steps"])
    assert run.keys() == {"ubuntu-latest", "windows-latest", "macos-latest"}
    for system, commands in run.items():
        assert {"make test", "make bundle", "make test-bundle"} <= commands, system
