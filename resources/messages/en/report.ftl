# The report: a sheet with its problems, for somebody who has no Conversion Courier
report-ending = { $path } ends neither in .xlsx nor in .csv, so no report was written. Choose a name that does.
report-too-long = A workbook has no room for { $rows } rows, so no report was written. Choose a name that ends in .csv.
report-row = row
report-problems = problems
report-fate = what becomes of it
report-ready = ready
report-repair = needs repair
report-hold = on hold
report-out = excluded
report-sent = sent
report-sent-rows = { count-rows } sent before.
report-tab-summary = Summary
report-tab-rows = Rows
report-title = Report on { $label }
report-rules = Problems by rule
report-no-problems = Nothing was found.
report-rule = Rule
report-what = What it is about
report-severity = How bad
report-count = How many
report-help = Help page
report-file = Problems of the whole file
report-legend = Colours and words
report-legend-error = impact.com would refuse it. The order stays behind until it is repaired.
report-legend-warning = It may be wrong. Look at it; the order can be sent.
report-legend-note = Worth knowing about. There is nothing to do.
report-legend-ready = The row can be sent.
report-legend-repair = This order has an error and stays behind until it is repaired.
report-legend-hold = Somebody put this order on hold, so it stays behind.
report-legend-out = The row belongs in no batch and was not checked.
report-legend-sent = The row was sent from this sheet and does not go again.
report-legend-emails = Of e-mail addresses the report shows only what follows the @.

# What leaves beside what came: a page in the window, and a file to print and sign
difference-title = { $label }: what leaves beside what came
difference-made = Checked { $date }, template { $template }. Nothing in this file was sent with it.
difference-rows-and-money = Rows and money
difference-share = Rows
difference-rows = How many
difference-no-currency = No currency
difference-came = In the source
difference-removed = Deleted here
difference-added = Added here
difference-excluded = Excluded
difference-sent = Sent before
difference-on-hold = On hold
difference-needs-repair = Needs repair
difference-leaves = Leaves
difference-nothing = No row is ready, so nothing would leave.
difference-same-money = No amount changed in the rows that leave.
difference-other-money = The rows that leave came with { $before } and leave with { $after }.
difference-fields = { $fields ->
    [one] { $fields } field
   *[other] { $fields } fields
  }, { $cells ->
    [0] no cell
   *[other] { count-cells }
  } changed
difference-field = Field
difference-source = Comes from
difference-changed = Changed cells
difference-for-all = { $value }, in all rows
difference-before = Came as
difference-after = Leaves as
difference-row = Row
difference-new-row = new
difference-more = { count-cells } more changed; see the window.
difference-staying = Columns that stay here: { $columns }
difference-prepared = Prepared by, date
difference-approved = Approved by, date
difference-page = What leaves beside what came
difference-places = Changed fields and files
difference-cells = Changed cells
difference-comparing = Comparing with the source…
difference-defect = The comparison could not be made, and nothing was changed.
difference-approve = Approve…
difference-save = Save as a file…
difference-where = Save the comparison
difference-kind = Page to print
difference-saved = The comparison is in { $path }.
difference-done = Done
difference-field-line = { $field }: { count-cells }
difference-file-line = { $parts ->
    [1] File { $label }
   *[other] File { $number } of { $parts } { $label }
  }, { count-rows }
difference-file-text = Text of the file
difference-file-about = { $name }, { $bytes } bytes, UTF-8, SHA-256 { $sha256 }
difference-file-cut = The first { $lines } of { $all } lines are shown.
difference-making = Making the file…
difference-go-to = Go to its row
