; The installer: installer.sh gives FOLDER (the programs), LICENCES (their texts), VERSION, OUT and, for Debian's NSIS, TARGET.
;
;   setup.exe [/S] [/AllUsers] [/Path] [/D=C:\folder]      /S asks nothing; /D comes last and without quotation marks
;   uninstall.exe [/S]                                     /S keeps drafts and the record of what was sent
;
; Exit codes: 0 done, 1 ended by the person, 2 not done, 3 not done because the app runs, 4 not done without an administrator.
!ifdef TARGET
  Target ${TARGET}
!endif
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSOR}
; megabytes: both programs hold the same modules, and Polars alone is larger than the usual 8
SetCompressorDictSize 64
!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include nsDialogs.nsh
!include WinMessages.nsh

!define NAME "Conversion Courier"
!define ID "ConversionCourier"
!define WINDOW "conversion-courier.exe"
!define COMMAND "courier.exe"
!define STATE "conversion-courier"
!define CLASSES "Software\Classes"
!define PROGID "${ID}.Sheet"
!define OWN_KEY "Software\${NAME}"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME}, installer"
VIAddVersionKey "LegalCopyright" "MIT licence"

; what the two programs share: for whom, and whether the command is on the path
Var Everybody
Var OnPath
Var EverybodyBox
Var OnPathBox

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION Start
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
Page custom ChoicesPage LeaveChoicesPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!include "path.nsh"

; ------------------------------------------------------------------ for one person, or for everybody

!macro ForWhom
  ${If} $Everybody == 1
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
!macroend

; the folder of the version that is there, or the usual one
Function UsualFolder
  ReadRegStr $0 SHCTX "${OWN_KEY}" "Folder"
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${ElseIf} $Everybody == 1
    StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
  ${EndIf}
FunctionEnd

; whether an administrator has to be asked for, in $0
!macro NeedsAdministrator
  UserInfo::GetAccountType
  Pop $0
  ${If} $Everybody == 1
  ${AndIf} $0 != "Admin"
    StrCpy $0 1
  ${Else}
    StrCpy $0 0
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  ${GetParameters} $R0
  StrCpy $Everybody 0
  StrCpy $OnPath 0
  ClearErrors
  ${GetOptions} $R0 "/AllUsers" $0
  ${IfNot} ${Errors}
    StrCpy $Everybody 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/Path" $0
  ${IfNot} ${Errors}
    StrCpy $OnPath 1
  ${EndIf}
  ; what is there for everybody is renewed for everybody
  ReadRegStr $0 HKLM "${OWN_KEY}" "Folder"
  ReadRegStr $1 HKCU "${OWN_KEY}" "Folder"
  ${If} $0 != ""
  ${AndIf} $1 == ""
    StrCpy $Everybody 1
  ${EndIf}
  !insertmacro ForWhom
  ReadRegDWORD $0 SHCTX "${OWN_KEY}" "OnPath"
  ${If} $0 == 1
    StrCpy $OnPath 1
  ${EndIf}
  ; a folder on the command line stays
  ${If} $INSTDIR == ""
    Call UsualFolder
  ${EndIf}
  !insertmacro NeedsAdministrator
  ${If} $0 == 1
  ${AndIf} ${Silent}
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Function ChoicesPage
  !insertmacro MUI_HEADER_TEXT "For whom" "Who uses ${NAME} on this computer, and how."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 0 100% 12u "&For me only (no administrator is needed)"
  Pop $1
  ${NSD_CreateRadioButton} 0 16u 100% 12u "For &everybody who uses this computer"
  Pop $EverybodyBox
  ${NSD_CreateCheckBox} 0 40u 100% 12u "Let the &command courier be found in every console (PATH)"
  Pop $OnPathBox
  ${If} $Everybody == 1
    ${NSD_Check} $EverybodyBox
  ${Else}
    ${NSD_Check} $1
  ${EndIf}
  ${If} $OnPath == 1
    ${NSD_Check} $OnPathBox
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function LeaveChoicesPage
  StrCpy $R1 $Everybody
  ${NSD_GetState} $EverybodyBox $Everybody
  ${NSD_GetState} $OnPathBox $OnPath
  !insertmacro NeedsAdministrator
  ${If} $0 == 1
    ; the system asks for an administrator, who goes on from here
    StrCpy $0 "/AllUsers"
    ${If} $OnPath == 1
      StrCpy $0 "/AllUsers /Path"
    ${EndIf}
    ClearErrors
    ExecShell "runas" "$EXEPATH" "$0"
    ${IfNot} ${Errors}
      Quit
    ${EndIf}
    StrCpy $Everybody $R1
    Abort
  ${EndIf}
  ${If} $Everybody != $R1
    !insertmacro ForWhom
    Call UsualFolder
  ${EndIf}
FunctionEnd

Function Start
  ; as the person, even where an administrator installed
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
FunctionEnd

; ------------------------------------------------------------------ never while it runs

; Windows lets nobody write to a program that runs
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  Push "${WINDOW}"
  Push "${COMMAND}"
  StrCpy $R2 2
  ${DoWhile} $R2 > 0
    Pop $R3
    IntOp $R2 $R2 - 1
    ${If} ${FileExists} "$INSTDIR\$R3"
      ${Do}
        ClearErrors
        FileOpen $R4 "$INSTDIR\$R3" a
        ${IfNot} ${Errors}
          FileClose $R4
          ${Break}
        ${EndIf}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is running ($R3). Close its windows, then retry." \
          /SD IDCANCEL IDRETRY again
        SetErrorLevel 3
        Quit
        again:
      ${Loop}
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

; ------------------------------------------------------------------ what it leaves in the registry

!macro OpensWith ending
  WriteRegStr SHCTX "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".${ending}" ""
  WriteRegNone SHCTX "${CLASSES}\.${ending}\OpenWithProgids" "${PROGID}"
!macroend

!macro OpensNoMore ending
  DeleteRegValue SHCTX "${CLASSES}\.${ending}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.${ending}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\.${ending}"
!macroend

!macro ForEachEnding do
  !insertmacro ${do} "csv"
  !insertmacro ${do} "tsv"
  !insertmacro ${do} "xlsx"
  !insertmacro ${do} "xlsm"
  !insertmacro ${do} "xlsb"
  !insertmacro ${do} "xls"
  !insertmacro ${do} "ods"
!macroend

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro Opens key
  WriteRegStr SHCTX "${CLASSES}\${key}" "FriendlyAppName" "${NAME}"
  WriteRegStr SHCTX "${CLASSES}\${key}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "${CLASSES}\${key}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr SHCTX "${CLASSES}\${key}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
!macroend

Section
  Call RefuseWhileRunning
  SetOutPath "$INSTDIR"
  ; the libraries of the version before, of which none may stay
  RMDir /r "$INSTDIR\_internal"
  File /r "${FOLDER}\*"
  File "/oname=licences.txt" "${LICENCES}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}"

  WriteRegStr SHCTX "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegDWORD SHCTX "${OWN_KEY}" "OnPath" $OnPath
  WriteRegStr SHCTX "${APP_PATHS}\${WINDOW}" "" "$INSTDIR\${WINDOW}"
  WriteRegStr SHCTX "${APP_PATHS}\${COMMAND}" "" "$INSTDIR\${COMMAND}"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}" "" "Sheet of conversions"
  !insertmacro Opens "${PROGID}"
  !insertmacro Opens "Applications\${WINDOW}"
  !insertmacro ForEachEnding OpensWith
  !insertmacro TellExplorer
  Call LeavePath
  ${If} $OnPath == 1
    Call EnterPath
  ${EndIf}

  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

; ------------------------------------------------------------------ uninstalling

Function un.onInit
  SetRegView 64
  ; which of the two installed this folder
  StrCpy $Everybody 1
  SetShellVarContext all
  ReadRegStr $0 SHCTX "${OWN_KEY}" "Folder"
  ${If} $0 != $INSTDIR
    StrCpy $Everybody 0
    SetShellVarContext current
  ${EndIf}
  !insertmacro NeedsAdministrator
  ${If} $0 == 1
    ${IfNot} ${Silent}
      ExecShell "runas" "$INSTDIR\uninstall.exe"
    ${EndIf}
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.RefuseWhileRunning
  Call un.LeavePath
  !insertmacro ForEachEnding OpensNoMore
  DeleteRegKey SHCTX "${CLASSES}\${PROGID}"
  DeleteRegKey SHCTX "${CLASSES}\Applications\${WINDOW}"
  DeleteRegKey SHCTX "${APP_PATHS}\${WINDOW}"
  DeleteRegKey SHCTX "${APP_PATHS}\${COMMAND}"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${OWN_KEY}"
  !insertmacro TellExplorer
  Delete "$SMPROGRAMS\${NAME}.lnk"

  ; by name: the folder may hold files of the person
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${COMMAND}"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"

  ; the person's own, whoever it was installed for
  SetShellVarContext current
  ${If} ${FileExists} "$LOCALAPPDATA\${STATE}\*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete your drafts, your settings and the record of what was sent, too?$\n$\n\
Without the record nothing tells what was sent already. Kept passwords stay with Windows (Credential Manager)." \
      /SD IDNO IDNO kept
    RMDir /r "$LOCALAPPDATA\${STATE}"
    kept:
  ${EndIf}
SectionEnd
