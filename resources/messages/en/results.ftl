# What impact.com answered.

results-table-empty = { $name } holds no rows. Nothing was taken over. Copy the table of File Submissions again, with its header.
results-table-unknown = { $name } is neither a list of file submissions nor a list of errors. Nothing was taken over. Copy the table of File Submissions, or the errors of one submission, with its header.

# The codes with which impact.com refuses rows: the name in words, what it means, what to do.

result-oid-duplicate = Received before
    .meaning = impact.com had this order already, so the row was not counted again. In a file of items it also means that the rows of one order did not stand together.
    .next = Drop the row if nothing differs. Send a change if the amount is another one now.
result-conv-duplicate = Same order within a short time
    .meaning = impact.com received the same order ID a moment before, so the row was not counted again.
    .next = Drop the row if nothing differs. Send a change if the amount is another one now.
result-no-change = Nothing to change
    .meaning = The change repeats what impact.com has, or it names a difference where the final amount belongs.
    .next = Put the final amount, 0 to reverse. Drop the row if impact.com has it right.
result-already-locked = Locked
    .meaning = The locking period of this action is over, so nothing of it can be changed any more.
    .next = It is too late for a file. Settle it with the partner outside of it.
result-action-not-found = Order not known
    .meaning = impact.com knows no action with this order and event type, so it changed nothing.
    .next = Correct the order ID or the event type. Look for lost zeros in front and for digits that a spreadsheet changed.
result-already-reversed = Reversed already
    .meaning = This action was reversed before, so there is nothing left to change.
    .next = Drop the row.
result-already-approved = Approved already
    .meaning = This action is approved, so a file cannot change it any more.
    .next = Nothing in the file helps. Settle it with the partner outside of it.
result-field-invalid = { $field } is not valid
    .meaning = impact.com does not take the value of { $field } in this row. The message reads “{ $code }”.
    .next = { $field ->
        [ActionTrackerId] Put the ID of the event type, digits only. You find it in Settings, Tracking, Event Types.
       *[other] Correct { $field } and send the row again.
      }
result-malformed = Not understood
    .meaning = A value has the wrong form, such as text where a number belongs, or the click ID is damaged.
    .next = Check the click ID and the form of each value, then send the row again.
result-conv-malformed = Conversion not understood
    .meaning = impact.com could not make sense of the values of this conversion.
    .next = Check the form of each value and send the row again. The OID Lookup report of impact.com shows what arrived.
result-oid-missing = No order ID
    .meaning = The row has no order ID, and without one nothing is counted.
    .next = Fill in the order ID and send the row again.
result-no-item = No item
    .meaning = A sale has to name at least one item.
    .next = Fill in SKU, quantity and amount, then send the row again.
result-campaign-not-found = Program not known
    .meaning = impact.com has no program with this campaign ID.
    .next = Correct the campaign ID and send the row again.
result-actiontracker-not-found = Event type not known
    .meaning = impact.com has no event type with this ID.
    .next = Put the ID of the event type and send the row again. You find it in Settings, Tracking, Event Types.
result-actiontracker-campaign-mismatch = Event type of another program
    .meaning = The event type exists, and it belongs to another program than the row names.
    .next = Correct the campaign ID or the event type, then send the row again.
result-actiontracker-not-active = Event type not switched on
    .meaning = The event type exists and is not enabled, so its rows are not counted.
    .next = Ask your contact at impact.com to enable it. Then send the row again.
result-actionterms-not-found = Event type not in the contract
    .meaning = The partner's contract says nothing about this event type, so nothing can be paid.
    .next = Add the event type to the contract. Then send the row again.
result-contract-not-found = No contract with the partner
    .meaning = At the time of the order there was no contract with this partner.
    .next = Check the partner and the date. Send the row again once they are right.
result-partner-not-active = Partner not active
    .meaning = The partner was not active in the program at the time of the order.
    .next = Check the partner. Send the row again once that is settled.
result-action-ref-not-found = Nobody to credit
    .meaning = impact.com knows no click, promo code or customer of this row. A child order also needs its parent first, with the same customer.
    .next = Correct the click ID, the promo code or the customer, and send the row again.
result-no-valid-action-ref = Nobody may be paid
    .meaning = impact.com knows the referral, and the terms do not allow to pay for it.
    .next = Nothing in the file helps. Check the terms of the contract.
result-reftype-not-accepted = Kind of referral not in the contract
    .meaning = The contract does not cover this kind of referral, such as a view without a click.
    .next = Nothing in the file helps. Check the contract.
result-outside-association-window = Too long after the click
    .meaning = The order lies outside the time in which impact.com credits this click.
    .next = Check the date and its time zone. MediaId forces the credit where it is due.
result-crediting-rule-mismatch = Credit went to another click
    .meaning = The crediting rule of the program favours another click.
    .next = Nothing in the file helps.
result-other-ref-prioritized = Another referral won
    .meaning = Another referral comes first for this order.
    .next = Nothing in the file helps.
result-max-recurrences-reached = Credited often enough
    .meaning = This referral was credited as often as the terms allow.
    .next = Nothing in the file helps.
result-restricted-promocode = Promo code of another channel
    .meaning = The promo code puts the order into another channel, so no partner is credited.
    .next = Nothing in the file helps if the code is right. Check the promo code.
result-blocked-by-promocode = Promo code of somebody else
    .meaning = The promo code is not assigned to the partner who would be credited.
    .next = Check the promo code. Send the row again once it is right or assigned.
result-blacklisted-source-ip = Customer's address is blocked
    .meaning = The program does not take orders from the customer's network address, often because of the country.
    .next = Nothing in the file helps.
result-unclaimed = Nobody claimed it
    .meaning = Only sources that are not preferred led to this order.
    .next = Nothing in the file helps.
result-call-duplicate = Same caller again
    .meaning = The call is a repeat of a caller who was counted.
    .next = Nothing in the file helps.
result-call-duration-too-short = Call too short
    .meaning = The call was shorter than the terms ask for.
    .next = Nothing in the file helps.
result-call-for-call-per-conv-at = Call without a sale
    .meaning = The call should have become a sale to be counted.
    .next = Nothing in the file helps.
result-call-incomplete = Call not connected
    .meaning = Nobody took the call, so it was not counted.
    .next = Nothing in the file helps.
result-call-outside-daily-range = Call outside the hours
    .meaning = The call came outside the hours in which calls count.
    .next = Nothing in the file helps.
result-bad-disposition = Reason code not known
    .meaning = impact.com does not know the reason of this change.
    .next = Put a listed reason, or one that your account has set up. Then send the row again.
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

command-results = what impact.com answered to what was sent, and what to do about it
option-results-part = the file that a table of errors without a file name is about
option-results-output = write the refused rows that can go again here, ready to be opened and sent
option-results-changes = write what has to become a change here
option-results-reason = the reason code of the changes
results-show = what became of one batch, the refused rows by code
results-import = take over a table from File Submissions or a result file: a list of submissions, or the errors of one
results-fetch = ask impact.com, read only, for the answers that are missing
results-fix = write the refused rows that can go again as a sheet
results-words = what a code of impact.com means; all of them, or those with these words

results-none = Nothing that was sent from here is answered yet. Bring a table from File Submissions with “courier results import FILE”.
results-nothing-yet = Nothing is answered yet.
results-nothing-matched = Nothing in it is about what was sent from this computer, so nothing was taken over.
results-sent = { " " }sent to { $destination } on { $moment }, { $id }
results-accepted = Accepted
results-refused = Refused
results-unanswered = Not answered
results-refused-orders = { $money } in { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
  }
results-part = { $name }: { $refused } of { $rows } refused
results-part-open = { $name }: not answered yet, { $rows } rows
results-part-unread = { $name }: impact.com counted no record in it, so it could not read the file
results-unnamed = { $rows ->
    [one] impact.com counts { $rows } error without naming its row. Bring the errors of the submission too.
   *[other] impact.com counts { $rows } errors without naming their rows. Bring the errors of the submission too.
  }
results-lines = { $header ->
    [yes] Lines count the header as 1.
   *[no] Lines do not count the header.
  }
results-can-again = { $rows ->
    [one] { $rows } row can go again after a repair
   *[other] { $rows } rows can go again after a repair
  }
results-can-change = { $rows ->
    [one] { $rows } row has to become a change
   *[other] { $rows } rows have to become changes
  }
results-can-drop = { $rows ->
    [one] { $rows } row needs nothing more
   *[other] { $rows } rows need nothing more
  }
results-can-late = { $rows ->
    [one] { $rows } row is too late
   *[other] { $rows } rows are too late
  }
results-can-none = { $rows ->
    [one] for { $rows } row no repair of the file is known to help
   *[other] for { $rows } rows no repair of the file is known to help
  }
results-column-line = Line
results-column-order = Order
results-column-sku = SKU
results-column-amount = Amount
results-column-known = What is known here
results-no-row = fits no row of the file
results-more = { $rows ->
    [one] and { $rows } more row
   *[other] and { $rows } more rows
  }
results-unmatched = { $rows ->
    [one] { $rows } refused row fits nothing that was sent from this computer:
   *[other] { $rows } refused rows fit nothing that was sent from this computer:
  }
results-other-files = { $files ->
    [one] { $files } submission is not of this computer and was passed over: { $names }
   *[other] { $files } submissions are not of this computer and were passed over: { $names }
  }
results-fix-nothing = No refused row of { $id } can go again as it is, so nothing was written. Look at “courier results { $id }”.
results-fix-written = { $path } holds { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  } of { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
  }. Repair what was refused, then send it like any sheet.
results-fix-cut = { $orders ->
    [one] impact.com may have other items of { $orders } order, so the order counts as sent. Look at it before you send.
   *[other] impact.com may have other items of { $orders } orders, so these orders count as sent. Look at them before you send.
  }
results-fix-changes = { $path } holds { $rows ->
    [one] { $rows } change
   *[other] { $rows } changes
  } with the final amount. Send it as a file of changes.
results-fix-changes-open = { $rows ->
    [one] { $rows } row has to become a change. Give --changes FILE to write it.
   *[other] { $rows } rows have to become changes. Give --changes FILE to write them.
  }
results-left-drop = { $rows ->
    [one] { $rows } row is not in it, because impact.com has it already.
   *[other] { $rows } rows are not in it, because impact.com has them already.
  }
results-left-late = { $rows ->
    [one] { $rows } row is not in it, because it is too late for it.
   *[other] { $rows } rows are not in it, because it is too late for them.
  }
results-left-none = { $rows ->
    [one] { $rows } row is not in it, because no repair of the file is known to help.
   *[other] { $rows } rows are not in it, because no repair of the file is known to help.
  }
results-words-none = No code of impact.com has “{ $asked }” in its name or its explanation.
