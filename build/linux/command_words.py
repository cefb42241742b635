"""What can be typed after a program's name, as its parser knows it: commands, actions, options, values and help."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """One option. ``value``: what stands for its value, "" where it takes none; ``choices``: the values, if few are
    right."""

    names: tuple[str, ...]
    about: str
    value: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Word:
    """A program, a command of it or an action of that. ``path``: all that is typed up to it; ``examples``: lines of
    the help."""

    path: tuple[str, ...]
    about: str
    options: tuple[Option, ...]
    arguments: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names and right values of what follows without a name."""
    examples: str = ""
    words: tuple[Word, ...] = field(default=())

    def all(self) -> Iterator[Word]:
        """It and all below it, in the order of the help."""
        yield self
        for word in self.words:
            yield from word.all()


def words_of(parser: argparse.ArgumentParser, path: tuple[str, ...] = (), about: str = "") -> Word:
    """All that a parser takes."""
    path = path or (parser.prog,)
    options, arguments, words = [], [], []
    # argparse has no public list of what was declared
    for action in parser._actions:  # noqa: SLF001
        choices = tuple(str(choice) for choice in action.choices or ())
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            words = [words_of(sub, (*path, name), helps.get(name, "")) for name, sub in action.choices.items()]
        elif action.option_strings:
            value = "" if action.nargs == 0 else _value(action, choices)
            options.append(Option(tuple(action.option_strings), _help(action, parser), value, choices))
        else:
            arguments.append((_value(action, choices), choices))
    return Word(
        path,
        about or parser.description or "",
        tuple(options),
        tuple(arguments),
        "\n".join((parser.epilog or "").splitlines()[1:]),
        tuple(words),
    )


def _value(action: argparse.Action, choices: tuple[str, ...]) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return "|".join(choices) if choices else action.dest.upper()


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    """The help of an option with its facts put in."""
    return (action.help or "") % {**vars(action), "prog": parser.prog}
