privacy-delete = forget what was sent before a day, and all that was made for it
privacy-line = { $what }: { $files ->
    [one] { $files } file
   *[other] { $files } files
  }, { $size } kB, kept { $until }
privacy-days = for { $days } days
privacy-until-deleted = until you delete it
privacy-kind-history = History: orders, items, amounts and dates of what was sent, no addresses
privacy-kind-copies = Copies of sent files, as they went
privacy-kind-drafts = Drafts: your sheets with all their columns, until they are sent
privacy-kind-files = Files before they are sent, and rows that stay behind
privacy-kind-practice = Files that the practice server received
privacy-kind-impact = What impact.com has of your programs: order IDs, amounts and states, to compare sheets with
privacy-kind-crashes = Notes about faults of the app, without any data of customers
privacy-kind-log = What the window did and how long it took, without any value
privacy-kind-memory = What you decided about sheets with the same headers, and the files opened last
privacy-kind-settings = Programs and destinations, without passwords
privacy-keychain = Passwords are in the keychain of this computer and go with their destination.
portable-here = Portable: all but passwords is kept in { $path }.
portable-unwritable = Portable mode keeps everything in { $path }, which cannot be written. Move the program, or remove the file “portable” beside it.
portable-refused = Cannot start
privacy-how = “courier privacy delete --before 2026-01-01” forgets what was sent before that day: history, copies, drafts and files.
privacy-deleted = { $drafts ->
    [1] 1 draft was deleted with it.
    [one] { $drafts } draft was deleted with it.
   *[other] { $drafts } drafts were deleted with it.
}
privacy-in-use = { $drafts ->
    [1] 1 draft stays, because it is open in a window. Discard it there.
    [one] { $drafts } draft stays, because it is open in a window. Discard it there.
   *[other] { $drafts } drafts stay, because they are open in a window. Discard them there.
}
