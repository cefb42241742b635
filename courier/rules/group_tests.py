"""The tests of rules over groups, with what must be gathered for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courier.rules.evaluation import KeyedMark, RuleTests, fields_of
from courier.rules.field_view import FieldView
from courier.rules.orders import GATHERED_BY, OrderHelpers
from courier.rules.verdict import Key


class GroupTests:
    """Marks of rules over groups. ``helpers``: the helper columns that they need; ``fields``: the fields whose texts
    are compared."""

    def __init__(self, marks: Sequence[KeyedMark], view: FieldView) -> None:
        self._tests: dict[str, dict[str, RuleTests]] = {}
        columns: frozenset[str] = frozenset()
        for group in dict.fromkeys(keyed.rule.group for keyed in marks if keyed.rule.group is not None):
            tests = RuleTests([keyed for keyed in marks if keyed.rule.group == group])
            self._tests.setdefault(GATHERED_BY[group], {})[group] = tests
            columns |= tests.columns
        self.helpers = OrderHelpers(view, columns)
        self.fields = fields_of(columns | self.helpers.roots)

    def of(self, kind: str) -> Mapping[str, RuleTests]:
        """The tests of the groups for which groups of this kind are gathered, by group."""
        return self._tests.get(kind, {})

    def keys(self, kind: str) -> list[Key]:
        """The keys of these tests."""
        return [key for tests in self.of(kind).values() for key in tests.keys]
