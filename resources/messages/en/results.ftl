# What impact.com answered.

results-table-empty = { $name } holds no rows. Nothing was taken over. Copy the table of File Submissions again, with its header.
results-table-unknown = { $name } is neither a list of file submissions nor a list of errors. Nothing was taken over. Copy the table of File Submissions, or the errors of one submission, with its header.
