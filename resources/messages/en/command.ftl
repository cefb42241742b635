command-about = Checks, repairs and delivers conversion files for impact.com.
command-new = write an empty sheet to fill in
command-read = print what the app sees of a file, as plain CSV
command-check = find everything impact.com would refuse
command-fix = repair what is safe and write the sheet
command-export = check, split and write the files
command-send = check, split and deliver the files
command-watch = deliver whatever appears in a folder
command-practice = try the whole job on a messy sheet
command-destinations = keep and test places to send to
command-programs = keep facts of brand accounts
command-privacy = list what is kept here, and forget it
command-history = list, search and save what was sent
option-licences = print the licences of all parts
licences-parts = The app is made of { $count } parts, each with its version and licence; the texts follow.
licences-replaceable = This is used under the LGPL 3. What is in the folder { $folder } may be replaced by your own build of the same version.
command-interrupted = Stopped; nothing was being sent.
stop-begun = Stopping as soon as that is safe; press Ctrl-C again to end at once.
stop-at-once = Ended at once. “courier history” shows what may have arrived.
stop-done = Stopped: { $delivered } delivered, { $unsent } not sent, { $unknown } unknown; “courier history” names the files.
stop-unbegun = { $batches ->
    [one] { $batches } batch was not begun.
   *[other] { $batches } batches were not begun.
  }
command-usage = Nothing was done: { $problem } “{ $command } --help” shows how it is used.
command-near = “{ $written }” is unknown, did you mean “{ $near }”?
command-choices = “{ $written }” is none of { $choices }
command-unknown = “{ $written }” is not expected here
command-examples = examples:
command-defect = { went-wrong } nothing was finished. { defect-details }
command-defect-unkept = { went-wrong } nothing was finished. { defect-details-unkept }
options-sheet = what the sheet means
options-reading = how the file is read
option-template = item, order, chained, mobile or modification; else detected
option-program = a saved program
option-now = the moment ages are counted from
option-now-unclear = “{ $written }” is no moment such as 2026-11-23T08:00:00Z
option-sheet = the tab of a workbook
option-encoding = the encoding, such as UTF-8; else detected
option-delimiter = what separates the cells, such as ";" or tab; else detected
option-quote = the mark around cells, "" for none; else detected
option-header-row = the row with the headers, 0 for none; else detected
option-set = one value for all rows of a field
option-map = the column or calculation that feeds a field
option-leave-out = rows to exclude, such as "Status is refunded, voided"; also is not, contains, is empty, is not empty, and two joined by and
option-zone = the time zone of dates without one, such as Berlin or -08:00
option-dates = how dates such as 03/04/2026 are read
option-json = print one JSON object
option-read-output = write the CSV here
option-fix-output = write the repaired sheet here
option-all = show every place of a problem
option-report = write the sheet with its problems here, as .xlsx or .csv
option-new-template = item, order, chained, mobile or modification
option-new-output = the .xlsx or .csv to write
option-new-program = a saved program, for the notes of a workbook
option-rule = apply this rule's repair, even if not safe
option-export-to = the folder to write to
option-send-to = a saved destination, sftp://user@host:port/folder, ftp://user@host or a folder
option-password-stdin = read the password from standard input
option-accept-host-key = the key of a new server
option-again = why orders sent before go out again
option-rest = send what is missing of this batch, by its ID
option-only-new = send only orders not sent before
option-changes-to = the same, and write changed ones as changes into this file
send-incomplete = Name a file and --to, or an earlier batch with --rest; else nothing says what to send.
send-rest-alone = An earlier batch goes where it went before{ so-unsent }. Type neither the file nor --to.
rest-nothing = Nothing is missing of { $id }: all its parts were delivered.
only-new-nothing = All orders of { $name } that could go were sent before{ so-unsent }.
only-new-changes = { $path } holds { count-rows } of orders sent before, with other values now. Send it as changes.
only-new-changed = Orders sent before that have other values now stay behind ({ count-rows }). --changes-to FILE writes them as changes.
only-new-no-changes = No order sent before has other values now, so no changes were written.
only-new-unsure = Orders sent before that cannot be compared, such as with new items, stay behind ({ count-rows }). Look at them.
option-note = a note for the history
option-at = send at this moment, such as 2026-11-24T06:00:00Z
option-set-aside = send what is ready; orders that need repair go into a file of their own
option-max-rows = the most rows of one file
option-max-rows-unclear = “{ $written }” is no whole number from 1 up
option-practice-to = write the files here instead of keeping nothing
option-once = look once and end, for schedules
option-every = seconds between two looks, else 5
option-allow-open = log in without encryption: anybody in between can read your password and the orders
option-quiet-for = seconds for which a file must rest before it is opened, else 10
option-seconds-unclear = “{ $written }” is no number of seconds from 0 up
option-key = a private key file
option-preset = a kind from “courier destinations presets”
option-user = the user, where the address names none
option-agent = log in with the keys of the SSH agent
option-certificate = trust only the certificate with this SHA-256
option-pulled = your own server, from which impact.com fetches; files wait up to 24 hours
option-wait-hours = how many hours files usually wait there
option-transcript = write what is said to and by the server into this file
option-old-methods = allow weak methods of SSH; ask for newer ones first
progress-confirming = Waiting for the server to confirm it
option-timeout = seconds without an answer to give up after, else 45
option-pattern = the names a Connection takes, with * and ?
option-part-names = what files are called, such as Conversions_{ "{date}" }_{ "{number}" }_{ "{hash}" }.csv; fields are { "{program}" }, { "{date}" }, { "{year}" }, { "{time}" }, { "{event}" }, { "{number}" } and { "{hash}" }, which is needed
option-event-type = the event type ID that an e-mail address belongs to
option-elsewhere = send it even to another program's destination
option-rename = rename at the end of sending
option-steps = say what became of each step
option-forget-key = the key to forget, else all
queue-waits = { $id } waits until { $at }; “courier history send-due”, from a schedule, sends it then.
progress-reading = Reading
progress-checking = Checking
progress-writing = Writing
progress-sending = Sending
progress-connecting = Connecting
progress-repairing = Looking for repairs
check-counts = { $error ->
    [one] { $error } error
   *[other] { $error } errors
  }, { $warning ->
    [one] { $warning } warning
   *[other] { $warning } warnings
  }, { $note ->
    [one] { $note } note
   *[other] { $note } notes
  }.
check-rule = { $severity }: { $title }, { $count ->
    [1] once
   *[other] { $count } times
  }
check-rule-safe = { check-rule }, { $safe } safe to fix
check-place = row { $row }, { $column }: “{ $value }”
check-change = { check-place } → “{ $new }”
check-rows = { $count ->
    [1] row { $rows }
   *[other] rows { $rows }
  }
check-column-rows = { $column }: { check-rows }
check-columns = Columns: { $columns }
check-more = and { $count } more; --all shows them.
check-option = Option:
check-fix = { $repairs ->
    [one] { $repairs } repair is safe:
   *[other] { $repairs } repairs are safe:
  }
standing = { $ready } of { $rows } rows ready, { $repair } { $repair ->
    [1] needs
   *[other] need
  } repair, { $hold } on hold, { $out } excluded.
fix-cells = { $title }: { count-cells } repaired.
fix-moved = { count-rows } moved to the rest of an order.
fix-deleted = { count-rows } without a price deleted.
fix-no-such-rule = { $rule } is no rule with a repair{ so-unchanged }. “courier check” shows which are safe.
new-written = The new sheet is in { $path }
report-written = The report is in { $path }
report-one-file = A report is about one sheet, so nothing was checked. Give one file with --report.
output-not-written = { $path } cannot be written ({ $problem }){ so-unchanged }. Choose another place.
output-is-source = { $path } is the file that was read, which is never changed. Choose another name.
errors-remain = { count-errors } in { $name }{ so-unwritten-unsent }. “courier check” shows what to do; --set-aside sends what is ready ({ $ready }).
errors-everywhere = { count-errors } in { $name } and no order ready{ so-unwritten-unsent }. “courier check” shows what to do.
nothing-ready = No order in { $name } is without errors{ so-unwritten-unsent }. Repair the errors first.
nothing-to-send = { $name } has no rows to send{ so-unwritten-unsent }.
part-line = { $name }: { count-rows }, { count-orders }, { $totals }
part-above-limit = { $name } holds one order of { $rows } rows, above the { $most } of a file. Ask impact.com whether it takes it.
set-aside-line = The orders that stay behind are in { $path }
watch-no-folder = There is no folder { $path }, so nothing is watched. Choose another one.
watch-unwritable = Nothing can be written to { $path }, so it is not watched. Check your rights there.
watch-busy = { $path } is watched already, so this run ends; nothing is wrong.
watch-draft = A watched folder needs a destination that sends by itself. Choose another.
watch-sent = { $name }: sent, and moved to “sent”.
watch-sent-not-moved = { $name }: sent, but it cannot be moved to “sent” ({ $problem }). Move it away yourself.
watch-not-held = { $name }: not sent, and it cannot be moved to “held-back” ({ $problem }). { $said }
watch-stays = { $name }: something went wrong inside the app, so it stays; see “courier history”.
watch-defect = { watch-stays } { defect-details }
watch-defect-unkept = { watch-stays } { defect-details-unkept }
watch-written = { $name }: another program is writing to it, so it is not opened yet.
watch-unreadable = { $name }: cannot be read ({ $problem }), and is tried again; check who may read it.
watch-untried = Nothing of it was sent.
watch-was-sent = What was in it before was sent.
watch-changed = { $name }: changed meanwhile, so it stays and is checked again. { $why }
watch-gone = { $name }: taken away meanwhile, so it is not moved. { $why }
watch-own-disk = The app cannot use its own disk ({ $problem }); make room there, or check your rights.
watch-not-opened-link = { $name }: a link is not followed; put the file itself into the folder.
watch-not-opened-special = { $name }: no file with rows; take it out of the folder.
watch-folder-gone = { $path } cannot be used now ({ $problem }), so nothing is checked until it is back.
watch-folder-back = { $path } is back and watched again.
watch-later = { $name }: not sent, and tried again at the next look. { $problem }
watch-held = { $name }: held back with errors, which are in { $report }. Repair it and put it into the folder again.
watch-held-unread = { $name }: held back in “held-back”. { $problem }
watch-held-unreported = { $name }: held back in “held-back”, without a report ({ $problem }). { $why }
practice-opened = Opened { $name } with { count-rows }.
practice-server = Sending to { $url }, key { $fingerprint }
practice-answer = Practice: some time later impact.com answers. This answer is made up, with errors in three rows:
practice-end = That was the whole job. Nothing left this computer.
destinations-add = save a destination
destinations-list = list the saved destinations
destinations-presets = list the kinds of destinations
destinations-show = show a destination, its keys and its settings
destinations-forget-key = forget host keys and the pinned certificate, when a server's owner confirms new ones
destinations-import-keys = take over what OpenSSH knows of the server's keys
destinations-key = Key { $fingerprint }
destinations-certificate = Certificate { $fingerprint }
destinations-wait = Files usually wait { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
  } there.
destinations-pattern = Takes names like { $pattern }
destinations-part-names = Files are called { $names }, for example { $name }
destinations-no-keys = { $path } knows no key of { $host } on port { $port }{ so-unchanged }. Connect once with OpenSSH, or take another file.
destinations-no-url = Nothing says where the destination is{ so-unsaved }. Add --url, or --preset for impact.com's servers.
destinations-preset-no-url = The preset { $preset } has no address{ so-unsaved }. Add --url { $url }.
destinations-preset-other-url = The address does not fit the preset { $preset }{ so-unsaved }. Write --url { $url }.
destinations-key-forgotten = Forgot the keys of { $name }. The next connection shows its key and asks.
destinations-timeout = Given up after { $seconds } seconds without a sign of life.
destinations-old-methods = Weak methods of SSH are allowed here: ask the server's owner for newer ones.
destinations-in-the-open = FTP without encryption sends your password in the open: use sftp:// or ftpes:// if the server takes it.
preset-impact-sftp = impact.com by SFTP
    .url = sftp://USER@batch.impact.com
preset-impact-ftp = impact.com by FTP
    .url = ftp://USER@batch.impact.com
preset-own-sftp = your own server by SFTP, from which impact.com fetches
    .url = sftp://USER@HOST:PORT/FOLDER --pulled
preset-own-ftps = your own server by FTPS, from which impact.com fetches
    .url = ftps://USER@HOST:990/FOLDER --pulled
preset-own-ftp = your own server by FTP, from which impact.com fetches
    .url = ftp://USER@HOST:PORT/FOLDER --pulled
preset-connection-sftp = a Connection by SFTP
    .url = sftp://USER@import.impact.com/NAME --pattern PATTERN --part-names NAMES
preset-connection-ftp = a Connection by FTP
    .url = ftpes://USER@import.impact.com/NAME --pattern PATTERN --part-names NAMES
preset-email = e-mail, sent through your mail server
    .url = smtp://USER@HOST:587?to=ADDRESS&from=YOURS&cc=OTHERS
preset-draft = e-mail that you send yourself with your mail program
    .url = eml:/FOLDER?to=ADDRESS&from=YOURS
preset-conversions = the Conversions API of impact.com, one call per order
    .url = conversions://SID@api.impact.com
preset-folder = a folder
    .url = a path
destinations-none = No destination is saved; see “courier destinations presets”.
destinations-test = connect and log in, without sending
destinations-remove = forget a destination and its password
destinations-added = Saved { $name }: { $url }
destinations-removed = Forgot { $name } and its password.
no-keychain-command = This computer has no keychain, so the password was not kept. Give it each time with --password-stdin.
programs-import = save the program in a JSON file
programs-list = list the saved programs
programs-none = No program is saved; “courier programs import FILE” saves one.
programs-remove = forget a program
programs-imported = Saved { $name }.
programs-removed = Forgot { $name }.
program-name-long = The program's name has more than { $most } characters{ so-unsaved }. Give it a shorter one.
program-malformed = The file holds no program (a JSON object with a name){ so-unsaved }. Check it.
program-rule-unknown = There is no rule called { $rule }{ so-unsaved }. “courier check --json” shows the names.
program-rule-documented = { $rule } is documented by impact.com and always checked{ so-unsaved }. Take it out of rules_off.
zone-unknown = “{ $zone }” is no time zone, or several, so nothing was changed or sent. Write one such as Europe/Berlin or -08:00.
template-unknown = “{ $template }” is no template{ so-unchecked }. Use item, order, chained, mobile or modification.
option-self-test = prove that this installation works
option-log = write the self-test's report to this file
