# How a sheet was read, and reading it in another way
menu-reading = How it was read…
reading-title = How it was read
reading-title-of = How { $name } was read
reading-amount = { count-rows }, { count-columns }
reading-said = { $amount } read; nothing had to be assumed.
reading-said-assumed = { $amount } read. { $first }{ $more ->
    [0] {""}
    [one] {" "}And { $more } more assumption.
   *[other] {" "}And { $more } more assumptions.
  }
reading-fine = OK
reading-notes = What I assumed ({ $count })
reading-notes-none = Nothing had to be assumed
reading-choices = Read it like this
reading-tab = Tab
    .accesskey = T
reading-tabs = Tabs of the workbook
reading-tab-about = { $tab }{ $fields ->
    [0] {""}
    [one] {" "}· { $fields } known header
   *[other] {" "}· { $fields } known headers
  }{ $hidden ->
    [true] {" "}· hidden
   *[false] {""}
  }
reading-encoding = Encoding
    .accesskey = E
reading-delimiter = Cells are separated by
    .accesskey = C
reading-delimiter-about = { $name } · { $alike } of { $records } rows have { $width } cells
reading-quote = Around cells
    .accesskey = A
reading-quote-none = nothing
reading-header = Header row
    .accesskey = H
reading-header-none = no header
reading-preview = The beginning of the source, row by row
reading-looking = Looking at the source…
reading-hint = The header is marked, what is not read is grey. Click a row to make it the header.
reading-differs = { $cells ->
    [0] No cell of the beginning would be another.
   *[other] Marked cells of the beginning would be others ({ $cells }).
  }
reading-first-of = You see { $name }, the first; all files are read in the same way.
reading-no-origin = This sheet was not read from a single file. Open the file again instead.
reading-cell-differs = { $value }, would be another
reading-cell-header = { $value }, in the header
reading-go = Read it like this
reading-edits-title = Read it anew?
reading-edits-kept = { count-edits } made before will not be in the new sheet, but kept as a draft on the start page.
reading-edits-lost = { count-edits } made before will be lost. Export the sheet first if you need them.

# Several files at once
joined-differ = So read, the files no longer have the same headers{ so-unchanged }. Choose another way.
joined-name = { $first } and { $more } more
several-looking = { $files } files: looking whether their headers are the same…
several-title = Join these files?
several-question = { $files } files have the same headers: { $names }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
  } Joined they make one sheet, with a column that names the file.
several-join = Join them into one sheet
several-apart = One after another
drop-name = What was dropped
drop-no-file = What you dropped came without a file. Save the attachment to a folder and drop it from there.
drop-sheet-open = This window has a sheet already, and what you dropped is no file. Drop it on a new window.
