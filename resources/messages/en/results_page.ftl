# The page of results in the window

menu-results = Results…
menu-answers = Import answers…
menu-result-words = What does this word mean?…

resultpage-title = Results
resultpage-about = { $source } · sent to { $destination } on { $at }
resultpage-nothing-sent = Nothing was sent from this computer yet, so nothing is answered.
resultpage-look = Refresh
resultpage-import = Import answers…
resultpage-fix = Make a fix-only sheet
resultpage-accepted = Accepted
resultpage-refused = Refused
resultpage-unanswered = Not answered
resultpage-refused-orders = { $money } in { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
  }
resultpage-files-done = { $files ->
    [1] { $done ->
        [0] the file is not complete
       *[other] the file is complete
      }
   *[other] { $done } of { $files } files complete
  }
resultpage-when = Answered at { $at }, after { $after }
resultpage-checked = Looked at { $at }
resultpage-never = Nothing is answered yet
resultpage-usual = impact.com usually takes { $time }
resultpage-span = { $days ->
    [0] { $hours ->
        [0] { $minutes } min
       *[other] { $hours } h { $minutes } min
      }
    [one] { $days } day { $hours } h
   *[other] { $days } days { $hours } h
  }
resultpage-groups = { $rows ->
    [one] { $rows } refused row, by reason
   *[other] { $rows } refused rows, by reason
  }
resultpage-none-refused = impact.com refused no row of this batch. Nothing is left to do.
resultpage-waiting = No refused row is known yet. Once File Submissions lists the file, paste or drop that table here, or choose Import answers.
resultpage-can-again = { $rows } can go again after a repair
resultpage-can-change = { $rows } must become a change
resultpage-can-drop = { $rows ->
    [one] { $rows } is there already
   *[other] { $rows } are there already
  }
resultpage-can-late = { $rows ->
    [one] { $rows } is too late
   *[other] { $rows } are too late
  }
resultpage-can-none = { $rows } cannot be repaired in a file
resultpage-group-spoken = { $title }, { $code }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }
resultpage-do-again = { $rows ->
    [one] Repair { $rows } row…
   *[other] Repair { $rows } rows…
  }
resultpage-do-change = { $rows ->
    [one] Turn { $rows } row into a change…
   *[other] Turn { $rows } rows into changes…
  }
resultpage-explain = What does this mean?
resultpage-rows-of = Rows refused with { $title }
resultpage-column-line = Line
resultpage-column-order = Order
resultpage-column-sku = SKU
resultpage-column-amount = Amount
resultpage-column-known = What is known here
resultpage-column-reason = Reason
resultpage-column-show = { " " }
resultpage-show-row = Show in grid
resultpage-no-row = fits no row of the file

resultpage-batch = This batch
resultpage-about-program = Program
resultpage-about-source = Sheet
resultpage-about-from = Answer from
resultpage-about-looked = Looked at
resultpage-about-locks = Locks
resultpage-locks = first orders on { $at }
resultpage-about-note = Note
resultpage-from-api = impact.com, read only, with the program's token
resultpage-from-table = a table that you brought
resultpage-from-connection = a result file of a Connection
resultpage-from-practice = made up for practice
resultpage-in-history = Show in history
resultpage-save = Save the report…
resultpage-save-title = Save what was refused
resultpage-save-name = { $source } refused
resultpage-part = { $refused } of { $rows }
resultpage-part-open = not answered
resultpage-part-unread = could not be read

resultpage-fix-title = What the fix-only sheet holds
resultpage-fix-again = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  } in { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
  }: what was refused and can go again. What was accepted is not in it.
resultpage-fix-changes = { $rows ->
    [one] { $rows } row becomes a change, in a sheet of its own.
   *[other] { $rows } rows become changes, in a sheet of their own.
  }
resultpage-fix-nothing = Nothing: no refused row can go again.
resultpage-fix-gone = Nothing can be made: the files of this batch are not kept any more.
resultpage-fix-cut = { $orders ->
    [one] impact.com may have other items of { $orders } order. Look at it before you send.
   *[other] impact.com may have other items of { $orders } orders. Look at them before you send.
  }
resultpage-left-drop = { $rows ->
    [one] Not in it: { $rows } row that impact.com has already.
   *[other] Not in it: { $rows } rows that impact.com has already.
  }
resultpage-left-late = { $rows ->
    [one] Not in it: { $rows } row that came too late.
   *[other] Not in it: { $rows } rows that came too late.
  }
resultpage-left-none = { $rows ->
    [one] Not in it: { $rows } row that no repair in a file helps.
   *[other] Not in it: { $rows } rows that no repair in a file helps.
  }
resultpage-made = { $sheets ->
    [one] { $sheets } sheet of what was refused of { $source } is open. Repair it and send it like any other.
   *[other] { $sheets } sheets of what was refused of { $source } are open. Repair them and send them like any other.
  }

resultpage-matched = { $rows ->
    [0] Every line was matched
    [one] { $rows } line matches no row
   *[other] { $rows } lines match no row
  }
resultpage-lines-header = By order and SKU. Lines count the header as 1.
resultpage-lines-rows = By order and SKU. Lines do not count the header.
resultpage-unnamed = { $rows ->
    [one] impact.com counts { $rows } error without naming its row. Import the errors of the submission too.
   *[other] impact.com counts { $rows } errors without naming their rows. Import the errors of the submission too.
  }
resultpage-unmatched-show = Show them
resultpage-shares = Refused in { $month }, of all rows
resultpage-shares-save = Save all months…
resultpage-shares-title = Save what was refused by month
resultpage-shares-kind = CSV
resultpage-saved = { $path } is written.
resultpage-looked = { $answers ->
    [0] impact.com has nothing new about this batch.
    [one] { $answers } file has a new answer.
   *[other] { $answers } files have a new answer.
  }

unmatched-title = Lines that match nothing
unmatched-about = { $rows ->
    [one] { $rows } line fits no row that was sent from this computer. It is of another file or another computer, or its order is written differently.
   *[other] { $rows } lines fit no row that was sent from this computer. They are of another file or another computer, or their orders are written differently.
  }
unmatched-files = { $files ->
    [one] { $files } submission is not of this computer and was passed over:
   *[other] { $files } submissions are not of this computer and were passed over:
  }

answers-title = Import answers
answers-question-title = What is this table?
answers-question = Some of its reasons are codes with which impact.com refuses rows, and others are not. It may be what impact.com answered, or a sheet to be sent.
answers-take = Import as answers
answers-open = Open as a sheet
answers-taken = { $batches ->
    [one] Answers to { $batches } batch are taken over.
   *[other] Answers to { $batches } batches are taken over.
  }{ $rows ->
    [0] {""}
    [one] { " " }{ $rows } line fits nothing that was sent from here.
   *[other] { " " }{ $rows } lines fit nothing that was sent from here.
  }{ $files ->
    [0] {""}
    [one] { " " }{ $files } submission is not of this computer.
   *[other] { " " }{ $files } submissions are not of this computer.
  }
answers-nothing = Nothing in it is about what was sent from this computer. Nothing was taken over: { $rows ->
    [one] { $rows } line
   *[other] { $rows } lines
  } and { $files ->
    [one] { $files } submission
   *[other] { $files } submissions
  } of others.

resultwords-title = What does this word mean?
resultwords-search = A code or a word of its explanation
resultwords-rules = Found here before it is sent: { $rules }

history-results = Results
today-practice = Practice
today-results = See the results
today-overdue = usually answered by now: look

# The share refused, by command

results-shares = which share of the rows impact.com refused, by program, month and code
option-shares-program = only this program
option-shares-csv = write it here as CSV
shares-line = { $month }  { $program }  { $code }: { $refused } of { $rows } rows
shares-none = No refused row is known. Bring a table from File Submissions with “courier results import FILE”.
