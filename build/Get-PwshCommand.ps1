<#
.SYNOPSIS
Emits the command that starts the PowerShell of this process again: an executable, or dotnet and the assembly if PowerShell is a .NET tool.
#>
[Environment]::ProcessPath
if ((Split-Path ([Environment]::ProcessPath) -LeafBase) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
