"""The history that rules ask, with what impact.com itself says of actions."""

from __future__ import annotations

import polars as pl

from courier.results.api_facts import ApiFacts
from courier.rules.history import COLUMNS, Accepted, History

_STATES = ("PENDING", "APPROVED", "REVERSED")


class ActionHistory:
    """What was sent from here (``sent``, None if that is not known) and the actions of one campaign. State and lock
    date are impact.com's, but for what was reversed from here since; amounts and statuses are only taken where nothing
    is known here and the row is about the whole order, as an action is."""

    def __init__(self, sent: History | None, facts: ApiFacts) -> None:
        self._sent, self._campaign = sent, facts.campaign
        locks = pl.col("locks_at").str.to_datetime("%+", time_zone="UTC", strict=False).dt.cast_time_unit("ms")
        state = pl.when(pl.col("state").is_in(_STATES)).then("state")
        actions = facts.actions.with_columns(locks, state)
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
        asked = rows.select(
            "action",
            pl.when(pl.col("campaign").is_null() | (pl.col("campaign") == self._campaign)).then("order").alias("order"),
            pl.coalesce("event", "code").alias("event"),
            pl.col("sku").is_null().alias("whole"),
        )
        by_action = asked.join(self._by_action, on="action", how="left", maintain_order="left")
        by_order = asked.join(self._by_order, on=["order", "event"], how="left", maintain_order="left")
        named = asked["action"].is_not_null()
        theirs = pl.DataFrame(
            [
                pl.select(pl.when(named).then(by_action[name]).otherwise(by_order[name]).alias(name)).to_series()
                for name in ("sent_at", "amount", "status", "state", "locks_at")
            ]
        )
        unknown = own["sent_at"].is_null() & asked["whole"]
        return own.with_columns(
            pl.coalesce(own["sent_at"], theirs["sent_at"]).alias("sent_at"),
            pl.when(unknown).then(theirs["amount"]).otherwise(own["amount"]).alias("amount"),
            pl.when(unknown).then(theirs["status"]).otherwise(own["status"]).alias("status"),
            pl.coalesce(pl.when(own["state"] == "REVERSED").then(own["state"]), theirs["state"], own["state"]).alias(
                "state"
            ),
            pl.coalesce(theirs["locks_at"], own["locks_at"]).alias("locks_at"),
        )
