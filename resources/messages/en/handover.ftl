# Handing a checked batch to a colleague, and the approval of a second person
handover-no-name = Nobody's name was given, so no file was written. Write who prepared the batch.
handover-unreadable = { $name } is no colleague's batch, or is damaged, so it was not opened. Ask for the file again.
handover-newer = { $name } was written by a newer Conversion Courier, so it was not opened. Install that version.
note-handover = Prepared by { $by }, handed over { $at }.
note-handover-said = { $by } says: { $words }
note-handover-differs = What would be sent differs from what was handed over. Look once more.
note-approved = Approved by { $by }, { $at }.
edit-handover = what was handed over
edit-approve = the approval
approval-no-name = Nobody's name was given, so nothing was approved. Write who approves the batch.
approval-own = { $name } prepared this batch, so somebody else has to approve it.
approval-nothing = No row is ready, so there is nothing to approve.
approval-missing = { $program } needs a second person above { $limit }, and this batch has { $amount } { $currency }{ so-unsent }. Hand it to a colleague.
program-approval-amount = “{ $value }” is no amount; write a number such as 10000.00.

# In the window
hand-over-title = Hand to a colleague
hand-over-question = The file holds the sheet, all decisions and the check, but no passwords. Your colleague can approve or send it.
hand-over-name = Prepared by
    .accesskey = P
hand-over-note = Note for your colleague
    .accesskey = N
hand-over-go = Choose where to save…
hand-over-where = Save for a colleague
hand-over-kind = Batch for a colleague
hand-over-done = The batch for your colleague is in { $path }.
hand-over-defect = The file for a colleague could not be written.
approve-title = Approve this batch
approve-question = You vouch for exactly what would be sent now. Later changes need a new approval.
approve-facts = { count-rows } in { count-orders }, { $files ->
    [one] { $files } file
   *[other] { $files } files
  }
approve-prepared = Prepared by { $by }.
approve-name = Your name
    .accesskey = Y
approve-go = Approve
approve-done = Approved by { $by }.
approve-defect = The approval could not be recorded.
handover-decided = { $name } brings all decisions along. Leave options about columns, rows, dates or the program away.
note-handover-sent = Rows sent before are on hold here ({ $rows }).
note-handover-locked = The columns are those that { $program } locks, not those of the file.
note-prepared = Prepared by { $by }.
approval-not-handed-over = Nobody handed this batch over, so it cannot be approved. Whoever prepared it does that first.
approval-changed = The batch was changed after it was handed over. Hand it to a colleague to approve it.
