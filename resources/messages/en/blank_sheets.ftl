# New sheets: the notes and the page that tell how to fill one in
template-made-for = The workbook was made for it.
blank-tab-rows = Rows
blank-tab-help = How to fill it in
blank-tab-lists = Lists
blank-template-unknown = “{ $template }” is no template{ so-unwritten }. Use item, order, chained, mobile or modification.
blank-ending = { $path } ends neither in .xlsx nor in .csv{ so-unwritten }; choose a name that does.
blank-exists = { $path } is there already and may hold your rows{ so-unwritten }; choose another name.
blank-title = { $template }: how to fill in this workbook
blank-fill = Fill it in
blank-step-rows = { $template ->
    [item] Write one row per item, all rows of an order together, with its ID, date and customer.
    [chained] Write one row per event, a customer's first one above what follows, with the same CustomerId.
    [mobile] Write one row per event of the app.
    [modification] Write one row per conversion or item that changes.
   *[order] Write one row per order.
  }
blank-step-headers = Leave the first row as it is. Columns may stay empty or be deleted; your own are not sent.
blank-step-notes = Point at a header to read what belongs there, or see below.
blank-step-text = All cells are text. Paste values only (Paste Special, Values).
blank-step-dates = Write dates as 2026-11-02T14:05:09-08:00: date, T, time, distance from UTC.
blank-step-amounts = Write amounts as 1234.50, in changes the new final amount, never the difference.
blank-step-lists = Instead of a value from a list you may write one of your program.
blank-use = Use it
blank-step-save = Save the workbook as XLSX.
blank-step-open = Drop it on Conversion Courier, or run “courier check”. You see what impact.com would refuse.
blank-step-send = Let Conversion Courier send it. Do not upload this workbook: impact.com takes CSV files only.
blank-program = Your program: { $name }
blank-program-hint = Where all rows have this value, you may delete the column and choose the program in Conversion Courier.
blank-program-value = At { $program }: { $value }.
blank-columns = The columns
blank-column = Column
blank-belongs = What belongs there
blank-needed = Is it needed?
blank-like = For example
blank-example = For example: { $example }
blank-needs-always = Required in every row.
blank-needs-not = Optional.
blank-needs-event = Required, unless a column EventTypeCode is filled.
blank-needs-currency = Required in every row with an amount.
blank-needs-one-amount = Required, unless ItemPrice or ItemSubtotal is filled.
blank-needs-revenue = Required, unless the event has no revenue, as a sign-up.
blank-needs-per-item = Required where you report the event item by item.
blank-needs-credit = Every row needs something to credit a partner by: best ClickId, else CustomerId or a partner's promo code.
blank-needs-action = Every row needs ActionId, or OrderId with ActionTrackerId.
blank-needs-with-order = Required with OrderId where ActionId is empty.
blank-needs-new-amount = Required, unless only something else changes; 0 reverses the action.
blank-needs-one-item = Required to change one item of an order.
blank-list-title = Not in the list
blank-list-open = This value is unknown here. Keep it only if your program has it.
blank-list-closed = Only the values of the list are possible here.
