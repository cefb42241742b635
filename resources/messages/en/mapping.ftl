# What feeds a field
feed-constant = for all rows
feed-typed = filled in here
feed-joined = { $columns }, joined
mapping-no-such-column = There is no column called “{ $column }” in this sheet{ so-unchecked }. Use a header exactly as it stands in the first row.
mapping-no-such-field = impact.com has no field called “{ $field }”{ so-unchecked }. Use a name such as OrderId or Amount.
exclusion-no-such-column = “{ $written }” begins with no column of this sheet{ so-unchecked }. Begin with a header exactly as it stands in the first row.
exclusion-not-understood = “{ $written }” was not understood{ so-unchecked }. Write “COLUMN is VALUE, VALUE”, “is not”, “contains”, “is empty” or “is not empty”.
exclusion-cuts = { $orders ->
    [one] { $orders } order is cut: some of its rows stay and are sent.
   *[other] { $orders } orders are cut: some of their rows stay and are sent.
  } Exclude by a column that speaks for the whole order if that is not meant.
exclusion-condition = { $column } { $test } { $values }
exclusion-and = { " and " }
mapping-no-such-test = “{ $test }” is no condition for leaving rows out; use is, is_not, empty, not_empty, contains or not_contains.
mapping-locked = The program { $program } locks its columns to the recipe “{ $recipe }”{ so-unchecked }. Omit --map and --set, or choose no program.
mapping-recipe-malformed = This file holds no mapping recipe.
mapping-recipe-newer = A newer version of Conversion Courier wrote this recipe; update the app to use it.
mapping-recipe-field = The recipe feeds { $field }, a field that impact.com does not have.
mapping-recipe-unwritable = The recipe could not be written to { $path }.
mapping-needs-equals = “{ $written }” is not understood; write it as NAME=VALUE.
# How many values look like the field
fit-dates = { $share ->
    [0] None looks like a date
    [100] All look like dates
   *[other] { $share } % look like dates
  }
fit-amounts = { $share ->
    [0] None looks like an amount
    [100] All look like amounts
   *[other] { $share } % look like amounts
  }
fit-whole-numbers = { $share ->
    [0] None looks like a whole number
    [100] All look like whole numbers
   *[other] { $share } % look like whole numbers
  }
fit-currencies = { $share ->
    [0] None looks like a currency code
    [100] All look like currency codes
   *[other] { $share } % look like currency codes
  }
fit-emails = { $share ->
    [0] None looks like an e-mail address or a hash
    [100] All look like e-mail addresses or hashes
   *[other] { $share } % look like e-mail addresses or hashes
  }
fit-addresses = { $share ->
    [0] None looks like a web address
    [100] All look like web addresses
   *[other] { $share } % look like web addresses
  }
# What was remembered about columns
# Which template a sheet has
list-last = { $first } and { $last }
template-item = Item level: { $fields } are filled.
template-item-repeats = Item level: { $fields } is filled and orders have several rows.
template-order = Order level: there are no item columns, so each row is one order.
template-order-maybe-chained = Order level: each row is one order. Several event types share customers, so these may be chained.
template-modification = Changes of earlier conversions: { $fields } { $count ->
    [1] is
   *[other] are
  } filled.
template-mobile = Mobile app events: { $fields } is filled.
template-chained = Chained events: the sheet has the program's first and following event types.
template-given = Chosen by you.
template-name = { $template ->
    [item] Item-level conversions
    [chained] Chained conversions
    [mobile] Mobile app conversions
    [modification] Changes and reversals
   *[order] Order-level conversions
  }
