"""Rules that compare a sheet with the facts of its brand account, with earlier deliveries and with what impact.com has.

Sources: Submissions, Programs, Partners: Brand API v14; Attribution Data.
"""

from collections.abc import Iterator

import polars as pl

from courier.rules.amounts import as_decimal, row_amount
from courier.rules.field_view import FieldView
from courier.rules.history import Accepted
from courier.rules.rule import Mark, Rule


def _pair(view: FieldView) -> Iterator[Mark]:
    program = view.context.program
    if not program.event_types:
        return
    value = view.value("ActionTrackerId")
    # what impact.com accepted is right, whatever the program's list lacks
    event_types = sorted(program.event_types | _accepted(view).event_types)
    own = value.is_in(event_types)
    if program.campaign_id and view.has("CampaignId"):
        own = own & (view.value("CampaignId") == program.campaign_id).fill_null(True)
    of_other = ~value.is_in(event_types)
    kind = pl.when(of_other).then(pl.lit("event")).otherwise(pl.lit("campaign"))
    yield Mark("ActionTrackerId", ~own, {"campaign": view.value("CampaignId"), "kind": kind})


def _promo_list(view: FieldView) -> Iterator[Mark]:
    codes = {code.upper() for code in view.context.program.promo_codes | view.account.promo_codes}
    if codes:
        # what impact.com says now is surer than what it accepted once
        codes |= _accepted(view).promo_codes if not view.account.promo_codes else set()
        yield Mark("OrderPromoCode", ~view.value("OrderPromoCode").str.to_uppercase().is_in(sorted(codes)))


def _accepted(view: FieldView) -> Accepted:
    history = view.context.history
    return Accepted() if history is None else history.accepted(view.context.program.campaign_id)


def _unknown_campaign(view: FieldView) -> Iterator[Mark]:
    if known := view.account.campaigns:
        yield Mark("CampaignId", ~view.value("CampaignId").is_in(sorted(known)))


def _unknown_partner(view: FieldView) -> Iterator[Mark]:
    if known := view.account.partners:
        for name in view.present(("MediaId", "MediaPartnerId")):
            yield Mark(name, ~view.value(name).is_in(sorted(known)))


def _sent_before(view: FieldView) -> Iterator[Mark]:
    if view.has_history:
        sent, was = view.from_history("sent_at"), view.from_history("amount")
        same = row_amount(view.names) == as_decimal(was)
        repeat = pl.when(was.is_null()).then(pl.lit("unknown")).when(same).then(pl.lit("same"))
        facts = {"sent": sent.str.slice(0, 10), "was": was, "repeat": repeat.otherwise(pl.lit("changed"))}
        yield Mark("OrderId", view.filled("OrderId") & sent.is_not_null(), facts)


RULES = (
    Rule("ROW-PAIR", _pair, ("ActionTrackerId",)),
    Rule("ROW-PROMO-LIST", _promo_list, ("OrderPromoCode",)),
    Rule("ROW-CAMPAIGN-GONE", _unknown_campaign, ("CampaignId",)),
    Rule("ROW-MEDIA-GONE", _unknown_partner),
    Rule("GRP-SENT-BEFORE", _sent_before, ("OrderId",)),
)
