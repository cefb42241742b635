batch-not-written = The batch could not be written to { $folder } ({ $problem }){ so-unsent }. Choose another folder or make room there.
batch-plain-email = { $field } still holds an e-mail address in clear, so the batch was not made. Hash or remove it first.
set-aside-reason = Why it stays behind
set-aside-order = Another row of this order has an error, and an order is never sent in halves.
set-aside-chosen = Put on hold by you.

# Names of parts that a destination wants
part-names-field = { $field } is no field of a file name; use { $fields }.
part-names-characters = File names may have letters, digits, “.”, “-”, “_” and fields in braces. Leave other characters away; some servers refuse them.
part-names-hash = File names need the field { "{hash}" }, so that no file replaces another. Add it.
part-names-ending = impact.com reads only files that end in .csv. Add it.
part-names-pattern = Only names like { $pattern } are taken there, not { $name }. Change the file names or the pattern.

# What a batch costs and until when it counts
held-amount = { $amount } { $currency } of { $whole }
held-amount-unknown = { $amount } of { $whole } in an unknown currency
held-amounts = { $amounts } { $count ->
    [1] is
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
    [1] Row
   *[other] Rows
  } soon too old for impact.com: { $days }.
