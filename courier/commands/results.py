"""``courier results``: what impact.com answered, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from courier.commands.base import EXIT_ASIDE, EXIT_ERRORS, EXIT_OK, Actions, Command, print_json, say, warn
from courier.commands.results_fetch import add_fetch
from courier.commands.results_report import say_answered, say_codes, say_result, say_unmatched
from courier.commands.results_shares import add_shares
from courier.formats import minute_text
from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
from courier.messages import text
from courier.results.answer_tables import read_answers
from courier.results.answered import answered_counts
from courier.results.batch_result import result_of
from courier.results.codes import search_codes
from courier.results.fix_sheet import REASON, FixSheet, fix_sheet, write_fix_sheet
from courier.results.matching import Matched, match
from courier.results.result_json import codes_json, fix_json, results_json, unmatched_json
from courier.services import LocalServices

_LISTED = 20
"""Batches that are listed."""


def _declare(parser: argparse.ArgumentParser) -> None:
    json_option: dict[str, Any] = {"action": "store_true", "help": text("option-json")}
    parser.add_argument("--json", **json_option)
    actions = Actions(parser, lambda name: text(f"results-{name}"), required=False)
    # counts before or after the action
    json_option["default"] = argparse.SUPPRESS
    actions.add("show", _show, "ID").add_argument("--json", **json_option)
    brought = actions.add("import", _import)
    brought.add_argument("files", nargs="+", type=Path, metavar="FILE")
    brought.add_argument("--part", metavar="NAME", help=text("option-results-part"))
    brought.add_argument("--sheet", metavar="TAB", help=text("option-sheet"))
    brought.add_argument("--json", **json_option)
    add_fetch(actions, _report)
    fix = actions.add("fix", _fix, "ID")
    fix.add_argument("--output", type=Path, metavar="FILE", required=True, help=text("option-results-output"))
    fix.add_argument("--changes", type=Path, metavar="FILE", help=text("option-results-changes"))
    fix.add_argument("--reason", default=REASON, metavar="CODE", help=text("option-results-reason"))
    fix.add_argument("--json", **json_option)
    add_shares(actions)
    words = actions.add("words", _words)
    words.add_argument("text", nargs="*", metavar="TEXT")
    words.add_argument("--json", **json_option)


def _list(options: argparse.Namespace, services: LocalServices) -> None:
    ledger = services.recovered_ledger()
    submissions = ledger.submissions(_LISTED)
    counts = answered_counts(ledger, submissions)
    answered = [submission for submission in submissions if counts[submission.uuid].parts]
    if options.json:
        print_json([{"id": one.uuid, "source": one.source, **counts[one.uuid].as_json()} for one in answered])
    elif answered:
        say_answered([(one.uuid[:8], minute_text(one.made_at), one.source, counts[one.uuid].words) for one in answered])
    else:
        say(text("results-none"))


def _show(options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    result = result_of(ledger, ledger.submission(options.id))
    if options.json:
        parts = results_json([result])
        print_json(parts[0] if len(parts) == 1 else parts)
    else:
        say_result(result)
    return EXIT_ERRORS if result.counts.refused else EXIT_OK


def _import(options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    now, zone = services.clock(), services.preferences.now.zone or "UTC"
    part = ledger.part(options.part).uuid if options.part else None
    found = [each for path in options.files for each in read_answers(path, zone, now, options.sheet)]
    matched = match(ledger, found, now, part)
    ledger.answers.record(matched.answers)
    return _report(options, services, matched)


def _report(options: argparse.Namespace, services: LocalServices, matched: Matched) -> int:
    """Tell what the batches became that were answered, and what fits nothing; the exit code."""
    results = [result_of(services.ledger, batch) for batch in _batches(services.ledger, matched)]
    files = list(dict.fromkeys(each.file or each.batch for each in matched.unmatched_submissions))
    files = [name for name in files if name]
    if options.json:
        answered = {answer.part for answer in matched.answers}
        parts = [
            part
            for result in results
            for part, own in zip(results_json([result]), result.submission.parts, strict=True)
            if own.uuid in answered
        ]
        print_json({"results": parts, "unmatched": unmatched_json(matched.unmatched_rows), "other_files": files})
    else:
        for place, result in enumerate(results):
            if place:
                say("")
            say_result(result)
        say_unmatched(matched.unmatched_rows, files)
        if not results:
            warn(text("results-nothing-matched"))
    return EXIT_ERRORS if any(result.counts.refused for result in results) else EXIT_OK


def _batches(ledger: Ledger, matched: Matched) -> Sequence[Submission]:
    """The batches that were answered, the newest first."""
    answered = {answer.part for answer in matched.answers}
    if not answered:
        return []
    return [batch for batch in ledger.submissions() if any(part.uuid in answered for part in batch.parts)]


def _fix(options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    batch = ledger.submission(options.id)
    sheet = fix_sheet(ledger, result_of(ledger, batch), options.reason)
    if not sheet.again.height and not (options.changes and sheet.changes.height):
        warn(text("results-fix-nothing", id=batch.uuid[:8]))
        return EXIT_ERRORS
    for path, rows in ((options.output, sheet.again), (options.changes, sheet.changes)):
        if path and rows.height:
            write_fix_sheet(rows, path)
    if options.json:
        print_json(fix_json(batch, sheet))
    else:
        _say_fix(sheet, options)
    behind = bool(sheet.left) or bool(sheet.unnamed) or bool(sheet.changes.height and not options.changes)
    return EXIT_ASIDE if behind else EXIT_OK


def _say_fix(sheet: FixSheet, options: argparse.Namespace) -> None:
    if sheet.again.height:
        say(text("results-fix-written", path=str(options.output), rows=sheet.again.height, orders=sheet.orders))
    if sheet.cut:
        say(text("results-fix-cut", orders=sheet.cut))
    if sheet.changes.height:
        key = "results-fix-changes" if options.changes else "results-fix-changes-open"
        say(text(key, path=str(options.changes), rows=sheet.changes.height))
    for repair, count in sheet.left.items():
        say(text(f"results-left-{repair}", rows=count))
    if sheet.unnamed:
        say(text("results-unnamed", rows=sheet.unnamed))


def _words(options: argparse.Namespace, _services: LocalServices) -> int:
    asked = " ".join(options.text)
    codes = search_codes(asked)
    if options.json:
        print_json(codes_json(codes))
    elif codes:
        say_codes(codes)
    else:
        say(text("results-words-none", asked=asked))
    return EXIT_OK


RESULTS = Command(
    "results",
    _declare,
    _list,
    examples=(
        "import errors.csv",
        "fetch",
        "ID",
        "fix ID --output fix.csv --changes changes.csv",
        "words OID_DUPLICATE",
    ),
    default_action="show",
)
