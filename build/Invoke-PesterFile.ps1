<#
.SYNOPSIS
Runs one Pester file in this session and writes its duration and its results, one object per test, which build.ps1 adds up.

.PARAMETER Engine
Leaves out the tests of another engine: see tests/EngineSupport.ps1.
#>
param([string] $Path, [string] $Pester, [string] $Filter, [string] $Report, [string] $Engine)

$ErrorActionPreference = 'Stop'
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Pester

# The errors with their stack traces, without the frames of Pester.
function Get-Message($Errors) {
    ($Errors | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -notmatch '[\\/]Pester\.psm?1:|Invoke-PesterFile' }) -join "`n"
}

# A separate temporary folder, which is deleted with everything that tests and their child processes leave. The path is short, because the length
# of socket paths is limited.
$temp = Join-Path ([IO.Path]::GetTempPath()) "et-$([guid]::NewGuid().ToString('N').Substring(24))"
$null = New-Item -ItemType Directory $temp
$env:TMPDIR = $env:TEMP = $env:TMP = $temp
try {
    $run = Invoke-Pester -Configuration @{
        Run = @{ Path = $Path; PassThru = $true }
        Filter = @{ FullName = $Filter ? "*$Filter*" : @(); ExcludeTag = 'SQLite', 'PostgreSQL' -ne $Engine -replace '$', ':*' }
        Output = @{ Verbosity = 'None' }
    }
    $results = @(
        foreach ($test in $run.Tests | Where-Object Result -NE NotRun) {
            $outcome = $test.Result -in 'Passed', 'Failed' ? $test.Result : 'Skipped'
            $message = $outcome -eq 'Skipped' ? "$($test.ErrorRecord)" -replace '^is skipped, because ' : (Get-Message $test.ErrorRecord)
            [pscustomobject]@{ Outcome = $outcome; Name = $test.ExpandedPath; Message = $message ? $message : 'no reason' }
        }
        # Failures outside a test: a file that cannot be parsed, a BeforeAll, an AfterAll.
        foreach ($block in @($run.FailedContainers) + @($run.FailedBlocks) | Where-Object ErrorRecord) {
            [pscustomobject]@{ Outcome = 'Failed'; Name = "$block" -replace '^\[-\] '; Message = Get-Message $block.ErrorRecord }
        }
    )
    @{ Duration = $watch.Elapsed; Results = $results } | Export-Clixml $Report
}
finally {
    Set-Location $PSScriptRoot
    # Kill the processes that a test started, also when it failed before it could end them itself.
    foreach ($process in (Test-Path Variable:Global:StartedProcesses) ? $global:StartedProcesses : @()) {
        try { if (!$process.HasExited) { $process.Kill($true) } }
        catch [InvalidOperationException] { } # disposed, or ended meanwhile
    }
    # Faster than Remove-Item, but fails for read-only files.
    try { [IO.Directory]::Delete($temp, $true) }
    catch { Remove-Item $temp -Recurse -Force -ErrorAction Ignore }
}
