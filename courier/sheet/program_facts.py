"""Facts about the brand account whose orders a sheet holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ProgramFacts:
    """Facts of a brand account that rules may use; empty where unknown.

    ``parents``: per event type of a chain the one that has to come before it. ``rules_off``: inferred rules that are
    switched off. ``email_hash``: sha1 or sha256. ``approval_above``: the amount above which a second person approves,
    "" for never. ``lock_days``: per event type how many days after the event impact.com takes no change any more.
    """

    campaign_id: str = ""
    event_types: frozenset[str] = frozenset()
    parents: Mapping[str, str] = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()
    promo_codes: frozenset[str] = frozenset()
    rules_off: frozenset[str] = frozenset()
    email_hash: str = "sha1"
    approval_above: str = ""
    lock_days: Mapping[str, int] = field(default_factory=dict)
