batch-not-written = The batch could not be written to { $folder } ({ $problem }), so nothing was sent; choose another folder or make room there.
batch-plain-email = { $field } still holds an e-mail address in clear, so the batch was not made; hash or remove it first.
set-aside-reason = Why it was set aside
set-aside-order = Another row of this order has an error, and an order is never sent in halves.
set-aside-chosen = Set aside by you.
