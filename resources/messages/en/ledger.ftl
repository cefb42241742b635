# The record of what was sent
ledger-record = The record of what was sent ({ $path })
ledger-ways = Use courier history rebuild (from the kept copies), merge FILE (a colleague's) or begin-anew, or the History page.
ledger-ask-again = , so nothing was taken over. Ask for it again (courier history export).
ledger-unusable = { ledger-record } cannot be used ({ $problem }){ so-unsent-unchanged }. Make room there, check your rights, or close other programs that use it.
ledger-damaged = { ledger-record } is damaged{ so-unsent }; it is kept as { $aside }. { ledger-ways }
ledger-lost = { ledger-record } is damaged, gone or empty, so nothing is sent. { ledger-ways }
ledger-nothing-kept = No copy of a sent file is kept beside { $path }, so nothing was rebuilt. Use courier history merge FILE (a colleague's) or begin-anew.
ledger-anew-unsure = Without the record orders may be sent twice{ so-unchanged }. { file-submissions } first, then add --forget-what-was-sent.
ledger-not-lost = { ledger-record } is not lost{ so-unchanged }. “courier history delete --before DATE” forgets what is old.
ledger-damaged-in-place = { ledger-record } is damaged and could not be put aside ({ $problem }){ so-unsent-unchanged }. Close other programs that use it and try again.
ledger-newer = { ledger-record } was written by a newer version of this app{ so-unsent-unchanged }. Use that version.
ledger-copy-not-kept = The files could not be kept in { $path } ({ $problem }){ so-unsent }. Make room there or check your rights.
ledger-copy-gone = The kept bytes of { $name } are gone or damaged{ so-unwritten }. Its rows are still in the history.
ledger-merge-unreadable = { $path } holds no readable record of what was sent{ ledger-ask-again }
ledger-merge-strange = { $path } holds what no record of what was sent holds ({ $place }){ ledger-ask-again }
ledger-merge-endless = { $path } takes longer to read than a record of its size can{ ledger-ask-again }
history-message-unknown = Another version of this app recorded what happened here.
history-save-name = The recorded name { $name } is not that of a file in a folder{ so-unwritten }.
history-no-submission = No submission begins with { $asked }{ so-unchanged }. See “courier history”.
history-several-submissions = Several submissions begin with { $asked }{ so-unchanged }. Write more of it.
history-no-part = There is no part called { $asked }{ so-unchanged }. See “courier history”.
history-several-parts = Several parts begin with { $asked }{ so-unchanged }. Write more of it.
history-settled-already = { $name } is not unconfirmed ({ $state }){ so-unchanged }.
history-save-taken = There is another file at { $path }{ so-unwritten }. Choose another folder.

# courier history
option-history-order = show every row sent of this OrderId or ActionId
option-history-save = write this part again, exactly as sent
option-history-to = the folder to write it to
option-history-program = show only this program
option-history-mine = show only what you sent
option-history-last = show only so many
option-history-before = forget what was sent before this day, such as 2026-01-01
history-show = one submission with its parts
history-note = keep a note with a submission; "" takes it away
history-export = write the history into a file for a colleague
history-merge = take over what a colleague's history knows
history-delete = forget what is old
history-rebuild = record again what was sent, from the kept copies
history-begin-anew = go on without the record of what was sent
option-forget-what-was-sent = confirm that orders may be sent twice without being told
history-settle = say what became of an unconfirmed part: arrived or refused
history-waiting = list the batches that wait for their moment
history-send-due = send the waiting batches whose moment has come
history-send-now = send a waiting batch before its moment
history-drop = take a batch out of the queue
history-empty = Nothing was sent from this computer yet.
history-no-order = Nothing was sent of { $order } from this computer.
history-line = { $id }  { $day }  { $state }  { $source }: { count-rows }, { $totals } to { $destination }
history-by = Sent by { $value }
history-noted = Note: { $value }
history-reason = Sent although it was sent before: { $value }
history-saved = The part is in { $path }
history-exported = The history is in { $path }
history-merged = Took over { $submissions ->
    [one] { $submissions } submission
   *[other] { $submissions } submissions
  } and { $parts ->
    [one] { $parts } part
   *[other] { $parts } parts
  }{ $settled ->
    [0] .
   *[other] , and what became of { $settled } known already.
  }
history-rebuilt = { $parts ->
    [one] { $parts } part is
   *[other] { $parts } parts are
  } known again.
history-rebuilt-unknown = Only the content of { $parts ->
    [one] { $parts } part is known, so it counts
   *[other] { $parts } parts is known, so they count
  } as sent. Say what became of each with “courier history settle”.
history-rebuilt-damaged = { $parts ->
    [one] { $parts } copy is damaged, so its orders are
   *[other] { $parts } copies are damaged, so their orders are
  } unknown here. { file-submissions } before you send them again.
history-begun-anew = The record of what was sent begins anew; the copies of sent files are kept.
rebuilt-note = Recorded again from a copy: program, destination and time of sending are not known.
rebuilt-destination = unknown
receipt-rebuilt = Only the content of { $name } is known, not whether it arrived. Its orders count as sent.
history-deleted = { $submissions ->
    [one] { $submissions } submission was forgotten.
   *[other] { $submissions } submissions were forgotten.
  }
queue-line = { $id }  { $at }  { $source }: { count-rows } to { $destination }
queue-empty = Nothing waits to be sent.
queue-nothing-due = Nothing waits whose moment has come.
queue-dropped = { $id } does not wait any more, and nothing of it was sent.
queue-dropped-rest = { $batch } does not wait any more; what was sent of it stays in the history.
queue-followed = { $follower } waits for { $id }, the first of their chain{ so-unchanged }. Take { $follower } out of the queue first.
queue-chain-unknown = Nobody knows whether { $name } arrived, the first of this chain, so what follows was not sent. Find out, and say it (courier history settle { $name } arrived or refused).
queue-chain-waits = { $name }, the first of this chain, was not delivered, so what follows was not sent. Send it first (courier history send-now).
rest-expired = impact.com would drop what is missing: it counts only until { $day }{ so-unsent }. Make a new sheet without it.

# The ledger of a team

ledger-team-address = { $address } is no address of a team's record. Write it as postgresql://user@host/database.
ledger-team-password-in-address = The address holds a password. Leave it out: it is asked for, and kept in the keychain.
ledger-team-unreachable = The team's record at { $place } cannot be reached ({ $problem }){ so-unsent }. Look at the network and try again, or send without it for now (in the preferences, or by --without-team).
ledger-team-no-password = Nobody gave the password for the team's record at { $place }{ so-unsent }. Choose it again in the preferences or with “courier ledger use”, or set PGPASSWORD where no keychain keeps it.
ledger-team-refused = { $place } refuses your account ({ $problem }){ so-unsent }. Look at the password, or ask whoever keeps the team's record.
ledger-team-busy = Somebody else has been writing to the team's record for a minute{ so-unsent-unchanged }. Try again.
ledger-team-not-set-up = The database { $place } holds no team's record yet. Its administrator runs “courier ledger setup”.
ledger-team-older = The team's record at { $path } is of an older version{ so-unsent-unchanged }. Its administrator runs “courier ledger setup”.
ledger-team-newer = The team's record at { $place } is of a newer version. It can be read here, and nothing can be sent until you install that version.
ledger-team-right = Your account at { $place } may not do this ({ $problem }){ so-unsent-unchanged }. Ask whoever keeps the team's record.
ledger-team-kept = What was sent stays in the team's record as it is; only a lead deletes it.
ledger-team-approval = { $program } has { $amount } { $currency } here, and above { $limit } the team's record wants a second person's approval{ so-unsent }. Ask a colleague for “courier ledger approve { $id }”, then send what is missing (courier send --rest { $id }).
ledger-team-own-approval = What you recorded yourself has to be approved by somebody else{ so-unchanged }.
ledger-team-apart = This belongs to a program of the team that has members, and you are none of them{ so-unsent-unchanged }. Ask a lead (courier ledger members).
ledger-member-unknown = The database has no account called { $name }{ so-unchanged }.
ledger-members-of = { $program }: { $names }
ledger-members-open = The database does not keep programs apart, so all see all. Its administrator runs “courier ledger setup --by-program”.
ledger-members = say who sees and sends for a program; without members all do
option-members-program = the program; without one all programs with members are shown
option-members-add = let this account see it, and others no more
option-members-remove = take this account from its members
option-by-program = let programs that have members be seen by these and leads only
ledger-no-team = No team's record is in use{ so-unchanged }. Choose it first with “courier ledger use”.
ledger-choice-unreadable = Where the record of what was sent is kept cannot be read in { $path }{ so-unsent }. Choose it again in the preferences or with “courier ledger use”.
ledger-team-server-old = { $place } is older than PostgreSQL 13{ so-unchanged }. Use a newer server.
ledger-setup-right = Your account at { $place } may not set up the team's record ({ $problem }){ so-unchanged }. Use an administrator's, or give them what --print prints.
ledger-setup-failed = The team's record could not be set up at { $place } ({ $problem }){ so-unchanged }.
ledger-setup-where = Name the database to set up, as postgresql://administrator@host/database, or add --print for its SQL.
ledger-set-up = { $place } is ready. Give each person an account: CREATE ROLE ann LOGIN PASSWORD '…' IN ROLE courier_sender;
ledger-setup-no-version = A team's record has the versions 1 to { $newest }, and { $version } is none of them{ so-unchanged }.
ledger-taken-back = { $place } is of version { $version } now. Programs of that version can write to it again.
ledger-move-nothing = There is no record at { $path } to be moved{ so-unchanged }.
ledger-move-differs = What arrived at { $place } differs from what was there ({ $table }){ so-unchanged }. Look whether somebody is sending, and try again.
ledger-moved = { $submissions ->
    [one] { $submissions } submission
   *[other] { $submissions } submissions
} with { $parts ->
    [one] { $parts } file
   *[other] { $parts } files
} and { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} are at { $place }, compared one by one.
ledger-moved-aside = The former record is kept as { $path }
ledger-moving = Moving and comparing the record
ledger-move-hint = What was sent from here before is not in it yet. To bring it along: “courier ledger move”.
ledger-connecting = Connecting to { $place }
ledger-is-local = What was sent is recorded on this machine, in { $path }
ledger-is-team = What was sent is recorded for the team at { $place }
ledger-holds = { $submissions ->
    [one] { $submissions } submission
   *[other] { $submissions } submissions
} of { $people ->
    [one] { $people } person
   *[other] { $people } people
}
ledger-password-of = Password of { $user } at { $host }:
ledger-limit-is = { $program }: a second person approves above { $amount } { $currency ->
    [none] in any currency
   *[other] { $currency }
}
ledger-limits-removed = { $limits ->
    [0] { $program } had no limit{ so-unchanged }.
   *[other] { $program } needs no second person's approval any more.
}
ledger-limit-amount = “{ $value }” is no amount. Write it as 5000 or 5000.00.
ledger-approved = { $id } is approved: { $source } with { count-rows }, { $totals }
ledger-password-not-kept = No keychain keeps the password here. Type it at each start in the preferences; for a schedule set PGPASSWORD.
ledger-show = say where what was sent is recorded
ledger-use = record for a team in its database, or on this machine alone
ledger-setup = make a team's record in a database, or print the SQL
ledger-move = bring this machine's record to the team's, or the team's back here
ledger-limit = say above which amount a second person approves
ledger-approve = approve what a colleague recorded, so that it may be sent
option-limit-program = the program; without one all limits are shown
option-limit-amount = the amount, such as 5000
option-limit-currency = only for amounts in this currency
option-limit-none = ask for no approval any more
option-approve-id = the submission, by the beginning of its ID
option-team-address = the team's database, as postgresql://user@host/database
option-team-administrator = the database, with an account that may make roles and schemas
option-ledger-local = record on this machine alone
option-setup-down = take the record back to this older version, where nothing is lost by it
option-setup-print = print the SQL for an administrator
option-move-back = write the team's record to this machine and use that
command-ledger = say and choose where what was sent is recorded
offline-clash = { $order } went twice: in { $name } while the team's record could not be reached, and by { $who } on { $at }. Look what impact.com answered to both.
offline-no-team = No team's record is in use, so --without-team means nothing{ so-unsent }. Leave it out.
offline-reachable = The team's record at { $place } can be reached{ so-unsent }. Leave --without-team out.
option-without-team = send although the team's record cannot be reached; it is brought there later
ledger-share = share a program or destination with the team
ledger-pull = take over what the team shares and is newer
ledger-proposals = list what others propose to change
ledger-take = take a proposal, as its owner or a lead
option-share-kind = program or destination
option-share-name = its name
option-share-lock = let only its owner and leads change it
option-share-unlock = let everybody change it
option-pull-replace = take over this one although it was changed here
sharing-unknown = There is no { $kind } { $name } here{ so-unchanged }.
sharing-shared = The team has { $name } now, as version { $version }.
sharing-proposed = { $name } belongs to { $owner }, so your version is a proposal.
sharing-pulled = { $name } is as { $by } shared it (version { $version }).
sharing-kept = { $name } was changed here, so it stays. To offer it: “courier ledger share { $kind } "{ $name }"”; to take the team's: “courier ledger pull --replace "{ $name }"”.
sharing-nothing-new = Nothing new is shared.
sharing-proposal = { $by } proposes for { $kind } { $name }:
sharing-no-proposals = Nothing is proposed.
sharing-no-proposal = Nothing is proposed for { $kind } { $name }{ so-unchanged }.
sharing-not-yours = { $name } belongs to { $owner }{ so-unchanged }. Only they and leads take proposals.
sharing-taken = { $name } is as { $by } proposed it, as version { $version }.
sharing-strange = What { $by } shared as { $name } cannot be used by this version of the app{ so-unchanged }.
