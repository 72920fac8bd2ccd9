#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs ExperimentTracker: the one place that knows how.

.DESCRIPTION
clean   removes everything the other verbs make
build   compiles into module/bin and turns docs/ into en-US/, so that ExperimentTracker.psd1 can be imported from here
test    build, pack, xunit, QuickStart, the report's page, then Pester against the packed module; ends with "N passed, N failed, N skipped"
stress  tries for half an hour to break the promises of docs/reliability.md; ends with a table of figures
bench   measures the engine and the cmdlets beside what the machine can do: one table, and out/bench.json
demo    runs examples/Train-Iris.ps1 in a fresh PowerShell
pack    puts what a user needs, and nothing else, into out/ExperimentTracker/<version>
publish pack, and publish that to a repository of PSResourceGet

The version is that of the last tag of git (v1.2.3), and one more with a label after it. MSBuild reads its properties from the environment too:
MinVerVersionOverride=1.2.3 ./build.sh pack

.PARAMETER Filter
With test: only the xunit and Pester tests whose full name contains this, or the Pester file it names (Run.Tests.ps1). Quickly: without analyzers
and packing, and only the files that can have such tests; the help stays as it was.
With stress: only these trials, with commas between: concurrency, open-race, kill, orphaned-runs, disk-full, import-fuzz, corruption, deep-json.

.PARAMETER Repository
With publish: the name of a registered repository, as Get-PSResourceRepository shows it.

.PARAMETER ApiKey
With publish: the key of the repository, where it needs one.

.PARAMETER NoBuild
Takes what the last build left.

.PARAMETER Quick
With build: only compiles, for debugging and without analyzers, and leaves the help as it was.
With bench: in two minutes, and compares the ratios with tests/Benchmarks/baseline.json. It is a report; nothing fails.

.PARAMETER AllowMissingHelp
Warns about gaps in docs/help where the build would fail.
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

# The PowerShell this runs in, for child processes: an executable, or dotnet and an assembly where it is a .NET tool.
$pwsh = [Environment]::ProcessPath
$pwshOptions = @(
    if ((Split-Path $pwsh -LeafBase) -eq 'dotnet') { "$PSHOME/pwsh.dll" }
    '-NoProfile', '-NonInteractive', '-File'
)

# Build servers would outlive the build, and cost less than a second to do without.
$buildEnvironment = @{
    DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1'; DOTNET_CLI_USE_MSBUILD_SERVER = '0'
    MSBUILDDISABLENODEREUSE = '1'; UseSharedCompilation = 'false'
    POWERSHELL_TELEMETRY_OPTOUT = '1'; POWERSHELL_UPDATECHECK = 'Off'
}

# A zone with a half-hour offset, so that no test passes because local time happens to be UTC (Windows ignores TZ);
# nothing of the caller's own store, trace or build; and no sockets for debuggers, which every process that is killed leaves in the temp folder.
$testEnvironment = @{
    TZ = 'America/St_Johns'; DOTNET_EnableDiagnostics = '0'; EXPERIMENT_STORE = $null; TRACEPARENT = $null
    EXPERIMENT_PARENT_RUN = $null; TF_BUILD = $null; GITHUB_ACTIONS = $null
    # Most processes of the tests end before code that was instrumented for the optimizer pays for it: a fifth of their processor time.
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
. "$PSScriptRoot/build/Suites.ps1"
. "$PSScriptRoot/build/NodePackages.ps1"
. "$PSScriptRoot/build/ReportPage.ps1"
. "$PSScriptRoot/build/Measure.ps1"

$exitCode = 0
Push-Location -LiteralPath $PSScriptRoot
try {
    Use-Environment $buildEnvironment {
        switch ($Verb) {
            clean { Invoke-Clean }
            build { if ($Quick) { Invoke-QuickBuild } else { Invoke-Build } }
            pack { if (!$NoBuild) { Invoke-Build }; "$(Invoke-Pack) is ready: copy it anywhere." }
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
