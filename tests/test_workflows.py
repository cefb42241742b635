"""Hooks, workflows and pages name only targets that the Makefile has, and every system runs what a contributor runs."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from build.release import ENDINGS

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


WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
}


@pytest.mark.parametrize("workflow", ["checks", "release"])
def test_every_system_runs_the_tests_and_tries_its_bundle(workflow: str) -> None:
    run: dict[str, set[str]] = {}
    for job in WORKFLOWS[workflow]["jobs"].values():
        matrix = job.get("strategy", {}).get("matrix", {}).get("include", [{"os": job["runs-on"]}])
        for system in matrix:
            name = system["os"].partition("-")[0]
            run.setdefault(name, set()).update(step.get("run", "") for step in job["steps"])
    assert run.keys() == {"ubuntu", "windows", "macos"}
    for system, commands in run.items():
        assert {"make test", "make bundle", "make test-bundle"} <= commands, system


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_fixed_to_one_state_of_theirs(name: str) -> None:
    for job in WORKFLOWS[name]["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}|", step.get("uses", "")), step


@pytest.mark.parametrize("name", WORKFLOWS)
def test_only_the_draft_of_a_release_is_written(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    allowed = {job: of_job["permissions"] for job, of_job in WORKFLOWS[name]["jobs"].items() if "permissions" in of_job}
    assert allowed == ({"publish": {"contents": "write"}} if name == "release" else {})


def test_nothing_is_published_before_every_system_tried_what_it_installs() -> None:
    jobs = WORKFLOWS["release"]["jobs"]
    systems = jobs.keys() - {"agreement", "publish"}
    assert set(jobs["publish"]["needs"]) == systems
    for name in systems:
        steps = [step.get("run", "") for step in jobs[name]["steps"]]
        assert any("build/release.py try" in step for step in steps), name
        assert jobs[name]["needs"] == "agreement"


def test_each_file_of_a_release_is_uploaded_by_one_system() -> None:
    uploaded = [
        pattern
        for job in WORKFLOWS["release"]["jobs"].values()
        for step in job["steps"]
        for pattern in step.get("with", {}).get("path", "").split()
        if "upload-artifact" in step.get("uses", "")
    ]
    for ending in ENDINGS:
        # the lists of what a bundle is made of are named alike
        lists = ending.endswith(".cdx.json")
        fitting = [pattern for pattern in uploaded if fnmatch(f"x{ending}", pattern.rpartition("/")[2])]
        assert len(fitting) == (3 if lists else 1), ending
