# Why a source cannot be read
reading-missing = There is no file called { $name } here any more{ so-unopened }. Check the name or export it again.
reading-clipboard-empty = The clipboard holds no rows{ so-unopened }. Copy a block of cells in your spreadsheet first.
reading-clipboard = What you copied
reading-no-tabs = { $name } is no workbook and has no tab called { $tab }{ so-unopened }. Leave --sheet away.
reading-empty = { $name } is empty{ so-unopened }. Export it again from your shop system.
reading-folder = { $name } is a folder{ so-unopened }. Choose one spreadsheet in it.
reading-locked = { $name } is held by another program, or you may not read it{ so-unopened }. Close it there or copy it, and try again.
reading-not-a-table = { $name } is no spreadsheet and no table of text{ reading-export }
reading-export = { so-unopened }. Export the orders as CSV or XLSX.
reading-web-page = { $name } is a web page without orders, such as a login page{ so-unopened }. Log in to your shop and export again.
reading-other-xml = { $name } is XML that is no spreadsheet{ reading-export }
reading-no-workbook = { $name } is an Office file without a workbook{ reading-export }
reading-table-name = Table { $number }
reading-password = { $name } is protected by a password{ so-unopened }. Save it without one and open it again.
reading-broken-workbook = { $name } is damaged or was not saved to the end{ so-unopened }. Save or export it once more.
reading-broken-zip = { $name } is a damaged ZIP file{ so-unopened }. Fetch or pack it once more.
reading-zip-empty = { $name } is a ZIP file with nothing in it{ so-unopened }. Pack it once more.
reading-zip-several = { $name } is a ZIP file with { $count } files ({ $files }){ so-unopened }. Unpack it and open the one you mean.
reading-too-long = { $name } has { $size } GB, more than this app opens{ so-unopened }. Split it or export fewer orders at once.
reading-one-line = { $name } has { $size } MB without any line end, so it is no table and nothing was opened. Export it again as CSV.
reading-too-wide = { $name } has { $rows } rows and { $columns } columns, too many{ so-unopened }. Delete what is far from the table, or export the orders as CSV.
reading-too-large = { $name } unpacks to far more than its size or to more than 2 GB{ so-unopened }. Export the orders as CSV.
reading-too-much-text = { $name } repeats long texts up to { $characters } characters{ so-unopened }. Delete such columns, or export the orders as CSV.
reading-undecodable = { $name } says that its text is { $encoding }, but it is not{ so-unopened }. Export it as UTF-8.
reading-no-such-tab = { $name } has no tab called “{ $tab }”{ so-unopened }. It has { $tabs }.
reading-no-such-encoding = There is no encoding called { $encoding }, so { $name } was not opened; try UTF-8 or Windows-1252.
reading-no-such-row = { $name } has no row { $row } that could be the header{ so-unopened }. Choose another.

# What was assumed
note-encoding = I assumed that the text is { $encoding }.
note-delimiter = I assumed that a { $delimiter } separates the cells.
note-sep-line = The first line says that a { $delimiter } separates the cells.
note-preamble = I skipped { $rows ->
    [one] { $rows } line
   *[other] { $rows } lines
  } above the header in row { $header }, the first “{ $line }”.
note-preamble-empty = I skipped { $rows ->
    [one] { $rows } empty line
   *[other] { $rows } empty lines
  } above the header in row { $header }.
note-zone = Times without a time zone are in { $zone }, because the file says “{ $source }”.
note-blank-rows = I skipped { $rows ->
    [one] { $rows } empty row
   *[other] { $rows } empty rows
  }.
note-short-rows = { note-rows-have } fewer cells than the header; the missing ones are empty here.
note-rows-have = { $rows ->
    [1] Row { $first } has
   *[other] { $rows } rows, the first is row { $first }, have
  }
note-surplus = { note-rows-have } more cells than the header; I kept them behind the last column, and they are not sent.
note-surplus-empty = { note-rows-have } more cells than the header, but nothing stands in them.
note-other-tabs = I read the tab { $tab } and left { $others } alone.
note-damaged = The workbook lost digits of numbers longer than 15 digits ({ count-cells }).
note-error-cells = Errors of Excel such as #N/A stand in { count-cells }.
note-no-value = Formulas saved without values are empty here ({ count-cells }).
note-recalled = I used the columns chosen for such a sheet before.
note-recalled-new = New columns: { $columns }.
note-recalled-gone = Columns that are gone: { $columns }.
note-pasted = These rows were pasted, and long numbers may already be cut.
note-unfolded = { $columns } hold several items of an order, so each item became a row: { $rows } from { $records }.
note-no-header = I assumed no header, as row { $row } looks like those below it. Choose the header row if there is one.
note-header-lines = I read { $lines } lines from row { $first } on as one header.
note-header-names = From these lines I took the names of columns, such as { $names }.
note-wrapped = Each whole line stood in quotation marks; I took them away.
note-header-again = I skipped { note-such-rows } that repeat the header.
note-such-rows = { $rows ->
    [1] row { $first }
   *[other] { $rows } rows from row { $first } on
  }
note-other-table = Another table begins in row { $row }; I read only the first and skipped { count-rows }.
note-footnotes = I skipped { note-such-rows } below the table as remarks.
note-totals = I skipped row { $row } at the end as totals.
note-stray-quotes = { note-rows-have } quotation marks out of place; I kept them as text.
note-row-delimiter = I read { note-such-rows } with another separator than the others.
note-row-blanks = { note-rows-have } a blank behind each separator; I took these away.
note-row-apostrophes = { note-rows-have } apostrophes around each cell; I took these away.
note-other-delimiter = The text could nearly as well be separated by a { $delimiter }.
note-quote = I assumed that { $quote } stands around cells.
note-escape = I assumed that { $escape } stands before a sign that is text.
note-nul = The text holds NUL characters, which I kept: { $signs }.
note-end-marks = I skipped characters that only end or fill the file ({ $signs }).
note-mixed-encoding = The text is UTF-8, but these bytes I read as Windows-1252: { $bytes }.
note-zipped = I read { $file } in the ZIP file.
note-tab-fits = I chose the tab { $tab }, as most of its headers are known ({ $fields }).
note-hidden-tabs = { $count ->
    [1] The tab { $tabs } is
   *[other] The tabs { $tabs } are
  } hidden in the workbook.
note-hidden-tab = The tab { $tab }, which I read, is hidden in the workbook.
note-hidden-rows = I read { count-rows } hidden in the workbook.
note-hidden-columns = I read columns hidden in the workbook: { $columns }.
note-merged = Merged areas have their value in the first cell only ({ count-cells }).
note-rows-missing = Up to the last row { $last }, { count-rows } could not be read; export the workbook again.
note-joined = I put { $files } files with the same headers under each other: { $names }.
joined-header = Source file
note-pasted-cut = { $cells ->
    [one] { $cells } number was
   *[other] { $cells } numbers were
  } cut before copying, the first in row { $first }. Copy them as text, or open the file itself.
