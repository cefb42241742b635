# The report: a sheet with its problems, for somebody who has no Conversion Courier
report-ending = { $path } ends neither in .xlsx nor in .csv, so no report was written; choose a name that does.
report-too-long = The sheet has { $rows } rows and a workbook takes 1,048,575 below its header, so no report was written; choose a name that ends in .csv.
report-row = row
report-problems = problems
report-fate = what becomes of it
report-ready = ready
report-repair = needs repair
report-hold = on hold
report-out = excluded
report-sent = sent
report-sent-rows = { $rows ->
    [one] One row was sent before.
   *[other] { $rows } rows were sent before.
  }
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
report-legend-error = A cell that impact.com would refuse. The order stays behind until it is repaired.
report-legend-warning = A cell that may be wrong. Look at it; the order can be sent.
report-legend-note = A cell worth knowing about. There is nothing to do.
report-legend-ready = The row can be sent as it is.
report-legend-repair = This row, or another of its order, has an error. The order stays behind until it is repaired.
report-legend-hold = Somebody put this order on hold, so it stays behind.
report-legend-out = The row belongs in no batch and was not checked.
report-legend-sent = The row was delivered from this sheet and does not go again.
report-legend-emails = Of e-mail addresses the report shows only what follows the @.
