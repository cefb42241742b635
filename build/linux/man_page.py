"""The manual page of a program, written from its parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from build.linux.command_words import Option, Word

ROOT = Path(__file__).resolve().parent.parent.parent


def man_page(program: Word, version: str, other: str, *, exit_codes: bool = False) -> str:
    """The page of ``program`` for section 1; ``other`` is the program that it points to."""
    name = program.path[0]
    return "\n".join(
        (
            f'.TH {_safe(name.upper())} 1 "" "Conversion Courier {version}" "User Commands"',
            ".SH NAME",
            _safe(f"{name} - {_plain(program.about)}"),
            ".SH SYNOPSIS",
            *_synopsis(program),
            ".SH DESCRIPTION",
            _safe(program.about),
            ".SH OPTIONS",
            *_options(program.options),
            *_commands(program.words),
            *(_exit_codes() if exit_codes else ()),
            ".SH SEE ALSO",
            f".BR {_safe(other)} (1)",
            "",
        )
    )


def _commands(words: Iterable[Word]) -> Iterator[str]:
    listed = [below for word in words for below in word.all()]
    if listed:
        yield ".SH COMMANDS"
    for word in listed:
        yield f'.SS "{_safe(" ".join(word.path))}"'
        yield from _synopsis(word)
        yield ".PP"
        yield _safe(f"{word.about[:1].upper()}{word.about[1:]}.")
        yield from _options(option for option in word.options if "--help" not in option.names)
        if word.examples:
            yield from (".PP", "For example:", ".nf", *map(_safe, word.examples.splitlines()), ".fi")


def _synopsis(word: Word) -> Iterator[str]:
    parts = [rf"\fB{_safe(' '.join(word.path))}\fR", r"[\fIoptions\fR]"]
    parts += [r"\fIWORD\fR ..."] if word.words else []
    parts += [rf"[\fI{_safe(name)}\fR]" for name, _ in word.arguments]
    yield ".PP"
    yield " ".join(parts)


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        value = rf" \fI{_safe(option.value)}\fR" if option.value else ""
        yield ".TP"
        yield ", ".join(rf"\fB{_safe(name)}\fR{value}" for name in option.names)
        yield _safe(option.about or "the same as above")


def _exit_codes() -> Iterator[str]:
    """The table of the README, the one place where the codes are explained."""
    yield ".SH EXIT STATUS"
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| Exit code |")[2].partition("\n\n")[0]
    for code, means in re.findall(r"^\| (\d+) \| (.+) \|$", table, re.MULTILINE):
        yield from (".TP", rf"\fB{code}\fR", _safe(means.replace("`", "")))


def _plain(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")


def _safe(written: str) -> str:
    """Text that roff prints as it stands."""
    text = written.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{text}" if text.startswith((".", "'")) else text
