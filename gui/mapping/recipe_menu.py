"""The menu for mapping recipes: to a file, from a file, and locked by the sheet's program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from courier.formats import listing
from courier.messages import UserError, text
from courier.opened_edits import apply_recipe
from courier.programs import Program, with_constants_of
from courier.sheet.mapping_recipe import MappingRecipe, make_recipe, read_recipe, write_recipe
from gui.session.file_dialogs import ask_for_file, ask_where_to_save
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.session.session import Session
from gui.style.parts import named
from gui.style.plain import literal


class RecipeMenu(QToolButton):
    """What it has to tell is shown as a question over ``page``."""

    def __init__(self, session: Session, services: AppServices, page: QWidget) -> None:
        super().__init__()
        named(self, "recipeMenu", text("recipe-menu-name"))
        self.setText(text("recipe-menu"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._session, self._services, self._page = session, services, page
        menu = named(QMenu(self), "recipeActions", text("recipe-menu-name"))
        self._save = menu.addAction(text("recipe-save"), self._ask_where_to_save)
        self._load = menu.addAction(text("recipe-load"), self._ask_for_file)
        menu.addSeparator()
        self._lock = menu.addAction("", self._ask_to_lock)
        self._unlock = menu.addAction("", self._remove_lock)
        self.setMenu(menu)

    def refresh(self) -> None:
        """Offer what can be done with the sheet as it is."""
        program, locked = self._session.opened.options.program, self._session.opened.locked
        self._load.setEnabled(locked is None)
        self._lock.setVisible(program is not None and locked is None)
        self._unlock.setVisible(locked is not None)
        if program is not None:
            self._lock.setText(literal(text("recipe-lock", program=program.name)))
            self._unlock.setText(literal(text("recipe-unlock", program=program.name)))

    def _recipe(self) -> MappingRecipe:
        """The sheet's mapping as a recipe, without what its program brings itself."""
        opened = self._session.opened
        choices = opened.draft.choices
        return make_recipe(
            Path(opened.name).stem[:100] or opened.name[:100],
            opened.table.named_headers,
            with_constants_of(choices.mapping, opened.options.program, None),
            choices.template if "template" in choices.chosen else None,
            choices.zone if "zone" in choices.chosen else None,
        )

    # ------------------------------------------------------------------ files

    def _ask_where_to_save(self) -> None:
        recipe, folder = self._recipe(), str(self._session.suggested_folder())
        ask_where_to_save(
            self._page,
            "recipeSaveDialog",
            text("recipe-save-title"),
            lambda path: self._try(lambda: write_recipe(replace(recipe, name=path.stem[:100]), path)),
            suffix="json",
            filters=_filters(),
            start=folder,
            suggested=f"{recipe.name}.json",
        )

    def _ask_for_file(self) -> None:
        ask_for_file(self._page, "recipeLoadDialog", text("recipe-load-title"), self._load_file, filters=_filters())

    def _load_file(self, path: Path) -> None:
        self._try(lambda: self._consider(read_recipe(path)))

    def _consider(self, recipe: MappingRecipe) -> None:
        """Use a recipe, after a question if the sheet lacks some of its columns."""
        opened = self._session.opened
        missing = recipe.missing(opened.table.named_headers)
        if not recipe.mapping_on(opened.draft.sheet.headers).feeds:
            self._tell(text("recipe-fits-nothing", name=recipe.name))
        elif missing:
            words = text("recipe-missing", count=len(missing), columns=listing(missing))
            question = Question("recipeQuestion", text("recipe-load-title"), words, self._page)
            question.offer(text("recipe-use"), lambda: self._use(recipe), primary=True, name="recipeUse")
            question.ask_or_cancel()
        else:
            self._use(recipe)

    def _use(self, recipe: MappingRecipe) -> None:
        self._session.do(apply_recipe(self._session.opened, recipe))

    # ------------------------------------------------------------------ lock

    def _ask_to_lock(self) -> None:
        program = self._session.opened.options.program
        if program is None:
            return
        words = text("recipe-lock-question", program=program.name)
        question = Question("recipeLockQuestion", text("recipe-lock", program=program.name), words, self._page)
        question.offer(text("recipe-lock-go"), self._add_lock, primary=True, name="recipeLockGo")
        question.ask_or_cancel()

    def _add_lock(self) -> None:
        recipe = self._recipe()
        self._change_program(lambda program: replace(program, recipe=recipe))

    def _remove_lock(self) -> None:
        self._change_program(lambda program: replace(program, recipe=None))

    def _change_program(self, change: Callable[[Program], Program]) -> None:
        program = self._session.opened.options.program
        if program is not None:
            self._try(lambda: self._session.choose_program(self._services.programs.change(program.name, change)))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as problem:
            self._tell(str(problem))

    def _tell(self, words: str) -> None:
        Question("recipeAnswer", text("recipe-menu-name"), words, self._page).tell()


def _filters() -> list[str]:
    return [f"{text('recipe-filter')} (*.json)", f"{text('open-filter-all')} (*)"]
