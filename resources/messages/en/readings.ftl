# What the rows of a column prove about how its dates and decimals are written. Facts: count (of rows) and those named.

# form: how bare numbers are read; filled: rows with a value
reading-numbers-all = { $form ->
    [serial-1900] { $count ->
        [one] The only value is an Excel day number.
       *[other] All { $count } are Excel day numbers.
      }
    [serial-1904] { $count ->
        [one] The only value is an Excel day number that counts from 1904.
       *[other] All { $count } are Excel day numbers that count from 1904.
      }
    [milliseconds] { $count ->
        [one] The only value is in milliseconds since 1970 (UTC).
       *[other] All { $count } are in milliseconds since 1970 (UTC).
      }
    [microseconds] { $count ->
        [one] The only value is in microseconds since 1970 (UTC).
       *[other] All { $count } are in microseconds since 1970 (UTC).
      }
   *[seconds] { $count ->
        [one] The only value is in seconds since 1970 (UTC).
       *[other] All { $count } are in seconds since 1970 (UTC).
      }
  }
reading-numbers-most = { $form ->
    [serial-1900] { $count } of { $filled } are Excel day numbers of the last 13 months, and all numbers are read so.
    [serial-1904] { $count } of { $filled } are Excel day numbers of the last 13 months that count from 1904, and all numbers are read so.
    [milliseconds] { $count } of { $filled } are milliseconds since 1970 (UTC) of the last 13 months, and all numbers are read so.
    [microseconds] { $count } of { $filled } are microseconds since 1970 (UTC) of the last 13 months, and all numbers are read so.
   *[seconds] { $count } of { $filled } are seconds since 1970 (UTC) of the last 13 months, and all numbers are read so.
  }
# others: rows that are something else
reading-numbers-open = { $count ->
    [one] One row may hold a date as a number
   *[other] { $count } rows may hold a date as a number
  }, but { $others ->
    [one] one row is written otherwise
   *[other] { $others } rows are written otherwise
  }, so numbers are not read as dates.

reading-day-first = { $count ->
    [one] One row proves day first; none prove month first.
   *[other] { $count } rows prove day first; none prove month first.
  }
reading-month-first = { $count ->
    [one] One row proves month first; none prove day first.
   *[other] { $count } rows prove month first; none prove day first.
  }
# day, month: rows that prove each
reading-order-torn = { $day ->
    [one] One row proves
   *[other] { $day } rows prove
  } day first and { $month ->
    [one] one row proves
   *[other] { $month } rows prove
  } month first.
reading-order-open = No row decides between day first and month first: { $count ->
    [one] one can be read both ways.
   *[other] { $count } can be read both ways.
  }
reading-order-points = { $count ->
    [one] One date written with points is read day first
   *[other] { $count } dates written with points are read day first
  }, as is usual with points.
reading-day-told = You said that the day comes first.
reading-month-told = You said that the month comes first.

reading-zone = The times are in { $zone }, as the file says: “{ $source }”.
reading-zones-torn = The time zone is not certain: “{ $source }” says one and “{ $other }” another. Set the right one.

reading-years-open = { $count ->
    [one] One row has a year of two digits: say that 26 means 2026.
   *[other] { $count } rows have years of two digits: say that 26 means 2026.
  }
reading-years-told = { $count ->
    [one] One row has a year of two digits; you said that 26 means 2026.
   *[other] { $count } rows have years of two digits; you said that 26 means 2026.
  }
reading-years-refused = { $count ->
    [one] One row has a year of two digits; you said that 26 does not mean 2026, so write it in full.
   *[other] { $count } rows have years of two digits; you said that 26 does not mean 2026, so write them in full.
  }
reading-years-unsure = { $count ->
    [one] One row does not show which of its numbers is the year, so it is not read. Write the year in full.
   *[other] { $count } rows do not show which of their numbers is the year, so they are not read. Write the years in full.
  }

reading-decimal-comma = { $count ->
    [one] One row proves a decimal comma; none prove a point.
   *[other] { $count } rows prove a decimal comma; none prove a point.
  }
reading-decimal-point = { $count ->
    [one] One row proves a decimal point; none prove a comma.
   *[other] { $count } rows prove a decimal point; none prove a comma.
  }
# comma, point: rows that prove each
reading-decimals-torn = { $comma ->
    [one] One row proves
   *[other] { $comma } rows prove
  } a decimal comma and { $point ->
    [one] one row proves
   *[other] { $point } rows prove
  } a point.
reading-decimals-open = No row decides between a decimal comma and a point.
