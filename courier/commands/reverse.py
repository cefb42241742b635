"""``courier reverse``: changes of what was sent, without a sheet."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from courier.approvals import ApprovalMissing
from courier.changes import write_changes
from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    Command,
    ask_impact,
    has_errors,
    moment,
    print_json,
    say,
    warn,
)
from courier.commands.only_new import HeldBack
from courier.commands.send import declare_delivery, destination_of, request_for, send_opened
from courier.handover import open_any
from courier.ledger.store import LedgerError
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet, OpenOptions
from courier.programs import Program
from courier.reversals import REASON
from courier.reversing.known_states import KnownHistory
from courier.reversing.modifications import Change, amount_text, checked, reversals, table_of
from courier.reversing.orders import Answered, SentItem, SentOrder
from courier.reversing.refunds import Unmatched, refunds_of
from courier.reversing.search import SentOrders
from courier.rules.history import History
from courier.rules.phrases import phrase
from courier.services import LocalServices

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


class _Unchangeable(UserError):
    """An order that is there, and that impact.com would not change."""


@dataclass(frozen=True)
class _Plan:
    """What is to be sent, and with which order IDs nothing can be done."""

    changes: Sequence[Change]
    others: Sequence[tuple[str, Unmatched]] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "changes": [_change_json(change) for change in self.changes],
            "others": [{"order": order, "reason": str(why)} for order, why in self.others],
        }


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("orders", nargs="*", metavar="ORDER")
    parser.add_argument("--from-refunds", type=Path, metavar="FILE", help=text("option-reverse-refunds"))
    parser.add_argument("--sku", metavar="SKU", help=text("option-reverse-sku"))
    parser.add_argument("--amount", metavar="AMOUNT", help=text("option-reverse-amount"))
    parser.add_argument("--reason", metavar="CODE", help=text("option-reverse-reason"))
    parser.add_argument("--program", metavar="P", help=text("option-program"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=text("option-reverse-output"))
    parser.add_argument("--to", metavar="NAME|URL", help=text("option-send-to"))
    parser.add_argument("--now", type=moment, metavar="ISO", help=text("option-now"))
    parser.add_argument("--json", action="store_true", help=text("option-json"))
    declare_delivery(parser)


def _reverse(options: argparse.Namespace, services: LocalServices) -> int:
    if bool(options.orders) == bool(options.from_refunds) or bool(options.output) == bool(options.to):
        raise UserError("reverse-incomplete")
    if options.orders and not options.reason:
        raise UserError("reverse-needs-reason")
    if (options.sku or options.amount) and len(options.orders) != 1:
        raise UserError("reverse-one-order")
    services.refuse_lost_lists()
    named = services.programs.get(options.program) if options.program else None
    try:
        services.recovered_ledger()
        services.ledger.refuse_while_lost()
        known = _known(services)
        sent = SentOrders(services.ledger, services.programs, known)
        plan = _refunds(options, services, sent, named) if options.from_refunds else _orders(options, services, sent)
    except LedgerError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    except _Unchangeable as problem:
        warn(str(problem))
        return EXIT_ERRORS
    for order, why in plan.others:
        warn(text(f"reverse-other-{why}", order=order))
    if not plan.changes:
        warn(text("reverse-nothing"))
        return EXIT_ERRORS
    program = named or services.programs.find(plan.changes[0].order.program)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (options.output.name if options.output else "reversals.csv")
        history = (known(program.name) if program else None) or services.ledger.history
        opened = checked(plan.changes, path, program, history, options.now or services.clock())
        return _finish(opened, plan, options, services)


def _known(services: LocalServices) -> KnownHistory:
    """What impact.com has of programs with a token; each is asked once."""
    asked: dict[str, History | None] = {}

    def of(name: str) -> History | None:
        if name not in asked:
            facts = ask_impact(services.programs.find(name), "modification", services)
            asked[name] = facts.history(services.ledger.history) if facts else None
        return asked[name]

    return of


def _orders(options: argparse.Namespace, services: LocalServices, sent: SentOrders) -> _Plan:
    """The changes of the orders that were typed. Raises UserError, or _Unchangeable."""
    found = sent.with_id(options.orders, options.program or "")
    changes: list[Change] = []
    for order_id in dict.fromkeys(options.orders):
        order = _only(order_id, [order for order in found if order.order == order_id])
        _refuse(order, options, services)
        changes += _changes(order, options)
    programs = {change.order.program or change.order.campaign for change in changes}
    if len(programs) > 1:
        raise UserError("reverse-several-programs", programs=", ".join(sorted(programs)))
    return _Plan(changes)


def _refunds(options: argparse.Namespace, services: LocalServices, sent: SentOrders, program: Program | None) -> _Plan:
    now = options.now or services.clock()
    # what is remembered of such sheets may leave out just what was refunded
    opened = open_any(options.from_refunds, OpenOptions(program=program), now)
    opened.draft.check()
    refunds = refunds_of(opened.draft, sent, options.program or "", options.reason or REASON, now)
    return _Plan(refunds.changes, refunds.others)


def _only(order_id: str, found: Sequence[SentOrder]) -> SentOrder:
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError("reverse-unknown", order=order_id)
    programs = {order.program or order.campaign for order in found}
    key = "reverse-ambiguous-programs" if len(programs) > 1 else "reverse-ambiguous-events"
    events = ", ".join(sorted({order.event for order in found}))
    raise UserError(key, order=order_id, programs=", ".join(sorted(programs)), events=events)


def _refuse(order: SentOrder, options: argparse.Namespace, services: LocalServices) -> None:
    """Raise _Unchangeable for an order that impact.com would not change."""
    now = options.now or services.clock()
    if order.answered is Answered.REFUSED:
        raise _Unchangeable("reverse-refused", order=order.order)
    if order.reversed:
        raise _Unchangeable("reverse-reversed", order=order.order)
    if order.approved:
        raise _Unchangeable("reverse-approved", order=order.order)
    if order.locks_at is not None and order.locked(now):
        raise _Unchangeable("reverse-locked", order=order.order, day=f"{order.locks_at:%Y-%m-%d}")


def _changes(order: SentOrder, options: argparse.Namespace) -> list[Change]:
    if options.amount is not None and not _AMOUNT.fullmatch(options.amount):
        raise UserError("reverse-amount-unclear", amount=options.amount)
    amount = Decimal(options.amount or 0)
    if options.sku is None and options.amount is None:
        return reversals(order, options.reason)
    item = _item(order, options.sku)
    if item.reversed:
        raise _Unchangeable("reverse-item-reversed", order=order.order, sku=item.sku)
    if item.amount == amount and amount:
        raise _Unchangeable("reverse-same", order=order.order, amount=amount_text(amount, order.currency))
    return [Change(order, item, amount, options.reason)]


def _item(order: SentOrder, sku: str | None) -> SentItem:
    if sku is None:
        if len(order.items) > 1:
            raise UserError("reverse-needs-sku", order=order.order, skus=_skus(order))
        return order.items[0]
    item = next((item for item in order.items if item.sku == sku), None)
    if item is None:
        raise UserError("reverse-no-such-sku", order=order.order, sku=sku, skus=_skus(order))
    return item


def _skus(order: SentOrder) -> str:
    return ", ".join(item.sku for item in order.items)


def _finish(opened: OpenedSheet, plan: _Plan, options: argparse.Namespace, services: LocalServices) -> int:
    """Write or send what was checked; the exit code."""
    problems = opened.draft.problems()
    for words in dict.fromkeys(phrase(problem, opened.draft.sheet.header) for problem in problems):
        warn(words)
    if has_errors(opened):
        return EXIT_ERRORS
    if options.to:
        code = _send(opened, plan, options, services)
    else:
        write_changes(table_of(plan.changes), options.output)
        code = EXIT_OK
        if options.json:
            print_json({"file": str(options.output), **plan.as_json()})
    if not options.json:
        for change in plan.changes:
            say(_line(change))
    return code or (EXIT_ASIDE if plan.others else EXIT_OK)


def _send(opened: OpenedSheet, plan: _Plan, options: argparse.Namespace, services: LocalServices) -> int:
    try:
        destination, passwords = destination_of(options, services)
        request = request_for(opened, destination, hold_errors=False, anywhere=options.elsewhere)
        return send_opened(opened, request, options, services, passwords, HeldBack(), plan.as_json())
    except LedgerError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    except ApprovalMissing as problem:
        warn(str(problem))
        return EXIT_ERRORS


def _line(change: Change) -> str:
    order, item = change.order, change.item
    return text(
        "reverse-line" if change.amount else "reverse-line-reversed",
        item=f"{order.order} {item.sku}".strip(),
        before=_amount(item.amount, order) or "?",
        after=amount_text(change.amount, order.currency),
        currency=order.currency,
    )


def _change_json(change: Change) -> dict[str, Any]:
    order, item = change.order, change.item
    return {
        "order": order.order,
        "sku": item.sku or None,
        "program": order.program or None,
        "event_type": order.event,
        "currency": order.currency,
        "sent": _amount(item.sent, order),
        "before": _amount(item.amount, order),
        "amount": amount_text(change.amount, order.currency),
        "reason": change.reason,
        "locks_at": order.locks_at.isoformat() if order.locks_at else None,
        "answer": str(order.answered),
        "state": order.state or None,
    }


def _amount(amount: Decimal | None, order: SentOrder) -> str | None:
    return None if amount is None else amount_text(amount, order.currency)


REVERSE = Command(
    "reverse",
    _declare,
    _reverse,
    examples=(
        "AC-081204 --reason ITEM_RETURNED --output reversals.csv",
        "AC-081204 --sku CAP-RED --amount 7.50 --reason ORDER_UPDATE --to Acme",
        "--from-refunds orders_export.csv --to Acme",
    ),
)
