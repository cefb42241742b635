# One entry per rule: its short name, and the sentence about one finding. Facts: value, field, fix (what a repair does:
# write or clear, with -maybe where it has to be looked at, or none), new (what it writes), and those of the rule.

rule-fix = { $fix ->
    [write] The safe fix writes “{ $new }”.
    [clear] The safe fix empties the cell.
    [clear-maybe] The fix would empty the cell; look at it first.
   *[write-maybe] The fix would write “{ $new }”; look at it first.
  }
rule-missing = No column has { $field ->
    [ActionTrackerId] an event type (ActionTrackerId or EventTypeCode)
    [ClickId] something to credit a partner by, such as ClickId, CustomerId or OrderPromoCode
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
rule-return = “{ $value }” is negative, so this is a return, and impact.com takes returns only in a file of changes. Exclude the row and report the return there.
rule-amount = { $fix ->
    [none] { $kind ->
        [percent] “{ $value }” is a percentage, and impact.com takes only amounts of money. Type the amount.
        [currency] { $known ->
            [yes] “{ $value }” names another currency than the row does ({ $currency }). Correct one of the two.
           *[no] “{ $value }” names a currency, but the currency of the row is empty. Fill in the currency first.
          }
        [either] “{ $value }” can be read with decimals or with thousands. Type the amount in digits, with a point for decimals.
        [decimals] “{ $value }” has more decimals than { $known ->
            [yes] { $currency } has
           *[no] an amount can have
          }, so impact.com refuses the row. Type the amount that your shop books.
       *[other] “{ $value }” is no amount, so impact.com refuses the row. Type digits, with a point for decimals.
      }
   *[other] { $kind ->
        [comma] “{ $value }” uses a decimal comma, and impact.com reads only a point.
       *[other] “{ $value }” is not written as impact.com reads amounts.
      } { rule-fix }
  }
rule-clock = { $clock ->
    [gap] “{ $value }” never was: the clocks were put forward over it. Type when the order was placed, as 2026-11-18T14:05:09-08:00.
    [overlap] “{ $value }” came twice: the clocks were put back over it. Type it with its offset, as 2026-11-18T14:05:09-08:00.
    [conflict] “{ $value }” may be in one of two time zones: “{ $source }” says one, and “{ $other }” another. Set the right one.
    [season] “{ $value }” lies in the half of the year in which your time zone has another name. Set a place instead, such as America/New_York for EST and EDT.
    [zone] “{ $value }” ends in a time zone that is unknown here or means several. Type its distance from UTC instead, as 2026-11-18T14:05:09-08:00.
    [torn] “{ $value }” names two time zones that do not agree. Type it with the right one, as 2026-11-18T14:05:09-08:00.
    [day] “{ $value }” names another day of the week than its date has. Type when the order was placed, as 2026-11-18T14:05:09-08:00.
    [order] “{ $value }” may begin with the day or with the month. Say which comes first.
    [orders] Some dates of this column begin with the day and others with the month. Type “{ $value }” as 2026-11-18T14:05:09-08:00.
    [year] “{ $value }” has a year of two digits, and impact.com needs all four. Say that it is from 2000 on, or type it in full.
   *[fine] “{ $value }” is no date and time that can be understood. Type it as 2026-11-18T14:05:09-08:00.
  }
rule-request = Please export “{ $header }” once more with that column as text.
rule-compare = Compare it with your shop; if it is wrong, export the column again as text.


FILE-EXT = File name without .csv
    .message = impact.com would not read { $name }: it takes only .csv files. Give it a name that ends in .csv.
FILE-NAME = Reserved file name
    .message = impact.com ignores { $name }, because the name begins with receipt_ or result_. Give it another name.
FILE-NAME-STYLE = Unclear file name
    .message = { $name } is hard to find again without a date and a title. Use the suggested name.
FILE-PATTERN = Name the Connection does not take
    .message = The Connection takes only names like { $pattern }, not { $name }. Change the file names of the destination, or its pattern.
DLV-DIR = Folder impact.com does not look into
    .message = impact.com looks only into the login folder, so it would never see parts in { $folder }. Empty the folder of the destination.
DLV-EMAIL-TO = More recipients than impact.com's address
    .message = impact.com takes the file only if To holds { $address } alone. Put everybody else into Cc.
DLV-EMAIL-ATT = Not exactly one file in the message
    .message = The message has { $count } attachments, and impact.com reads exactly one. Send one message for each part.
FILE-ROWS = More rows than one file should have
    .message = impact.com advises fewer than 10,000 rows in a file, so these { $rows } are sent as several parts. There is nothing to do.
FILE-KIND = New conversions and changes mixed
    .message = { $changes } of { $rows } rows { $changes ->
        [1] looks like a change
       *[other] look like changes
      } of earlier conversions. impact.com takes changes only in a file of their own; keep one kind here.
READ-RAGGED = More cells than columns
    .message = { $split ->
        [yes] A decimal comma seems to have split { $amount } into two cells, so the row is not sent. The fix would put the amount together again; look at it first.
       *[no] “{ $cells }” stands beyond the last column, so the row is not sent. Move values to where they belong, or remove the surplus cells.
      }
HDR-UNKNOWN = Column impact.com does not know
    .message = { $sent ->
        [yes] impact.com has no field called “{ $header }”, but you chose to send the column. Choose a field for it, or do not send it.
        [field] “{ $header }” is not sent, because its field has another column or one value for all rows. Choose this column for it if that is wrong.
       *[no] impact.com has no field called “{ $header }”, so the column is not sent. Choose a field for it if it belongs in the file.
      }
HDR-DUP = Two columns for one field
    .message = Another column feeds { $field } already. Choose another field for “{ $header }”, or do not send it.
HDR-MIN-ITEM = Missing column
    .message = { rule-missing }
HDR-MIN-ORDER = Missing column
    .message = { rule-missing }
HDR-PERSONAL = Personal data
    .message = “{ $header }” { $kind ->
        [email] holds e-mail addresses
        [card] seems to hold numbers of payment cards
        [phone] seems to hold phone numbers
        [address] seems to hold street addresses
       *[name] seems to hold people's names
      } ({ $seen } of { $values } values), which { $kind ->
        [email] must not leave your company in clear. Do not send the column.
        [card] must never be sent. Do not send the column, and tell whoever made the export.
       *[other] this field does not ask for. Do not send the column unless you must.
      }

HDR-MIN-CHAINED = Missing column
    .message = { rule-missing }
HDR-MIN-MOBILE = Missing column
    .message = { rule-missing }
HDR-MIN-MOD = Missing column
    .message = { $field ->
        [ActionId] No column says which conversion each row changes. Choose the column of ActionId, or those of OrderId and ActionTrackerId.
       *[other] { rule-missing }
      }
FILE-PROGRAM = Orders of another program
    .message = The program has campaign ID { $campaign }, but the sheet also holds { $others }. Choose the right program, or exclude these rows.
ROW-PAIR = Event type of another program
    .message = { $kind ->
        [campaign] The campaign of this row is { $campaign }, not that of the program. Correct it, or choose the right program.
       *[event] “{ $value }” is not among the event types saved for this program. Correct it, or add it to the program.
      }
ROW-PROMO-LIST = Promo code of no partner
    .message = “{ $value }” is not among the promo codes saved for this program, so it may credit nobody. Correct it, or add it to the program.
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
    .message = Without an event code impact.com cannot tell what happened in the app. Type a code such as INSTALL or SALE.
CHAIN-CUSTOMER = Customer missing in a chain
    .message = Only the customer ID ties a first event to what follows, and it is empty. Type the same ID in all rows of the customer.
CHAIN-ORDER = First event after what follows
    .message = The first event of customer { $customer } comes after this row, so impact.com does not credit this one. Move the first event up, or correct the dates.
    .unknown = The order of first events was not checked, because no program says which event type comes first. Choose or complete the program.
MOD-ID = Nothing says which conversion
    .message = The row does not say which conversion changes. Type ActionId, or OrderId and ActionTrackerId.
MOD-REASON = Reason missing or unknown
    .message = { $fix ->
        [none] { $empty ->
            [yes] impact.com refuses changes without a reason. Type a code such as ORDER_UPDATE or ITEM_RETURNED.
           *[no] “{ $value }” is no reason that impact.com or the program knows. Type a code such as ITEM_RETURNED, or add yours to the program.
          }
       *[other] “{ $value }” is not written as impact.com writes its reasons. { rule-fix }
      }
MOD-ONLY-LISTED = Cannot be changed afterwards
    .message = { $field } cannot be changed after a conversion, so impact.com will not use “{ $value }”. Do not send the column.
MOD-AMOUNT-FINAL = Difference instead of the final amount
    .message = “{ $value }” looks like a difference, and impact.com takes the amount that is left. Type that, or 0 if all was taken back.
MOD-ZERO = Zero does not reverse zero
    .message = The amount was 0 already, so a new 0 reverses nothing. Reverse it at impact.com with a reversal reason.
MOD-NOOP = Changes nothing
    .message = The amount is { $value } already. Type the new amount, or exclude the row.
MOD-LOCKED = Locked
    .message = { $value } has been locked since { $locks_at }, so impact.com refuses the change. Exclude the row, and settle the amount with the partner.
MOD-STATE = Cannot be changed any more
    .message = { $value } is { $state ->
        [APPROVED] approved
        [REVERSED] reversed
       *[other] { $state }
      } at impact.com, so a change is refused. Exclude the row.
MOD-DUP = Changed twice
    .message = { $changes ->
        [0] { $value } is changed in row { $first_row } already, and only one of the two would count. Delete one of the rows.
       *[other] This conversion was changed { $changes } times from here, and impact.com takes at most 1,000. Exclude the row.
      }
ROW-AMOUNT-MOD = Not a plain amount
    .message = { rule-amount }
ROW-CURRENCY-MOD = Currency unknown
    .message = “{ $value }” is no currency code, so impact.com refuses the row. { $fix ->
        [none] Type its code, such as USD or EUR.
       *[other] { rule-fix }
      }

ROW-CAMPAIGN = Campaign ID missing or wrong
    .message = { $empty ->
        [yes] The campaign ID is empty, so impact.com cannot tell whose order this is.
       *[no] “{ $value }” is no campaign ID, which has up to 10 digits.
      } { $fix ->
        [none] Type the number beside the program's name at impact.com.
       *[other] { rule-fix }
      }
ROW-EVENT-ID = Event type missing or wrong
    .message = { $empty ->
        [yes] The row names no event type, so impact.com cannot tell what was sold.
       *[no] “{ $value }” is no event type ID, which has up to 10 digits.
      } { $fix ->
        [none] Type { $field } from Settings, Event Types at impact.com.
       *[other] { rule-fix }
      }
ROW-OID = Order ID missing or too long
    .message = { $fault ->
        [under] { $fix ->
            [none] The order ID is empty. Type { $above } if the row belongs to the order above it, or else its own order number.
            [write] The order ID is empty, but the row belongs to order { $above } above it. { rule-fix }
           *[other] The order ID is empty, but the row may belong to order { $above } above it. { rule-fix }
          }
        [empty] impact.com refuses conversions without an order ID. Type the shop's order number.
       *[long] The order ID has { $length } characters, and impact.com takes at most 64. Use the shop's own order number.
      }
ROW-SCI = ID damaged by a spreadsheet
    .message = A spreadsheet took “{ $value }” for a number and cut its last digits, so impact.com could not find it. Export the column again as text.
    .request = { rule-request } Values such as { $value } are numbers that a spreadsheet shortened for good.
ROW-SCI-MAYBE = ID that may be damaged
    .message = “{ $value }” may be a number that a spreadsheet shortened. { rule-compare }
    .request = Please look whether “{ $header }” was written as text. Values such as { $value } look like numbers that a spreadsheet shortened.
ROW-TRAILING-ZERO = ID ends in .0
    .message = “{ $value }” is a whole number to which a program added a decimal point, so impact.com refuses it. { $fix ->
        [none] Type it without the point.
       *[other] { rule-fix }
      }
ROW-TRAILING-ZERO-MAYBE = ID may end in a wrong .0
    .message = A program may have added .0 to “{ $value }”. Leave it if your shop writes it so. { $fix ->
        [none] If not, type it without.
       *[other] { rule-fix }
      }
ROW-DIGITS = Digits lost in the workbook
    .message = “{ $value }” is wrong from the 16th digit on, as workbooks keep only 15. Export the column again as text.
    .request = { rule-request } Values such as { $value } are wrong from the 16th digit on, as a workbook keeps only 15.
ROW-DIGITS-MAYBE = Digits may be lost
    .message = “{ $value }” ends in zeros from its 16th digit on, so a spreadsheet may have rounded it. { rule-compare }
    .request = { rule-request } Values such as { $value } end in zeros from the 16th digit on, so a spreadsheet seems to have rounded them.
ROW-LOOKALIKE = ID with letters that look like others
    .message = { $kind ->
        [mixed] “{ $value }” has letters of another alphabet ({ $letters }) among the Latin ones, so impact.com takes it for another ID. { $fix ->
            [none] Type it in Latin letters, unless your shop writes it so.
           *[other] Leave it if your shop writes it so. { rule-fix }
          }
       *[spelling] “{ $value }” and “{ $usual }” in other rows look alike, but impact.com takes them for two orders. { $fix ->
            [none] If they are one, type it as your shop does.
           *[other] { rule-fix }
          }
      }
ROW-ZEROS = Leading zeros may be lost
    .message = “{ $value }” is shorter than the { $width } characters of the other IDs; compare it with your shop. { $fix ->
        [none] If leading zeros are lost, type “{ $padded }”.
       *[other] { rule-fix }
      }
    .request = { rule-request } Values such as { $value } are shorter than the others, so leading zeros seem to be lost.
ROW-ID-DATE = ID turned into a date
    .message = A spreadsheet may have turned “{ $value }” into a date. { rule-compare }
    .request = { rule-request } Values such as { $value } were turned into dates.
ROW-ATTR = Nothing to credit a partner by
    .message = The row has no click ID, customer ID, promo code or partner ID, so impact.com refuses it. { $fix ->
        [none] Type one of them, or exclude the row.
       *[other] The safe fix takes them from the order's first row.
      }
ROW-ATTR-PROMO = Credited by promo code only
    .message = Only “{ $value }” ties this row to a partner, which works if the code is that partner's alone. { $fix ->
        [none] Add a click ID or customer ID if you have it.
       *[other] The safe fix adds what the order's first row has.
      }
ROW-MEDIA-ONE = Two partner IDs
    .message = MediaId ({ $other }) and MediaPartnerId ({ $value }) mean the same, so impact.com cannot tell which counts. Empty one of them.
ROW-MEDIA-FORCED = Partner named by you
    .message = Partner { $value } gets the credit whatever impact.com tracked. Leave it if that is what you want.
ROW-SUBID = SubId without a partner
    .message = { $field } counts only together with MediaId. Fill in MediaId, or empty “{ $value }”.
ROW-CLICK-SHAPE = Not a click ID as it stands
    .message = { $kind ->
        [none] “{ $value }” holds no click ID. { $fix ->
            [none] Empty the cell
           *[other] The safe fix empties the cell
          }; credit the partner by another field if you can.
        [wrapped] “{ $value }” holds more than the click ID, so impact.com would not find the click. { $fix ->
            [none] Keep only “{ $bare }”.
           *[other] { rule-fix }
          }
        [several] “{ $value }” holds several click IDs, and impact.com takes one. Keep the one that led to the order.
        [address] “{ $value }” is a web address without a click ID, so it credits nobody. Type the click ID, or empty the cell.
        [blank] “{ $value }” has a blank or a line break inside. Compare it with your shop.
       *[same] “{ $value }” stands in nearly all rows, so one click would get all the credit. Export the column again, or do not send it.
      }
ROW-CLICK-ESCAPED = Click ID with escaped characters
    .message = “{ $value }” holds codes such as %3A from a web address, so impact.com may not find the click. { $fix ->
        [none] Type it without them.
       *[other] Leave it if your shop writes it so. { rule-fix }
      }
ROW-CUSTID-EMAIL = E-mail address as customer ID
    .message = The customer ID holds an e-mail address, and impact.com permits no IDs that identify a person. Use your shop's customer number{ $fix ->
        [none] .
       *[other] ; if your pages send the hash of the address, let the fix write that.
      }
ROW-CUSTID-SHAPE = Short or simple customer ID
    .message = “{ $value }” is so short or simple that impact.com may ignore it. Use the longer ID if your shop has one.
ROW-DATE-FMT = Date missing or unreadable
    .message = { $fix ->
        [none] { $empty ->
            [yes] The event date is empty. Type when the order was placed, as 2026-11-18T14:05:09-08:00.
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
    .message = NOW stands for the moment impact.com reads the file. Type the real time if you have it.
ROW-AGE-88 = Older than 88 days, no MediaId
    .message = This order is { $age_days } days old; impact.com drops conversions older than 88 days unless MediaId names the partner. Type MediaId, or put the order on hold.
ROW-AGE-398 = Older than 398 days
    .message = This order is { $age_days } days old, and impact.com drops everything older than 398 days. Put the order on hold.
ROW-AGE-SOON = Expires within 3 days
    .message = This order is { $age_days } days old and is dropped at 88 days unless MediaId names the partner. Send it today.
ROW-DATE-FUTURE = Date in the future
    .message = “{ $value }” has not come yet, and impact.com may refuse it. Check day, month and time zone.
ROW-AMOUNT-NUM = Not a plain amount
    .message = { $fix ->
        [none] { $kind ->
            [negative] { rule-return }
            [discount] “{ $value }” is a discount with a minus, and impact.com refuses negative amounts. Type it without the sign, or report a return if something was taken back.
            [minus] “{ $value }” is negative, and impact.com refuses negative amounts. If it was paid back, exclude the row and send a change; if the sign is wrong, type it without.
           *[other] { rule-amount }
          }
       *[other] { rule-amount }
      }
ROW-AMOUNT-SIZE = Unusually large amount
    .message = “{ $value }” is more than the { $limit } that impact.com is known to take. Check the decimal mark.
ROW-CURRENCY = Currency missing or unknown
    .message = { $empty ->
        [yes] impact.com needs a currency with every amount.
       *[no] “{ $value }” is no currency code, so impact.com refuses the row.
      } { $fix ->
        [none] Type its code, such as USD or EUR.
       *[other] { rule-fix }
      }
ROW-DISCOUNT-TWICE = Discount may count twice
    .message = impact.com takes { $value } in OrderDiscount off Amount. If the amount is already reduced, empty OrderDiscount.
ITEM-PRICE-ONE = One amount per item
    .message = { $filled ->
        [0] The item has no amount, so nothing can be paid for it. Type Amount, ItemPrice or ItemSubtotal.
       *[other] Only one of Amount, ItemPrice and ItemSubtotal may be filled, and { $filled } are. Keep one.
      }
ITEM-REQ = Item data missing
    .message = impact.com refuses items without { $field }. { $field ->
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
    .message = OrderSubTotalPostDiscount ({ $value }) beside item data makes amounts go wrong. Empty it, or do not send the column.
ROW-FORMULA = Formula instead of a value
    .message = impact.com would take the formula “{ $value }” for the value. Type the value, or export the sheet with values only.
ROW-SPACE = Stray blanks or invisible characters
    .message = { $kind ->
        [mark] “{ $value }” begins with the apostrophe by which spreadsheets mark a text
       *[space] “{ $value }” has stray blanks or invisible characters
      }, so impact.com may take it for another value. { $fix ->
        [none] Remove them.
       *[other] { rule-fix }
      }
ROW-BREAK = Line break inside a value
    .message = impact.com may take what follows the line break in “{ $value }” for another row. { $fix ->
        [none] Replace it by a blank.
       *[other] { rule-fix }
      }
ROW-CUT = Text may be cut off
    .message = The text ends after exactly { $length } characters, where some programs cut. Compare it with your shop, and export it again if it is cut.
    .request = Please look at “{ $header }”: texts end after exactly { $length } characters, so they seem to be cut off. We need them whole.
ROW-MOJIBAKE = Wrong letters from another encoding
    .message = “{ $value }” has damaged letters from a wrong text encoding. { $fix ->
        [none] Export the file again as UTF-8.
       *[other] { rule-fix }
      }
    .request = Please export the file once more in UTF-8. In “{ $header }” letters are damaged, for example { $value }.
ROW-PLAIN-EMAIL = E-mail address in clear
    .message = The cell holds an e-mail address, which must not leave your company in clear. { $fix ->
        [none] Remove it, or do not send the column.
       *[other] The fix would remove it; look at it first, or do not send the column.
      }
ROW-EMAIL = E-mail address not hashed
    .message = { $fix ->
        [none] { $kind ->
            [address] CustomerEmail holds more than an address. Leave the address alone in the cell, and let the fix hash it.
            [hash] CustomerEmail holds a hash of another kind, and impact.com takes only SHA-1 and SHA-256. Export the column with one of them, or empty the cell.
           *[other] “{ $value }” is neither an e-mail address nor the hash of one, so impact.com refuses it. Empty the cell.
          }
       *[other] impact.com takes only the SHA-1 or SHA-256 hash of an address, which must not leave your company in clear. The safe fix replaces it by its hash.
      }
ROW-LENGTH = Text too long
    .message = { $field } has { $length } characters, and impact.com takes at most { $limit }. { $kind ->
        [click] Export the column again: the cell holds something else.
        [id] Use the shop's own, shorter one; a part of it would mean something else.
        [partner] Type it as the partner hands it over.
        [event] Type the code from Settings, Event Types at impact.com.
        [advertising] Check the export.
        [promo] Type the code as the customer typed it.
        [country] Type the code of the country, such as US or GB.
        [status] Type NEW or EXISTING.
        [reason] Type one of impact.com's codes, such as ITEM_RETURNED.
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
            [none] Type digits, with a point for decimals.
           *[other] { rule-fix }
          }
      }
ROW-FORMAT = Unusual form
    .message = { $kind ->
        [advertising] “{ $value }” is no advertising ID (32 hex digits in five groups), so it credits nobody. Check the export.
        [boolean] “{ $value }” is neither true nor false. { $fix ->
            [none] Type one of the two.
           *[other] { rule-fix }
          }
        [ip] “{ $value }” is no IP address. Correct it or empty the cell.
        [url] “{ $value }” is no web address. Correct it or empty the cell.
       *[country] “{ $value }” is no country code. { $fix ->
            [none] Type its code, such as US or GB.
           *[other] { rule-fix }
          }
      }
GRP-CONSECUTIVE = Order split by other rows
    .message = { $value } began in row { $first_row }, and impact.com refuses rows that stand apart (OID_DUPLICATE). The safe fix brings them together.
ROW-SHOP-STATUS = Not a finished sale
    .message = { $kind ->
        [partly] A part of this order was refunded (“{ $status }”), but the amounts are the full ones. Lower them to what the customer kept, or exclude the order.
        [pending] The shop still waits for the money for this order (“{ $status }”). Exclude it, and send it when it is paid.
       *[other] The shop says that this order { $kind ->
            [refunded] was refunded
            [cancelled] was cancelled
            [failed] was not paid
           *[test] is a test
          } (“{ $status }”), so a partner would be paid for nothing. Exclude it.
    }
GRP-SUM = Lines do not add up to the order
    .message = { $reading ->
        [line] { $compared ->
            [no] The same item costs more where more pieces were sold, so { $field } seems to be the price of the whole line ({ $lines } here).
           *[yes] The lines come to { $lines }, but the order's subtotal is { $subtotal }. They add up if { $field } is the price of the whole line.
          } Let the column feed Amount instead.
       *[other] The lines come to { $lines }, but the order's subtotal is { $subtotal }. See whether a discount is missing, or which is right.
      }
GRP-SAME = Order contradicts itself
    .message = impact.com refuses orders whose rows differ in { $field }: “{ $value }” here, “{ $first }” in the first row ({ $first_row }). Correct one of them.
GRP-SAME-DETAIL = Rows of one order differ
    .message = { $field } is usually the same in all rows of an order: “{ $value }” here, “{ $first }” in the first row ({ $first_row }). Check which is right.
GRP-SKU-ONCE = SKU twice in one order
    .message = { $kind ->
        [child] { $value } stands in this order with its price already, as your shop lists product and variant. Delete this line.
        [parent] { $value } stands in this order without a price already, as your shop lists product and variant. Keep this line and delete the other.
       *[again] { $value } already stands in row { $first_row } of this order, and impact.com may refuse the second (OID_DUPLICATE). If it was sold twice, add up the quantities and totals in one row.
      }
GRP-ORDER-ONCE = Order twice in the file
    .message = Order { $value } already stands in row { $first_row }, and impact.com refuses the second (OID_DUPLICATE). Delete one, or use the item template if these are its items.

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
