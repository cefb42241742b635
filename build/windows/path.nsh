; The folder of the command on PATH, and off it again. A variable of NSIS ends after 1024 characters, and many a PATH is
; longer, so it is read and written in memory of its own: between two semicolons, so that each folder in it has one on
; both sides.

!define PERSONS_KEY "Environment"
!define MACHINES_KEY "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
!define READ_AND_SET 0x2011B ; KEY_READ, KEY_SET_VALUE, KEY_WOW64_64KEY

!macro ChangePath un
; Adds ";folder" if $R9 is 1, else removes it.
Function ${un}ChangePath
  ${If} $Everybody == 1
    StrCpy $R0 0x80000002
    StrCpy $R1 "${MACHINES_KEY}"
  ${Else}
    StrCpy $R0 0x80000001
    StrCpy $R1 "${PERSONS_KEY}"
  ${EndIf}
  System::Call 'advapi32::RegOpenKeyExW(p R0, w R1, i 0, i ${READ_AND_SET}, *p .R2) i .R3'
  ${If} $R3 <> 0
    Return
  ${EndIf}
  ; its kind (2: with %variables%) stays as it is
  StrCpy $R4 2
  StrCpy $R5 0
  System::Call 'advapi32::RegQueryValueExW(p R2, w "Path", p 0, *i .R4, p 0, *i .R5) i .R3'
  ${If} $R3 <> 0
    StrCpy $R4 2
    StrCpy $R5 0
  ${EndIf}
  ; room for it, for the folder, and for what stands around them
  StrLen $0 "$INSTDIR"
  IntOp $0 $0 * 2
  IntOp $0 $0 + $R5
  IntOp $0 $0 + 16
  System::Call 'kernel32::GlobalAlloc(i 0x40, p r0) p .R6'
  ${If} $R6 P= 0
    System::Call 'advapi32::RegCloseKey(p R2)'
    Return
  ${EndIf}
  System::Call 'kernel32::lstrcpyW(p R6, w ";")'
  ${If} $R5 > 0
    IntPtrOp $1 $R6 + 2
    StrCpy $2 $R5
    System::Call 'advapi32::RegQueryValueExW(p R2, w "Path", p 0, p 0, p r1, *i r2)'
    System::Call 'kernel32::lstrcatW(p R6, w ";")'
  ${EndIf}
  System::Call 'shlwapi::StrStrIW(p R6, w ";$INSTDIR;") p .R7'
  ${If} $R9 == 1
  ${AndIf} $R7 P= 0
    System::Call 'kernel32::lstrcatW(p R6, w "$INSTDIR;")'
    StrCpy $R8 1
  ${ElseIf} $R9 == 0
  ${AndIf} $R7 P<> 0
    ; what follows it moves to its place
    StrLen $0 ";$INSTDIR"
    IntOp $0 $0 * 2
    IntPtrOp $1 $R7 + $0
    System::Call 'kernel32::lstrlenW(p r1) i .r2'
    IntOp $2 $2 + 1
    IntOp $2 $2 * 2
    System::Call 'kernel32::RtlMoveMemory(p R7, p r1, p r2)'
    StrCpy $R8 1
  ${Else}
    StrCpy $R8 0
  ${EndIf}
  ${If} $R8 == 1
    ; without the two semicolons around all of it
    System::Call 'kernel32::lstrlenW(p R6) i .r0'
    IntOp $1 $0 - 1
    IntOp $1 $1 * 2
    ${If} $0 > 1
      IntPtrOp $2 $R6 + $1
      System::Call 'kernel32::RtlZeroMemory(p r2, p 2)'
    ${EndIf}
    IntPtrOp $2 $R6 + 2
    System::Call 'advapi32::RegSetValueExW(p R2, w "Path", i 0, i R4, p r2, i r1)'
  ${EndIf}
  System::Call 'kernel32::GlobalFree(p R6)'
  System::Call 'advapi32::RegCloseKey(p R2)'
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd

Function ${un}LeavePath
  StrCpy $R9 0
  Call ${un}ChangePath
FunctionEnd
!macroend
!insertmacro ChangePath ""
!insertmacro ChangePath "un."

Function EnterPath
  StrCpy $R9 1
  Call ChangePath
FunctionEnd
