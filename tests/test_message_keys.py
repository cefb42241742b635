"""Code and catalogue of messages agree: no sentence is asked for that is not there, none is there that nobody says."""

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
def trees() -> dict[str, ast.Module]:
    paths = [path for folder in ("courier", "gui") for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def sentences_askers() -> frozenset[str]:
    """``text`` and every class that ends in UserError: what they are given first is a key."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"PlainError"}
    while more := {name for name, known in bases.items() if known & found} - found:
        found |= more
    return frozenset(found | {"text"})


def constants(node: ast.expr) -> Iterator[str]:
    """The texts an expression can give, where they stand in it in full."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def asked_for() -> Iterator[tuple[str, str]]:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in sentences_askers():
                for key in (key for argument in node.args[:1] for key in constants(argument)):
                    yield f"{name}:{node.lineno}", key


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    known = set(all_keys())
    asked = list(asked_for())
    assert asked
    assert [f"{where}: {key}" for where, key in asked if key not in known] == []


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    said, prefixes = set(), set(_FOUND_BY_NAME)
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
            elif isinstance(node, ast.JoinedStr) and _PREFIX.fullmatch(start := next(constants(node.values[0]), "")):
                prefixes.add(start)
    for path in (ROOT / "resources" / "messages" / "en").glob("*.ftl"):
        said |= set(_REFERENCE.findall(path.read_text(encoding="utf-8")))
    rules = {key for key in all_keys() if key.split(".")[0].isupper()}
    silent = [key for key in all_keys() if key not in said | rules and not key.startswith(tuple(prefixes))]
    assert silent == []


def test_no_key_stands_twice() -> None:
    # the later one would be shown for both
    assert [key for key, count in Counter(all_keys()).items() if count > 1] == []
