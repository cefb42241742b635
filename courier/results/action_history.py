"""The history that rules ask, with what impact.com itself says of actions."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from courier.results.api_facts import REACH, ApiFacts
from courier.rules.history import COLUMNS, MISSING, Accepted, History, KnownAccount

_STATES = ("PENDING", "APPROVED", "REVERSED")


class ActionHistory:
    """What was sent from here (``sent``, None if that is not known) and the actions of one campaign. State and lock
    date are impact.com's, but for what was reversed from here since; amounts and statuses are only taken where nothing
    is known here and the row is about the whole order, as an action is. ``current``: the facts are so new that an
    action which they lack is `MISSING`, unless it was sent from here too lately or too long ago for them."""

    def __init__(self, sent: History | None, facts: ApiFacts, *, current: bool = True) -> None:
        self._sent, self._campaign, self._current = sent, facts.campaign, current
        self.rows_at_once = 0 if sent is None else sent.rows_at_once
        self._first, self._last = ((facts.at - back).date().isoformat() for back in (REACH, timedelta(days=1)))
        self.account = KnownAccount(frozenset(facts.campaigns), frozenset(facts.partners), frozenset(facts.promo_codes))
        locks = pl.col("locks_at").str.to_datetime("%+", time_zone="UTC", strict=False).dt.cast_time_unit("ms")
        state = pl.when(pl.col("state").is_in(_STATES)).then("state")
        actions = facts.actions.with_columns(locks, state, pl.lit(True).alias("listed"))
        # the newest of several actions of one order is the one that a change without its ID reaches
        self._by_action = actions.drop_nulls("action").unique("action", keep="last").drop("order", "event")
        self._by_order = (
            actions.drop_nulls(["order", "event"]).unique(["order", "event"], keep="last", maintain_order=True)
        ).drop("action")

    def accepted(self, campaign: str) -> Accepted:
        """See `courier.rules.history.History`."""
        return Accepted() if self._sent is None else self._sent.accepted(campaign)

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        own = pl.DataFrame(schema=COLUMNS).clear(rows.height) if self._sent is None else self._sent.look_up(rows)
        here = pl.col("campaign").is_null() | (pl.col("campaign") == self._campaign)
        by_id = pl.col("event").str.contains(r"^\d+$").fill_null(False)
        asked = rows.select(
            "action",
            pl.when(here).then("order").alias("order"),
            pl.coalesce("event", "code").alias("event"),
            pl.col("sku").is_null().alias("whole"),
            # a code in the place of an event type is in no list of impact.com
            (here & (pl.col("action").is_not_null() | (pl.col("order").is_not_null() & by_id))).alias("named"),
        )
        by_action = asked.join(self._by_action, on="action", how="left", maintain_order="left")
        by_order = asked.join(self._by_order, on=["order", "event"], how="left", maintain_order="left")
        named = asked["action"].is_not_null()
        theirs = pl.DataFrame(
            [
                pl.select(pl.when(named).then(by_action[name]).otherwise(by_order[name]).alias(name)).to_series()
                for name in ("sent_at", "amount", "status", "state", "locks_at", "listed")
            ]
        )
        unknown = own["sent_at"].is_null() & asked["whole"]
        due = own["sent_at"].str.slice(0, 10).is_between(pl.lit(self._first), pl.lit(self._last)).fill_null(True)
        missing = theirs["listed"].is_null() & asked["named"] & due & self._current
        return own.with_columns(
            pl.coalesce(own["sent_at"], theirs["sent_at"]).alias("sent_at"),
            pl.when(unknown).then(theirs["amount"]).otherwise(own["amount"]).alias("amount"),
            pl.when(unknown).then(theirs["status"]).otherwise(own["status"]).alias("status"),
            pl.coalesce(
                pl.when(own["state"] == "REVERSED").then(own["state"]),
                theirs["state"],
                pl.when(missing).then(pl.lit(MISSING)),
                own["state"],
            ).alias("state"),
            pl.coalesce(theirs["locks_at"], own["locks_at"]).alias("locks_at"),
        )
