"""Which of several recorded rows is meant, by SKU and by the line as far as it can be believed."""

from __future__ import annotations

import polars as pl

CHOSEN = {"id": pl.UInt32, "chosen_part": pl.Int64, "number": pl.Int64, "own_sku": pl.String}
"""The chosen rows: ``id`` of the refused row, its part and its number there. ``own_sku``: the SKU of a row of a whole
refused order, null where the answer says which row it is."""
_OFF = pl.col("line") - pl.col("number")


def line_offsets(fitting: pl.DataFrame) -> pl.DataFrame:
    """Per ``in_part`` the ``offset`` of lines to rows, 1 if the header is counted, else 0: what most rows say that are
    certain without the line. Parts in which no row says so are left out, and those in which as many say both."""
    certain = fitting.filter((pl.col("level") == pl.col("level").max().over("id")) & (pl.col("level") > 0))
    certain = certain.filter(pl.len().over("id") == 1)
    counted = certain.group_by("in_part").agg(
        (_OFF == 1).sum().cast(pl.Int64).alias("counted"), (_OFF == 0).sum().cast(pl.Int64).alias("uncounted")
    )
    return counted.filter(pl.col("counted") != pl.col("uncounted")).select(
        "in_part", (pl.col("counted") > pl.col("uncounted")).cast(pl.Int64).alias("offset")
    )


def chosen(fitting: pl.DataFrame) -> pl.DataFrame:
    """The recorded rows that are meant, of the `candidates` in one part for each refused row: one of each, or all of an
    order where neither SKU nor line says which."""
    judged = fitting.join(line_offsets(fitting), on="in_part", how="left")
    on_line = pl.when(pl.col("offset").is_null()).then(_OFF.is_in([0, 1])).otherwise(pl.col("offset") == _OFF)
    judged = judged.with_columns(on_line.fill_null(False).alias("on_line"))
    # another SKU than that of the answer is believed only of an order's only row, or where the line is sure
    sure_line = pl.col("on_line") & pl.col("offset").is_not_null()
    judged = judged.filter((pl.col("level") > 0) | pl.col("alone") | sure_line)
    best = judged.filter(pl.col("level") == pl.col("level").max().over("id"))
    best = best.filter(pl.col("on_line") | ~pl.col("on_line").any().over("id"))
    whole_order = (pl.col("level") == 1) & ~pl.col("on_line") & (pl.len().over("id") > 1)
    best = best.with_columns(whole_order.alias("whole"))
    first = best.filter(~pl.col("whole")).sort("id", "number").unique("id", keep="first", maintain_order=True)
    return pl.concat([first, best.filter("whole")]).select(
        "id",
        pl.col("in_part").alias("chosen_part"),
        "number",
        pl.when("whole").then("own_sku").alias("own_sku"),
    )


def by_line(asked: pl.DataFrame, offset: int | None, count: int, content: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of one part that are meant by refused rows without an order, which only their line can tell.

    ``asked``: these rows; ``offset``: of lines to rows, if others proved it; ``count``: the rows of the part;
    ``content``: all of them, if they are kept. Where it is not proved, it is what fits all lines and most SKUs; where
    both fit alike, no row is chosen.
    """
    part = asked.select("id", pl.col("part").alias("chosen_part"), "line", "sku")
    sides = [_on_lines(part, each, count, content) for each in ((0, 1) if offset is None else (offset,))]
    if len(sides) == 1:
        return _as_chosen(sides[0].filter("inside"))
    fits = [(bool(side["inside"].all()), int(side["same"].sum())) for side in sides]
    if fits[0] == fits[1]:
        return pl.DataFrame(schema=CHOSEN)
    best = sides[fits.index(max(fits))]
    return _as_chosen(best.filter("inside")) if max(fits)[0] else pl.DataFrame(schema=CHOSEN)


def _on_lines(part: pl.DataFrame, offset: int, count: int, content: pl.DataFrame | None) -> pl.DataFrame:
    """Each row with the ``number`` that its line would be, whether it is ``inside`` the part, and whether the row there
    is the ``same``: without an order, or with the SKU of the answer."""
    placed = part.with_columns((pl.col("line") - offset).alias("number"))
    placed = placed.with_columns(pl.col("number").is_between(1, count).alias("inside"))
    if content is None:
        return placed.with_columns(pl.lit(False).alias("same"))
    nameless = pl.col("order_id").is_null() & pl.col("action_id").is_null()
    there = content.select(pl.col("number").cast(pl.Int64), nameless.alias("nameless"), pl.col("sku").alias("there"))
    same_sku = (pl.col("there") == pl.col("sku")).fill_null(False)
    joined = placed.join(there, on="number", how="left", maintain_order="left")
    return joined.with_columns((pl.col("nameless").fill_null(False) | same_sku).alias("same"))


def _as_chosen(placed: pl.DataFrame) -> pl.DataFrame:
    return placed.select(
        "id", "chosen_part", pl.col("number").cast(pl.Int64), pl.lit(None, dtype=pl.String).alias("own_sku")
    )
