# Start
start-drop = Drop a spreadsheet here
start-kinds = Excel or CSV. Or paste rows copied from one.
start-safe = Your file is never changed.
start-open = Open…
start-practice = Try the practice sheet
start-new = New from template
new-title = Where the empty sheet goes
new-workbook = { $template }, as a workbook
new-csv = { $template }, as an empty CSV
new-kind-xlsx = Excel workbook
new-kind-csv = CSV
new-written-window = The empty sheet is in { $path }. Fill it in, then drop it here.
new-defect = The sheet could not be written because of an error inside the app ({ $problem }); try another folder.
start-drafts = Go on with
start-draft-line = { $rows ->
    [one] one row
   *[other] { $rows } rows
  } · { $edits ->
    [one] one edit
   *[other] { $edits } edits
  } · { $day }
start-draft-open = Go on
start-recent = Recent batches
start-no-recent = What you send appears here.
start-recent-line = { $rows ->
    [one] one row
   *[other] { $rows } rows
  } · { $totals } · { $day }
version-line = Conversion Courier { $version }

# Header
menu-open = Open
menu-undo = Undo
menu-undo-what = Undo: { $what }
menu-redo = Redo
menu-redo-what = Redo: { $what }
menu-find = Find in sheet
menu-export = Export
menu-report = Report of all problems…
report-where = Where the report goes
report-done = The report is in { $path }.
report-not-the-source = The report may not replace your own file; choose another name.
menu-upload = Upload
menu-destinations = Destinations
menu-columns = Columns
label-template = Template
label-program = Program
no-program = No program
upload-ready = { $rows ->
    [one] Upload one ready row
   *[other] Upload { $rows } ready rows
  }
upload-to = Upload to { $destination }
upload-nothing = Nothing to upload
upload-nothing-left = Nothing left to upload
upload-rest = Upload { $rows ->
    [one] the row that is left
   *[other] the { $rows } rows that are left
  }
upload-new-destination = New destination…
upload-edit-destination = Change { $destination }…
upload-summary = { $rows ->
    [one] one row
   *[other] { $rows } rows
  } · { $orders ->
    [one] one order
   *[other] { $orders } orders
  }
upload-summary-none = No row is ready yet
upload-summary-sent = { $sent ->
    [one] One row sent
   *[other] { $sent } rows sent
  }{ $left ->
    [0] {""}
   *[other] , no other ready
  }
upload-summary-where = { $parts ->
    [one] one file
   *[other] { $parts } files
  } → { $where }
upload-where-none = no destination yet
upload-blocked-file = A column is missing, so nothing can be sent yet. Look at the problems on the right.
upload-blocked-errors = Every order has an error, so nothing can be sent yet. Repair the errors first.
upload-blocked-checking = The sheet is being checked. Wait a moment, then try again.
upload-blocked-empty = There are no rows to send.
upload-blocked-sent = Every row of this sheet was sent, so there is nothing to send.
window-title = { $name } – Conversion Courier
pasted-name = pasted
opening-defect = This file could not be opened because of an error inside the app ({ $problem }), so nothing was changed; save it as CSV or XLSX once more and try again.
export-defect = The files could not be written because of an error inside the app ({ $problem }); the sheet is as it was, try another folder.
window-title-start = Conversion Courier
window-title-sending = { $percent } % – { $title }

# Grid
grid-name = Sheet
grid-not-sent = not sent
grid-sent-as-is = sent as it is
grid-part-of = part of { $field }
grid-cell-spoken = { $column }, row { $row }: { $value }.
verdict-spoken = { $errors ->
    [0] No errors
    [one] One error
   *[other] { $errors } errors
  }, { $warnings ->
    [0] no warnings
    [one] one warning
   *[other] { $warnings } warnings
  }. { $ready } of { $rows ->
    [one] one row
   *[other] { $rows } rows
  } ready.
progress-spoken = { $percent } percent
editor-spoken = { $column }, row { $row }
grid-row-spoken = Row { $row }.
grid-repaired-spoken = Changed by a repair.
grid-row-on-hold = On hold.
grid-row-excluded = Excluded.
grid-empty-cell = empty
grid-row-sent = Sent; it does not go again.
grid-read-only-constant = This value is the same for all rows; change it under Columns.
grid-new-row = new row
grid-filter = Shown: { $what } ({ $rows ->
    [one] one row
   *[other] { $rows } rows
  })
grid-sorted = sorted by { $column }, which changes nothing that is sent
grid-show-all = Show all rows in their order
division-ready = rows that are ready
division-sent = rows that were sent
grid-delete = { $rows ->
    [one] Delete this row
   *[other] Delete { $rows } rows
  }
grid-set-aside = Put this order on hold
grid-take-back = Take this order back
grid-copy = Copy
grid-paste = Paste
grid-fill-down = Fill down
head-choose = Choose a field
head-not-sent = Do not send this column
head-send-extra = Send it under its own name
head-leave-out = Exclude rows by this column…
head-columns = All columns…
head-sort-up = Sort A to Z
head-sort-down = Sort Z to A
head-filter = Filter by this column…
head-add = Add a column for

# Problems
problems-name = Problems
problems-checking = Checking…
problems-none = Nothing wrong
problems-none-detail = { $rows ->
    [one] The row is ready.
   *[other] All { $rows } rows are ready.
  }
problems-none-sent = { $rows ->
    [0] No row is left to be sent.
    [one] The row that is left is ready.
   *[other] All { $rows } rows that are left are ready.
  }
problems-count = { $error ->
    [0] { $warning ->
        [0] { $note ->
            [one] One note
           *[other] { $note } notes
          }
        [one] One warning
       *[other] { $warning } warnings
      }
    [one] One error{ $warning ->
        [0] {""}
        [one] , one warning
       *[other] , { $warning } warnings
      }
   *[other] { $error } errors{ $warning ->
        [0] {""}
        [one] , one warning
       *[other] , { $warning } warnings
      }
  }
problems-held = Errors hold back { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }{ $some ->
    [yes] { " " }worth { $money }
   *[no] { "" }
  }.
problems-detail = { $ready } of { $rows } rows ready.
fix-safely = { $count ->
    [one] Fix one safely
   *[other] Fix { $count } safely
  }
fix-review = { $count ->
    [one] Review { $count } repair…
   *[other] Review { $count } repairs…
  }
fix-review-uncounted = Review repairs…
fix-safely-uncounted = Fix safely
fix-safely-done = { $cells ->
    [one] One change made. One undo step takes it back.
   *[other] { $cells } changes made. One undo step takes them back.
  }
recipe-name = Last time's fixes
recipe-repeat = Apply
recipe-offer = { $steps ->
    [one] Apply last time's fix?
   *[other] Apply last time's { $steps } fixes?
  }
recipe-repeated = { $steps ->
    [0] Nothing had to be fixed.
    [one] One fix applied. Undo takes it back.
   *[other] { $steps } fixes applied. Undo takes them back one by one.
  }
fix-totals = Ready now: { $after }, before: { $before }.
fix-selection = Fix safely in these rows
fix-look = Look and change…
card-ask = Set { $field }…
card-surplus = Remove surplus cells…
card-returns = Make a reversal of it…
card-child-lines = Delete the lines without a price
card-split = Keep one kind here…
card-changes = Make changes of them…
ask-title = { $field } for all of them
ask-about = { $title }: { $rows ->
    [one] one row gets
   *[other] { $rows } rows get
  } this value in { $field }. One undo step takes it back.
changes-title = Changes instead of second conversions
changes-question = { $rows ->
    [one] One row has another amount than was sent, and impact.com takes that only as a change. It becomes a sheet of changes
   *[other] { $rows } rows have other amounts than were sent, and impact.com takes that only as changes. They become a sheet of changes
  } in a window of its own.
changes-none = None of these rows has another amount than was sent, so there is nothing to change.
changes-same = { $rows ->
    [one] One row is as it was sent.
   *[other] { $rows } rows are as they were sent.
  }
changes-unsure = { $rows ->
    [one] One row cannot be compared with what was sent, such as an item that was not sent then.
   *[other] { $rows } rows cannot be compared with what was sent, such as items that were not sent then.
  }
changes-aside = All these orders go on hold here, and you can take them back.
changes-reason = Reason
    .accesskey = R
changes-go = Save the changes…
changes-only-aside = Put on hold
changes-where = Where the sheet of changes goes
changes-file = { $program } changes of { $source }
changes-not-the-source = The changes may not replace your own file, so nothing was written; choose another name.
changes-made = { $rows ->
    [one] One change is
   *[other] { $rows } changes are
  } in { $path }, and the orders are on hold here.
returns-title = Returns as a reversal
returns-question = { $rows ->
    [one] One returned line moves
   *[other] { $rows } returned lines move
  } into a sheet of changes in a window of its own: what is left of each item, 0 where nothing is. Send it after this batch.
returns-unsure = { $count ->
    [one] For one of them the sheet does not say what was sold; fill in there what is left of it.
   *[other] For { $count } of them the sheet does not say what was sold; fill in there what is left of them.
  }
returns-none = No line of this sheet can be made a reversal; it needs an order ID.
returns-go = Save the reversal…
returns-where = Where the sheet of changes goes
returns-file = returns of { $source }
returns-made = { $rows ->
    [one] One returned line moved
   *[other] { $rows } returned lines moved
  } into { $path }. Undo brings the rows back here; do not send both.
split-title = Two kinds in one sheet
split-question = impact.com takes new conversions and changes only in separate files. One kind stays here; the rows of the other are excluded here, and can be opened in a second window.
split-new-here = New conversions here
split-change-here = Changes here
split-both = Changes in a second window
preview-title = What the repairs change
preview-about = { $count ->
    [one] { $count } repair
   *[other] { $count } repairs
  }{ $kinds ->
    [one] { "" }
   *[other] { " " }of { $kinds } kinds
  }{ $moved ->
    [0] { "" }
    [one] , with { $moved } row that moves to the rest of its order
   *[other] , with { $moved } rows that move to the rest of their orders
  }. Nothing is changed yet.
preview-go = { $changes ->
    [one] Make { $changes } repair
   *[other] Make { $changes } repairs
  }
preview-left-out = { $group } (not ticked last time)
preview-save = Save this list…
preview-save-title = Where the list goes
preview-file-name = repairs
preview-saved = The list is in { $path }.
preview-order = Order
preview-why = What was wrong
effect-name = What the repairs do to the batch
effect-rows = Rows changed
effect-ready = Ready rows
effect-counting = Counting…
effect-more = { $rows ->
    [0] no change
   *[other] { $rows } more
  }
effect-no-currency = No currency
effect-files = Files
effect-same = no change
preview-group = { $title }: { $cells ->
    [one] one cell
   *[other] { $cells } cells
  }
preview-group-rows = { $title }: { $rows ->
    [one] one row
   *[other] { $rows } rows
  }
preview-moves = moves to the rest of its order
preview-row = Row
preview-field = Field
preview-before = Before
preview-after = After
card-fix = { $count ->
    [one] Fix one
   *[other] Fix { $count }
  }
card-bring-together = Bring together
card-show = Show them
card-set-aside = Put on hold
card-set-aside-tip = { $count ->
    [one] Keep this whole order out of the batch; it goes to a file of its own.
   *[other] Keep these whole orders out of the batch; they go to a file of their own.
  }
card-date-order = Day or month first?
card-short-years = Is 26 the year 2026?
card-zone = Set time zone…
card-columns = Choose the column…
card-empty = (empty)
card-review = Review…
card-example-moves = row { $row } → below row { $first }
card-findings = { $count ->
    [one] { $count } problem
   *[other] { $count } problems
  }
card-held = Held back: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }{ $some ->
    [yes] , { $money }
   *[no] { "" }
  }.
card-spoken = { $severity }. { $title }. { $places }{ $rows ->
    [0] { "" }
    [one] , { $rows } row held back
   *[other] , { $rows } rows held back
  }.
card-is-open = Open
card-is-closed = Closed
card-rule = Rule { $rule }
card-more = { $count } more
card-repaired = { $count ->
    [one] { $count } repair made
   *[other] { $count } repairs made
  }
card-undo = Undo

# Inspector
inspector-name = About this cell
inspector-place = { $column }, row { $row }
inspector-sent = This order was sent and does not go again. If you change it, the app offers to send the change.
inspector-typing-fine = This will do.
inspector-fix = Change to { $value }
inspector-request = Copy a request
inspector-request-copied = A sentence for whoever makes the export is in your clipboard.
inspector-aside = Put order on hold
inspector-revert = Restore original
inspector-past-source = The source has “{ $value }”; changed by { $what }.
inspector-past-source-empty = Empty in the source; changed by { $what }.
inspector-past-computed = Not computed any more; changed by { $what }.
inspector-past-new = In a row that was added here; changed by { $what }.
inspector-past-repair = the repair of “{ $rule }”
inspector-past-turn = { $what }: “{ $before }” → “{ $after }”
inspector-next = Next problem (F8)
inspector-previous = Previous problem (Shift+F8)

# Status line
status-programs = { $programs ->
    [0] No programs saved
    [one] One program
   *[other] { $programs } programs
  }
status-age = Age
status-edits-kept = Edits are kept until you close
status-reading = Reading { $name }…
first-look-only = These are only the first rows. You can change them as soon as the whole file is read.
status-checking = Checking…
status-repairing = Working out the repairs…
repairing-stopped = Stopped: nothing was repaired.
opening-stopped = Stopped: the file was not opened.
status-found = { $found } in row { $row }
status-not-found = “{ $wanted }” is not in { $where ->
    [shown] the rows shown
    [selection] the selection
    [column] this column
    [failing] the cells with problems
   *[all] the sheet
  }

leave-out-column = Column
leave-out-test = Condition
exclude-title = Exclude rows
exclude-about = Excluded rows stay in the sheet, but are neither checked nor sent: cancelled orders, tests, orders of no partner.
exclude-join = Or, and
exclude-or = or
exclude-and = and
exclude-text = Text, several separated by commas
exclude-pick = tick values below
exclude-remove = Remove this condition
exclude-add = Add a condition
exclude-search = Search values
exclude-values = Values
exclude-values-of = Values in { $column }
exclude-value-orders = { $value } ({ $count ->
    [one] one order
   *[other] { $count } orders
  })
exclude-value-rows = { $value } ({ $count ->
    [0] in no row
    [one] one row
   *[other] { $count } rows
  })
exclude-more = { $count } more values are found by searching.
exclude-incomplete = Choose what is to be excluded by “{ $column }”.
exclude-counting = Counting…
exclude-cuts = { $orders ->
    [one] One order is cut: some of its rows are excluded, the others stay and are sent.
   *[other] { $orders } orders are cut: some of their rows are excluded, the others stay and are sent.
  }
exclude-goes = Excluded: { $rows ->
    [one] one row
   *[other] { $rows } rows
  } of { $orders ->
    [one] one order
   *[other] { $orders } orders
  }
exclude-sum = { $goes }, { $sums }.
exclude-goes-nothing = No row is excluded.
exclude-go-orders = Exclude { $count ->
    [one] one order
   *[other] { $count } orders
  }
exclude-go-rows = Exclude { $count ->
    [one] one row
   *[other] { $count } rows
  }
exclude-go-nothing = Exclude nothing
card-exclude = Exclude { $orders ->
    [one] this order
   *[other] these { $orders } orders
  }
card-exclude-tip = Keeps them in the sheet, but neither checks nor sends them
excluded-orders = { $orders ->
    [one] One order excluded. Undo takes it back.
   *[other] { $orders } orders excluded. Undo takes them back.
  }
test-is = is
test-is_not = is not
test-empty = is empty
test-not_empty = is not empty
test-contains = contains
test-not_contains = does not contain

# Questions
button-cancel = Cancel
button-ok = OK
button-close = Close
short-years-title = Years of two digits
short-years-question = { $field } holds years of two digits, such as “{ $sample }”. Does 26 mean 2026?
short-years-yes = Yes, from 2000 on
short-years-no = No
date-order-title = Day or month first?
date-order-question = No row of { $field } proves whether { $sample } begins with the day or the month. Which is it?
date-order-day = Day first
date-order-month = Month first
zone-title = Time zone
zone-question = Which time zone are the dates in that do not say one? Type a city, an abbreviation or a name, such as Berlin, CET or Pacific Time.
zone-unclear = “{ $typed }” means no time zone, or several. Choose one from the list.
set-aside-title = Orders with errors
set-aside-question = { $ready ->
    [one] One row of a whole order is ready.
   *[other] { $ready } rows of whole orders are ready.
  } { $rows ->
    [one] One row of an order with an error
   *[other] { $rows } rows of orders with errors
  } { $rest ->
    [exported] { $rows ->
        [one] goes
       *[other] go
      } into a file of their own, with the reason for each row.
   *[kept] { $rows ->
        [one] stays here.
       *[other] stay here.
      }
  }
set-aside-go = Go on with { $ready } rows
close-title = Close the sheet?
close-question = The edits in { $name } have not been exported or sent. If you close now they are lost.
close-anyway = Close without them
close-sending-title = Files are being sent
close-sending-question = If you stop, what has arrived stays there, and what has not can be sent later from the history or the sheet.
close-sending-keep = Keep sending
close-sending-finish = Stop after this file
close-sending-now = Stop now
close-sending-told = Stopping; the window closes as soon as that is done.
export-title = Export to a folder
export-done = { $parts ->
    [one] One file is in { $folder }.
   *[other] { $parts } files are in { $folder }.
  }
export-done-several = The rows of { $batches } programs are in files of their own.
export-done-aside = The orders that stay behind are in { $folder }.
open-title = Open a spreadsheet
open-filter = Spreadsheets
open-filter-all = All files

# Sending
sending-bar = Progress of the upload
sending-title = Sending to { $destination }
sending-about-practice = A server on this computer · { sending-figures }
sending-about = { $url } · { sending-figures }
sending-figures = { $rows ->
    [one] one row
   *[other] { $rows } rows
  }, { $orders ->
    [one] one order
   *[other] { $orders } orders
  }, { $totals }
sending-already = Files of this sheet are being sent. Wait until that is over, or cancel it.
sending-confirming = waiting for the server to confirm it
sending-slow = a slow line, { $pace } per second
sending-progress = Part { $part } of { $parts } · { $sent } of { $all }
sending-preparing = Preparing…
sending-done = Delivered. { $rows ->
    [one] This row is
   *[other] These { $rows } rows are
  } at { $destination }.
sending-drafted = { $messages ->
    [one] The message is written, not sent. Open it in your mail program and press Send there.
   *[other] { $messages } messages are written, not sent. Open each in your mail program and press Send there.
  }
sending-open-mail = Open in my mail program
sending-stopped = No file is known to have arrived. What became of each stands below.
sending-partly = { $arrived } of { $parts } files arrived. What became of the others stands below.
sending-stopping = Stopping: the file that is on its way is taken back, or looked for.
sending-finishing = Stopping after this file…
sending-again = Try again
sending-rest = Send what is missing
sending-edit-destination = Edit destination…
sending-held = { $batches ->
    [one] One batch was not sent
   *[other] { $batches } batches were not sent
  }; what keeps it back stands below. The sheet stays as it is.
sending-part = { $rows ->
    [one] one row
   *[other] { $rows } rows
  } · { $size }
sending-part-sent = { $sent } of { $size }
sending-afterwards = Afterwards
sending-afterwards-text = impact.com lists the parts under Settings, Technical, File Submissions. The exact bytes are kept on this computer.
sending-afterwards-folder = The files are in { $folder }. The exact bytes are kept on this computer too.
sending-afterwards-practice = This was practice: the files are in { $folder } on this computer, and nothing went to impact.com.
sending-show-files = Show the files
sending-cancel = Cancel
sending-back = Back to the sheet
# Several batches of one sheet
several-batches-title = Several batches
several-batches-question = These rows do not all go the same way, so each kind becomes a batch of its own. Nothing is mixed.
several-none-title = Where do these rows go?
several-none = They would go to a place that is not theirs, so nothing is sent.
several-go = { $batches ->
    [one] Send one batch
   *[other] Send { $batches } batches
  }
batch-goes = { $program }, campaign { $campaign }{ $event ->
    [none] {""}
   *[other] , event type { $event }
  }: { $rows ->
    [one] one row
   *[other] { $rows } rows
  } to { $destination }
batch-held = { $program }, campaign { $campaign }{ $event ->
    [none] {""}
   *[other] , event type { $event }
  }: { $rows ->
    [one] one row stays
   *[other] { $rows } rows stay
  } here. { $reason }

sent-before-title = Sent before
sent-before-reason = Why does it go again? The history keeps the reason.
sent-before-go = Send again
practice-destination = the practice server

# Names of edits
edit-type = typing
edit-paste = pasting
edit-clear = clearing
edit-fill-down = filling down
edit-fix = repairs
edit-fill = filling in
edit-insert-rows = inserting rows
edit-delete-rows = deleting rows
edit-template = template
edit-program = program
edit-mapping = columns
edit-left-out = excluding rows
edit-date-order = reading of dates
edit-short-years = years of two digits
edit-zone = time zone
edit-set-aside = putting on hold
edit-take-back = taking back

# The batch at a look
review-name = The batch at a look
review-rows-word = { $rows ->
    [one] row
   *[other] rows
  }
review-orders-word = { $orders ->
    [one] order
   *[other] orders
  }
review-files-word = { $files ->
    [one] file
   *[other] files
  }
review-money = Amounts
review-no-money = No amount
review-against = { $batches ->
    [one] Against the batch before
   *[other] Against the last { $batches } batches
  }
review-events = By event type
review-no-event = No event type
review-more-events = { $events } more event types
review-days = By day
review-files = Files
review-file = File { $number }
review-more-files = { $files ->
    [one] { $files } more file
   *[other] { $files } more files
  }
review-stays = Stays behind
review-hold = On hold
review-out = Excluded
review-sent = Sent already
review-to-problems = Show warnings and notes
review-to-batch = Look at the batch
