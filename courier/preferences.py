"""What a person prefers, whatever sheet is open: a small readable file beside programs and destinations."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from courier.messages import UserError
from courier.own_files import make_folder
from courier.plain_json import read_json, write_json

APPEARANCES = ("system", "light", "dark")
KEPT_DAYS = (30, 90, 365, 0)
"""How many days drafts and files may be kept; 0 is until a person deletes them."""


class PreferencesError(UserError):
    """The preferences cannot be written."""


@dataclass(frozen=True)
class Preferences:
    """``appearance``: one of `APPEARANCES`; ``zone``: of dates without one where neither the sheet nor its program
    names one, "" to be asked; ``export_folder``: where exports go, "" for beside the source; ``offer_drafts``: whether
    a file that is opened again offers its draft; ``kept_days``: one of `KEPT_DAYS`, for drafts from
    their last edit on and for files with rows that stayed behind; ``seen_version``: of the app, whose news were
    shown; ``look_for_updates``: whether it is looked for a newer version once a week, and ``looked_for_updates`` when
    that was done last, an ISO moment or ""."""

    appearance: str = "system"
    zone: str = ""
    export_folder: str = ""
    offer_drafts: bool = True
    kept_days: int = 90
    seen_version: str = ""
    look_for_updates: bool = False
    looked_for_updates: str = ""

    @property
    def plain(self) -> Preferences:
        """With what cannot be used as it is at first: a file may be written by hand."""
        appearance = self.appearance if self.appearance in APPEARANCES else "system"
        kept_days = self.kept_days if self.kept_days in KEPT_DAYS else Preferences.kept_days
        return replace(
            self, appearance=appearance, kept_days=kept_days, zone=_known_zone(self.zone) if self.zone else ""
        )


def _known_zone(name: str) -> str:
    # the list of zones takes a while to load, and the first picture waits for the appearance
    from courier.catalogue.zones import zone_named

    return zone_named(name) or ""


class PreferenceStore:
    """The preferences in a folder. What cannot be read counts as never chosen: nothing in it is worth a stop."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "preferences.json"
        self._now: Preferences | None = None

    @property
    def now(self) -> Preferences:
        """The preferences as they are."""
        if self._now is None:
            self._now = self._read()
        return self._now

    def change(self, **values: str | bool | int) -> None:
        """Prefer something else from now on. Raises PreferencesError, after which it counts until the app ends."""
        self._now = replace(self.now, **values)  # type: ignore[arg-type]
        try:
            make_folder(self._path.parent, private=True)
            write_json(self._path, asdict(self._now), private=True)
        except OSError as problem:
            raise PreferencesError("preferences-unwritable", path=str(self._path)) from problem

    def _read(self) -> Preferences:
        with suppress(OSError, ValueError):
            values = read_json(self._path)
            if isinstance(values, dict):
                known = {field.name: type(field.default) for field in fields(Preferences)}
                usable = {name: value for name, value in values.items() if type(value) is known.get(name)}
                return replace(Preferences(), **usable).plain  # type: ignore[arg-type]
        return Preferences()
