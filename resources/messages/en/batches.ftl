batch-not-written = The batch could not be written to { $folder } ({ $problem }), so nothing was sent; choose another folder or make room there.
batch-plain-email = { $field } still holds an e-mail address in clear, so the batch was not made; hash or remove it first.
set-aside-reason = Why it stays behind
set-aside-order = Another row of this order has an error, and an order is never sent in halves.
set-aside-chosen = Put on hold by you.

# Names of parts that a destination wants
part-names-field = { $field } is no field of a file name; use { $fields }.
part-names-characters = File names may have letters, digits, “.”, “-”, “_” and fields in braces, because not every server takes others; leave them out.
part-names-hash = File names need the field { "{hash}" }, because two files with the same name would replace each other or be taken for each other; add it.
part-names-ending = File names have to end in .csv, because impact.com reads no others; add it.
part-names-pattern = Files would be called { $name }, but only names like { $pattern } are taken there; say what they are to be called, or change the pattern.

# What a batch costs and until when it counts
held-amount = { $amount } { $currency } of { $whole }
held-amount-unknown = { $amount } of { $whole } in an unknown currency
held-amounts = { $amounts } { $count ->
    [one] is
   *[other] are
  } not ready.
expiring-day = { $rows } { $when ->
    [today] today
    [tomorrow] tomorrow
    [0] on Monday
    [1] on Tuesday
    [2] on Wednesday
    [3] on Thursday
    [4] on Friday
    [5] on Saturday
   *[6] on Sunday
  }
expiring = { $count ->
    [one] Row
   *[other] Rows
  } soon too old for impact.com: { $days }.
