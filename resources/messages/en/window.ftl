# Start
start-drop = Drop a spreadsheet here
start-kinds = Excel or CSV, or rows copied from one.
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
new-defect = The sheet could not be written { in-the-app }; try another folder.
in-the-app = because of an error inside the app ({ $problem })
start-drafts = Go on with
start-draft-line = { count-rows } · { count-edits } · { $day }
start-draft-open = Go on
start-recent = Recent batches
start-no-recent = What you send appears here.
start-recent-line = { count-rows } · { $totals } · { $day }
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
report-not-the-source = The report may not replace your own file. { other-name }
other-name = Choose another name.
menu-upload = Upload
menu-destinations = Destinations
menu-columns = Columns
label-template = Template
label-program = Program
no-program = No program
upload-ready = Upload { $rows } ready { $rows ->
    [1] row
   *[other] rows
  }
upload-to = Upload to { $destination }
upload-nothing = Nothing to upload
upload-nothing-left = Nothing left to upload
upload-rest = Upload the { $rows } { $rows ->
    [1] row
   *[other] rows
  } left
upload-new-destination = New destination…
upload-edit-destination = Change { $destination }…
upload-summary = { count-rows } · { count-orders }
upload-summary-none = No row is ready yet
upload-summary-sent = { $sent ->
    [one] { $sent } row sent
   *[other] { $sent } rows sent
  }{ $left ->
    [0] {""}
   *[other] , no other ready
  }
upload-summary-where = { $pieces } → { $where }
upload-where-none = no destination yet
upload-blocked-file = A column is missing, so nothing can be sent yet. See the problems on the right.
upload-blocked-errors = Every order has an error, so nothing can be sent yet. Repair them first.
upload-blocked-checking = The sheet is being checked. Wait a moment.
upload-blocked-empty = There are no rows to send.
upload-blocked-sent = Every row of this sheet was sent.
window-title = { $name } – Conversion Courier
pasted-name = pasted
opening-defect = This file could not be opened { in-the-app }. Save it once more and try again.
export-defect = The files could not be written { in-the-app }; try another folder.
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
   *[other] { count-errors }
  }, { $warnings ->
    [0] no warnings
    [one] { $warnings } warning
   *[other] { $warnings } warnings
  }. { $ready } of { count-rows } ready.
progress-spoken = { $percent } percent
editor-spoken = { $column }, row { $row }
grid-row-spoken = Row { $row }.
grid-repaired-spoken = Changed by a repair.
grid-row-on-hold = On hold.
grid-row-excluded = Excluded.
grid-empty-cell = empty
grid-row-refused = Refused by impact.com.
grid-row-sent = Sent; it does not go again.
grid-read-only-constant = The same for all rows; change it under Columns.
grid-new-row = new row
grid-filter = Shown: { $what } ({ count-rows })
grid-sorted = sorted by { $column }; nothing that is sent changes
grid-show-all = Show all rows in their order
division-ready = rows that are ready
division-sent = rows that were sent
division-refused = rows that impact.com refused
grid-delete = { $rows ->
    [1] Delete this row
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
    [1] The row is ready.
   *[other] All { $rows } rows are ready.
  }
problems-none-sent = { $rows ->
    [0] No row is left.
    [1] The row left is ready.
   *[other] All { $rows } rows left are ready.
  }
problems-count = { $error ->
    [0] { $warning ->
        [0] { $note ->
            [one] { $note } note
           *[other] { $note } notes
          }
        [one] { $warning } warning
       *[other] { $warning } warnings
      }
    [one] { $error } error{ problems-warnings }
   *[other] { $error } errors{ problems-warnings }
  }
problems-warnings = { $warning ->
    [0] {""}
    [one] , { $warning } warning
   *[other] , { $warning } warnings
  }
problems-held = Errors hold back { count-rows }{ $some ->
    [yes] { " " }worth { $money }
   *[no] { "" }
  }.
problems-detail = { $ready } of { $rows } rows ready.
fix-safely = { $count ->
    [1] Fix one safely
   *[other] Fix { $count } safely
  }
fix-review = Review { $count } { $count ->
    [1] repair…
   *[other] repairs…
  }
fix-review-uncounted = Review repairs…
fix-safely-uncounted = Fix safely
fix-safely-done = { $cells ->
    [one] { $cells } change
   *[other] { $cells } changes
  } made. { undo-once }
undo-once = Undo takes all back in one step.
recipe-name = Last time's fixes
recipe-repeat = Apply
recipe-offer = { $steps ->
    [1] Apply last time's fix?
   *[other] Apply last time's { $steps } fixes?
  }
recipe-repeated = { $steps ->
    [0] Nothing had to be fixed.
   *[other] { $steps ->
        [one] { $steps } fix
       *[other] { $steps } fixes
      } applied. Undo takes back one by one.
  }
fix-totals = { $after } ready now, { $before } before.
fix-selection = Fix safely in these rows
fix-look = Look and change…
card-ask = Set { $field }…
card-surplus = Remove surplus cells…
card-returns = Make a reversal of it…
card-child-lines = Delete the lines without a price
card-split = Keep one kind here…
card-changes = Make changes of them…
ask-title = { $field } for all of them
ask-about = { $title }: { count-rows } with this value in { $field }. { undo-once }
changes-title = Changes instead of second conversions
changes-question = Other amounts than were sent go as changes: { count-rows } into a sheet of changes, in a window of its own.
changes-none = None of these rows has another amount than was sent.
changes-same = Nothing differs in { count-rows }, so nothing is made of that.
changes-unsure = { count-rows } cannot be compared with what was sent, such as new items.
changes-aside = All these orders go on hold here.
changes-reason = Reason
    .accesskey = R
changes-go = Save the changes…
changes-only-aside = Put on hold
changes-where = Where the sheet of changes goes
changes-file = { $program } changes of { $source }
changes-not-the-source = The changes may not replace your own file. { other-name }
changes-made = { $path } holds { count-rows } of changes. The orders are on hold here.
returns-title = Returns as a reversal
returns-question = { $rows ->
    [one] { $rows } returned line moves
   *[other] { $rows } returned lines move
  } into a sheet of changes, with what is left of each item. Send it after this batch.
returns-unsure = For { $count } of them the sheet does not say what was sold; fill in what is left.
returns-none = No line can be made a reversal; it needs an order ID.
returns-go = Save the reversal…
returns-where = { changes-where }
returns-file = returns of { $source }
returns-made = The returned lines are in { $path } ({ $rows }). Undo brings them back here; do not send both.
split-title = Two kinds in one sheet
split-question = impact.com takes new conversions and changes only in separate files. One kind stays; the other is excluded here.
split-new-here = New conversions here
split-change-here = Changes here
split-both = Changes in a second window
preview-title = What the repairs change
preview-about = { $count ->
    [one] { $count } repair
   *[other] { $count } repairs
  }{ $kinds ->
    [1] { "" }
   *[other] { " " }of { $kinds } kinds
  }{ $moved ->
    [0] { "" }
    [one] ; { $moved } row joins its order
   *[other] ; { $moved } rows join their orders
  }. Nothing is changed yet.
preview-go = Make { $changes } { $changes ->
    [1] repair
   *[other] repairs
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
preview-group = { $title }: { count-cells }
preview-group-rows = { $title }: { count-rows }
preview-moves = moves to the rest of its order
preview-row = Row
preview-field = Field
preview-before = Before
preview-after = After
card-fix = { $count ->
    [1] Fix one
   *[other] Fix { $count }
  }
card-bring-together = Bring together
card-show = Show them
card-set-aside = Put on hold
card-set-aside-tip = Keeps whole orders out of the batch, in a file of their own.
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
card-held = { count-rows } held back{ $some ->
    [yes] , { $money }
   *[no] { "" }
  }.
card-spoken = { $severity }. { $title }. { $places }{ $rows ->
    [0] { "" }
   *[other] , { count-rows } held back
  }.
answer-card-spoken = Refused by impact.com. { $title }, { count-rows }.
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
inspector-accepted = impact.com accepted this row.
inspector-answer = Answer to { $part }
inspector-sent = This order was sent and does not go again. If you change it, you can send the change.
inspector-typing-fine = This will do.
inspector-fix = Change to { $value }
inspector-request = Copy a request
inspector-request-copied = A request for whoever makes the export is in your clipboard.
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
    [one] { $programs } program
   *[other] { $programs } programs
  }
status-age = Age
status-edits-kept = Edits are kept until you close
status-reading = Reading { $name }…
first-look-only = These are the first rows. Change them when the whole file is read.
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
exclude-about = Excluded rows stay in the sheet, neither checked nor sent: cancelled orders, tests, orders of no partner.
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
    [one] { $count } order)
   *[other] { $count } orders)
  }
exclude-value-rows = { $value } ({ $count ->
    [0] in no row
    [one] { $count } row
   *[other] { $count } rows
  })
exclude-more = Search to find { $count } more values.
exclude-incomplete = Choose what “{ $column }” is to exclude.
exclude-counting = Counting…
exclude-cuts = This cuts { count-orders }, of which only some rows are excluded.
exclude-goes = Excludes { count-rows } of { count-orders }
exclude-sum = { $goes }, { $sums }.
exclude-goes-nothing = No row is excluded.
exclude-go-orders = Exclude { $count } { $count ->
    [1] order
   *[other] orders
  }
exclude-go-rows = Exclude { $count } { $count ->
    [1] row
   *[other] rows
  }
exclude-go-nothing = Exclude nothing
card-exclude = Exclude { $orders ->
    [1] this order
   *[other] these { $orders } orders
  }
card-exclude-tip = Neither checked nor sent, but kept in the sheet
excluded-orders = { count-orders } excluded. { undo-once }
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
date-order-question = Does { $sample } in { $field } begin with the day or the month?
date-order-day = Day first
date-order-month = Month first
zone-title = Time zone
zone-question = For dates that say none. Type a city, an abbreviation or a name, such as Berlin, CET or Pacific Time.
zone-unclear = “{ $typed }” means no time zone, or several. Choose one.
set-aside-title = Orders with errors
set-aside-question = { $ready } { $ready ->
    [1] row is
   *[other] rows are
  } ready. Orders with errors ({ count-rows }) { $rest ->
    [exported] go into a file of their own, with the reasons.
   *[kept] stay here.
  }
set-aside-go = Go on with { $ready } { $ready ->
    [1] row
   *[other] rows
  }
close-title = Close the sheet?
close-question = The edits in { $name } were not exported or sent, and are lost if you close now.
close-anyway = Close without them
close-sending-title = Files are being sent
close-sending-question = What has arrived stays there. The rest can be sent later from the history or the sheet.
close-sending-keep = Keep sending
close-sending-finish = Stop after this file
close-sending-now = Stop now
close-sending-told = Stopping; the window closes when that is done.
export-title = Export to a folder
export-done = { count-files } written to { $folder }.
export-done-several = Each of the { $batches } programs has files of its own.
export-done-aside = What stays behind is in { $folder }.
open-title = Open a spreadsheet
open-filter = Spreadsheets
open-filter-all = All files

# Sending
sending-bar = Progress of the upload
sending-title = Sending to { $destination }
sending-about-practice = A server on this computer · { sending-figures }
sending-about = { $url } · { sending-figures }
sending-figures = { count-rows }, { count-orders }, { $totals }
sending-already = Files of this sheet are being sent. Wait, or cancel that.
sending-confirming = waiting for the server to confirm it
sending-slow = a slow line, { $pace } per second
sending-progress = Part { $part } of { $parts } · { $sent } of { $all }
sending-preparing = Preparing…
sending-done = Delivered. { count-rows } at { $destination }.
sending-drafted = Written, not sent: { $messages ->
    [one] { $messages } message. Open it
   *[other] { $messages } messages. Open each
  } in your mail program and press Send there.
sending-open-mail = Open in my mail program
sending-stopped = { $what ->
    [calls] No order is known to be taken.
   *[files] No file is known to have arrived.
  } { sending-below }
sending-partly = { pieces-arrived }. { sending-below }
sending-below = What became of each stands below.
sending-stopping = Stopping: { $what ->
    [calls] the call under way still gets its answer.
   *[files] the file on its way is taken back, or looked for.
  }
sending-finishing = Stopping after this { $what ->
    [calls] call
   *[files] file
  }…
sending-again = Try again
sending-rest = Send what is missing
sending-edit-destination = Edit destination…
sending-held = { count-batches } not sent. The reasons stand below, and the sheet stays as it is.
sending-part = { count-rows } · { $size }
sending-part-sent = { $sent } of { $size }
sending-afterwards = Afterwards
sending-afterwards-text = impact.com lists the parts under Settings, Technical, File Submissions. { sending-kept }
sending-kept = The exact bytes are kept on this computer.
sending-afterwards-call = impact.com answers to each order; the history shows it. { sending-kept }
sending-afterwards-folder = The files are in { $folder }. { sending-kept }
sending-afterwards-practice = This was practice: the files are in { $folder }, and nothing went to impact.com. A made-up answer comes in a minute.
sending-show-files = Show the files
sending-cancel = Cancel
sending-back = Back to the sheet
# Several batches of one sheet
several-batches-title = Several batches
several-batches-question = These rows go different ways, so each kind becomes a batch of its own.
several-none-title = Where do these rows go?
several-none = They would go to a place that is not theirs, so nothing is sent.
several-none-held = Nothing is sent.
several-go = Send { count-batches }
batch-goes = { batch-of }: { count-rows } to { $destination }
batch-held = { batch-of }: { $rows ->
    [one] { $rows } row stays
   *[other] { $rows } rows stay
  } here. { $reason }
batch-of = { $program }, campaign { $campaign }{ $event ->
    [none] {""}
   *[other] , event type { $event }
  }

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
    [1] row
   *[other] rows
  }
review-orders-word = { $orders ->
    [1] order
   *[other] orders
  }
review-files-word = { $files ->
    [1] file
   *[other] files
  }
review-calls-word = { $calls ->
    [1] call
   *[other] calls
  }
review-money = Amounts
review-no-money = No amount
review-against = { $batches ->
    [1] Against the batch before
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

# A team's record that cannot be reached
team-unknown-name = The team's record
team-unknown = What was sent before is not known now.
team-left = The team's record is left aside for now: what you send is recorded here, and brought there when you try again.
team-try-again = Try again
