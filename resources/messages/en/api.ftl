# Asking impact.com's API, by command
option-account-sid = the Account SID, from { api-page }
api-page = Settings, Technical, API at impact.com
option-token-stdin = read the Auth Token from standard input
option-api-url = ask there instead of impact.com: https, or http on this computer
option-api-checks = compare sheets of this program with what impact.com has before they are sent
option-ask-impact = compare with what impact.com has of the program: orders, their state and lock date, campaigns, partners, promo codes
option-api-remove = forget the account and its token
option-fetch-program = ask only about what was sent for this program
programs-api = keep the account with which a program's results are read at impact.com
programs-api-needs = Give both the Account SID (--account-sid) and the token (--token-stdin).
programs-api-kept = Results of { $name } are read, and only read, with the account { $sid }.
programs-api-removed = The API account of { $name } and its token are forgotten.
programs-api-no-keychain = This computer has no keychain, so the token was not kept. Give it to “courier results fetch” with --token-stdin.
fetch-asking = Asking impact.com
fetch-nothing-waits = Nothing sent in the last 90 days waits for an answer, so nothing was asked.
fetch-no-token = Give the token with --token-stdin.
fetch-no-account = No program has an Account SID; { api-keep }, or give --account-sid and --token-stdin.
api-keep = keep one with “courier programs api”
fetch-whose-token = Several programs have an account; name one with --program.

# What impact.com's REST API answers
api-fault-sid = “{ $value }” is no Account SID; copy it from { api-page }.
api-fault-url = “{ $value }” is no address of an API; write one such as https://host:port.
api-fault-open = “{ $value }” is not encrypted, so the token could be read on the way; write https.
api-no-account = { $program } has no Account SID, so nothing was asked; { api-keep }.
api-no-token = No token is kept for { $program }, so nothing was asked; { api-keep }.
api-limited = impact.com takes no more questions of this account now; ask again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
api-unreachable = { $host } cannot be reached; check the connection and ask again.
api-certificate = { $host } did not prove who it is, so no token was sent; ask whoever looks after your network.
api-broken = The connection to { $host } broke during its answer; ask again.
api-slow = impact.com did not answer within { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }; ask again later.
api-cancelled = Nothing more was asked.
api-garbled = That is no answer of impact.com's API; check the address, and whether a proxy stands between.
api-huge = The answer is larger than { $most } MB, so nothing was recorded.
api-many = impact.com lists more than { $most } entries, so nothing was recorded.
api-login = impact.com knows no such Account SID with this token; copy both again from { api-page }.
api-scope = The token may not read “{ $scope }”; add this scope under { api-page }.
api-missing = impact.com does not have this (any more); it keeps results for 90 days.
api-failed = impact.com failed ({ $status }); ask again later.
api-elsewhere = The address leads elsewhere ({ $status }), where no token is sent; check it.
api-refused = impact.com refused the question ({ $status }).
api-refused-saying = impact.com refused the question ({ $status }): { $said }

# Compared before sending
ask-impact-program = To compare with impact.com, name a program with --program that has a campaign ID and an Account SID.
ask-impact-incomplete = { $program } needs a campaign ID and an Account SID to be compared with impact.com.
ask-impact-read = Compared with { $actions ->
        [one] { $actions } order
       *[other] { $actions } orders
    } that impact.com has, read on { $at } UTC.
ask-impact-kept = Compared with what impact.com had on { $at } UTC; it is read again after a day.
ask-impact-old = Compared with what impact.com had on { $at } UTC, which is more than a day ago.
ask-impact-without = The sheet was checked without what impact.com has.

# While the window is open
answer-complete = impact.com is done with { $part } of { $program }: { $accepted } accepted, { $refused } refused.
answer-calls = impact.com answered to orders sent by call: { $accepted } accepted, { $refused } refused.

# In the form of a program
program-tab-api = Results
program-api-about = With an API account of impact.com the app looks by itself what became of each file. It only reads; the token needs the scope “Submissions”.
program-sid = Account SID
    .accesskey = S
program-sid-hint = from { api-page }
program-token = Auth Token
    .accesskey = T
program-token-hint = goes to the keychain of this computer
program-token-kept = leave empty to keep the saved one
program-token-needed = No token is kept for this account; type it first.
program-token-session = This computer has no keychain, so the token is kept only until you close the app.
program-api-url = Address
    .accesskey = D
program-api-checks = Compare before sending
program-api-checks-about = Each sheet is compared with what impact.com has: orders, campaigns, partners and promo codes.
program-api-test = Test
program-api-testing = Asking impact.com…
program-api-works = impact.com answers, and this account may read results.

# Practising in the window
practice-answered = Practice: some time later impact.com answers. This answer is made up: { $accepted } rows accepted, { $refused } refused ({ $codes }).
