"""All rules over rows and orders. A new rule is one object in one of these tables, its words and a pair of sheets."""

from courier.rules import (
    attribution,
    chains,
    event_dates,
    identifiers,
    items,
    look_alikes,
    modifications,
    money,
    order_rules,
    programs,
    shop_status,
    sums,
    surplus,
    texts,
)
from courier.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *surplus.RULES,
    *identifiers.RULES,
    *look_alikes.RULES,
    *attribution.RULES,
    *event_dates.RULES,
    *money.RULES,
    *items.RULES,
    *texts.RULES,
    *programs.RULES,
    *shop_status.RULES,
    *sums.RULES,
    *modifications.RULES,
    *chains.RULES,
    *order_rules.RULES,
)
