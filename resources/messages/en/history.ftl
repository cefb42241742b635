# The history in the window
menu-history = History
history-title = History
history-about = What was sent from this computer, and what waits to be. It knows nothing of other computers until you merge a colleague's history.
history-back = Back
history-order-hint = Order ID or action ID
history-all-programs = All programs
history-count = { $shown ->
    [one] one batch
   *[other] { $shown } batches
  }
history-when = When
history-program = Program
history-source = Source
history-destination = Destination
history-rows = Rows
history-totals = Totals
history-state = State
history-who = Who
history-waits = Waits until { $at }
history-figures = { $rows ->
    [one] one row
   *[other] { $rows } rows
  }, { $orders ->
    [one] one order
   *[other] { $orders } orders
  }
history-went-to = To { $destination } ({ $url })
history-made = By { $user }, { $at }
history-note-label = Note
history-note-hint = A note for whoever reads this
history-note-keep = Keep the note
history-note-kept = The note is kept.
history-note-gone = The note is taken away.
history-parts = { $parts ->
    [one] One file
   *[other] { $parts } files
  }
history-part-hash = SHA-256 { $hash }…
history-part-path = { $path }
history-open-part = Open
history-save-part = Save…
history-save-all = Save all files…
history-settle-part = Say what became of it…
history-order-rows = Rows of { $order } in this batch
history-save-title = Where the files go
history-saved-parts = { $parts ->
    [one] The file is
   *[other] { $parts } files are
  } in { $folder }, exactly as { $parts ->
    [one] it was
   *[other] they were
  } sent.
history-export-it = Export…
history-export-title = Where the history goes
history-merge-it = Merge…
history-merge-title = A colleague's history
history-file-kind = History
history-delete-it = Delete old…
history-send-now = Send now
history-drop-it = Do not send
history-defect = This was not done because of an error inside the app ({ $problem }); what was sent is recorded as before, try again.
settle-title = What became of it?
settle-question = Look for { $name } under Settings, Technical, File Submissions at impact.com, or ask the server's owner. If it arrived, its orders are held back from now on; if it did not, they can be sent again.
settle-arrived = It arrived
settle-refused = It did not arrive
drop-title = Do not send this batch?
drop-question = { $source } ({ $rows ->
    [one] one row
   *[other] { $rows } rows
  }) is taken out of the history together with its files, and nothing of it is sent. Save the files first if you may need them.
delete-title = Delete what is old
delete-question = Batches made before this day are forgotten with their files and orders, and that cannot be undone: the app will not notice any more if such an order is sent a second time. What waits to be sent stays.
delete-before = Before this day
delete-go = Delete

# Today
today-title = Today
today-open = Show the batches of { $program }
today-last = { $source }, { $day }
today-waits = Waits
today-unconfirmed = { $parts ->
    [one] one file unconfirmed
   *[other] { $parts } files unconfirmed
  }
today-not-delivered = { $batches ->
    [one] one batch not delivered
   *[other] { $batches } batches not delivered
  }
today-next = next goes { $at }
today-expires = oldest row expires { $day }

# Beside the totals
usual-line = Against { $batches ->
    [one] the batch before
   *[other] the last { $batches } batches
  }: { $figures }
usual-rows = rows { $change }
usual-total = { $currency } { $change }
usual-same = as usual
usual-more = { $percent } % more
usual-less = { $percent } % less
usual-times = { $times } × usual
usual-new = new

# Send later
menu-send-later = Send later…
send-later-title = Send later
send-later-question = { $rows ->
    [one] One row
   *[other] { $rows } rows
  } ({ $totals }) to { $destination }, as they are now. They are sent at this time if the app is open then, else when it is opened next; “courier history send-due” sends them without it.
send-later-when = Send at
send-later-go = Send then
send-later-planned = Waits until { $at }, then goes to { $destination }; see History.
send-later-practice = The practice sheet is sent at once or not at all.
send-later-defect = The batch was not planned because of an error inside the app ({ $problem }), so nothing will be sent; try again.
queue-sending = Sending { $source } to { $destination }…
queue-delivered = { $source } was delivered to { $destination }: { $rows ->
    [one] one row
   *[other] { $rows } rows
  }.
queue-not-delivered = { $source } was not delivered to { $destination }: { $reason }
queue-dropped-batch = { $source } does not wait any more, and nothing of it was sent.
