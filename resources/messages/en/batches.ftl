batch-not-written = The batch could not be written to { $folder } ({ $problem }), so nothing was sent; choose another folder or make room there.
batch-plain-email = { $field } still holds an e-mail address in clear, so the batch was not made; hash or remove it first.
set-aside-reason = Why it was set aside
set-aside-order = Another row of this order has an error, and an order is never sent in halves.
set-aside-chosen = Set aside by you.

# Names of parts that a destination wants
part-names-field = { $field } is no field of a file name; use { $fields }.
part-names-characters = File names may have letters, digits, “.”, “-”, “_” and fields in braces, because not every server takes others; leave them out.
part-names-hash = File names need the field { "{hash}" }, because two files with the same name would replace each other or be taken for each other; add it.
part-names-ending = File names have to end in .csv, because impact.com reads no others; add it.
part-names-pattern = Files would be called { $name }, but only names like { $pattern } are taken there; say what they are to be called, or change the pattern.
