results-copy = Copy the table of File Submissions, or the errors of one submission, with its header.
# What impact.com answered.

results-table-empty = { $name } holds no rows, so nothing was taken over. { results-copy }
results-table-unknown = { $name } lists neither file submissions nor errors, so nothing was taken over. { results-copy }
row-refused = { $rows ->
    [1] impact.com refused this row
   *[other] impact.com refused one of { $rows } rows with this order and SKU
  }: { $code }. { $meaning } { $next }
and-send-again = { " " }and send the row again.
drop-or-change = Drop the row if nothing differs, or send a change if the amount does.
nothing-helps = Nothing in the file helps.

# The codes with which impact.com refuses rows: the name in words, what it means, what to do.

result-oid-duplicate = Received before
    .meaning = impact.com had this order already, so the row was not counted again. In item files it also means that the rows of one order stood apart.
    .next = { drop-or-change }
result-conv-duplicate = Same order within a short time
    .meaning = The same order ID came a moment before, so the row was not counted again.
    .next = { drop-or-change }
result-no-change = Nothing to change
    .meaning = The change repeats what impact.com has, or names a difference instead of the final amount.
    .next = Type the final amount, 0 to reverse, or drop the row if impact.com has it right.
result-already-locked = Locked
    .meaning = The locking period of this action is over, so nothing of it can change any more.
    .next = It is too late for a file. Settle it with the partner.
result-action-not-found = Order not known
    .meaning = impact.com knows no action with this order and event type, so it changed nothing.
    .next = Correct the order ID or event type. Look for lost leading zeros and digits that a spreadsheet changed.
result-already-reversed = Reversed already
    .meaning = This action was reversed before, so nothing is left to change.
    .next = Drop the row.
result-already-approved = Approved already
    .meaning = This action is approved, so a file cannot change it any more.
    .next = Settle it with the partner.
result-field-invalid = { $field } is not valid
    .meaning = impact.com does not take this value of { $field }: “{ $code }”.
    .next = { $field ->
        [ActionTrackerId] Type the event type ID, digits only, from Settings, Tracking, Event Types.
       *[other] Correct { $field }{ and-send-again }
      }
result-malformed = Not understood
    .meaning = A value has the wrong form, such as text for a number, or the click ID is damaged.
    .next = Check the click ID and the other values{ and-send-again }
result-conv-malformed = Conversion not understood
    .meaning = impact.com could not make sense of this conversion.
    .next = Check its values{ and-send-again } The OID Lookup report of impact.com shows what arrived.
result-oid-missing = No order ID
    .meaning = Without an order ID the row is not counted.
    .next = Fill in the order ID{ and-send-again }
result-no-item = No item
    .meaning = A sale has to name at least one item.
    .next = Fill in SKU, category, quantity and amount{ and-send-again }
result-campaign-not-found = Program not known
    .meaning = impact.com has no program with this campaign ID.
    .next = Correct the campaign ID{ and-send-again }
result-actiontracker-not-found = Event type not known
    .meaning = impact.com has no event type with this ID.
    .next = Type its ID from Settings, Tracking, Event Types{ and-send-again }
result-actiontracker-campaign-mismatch = Event type of another program
    .meaning = The event type belongs to another program than the row names.
    .next = Correct the campaign ID or event type{ and-send-again }
result-actiontracker-not-active = Event type not switched on
    .meaning = The event type is not enabled, so its rows are not counted.
    .next = Ask your contact at impact.com to enable it{ and-send-again }
result-actionterms-not-found = Event type not in the contract
    .meaning = The partner's contract says nothing about this event type, so nothing can be paid.
    .next = Add it to the contract{ and-send-again }
result-contract-not-found = No contract with the partner
    .meaning = At the time of the order there was no contract with this partner.
    .next = Check the partner and the date{ and-send-again }
result-partner-not-active = Partner not active
    .meaning = The partner was not active in the program at the time of the order.
    .next = Settle that with the partner{ and-send-again }
result-action-ref-not-found = Nobody to credit
    .meaning = impact.com knows no click, promo code or customer of this row. A child order also needs its parent first, with the same customer.
    .next = Correct the click ID, promo code or customer{ and-send-again }
result-no-valid-action-ref = Nobody may be paid
    .meaning = impact.com knows the referral, but the terms do not allow paying for it.
    .next = { nothing-helps } Check the terms of the contract.
result-reftype-not-accepted = Kind of referral not in the contract
    .meaning = The contract does not cover this kind of referral, such as a view without a click.
    .next = { nothing-helps } Check the contract.
result-outside-association-window = Too long after the click
    .meaning = The order came too long after the click for impact.com to credit it.
    .next = Check the date and its time zone. MediaId forces the credit where it is due.
result-crediting-rule-mismatch = Credit went to another click
    .meaning = The crediting rule of the program favours another click.
    .next = { nothing-helps }
result-other-ref-prioritized = Another referral won
    .meaning = Another referral comes first for this order.
    .next = { nothing-helps }
result-max-recurrences-reached = Credited often enough
    .meaning = This referral was credited as often as the terms allow.
    .next = { nothing-helps }
result-restricted-promocode = Promo code of another channel
    .meaning = The promo code puts the order into another channel, so no partner is credited.
    .next = Check the promo code. If it is right, nothing in the file helps.
result-blocked-by-promocode = Promo code of somebody else
    .meaning = The promo code is not assigned to the partner who would be credited.
    .next = Correct or assign the promo code{ and-send-again }
result-blacklisted-source-ip = Customer's address is blocked
    .meaning = The program takes no orders from the customer's network address, often because of the country.
    .next = { nothing-helps }
result-unclaimed = Nobody claimed it
    .meaning = Only sources that are not preferred led to this order.
    .next = { nothing-helps }
result-call-duplicate = Same caller again
    .meaning = This caller was counted before.
    .next = { nothing-helps }
result-call-duration-too-short = Call too short
    .meaning = The call was shorter than the terms ask for.
    .next = { nothing-helps }
result-call-for-call-per-conv-at = Call without a sale
    .meaning = The call had to become a sale to be counted.
    .next = { nothing-helps }
result-call-incomplete = Call not connected
    .meaning = Nobody took the call, so it was not counted.
    .next = { nothing-helps }
result-call-outside-daily-range = Call outside the hours
    .meaning = The call came outside the hours in which calls count.
    .next = { nothing-helps }
result-bad-disposition = Reason code not known
    .meaning = impact.com does not know the reason of this change.
    .next = Type a listed reason, or one set up in your account,{ and-send-again }
result-unknown = { $code }
    .meaning = impact.com's pages do not explain “{ $code }”.
    .next = Ask your contact at impact.com what it means.

results-answered = answered: { $accepted } accepted, { $refused } refused
results-answered-partly = answered: { $accepted } accepted, { $refused } refused, { $unanswered } not answered yet

results-known-same = sent on { $day } with the same amount
results-known-other = sent on { $day } with { $amount }
results-known-order = order sent on { $day } without this item
results-known-again = sent again on { $day }
results-known-never = not sent in another file from this computer

results-fix-note = Mends what was refused of { $id }

# The command.

command-results = what impact.com answered, and what to do about it
option-results-part = the file that a table of errors is about, if it names none
option-results-output = write the refused rows that can go again here
option-results-changes = write what has to become a change here
option-results-reason = the reason code of the changes
results-show = what became of one batch, the refused rows by code
results-import = take over a table from File Submissions, the errors of one submission, or a result file
results-fetch = ask impact.com, read only, for the answers that are missing
results-fix = write the refused rows that can go again as a sheet
results-words = what codes of impact.com mean: all, or those with these words

results-none = Nothing that was sent from here is answered yet. Bring a table from File Submissions with “courier results import FILE”.
results-nothing-yet = Nothing is answered yet.
results-nothing-matched = Nothing in it was sent from this computer, so nothing was taken over.
results-sent = { " " }sent to { $destination } on { $moment }, { $id }
results-accepted = Accepted
results-refused = Refused
results-unanswered = Not answered
results-refused-orders = { $money } in { count-orders }
results-part = { $name }: { $refused } of { $rows } refused
results-part-open = { $name }: not answered yet, { count-rows }
results-part-unread = { $name }: impact.com found no record in it, so it could not read the file
results-unnamed = impact.com counts { $rows ->
    [one] { $rows } error
   *[other] { $rows } errors
  } without naming rows. Bring the errors of the submission too.
results-lines = { $header ->
    [yes] Lines count the header as 1.
   *[no] Lines do not count the header.
  }
results-can-again = { count-rows } can go again after a repair
results-can-change = { count-rows } can only go as a change
results-can-drop = { count-rows } may be dropped
results-can-late = { count-rows } came too late
results-can-none = for { count-rows } no repair of the file is known to help
results-column-line = Line
results-column-order = Order
results-column-sku = SKU
results-column-amount = Amount
results-column-known = What is known here
results-no-row = fits no row of the file
results-more = and { $rows } more
results-unmatched = { $rows ->
    [one] { $rows } refused row fits
   *[other] { $rows } refused rows fit
  } nothing that was sent from this computer:
results-other-files = { $files ->
    [one] { $files } submission is not of this computer and was
   *[other] { $files } submissions are not of this computer and were
  } passed over: { $names }
results-fix-nothing = No refused row of { $id } can go again as it is{ so-unwritten }. Look at “courier results { $id }”.
results-fix-written = { $path } holds { count-rows } of { count-orders }. Repair what was refused, then send it like any sheet.
results-fix-cut = impact.com may have other items of { count-orders }, so the app counts these as sent. Look at them before you send.
results-fix-changes = { $path } holds { $rows ->
    [one] { $rows } change
   *[other] { $rows } changes
  } with the final amount. Send it as a file of changes.
results-fix-changes-open = { results-can-change }. Add --changes FILE to write a sheet of changes.
results-left-drop = { count-rows } stayed out, as impact.com has that already.
results-left-late = { count-rows } stayed out, as it is too late.
results-left-none = { count-rows } stayed out, as no repair of the file is known to help.
results-words-none = No code of impact.com has “{ $asked }” in its name or explanation.
