# Why a source cannot be read
reading-missing = There is no file called { $name } here any more, so nothing was opened. Check the name or export it again.
reading-clipboard-empty = The clipboard holds no rows, so nothing was opened. Copy a block of cells in your spreadsheet first.
reading-clipboard = What you copied
reading-no-tabs = { $name } is no workbook and has no tab called { $tab }, so nothing was opened. Leave --sheet away.
reading-empty = { $name } is empty, so there is nothing to check or send. Export it again from your shop system.
reading-folder = { $name } is a folder, so nothing was opened. Choose one spreadsheet in it.
reading-locked = { $name } cannot be opened because another program holds it or you may not read it, so nothing was opened. Close it there or copy it, and try again.
reading-not-a-table = { $name } is no spreadsheet and no table of text, so nothing was opened. Export the orders as CSV or XLSX.
reading-web-page = { $name } is a web page without a table of orders, such as a login page, so nothing was opened. Log in to your shop and export the orders again.
reading-other-xml = { $name } is XML that is no spreadsheet, so nothing was opened. Export the orders as CSV or XLSX.
reading-no-workbook = { $name } has the form of an Office file but no workbook inside, so nothing was opened. Export the orders as CSV or XLSX.
reading-table-name = Table { $number }
reading-password = { $name } is protected by a password, so nothing was opened. Save it without a password in Excel and open it again.
reading-broken-workbook = { $name } is damaged or was not saved to the end, so nothing was opened. Save or export it once more.
reading-broken-zip = { $name } is a damaged ZIP file, so nothing was opened. Fetch or pack it once more.
reading-zip-empty = { $name } is a ZIP file with nothing in it, so nothing was opened. Pack it once more.
reading-zip-several = { $name } is a ZIP file with { $count } files ({ $files }), so nothing was opened. Unpack it and open the one you mean.
reading-too-long = { $name } has { $size } GB, which is more than this app opens, so nothing was opened. Split it or export fewer orders at once.
reading-one-line = { $name } has { $size } MB without any line end, so it is no table and nothing was opened; export it again as CSV.
reading-too-wide = { $name } reaches over { $rows } rows and { $columns } columns, more than this app opens, so nothing was opened. Delete what is far away from the table, or export the orders alone as CSV.
reading-too-large = { $name } unpacks to far more than its size or to more than 2 GB, so nothing was opened. Export the orders as CSV instead.
reading-too-much-text = { $name } repeats long texts in so many cells that they come to { $characters } characters, so nothing was opened. Delete columns with long texts, or export the orders as CSV.
reading-undecodable = { $name } says that its text is { $encoding }, but it is not, so nothing was opened. Export it as UTF-8.
reading-no-such-tab = { $name } has no tab called “{ $tab }”, so nothing was opened. It has { $tabs }.
reading-no-such-encoding = There is no encoding called { $encoding }, so { $name } was not opened; try UTF-8 or Windows-1252.
reading-no-such-row = { $name } has no row { $row } that could be the header, so nothing was opened. Choose another.

# What was assumed
note-encoding = I assumed that the text is { $encoding }.
note-delimiter = I assumed that a { $delimiter } separates the cells.
note-sep-line = The first line says that a { $delimiter } separates the cells.
note-preamble = { $rows ->
    [one] I skipped one line above the header in row { $header }: “{ $line }”.
   *[other] I skipped { $rows } lines above the header in row { $header }, the first of them “{ $line }”.
  }
note-preamble-empty = { $rows ->
    [one] I skipped one empty line above the header in row { $header }.
   *[other] I skipped { $rows } empty lines above the header in row { $header }.
  }
note-zone = I took times without a time zone to be in { $zone }, because the file says “{ $source }”.
note-blank-rows = { $rows ->
    [one] I skipped one empty row.
   *[other] I skipped { $rows } empty rows.
  }
note-short-rows = { $rows ->
    [one] Row { $first } has
   *[other] { $rows } rows, the first is row { $first }, have
  } fewer cells than the header; the missing ones are empty here.
note-surplus = { $rows ->
    [one] Row { $first } has
   *[other] { $rows } rows, the first is row { $first }, have
  } more cells than the header; I kept them behind the last column, and nothing of that is sent.
note-surplus-empty = { $rows ->
    [one] Row { $first } has
   *[other] { $rows } rows, the first is row { $first }, have
  } more cells than the header, but nothing stands in them.
note-other-tabs = I read the tab { $tab } and left { $others } alone.
note-damaged = { $cells ->
    [one] One number
   *[other] { $cells } numbers
  } had more than 15 digits, and the workbook has lost the rest.
note-error-cells = { $cells ->
    [one] One cell holds an error of Excel such as #N/A.
   *[other] { $cells } cells hold an error of Excel such as #N/A.
  }
note-no-value = { $cells ->
    [one] One formula was saved without its value and is empty here.
   *[other] { $cells } formulas were saved without their values and are empty here.
  }
note-recalled = I used the columns as they were chosen for such a sheet before.
note-recalled-new = These columns were not there before: { $columns }.
note-recalled-gone = These columns were there before and are gone: { $columns }.
note-pasted = These rows were pasted, and long numbers may already have been cut.
note-unfolded = The columns { $columns } hold several items of an order, so { $records ->
    [one] one row
   *[other] { $records } rows
  } became { $rows } rows, one for each item.
note-no-header = I assumed that there is no header, because row { $row } looks like the rows below it. Choose the header row if there is one.
note-header-lines = I read { $lines } lines from row { $first } on as one header.
note-header-names = Of these lines I took only the names that say which columns they are, such as { $names }.
note-wrapped = Each line as a whole stood in quotation marks; I took them away.
note-header-again = { $rows ->
    [one] Row { $first } repeats the header, and I left it out.
   *[other] { $rows } rows repeat the header, the first is row { $first }, and I left them out.
  }
note-other-table = Another table begins in row { $row }; I read only the first and left { $rows } rows alone.
note-footnotes = { $rows ->
    [one] I took row { $first } below the table for a remark and left it out.
   *[other] I took { $rows } rows below the table, the first is row { $first }, for remarks and left them out.
  }
note-totals = I took row { $row } at the end for a line of totals and left it out.
note-stray-quotes = { $rows ->
    [one] Row { $first } has a quotation mark out of place
   *[other] { $rows } rows, the first is row { $first }, have quotation marks out of place
  }; I kept them as text.
note-row-delimiter = { $rows ->
    [one] Row { $first } is
   *[other] { $rows } rows, the first is row { $first }, are
  } separated by another sign than the others, and I read them by that.
note-row-blanks = { $rows ->
    [one] Row { $first } has
   *[other] { $rows } rows, the first is row { $first }, have
  } a blank behind each separator, and I took these blanks away.
note-row-apostrophes = { $rows ->
    [one] Each cell of row { $first } stands in apostrophes, and I took them away.
   *[other] In { $rows } rows each cell stands in apostrophes, the first is row { $first }, and I took them away.
  }
note-other-delimiter = The text could nearly as well be separated by a { $delimiter }.
note-quote = I assumed that { $quote } stands around cells.
note-escape = I assumed that { $escape } stands before a sign that is text.
note-nul = The text holds { $signs ->
    [one] one NUL character
   *[other] { $signs } NUL characters
  }, which I kept.
note-end-marks = { $signs ->
    [one] One character at the end only marks the end of the file, and I left it out.
   *[other] { $signs } characters at the end only fill the file up, and I left them out.
  }
note-mixed-encoding = The text is UTF-8 but for { $bytes ->
    [one] one byte
   *[other] { $bytes } bytes
  }, which I read as Windows-1252.
note-zipped = I read { $file } in the ZIP file.
note-tab-fits = I chose the tab { $tab } because { $fields ->
    [one] one of its headers is
   *[other] { $fields } of its headers are
  } known, more than in the tabs before it.
note-hidden-tabs = { $count ->
    [one] The tab { $tabs } is hidden in the workbook.
   *[other] The tabs { $tabs } are hidden in the workbook.
  }
note-hidden-tab = The tab { $tab }, which I read, is hidden in the workbook.
note-hidden-rows = { $rows ->
    [one] One row is hidden in the workbook; I read it like the others.
   *[other] { $rows } rows are hidden in the workbook; I read them like the others.
  }
note-hidden-columns = { $count ->
    [one] The column { $columns } is hidden in the workbook; I read it like the others.
   *[other] The columns { $columns } are hidden in the workbook; I read them like the others.
  }
note-merged = { $cells ->
    [one] One area of cells is
   *[other] { $cells } areas of cells are
  } merged; the value stands in the first cell, and the others are empty.
note-rows-missing = The workbook says that its last row is { $last }, and { $rows ->
    [one] one row
   *[other] { $rows } rows
  } of it could not be read; export it again.
note-joined = I put { $files } files under each other because their headers are the same: { $names }.
joined-header = Source file
note-pasted-cut = { $cells ->
    [one] The number in row { $first } was cut before it was copied; copy it again from a column formatted as text, or open the file itself.
   *[other] { $cells } numbers, the first in row { $first }, were cut before they were copied; copy them again from a column formatted as text, or open the file itself.
  }
