; The installer for Windows, by Inno Setup 6: iscc /DVersion=1.2.3 installers\windows\sr-desktop.iss
; It takes dist\sr-desktop as `make package-folder` has left it. For the user alone, or for all.
#ifndef Version
  #error Say which version: iscc /DVersion=1.2.3
#endif
#ifndef Variant
  #define Variant ""
#endif

[Setup]
AppId={{6B0B6F0E-6A63-4E0B-9C52-0E6B6C1C7A54}
AppName=sr-desktop
AppVersion={#Version}
AppPublisher=The sr-desktop authors
VersionInfoVersion={#Version}
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=sr-desktop-{#Version}-windows-x64{#Variant}
DefaultDirName={autopf}\sr-desktop
DefaultGroupName=sr-desktop
DisableProgramGroupPage=yes
LicenseFile=LICENSE
SetupIconFile=build\icons\sr-desktop.ico
UninstallDisplayIcon={app}\sr-desktop.exe
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/normal
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "Let a terminal find sr-desktop (PATH)"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not must not be imported.
Type: filesandordirs; Name: "{app}\lib"

[Files]
Source: "dist\sr-desktop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\sr-desktop"; Filename: "{app}\sr-desktop.exe"
Name: "{autodesktop}\sr-desktop"; Filename: "{app}\sr-desktop.exe"; Tasks: desktopicon

[Registry]
; "Open with" offers the program for pictures; nothing is taken from the program that opens them now.
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "sr-desktop"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\shell\open\command"; ValueType: string; ValueData: """{app}\sr-desktop.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".tiff"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".avif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".gif"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\sr-desktop.exe\SupportedTypes"; ValueType: string; ValueName: ".bmp"; ValueData: ""

[Run]
Filename: "{app}\sr-desktop.exe"; Description: "{cm:LaunchProgram,sr-desktop}"; Flags: nowait postinstall skipifsilent

[Code]
function PathRoot: Integer;
begin
  if IsAdminInstallMode then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

function PathKey: String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

procedure SetPath(Add: Boolean);
var
  Paths, Folder: String;
begin
  Folder := ExpandConstant('{app}');
  if not RegQueryStringValue(PathRoot, PathKey, 'Path', Paths) then Paths := '';
  Paths := ';' + Paths + ';';
  StringChangeEx(Paths, ';' + Folder + ';', ';', True);
  if Add then Paths := Paths + Folder + ';';
  while (Length(Paths) > 0) and (Paths[1] = ';') do Delete(Paths, 1, 1);
  while (Length(Paths) > 0) and (Paths[Length(Paths)] = ';') do Delete(Paths, Length(Paths), 1);
  RegWriteExpandStringValue(PathRoot, PathKey, 'Path', Paths);
end;

procedure CurStepChanged(Step: TSetupStep);
begin
  if (Step = ssPostInstall) and WizardIsTaskSelected('path') then SetPath(True);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step = usPostUninstall then SetPath(False);
end;
