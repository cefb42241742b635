"""64-bit keys of orders and actions, with which a million orders are found among ten million quickly.

A key is the 64-bit BLAKE2b of an order (program's campaign ID, event type, OrderId) or of an action (its ActionId). The
SKU is not part of it: impact.com refuses a second conversion of an order whatever its items are.
"""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

_SEPARATOR = "\x1f"


def keys(campaign: pl.Series, event: pl.Series, order: pl.Series, action: pl.Series) -> pl.Series:
    """A signed 64-bit key per row; null for rows without order and action. An action ID alone makes the key."""
    frame = pl.DataFrame([campaign.alias("c"), event.alias("e"), order.alias("o"), action.alias("a")])
    of_order = pl.concat_str(
        [pl.lit("order"), pl.col("c").fill_null(""), pl.col("e").fill_null(""), pl.col("o")], separator=_SEPARATOR
    )
    of_action = pl.concat_str([pl.lit("action"), pl.col("a")], separator=_SEPARATOR)
    texts = frame.select_seq(pl.coalesce(of_action, of_order).cast(pl.Binary).alias("k"))["k"]
    digests = [None if text is None else blake2b(text, digest_size=8).digest() for text in texts.to_list()]
    return pl.Series("key", digests, dtype=pl.Binary).bin.reinterpret(dtype=pl.Int64, endianness="little")
