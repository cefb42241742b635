# what was sent before, changed and taken back
command-reverse = change or take back what was sent, by order ID or a shop's export of refunds
option-reverse-refunds = a shop's export; its refunded and cancelled orders are taken back, if they were sent
option-reverse-sku = only this item of the order
option-reverse-amount = the final amount of the item or order, never the difference; without it all is taken back
option-reverse-reason = why, a code such as ITEM_RETURNED
option-reverse-output = write the changes to a file and send nothing
reverse-incomplete = Give order IDs or --from-refunds FILE, and either --output FILE or --to NAME.
reverse-needs-reason = Say why with --reason, for example ITEM_RETURNED or ORDER_UPDATE.
reverse-one-order = --sku and --amount are for one order. Change the others one by one.
reverse-unknown = Order { $order } was not sent from this computer, so it cannot be changed here. Check the ID, or merge the history of the computer that sent it.
reverse-ambiguous-programs = Order { $order } was sent for several programs: { $programs }. Choose one with --program.
reverse-ambiguous-events = Order { $order } was sent for several event types: { $events }. Write the change into a sheet of changes.
reverse-several-programs = These orders belong to several programs: { $programs }. Change those of each program by themselves.
reverse-refused = impact.com refused order { $order }, so there is nothing to change. Send it again first.
reverse-reversed = Order { $order } { reverse-already }
reverse-already = was taken back already{ so-unwritten-unsent }.
reverse-locked = Order { $order } has been locked since { $day }, so impact.com takes no change. { settle-with-partner }
settle-with-partner = Settle the amount with the partner.
reverse-approved = Order { $order } is approved at impact.com, so it takes no change. { settle-with-partner }
reverse-item-reversed = { $sku } of order { $order } { reverse-already }
reverse-same = Order { $order } has the amount { $amount } already{ so-unwritten-unsent }.
reverse-amount-unclear = { $amount } is no amount. Type the final amount, such as 7.50, or 0 to take it back.
reverse-needs-sku = Order { $order } has several items: { $skus }. Choose one with --sku.
reverse-no-such-sku = Order { $order } has no item { $sku }, only { $skus }.
reverse-nothing = Nothing can be taken back{ so-unwritten-unsent }.
reverse-line = { $item }: { $before } becomes { $after } { $currency }
reverse-line-reversed = { $item }: { $before } { $currency } is taken back
reverse-other-not-sent = { $order }: not sent from this computer.
reverse-other-several = { $order }: sent for several programs or event types. Choose a program with --program.
reverse-other-partly = { $order }: refunded in part. Type what is left with --amount.
reverse-other-reversed = { $order }: taken back already.
reverse-other-approved = { $order }: approved at impact.com. { settle-with-partner }
reverse-other-locked = { $order }: locked at impact.com. { settle-with-partner }
reverse-other-refused = { $order }: refused by impact.com, so nothing is to be taken back.
refunds-no-status = No column says which orders were refunded. Export the orders with their status.
refunds-no-order = No column is recognised as the order ID. Export the orders with their numbers.
refunds-none = No order of this sheet was refunded or cancelled, so nothing is to be taken back.

# what locks soon
locks-soon = { $orders ->
    [one] { $orders } order locks
   *[other] { $orders } orders lock
  } at impact.com soon, the first { $days ->
    [0] today
    [1] tomorrow
   *[other] in { $days } days
  } ({ $day })

# the page of reversals
menu-reversals = Reversals
reversals-title = Reversals
reversals-hint = Order, customer’s number, SKU, amount or day
reversals-orders = Orders that were sent
reversals-items = { $items ->
    [one] { $items } item
   *[other] { $items } items
  }
reversals-found = { $orders ->
    [0] No order found among what was sent
   *[other] { count-orders }
  }
reversals-found-some = { $orders ->
    [0] No order found
   *[other] { count-orders }
  }. Customers' numbers were looked for in the newest { $rows } rows only.
reversals-found-many = { $orders } orders, and there are more. Type more to find others.
reversals-refused = refused by impact.com
reversals-reversed = taken back already
reversals-locked = locked, too late
reversals-approved = approved, too late
reversals-missing = not at impact.com
reversals-no-lock = can be changed
reversals-locks = { $days ->
    [0] locks today
    [1] locks tomorrow
   *[other] locks in { $days } days
  }
reversals-in-this-file = { count-changes } in this file
count-changes = { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
  }
reversals-sent = Sent { $day } with { $source }
reversals-answered = { $answer ->
    [accepted] accepted
    [refused] refused
   *[nothing] no answer yet
  }
reversals-event = event type { $event }
reversals-changes = { $changes ->
    [1] changed once
   *[other] changed { $changes } times
  }
reversals-number = number { $number }
reversals-other-program = This order is of another program than the changes so far. Send those first, as a file is for one program.
reversals-item = Item
reversals-quantity = Quantity
reversals-was = Now
reversals-final = Final amount
reversals-whole-order = Whole order
reversals-tick = Take back { $item }
reversals-final-of = Final amount of { $item }
reversals-unchanged = unchanged
reversals-taken-back = taken back
reversals-less = { $amount } less
reversals-more = { $amount } more
reversals-no-amount = no amount
reversals-reason = Reason
    .accesskey = R
reversals-whole = Take back the whole order
reversals-preview = What will be sent: the final amount, never the difference
reversals-checking = Checking…
reversals-none = Nothing is chosen yet. Tick an item, or type its final amount.
reversals-checked = Checked: known order, not locked, not taken back, other amounts than were sent.
reversals-unclear = An amount of order { $order } is unclear. Type the final amount, such as 7.50.
reversals-close = Close
reversals-save = Save the file…
reversals-send = { $changes ->
    [0] Review and send
   *[other] Review and send { count-changes }
  }
reversals-sum = { $changes ->
    [0] no changes
   *[other] { count-changes } in { count-orders }, { $amounts }
  }
reversals-file-kind = Sheet of changes
reversals-file-name = changes
reversals-saved = Saved as { $path }.
