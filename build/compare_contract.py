"""Compares what the command prints, writes and answers with another commit, byte for byte: ``compare_contract.py REV``.

Every call of `calls` runs in a worktree of REV and in this tree, one after the other in the same folder, so that
paths are equal. Only what a clock or chance gives is replaced by a name before the comparison: moments within the run,
IDs that `uuid` made, the key and the port of the practice server, names of temporary folders. Exit code 1 if
anything differs.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOW = ("--now", "2026-11-23T00:00:00Z")
DATA = ROOT / "tests" / "data"
LISTED = ROOT / "build" / "contract_calls.txt"
ACME = b'{"name": "Acme", "campaign_id": "4711", "currency": "GBP", "zone": "Europe/London", "destination": "Shop"}'
LINES_OF_A_DIFFERENCE = 30
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?")


@dataclass(frozen=True)
class Call:
    """One command. ``{id}``, ``{id2}``: the newest submission and the one before; ``{part}``: a file in ``inbox``."""

    group: str
    arguments: tuple[str, ...]
    typed: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one call left behind, after chance was replaced by names."""

    group: str
    call: str
    code: str
    out: str
    err: str


def calls(stage: Path) -> Iterator[Call]:
    """All calls, in order. Each group has a folder under ``stage`` with its files, and state of its own."""
    for folder in sorted((DATA / "rules").iterdir()):
        yield from _about_a_rule(stage, folder)
    for sheet in sorted([*(DATA / "samples").glob("*.csv"), *(ROOT / "resources" / "practice").glob("*.csv")]):
        yield from _listed(stage, "sample", {sheet.name: sheet.read_bytes()}, sheet.name)
    item = (DATA / "samples" / "item-level.csv").read_bytes()
    order = (DATA / "samples" / "order-level.csv").read_bytes()
    yield from _listed(stage, "usage", {})
    yield from _listed(stage, "reading", _kinds_of_file(item.decode()))
    yield from _listed(stage, "places", {"orders.csv": order, "acme.json": ACME, "wrong.json": b'{"campaign_id": 7'})
    yield from _listed(stage, "history", {"items.csv": item, "orders.csv": order})
    failing = (DATA / "rules" / "ROW-CURRENCY" / "fail.csv").read_bytes()
    dropped = {"drop/right.csv": item, "drop/wrong.csv": failing, "drop/noise.csv": bytes(range(256))}
    for form in ("", "--json", "--set-aside"):
        yield from _listed(stage, "watch", dropped, form)
    yield from _listed(stage, "practice", {})


def _about_a_rule(stage: Path, folder: Path) -> Iterator[Call]:
    beside = folder / "options.json"
    options = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    for sheet in sorted(path for path in folder.iterdir() if path.suffix != ".json"):
        group = f"rule {folder.name} {sheet.stem}"
        put(stage, group, {sheet.name: sheet.read_bytes()})
        wanted = [*NOW, *(("--template", options["template"]) if "template" in options else ())]
        for column, field in options.get("map", []):
            wanted += ["--map", f"{column}={field}"]
        if "program" in options:
            put(stage, group, {"program.json": json.dumps(options["program"]).encode()})
            yield Call(group, ("programs", "import", "program.json"))
            wanted += ["--program", options["program"]["name"]]
        yield Call(group, ("check", sheet.name, *wanted))
        yield Call(group, ("check", sheet.name, *wanted, "--json"))
        if sheet.stem == "fail":
            yield Call(group, ("fix", sheet.name, "--output", "fixed.csv", *wanted))
            yield Call(group, ("fix", sheet.name, "--output", "ruled.csv", "--rule", folder.name, *wanted, "--json"))
            yield Call(group, ("export", sheet.name, "--to", "out", *wanted))
            yield Call(group, ("send", sheet.name, "--to", "inbox", "--set-aside", *wanted, "--json"))


def _listed(stage: Path, section: str, files: dict[str, bytes], variant: str = "") -> Iterator[Call]:
    """The calls under ``[section]`` of `LISTED`, where ``{variant}`` stands for what differs between its groups."""
    group = f"{section} {variant}".rstrip()
    put(stage, group, files)
    inbox = stage / group / "inbox"
    inbox.mkdir(parents=True)
    lines = LISTED.read_text(encoding="utf-8").partition(f"[{section}]\n")[2].partition("\n[")[0].splitlines()
    for line in lines:
        command, _, typed = line.partition(" <<< ")
        for word, meaning in (("{variant}", variant), ("{now}", " ".join(NOW)), ("{url}", inbox.as_uri())):
            command = command.replace(word, meaning)
        if command and not command.startswith("#"):
            yield Call(group, tuple(shlex.split(command)), f"{typed}\n")


def _kinds_of_file(text: str) -> dict[str, bytes]:
    return {
        "utf16.csv": text.encode("utf-16"),
        "windows.csv": text.replace(",", ";").replace("Tennis", "Café").encode("cp1252"),
        "tabs.tsv": text.replace(",", "\t").encode(),
        "titled.csv": f"Orders of November\n\n{text}\nTotal,,,468.59\n".encode(),
        "empty.csv": b"",
        "noise.csv": bytes(range(256)) * 8,
        "broken.xlsx": b"PK\x03\x04 and no more",
        "book.xlsx": workbook(text),
    }


def workbook(text: str) -> bytes:
    """The cells of a CSV text in a workbook, with a second tab."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    for line in text.splitlines():
        first.append(line.split(","))
    book.create_sheet("Second").append(["OrderId", "Amount"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(stage: Path, group: str, files: dict[str, bytes]) -> None:
    """Writes files of a group. Their times are fixed, because sheets are known by them."""
    for name, content in files.items():
        path = stage / group / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (1_790_000_000, 1_790_000_000))


def run_all(stage: Path, report: Path) -> None:
    """The part that runs inside a tree: makes all calls in this process and writes their outcomes to ``report``."""
    made: list[str] = []
    uuid4 = uuid.uuid4

    def remembered() -> uuid.UUID:
        one = uuid4()
        made.append(one.hex)
        return one

    uuid.uuid4 = remembered
    begin = datetime.now(UTC) - timedelta(minutes=1)
    from courier.cli import main

    outcomes: list[tuple[str, str, str, str, str]] = []
    planned = list(calls(stage))
    for call in planned:
        folder = stage / call.group
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        os.environ["COURIER_HOME"] = str(folder / ".home")
        arguments = [filled(argument, main, folder) for argument in call.arguments]
        code, out, err = run(main, arguments, call.typed, stage)
        outcomes.append((call.group, " ".join(call.arguments), code, out, err))
    for group in dict.fromkeys(call.group for call in planned):
        outcomes += [
            (group, f"file {path.relative_to(stage / group)}", "", content_of(path), "")
            for path in sorted((stage / group).rglob("*"))
            if path.is_file() and path.suffix != ".db" and ".home" not in path.parts
        ]
    named = naming(made, begin, stage)
    report.write_text(json.dumps([[named(one) for one in outcome] for outcome in outcomes]), encoding="utf-8")


def run(main: Callable[[list[str]], int], arguments: list[str], typed: str, stage: Path) -> tuple[str, str, str]:
    """Exit code, stdout and stderr of one call, taken where the system would take them."""
    sys.argv = ["courier", *arguments]
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
    kept = os.dup(1), os.dup(2)
    paths = stage / "stdout", stage / "stderr"
    for number, path in enumerate(paths, 1):
        with path.open("wb") as sink:
            os.dup2(sink.fileno(), number)
    try:
        code = str(main(arguments))
    except SystemExit as end:
        code = str(end.code or 0)
    except Exception as defect:  # noqa: BLE001 (a defect in one of the trees is a difference too)
        code = f"{type(defect).__name__}: {defect}"
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, descriptor in enumerate(kept, 1):
            os.dup2(descriptor, number)
            os.close(descriptor)
    out, err = (path.read_bytes().decode("utf-8", errors="backslashreplace") for path in paths)
    return code, out, err


def filled(argument: str, main: Callable[[list[str]], int], folder: Path) -> str:
    """An argument with its names filled in, see `Call`."""
    if "{part}" in argument:
        return argument.replace("{part}", min(path.name for path in (folder / "inbox").iterdir()))
    if "{id" in argument:
        known = json.loads(run(main, ["history", "--json"], "", folder.parent)[1])
        return argument.replace("{id2}", known[1]["id"]).replace("{id}", known[0]["id"])
    return argument


def content_of(path: Path) -> str:
    """A text as it stands; of a workbook the checksums of its parts without the time it was made."""
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            parts = [(name, hashlib.sha256(book.read(name)).hexdigest()) for name in sorted(book.namelist())]
        return "\n".join(f"{checksum}  {name}" for name, checksum in parts if name != "docProps/core.xml")
    return path.read_bytes().decode("utf-8", errors="backslashreplace")


def naming(made: list[str], begin: datetime, stage: Path) -> Callable[[str], str]:
    """Gives names to what chance and the clock made since ``begin``."""
    end = datetime.now(UTC) + timedelta(minutes=1)
    ids = re.compile("|".join(sorted({*made, *(one[:8] for one in made)}, key=len, reverse=True)) or "(?!)")
    temporary = re.compile(re.escape(str(stage / "temporary")) + r"/[\w.-]+")

    def moment(found: re.Match[str]) -> str:
        at = datetime.fromisoformat(f"{found[1]}T{found[2]}:00+00:00")
        return "<moment>" if begin - timedelta(minutes=1) <= at <= end else found[0]

    def named(text: str) -> str:
        text = MOMENT.sub(moment, ids.sub("<id>", temporary.sub("<temporary>", text)))
        return re.sub(r"practice@127\.0\.0\.1:\d+, key SHA256:[\w+/]{43}", "practice@<port>, key <key>", text)

    return named


def outcomes_in(tree: Path, stage: Path) -> list[Outcome]:
    """What all calls leave behind with the code of ``tree``. ``stage`` is empty before and after."""
    stage.mkdir()
    (stage / "temporary").mkdir()
    report = stage.parent / f"{stage.name}.json"
    environment = os.environ | {
        "PYTHONPATH": str(tree), "PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "COURIER_HOME": str(stage / ".home"), "TMPDIR": str(stage / "temporary"), "TZ": "UTC", "COLUMNS": "100",
    }  # fmt: skip
    inside = f"import sys; sys.path.insert(0, {str(ROOT / 'build')!r}); import courier; print(courier.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", inside], env=environment, cwd=stage, capture_output=True, text=True, check=True
    )
    if not Path(where.stdout.strip()).is_relative_to(tree):
        sys.exit(f"The code of {tree} is not what runs, but {where.stdout.strip()}.")
    subprocess.run([sys.executable, __file__, "--run", str(stage), str(report)], env=environment, cwd=stage, check=True)
    shutil.rmtree(stage)
    return [Outcome(*fields) for fields in json.loads(report.read_text(encoding="utf-8"))]


def compared(before: list[Outcome], now: list[Outcome]) -> int:
    """Prints a table and each difference; the number of outcomes that differ."""
    earlier = {(one.group, one.call, nth): one for one, nth in numbered(before)}
    later = {(one.group, one.call, nth): one for one, nth in numbered(now)}
    total, different = Counter[str](), Counter[str]()
    for key in earlier | later:
        kind = key[0].split()[0]
        total[kind] += 1
        old, new = earlier.get(key), later.get(key)
        if old != new:
            different[kind] += 1
            lines = difflib.unified_diff(as_lines(old), as_lines(new), "before", "now", lineterm="", n=1)
            print(f"\n{key[0]}: courier {key[1]}", *list(lines)[:LINES_OF_A_DIFFERENCE], sep="\n")
    print(f"\n{'':12} {'compared':>9} {'different':>9}")
    for kind in total:
        print(f"{kind:12} {total[kind]:9} {different[kind]:9}")
    print(f"{'all':12} {total.total():9} {different.total():9}")
    codes = Counter(one.code for one in now if one.code)
    print("Exit codes:", ", ".join(f"{code} {count} times" for code, count in sorted(codes.items())))
    return different.total()


def numbered(outcomes: list[Outcome]) -> Iterator[tuple[Outcome, int]]:
    """Each outcome, and how many with the same call came before it."""
    seen = Counter[tuple[str, str]]()
    for one in outcomes:
        yield one, seen[one.group, one.call]
        seen[one.group, one.call] += 1


def as_lines(outcome: Outcome | None) -> list[str]:
    """An outcome for a person."""
    if outcome is None:
        return ["(nothing)"]
    return [
        f"exit {outcome.code}",
        *outcome.out.splitlines(),
        *(f"stderr: {line}" for line in outcome.err.splitlines()),
    ]


def main() -> int:
    """Exit code 1 if anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("revision", metavar="REV")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory(prefix="contract-") as scratch:
        tree = Path(scratch).resolve() / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            before = outcomes_in(tree, tree.parent / "stage")
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)
        now = outcomes_in(ROOT, tree.parent / "stage")
    return 1 if compared(before, now) else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_all(Path(sys.argv[2]), Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
