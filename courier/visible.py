"""Signs that a terminal obeys instead of showing them, or that reorder or hide what stands beside them, made visible.

Cells, headers, names, servers and merged ledgers may hold any of them: a line of text from there could colour, move and
clear what a person reads, or put a command into their clipboard.
"""

from __future__ import annotations

import json
import re

_UNSEEN = re.compile(
    "\r\n|[\0-\x08\n-\x1f\x7f-\x9f"  # C0, DEL and C1; a tab only moves on
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, and without any width
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SIGNS = {"\n": "⏎", "\r": "⏎", "\t": "⇥", "\u00a0": "⍽", "\u2007": "⍽", "\u202f": "⍽"}
_LINE_ENDS = ("\r\n", "\n", "\r")


def in_one_line(words: str) -> str:
    """A text as one line in which nothing is obeyed: ``⏎`` for a line end, ``‹U+001B›`` for the escape sign."""
    return _UNSEEN.sub(lambda found: "⏎" if found[0] in _LINE_ENDS else code_point(found[0]), words)


def in_lines(words: str) -> str:
    """The same of a text whose line feeds are meant."""
    return "\n".join(map(in_one_line, words.split("\n")))


def code_point(letter: str) -> str:
    """The number of a letter that cannot be shown."""
    return f"‹U+{ord(letter):04X}›"


def in_json(value: object) -> str:
    """A value as indented JSON that means exactly this value, in which such signs are written as numbers."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return "\n".join(_UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], line) for line in written.split("\n"))


def visible(words: str) -> str:
    """A cell's text with signs for white space and characters that one would not see."""
    inner = words.strip(" ")
    begin, end = len(words) - len(words.lstrip(" ")), len(words) - len(words.rstrip(" "))
    return "␣" * begin + "".join(map(visible_character, inner)) + "␣" * (end if inner else 0)


def visible_character(character: str) -> str:
    """A character, or a sign for one that one would not see; a blank is itself."""
    return _SIGNS.get(character) or (character if character.isprintable() else code_point(character))
