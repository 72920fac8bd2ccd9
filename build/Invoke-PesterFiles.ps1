<#
.SYNOPSIS
Runs Pester files one after the other, each in a new session, and writes a report for each, which build.ps1 adds up. One process for several files saves
time: a small file takes most of its time to start PowerShell, Pester and the module, and to compile them.

.PARAMETER Server
Runs the files on this server instead of SQLite: see tests/EngineSupport.ps1.
#>
param([string] $Pester, [string] $Filter, [string] $Results, [string] $Server, [Parameter(ValueFromRemainingArguments)] [string[]] $Path)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$engine = $Server ? 'PostgreSQL' : 'SQLite'
$env:EXPERIMENTTRACKER_TEST_SERVER = $Server
$environment = [Environment]::GetEnvironmentVariables()
foreach ($file in $Path) {
    # Undo what the previous file did to the process.
    [Environment]::CurrentDirectory = $root
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys) { if (!$environment.ContainsKey($name)) { [Environment]::SetEnvironmentVariable($name, $null) } }
    foreach ($name in $environment.Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }

    $session = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2())
    $session.ThreadOptions = 'UseNewThread'
    $session.Open()
    $shell = [powershell]::Create($session)
    try {
        $report = Join-Path $Results ([IO.Path]::ChangeExtension((Split-Path $file -Leaf), "$engine.xml"))
        $null = $shell.AddScript('Set-Location -LiteralPath $args[0]; & $args[1] -Path $args[2] -Pester $args[3] -Filter $args[4] -Report $args[5] -Engine $args[6]').AddArgument($root).
            AddArgument("$PSScriptRoot/Invoke-PesterFile.ps1").AddArgument($file).AddArgument($Pester).AddArgument($Filter).AddArgument($report).AddArgument($engine).Invoke()
    }
    catch { "$file`: $_" } # without a report, this is printed
    finally {
        $shell.Dispose()
        $session.Dispose()
    }
}
