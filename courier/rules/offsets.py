"""The distance from UTC that a local time has in a zone, if it is one moment there."""

from __future__ import annotations

import re

import polars as pl

from courier.catalogue.zones import ABBREVIATIONS, fixed_offset, zone_named

IS_OFFSET = "^[+-]"
_MOST_ZONES = 500
"""Different texts of a column that are looked up as zones; one with more has remarks behind its dates."""
_OFFSET_BEFORE = re.compile(r"((?:gmt|utc)? ?[+-] ?\d{1,2}(?::?\d\d)?|z\b)[ ,]*(.*)", re.IGNORECASE | re.DOTALL)


def offset_in(local: pl.Expr, zone: str) -> pl.Expr:
    """The offset, such as ``+01:00``, of local times (Datetime ms) in a ``zone`` that `zone_named` knows; or why there
    is none: ``gap`` where the clocks were put forward over the time, ``overlap`` where they were put back over it,
    ``season`` where the zone is an abbreviation of another time of the year (EST in July)."""
    offset = fixed_offset(zone)
    if offset is None:
        unique = local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null").dt.strftime("%:z")
        earliest = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        reason = pl.when(earliest.is_null()).then(pl.lit("gap")).otherwise(pl.lit("overlap"))
        return pl.when(local.is_not_null()).then(unique.fill_null(reason))
    if zone not in ABBREVIATIONS:
        return pl.when(local.is_not_null()).then(pl.lit(offset))
    place = ABBREVIATIONS[zone][0]
    there = at_offset(local, offset).dt.convert_time_zone(place).dt.strftime("%:z")
    fits = pl.when(there == offset).then(pl.lit(offset)).otherwise(pl.lit("season"))
    return pl.when(local.is_not_null()).then(fits)


def at_offset(local: pl.Expr, offset: str) -> pl.Expr:
    """The UTC moment (Datetime) of local times at an offset such as ``-08:00``."""
    minutes = int(offset[1:3]) * 60 + int(offset[4:])
    shift = pl.duration(minutes=-minutes if offset.startswith("-") else minutes)
    return (local - shift).dt.replace_time_zone("UTC")


def written_offsets(local: pl.Series, zones: pl.Series) -> pl.Series:
    """Per local time the offset that the zone written behind it (a text, "" for none) means.

    Like `offset_in`, but an abbreviation is its own offset at any time of the year; ``zone`` where the text names no
    zone or one of several, ``torn`` where two zones are named that do not agree; "" for none.
    """
    frame = pl.DataFrame([local.alias("local"), zones.alias("zone")]).with_row_index("@index")
    dated = frame.drop_nulls()
    usual = dated["zone"].value_counts(sort=True).head(_MOST_ZONES)["zone"]
    is_usual = dated["zone"].is_in(usual.implode())
    offsets = [
        group.select_seq("@index", _written_offset(str(zone)).alias("offset"))
        for (zone,), group in dated.filter(is_usual).group_by("zone")
    ]
    offsets.append(dated.filter(~is_usual).select_seq("@index", pl.lit("zone").alias("offset")))
    return frame.join(pl.concat(offsets), on="@index", how="left", maintain_order="left")["offset"]


def _written_offset(text: str) -> pl.Expr:
    local = pl.col("local")
    if not text:
        return pl.lit("")
    offset, zone = _zones_in(text)
    if offset is None:
        return pl.lit("zone") if zone is None else offset_in(local, fixed_offset(zone) or zone)
    if zone is None:
        return pl.lit(offset)
    fixed = fixed_offset(zone)
    own = pl.lit(fixed) if fixed else at_offset(local, offset).dt.convert_time_zone(zone).dt.strftime("%:z")
    return pl.when(own == offset).then(pl.lit(offset)).otherwise(pl.lit("torn"))


def _zones_in(text: str) -> tuple[str | None, str | None]:
    """The offset and the zone that a text names: one, the other, or both as in ``GMT+0100 (CET)``. What stands in
    brackets behind an offset and is no zone's name is a remark."""
    whole = zone_named(text)
    if whole is not None:
        return None, whole
    match = _OFFSET_BEFORE.fullmatch(text)
    offset = zone_named(match[1].replace("z", "utc").replace(" ", "")) if match else None
    if not match or offset is None:
        return None, None
    rest = match[2].strip()
    zone = zone_named(rest.strip("[]()"))
    if zone is None and not rest.startswith(("[", "(")):
        return None, None
    return fixed_offset(offset) or "+00:00", zone
