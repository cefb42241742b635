app-name = Conversion Courier

# Counts that stand in many sentences
count-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }
count-orders = { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
  }
count-files = { $parts ->
    [one] { $parts } file
   *[other] { $parts } files
  }
count-calls = { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
  }
count-batches = { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
  }
count-cells = { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
  }
count-edits = { $edits ->
    [one] { $edits } edit
   *[other] { $edits } edits
  }
count-errors = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
  }
count-columns = { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
  }

# What a failure means for the batch
so-unchecked = , so nothing was checked or sent
so-unwritten-unsent = , so nothing was written or sent
so-unsent-unchanged = , so nothing was sent or changed
so-unopened = , so nothing was opened
so-unsent = , so nothing was sent
so-unchanged = , so nothing was changed
so-unsaved = , so nothing was saved
so-unwritten = , so nothing was written
unsent = . Nothing was sent;
unarrived = . Nothing arrived;
went-wrong = Something went wrong inside the app, so
file-submissions = Look at File Submissions at impact.com
