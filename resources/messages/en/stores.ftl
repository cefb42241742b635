# the app's own records: programs, destinations and what is remembered by headers

store-name = { $store ->
    [programs] The list of programs
    [destinations] The list of destinations
    [encryption] What is known about servers without encryption
    [api_calls] The record of calls to impact.com
   *[mappings] What was remembered about columns
  }
store-unreadable = { store-name } in { $path } cannot be read, so { $store ->
    [mappings] it was not used or changed. Check your rights there.
   *[other] nothing was sent. Repair or remove that file.
  }
store-damaged = { store-name } { $store ->
    [mappings] could not be read, so it starts anew. The old file is kept as { $aside }.
    [encryption] was damaged and is kept as { $aside }{ so-unsent }. Try again: you are asked before a password is sent in the open.
   *[other] in { $path } is damaged and kept as { $aside }{ so-unsent-unchanged }. { store-mend }, or fill the new list.
  }
store-lost = { store-name } was damaged and is kept as { $aside }, so nothing is sent by command or schedule. { store-mend }, or save a { $store ->
    [programs] program
   *[destinations] destination
  } again.
store-newer = { store-name } in { $path } was written by a newer version of this app, so { $store ->
    [mappings] it was not used or changed
   *[other] nothing was sent or changed
  }. Use that version.
store-unwritable = { store-name } cannot be written to { $path }, so { $store ->
    [encryption] nothing was sent
    [mappings] you are asked again next time
   *[other] the change was not kept
  }. Make room there or check your rights.
store-no-such-name = { $store ->
        [programs] There is no program called “{ $name }”{ so-unchecked }; “courier programs list” shows the saved ones.
       *[destinations] There is no destination called “{ $name }”{ so-unsent }; “courier destinations list” shows the saved ones.
    }
store-mend = Repair that file and give it back its name
