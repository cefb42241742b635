"""What a shell offers when Tab is pressed, written from a program's parser, for bash, zsh and fish."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from build.linux.command_words import Option, Word


def bash(program: Word) -> str:
    """The file for ``bash-completion/completions``."""
    name, function = program.path[0], _function(program.path)
    steps = _alternatives(" ".join(word.path) for word in program.all() if len(word.path) > 1)
    step = f'        case "$at ${{COMP_WORDS[place]}}" in {steps}) at="$at ${{COMP_WORDS[place]}}" ;; esac\n'
    offers, values = [], []
    for word in program.all():
        at = " ".join(word.path)
        options = " ".join(one for option in word.options for one in option.names)
        words = " ".join(
            (*(below.path[-1] for below in word.words), *(one for _, all_ in word.arguments for one in all_))
        )
        offers.append(f"        {shlex.quote(at)}) options={shlex.quote(options)} words={shlex.quote(words)} ;;\n")
        for option in word.options:
            if option.value:
                asked = _alternatives(f"{at} {one}" for one in option.names)
                values.append(f"        {asked}) options= words={shlex.quote(' '.join(option.choices))} ;;\n")
    return (
        f"# bash completion for {name}\n"
        f"{function}() {{\n"
        f"    local now=${{COMP_WORDS[COMP_CWORD]}} at={name} options= words= place\n"
        "    for ((place = 1; place < COMP_CWORD; place++)); do\n"
        f"{step if len(program.words) else ''}        :\n"
        "    done\n"
        f"    case $at in\n{''.join(offers)}    esac\n"
        f'    case "$at ${{COMP_WORDS[COMP_CWORD - 1]}}" in\n{"".join(values)}    esac\n'
        "    [[ $now == -* ]] && words=$options\n"
        # what is not listed is a file, or nothing that is known
        '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$now")\n'
        "}\n"
        f"complete -o bashdefault -o default -F {function} {name}\n"
    )


def zsh(program: Word) -> str:
    """The file for ``zsh/site-functions``."""
    parts = [f"#compdef {program.path[0]}\n"]
    for word in program.all():
        lines = [_zsh_option(option) for option in word.options]
        lines += ["': :->word'", "'*:: :->rest'"] if word.words else ["'*: :_files'"]
        body = "    _arguments -C \\\n" + " \\\n".join(f"        {line}" for line in lines) + "\n"
        if word.words:
            said = "\n".join(f"            {_quoted(f'{one.path[-1]}:{one.about}')}" for one in word.words)
            calls = "\n".join(f"            {one.path[-1]}) {_function(one.path)} ;;" for one in word.words)
            body = (
                "    local curcontext=$curcontext state line\n    typeset -A opt_args\n"
                f"{body}    case $state in\n"
                f"        word) local -a found=(\n{said}\n        ); _describe word found ;;\n"
                f"        rest) case $line[1] in\n{calls}\n        esac ;;\n    esac\n"
            )
        parts.append(f"{_function(word.path)}() {{\n{body}}}\n")
    parts.append(f'{_function(program.path)} "$@"\n')
    return "\n".join(parts)


def fish(program: Word) -> str:
    """The file for ``fish/vendor_completions.d``."""
    name, at = program.path[0], f"_{_function(program.path)}_at"
    steps = " ".join(shlex.quote(" ".join(word.path)) for word in program.all() if len(word.path) > 1)
    switch = f'        switch "$at $word"\n            case {steps}\n                set at "$at $word"\n        end\n'
    start = (
        f"# fish completion for {name}\n"
        f"function {at}\n    set -l at {name}\n    for word in (commandline -opc)[2..-1]\n"
        f'{switch if steps else ""}    end\n    test "$at" = "$argv"\nend\n'
    )
    lines = [start]
    for word in program.all():
        condition = shlex.quote(" ".join((at, shlex.quote(" ".join(word.path)))))
        there = f"complete -c {name} -n {condition}"
        lines += [f"{there} -f -a {below.path[-1]} -d {_fish(below.about)}\n" for below in word.words]
        lines += [f"{there} -f -a {shlex.quote(' '.join(all_))}\n" for _, all_ in word.arguments if all_]
        for option in word.options:
            names = " ".join(f"-l {one[2:]}" if one.startswith("--") else f"-s {one[1:]}" for one in option.names)
            value = f" -x -a {_fish(' '.join(option.choices))}" if option.choices else " -r" if option.value else ""
            lines.append(f"{there} {names}{value} -d {_fish(option.about)}\n")
    return "".join(lines)


def _zsh_option(option: Option) -> str:
    about = re.sub(r"([\[\]:\\])", r"\\\1", option.about)
    value = ""
    if option.value:
        values = f"({' '.join(option.choices)})" if option.choices else "_files"
        value = f":{option.value.replace(':', ' ')}:{values}"
    names = f"{{{','.join(option.names)}}}" if len(option.names) > 1 else option.names[0]
    return f"{names}{_quoted(f'[{about}]{value}')}"


def _function(path: tuple[str, ...]) -> str:
    return "_" + "_".join(path).replace("-", "_")


def _alternatives(texts: Iterable[str]) -> str:
    return " | ".join(shlex.quote(text) for text in texts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
