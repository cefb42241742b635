# The grid: what is said and asked while somebody edits.

grid-surplus = Beyond the header
edit-fill-right = filling to the right
edit-drag-fill = filling by dragging
edit-cut = cutting
edit-revert = restoring the original
edit-move-rows = moving rows
edit-duplicate-rows = duplicating rows

grid-selected-spoken = { count-rows }, { count-columns } selected

grid-cut = Cut
grid-fill-right = Fill right
grid-clear = Clear the cells
grid-revert = Restore original
grid-nothing-to-revert = These cells are as they were in the source.
grid-insert-rows = { $rows ->
    [1] Insert a row above
   *[other] Insert { $rows } rows above
  }
grid-insert-below = { $rows ->
    [1] Insert a row below
   *[other] Insert { $rows } rows below
  }
grid-duplicate = { $rows ->
    [1] Duplicate this row
   *[other] Duplicate { $rows } rows
  }
grid-move-up = Move up
grid-move-down = Move down
grid-rows-not-columns = Whole columns are selected. Select the rows in the gutter first.
grid-move-in-order = Show all rows in their order first; they are moved in that order.
grid-paste-cut = { $cells ->
    [1] 1 value beyond the edge was not pasted.
    [one] { $cells } value beyond the edge was not pasted.
   *[other] { $cells } values beyond the edge were not pasted.
}
grid-nothing-writable = { $reason } Nothing was changed.
grid-copied = { count-cells } copied.
grid-copying = Copying { $cells } cells…

goto-row = Go to row…
goto-title = Go to row
goto-question = The number that stands beside the row, as in the file.
goto-number = Row number
goto-go = Go
goto-nowhere = There is no row { $row } in this sheet.
goto-nearest = There is no row { $wanted }, this is row { $row }.

head-menu-name = Menu of { $column }
head-hide = { $columns ->
    [1] Hide this column
   *[other] Hide { $columns } columns
  }
head-show = Show hidden columns
head-show-all = All of them
head-freeze = Freeze columns
head-unfreeze = Let all columns scroll
head-own-order = Columns in the file's order
head-about = What does { $field } hold?
head-locked = Locked by { $program }
head-fit = Fit the width to the contents
