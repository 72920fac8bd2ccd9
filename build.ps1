#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, measures, packs and publishes ExperimentTracker.

.DESCRIPTION
clean   deletes everything that the other verbs create
build   compiles into module/bin and converts docs/ to en-US/, so that ExperimentTracker.psd1 can be imported from here
test    build, pack, xunit, QuickStart, the report's page, then Pester against the packed module (compiled); ends with "N passed, N failed, N skipped".
        Tests start the servers that they need. What is not installed (CONTRIBUTING.md) is skipped with the reason
stress  tries for ten to thirty minutes to break the promises of docs/reliability.md; ends with a table of figures
bench   measures the engine and the cmdlets and compares them with the limits of the machine; prints a table and writes out/bench.json
demo    runs examples/Train-Iris.ps1 in a fresh PowerShell
pack    copies the files that a user needs, and no others, to out/ExperimentTracker/<version>
publish packs the module and publishes it to a repository of PSResourceGet

The version is that of the last git tag (v1.2.3). After that tag it is the next version with a prerelease label. MSBuild also reads properties from
environment variables: MinVerVersionOverride=1.2.3 ./build.sh pack

.PARAMETER Filter
With test: runs only the xunit and Pester tests whose full name contains this text, or one Pester file (Run.Tests.ps1). Such a run is quick: it does
not use analyzers, pack the module or update the help, and it runs only the files that can contain such tests.
With stress: runs only these trials, separated by commas: concurrency, open-race, kill, orphaned-runs, disk-full, import-fuzz, corruption, deep-json.

.PARAMETER Repository
With publish: the name of a registered repository, as Get-PSResourceRepository lists it.

.PARAMETER ApiKey
With publish: the API key of the repository, if it needs one.

.PARAMETER NoBuild
Uses the output of the last build.

.PARAMETER Quick
With build: only compiles, in the Debug configuration and without analyzers. The help is not updated.
With bench: takes two minutes and compares the ratios with tests/Benchmarks/baseline.json. It only reports; it never fails.

.PARAMETER Points
With bench: measures only one series with this number of points: 100,000,000 take half a minute and 0.6 GB in the temporary folder.

.PARAMETER Series
With bench and Points: the number of series that the points are in, 100 of them in a run.

.PARAMETER AllowMissingHelp
Warns about missing help in docs/help instead of failing the build.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('clean', 'build', 'test', 'stress', 'bench', 'demo', 'pack', 'publish')]
    [string] $Verb = 'build',
    [string] $Filter,
    [string] $Repository,
    [string] $ApiKey,
    [switch] $NoBuild,
    [switch] $AllowMissingHelp,
    [switch] $Quick,
    [ValidateRange('NonNegative')] [long] $Points,
    [ValidateRange('NonNegative')] [int] $Series,
    [double] $Minutes = $Quick ? 0.1 : 1,
    [int] $Openings = $Quick ? 10 : 1000,
    [int] $Kills = $Quick ? 20 : 200,
    [int] $Inputs = $Quick ? 500 : 10000,
    [int] $Megabytes = $Quick ? 32 : 1024,
    [int] $Seed = (Get-Random -Maximum 1000000)
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

# Every path below is relative to this folder.
$manifest = 'ExperimentTracker.psd1'
$results = 'out/test-results'
$help = 'en-US/ExperimentTracker.dll-Help.xml'
$dotnetOptions = '--nologo', '--verbosity', 'quiet', '-tl:off'
$msbuildOptions = '-nologo', '-verbosity:quiet', '-tl:off'

# The PowerShell of this process, for child processes that run a file.
$pwshRun = '-NoProfile', '-NonInteractive', '-File'
$pwsh, $pwshOptions = @(& "$PSScriptRoot/build/Get-PwshCommand.ps1") + $pwshRun

# Without build servers, which would outlive the build and save less than a second.
$buildEnvironment = @{
    DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1'; DOTNET_CLI_USE_MSBUILD_SERVER = '0'
    MSBUILDDISABLENODEREUSE = '1'; UseSharedCompilation = 'false'
    POWERSHELL_TELEMETRY_OPTOUT = '1'; POWERSHELL_UPDATECHECK = 'Off'
}

# A time zone with a half-hour offset, so that no test passes only because local time is UTC (Windows ignores TZ). No variables of the caller's
# store, trace or build. No debugger sockets, which every killed process would leave in the temporary folder.
$testEnvironment = @{
    TZ = 'America/St_Johns'; DOTNET_EnableDiagnostics = '0'; EXPERIMENT_STORE = $null; TRACEPARENT = $null
    EXPERIMENT_PARENT_RUN = $null; TF_BUILD = $null; GITHUB_ACTIONS = $null
    # Most processes of the tests end before instrumented code is optimised. The instrumentation costs a fifth of their processor time.
    DOTNET_TieredPGO = '0'
}

function Use-Environment([hashtable] $Variables, [scriptblock] $Body) {
    $before = @{}
    foreach ($name in $Variables.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        Set-Item "Env:$name" $Variables[$name]
    }
    try { & $Body }
    finally { foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] } }
}

. "$PSScriptRoot/build/Module.ps1"
. "$PSScriptRoot/build/ReadyToRun.ps1"
. "$PSScriptRoot/build/Suites.ps1"
. "$PSScriptRoot/build/NodePackages.ps1"
. "$PSScriptRoot/tests/ServerSupport.ps1"
. "$PSScriptRoot/build/Pages.ps1"
. "$PSScriptRoot/build/Measure.ps1"

$exitCode = 0
Push-Location -LiteralPath $PSScriptRoot
try {
    Use-Environment $buildEnvironment {
        switch ($Verb) {
            clean { Invoke-Clean }
            build { if ($Quick) { Invoke-QuickBuild } else { Invoke-Build } }
            pack { if (!$NoBuild) { Invoke-Build }; "The packed module is in $(Invoke-Pack)." }
            publish { if (!$NoBuild) { Invoke-Build }; Invoke-Publish }
            stress {
                if (!$NoBuild -and !(Test-BuildCurrent)) { Invoke-Build }
                Invoke-Stress
            }
            bench {
                if (!$NoBuild -and !(Test-BuildCurrent)) { Invoke-Build }
                Invoke-Bench
            }
            demo {
                if (!$NoBuild -and !(Test-BuildCurrent)) { Invoke-Build }
                & $pwsh @pwshOptions examples/Train-Iris.ps1
            }
            test {
                $all = @(Invoke-Test)
                $all | Where-Object Outcome -EQ Skipped | ForEach-Object { "SKIPPED $($_.Name): $($_.Message)" }
                Get-Tally $all
                $script:exitCode = !$all -or (Test-Failed $all) ? 1 : 0
            }
        }
    }
}
finally { Pop-Location }
exit $exitCode
