# What feeds a field
feed-constant = for all rows
feed-joined = { $columns }, joined
mapping-no-such-column = There is no column called “{ $column }” in this sheet, so nothing was checked or sent; use a header exactly as it stands in the first row.
mapping-no-such-field = impact.com has no field called “{ $field }”, so nothing was checked or sent; use a name such as OrderId or Amount.
mapping-no-such-test = “{ $test }” is no condition for leaving rows out; use is, is_not, empty, not_empty, contains or not_contains.
mapping-needs-equals = “{ $written }” is not understood; write it as NAME=VALUE.
template-item = Item level: { $fields } are filled.
template-item-repeats = Item level: { $fields } is filled and orders have several rows.
template-order = Order level: there are no item columns, so each row is one order.
template-order-maybe-chained = Order level: each row is one order. Several event types share customers, so these may be chained actions.
template-given = Chosen by you.
template-name = { $template ->
    [item] Item-level conversions
   *[order] Order-level conversions
  }
