# The record of what was sent
ledger-unusable = The record of what was sent ({ $path }) cannot be used ({ $problem }), so nothing was sent or changed; make room there, check your rights, or wait until another program is done with it.
ledger-damaged = The record of what was sent ({ $path }) is damaged, so nothing was sent; it is kept as { $aside }, and a new record begins: look at File Submissions at impact.com before you send anything that may be there already.
ledger-damaged-in-place = The record of what was sent ({ $path }) is damaged and could not be put aside ({ $problem }), so nothing was sent or changed; close every other window and program that uses it and try again.
ledger-newer = The record of what was sent ({ $path }) was written by a newer version of this app, so nothing was sent or changed; use that version.
ledger-copy-not-kept = The bytes of the batch could not be kept in { $path } ({ $problem }), so nothing was sent; make room there or check your rights.
ledger-copy-gone = The kept bytes of { $name } are gone or damaged, so nothing was written; its rows are still in the history.
ledger-merge-unreadable = { $path } holds no readable record of what was sent, so nothing was taken over; ask for it again (courier history export).
history-no-submission = No submission begins with { $asked }, so nothing was changed; “courier history” lists them.
history-several-submissions = Several submissions begin with { $asked }, so nothing was changed; write more of it.
history-no-part = There is no part called { $asked }, so nothing was changed; “courier history” lists them.
history-several-parts = Several parts begin with { $asked }, so nothing was changed; write more of it.
history-settled-already = { $name } is not unconfirmed ({ $state }), so nothing was changed.
history-save-taken = There is another file at { $path }, so nothing was written; choose another folder.

# courier history
option-history-order = show every row that was sent of this OrderId or ActionId
option-history-save = write this part again, exactly as it was sent
option-history-to = the folder to write it to
option-history-program = show only what was sent for this program
option-history-last = show only so many
option-history-before = forget what was sent before this day, such as 2026-01-01
history-show = one submission with its parts
history-note = keep a note with a submission instead of the one it has; "" takes the note away
history-export = write the history into a file for a colleague, without the bytes sent
history-merge = take over what a colleague's history knows
history-delete = forget what is old
history-settle = say what you found out about an unconfirmed part: arrived or refused
history-waiting = list the batches that wait for their moment
history-send-due = send the waiting batches whose moment has come
history-send-now = send a waiting batch before its moment
history-drop = take a batch out of the queue
history-empty = Nothing was sent from this machine yet.
history-no-order = Nothing was sent of { $order } from this machine.
history-line = { $id }  { $day }  { $state }  { $source }: { $rows ->
    [one] one row
   *[other] { $rows } rows
  }, { $totals } to { $destination }
history-by = Sent by { $value }
history-noted = Note: { $value }
history-reason = Sent although it was sent before: { $value }
history-saved = The part is in { $path }
history-exported = The history is in { $path }
history-merged = { $submissions ->
    [one] One submission
   *[other] { $submissions } submissions
  } and { $parts ->
    [one] one part
   *[other] { $parts } parts
  } are new, and of { $settled } known ones it is now clearer what became of them.
history-deleted = { $submissions ->
    [one] One submission was forgotten.
   *[other] { $submissions } submissions were forgotten.
  }
queue-line = { $id }  { $at }  { $source }: { $rows ->
    [one] one row
   *[other] { $rows } rows
  } to { $destination }
queue-empty = Nothing waits to be sent.
queue-nothing-due = Nothing waits whose moment has come.
queue-dropped = { $id } does not wait any more, and nothing of it was sent.
