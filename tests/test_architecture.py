"""What holds for the whole house: who may know whom, how large a file may grow, what a committed file may hold."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Rooms of courier/ (folders and top-level modules), each with the rooms it may import. No way leads back up.
_PLAIN = {
    "messages",
    "formats",
    "resources",
    "licences",
    "settings",
    "threads",
    "disk",
    "own_files",
    "whole_files",
    "lock",
    "json_store",
    "visible",
    "plain_json",
}
_TABLE = _PLAIN | {"catalogue"}
_SHEET = _TABLE | {"sheet"}
_RULES = _SHEET | {"rules"}
_DRAFT = _RULES | {"draft", "batch_summary"}
_PLACES = _PLAIN | {"destinations", "credentials"}
_OPENING = _DRAFT | {"reading", "programs", "open_sheet"}
_WORK = (
    _OPENING
    | _PLACES
    | {"api_account", "destination_registry", "batches", "delivery", "ledger", "shipping", "verdict_json"}
)
ROOMS: dict[str, set[str]] = {
    "resources": set(),
    "licences": {"messages", "resources"},
    "visible": set(),
    "plain_json": {"whole_files"},
    "settings": set(),
    "fluent_sentences": set(),
    "messages": {"fluent_sentences", "resources"},
    "formats": {"messages"},
    "catalogue": _PLAIN,
    "reading": _TABLE,
    "sheet": _TABLE,
    "rules": _SHEET,
    "lock": set(),
    "ledger": _RULES | _PLACES | {"delivery"},
    "shipping": _DRAFT | _PLACES | {"approvals", "batches", "delivery", "ledger", "programs"},
    "draft": _RULES | {"batch_summary"},
    "batch_summary": _RULES,
    "batches": _DRAFT,
    "batch_words": _DRAFT,
    "blocking": _DRAFT,
    "batch_review": _DRAFT | {"batches"},
    "repair_effect": _DRAFT | {"batches"},
    "programs": _RULES,
    "program_answers": _DRAFT | {"programs"},
    "destinations": _PLAIN,
    "credentials": _PLAIN,
    "api_account": _PLACES | _RULES | {"programs"},
    "destination_registry": _PLACES | _RULES | {"api_account", "programs"},
    "delivery": _PLACES | _RULES,
    "draft_edits": _DRAFT,
    "approvals": _DRAFT | {"batches", "draft_edits", "programs"},
    "recipe": _DRAFT | {"draft_edits"},
    "changes": _DRAFT,
    "reversals": _DRAFT | {"changes"},
    "exclusions": _DRAFT,
    "open_sheet": _OPENING,
    "handover": _OPENING | {"approvals", "batches", "draft_edits"},
    "opened_edits": _OPENING | {"draft_edits"},
    "drafts": _OPENING | {"opened_edits"},
    "verdict_json": _OPENING | {"approvals"},
    "disk": set(),
    "open_files": set(),
    "watched_folder": {"disk", "lock", "open_files", "reading"},
    "stop_signals": {"messages"},
    "own_files": {"settings", "disk"},
    "updates": {"formats", "messages", "plain_json", "resources", "delivery", "destinations"},
    "portable": {"messages", "own_files", "settings"},
    "whole_files": {"messages", "disk", "own_files"},
    "json_store": {"messages", "plain_json", "disk", "lock", "own_files", "whole_files"},
    "about": {"resources"},
    "preferences": _TABLE,
    "recent_files": {"own_files", "plain_json", "whole_files"},
    "crash_report": {"own_files", "settings"},
    "activity_log": {"settings"},
    "log_file": {"activity_log", "own_files"},
    "support_bundle": {"activity_log", "crash_report", "settings", "whole_files"},
    "background": set(),
    "threads": {"background"},
    "workbook_cells": _PLAIN,
    "blank_sheets": _RULES | {"programs", "workbook_cells"},
    "report": _DRAFT | {"workbook_cells", "batch_words", "results"},
    "results": _WORK | {"changes", "drafts"},
    "reversing": _WORK | {"changes", "exclusions"},
    "today": _WORK | {"drafts"},
    "services": _WORK | {"drafts", "preferences"},
    "people": {"formats", "ledger", "messages", "shipping"},
    "practice": _WORK | {"results"},
    "privacy": _WORK | {"drafts", "crash_report", "activity_log", "recent_files"},
    "commands": _WORK
    | {
        "services",
        "people",
        "results",
        "reversing",
        "reversals",
        "crash_report",
        "approvals",
        "handover",
        "practice",
        "privacy",
        "portable",
        "blank_sheets",
        "report",
        "drafts",
        "today",
        "batch_words",
        "changes",
        "exclusions",
        "draft_edits",
        "open_files",
        "watched_folder",
        "stop_signals",
    },
    "cli": {"messages", "commands", "stop_signals"},
    "__main__": {"cli"},
    "__init__": set(),
}

_FLOORS = (
    "soon", "work", "style", "session", "grid", "find", "problems", "mapping", "reading", "delivery", "difference",
    "results", "history", "reversals",
    "settings", "window", "application", "foreground", "start_socket", "single_instance", "app",
    "installation_checks", "selftest", "__main__",
)  # fmt: skip
GUI_ROOMS = {"__init__": set[str](), **{name: set(_FLOORS[:place]) for place, name in enumerate(_FLOORS)}}
"""Rooms of gui/: each may import those before it."""

MOST_LINES = 400

_ADDRESSES = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|--(?:extra-)?index-url|--find-links|/simple/|npmjs\.org|crates\.io|proxy\.golang)"
)
_MACHINE_PATHS = re.compile(r"(?:/(?:home|Users)/[a-z]\w*/|[A-Z]:\\Users\\\w|(?<![\w/.])/(?:root|work|workspace|opt)/)")
_TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".ftl",
    ".json",
    ".csv",
    ".tsv",
    ".svg",
    ".sh",
    ".spec",
    ".txt",
    ".cfg",
    ".yml",
    ".yaml",
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), named(path))


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports, wherever in it; relative ones are refused by ``test_imports_are_absolute``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in ("courier", "gui"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def files_known(path: Path) -> Iterator[str]:
    """The dotted names of files that a module may mean by what it imports, packages included."""
    yield from imports(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(path: Path) -> str:
    """The folder of ``courier/`` or ``gui/`` a module lies in, or its own name at the top."""
    return path.relative_to(ROOT).with_suffix("").parts[1]


def is_qt(name: str) -> bool:
    return name.split(".")[0] in ("PySide6", "shiboken6", "gui")


def is_command(name: str) -> bool:
    return name.startswith(("courier.commands", "courier.cli"))


def loads(program: str) -> set[str]:
    """The modules that are loaded after a few lines of Python in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return set(done.stdout.split())


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_courier_knows_neither_qt_nor_the_window() -> None:
    wrong = {named(path): sorted(set(imports(path))) for path in modules("courier")}
    assert {name: known for name, known in wrong.items() if any(is_qt(one) for one in known)} == {}


def test_the_command_loads_no_qt() -> None:
    assert {name for name in loads("import courier.commands.command_line") if is_qt(name)} == set()


def test_the_window_does_not_know_the_command() -> None:
    known = {named(path): [one for one in imports(path) if is_command(one)] for path in modules("gui")}
    assert {name: found for name, found in known.items() if found} == {}


def test_a_running_window_loads_nothing_of_the_command() -> None:
    """Not with all of it that is loaded later either, but for what Qt itself loads."""
    everything = (
        "import pkgutil, importlib, gui\n"
        "for one in pkgutil.walk_packages(gui.__path__, 'gui.'):\n"
        "    if not one.name.endswith('__main__'): importlib.import_module(one.name)\n"
    )
    loaded, with_qt = loads(everything), loads("import PySide6.QtWidgets")
    assert {name for name in loaded if is_command(name)} == set()
    assert (loaded - with_qt) & {"argparse", "tqdm", "getpass"} == set()


@pytest.mark.parametrize(("folder", "rooms"), [("courier", ROOMS), ("gui", GUI_ROOMS)], ids=["courier", "gui"])
def test_rooms_know_only_the_rooms_below(folder: str, rooms: dict[str, set[str]]) -> None:
    wrong = []
    for path in modules(folder):
        here = room(path)
        assert here in rooms, f"give {here} its place among the rooms"
        known = {one.split(".")[1] for one in imports(path) if one.startswith(f"{folder}.")} - {here, "version"}
        wrong += [f"{named(path)} knows {one}" for one in sorted(known - rooms[here])]
    assert wrong == []


def test_no_files_know_each_other_in_a_circle() -> None:
    files = {dotted(path): path for path in [*modules("courier"), *modules("gui")]}
    known = {name: set(files_known(path)) & files.keys() - {name} for name, path in files.items()}
    try:
        TopologicalSorter(known).prepare()
    except CycleError as problem:
        pytest.fail(" -> ".join(problem.args[1]))


def test_the_order_of_rooms_has_no_circle() -> None:
    left = {name: allowed - {name} for name, allowed in ROOMS.items()}
    while left:
        free = {name for name, allowed in left.items() if not allowed & left.keys()}
        assert free, f"these rooms may know each other in a circle: {sorted(left)}"
        left = {name: allowed for name, allowed in left.items() if name not in free}


def test_the_drawing_of_the_window_shows_its_imports() -> None:
    """Every arrow between two rooms of gui/ is drawn, and no other. Those to the open rooms are drawn together."""
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```mermaid")[1].split("```")[0]
    drawn = {
        (source.strip(), target.strip())
        for line in drawing.splitlines()
        if " --> " in line
        for source in line.split("-->")[0].split("&")
        for target in line.split("-->")[1].split("&")
    }
    panes = {target for source, target in drawn if source == "window"} | {"window"}
    imported = {
        (room(path), name.split(".")[1])
        for path in modules("gui")
        for name in imports(path)
        if name.startswith("gui.") and room(path) != name.split(".")[1]
    }
    assert {arrow for arrow in drawn if panes.issuperset(arrow)} == {
        arrow for arrow in imported if panes.issuperset(arrow)
    }


def test_imports_are_absolute() -> None:
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in [*modules("courier"), *modules("gui")]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


def test_files_stay_small() -> None:
    wrong = {}
    for path in [*modules("courier"), *modules("gui")]:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            wrong[named(path)] = lines
    assert wrong == {}


def test_build_is_source() -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", "build/environment.sh"], cwd=ROOT, check=False).returncode
    assert ignored == 1
    assert not (ROOT / "build" / "__init__.py").exists()


def test_committed_files_hold_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    found = []
    for path in committed():
        # this file names what must not be there
        if path == Path(__file__) or (path.suffix and path.suffix not in _TEXT_SUFFIXES):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if _ADDRESSES.search(line) or _MACHINE_PATHS.search(line):
                found.append(f"{named(path)}:{number}: {line[:100]}")
    assert found == []
