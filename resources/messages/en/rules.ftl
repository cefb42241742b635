# One entry per rule: its short name, and the sentence about one finding. Facts: value, field, fix (what a repair does:
# write or clear, with -maybe where it has to be looked at, or none), new (what it writes), and those of the rule.

rule-fix = { $fix ->
    [write] The safe fix writes “{ $new }”.
    [clear] The safe fix empties the cell.
    [clear-maybe] The fix would empty the cell; look first.
   *[write-maybe] The fix would write “{ $new }”; look at it first.
  }
rule-missing = No column has { $field ->
    [ActionTrackerId] an event type (ActionTrackerId or EventTypeCode)
    [ClickId] something to credit a partner by (ClickId, CustomerId or OrderPromoCode)
    [Amount] an amount (Amount, ItemPrice or ItemSubtotal)
   *[other] { $field }
  }, so nothing can be sent. Choose its column{ $field ->
    [CampaignId] { rule-one-value }
    [ActionTrackerId] { rule-one-value }
    [CurrencyCode] { rule-one-value }
    [Category] { rule-one-value }
    [Quantity] { rule-one-value }
    [EventCode] { rule-one-value }
    [Reason] { rule-one-value }
   *[other] .
  }
rule-one-value = , or give one value for all rows.
rule-plain = Type digits, with a point for decimals.
rule-return = “{ $value }” is negative, so this is a return. impact.com takes it only as a change; exclude the row and send one.
rule-amount = { $fix ->
    [none] { $kind ->
        [percent] “{ $value }” is a percentage. Type the amount.
        [currency] { $known ->
            [yes] “{ $value }” names another currency than the row does ({ $currency }). Correct one of the two.
           *[no] “{ $value }” names a currency, but the row's is empty. Fill in the currency first.
          }
        [either] “{ $value }” can be read with decimals or with thousands. { rule-plain }
        [decimals] “{ $value }” has more decimals than { $known ->
            [yes] { $currency } has
           *[no] an amount can have
          }. Type what your shop books.
       *[other] “{ $value }” is no amount. { rule-plain }
      }
   *[other] { $kind ->
        [comma] “{ $value }” uses a decimal comma, and impact.com reads only a point.
       *[other] “{ $value }” is not written as impact.com reads amounts.
      } { rule-fix }
  }
rule-or-add = Correct it, or add it to the program.
rule-correct = Correct it or empty the cell.
rule-when = Type when the order was placed, as 2026-11-18T14:05:09-08:00.
rule-clock = { $clock ->
    [gap] “{ $value }” never was, as clocks were put forward. { rule-when }
    [overlap] “{ $value }” came twice, as clocks were put back. Type it with its offset, as 2026-11-18T14:05:09-08:00.
    [conflict] “{ $value }” may be in the time zone of “{ $source }” or of “{ $other }”. Set the right one.
    [season] Your time zone has another name at “{ $value }”. Set a place instead, such as America/New_York for EST and EDT.
    [zone] “{ $value }” ends in an unknown or ambiguous time zone. Type its distance from UTC, as 2026-11-18T14:05:09-08:00.
    [torn] “{ $value }” names two time zones. Type the right one, as 2026-11-18T14:05:09-08:00.
    [day] “{ $value }” names the wrong day of the week. { rule-when }
    [order] “{ $value }” may begin with day or month. Say which comes first.
    [orders] Some dates here begin with the day, others with the month. Type “{ $value }” as 2026-11-18T14:05:09-08:00.
    [year] “{ $value }” has a year of two digits. Say that it is from 2000 on, or type it in full.
   *[fine] “{ $value }” cannot be understood as a date. Type it as 2026-11-18T14:05:09-08:00.
  }
rule-request = Please export “{ $header }” once more as text.
rule-compare = If your shop writes it otherwise, export the column again as text.


FILE-EXT = File name without .csv
    .message = impact.com reads only .csv files, not { $name }. Give it a name that ends in .csv.
FILE-NAME = Reserved file name
    .message = impact.com ignores names that begin with receipt_ or result_, such as { $name }. Give it another.
FILE-NAME-STYLE = Unclear file name
    .message = { $name } is hard to find again. Use the suggested name.
FILE-PATTERN = Name the Connection does not take
    .message = The Connection takes only names like { $pattern }, not { $name }. Change the destination's file names or pattern.
DLV-DIR = Folder impact.com does not look into
    .message = impact.com looks only into the login folder, not { $folder }. Empty the destination's folder.
DLV-EMAIL-TO = More recipients than impact.com's address
    .message = To may hold only { $address }, or impact.com ignores the file. Put everybody else into Cc.
DLV-EMAIL-ATT = Not exactly one file in the message
    .message = impact.com reads exactly one attachment, not { $count }. Send one message for each part.
FILE-ROWS = More rows than one file should have
    .message = impact.com advises fewer than 10,000 rows in a file, so these { $rows } go as several. There is nothing to do.
FILE-KIND = New conversions and changes mixed
    .message = { $changes } of { $rows } rows { $changes ->
        [1] looks like a change
       *[other] look like changes
      }, which impact.com takes only in a file of their own. Keep one kind here.
READ-RAGGED = More cells than columns
    .message = { $split ->
        [yes] A decimal comma seems to have split { $amount } into two cells, so the row is not sent. The fix would join them; look at it first.
       *[no] “{ $cells }” stands beyond the last column, so the row is not sent. Move or remove the surplus cells.
      }
HDR-UNKNOWN = Column impact.com does not know
    .message = { $sent ->
        [yes] impact.com has no field called “{ $header }”, but you chose to send it. Choose a field, or do not send it.
        [field] “{ $header }” is not sent, because something else feeds its field. Choose this column if that is wrong.
       *[no] impact.com has no field called “{ $header }”, so it is not sent. Choose a field if it belongs in the file.
      }
HDR-DUP = Two columns for one field
    .message = Another column feeds { $field } already. Choose another field for “{ $header }”, or do not send it.
HDR-MIN-ITEM = Missing column
    .message = { rule-missing }
HDR-MIN-ORDER = { HDR-MIN-ITEM }
    .message = { rule-missing }
HDR-PERSONAL = Personal data
    .message = “{ $header }” { $kind ->
        [email] holds e-mail addresses
        [card] seems to hold numbers of payment cards
        [phone] seems to hold phone numbers
        [address] seems to hold street addresses
       *[name] seems to hold people's names
      } ({ $seen } of { $values } values), which { $kind ->
        [email] must not leave your company in clear. Do not send it.
        [card] must never be sent. Do not send it, and tell whoever made the export.
       *[other] this field does not ask for. Do not send it unless you must.
      }

HDR-MIN-CHAINED = { HDR-MIN-ITEM }
    .message = { rule-missing }
HDR-MIN-MOBILE = { HDR-MIN-ITEM }
    .message = { rule-missing }
HDR-MIN-MOD = { HDR-MIN-ITEM }
    .message = { $field ->
        [ActionId] No column says which conversion each row changes. Choose ActionId, or OrderId and ActionTrackerId.
       *[other] { rule-missing }
      }
FILE-PROGRAM = Orders of another program
    .message = The sheet holds campaign { $others } beside the program's { $campaign }. Choose the right program, or exclude these rows.
ROW-PAIR = Event type of another program
    .message = { $kind ->
        [campaign] The campaign of this row is { $campaign }, not that of the program. Correct it, or choose the right program.
       *[event] “{ $value }” is no event type of this program. { rule-or-add }
      }
ROW-CAMPAIGN-GONE = Campaign unknown
    .message = impact.com has no campaign { $value } in this account. Correct the ID, or choose the right program.
ROW-MEDIA-GONE = Partner unknown
    .message = impact.com has no partner { $value } in this program, so nobody would be credited. Correct the ID.
ROW-PROMO-LIST = Promo code of no partner
    .message = “{ $value }” is no promo code of this program, so it may credit nobody. { rule-or-add }
GRP-SENT-BEFORE = Order sent before
    .message = Order { $value } was sent on { $sent }{ $repeat ->
        [same] {" "}with the same amount
        [changed] {" "}with the amount { $was }
       *[unknown] {""}
      }, and impact.com refuses it a second time (CONV_DUPLICATE). { $repeat ->
        [same] Exclude it.
        [changed] Exclude it, and send a change instead.
       *[unknown] Exclude it, or send a change instead.
      }
MOB-EVENTCODE = Event code missing
    .message = The event code says what happened in the app. Type one such as INSTALL or SALE.
CHAIN-CUSTOMER = Customer missing in a chain
    .message = The customer ID ties a chain together. Type the same ID in all rows of the customer.
CHAIN-ORDER = First event after what follows
    .message = The first event of customer { $customer } comes after this row, which is not credited. Move it up, or correct the dates.
    .unknown = No program says which event type comes first. Choose or complete the program.
MOD-ID = Nothing says which conversion
    .message = The row does not say what changes. Type ActionId, or OrderId and ActionTrackerId.
MOD-REASON = Reason missing or unknown
    .message = { $fix ->
        [none] { $empty ->
            [yes] The reason is empty. Type one such as ITEM_RETURNED.
           *[no] “{ $value }” is no reason that impact.com or the program knows. Type one such as ITEM_RETURNED, or add yours to the program.
          }
       *[other] “{ $value }” is not written as impact.com writes its reasons. { rule-fix }
      }
MOD-ONLY-LISTED = Cannot be changed afterwards
    .message = { $field } cannot be changed afterwards, so impact.com will not use “{ $value }”. Do not send the column.
MOD-AMOUNT-FINAL = Difference instead of the final amount
    .message = “{ $value }” looks like a difference. Type the amount that is left, or 0 if all was taken back.
MOD-ZERO = Zero does not reverse zero
    .message = The amount was 0 already, so a new 0 reverses nothing. Reverse it at impact.com.
MOD-NOOP = Changes nothing
    .message = The amount is { $value } already. Type the new amount, or exclude the row.
MOD-LOCKED = Locked
    .message = { $value } has been locked since { $locks_at }. Exclude the row, and settle with the partner.
MOD-STATE = Cannot be changed
    .message = { $state ->
        [MISSING] impact.com lists no { $value } in the last 90 days, so a change is refused. Check the order ID and the event type.
       *[other] { $value } is { $state ->
            [APPROVED] approved
            [REVERSED] reversed
           *[other] { $state }
          } at impact.com, so a change is refused. Exclude the row.
      }
MOD-DUP = Changed twice
    .message = { $changes ->
        [0] { $value } is changed in row { $first_row } already, and only one would count. Delete one of the rows.
       *[other] This conversion was changed { $changes } times, and impact.com takes at most 1,000. Exclude the row.
      }
ROW-AMOUNT-MOD = { ROW-AMOUNT-NUM }
    .message = { rule-amount }
ROW-CURRENCY-MOD = Currency unknown
    .message = “{ $value }” is no currency code. { $fix ->
        [none] Type its code, such as USD or EUR.
       *[other] { rule-fix }
      }

ROW-CAMPAIGN = Campaign ID missing or wrong
    .message = { $empty ->
        [yes] The campaign ID is empty.
       *[no] “{ $value }” is no campaign ID of up to 10 digits.
      } { $fix ->
        [none] Type the number beside the program's name at impact.com.
       *[other] { rule-fix }
      }
ROW-EVENT-ID = Event type missing or wrong
    .message = { $empty ->
        [yes] The row names no event type.
       *[no] “{ $value }” is no event type ID of up to 10 digits.
      } { $fix ->
        [none] Type { $field } from Settings, Event Types.
       *[other] { rule-fix }
      }
ROW-OID = Order ID missing or too long
    .message = { $fault ->
        [under] { $fix ->
            [none] The order ID is empty. Type { $above } if the row belongs to the order above it, else its own.
            [write] The order ID is empty, but the row belongs to { $above } above it. { rule-fix }
           *[other] The order ID is empty, but the row may belong to { $above } above it. { rule-fix }
          }
        [empty] The order ID is empty. Type the shop's order number.
       *[long] The order ID has { $length } characters, and at most 64 are taken. Use the shop's own order number.
      }
ROW-SCI = ID damaged by a spreadsheet
    .message = A spreadsheet cut the last digits of “{ $value }”. Export the column again as text.
    .request = { rule-request } A spreadsheet shortened values such as { $value } for good.
ROW-SCI-MAYBE = ID that may be damaged
    .message = “{ $value }” may be a number that a spreadsheet shortened. { rule-compare }
    .request = { rule-request } A spreadsheet seems to have shortened values such as { $value }.
ROW-TRAILING-ZERO = ID ends in .0
    .message = A program added a decimal point to “{ $value }”, so impact.com refuses it. { $fix ->
        [none] Type it without the point.
       *[other] { rule-fix }
      }
ROW-TRAILING-ZERO-MAYBE = ID may end in a wrong .0
    .message = A program may have added .0 to “{ $value }”. Leave it if your shop writes it so. { $fix ->
        [none] If not, type it without.
       *[other] { rule-fix }
      }
ROW-DIGITS = Digits lost in the workbook
    .message = Workbooks keep only 15 digits of “{ $value }”. Export the column again as text.
    .request = { rule-request } Values such as { $value } are wrong from the 16th digit on.
ROW-DIGITS-MAYBE = Digits may be lost
    .message = A spreadsheet may have rounded “{ $value }” after 15 digits. { rule-compare }
    .request = { rule-request } A spreadsheet seems to have rounded values such as { $value } from the 16th digit on.
ROW-LOOKALIKE = ID with letters that look like others
    .message = { $kind ->
        [mixed] “{ $value }” has letters of another alphabet ({ $letters }), which make it another ID. { $fix ->
            [none] Type Latin letters, unless your shop writes it so.
           *[other] Leave it if your shop writes it so. { rule-fix }
          }
       *[spelling] “{ $value }” looks like “{ $usual }” in other rows, but counts as another order. { $fix ->
            [none] If they are one, type it as your shop does.
           *[other] { rule-fix }
          }
      }
ROW-ZEROS = Leading zeros may be lost
    .message = The other IDs have { $width } characters, “{ $value }” has fewer; compare it with your shop. { $fix ->
        [none] If leading zeros are lost, type “{ $padded }”.
       *[other] { rule-fix }
      }
    .request = { rule-request } Values such as { $value } seem to have lost leading zeros.
ROW-ID-DATE = ID turned into a date
    .message = A spreadsheet may have turned “{ $value }” into a date. { rule-compare }
    .request = { rule-request } Values such as { $value } were turned into dates.
ROW-ATTR = Nothing to credit a partner by
    .message = The row credits nobody: it has no click ID, customer ID, promo code or partner ID. { $fix ->
        [none] Type one, or exclude the row.
       *[other] The safe fix takes them from the order's first row.
      }
ROW-ATTR-PROMO = Credited by promo code only
    .message = Only “{ $value }” ties this row to a partner, who must have it alone. { $fix ->
        [none] Add a click ID or customer ID.
       *[other] The safe fix adds what the order's first row has.
      }
ROW-MEDIA-ONE = Two partner IDs
    .message = MediaId ({ $other }) and MediaPartnerId ({ $value }) mean the same. Empty one of them.
ROW-MEDIA-FORCED = Partner named by you
    .message = Partner { $value } gets the credit whatever was tracked. Leave it if you want that.
ROW-SUBID = SubId without a partner
    .message = { $field } counts only together with MediaId. Fill in MediaId, or empty “{ $value }”.
ROW-CLICK-SHAPE = Not a click ID as it stands
    .message = { $kind ->
        [none] “{ $value }” holds no click ID. { $fix ->
            [none] Empty the cell
           *[other] The safe fix empties the cell
          }; credit the partner otherwise if you can.
        [wrapped] “{ $value }” holds more than the click ID. { $fix ->
            [none] Keep only “{ $bare }”.
           *[other] { rule-fix }
          }
        [several] “{ $value }” holds several click IDs. Keep the one that led to the order.
        [address] “{ $value }” is a web address without a click ID. Type the click ID, or empty the cell.
        [blank] “{ $value }” has a blank or a line break inside. Compare it with your shop.
       *[same] “{ $value }” stands in nearly all rows, so one click gets all credit. Export the column again, or do not send it.
      }
ROW-CLICK-ESCAPED = Click ID with escaped characters
    .message = “{ $value }” holds codes such as %3A from a web address. { $fix ->
        [none] Type it without them.
       *[other] Leave it if your shop writes it so. { rule-fix }
      }
ROW-CUSTID-EMAIL = E-mail address as customer ID
    .message = The customer ID is an e-mail address. Use your shop's customer number{ $fix ->
        [none] .
       *[other] ; if your pages send the hash of the address, let the fix write that.
      }
ROW-CUSTID-SHAPE = Short or simple customer ID
    .message = impact.com may ignore IDs as short or simple as “{ $value }”. Use a longer one if your shop has it.
ROW-DATE-FMT = Date missing or unreadable
    .message = { $fix ->
        [none] { $empty ->
            [yes] The event date is empty. { rule-when }
           *[no] { rule-clock }
          }
        [write] { $empty ->
            [yes] The event date is empty.
           *[no] “{ $value }” is not written as impact.com reads dates.
          } { rule-fix }
       *[other] “{ $value }” has no time of day, and noon is only a guess. { rule-fix }
      }
ROW-DATE-TZ = Date without time zone
    .message = { $clock ->
        [fine] “{ $value }” does not say its time zone, so the order may move by hours. { $fix ->
            [none] Set the time zone of your shop.
           *[other] { rule-fix }
          }
       *[other] { rule-clock }
      }
ROW-DATE-NOW = NOW instead of a date
    .message = NOW becomes the moment impact.com reads the file. Type the real time if you have it.
ROW-AGE-88 = Older than 88 days, no MediaId
    .message = impact.com drops orders older than 88 days (this has { $age_days }) unless MediaId names the partner. Type MediaId, or put the order on hold.
ROW-AGE-398 = Older than 398 days
    .message = impact.com drops everything older than 398 days (this has { $age_days }). Put the order on hold.
ROW-AGE-SOON = Expires within 3 days
    .message = This order is { $age_days } days old and is dropped at 88 unless MediaId names the partner. Send it today.
ROW-DATE-FUTURE = Date in the future
    .message = “{ $value }” has not come yet. Check day, month and time zone.
ROW-AMOUNT-NUM = Not a plain amount
    .message = { $fix ->
        [none] { $kind ->
            [negative] { rule-return }
            [discount] “{ $value }” is a discount with a minus, which impact.com refuses. Type it without, or report a return if something was taken back.
            [minus] “{ $value }” is negative. If it was paid back, exclude the row and send a change; if the sign is wrong, type it without.
           *[other] { rule-amount }
          }
       *[other] { rule-amount }
      }
ROW-AMOUNT-SIZE = Unusually large amount
    .message = “{ $value }” is more than { $limit }, the most known to be taken. Check the decimal mark.
ROW-CURRENCY = Currency missing or unknown
    .message = { $empty ->
        [yes] impact.com needs a currency with every amount.
       *[no] “{ $value }” is no currency code.
      } { $fix ->
        [none] Type its code, such as USD or EUR.
       *[other] { rule-fix }
      }
ROW-DISCOUNT-TWICE = Discount may count twice
    .message = impact.com takes { $value } off Amount. If that is already reduced, empty OrderDiscount.
ITEM-PRICE-ONE = One amount per item
    .message = { $filled ->
        [0] The item has no amount. Type Amount, ItemPrice or ItemSubtotal.
       *[other] Only one of Amount, ItemPrice and ItemSubtotal may be filled, and { $filled } are. Keep one.
      }
ITEM-REQ = Item data missing
    .message = { $field } is empty, but impact.com needs SKU, category and quantity of each item. { $field ->
        [Sku] Type the item's number in your shop.
        [Quantity] Type how many pieces were sold.
       *[other] Type what kind of item it is.
      }
ITEM-QTY = Quantity is no whole number
    .message = { $kind ->
        [negative] { rule-return }
        [open] “{ $value }” may be thousands or a fraction. Type the quantity in digits only.
       *[other] { $fix ->
            [none] “{ $value }” is no whole number from 1 on. Type how many pieces were sold.
           *[other] “{ $value }” is not written as a whole number. { rule-fix }
          }
      }
ITEM-NO-ORDER-SUBTOTAL = Order subtotal in an item file
    .message = OrderSubTotalPostDiscount ({ $value }) makes the amounts of items go wrong. Empty it, or do not send the column.
ROW-FORMULA = Formula instead of a value
    .message = “{ $value }” is a formula. Type its value, or export the sheet with values only.
ROW-SPACE = Stray blanks or invisible characters
    .message = { $kind ->
        [mark] “{ $value }” begins with the apostrophe of a spreadsheet
       *[space] “{ $value }” has stray blanks or invisible characters
      }, so impact.com may take it for another value. { $fix ->
        [none] Remove them.
       *[other] { rule-fix }
      }
ROW-BREAK = Line break inside a value
    .message = The line break in “{ $value }” may begin another row for impact.com. { $fix ->
        [none] Type a blank.
       *[other] { rule-fix }
      }
ROW-CUT = Text may be cut off
    .message = The text ends after exactly { $length } characters. Export it again if it is cut.
    .request = Please export “{ $header }” with whole texts: they seem to be cut off after { $length } characters.
ROW-MOJIBAKE = Wrong letters from another encoding
    .message = “{ $value }” has letters damaged by a wrong encoding. { $fix ->
        [none] Export the file again as UTF-8.
       *[other] { rule-fix }
      }
    .request = Please export the file once more in UTF-8. “{ $header }” has damaged letters, such as { $value }.
ROW-PLAIN-EMAIL = E-mail address in clear
    .message = An e-mail address must not leave your company in clear. { $fix ->
        [none] Remove it, or do not send the column.
       *[other] The fix would remove it; look at it first.
      }
ROW-EMAIL = E-mail address not hashed
    .message = { $fix ->
        [none] { $kind ->
            [address] CustomerEmail holds more than an address. Leave the address alone in the cell; the fix hashes it.
            [hash] CustomerEmail holds a hash of another kind. Export the column with SHA-1 or SHA-256, or empty the cell.
           *[other] “{ $value }” is neither an e-mail address nor its hash. Empty the cell.
          }
       *[other] An address must not leave your company in clear; impact.com takes its SHA-1 or SHA-256 hash. The safe fix replaces it by its hash.
      }
ROW-LENGTH = Text too long
    .message = { $field } has { $length } characters, and impact.com takes at most { $limit }. { $kind ->
        [click] The cell holds something else; export the column again.
        [id] Use the shop's own, shorter one; a part of it would mean something else.
        [partner] Type it as the partner hands it over.
        [event] Type the code from Settings, Event Types.
        [advertising] Check the export.
        [promo] Type the code as the customer typed it.
        [country] Type the code of the country, such as US.
        [status] Type NEW or EXISTING.
        [reason] Type a code such as ITEM_RETURNED.
       *[text] Shorten it.
      }
ROW-LENGTH-SAFE = Text may be too long
    .message = { $field } has { $length } characters, and impact.com may take only { $limit }. { $kind ->
        [id] Use a shorter one if your shop has it.
        [event] Use a shorter one if your event type has it.
       *[text] Shorten it if you can.
      }
ROW-TYPE = Wrong kind of value
    .message = { $kind ->
        [integer] “{ $value }” is no whole number of up to 10 digits. Type the ID that impact.com shows for it.
        [date] “{ $value }” is no date and time as impact.com reads them. { $fix ->
            [none] Type it as 2026-11-18T14:05:09-08:00.
           *[other] { rule-fix }
          }
       *[number] “{ $value }” is no plain number. { $fix ->
            [none] { rule-plain }
           *[other] { rule-fix }
          }
      }
ROW-FORMAT = Unusual form
    .message = { $kind ->
        [advertising] “{ $value }” is no advertising ID (32 hex digits in five groups). Check the export.
        [boolean] “{ $value }” is neither true nor false. { $fix ->
            [none] Type one of the two.
           *[other] { rule-fix }
          }
        [ip] “{ $value }” is no IP address. { rule-correct }
        [url] “{ $value }” is no web address. { rule-correct }
       *[country] “{ $value }” is no country code. { $fix ->
            [none] Type its code, such as US or GB.
           *[other] { rule-fix }
          }
      }
GRP-CONSECUTIVE = Order split by other rows
    .message = { $value } began in row { $first_row }; impact.com refuses rows that stand apart (OID_DUPLICATE). The safe fix brings them together.
ROW-SHOP-STATUS = Not a finished sale
    .message = { $kind ->
        [partly] A part of this order was refunded (“{ $status }”). Lower the amounts to what the customer kept, or exclude the order.
        [pending] This order is not paid yet (“{ $status }”). Exclude it, and send it when it is.
       *[other] This order { $kind ->
            [refunded] was refunded
            [cancelled] was cancelled
            [failed] was not paid
           *[test] is a test
          } (“{ $status }”), so nothing is to be paid for it. Exclude it.
    }
GRP-SUM = Lines do not add up to the order
    .message = { $reading ->
        [line] { $compared ->
            [no] { $field } seems to be the price of the whole line ({ $lines } here): it grows with the quantity.
           *[yes] The lines come to { $lines }, but the order's subtotal is { $subtotal }. They add up if { $field } is the price of the whole line.
          } Let the column feed Amount instead.
       *[other] The lines come to { $lines }, but the order's subtotal is { $subtotal }. See which is right, or whether a discount is missing.
      }
GRP-SAME = Order contradicts itself
    .message = impact.com refuses orders with “{ $value }” and “{ $first }” (first row { $first_row }) in { $field }. Correct one of them.
GRP-SAME-DETAIL = Rows of one order differ
    .message = { $field } is “{ $first }” in the first row ({ $first_row }), but “{ $value }” here. Check which is right.
GRP-SKU-ONCE = SKU twice in one order
    .message = { $kind ->
        [child] Your shop lists product and variant, and { $value } has its price in another line. Delete this line.
        [parent] Your shop lists product and variant, and { $value } has a line without a price too. Keep this line and delete the other.
       *[again] { $value } already stands in row { $first_row } of this order (OID_DUPLICATE). If it was sold twice, add up the quantities and totals in one row.
      }
GRP-ORDER-ONCE = Order twice in the file
    .message = Order { $value } already stands in row { $first_row }; impact.com refuses the second (OID_DUPLICATE). Delete one, or use the item template if these are its items.

severity = { $severity ->
    [error] Error
    [warning] Warning
   *[note] Note
  }
rule-source = Rule { $rule } · from “{ $source }”
rule-source-inferred = Rule { $rule } · our inference{ $source ->
    [inferred] { "" }
   *[other] { " " }({ $source })
  }

# What changed in the rules themselves
rules-changed = Rules changed since the last file of { $program }: { $rules }.
rules-changed-new = { $rule } (new)
rules-changed-more = { $rules } more
