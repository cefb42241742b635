# One entry per rule: its short name, and the sentence about one finding. Facts: value, field, and those of the rule.


FILE-EXT = File name without .csv
    .message = The part is called { $name }; impact.com reads only .csv files and shows 0 records for others. Give it a name that ends in .csv.
FILE-NAME = Reserved file name
    .message = The part is called { $name }; impact.com ignores names that begin with receipt_ or result_. Give it another name.
FILE-NAME-STYLE = Unclear file name
    .message = The part is called { $name }; a date, a title and plain letters, digits, - and _ make it easy to find again. Use the suggested name.
FILE-PATTERN = Name the Connection does not take
    .message = The part is called { $name } and the Connection takes only names like { $pattern }, so it would be ignored. Say at the destination what files are called, or change the pattern.
DLV-DIR = Folder impact.com does not look into
    .message = impact.com picks files up from the login folder only and the destination names the folder { $folder }, so the parts would lie there unseen. Empty the folder of the destination.
DLV-EMAIL-TO = More recipients than impact.com's address
    .message = To may hold only { $address }, or impact.com does not take the file. Put everybody else into Cc.
DLV-EMAIL-ATT = Not exactly one file in the message
    .message = The message has { $count } attachments and impact.com reads exactly one .csv file. Send one message for each part.
FILE-ROWS = More rows than one file should have
    .message = The sheet has { $rows } rows and impact.com advises fewer than 10,000 in a file, so it will be sent as several parts. There is nothing to do.
FILE-KIND = New conversions and changes mixed
    .message = { $changes } of { $rows } rows name a reason or an action ID, so they look like changes of earlier conversions. impact.com takes new conversions and changes only in separate files; keep one kind here.
READ-RAGGED = More cells than columns
    .message = { $split ->
        [yes] This row has more cells than the header, as if the decimal comma of { $amount } had split the amount in two, so it is not sent. Put the amount together again.
       *[no] This row has more cells than the header; “{ $cells }” stands behind the last column, so values may stand in the wrong columns and the row is not sent. Move them to where they belong, or remove the surplus cells.
      }
HDR-UNKNOWN = Column impact.com does not know
    .message = { $sent ->
        [yes] impact.com has no field called “{ $header }”, and the column is sent because you chose so. Choose a field for it, or do not send it.
       *[no] impact.com has no field called “{ $header }”, so the column is kept here and not sent. Choose a field for it if it belongs in the file.
      }
HDR-DUP = Two columns for one field
    .message = { $field } is already fed by another column, and impact.com cannot read a field twice. Choose another field for “{ $header }”, or do not send it.
HDR-MIN-ITEM = Missing column
    .message = An item-level file needs { $field } and no column has it, so nothing can be sent. Choose its column, or give one value for all rows.
HDR-MIN-ORDER = Missing column
    .message = An order-level file needs { $field } and no column has it, so nothing can be sent. Choose its column, or give one value for all rows.
HDR-PERSONAL = Personal data
    .message = { $kind ->
        [email] “{ $header }” holds e-mail addresses ({ $seen } of { $values } values looked at), which must not leave your company in clear. Do not send the column.
        [card] “{ $header }” seems to hold numbers of payment cards ({ $seen } of { $values } values looked at), which must never be sent. Do not send the column, and tell whoever made the export.
        [phone] “{ $header }” seems to hold phone numbers ({ $seen } of { $values } values looked at), which this field does not ask for. Do not send the column unless you must.
        [address] “{ $header }” seems to hold street addresses ({ $seen } of { $values } values looked at), which this field does not ask for. Do not send the column unless you must.
       *[name] “{ $header }” seems to hold people's names ({ $seen } of { $values } values looked at), which this field does not ask for. Do not send the column unless you must.
      }

HDR-MIN-CHAINED = Missing column
    .message = A file of chained events needs { $field } and no column has it, so nothing can be sent. Choose its column, or give one value for all rows.
HDR-MIN-MOBILE = Missing column
    .message = A file of app events needs { $field } and no column has it, so nothing can be sent. Choose its column, or give one value for all rows.
HDR-MIN-MOD = Missing column
    .message = { $field ->
        [ActionId] A file of changes has to say which conversion each row changes, and no column does. Choose the column of ActionId, or those of OrderId and ActionTrackerId.
       *[other] A file of changes needs { $field } and no column has it, so nothing can be sent. Choose its column, or give one value for all rows.
      }
FILE-PROGRAM = Orders of another program
    .message = The chosen program has campaign ID { $campaign } and the sheet also holds { $others }. Choose the right program, or leave these rows out.
ROW-PAIR = Event type of another program
    .message = “{ $value }” is not among the event types saved for this program, so impact.com may answer ACTIONTRACKER_NOT_FOUND. Correct it, or add it to the program.
ROW-PROMO-LIST = Promo code of no partner
    .message = “{ $value }” is not among the promo codes saved for this program, so it may credit nobody. Correct it, or add it to the program.
GRP-SENT-BEFORE = Order sent before
    .message = { $repeat ->
        [same] { $value } was sent on { $sent } already with the same amount, and impact.com refuses the second as CONV_DUPLICATE. Leave it out.
        [changed] { $value } was sent on { $sent } already with the amount { $was }, and impact.com refuses the second as CONV_DUPLICATE. Leave it out, and send a change instead.
       *[unknown] { $value } was sent on { $sent } already, and impact.com refuses the second as CONV_DUPLICATE. Leave it out, or send a change instead.
      }
MOB-EVENTCODE = Event code missing
    .message = The row has no event code, so impact.com cannot tell what happened in the app. Fill in a code such as INSTALL or SALE.
CHAIN-CUSTOMER = Customer missing in a chain
    .message = The customer ID is empty, and only it ties a first event to what follows (ACTION_REF_NOT_FOUND). Fill in the same ID in all rows of the customer.
CHAIN-ORDER = First event after what follows
    .message = The first event of customer { $customer } stands below this row or is later, and impact.com credits only what follows a tracked first event (ACTION_REF_NOT_FOUND). Move the first event up, or correct the dates.
    .unknown = Whether first events stand before what follows was not looked at, because no program says which event type comes first. Choose or complete the program.
MOD-ID = Nothing says which conversion
    .message = The row names neither an action nor an order with its event type, so impact.com cannot find what to change (ACTION_NOT_FOUND). Fill in ActionId, or OrderId and ActionTrackerId.
MOD-REASON = Reason missing or unknown
    .message = { $empty ->
        [yes] The reason is empty, and impact.com refuses changes without one. Fill in a code such as ORDER_UPDATE or ITEM_RETURNED.
       *[no] “{ $value }” is none of impact.com's reasons and none saved for the program, so the change is refused. Use a code such as ITEM_RETURNED, or add yours to the program.
      }
MOD-ONLY-LISTED = Cannot be changed afterwards
    .message = { $field } cannot be changed after a conversion, so impact.com will not use “{ $value }”. Do not send the column.
MOD-AMOUNT-FINAL = Difference instead of the final amount
    .message = “{ $value }” looks like a difference, and impact.com takes the final amount (0 reverses). Fill in what is left of the amount.
MOD-ZERO = Zero does not reverse zero
    .message = The amount was 0 already, so a new 0 is booked as a change and reverses nothing. Reverse it at impact.com with a reversal reason.
MOD-NOOP = Changes nothing
    .message = The amount is { $value } already, so impact.com answers NO_CHANGE. Fill in the new amount, or leave the row out.
MOD-LOCKED = Locked
    .message = { $value } is locked since { $locks_at }, so impact.com answers ALREADY_LOCKED. Leave the row out and settle the amount with the partner.
MOD-STATE = Cannot be changed any more
    .message = { $value } is { $state } at impact.com, so a change is refused. Leave the row out.
MOD-DUP = Changed twice
    .message = { $changes ->
        [0] { $value } is changed in row { $first_row } already, and only one of the two would count. Keep one row.
       *[other] { $changes } changes of it were sent from here already, and impact.com takes at most 1,000 in its life. Leave the row out.
      }
ROW-AMOUNT-MOD = Not a plain amount
    .message = “{ $value }” is no plain number with the decimals of its currency, so impact.com refuses the row. Write digits and a point only.
ROW-CURRENCY-MOD = Not a currency code
    .message = “{ $value }” is no currency code, so impact.com refuses the row. Use three capital letters such as USD, or empty the cell.

ROW-CAMPAIGN = Campaign ID missing or wrong
    .message = { $empty ->
        [yes] The campaign ID is empty, so impact.com cannot tell whose order this is. Fill in the number beside the program's name at impact.com.
       *[no] “{ $value }” is no campaign ID: it has to be a number of up to 10 digits, or impact.com answers CAMPAIGN_NOT_FOUND. Use the number beside the program's name.
      }
ROW-EVENT-ID = Event type missing or wrong
    .message = { $empty ->
        [yes] The row names no event type, so impact.com cannot tell what was sold. Fill in the event type ID from Settings, Event Types.
       *[no] “{ $value }” is no event type ID: it has to be a number of up to 10 digits, or impact.com calls it invalid. Use the ID from Settings, Event Types.
      }
ROW-OID = Order ID missing or too long
    .message = { $fault ->
        [under] The order ID is empty. The row stands under order { $above } and belongs to it, so the whole order waits. Let the fix fill in { $above }, or type another order number.
        [empty] The order ID is empty, and impact.com refuses conversions without one (OID_MISSING). Fill in your order number.
       *[no] The order ID has { $length } characters and impact.com takes at most 64. Use the shop's own order number.
      }
ROW-SCI = ID damaged by a spreadsheet
    .message = “{ $value }” has lost its last digits because a spreadsheet took the ID for a number, so impact.com could not find it. They cannot be guessed and not repaired here: export the column again as text.
    .request = Please export “{ $header }” once more with that column as text. Values such as { $value } are numbers that a spreadsheet shortened, and the digits that are missing cannot be brought back.
ROW-SCI-MAYBE = ID that may be damaged
    .message = “{ $value }” may be a real ID or a number that a spreadsheet shortened. Compare it with your shop before you send.
    .request = Please look whether “{ $header }” was written as text. Values such as { $value } look like numbers that a spreadsheet shortened.
ROW-TRAILING-ZERO = ID ends in .0
    .message = “{ $value }” is a whole number with a decimal point that a program added, and impact.com refuses it. Drop the .0.
ROW-TRAILING-ZERO-MAYBE = ID may end in a wrong .0
    .message = “{ $value }” looks like a number to which a program added .0, so impact.com may not find it later. Drop the .0 unless your shop writes it so.
ROW-DIGITS = Digits lost in the workbook
    .message = “{ $value }” was a number of more than 15 digits, and the workbook has already rounded it away. Export the column again as text.
    .request = Please export “{ $header }” once more with that column as text, best as CSV. The workbook keeps 15 digits of a number only, so values such as { $value } are wrong from the 16th digit on.
ROW-DIGITS-MAYBE = Digits may be lost
    .message = “{ $value }” ends in zeros from its 16th digit on, as the other long IDs of the column do, so a spreadsheet may have rounded it and impact.com could not find it. Compare it with your shop, and export the column again as text.
    .request = Please export “{ $header }” once more with that column as text. Values such as { $value } end in zeros from the 16th digit on, so a spreadsheet seems to have rounded them.
ROW-LOOKALIKE = ID with letters that look like others
    .message = { $kind ->
        [mixed] “{ $value }” looks like Latin letters but has some of another alphabet ({ $letters }), so impact.com takes it for another ID (ACTION_NOT_FOUND). Write it in Latin letters, unless your shop has it so.
       *[spelling] “{ $value }” and “{ $usual }” in other rows differ only in capitals or in letters that look alike, so impact.com takes them for two orders. If they are one, write it as your shop does.
      }
ROW-ZEROS = Leading zeros may be lost
    .message = “{ $value }” is shorter than the { $width } characters the other IDs have; a spreadsheet may have dropped leading zeros ({ $padded }). Compare it with your shop; it can be repaired here, or exported again as text.
    .request = Please export “{ $header }” once more with that column as text. Values such as { $value } are shorter than the others, so leading zeros seem to be lost.
ROW-ID-DATE = ID turned into a date
    .message = “{ $value }” looks like a date although the other IDs do not; a spreadsheet may have changed it. Compare it with your shop; it cannot be repaired here, only typed in or exported again as text.
    .request = Please export “{ $header }” once more with that column as text. Values such as { $value } were turned into dates.
ROW-ATTR = Nothing to credit a partner by
    .message = The row has no click ID, customer ID, promo code or partner ID, so impact.com cannot credit anybody and refuses it. Fill in one of them, or leave the row out.
ROW-ATTR-PROMO = Credited by promo code only
    .message = “{ $value }” is all that ties this row to a partner, which works only if the code belongs to exactly one partner. Add a click ID or customer ID if you have it.
ROW-MEDIA-ONE = Two partner IDs
    .message = MediaId ({ $other }) and MediaPartnerId ({ $value }) mean the same and both are filled, so impact.com cannot tell which counts. Empty one of them.
ROW-MEDIA-FORCED = Partner named by you
    .message = Partner { $value } gets the credit whatever impact.com tracked. Leave it if that is what you want.
ROW-SUBID = SubId without a partner
    .message = “{ $value }” in { $field } counts only together with MediaId, so impact.com will not use it. Fill in MediaId or empty this cell.
ROW-CLICK-SHAPE = Not a click ID as it stands
    .message = { $kind ->
        [none] “{ $value }” holds no click ID, so impact.com finds no click for it (ACTION_REF_NOT_FOUND). Empty the cell, and credit the partner by another field if you can.
        [wrapped] “{ $value }” holds more than the click ID, so impact.com would not find the click (ACTION_REF_NOT_FOUND). Keep only “{ $bare }”.
        [several] “{ $value }” holds several click IDs, and impact.com takes one. Keep the one that led to the order.
        [address] “{ $value }” is a web address without a click ID, so impact.com finds no click for it (ACTION_REF_NOT_FOUND). Replace it by the click ID, or empty the cell.
        [blank] “{ $value }” has a blank or a line break inside, and click IDs have none, so impact.com may not find the click. Compare it with your shop.
       *[same] “{ $value }” stands in nearly all rows although the customers differ, so one click would get the credit for all orders. Export the column again, or do not send it.
      }
ROW-CLICK-ESCAPED = Click ID with escaped characters
    .message = “{ $value }” holds codes such as %3A that belong to a web address; decoded it is “{ $decoded }”. Decode it if your shop saved the address as it was.
ROW-CUSTID-EMAIL = E-mail address as customer ID
    .message = The customer ID is an e-mail address, and impact.com does not permit IDs that identify a person. Use your shop's customer number, or its hash if that is what your pages send.
ROW-CUSTID-SHAPE = Short or simple customer ID
    .message = “{ $value }” is short, has few different characters or a blank, and such IDs may be ignored. Use the longer ID if your shop has one.
ROW-DATE-FMT = Date impact.com cannot read
    .message = { $empty ->
        [yes] The event date is empty, and impact.com refuses rows without one. Fill in when the order was placed.
       *[no] { $clock ->
            [gap] “{ $value }” is a time that never was: the clocks were put forward over it, so impact.com would refuse the row or get a wrong moment. Find out when the order was placed, and write it as 2026-11-18T14:05:09-08:00.
            [overlap] “{ $value }” came twice, as the clocks were put back over it, and impact.com needs one moment. Say which it was by writing it with its offset, as in 2026-11-18T14:05:09-08:00.
            [conflict] “{ $value }” may be in one of two time zones: “{ $source }” says one, and “{ $other }” says another. Say which is right, so that the order does not move by hours.
            [season] “{ $value }” lies in the part of the year in which your time zone has another name, so the time may be an hour off. Name a place instead, such as America/New_York for EST and EDT.
            [zone] “{ $value }” ends in a time zone that is unknown here or means several, so the order may move by hours. Write its distance from UTC instead, as in 2026-11-18T14:05:09-08:00.
            [torn] “{ $value }” names two time zones that do not agree, so the order may move by hours. Find out which is right, and write it as 2026-11-18T14:05:09-08:00.
            [day] “{ $value }” names another day of the week than its date has, so one of the two is wrong. Find out when the order was placed, and write it as 2026-11-18T14:05:09-08:00.
            [order] “{ $value }” may begin with the day or with the month, and no other row shows which. Say which comes first, so that the date can be written as impact.com reads it.
            [year] “{ $value }” has a year of two digits, and impact.com needs all four. Say that such years are those from 2000 on, or write them in full.
           *[fine] “{ $value }” is not written as impact.com reads dates, so the row would be refused. Write it as 2026-11-18T14:05:09-08:00.
          }
      }
ROW-DATE-TZ = Date without time zone
    .message = { $clock ->
        [gap] “{ $value }” is a time that never was: the clocks were put forward over it, so impact.com would get a wrong moment. Find out when the order was placed, and write the time with its offset.
        [overlap] “{ $value }” came twice, as the clocks were put back over it, so impact.com may take the wrong hour. Say which it was by adding the offset, as in 2026-11-18T14:05:09-08:00.
        [conflict] “{ $value }” may be in one of two time zones: “{ $source }” says one, and “{ $other }” says another. Say which is right, so that the order does not move by hours.
        [season] “{ $value }” lies in the part of the year in which your time zone has another name, so the time may be an hour off. Name a place instead, such as America/New_York for EST and EDT.
       *[fine] “{ $value }” does not say its time zone; impact.com's reading is not documented and the order may move by hours. Say the zone of your shop.
      }
ROW-DATE-NOW = NOW instead of a date
    .message = NOW stands for the moment impact.com reads the file, so the order gets a wrong time. Use the real time if you have it.
ROW-AGE-88 = Older than 88 days, no MediaId
    .message = This order is { $age_days } days old; impact.com drops conversions older than 88 days unless MediaId names the partner. Fill in MediaId or set the order aside.
ROW-AGE-398 = Older than 398 days
    .message = This order is { $age_days } days old, and impact.com drops everything older than 398 days. Set the order aside.
ROW-AGE-SOON = Expires within 3 days
    .message = This order is { $age_days } days old and is dropped at 88 days unless MediaId names the partner. Send it today.
ROW-DATE-FUTURE = Date in the future
    .message = “{ $value }” has not come yet, and impact.com may refuse it. Check day, month and time zone.
ROW-AMOUNT-NUM = Not a plain amount
    .message = { $kind ->
        [negative] “{ $value }” is negative, so this is a return, and impact.com takes returns only in a file of changes. Take the row out and report it there; without its sign it would count as a sale.
        [discount] “{ $value }” is a discount with a minus, and impact.com refuses negative amounts. If your shop writes its discounts so, write it without the sign; if something was taken back, report a return.
        [comma] “{ $value }” uses a decimal comma and impact.com reads only a point. Write it with a point.
        [decimals] “{ $value }” has more decimals than { $currency } has, so impact.com refuses it. Round it as your shop does.
       *[other] “{ $value }” is no plain number, so impact.com refuses the row. Write digits and a point only, without signs and thousands marks.
      }
ROW-AMOUNT-SIZE = Unusually large amount
    .message = “{ $value }” is more than { $limit }, the most impact.com is known to take. Check the decimal mark.
ROW-CURRENCY = Not a currency code
    .message = { $empty ->
        [yes] The row has an amount but no currency, and impact.com needs one with every amount. Fill in a code such as USD.
       *[no] “{ $value }” is no currency code, so impact.com refuses the row. Use three capital letters such as USD.
      }
ROW-DISCOUNT-TWICE = Discount may count twice
    .message = Amount and OrderDiscount are both filled. If the amount is already reduced, impact.com takes { $value } off once more; empty one of them.
ITEM-PRICE-ONE = One amount per item
    .message = { $filled ->
        [0] The item has no amount, so nothing can be paid for it. Fill in Amount, ItemPrice or ItemSubtotal.
       *[other] Amount, ItemPrice and ItemSubtotal exclude each other and { $filled } are filled, so the amount may be wrong. Keep one.
      }
ITEM-REQ = Item data missing
    .message = { $field } is empty, and impact.com refuses items without SKU, category and quantity (NO_ITEM). Fill it in.
ITEM-QTY = Quantity is no whole number
    .message = { $kind ->
        [negative] “{ $value }” is negative, so this is a return, and impact.com takes returns only in a file of changes. Take the row out and report it there; without its sign it would count as a sale.
        [open] “{ $value }” may be thousands or a fraction of zeros, and no other row shows which. Write the quantity in digits only.
       *[other] “{ $value }” is no quantity: impact.com takes whole numbers from 1. Write how many pieces were sold.
      }
ITEM-NO-ORDER-SUBTOTAL = Order subtotal in an item file
    .message = OrderSubTotalPostDiscount ({ $value }) may not stand beside item data, or amounts go wrong. Empty it or do not send the column.
ROW-FORMULA = Formula instead of a value
    .message = “{ $value }” is a formula, and impact.com reads the text, not the result. Export values only.
ROW-SPACE = Stray blanks or invisible characters
    .message = { $kind ->
        [mark] “{ $value }” begins with the apostrophe by which spreadsheets mark a text, so impact.com may take it for another value. Remove it.
       *[space] The value “{ $value }” has blanks at its ends, doubled ones or invisible characters, so impact.com may take it for another one. Remove them.
      }
ROW-BREAK = Line break inside a value
    .message = “{ $value }” has a line break inside, and impact.com may take what follows for another row. Replace it by a blank.
ROW-CUT = Text may be cut off
    .message = The text ends after exactly { $length } characters, where some programs cut. Compare it with your shop; what is cut off can only be exported again.
    .request = Please look at “{ $header }”: texts end after exactly { $length } characters, so they seem to be cut off. We need them whole.
ROW-MOJIBAKE = Wrong letters from another encoding
    .message = “{ $value }” shows signs of a wrong text encoding. Repair it here where a repair is offered, or export the file again as UTF-8.
    .request = Please export the file once more in UTF-8. In “{ $header }” letters are damaged, for example { $value }.
ROW-PLAIN-EMAIL = E-mail address in clear
    .message = The cell holds an e-mail address, which must not leave your company in clear. Remove it, or do not send the column.
ROW-EMAIL = E-mail address not hashed
    .message = CustomerEmail has to be a SHA-1 or SHA-256 hash; impact.com refuses anything else, and addresses must not leave your company in clear. Let the fix hash it.
ROW-LENGTH = Text too long
    .message = { $field } has { $length } characters and impact.com takes at most { $limit }. Shorten it.
ROW-LENGTH-SAFE = Text may be too long
    .message = { $field } has { $length } characters; impact.com's pages name { $limit } and a larger figure as the limit. Shorten it if you can.
ROW-TYPE = Wrong kind of value
    .message = { $kind ->
        [integer] “{ $value }” is no whole number of up to 10 digits, so impact.com refuses the row. Correct { $field }.
        [date] “{ $value }” is no date and time as impact.com reads them, so the row is refused. Write it as 2026-11-18T14:05:09-08:00.
       *[number] “{ $value }” is no plain number, so impact.com refuses the row. Write digits and a point only.
      }
ROW-FORMAT = Unusual form
    .message = { $kind ->
        [advertising] “{ $value }” is no advertising ID (32 hex digits in five groups), so it credits nobody. Check the export.
        [boolean] “{ $value }” is neither true nor false. Write one of the two.
        [ip] “{ $value }” is no IP address. Correct it or empty the cell.
        [url] “{ $value }” is no web address. Correct it or empty the cell.
       *[country] “{ $value }” is no country code. Use two letters such as US.
      }
GRP-CONSECUTIVE = Order split by other rows
    .message = { $value } began in row { $first_row } and other orders stand between; impact.com would refuse the later rows as OID_DUPLICATE. Bring its rows together.
ROW-SHOP-STATUS = Not a finished sale
    .message = { $kind ->
        [refunded] The shop says that this order was refunded (“{ $status }”). If it is sent, a partner is paid for it. Exclude it.
        [cancelled] The shop says that this order was cancelled (“{ $status }”). If it is sent, a partner is paid for it. Exclude it.
        [failed] The shop says that this order was not paid (“{ $status }”). If it is sent, a partner is paid for it. Exclude it.
        [test] The shop says that this order is a test (“{ $status }”). If it is sent, a partner is paid for it. Exclude it.
        [partly] The shop says that a part of this order was refunded (“{ $status }”), but the amounts are the full ones. Lower them to what the customer kept, or exclude the order.
       *[pending] The shop still waits for the money for this order (“{ $status }”). Exclude it, and send it when it is paid.
    }
GRP-SUM = Lines do not add up to the order
    .message = { $reading ->
        [line] { $compared ->
            [no] The same item costs more where more pieces were sold, so { $field } seems to be the price of the whole line. It would be multiplied by the quantity again, to { $lines } for this order. Let the column feed Amount instead.
           *[other] The lines of this order come to { $lines }, but its subtotal is { $subtotal }. They add up if { $field } is the price of the whole line: let the column feed Amount instead.
        }
       *[other] The lines of this order come to { $lines }, but its subtotal is { $subtotal }, so a partner may be paid for the wrong amount. See whether a discount of the lines is missing, or which of the two is right.
    }
GRP-SAME = Order contradicts itself
    .message = “{ $value }” differs from “{ $first }” in the order's first row ({ $first_row }), and { $field } must be the same in all rows of an order. Correct one of them.
GRP-SAME-DETAIL = Rows of one order differ
    .message = “{ $value }” differs from “{ $first }” in the order's first row ({ $first_row }); { $field } is usually the same in all rows of an order. Check which is right.
GRP-SKU-ONCE = SKU twice in one order
    .message = { $kind ->
        [child] { $value } stands in this order with its price already, and here without: your shop lists a product and the variant that was bought. Delete this line and keep the one with the price.
        [parent] { $value } stands in this order without a price already, and here with it: your shop lists a product and the variant that was bought. Keep this line and delete the one without a price.
       *[again] { $value } already stands in the same order from row { $first_row } on, and impact.com may refuse the second as OID_DUPLICATE. If it was sold twice, add up the quantities, and the amounts if they are totals, in one row.
      }
GRP-ORDER-ONCE = Order twice in the file
    .message = { $value } already stands in row { $first_row }; impact.com refuses the second as OID_DUPLICATE. Delete one, or use the item template if these are its items.

severity = { $severity ->
    [error] Error
    [warning] Warning
   *[note] Note
  }
rule-source = Rule { $rule } · from “{ $source }”
rule-source-inferred = Rule { $rule } · our inference ({ $source })
