# Destinations
destination-url = “{ $url }” is no address to send to; write sftp://user@host:port/folder, ftp://user@host or a folder.
destination-no-such-key = “{ $name }” has no key { $fingerprint }{ so-unchanged }; “courier destinations show” lists its keys.
known-hosts-unreadable = { $path } cannot be read, so no key was taken over; choose another file.
belongs-to-another = “{ $destination }” is for the files of { $owner }, and this one belongs to { $program ->
    [none] no program
   *[other] { $program }
  }. Send it there all the same?
belongs-refused = “{ $destination }” is for the files of { $owner }, and this one belongs to { $program }{ so-unsent }. Choose another destination, or add --elsewhere.
belongs-elsewhere = The files of { $program } go to “{ $home }”, not to “{ $destination }”. Send it there all the same?
by-call-template = The Conversions API takes item and order sheets only. Send this one as a file.
by-call-many = { count-orders } are too many for single calls; { $most } go at once. Send a file.
by-call-scattered = The rows of one order do not stand together, so it would go twice. Repair that first.
by-call-field = The Conversions API is not known to take { $field }. Take the column out, or send a file.
by-call-line-amount = Beside discounts or other prices the Conversions API is known to take ItemPrice or ItemSubtotal, not Amount. Change that under Columns, or send a file.
by-call-differs = { $field } differs within an order, and a call can say it only once. Make it the same, or send a file.
by-call-begins = { count-orders }, one call each: { $pace ->
    [known] about
   *[allowed] up to
  } { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }. impact.com answers to each later.
by-call-title = Send by single calls?
by-call-go = Send
consign-no-home = { $program } sends to “{ $destination }”, which is not saved any more. Choose another destination in the program.
consign-chain-waits = The batch before it in the chain has not arrived{ so-unsent }. Send the sheet again once it has.
consign-no-address = “{ $destination }” belongs to event type { $own }, and no saved destination to event type { $event }. Save one first.
destination-password-in-url = The address holds a password, which would stay in logs{ so-unsent }. Use --password-stdin instead.

# Keychain
keychain-locked = { keychain } is locked, so the password was not read. Unlock it and try again.
keychain = This computer's keychain
keychain-silent = { keychain } does not answer{ so-unsent-unchanged }. Unlock it, or restart the computer.
keychain-unread = { keychain } did not give the password out{ so-unsent }. Check its settings or type the password again.
keychain-undeleted = { keychain } did not delete the password. Remove the entry “conversion-courier” there.
keychain-refused = { keychain } refused the password{ so-unsaved }. Check its settings and try again.

# Why a delivery did not happen
delivery-unknown-host = The network does not know the name { $host }{ unsent } check the spelling and your connection.
delivery-timeout = { $host } did not answer on port { $port }{ unsent } check the port and the firewall.
delivery-no-connection = { $host } refused the connection on port { $port }{ unsent } check host and port.
delivery-silent = { $host } said nothing for { $seconds } seconds{ unsent } { later-or-owner }
later-or-owner = try again later, or ask its owner.
delivery-not-ssh = { $host } does not speak SFTP on port { $port }{ unsent } ask its owner for the right port.
delivery-ssh-closed = { $host } ended the connection before the login, as busy servers do{ unsent } { later-or-owner }
delivery-ssh-methods = { $host } offers only unsafe or unknown methods of SSH ({ ssh-methods }){ unsent } ask its owner for newer ones, or allow older ones here.
delivery-ssh-methods-even-old = { $host } offers only broken or unknown methods of SSH ({ ssh-methods }){ unsent } ask its owner for newer ones.
ssh-methods = { $methods ->
    [key-exchange] key exchange
    [host-key] host key
    [cipher] encryption
    [mac] integrity check
   *[version] version of SSH
  }
delivery-noisy-login = { $host } answers with text instead of SFTP{ unsent } ask its owner to make the login script silent.
delivery-not-now = { $host } does not take it at the moment{ unsent } try again in a few minutes.
delivery-too-many = { $host } has too many connections{ unsent } close other programs that use it, or try again later.
delivery-data-not-encrypted = { $host } did not encrypt the data connection{ unsent } ask its owner, or use SFTP.
delivery-other-content = { $host } has another file called { $name } of the same size{ unsent } rename or remove that file.
delivery-not-ftp = { $host } does not speak FTP on port { $port }{ unsent } check the port, or choose SFTP.
delivery-turned-away = { $host } lets nobody in at the moment{ unsent } { later-or-owner }
delivery-host-key-unknown = { $host } was never seen before{ unsent } accept its key { $fingerprint } if its owner confirms it.
delivery-host-key-changed = { $host } shows another key than before ({ $fingerprint } now), so somebody may be in between{ unsent } ask its owner before you remove the old key.
delivery-login = { $host } did not accept user { $user } with this password or key{ unsent } type them again, case counts.
delivery-login-broken = { $host } ended the connection during login{ unsent } check user and password, or try again later.
delivery-no-sftp = { $host } lets you in but offers no SFTP{ unsent } ask its owner.
delivery-key-missing = There is no key file { $path }{ unsent } choose the key again.
delivery-key-passphrase = The key file { $path } needs its passphrase{ unsent } type it as the password.
delivery-key-unreadable = The key file { $path } cannot be read with this passphrase{ unsent } check both.
delivery-folder-missing = There is no folder { $folder } on { $host } for you{ unsent } impact.com wants files in the login folder.
delivery-folder-refused = { $host } does not let you write to { $folder }{ unarrived } impact.com wants files in the login folder.
delivery-name-refused = { $host } did not take a file called { $name }{ unarrived } ask its owner what you may write there.
delivery-data-stranger = Somebody else than { $host } answered the data connection{ unsent } tell its owner, and use SFTP if you can.
delivery-no-data-line = { $host } let you in, but FTP's data connection was blocked{ unarrived } use SFTP, or ask about the firewall.
delivery-part-name = The recorded name { $name } is not that of a file in a folder{ so-unsent }. { make-again }
make-again = Make the batch again.
delivery-part-changed = { $path } is gone or was changed{ so-unsent }. { make-again }
delivery-broken-before = The connection to { $host } broke before any data went out{ unsent } try again.
delivery-write-failed = { $host } refused the data; its disk may be full{ unarrived } try again later.
delivery-disk-full = The disk of { $host } is full, or your share of it{ unarrived } tell its owner and try again.
delivery-certificate = The certificate of { $host } is not trusted, so no password was said{ unsent } pin its SHA-256 { $fingerprint } if its owner confirms it, or use SFTP.
delivery-certificate-changed = { $host } shows another certificate than the pinned one ({ $fingerprint } now), so no password was said. Somebody may be in between; ask its owner before you remove the pin.
delivery-code-needed = { $host } asks for a one-time code, which nobody typed{ unsent } send from the window or a terminal.
delivery-no-agent = This computer's SSH agent does not answer or holds no key{ unsent } start it and add your key.
delivery-rename-refused = { $host } does not let { $name } get its final name{ unarrived } turn the temporary name off for this destination.
delivery-not-smtp = { $host } is no usable mail server on port { $port }{ unsent } use port 587, or 465 for encryption from the first byte.
delivery-mail-no-sender = This destination has no sender{ unsent } fill in your own e-mail address.
delivery-mail-no-login = { $host } takes no user and password on this port{ unsent } try port 587 or 465, or leave the user empty.
delivery-mail-refused = { $host } refused the message (code { $code }){ unsent } try again later, or ask whoever runs your mail.
delivery-mail-recipient = { $host } does not take mail for { $address } (code { $code }){ unsent } check the address.
delivery-mail-too-large = The message is larger than { $host } takes{ unsent } make smaller parts, or use SFTP.
delivery-mail-cut = The connection to { $host } broke before the message was complete{ unsent } try again.
login-password-prompt = Password for { $host }
delivery-open-login = { $host } offers no encryption, so anybody in between could read your password and the orders. Nothing was said; use SFTP, or allow an open login (--allow-open).
delivery-tls-gone = { $host } was encrypted before and is not now, so somebody may be in between. Nothing was said; if its owner confirms it, set encryption to “Never”, or use “courier destinations forget-key”.
delivery-tls-failed = { $host } and this computer could not agree on encryption{ unsent } use SFTP if you can.
delivery-tls-wanted = { $host } lets you in only over an encrypted connection{ unsent } turn encryption on for this destination.
delivery-no-tls = { $host } offers no encryption but this destination asks for it{ unsent } use SFTP if you can.
delivery-no-folder = There is no folder { $folder }. Nothing was delivered; choose another one.
conversions-unreadable = This part is not one order{ so-unsent }. { make-again }
conversions-field = The Conversions API is not known to take { $field }{ unsent } send a file instead.
conversions-differs = { $field } differs within the order, and a call can say it only once{ so-unsent }.
conversions-limited = impact.com takes no more calls of this account now; the rest can go in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
  }.
conversions-scope = The token may not send conversions{ unsent } add this right under { api-page }.
conversions-missing = impact.com knows no such account at this address{ unsent } check the Account SID.
conversions-refused = impact.com refused this order ({ $status }); correct it and send it again.
delivery-folder-failed = { $folder } cannot be written to ({ $problem }){ unarrived } make room there or choose another folder.

# What became of a part
server-said = The server said: “{ $said }”
receipt-prepared = Not sent yet: an earlier part was not delivered.
receipt-in-the-open = { $open ->
    [yes] {" "}The way there was not encrypted.
    [weakly] {" "}Old methods of SSH were allowed on the way there.
   *[no] {""}
  }
receipt-look = { file-submissions } before you send it again.
receipt-arrived = Arrived, and the server confirms the size.{ receipt-in-the-open }
receipt-arrived-unseen = Accepted in full by the server, which lets nobody look at files.{ receipt-in-the-open }
receipt-unseen = Sent, but the server lets nobody look whether { $name } is complete. { receipt-look }
receipt-arrived-after-break = The connection broke, but the whole part is there.{ receipt-in-the-open }
receipt-renamed = Arrived: the server named the part { $found } and confirms the size.{ receipt-in-the-open }
receipt-already-renamed = This part was there already, as { $found }, and was not sent again.
receipt-mailed = Taken: the mail server accepted the whole message. impact.com sends no receipt; look at File Submissions there.
receipt-queued = impact.com took the order into its queue; its answer comes with the results.
receipt-call-unconfirmed = The answer was lost, and nobody can tell whether impact.com took this order. Look it up there, then settle it in the history.
receipt-drafted = Written, not sent: open { $path } with your mail program and press Send there.
receipt-mail-unconfirmed = The connection broke, and nobody can tell whether { $name } is passed on. Look into your Sent folder. { receipt-look }
receipt-already-there-unread = A file of this name and size was there already, so the part was not sent again. Its content could not be compared.
receipt-already-there = This part was there already and was not sent again.
receipt-taken = Taken: the server accepted the part and has already moved it away.{ receipt-in-the-open }
receipt-wrong-size = Only a piece arrived and was removed. Send it again.
delivery-cancelled-before = You cancelled before anything was sent.
receipt-cancelled-before = Not sent yet: you cancelled before.
receipt-cancelled = Cancelled; nothing of this part is on the server.
receipt-half-left = A piece of this part cannot be removed. Ask the owner of { $host } to delete { $name } before you send it again.
receipt-broken-removed = The connection broke; the piece that was there was removed. Send it again.
receipt-unconfirmed = The connection broke, and nobody can tell from here whether { $name } arrived. { receipt-look }
state-prepared = Prepared
state-sending = Sending
state-arrived = Arrived
state-taken = Taken
state-unconfirmed = Unconfirmed
state-refused = Not sent
state-drafted = Written
pieces-arrived = { $arrived } of { $parts } { $what ->
    [calls] orders taken
   *[files] files arrived
  }
state-partly = { pieces-arrived }{ $unconfirmed ->
    [0] {""}
   *[other] , { $unconfirmed } unconfirmed
  }

# Trying a destination
trial-in-the-open = { $open ->
    [yes] {" "}{ step-key-open }
   *[no] {""}
  }
trial-ok = { $host } answers, knows you and shows its folder.{ trial-in-the-open }
trial-ok-folder = The folder { $folder } is there.
trial-ok-unseen = { $name } answers and knows you, but lets nobody look into its folder.{ trial-in-the-open }
trial-ok-mail = { $host } answers and knows you.
trial-ok-call = { $host } knows this Account SID and token. Whether the token may send conversions only the first order shows.
trial-stopped-early = You stopped the test of { $name }; nothing was sent.
step-name = Name
step-name-ok = { $host } is known to the network.
step-port = Port
step-port-ok = { $host } answers on port { $port }.
step-key = Key
step-key-ok = The server proved who it is, and the way there is encrypted.
step-key-old = The server is the one you know, but with older methods of SSH. Ask its owner for newer ones.
step-key-open = The way there is not encrypted, so anybody in between can read your password. Use SFTP if you can.
step-login = Login
step-login-ok = { $user } was let in.
step-folder = Folder
step-folder-ok = { trial-ok-folder }
step-folder-unseen = The server lets nobody look into its folder, so nobody can see what arrived.
step-folder-mail = Messages will go to { $address }.
step-permission = Permission
step-permission-ok = Files can be written there.
step-permission-not-tried = Not tried: impact.com would take a test file for a bad submission.
step-permission-call = Not tried: a test would be a real order.
step-ok = ok
step-failed = FAILED
step-stopped = stopped
step-stopped-here = You stopped the test here.
step-stopped-file = { step-stopped-here } Remove { $name } from the folder, if it is there, before impact.com fetches it.
step-not-reached = not reached
step-not-tried = not tried

# What was sent before
receipt-sent-before = Sent on { $day } already, and not again.
receipt-interrupted = The program ended while { $name } was on its way. { file-submissions }, or send it again: the app looks for the earlier copy first.
receipt-by-hand-arrived = { $user } has found out that { $name } arrived.
receipt-by-hand-refused = { $user } has found out that { $name } did not arrive.
shipping-place-busy = Another run is sending to { $place }{ unsent } try again when it is done.
shipping-place-busy-by = { $user } (on { $machine }) is sending to { $place }{ unsent } try again when it is done.
shipping-day-by = { $day } by { $user } (on { $machine })
shipping-part-before = { $name } was sent on { $day } already{ so-unsent }. If it has to go again, give a reason.
shipping-part-under-way = { $name } is being sent, or was left unfinished on { $day }{ so-unsent }. Wait until that is settled.
shipping-part-unconfirmed = Nobody knows whether { $name } of { $day } arrived{ so-unsent }. { file-submissions }, then settle it in the history, or give a reason.
shipping-content-before = { $name } is the same as { $earlier }, which went to { $destination } on { $day }{ so-unsent }. If it has to go here too, give a reason.
shipping-orders-before = { count-orders } of this batch, such as { $order } on { $day }, { $orders ->
    [1] was sent before, and impact.com refuses it
   *[other] were sent before, and impact.com refuses them
  } a second time{ so-unsent }. Exclude what was sent, or give a reason.
shipping-orders-waiting = { count-orders } of this batch, such as { $order }, { $orders ->
    [1] waits
   *[other] wait
  } in another batch already. Take that out of the history first, or give a reason.
queue-would-expire = impact.com would drop the first rows by { $at } UTC (they count until { $day }). Send now or choose an earlier moment.
queue-several-places = One password is not for several places{ so-unsent }. Send each batch with “courier history send-now ID --password-stdin”.
queue-asks = { $destination } asks for a code or password, which “courier history send-due” cannot type. Send from the app, or log in with a key.
queue-not-waiting = { $id } does not wait to be sent{ so-unchanged }. See “courier history”.
queue-other-destination = { $name } leads elsewhere than { $url }, for which this batch was made{ so-unsent }. { make-again }
