# How a sheet was read, and reading it in another way
menu-reading = How it was read…
reading-title = How it was read
reading-title-of = How { $name } was read
reading-amount = { $rows ->
    [one] One row
   *[other] { $rows } rows
  }, { $columns ->
    [one] one column
   *[other] { $columns } columns
  }
reading-said = { $amount } read; nothing had to be assumed.
reading-said-assumed = { $amount } read. { $first }{ $more ->
    [0] {""}
    [one] {" "}And one more assumption.
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
    [one] {" "}· one known header
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
reading-hint = The header is marked, and what is not read is grey. Click a row to make it the header.
reading-differs = { $cells ->
    [0] No cell of the beginning would be another. Click a row to make it the header.
    [one] One cell of the beginning would be another and is marked.
   *[other] { $cells } cells of the beginning would be others and are marked.
  }
reading-first-of = You see the first file, { $name }; all of them are read in the same way.
reading-no-origin = This sheet was not read from a single file, so it cannot be read in another way; open the file again instead.
reading-cell-differs = { $value }, would be another
reading-cell-header = { $value }, in the header
reading-go = Read it like this
reading-edits-title = Read it anew?
reading-edits-kept = { $edits ->
    [one] Your edit belongs
   *[other] Your { $edits } edits belong
  } to the sheet as it was read before and will not be in the new one; they are kept as a draft on the start page.
reading-edits-lost = { $edits ->
    [one] Your edit belongs
   *[other] Your { $edits } edits belong
  } to the sheet as it was read before and will be lost; export the sheet first if you need them.

# Several files at once
joined-differ = Read in this way, the files no longer have the same headers, so nothing was changed; choose another way to read them.
joined-name = { $first } and { $more } more
several-looking = { $files } files: looking whether their headers are the same…
several-title = Join these files?
several-question = { $files } files have the same headers: { $names }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
  } Joined they make one sheet, with a column that names the file of each row.
several-join = Join them into one sheet
several-apart = One after another
drop-name = What was dropped
drop-no-file = What you dropped came without a file, so nothing was opened; save the attachment to a folder first and drop it from there.
drop-sheet-open = What you dropped is no file, and this window has a sheet already, so nothing was opened; drop it on a new window.
