# Searching
search-bad-expression = This is no regular expression{ $place ->
    [none] .
   *[other] : look at “{ $place }”.
  }
search-no-look-around = Regular expressions cannot look ahead or behind here: leave (?=…), (?!…), (?<=…) and (?<!…) away.
search-no-backreferences = Regular expressions cannot refer back to a group here, as \1 does.
search-no-such-group = The expression has no group { $group }; write $$ for a dollar sign.
edit-replace = replacing

# Find and replace
menu-replace = Replace in sheet
find-open = Find
find-name = Find and replace
find-text = Find
find-by = Replace with
find-case = Aa
find-case-tip = Upper and lower case differ
find-kind = How
find-kind-plain = Any part of a cell
find-kind-whole = Whole cell
find-kind-regex = Regular expression
find-where = Where
find-where-all = Everywhere
find-where-shown = Rows shown
find-where-selection = Selection
find-where-column = This column
find-where-failing = Cells with problems
find-where-selection-tip = The selection when you chose this: { count-rows }.
find-where-column-tip = The column { $column }.
find-count = { $number } of { $count }
find-hits = { $count ->
    [0] Not found
    [one] { $count } cell
   *[other] { $count } cells
  }
find-searching = Searching…
find-next = Next (Enter)
find-previous = Previous (Shift+Enter)
find-close = Close (Esc)
find-cancel = Stop
find-stopped = Stopped
find-replace-one = Replace
find-replace-all = Replace all…
find-read-only = Calculated, or the same for all rows; change it under Columns.
find-nothing-to-replace = Nothing would change.
find-replaced = { count-cells } changed. { undo-once }
replace-title = Replace all
replace-about = { count-cells } would change{ $shown ->
    [0] {""}
   *[other] , { $shown } of them shown here
  }.{ $kept ->
    [0] {""}
   *[other] {" "}Calculated or common values stay ({ $kept }).
  } Nothing is changed yet.
replace-go = Replace them

# Filters
menu-filter = Filter rows
filter-name = Which rows are shown
filter-where = Rows where
filter-column = Column
filter-test = Condition
filter-value = Value
filter-value-hint = a value, or a part of it
filter-value-count = { $value } ({ $count })
filter-go = Show them
filter-close = Close the filter
filter-failing = rows with errors
filter-only-failing = Only rows with errors
filter-condition = { $column } { $test } { $value }
filter-sorted = { $what }, sorted by { $column }
filter-again = Refresh
filter-again-tip = Leave rows away that no longer belong here, and take up new ones
filter-looking = Looking for the rows…
filter-stop = Stop
filter-none-left = No row is left.
problems-step-none = No problem in the sheet.
problems-step-value = The value that all rows have for { $field } is wrong. Change it here.
problems-step-none-shown = No problem in the rows shown.

# Groups of problems
problems-checking-detail = What you see below is from before the last change.
card-cells = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
  }
card-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
  }
card-cells-name = Cells with this problem: { $title }
card-cell = Row { $row }
card-cell-value = Row { $row } · { $value }
card-cell-field = Row { $row } · { $field } · { $value }
card-cell-change = { $cell } → { $after }
