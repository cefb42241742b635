# The history in the window
menu-history = History
history-title = History
history-about = What was sent from this computer, and what waits to be. Merge a colleague's history to see more.
history-back = Back
history-order-hint = Order ID or action ID
history-order-hint-team = Order ID, action ID or person
history-about-team = What your team sent, and what waits to be.
history-empty-team = Your team has sent nothing yet.
history-no-order-team = Nothing was sent of or by { $order }.
person-on-machine = { $user } on { $machine }
today-open-elsewhere = { $user } has { $source } open on { $machine }
today-open-elsewhere-of = { $user } has { $source } of { $program } open on { $machine }
whose = Whose batches
whose-all = All of the team
whose-mine = Mine
history-all-programs = All programs
history-count = { $shown ->
    [one] { $shown } batch
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
history-figures = { count-rows }, { count-orders }
history-went-to = To { $destination } ({ $url })
history-made = By { $user }, { $at }
history-note-label = Note
history-note-hint = A note for whoever reads this
history-note-keep = Keep the note
history-note-kept = The note is kept.
history-note-gone = The note is taken away.
history-part-hash = SHA-256 { $hash }…
history-part-path = { $path }
history-open-part = Open
history-save-part = Save…
history-save-all = Save all files…
history-settle-part = Say what became of it…
history-order-rows = Rows of { $order } in this batch
history-save-title = Where the files go
history-saved-parts = { count-files } written to { $folder }, exactly as sent.
history-export-it = Export…
history-export-title = Where the history goes
history-merge-it = Merge…
history-merge-title = A colleague's history
history-file-kind = History
history-kept-it = What is kept…
history-kept-title = What is kept on this computer
history-delete-it = Delete old…
history-send-waiting = Send now
history-drop-it = Do not send
history-defect = This failed { in-the-app }; what was sent is still recorded. Try again.
settle-title = What became of it?
settle-question = Look for { $name } under Settings, Technical, File Submissions at impact.com, or ask the server's owner. If it arrived, its orders do not go again.
settle-arrived = It arrived
settle-refused = It did not arrive
drop-title = Do not send this batch?
drop-question = { $source } ({ count-rows }) leaves the history with its files, and nothing is sent. Save the files first if you may need them.
delete-title = Delete what is old
delete-question = Batches made before this day are forgotten for good; the app will not notice if their orders are sent again. What waits stays.
delete-before = Before this day
delete-go = Delete

# A lost record
history-lost = The record of what was sent is damaged, gone or empty. Nothing is sent until you choose how to go on.
history-lost-rebuild = Rebuild from the kept files
history-lost-merge = Take over a colleague's history…
history-lost-anew = Begin anew…
anew-title = Begin anew?
anew-question = The app will not notice if an order is sent twice. { file-submissions } first.

# Today
today-title = Today
today-send-clean = Send all that are clean…
today-send-clean-about = Checks all drafts, asks once, and sends those without errors
today-checking = Checking…
today-stopped = Stopped: nothing was sent.
today-nothing-sent = nothing sent yet
clean-title = Send all that are clean
clean-question = { $drafts ->
    [one] { $drafts } draft is
   *[other] { $drafts } drafts are
  } clean and sent at once.
clean-none = No draft is clean, so nothing is sent.
clean-goes = { $program }: { count-rows }{ $totals ->
    [none] {""}
   *[other] , { $totals }
  } to { $destination }
clean-aside = { count-rows } not sent; the draft stays.
clean-warnings = { $warnings ->
    [one] { $warnings } warning.
   *[other] { $warnings } warnings.
  }
clean-held = Held back
clean-held-why = { $source }: { $reason }
clean-go = Send { count-batches }
clean-sent = { $batches ->
    [1] The batch was delivered.
   *[other] All { $batches } batches were delivered.
  }
clean-troubles-title = Not everything was sent
clean-troubles = { $delivered ->
    [0] No batch was
    [one] { $delivered } batch was
   *[other] { $delivered } batches were
  } delivered. What was not sent is kept.
today-open = Show the batches of { $program }
today-last = { $source }, { $day }
today-waits = Waits
today-unconfirmed-of = { $unsure } (sent by { $people })
today-unconfirmed = { count-files } unconfirmed
today-partly = { count-batches } arrived only in part
today-not-delivered = { count-batches } not delivered
today-next = next goes { $at }
today-expires = oldest row expires { $day }
today-expired = oldest row expired { $day }
today-draft = { $source }: { count-rows }, { count-edits }
today-draft-rest = { $source }: { $rest }
draft-rest = { $left } of { $rows } rows left; the others went to { $destination } on { $day }
today-draft-waits = waits until { $at }
today-held = { $reason }
today-held-waits = A batch of it waits already, until { $at }.
today-held-open = It is open in a window. Send it from there.
today-held-no-program = It has no program. Open it and choose one.
today-held-program-gone = “{ $program }” is not saved any more. Open it and choose another program.
today-held-no-destination = { $program } has no destination. Choose one under Programs.
today-held-by-hand = “{ $destination }” only writes messages. Open it and send it from there.
today-held-errors = { count-errors } left. Repair them, or put those orders on hold.
today-held-nothing = None of its rows is ready.
today-held-sent-before = It has { count-rows } of orders sent before. Open it and decide.
today-held-campaign = No saved program has campaign { $campaign } of its rows. Open it and look.
today-held-other-campaign = It is a draft of { $program }, but its rows name campaign { $campaign }. Open it and choose the right program.
today-held-changed = It was changed meanwhile. Check again.

# Beside the totals
usual-line = { $batches ->
    [1] Against the batch before
   *[other] Against the last { $batches } batches
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
send-later-question = { count-rows } ({ $totals }) to { $destination }, as now. If the app is closed then, they go at its next start or by “courier history send-due”.
send-later-when = Send at
send-later-go = Send then
send-later-planned = Waits until { $at }, then goes to { $destination } if the app is open; see History.
send-later-practice = The practice sheet is sent at once or not at all.
send-later-defect = The batch was not planned { in-the-app }, so nothing will be sent. Try again.
send-later-asks = { $destination } asked you for a code or a password last time. If nobody types it then, the batch waits.
queue-code-needed = { $source } waits, as the server of { $destination } wants a code that only you can type. Press Send now in the history.
queue-sending = Sending { $source } to { $destination }…
queue-delivered = { $source } was delivered to { $destination }: { count-rows }.
queue-not-delivered = { $source } was not delivered to { $destination }: { $reason }
queue-dropped-batch = { $source } does not wait any more, and nothing of it was sent.
