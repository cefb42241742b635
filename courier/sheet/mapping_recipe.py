"""What feeds the fields of one kind of export, as a file that others can use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from courier.catalogue.fields import FIELDS, Template
from courier.catalogue.zones import known_zone
from courier.messages import UserError
from courier.plain_json import read_json, write_json
from courier.sheet.column_places import places_of, spelled
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import Typed
from courier.sheet.memory import by_header, checked_mapping, on_columns

_KIND, _VERSION = "conversion-courier-mapping", 1
_LARGEST = 2_000_000
"""Bytes of a file: many times what the widest sheet takes."""
_MOST_COLUMNS, _LONGEST_NAME = 4_000, 200


class RecipeError(UserError):
    """A mapping recipe cannot be read or written."""


@dataclass(frozen=True)
class MappingRecipe:
    """``content``: the plain values of `recipe_to_json` as JSON, so that recipes can be compared and hashed."""

    name: str
    content: str

    @cached_property
    def _values(self) -> dict[str, Any]:
        return dict(json.loads(self.content))

    @property
    def template(self) -> Template | None:
        """The template that was chosen, or None."""
        template: Template | None = self._values["template"]
        return template

    @property
    def zone(self) -> str | None:
        """The zone that was chosen, or None."""
        zone: str | None = self._values["zone"]
        return zone

    def mapping_on(self, headers: Sequence[str]) -> FieldMapping:
        """The mapping on the columns of a sheet with these headers, without what reads a column that it lacks."""
        return on_columns(self._values["mapping"], headers)

    def missing(self, headers: Sequence[str]) -> tuple[str, ...]:
        """The headers of the recipe's sheet that a sheet lacks."""
        there = {header for header, _ in places_of(headers)}
        return tuple(header for header in self._values["headers"] if spelled(header) not in there)


def make_recipe(
    name: str, headers: Sequence[str], mapping: FieldMapping, template: Template | None, zone: str | None
) -> MappingRecipe:
    """The recipe of a sheet with these headers. What was typed into the sheet stays there. ``template``, ``zone``: None
    where these are to be detected."""
    mapping = replace(mapping, feeds=tuple(pair for pair in mapping.feeds if pair[1] != Typed()))
    values = {
        "headers": list(headers),
        "template": template,
        "zone": zone,
        "mapping": by_header(mapping, headers),
    }
    return MappingRecipe(name, _written(values))


def recipe_to_json(recipe: MappingRecipe) -> dict[str, Any]:
    """A recipe as plain values, for `recipe_from_json`."""
    return {"kind": _KIND, "version": _VERSION, "name": recipe.name, **json.loads(recipe.content)}


def recipe_from_json(record: object) -> MappingRecipe:
    """The recipe in a JSON value that may come from others. Raises RecipeError if it is none."""
    try:
        if not isinstance(record, dict) or record["kind"] != _KIND or not isinstance(record["version"], int):
            raise RecipeError("mapping-recipe-malformed")
        if record["version"] > _VERSION:
            raise RecipeError("mapping-recipe-newer")
        return _checked(record)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise RecipeError("mapping-recipe-malformed") from problem


def _checked(record: Mapping[str, Any]) -> MappingRecipe:
    """The recipe of a record. Raises an error of several kinds when it is not as it should be."""
    name, headers, template, zone = record["name"], record["headers"], record["template"], record["zone"]
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise ValueError
    if (
        not isinstance(headers, list)
        or len(headers) > _MOST_COLUMNS
        or not all(isinstance(header, str) for header in headers)
    ):
        raise ValueError
    if template is not None and template not in get_args(Template):
        raise ValueError
    if zone is not None and not (isinstance(zone, str) and known_zone(zone)):
        raise ValueError
    mapping = checked_mapping(record["mapping"])
    if unknown := {field for field, _ in (*mapping.feeds, *mapping.words)} - set(FIELDS):
        raise RecipeError("mapping-recipe-field", field=min(unknown))
    values = {"headers": headers, "template": template, "zone": zone, "mapping": record["mapping"]}
    return MappingRecipe(name.strip(), _written(values))


def _written(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def read_recipe(path: Path) -> MappingRecipe:
    """The recipe in a file. Raises RecipeError if the file has none."""
    try:
        return recipe_from_json(read_json(path, _LARGEST))
    except (OSError, ValueError) as problem:
        raise RecipeError("mapping-recipe-malformed") from problem


def write_recipe(recipe: MappingRecipe, path: Path) -> None:
    """Write a recipe to a file for `read_recipe`. Raises RecipeError."""
    try:
        write_json(path, recipe_to_json(recipe))
    except (OSError, UnicodeEncodeError) as problem:
        raise RecipeError("mapping-recipe-unwritable", path=str(path)) from problem
