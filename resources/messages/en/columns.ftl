# The page of columns
columns-title = Columns
columns-about = { $name } · { $count ->
    [one] { $count } column
   *[other] { $count } columns
  } · { $reason }
columns-done = Done
columns-forget = Forget what I chose before
columns-words = { $count ->
    [0] Translate values…
    [one] { $count } word replaced…
   *[other] { $count } words replaced…
  }
words-title = What the words in { $field } mean
words-about = Choose impact.com's word for each of yours; what is empty goes as it is.
# What is needed
columns-needs = { $count ->
    [one] { $count } thing needed
   *[other] { $count } things needed
  }
columns-needs-about = Choose a column, or type one value for all rows. Nothing can be sent before.
columns-need-others = { $note } Or one of { $fields }.
columns-choose-or-type = Column or value
columns-entry = { $column }: { $samples }
columns-of-program = { $value }: of { $program }
columns-of-program-event = { $value }: { $name }, of { $program }
columns-use = Use “{ $column }”
columns-use-as = Use “{ $column }” as { $field }
columns-where = Where do I find this?
columns-example = For example { $value }
columns-open-help = Open impact.com's help
where-CampaignId = At impact.com, the grey number beside the name of your program.
where-ActionTrackerId = At impact.com: your profile, Settings, Tracking, Event Types.
where-EventTypeCode = At impact.com: your profile, Settings, Tracking, Event Types, the event type, Codes.
where-EventCode = At impact.com: Settings, Mobile Apps, the app, Manage Events.
# The table of columns
columns-in-sheet = In your sheet
columns-goes-to = Goes to
columns-evidence = Evidence
columns-proven = proven
columns-likely = likely
columns-guess = a guess
columns-not-sent = Not sent
columns-extra = Sent under its own name
columns-for-all = One value for all rows
columns-why-name = Same name
columns-why-alias = Recognised
columns-why-usual = Known from other shops
columns-why-likeness = Similar to the field
columns-why-chosen = Chosen by you
columns-why-joined = { $count ->
    [2] Joined from two columns
   *[other] Joined from { $count } columns
  }
columns-why-part = Part of { $field }
columns-why-left-out = Excludes rows
columns-why-none = No field has this name
columns-why-twice = Second column for this field
columns-calculate = Join or calculate
columns-calculate-hint = Date + Time, Quantity * Price, or "EUR"
columns-calculate-add = Add
# What stays here
columns-unsent = { $count ->
    [0] No column stays here
    [one] { $count } column stays here
   *[other] { $count } columns stay here
  }
columns-unsent-about = Never leaves this computer: { $columns }
columns-more = Show { $count } more
columns-excludes = { $conditions } excludes { count-rows }
columns-show-left-out = Show them
columns-change-left-out = Excluded rows…
columns-locked = Locked by the program { $program } to the recipe “{ $recipe }”.
recipe-menu = Recipe
recipe-menu-name = Mapping recipe
recipe-save = Save as a file…
recipe-save-title = Save mapping recipe
recipe-load = Use a file…
recipe-load-title = Use mapping recipe
recipe-filter = Mapping recipe
recipe-use = Use recipe
recipe-missing = This sheet lacks { $count ->
    [one] { $count } column
   *[other] { $count } columns
  } of the recipe: { $columns }. The others can be used.
recipe-fits-nothing = This sheet has no column of the recipe “{ $name }”{ so-unchanged }.
recipe-lock = Lock for { $program }…
recipe-lock-question = All sheets of { $program } will feed the fields like this one until it is unlocked.
recipe-lock-go = Lock
recipe-unlock = Unlock { $program }
columns-save-program = Save as program…
save-program-title = Save as program
save-program-about = The next sheet of this program needs no answers.
save-program-go = Save program
# The list of fields
picker-name = Fields
picker-search = Search { $count } fields
picker-nothing = No field has these words.
picker-needed = Needed
picker-usual = Often used
picker-all = All fields
picker-no-field = No field
picker-not-sent = The column stays on this computer.
picker-extra = impact.com gets it, but does not know its name.
picker-fits = The column's values fit.
