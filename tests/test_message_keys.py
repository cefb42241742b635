"""Code and message catalogue agree: every key in the code exists, and every message is used."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from courier.messages import all_keys

ROOT = Path(__file__).resolve().parent.parent
# fields are found by their name, rules (in capitals) by their ID
_FOUND_BY_NAME = ("field-",)
_PREFIX = re.compile(r"[a-z]+(?:-[a-z0-9]+)*[-.]")
_REFERENCE = re.compile(r"\{ *([a-z][a-z0-9-]+)")


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """The classes, calls and texts of the code, each with its file."""
    kinds = (ast.ClassDef, ast.Call, ast.Constant, ast.JoinedStr)
    return [
        (path.relative_to(ROOT).as_posix(), node)
        for folder in ("courier", "gui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, kinds)
    ]


@cache
def key_takers() -> frozenset[str]:
    """``text``, UserError and its subclasses: their first argument is a key."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, node in nodes()
        if isinstance(node, ast.ClassDef)
    }
    errors = {"UserError"}
    while more := {name for name, parents in bases.items() if parents & errors} - errors:
        errors |= more
    return frozenset(errors | {"text"})


def constants(node: ast.expr) -> Iterator[str]:
    """The string constants that an expression can evaluate to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def keys_in_code() -> Iterator[tuple[str, str]]:
    for name, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in key_takers():
            for key in (key for argument in node.args[:1] for key in constants(argument)):
                yield f"{name}:{node.lineno}", key


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    catalogue = set(all_keys())
    used = list(keys_in_code())
    assert used
    assert [f"{where}: {key}" for where, key in used if key not in catalogue] == []


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    said, prefixes = set(), set(_FOUND_BY_NAME)
    for _, node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.add(node.value)
        elif isinstance(node, ast.JoinedStr) and _PREFIX.fullmatch(start := next(constants(node.values[0]), "")):
            prefixes.add(start)
    for path in (ROOT / "resources" / "messages" / "en").glob("*.ftl"):
        said |= set(_REFERENCE.findall(path.read_text(encoding="utf-8")))
    rules = {key for key in all_keys() if key.split(".")[0].isupper()}
    # the letter of whatever is the label of a field
    said |= {key for key in all_keys() if key.removesuffix(".accesskey") in said}
    found = said | rules
    assert [key for key in all_keys() if key not in found and not key.startswith(tuple(prefixes))] == []


def test_no_key_stands_twice() -> None:
    # the later message would be shown for both
    assert [key for key, count in Counter(all_keys()).items() if count > 1] == []


_OLD_WORDS = re.compile(
    r"(?<!-)\bset(?:ting|s)? (?:\w+ )?aside\b|\bleft out\b|\bleave out\b|Their words to ours|Say the time zone"
    r"|Look again|Back to the source|Known alias|Not known to impact|view only|That is right|have not met"
    r"|in whole orders",
    re.IGNORECASE,
)
"""What is called *needs repair*, *on hold* or *excluded* now, and other words that were given up. Options and the names
in JSON are for scripts and stay."""


def test_one_word_for_one_thing() -> None:
    paths = (ROOT / "resources" / "messages" / "en").glob("*.ftl")
    lines = [(path.name, line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(name, line) for name, line in lines if _OLD_WORDS.search(line)] == []
