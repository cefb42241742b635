# What the rows of a column prove about how its dates and decimals are written. Facts: count (of rows) and those named.

# form: how bare numbers are read; filled: rows with a value
reading-numbers = { $form ->
    [serial-1900] Excel day numbers
    [serial-1904] Excel day numbers from 1904 on
    [milliseconds] milliseconds since 1970 (UTC)
    [microseconds] microseconds since 1970 (UTC)
   *[seconds] seconds since 1970 (UTC)
  }
reading-numbers-all = All values ({ $count }) are { reading-numbers }.
reading-numbers-most = { $count } of { $filled } are { reading-numbers } of the last 13 months, and all numbers are read so.
# others: rows that are something else
reading-numbers-open = { reading-rows } may hold a date as a number, but { $others } { $others ->
    [1] is
   *[other] are
  } written otherwise, so numbers are not read as dates.
reading-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
  }
reading-prove = { $count ->
    [one] { $count } row proves
   *[other] { $count } rows prove
  }

reading-day-first = { reading-prove } day first; none prove month first.
reading-month-first = { reading-prove } month first; none prove day first.
# day, month: rows that prove each
reading-order-torn = { $day ->
    [one] { $day } row proves
   *[other] { $day } rows prove
  } day first and { $month } month first.
reading-order-open = No row decides between day first and month first; { $count } can be read both ways.
reading-order-points = { $count ->
    [one] { $count } date with points is
   *[other] { $count } dates with points are
  } read day first, as is usual.
reading-day-told = You said that the day comes first.
reading-month-told = You said that the month comes first.

reading-zone = The times are in { $zone }, as the file says: “{ $source }”.
reading-zones-torn = The time zone is not certain: “{ $source }” says one and “{ $other }” another. Set the right one.

reading-years = { $count ->
    [one] { $count } row has a year
   *[other] { $count } rows have years
  } of two digits
reading-years-open = { reading-years }: say that 26 means 2026.
reading-years-told = { reading-years }; you said that 26 means 2026.
reading-years-refused = { reading-years }; you said that 26 does not mean 2026, so write it in full.
reading-years-unsure = { $count ->
    [one] { $count } row does
   *[other] { $count } rows do
  } not show which number is the year, and nothing of that is read. Write the year in full.

reading-decimal-comma = { reading-prove } a decimal comma; none prove a point.
reading-decimal-point = { reading-prove } a decimal point; none prove a comma.
# comma, point: rows that prove each
reading-decimals-torn = { $comma ->
    [one] { $comma } row proves
   *[other] { $comma } rows prove
  } a decimal comma and { $point } a point.
reading-decimals-open = No row decides between a decimal comma and a point.
