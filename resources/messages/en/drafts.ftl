# Whether edits are kept
drafts-saved = All edits saved
drafts-saving = Saving edits
drafts-failed-full = The disk is full, so your newest edits would be lost with the app. Make room, or export the sheet now.
drafts-failed = Your newest edits cannot be written ({ $problem }) and would be lost with the app. Mend the disk, or export the sheet now.

# What happened to a draft since
drafts-note-damaged = The record of your edits is damaged at its end, so the newest may be missing.
drafts-note-source-changed = { $name } has changed since you opened it; you go on with the rows as they were.
drafts-note-source-gone = { $name } is gone or unreadable; you go on with the kept copy.
drafts-note-locked = The recipe of { $program } has changed and now feeds the columns of this sheet. Look at them before you send.

# Why a draft cannot be opened
drafts-in-use = This sheet is being edited in another window. Go on there.
drafts-gone = These edits were deleted or discarded. Open the file again.
drafts-unreadable = Your kept edits are damaged and cannot be shown. Open the file again and repeat them.
drafts-source-lost = The kept copy of { $name } is damaged, so your edits cannot be shown. Put the file back at { $path }.
drafts-folder-unusable = { $path } cannot be used ({ $problem }), so edits kept there cannot be opened or removed. Mend that first.
