"""Rules that compare a sheet with what is known of its brand account and of earlier deliveries.

Sources: Submissions, Brand API v14; Attribution Data.
"""

from collections.abc import Iterator

from courier.rules.rule import Mark, Rule
from courier.rules.view import View


def _pair(view: View) -> Iterator[Mark]:
    program = view.context.program
    if not program.event_types or not view.has("ActionTrackerId"):
        return
    value = view.value("ActionTrackerId")
    known = value.is_in(sorted(program.event_types))
    if program.campaign_id and view.has("CampaignId"):
        known = known & (view.value("CampaignId") == program.campaign_id).fill_null(True)
    yield Mark("ActionTrackerId", ~known, {"campaign": view.value("CampaignId")})


def _promo_list(view: View) -> Iterator[Mark]:
    codes = view.context.program.promo_codes
    if codes and view.has("OrderPromoCode"):
        yield Mark("OrderPromoCode", ~view.value("OrderPromoCode").str.to_uppercase().is_in(
            sorted(code.upper() for code in codes)
        ))  # fmt: skip


def _sent_before(view: View) -> Iterator[Mark]:
    if view.has_history and view.has("OrderId"):
        sent = view.known("sent_at")
        yield Mark("OrderId", view.filled("OrderId") & sent.is_not_null(), {"sent": sent.str.slice(0, 10)})


RULES = (
    Rule("ROW-PAIR", _pair),
    Rule("ROW-PROMO-LIST", _promo_list),
    Rule("GRP-SENT-BEFORE", _sent_before),
)
