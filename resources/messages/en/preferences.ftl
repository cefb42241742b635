# Preferences
preferences-title = Preferences
preferences-general = General
preferences-privacy = Privacy
preferences-record = Record
preferences-language = Language
preferences-language-only = English, the only one so far
preferences-appearance = Appearance
appearance-system = As the system
appearance-light = Light
appearance-dark = Dark
preferences-zone = Time zone
    .accesskey = T
preferences-zone-none = Ask me
preferences-zone-about = For dates without one, where neither the next sheet nor its program names one.
preferences-folder = Exports go to
    .accesskey = E
preferences-folder-none = The folder of the source
preferences-folder-choose = Choose…
preferences-folder-beside = Beside the source
preferences-drafts = Offer the draft when a file is opened again
preferences-kept = Keep drafts and files for
    .accesskey = K
preferences-kept-days = { $days } days
preferences-kept-always = Until I delete them
preferences-kept-going = The next start deletes what was not touched for { $days } days: { $drafts ->
    [0] no draft
    [one] { $drafts } draft
   *[other] { $drafts } drafts
} and { $files ->
    [0] no file
    [one] { $files } file
   *[other] { $files } files
} with rows that stayed behind.
preferences-restore = Restore defaults
preferences-at-once = Changes apply at once
preferences-unwritable = { $path } cannot be written, so your choice counts only until the app ends.

# About, what is new, recent files
about-title = About Conversion Courier
about-version = Version { $version }
about-text = Sends affiliate conversions to impact.com, which did not make it. Your sheets stay on this computer until you send them.
about-missing = This installation lacks it.
about-tab-about = About
about-tab-news = What’s new
about-tab-licence = Licence
about-tab-libraries = Libraries
action-preferences = Preferences…
action-about = About Conversion Courier
action-updates = Check for updates…
action-news = What’s new
action-licences = Licences
recent-menu = Recent files
recent-none = Nothing was opened yet
recent-clear = Clear this list
updated-name = After an update
updated = You have version { $version } now.
recent-open = Open
recent-open-spoken = Open { $name }

# Updates: read from one address, never downloaded
update-title = Updates
update-looking = Asking { $host }…
update-newer = Version { $version } of { $day } is newer than yours, { $own }.
update-same = You have the newest version, { $own }.
update-older = Yours, { $own }, is newer than what is announced, { $version }.
update-page = Open { $host }
update-there = Version { $version } is there; you have { $own }.
update-show = Show
update-unreachable = { $host } did not answer. Try again later.
update-garbled = What { $host } announces cannot be read.
update-unsigned = What { $host } announces is not signed by the makers of this app, and was ignored.
update-expired = What { $host } announces was valid until { $day } only.
preferences-updates = Ask { $host } for updates once a week

# Where what was sent is recorded
record-title = What was sent is recorded
record-here = On this machine
record-here-about = Nothing is sent twice from here. Nobody else knows of it.
record-team = For a team
record-team-about = In a PostgreSQL database of yours: nothing is sent twice by any of you.
record-address = Address
    .accesskey = D
record-address-hint = postgresql://you@host/database
record-password = Password
    .accesskey = W
record-password-kept = Given before
record-connect = Connect
record-bring = Bring along what was sent from here
record-bring-about = What was sent from here before is not in it yet.
record-leave = Send without it for now
record-leave-question = What you send is recorded here and brought to the team's record once it is back. Others may send the same orders meanwhile; you are told which.
record-leave-go = Send without it
record-back-title = Record on this machine again?
record-back-question = What the team sends later will not be known here.
record-back-bring = Copy the team's record here
record-back-only = Use this machine's record
