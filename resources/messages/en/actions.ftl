# What can be done in a window: menus, and why something cannot be done now.
menu-bar-file = &File
menu-bar-edit = &Edit
menu-bar-view = &View
menu-bar-sheet = &Sheet
menu-bar-send = Se&nd
menu-bar-help = &Help
action-new-window = New window
action-today = Today
action-show-source = Show the source file
action-close = Close window
action-quit = Quit
action-edit-cell = Edit the cell
action-select-all = Select all
action-select-row = Select the row
action-select-column = Select the column
action-sheet = Back to the sheet
action-show-ready = Show ready rows
action-show-excluded = Show what is excluded
action-next-part = Next part of the window
action-previous-part = Previous part of the window
action-show-all = Show all rows
action-columns = Columns…
action-compare = What leaves beside what came…
action-hand-over = Hand to a colleague…
action-approve = Approve…
action-review = Review changes…
action-repair-cell = Repair this cell
action-next-problem = Next problem
action-previous-problem = Previous problem
action-hold = Put the order on hold
action-exclude = Exclude rows…
action-insert-row = Insert rows
action-duplicate-row = Duplicate rows
action-delete-rows = Delete rows
action-export = Export files…
why-no-sheet = open a sheet first.
why-nothing-done = nothing was changed yet.
why-nothing-undone = nothing was undone.
why-no-file = this sheet was not opened from a file.
why-none-ready = no row is ready.
why-no-safe-fix = nothing is left that has only one answer.
show-source-gone = { $path } is not there any more, or its folder cannot be shown.
start-back = ← Back to { $name }
action-show-repair = Show rows that need repair
action-show-hold = Show rows on hold
action-sent-columns = Sent columns or all columns
draft-offer-name = Draft of this file
draft-offer = You edited this file before ({ $edits ->
    [one] one edit
   *[other] { $edits } edits
  }, { $day }). Go on with that draft?

# Faults of the app
defect-title = Something went wrong
defect-told = Something went wrong inside the app, so what you did last may not have happened. The details, without your data, are in { $path }.
defect-told-unkept = Something went wrong inside the app, so what you did last may not have happened. The details could not be kept in { $path }.
support-open = Save details for support…
support-title = Details for support
support-about = This is all that would be saved: the version, what the app did and how long it took, and notes about faults. No cell of a sheet, no password and no name is in it, and nothing is sent.
support-files = Files
support-content = What is in the file
support-save = Save…
support-kind = ZIP
support-saved = The details are in { $path }.

# The list of all actions, and of their keys
action-palette = All commands…
action-shortcuts = Keyboard shortcuts
palette-title = All commands
palette-search = What do you want to do?
shortcuts-title = Keyboard shortcuts
shortcuts-search = Search by what it does, or press keys
shortcuts-none = No command has these words or keys.

# The guide for beginners
action-guide = Guide
action-practice-workbook = Practise with a damaged workbook
action-practice-returns = Practise with returns
guide-title = How it works
guide-open = Open a sheet
guide-open-about = Drop the export of your shop here as it is. Or practise first; nothing of it leaves this computer.
guide-repair = Repair what would be refused
guide-repair-about = Beside the sheet stands what is wrong, why, and what helps. Most of it is repaired in one step, and every step can be undone.
guide-send = Send what is ready
guide-send-about = Say once where your files go. The app sends them, looks whether they arrived, and never sends a row twice by accident.
practice-orders = Messy shop export
practice-workbook = Damaged workbook
practice-returns = Returns
