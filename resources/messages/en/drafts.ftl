# Whether edits are kept
drafts-saved = All edits saved
drafts-saving = Saving edits
drafts-failed-full = The disk is full, so your newest edits are only in memory and would be lost with the app; make room on the disk and they are saved by themselves, or export the sheet now.
drafts-failed = Your newest edits cannot be written to the disk ({ $problem }), so they are only in memory and would be lost with the app; export the sheet now, or mend the disk and they are saved by themselves.

# What happened to a draft since
drafts-note-damaged = The record of your edits is damaged at its end, so the newest edits may be missing; everything before them is here.
drafts-note-source-changed = { $name } has changed since you opened it; you go on with the rows as they were then.
drafts-note-source-gone = { $name } is gone or cannot be read any more; you go on with the copy that was kept of it.
drafts-note-locked = The recipe of { $program } has changed since you last worked here, and now feeds the columns of this sheet. Look at them before you send.

# Why a draft cannot be opened
drafts-in-use = This sheet is being edited in another window, so it was not opened here; go on there, or close that window first.
drafts-gone = These edits are no longer kept, because they were delivered or discarded, so nothing was opened; open the file again.
drafts-unreadable = What was kept of this sheet is damaged from its beginning, so your edits cannot be shown; open the file again and repeat them.
drafts-source-lost = The copy of { $name } that was kept is damaged, so your edits have no rows to stand in; put the file back as it was at { $path } and try again.
drafts-folder-unusable = The folder { $path } cannot be used ({ $problem }), so edits that were kept there cannot be opened or removed; mend that and try again.
