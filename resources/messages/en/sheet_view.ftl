# What stands around the grid: which columns and rows are shown, and the line at the bottom

status-number = { $rows }
status-ready = { $rows } ready
status-repair = { $rows ->
    [one] { $rows } needs repair
   *[other] { $rows } need repair
  }
status-hold = { $rows } on hold
status-out = { $rows } excluded
status-sent = { $rows } sent
status-chip-tip = { $what }. Click to show only these rows, and again for all.
status-orders = { count-orders }
status-first-total = { $total } and { $more } more
status-age-range = oldest { $last } days, limit { $limit }
status-fixed = { $cells ->
    [0] {""}
   *[other] { count-cells } changed by fixes
  }
status-progress = Progress
division-repair = rows that need repair
division-hold = rows on hold
division-out = excluded rows
amount-no-currency = { $amount } without a currency
inspector-more = More that can be done with this cell

grid-bar-name = Columns and rows shown
grid-bar-sent = { $kind ->
    [brief] Sent { $count }
   *[whole] Sent columns { $count }
  }
grid-bar-all = { $kind ->
    [brief] All { $count }
   *[whole] All { $count } columns
  }
grid-bar-switch-tip = { $what } (Ctrl+Shift+M switches)
grid-bar-columns = Columns…
grid-bar-for-all = For all rows
grid-bar-value = { $field } { $value }
grid-bar-value-tip = { $value } for all rows. Click to change it.
grid-bar-values = { $values ->
    [one] { $values } value for all rows
   *[other] { $values } values for all rows
  }
grid-bar-rows = Rows shown
rows-shown = { $kind ->
    [ready] Ready rows
    [repair] Rows that need repair
    [hold] Rows on hold
    [out] Excluded rows
    [sent] Sent rows
    [refused] Rows refused by impact.com
    [failing] Rows with errors
    [other] Filtered rows
   *[all] All rows
  }
notice-refused = impact.com refused { $refused ->
    [one] { $refused } row
   *[other] { $refused } rows
  } of this sheet and accepted { $accepted }.
notice-show-refused = Show them
notice-name = Result
notice-close = Put this message away
notice-more = More
notice-show-folder = Show in folder
notice-open-history = Open history
next-step-others = Other next steps
next-step-ready = { $ready } of { $rows } rows ready
next-step-safe = { $count ->
    [one] { $count } safe fix
   *[other] { $count } safe fixes
  }
next-step-fill = { $count ->
    [1] Fill one thing needed…
   *[other] Fill { $count } things needed…
  }
inspector-fix-brief = Change
next-step-brief = { $ready } ready
