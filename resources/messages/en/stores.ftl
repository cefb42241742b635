# the app's own records: programs, destinations and what is remembered by headers

store-unreadable = { $store ->
        [programs] The list of programs in { $path } cannot be read, so nothing was checked or sent; repair or remove that file.
        [destinations] The list of destinations in { $path } cannot be read, so nothing was sent; repair or remove that file.
        [encryption] What is known about servers without encryption in { $path } cannot be read, so nothing was sent; repair or remove that file.
       *[mappings] What was remembered about columns in { $path } cannot be read, so it was not used or changed; check your rights there.
    }
store-damaged = { $store ->
        [programs] The list of programs in { $path } is damaged, so nothing was checked, sent or changed; it is kept as { $aside }, and a new list begins: repair that file and give it back its name, or add your programs again.
        [destinations] The list of destinations in { $path } is damaged, so nothing was sent or changed; it is kept as { $aside }, and a new list begins: repair that file and give it back its name, or add your destinations again.
        [encryption] What is known about servers without encryption was damaged, so nothing was sent; it is kept as { $aside } and starts anew: try again, and you are asked before a password is sent in the open.
       *[mappings] What was remembered about columns could not be read, so it starts anew; the old file is kept as { $aside }.
    }
store-lost = { $store ->
        [programs] The list of programs was damaged and is kept as { $aside }, so nothing is sent by command or schedule: repair that file and give it back its name, or save a program again.
       *[destinations] The list of destinations was damaged and is kept as { $aside }, so nothing is sent by command or schedule: repair that file and give it back its name, or save a destination again.
    }
store-newer = { $store ->
        [programs] The list of programs in { $path } was written by a newer version of this app, so nothing was checked, sent or changed; use that version.
        [destinations] The list of destinations in { $path } was written by a newer version of this app, so nothing was sent or changed; use that version.
        [encryption] What is known about servers without encryption in { $path } was written by a newer version of this app, so nothing was sent; use that version.
       *[mappings] What was remembered about columns in { $path } was written by a newer version of this app, so it was not used or changed; use that version.
    }
store-unwritable = { $store ->
        [programs] The list of programs cannot be written to { $path }, so the change was not kept; make room there or check your rights.
        [destinations] The list of destinations cannot be written to { $path }, so the change was not kept; make room there or check your rights.
        [encryption] What is known about servers without encryption cannot be written to { $path }, so nothing was sent; make room there or check your rights.
       *[mappings] What was decided about these columns cannot be kept in { $path }, so it is asked again next time; make room there or check your rights.
    }
store-no-such-name = { $store ->
        [programs] There is no program called “{ $name }”, so nothing was checked or sent; “courier programs list” shows the saved ones.
       *[destinations] There is no destination called “{ $name }”, so nothing was sent; “courier destinations list” shows the saved ones.
    }
