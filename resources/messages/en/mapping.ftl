# What feeds a field
feed-constant = for all rows
feed-typed = filled in here
feed-joined = { $columns }, joined
mapping-no-such-column = There is no column called “{ $column }” in this sheet{ so-unchecked }. { exact-header }
exact-header = Use a header exactly as in the first row.
mapping-no-such-field = impact.com has no field called “{ $field }”{ so-unchecked }. Use a name such as OrderId or Amount.
exclusion-no-such-column = “{ $written }” begins with no column of this sheet{ so-unchecked }. { exact-header }
exclusion-not-understood = “{ $written }” was not understood{ so-unchecked }. Write “COLUMN is VALUE, VALUE”, “is not”, “contains”, “is empty” or “is not empty”.
exclusion-cuts = { exclude-cuts } Exclude by a column that speaks for the whole order if that is not meant.
exclusion-condition = { $column } { $test } { $values }
exclusion-and = { " and " }
mapping-no-such-test = “{ $test }” is no condition; use is, is_not, empty, not_empty, contains or not_contains.
mapping-locked = The program { $program } locks its columns to the recipe “{ $recipe }”{ so-unchecked }. Omit --map and --set, or choose no program.
mapping-recipe-malformed = This file holds no mapping recipe.
mapping-recipe-newer = A newer version wrote this recipe; update the app to use it.
mapping-recipe-field = The recipe feeds { $field }, which impact.com does not have.
mapping-recipe-unwritable = The recipe could not be written to { $path }.
mapping-needs-equals = “{ $written }” is not understood; write it as NAME=VALUE.
# How many values look like the field
fit-dates = { fit-share } like dates
fit-amounts = { fit-share } like amounts
fit-whole-numbers = { fit-share } like whole numbers
fit-currencies = { fit-share } like currency codes
fit-emails = { fit-share } like e-mail addresses or hashes
fit-addresses = { fit-share } like web addresses
fit-share = { $share ->
    [0] None look
    [100] All look
   *[other] { $share } % look
  }
# What was remembered about columns
# Which template a sheet has
list-last = { $first } and { $last }
template-item = Item level: { $fields } are filled.
template-item-repeats = Item level: { $fields } is filled and orders have several rows.
template-order = Order level: no item columns.
template-order-maybe-chained = Order level. Several event types share customers, so these may be chained.
template-modification = Changes: { $fields } { $count ->
    [1] is
   *[other] are
  } filled.
template-mobile = App events: { $fields } is filled.
template-chained = Chained: the program's first and following event types are here.
template-given = Chosen by you.
template-name = { $template ->
    [item] Item-level conversions
    [chained] Chained conversions
    [mobile] Mobile app conversions
    [modification] Changes and reversals
   *[order] Order-level conversions
  }
