#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs ExperimentTracker: the one place that knows how.

.DESCRIPTION
clean   removes everything the other verbs make
build   compiles into module/bin and turns docs/ into en-US/, so that ExperimentTracker.psd1 can be imported from here
test    build, xunit, QuickStart, the report's page, pack, then Pester against the packed module; ends with "N passed, N failed, N skipped"
stress  tries for half an hour to break the promises of docs/reliability.md; ends with a table of figures
bench   measures the engine and the cmdlets beside what the machine can do: one table, and out/bench.json
demo    runs examples/Train-Iris.ps1 in a fresh PowerShell
pack    puts what a user needs, and nothing else, into out/ExperimentTracker/<version>

MSBuild reads its properties from the environment too: DataSqliteVersion=10.0.0 ./build.sh pack

.PARAMETER Filter
With test: only the xunit and Pester tests whose full name contains this.
With stress: only these trials, with commas between: crowd, openings, deaths, obituaries, disk, imports, damage, json.

.PARAMETER NoBuild
Takes what the last build left.

.PARAMETER Quick
With bench: in two minutes, and compares the ratios with tests/Benchmarks/baseline.json. It is a report; nothing fails.

.PARAMETER AllowMissingHelp
Warns about gaps in docs/help where the build would fail.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('clean', 'build', 'test', 'stress', 'bench', 'demo', 'pack')]
    [string] $Verb = 'build',
    [string] $Filter,
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
$version = (Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot $manifest)).ModuleVersion
$packed = "out/ExperimentTracker/$version"
$results = 'out/test-results'
$help = 'en-US/ExperimentTracker.dll-Help.xml'
$dotnetOptions = '--configuration', 'Release', '--nologo', '--verbosity', 'quiet', '-tl:off'

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

function New-Folder([string] $Path) { (New-Item -ItemType Directory -Force $Path).FullName }

# Makes $To equal to $From, moving only what changed, file by file. It works while a session has the files loaded:
# Windows lets a loaded assembly be renamed, not deleted, so the old file steps aside first.
function Update-Folder([string] $From, [string] $To) {
    $From, $To, $aside = (New-Folder $From), (New-Folder $To), (New-Folder "$To/../.old")
    $current = @{}
    foreach ($file in Get-ChildItem -LiteralPath $From -Recurse -File) {
        $name = [IO.Path]::GetRelativePath($From, $file.FullName)
        $current[$name] = $true
        $target = Join-Path $To $name
        if (Test-Path -LiteralPath $target) {
            if ((Get-FileHash -LiteralPath $target).Hash -eq (Get-FileHash -LiteralPath $file.FullName).Hash) { continue }
            Move-Item -LiteralPath $target (Join-Path $aside ([guid]::NewGuid()))
        }
        [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        Move-Item -LiteralPath $file.FullName $target
    }
    Get-ChildItem -LiteralPath $To -Recurse -File |
        Where-Object { !$current.ContainsKey([IO.Path]::GetRelativePath($To, $_.FullName)) } |
        ForEach-Object { Move-Item -LiteralPath $_.FullName (Join-Path $aside ([guid]::NewGuid())) }
    Remove-Item -LiteralPath $aside -Recurse -Force -ErrorAction Ignore # what is still loaded goes with a later build
}

function Invoke-Clean {
    Get-Item out, en-US, module/bin, module/.old, module/.build-*, src/*/bin, src/*/obj, examples/*/bin, examples/*/obj,
        tests/*/bin, tests/*/obj, src/*/node_modules -Force -ErrorAction Ignore | Remove-Item -Recurse -Force
}

function Invoke-Build {
    if (!(Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
        throw 'The .NET SDK is needed, and there is no dotnet on the PATH: https://dotnet.microsoft.com/download'
    }
    $declared = (Select-Xml -Path Directory.Build.props -XPath '//VersionPrefix').Node.InnerText
    if ($declared -ne $version) {
        throw "$manifest has version $version and Directory.Build.props has ${declared}: make them the same."
    }

    # bin/ is loaded into PowerShell's own context, bin/deps/ into the module's, which must not find a second Core there.
    $stage = "module/.build-$([guid]::NewGuid())"
    try {
        dotnet publish src/ExperimentTracker @dotnetOptions --output "$stage/module" | Out-Host
        dotnet publish src/ExperimentTracker.Storage @dotnetOptions --output "$stage/storage" | Out-Host
        $null = New-Folder "$stage/bin/deps"
        Move-Item "$stage/module/ExperimentTracker*.dll" "$stage/bin"
        Move-Item "$stage/storage/*.dll", "$stage/storage/runtimes" "$stage/bin/deps"
        Remove-Item "$stage/bin/deps/ExperimentTracker.Core.dll"
        Update-Folder "$stage/bin" module/bin
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }

    # In a process of its own, since the help's syntax comes from the cmdlets and the module stays loaded.
    & $pwsh @pwshOptions build/New-Help.ps1 -AllowMissing:$AllowMissingHelp | Out-Host
}

# The help is what a build writes last: a build is current when nothing it reads is newer.
function Test-BuildCurrent {
    if (!(Test-Path $help)) { return $false }
    $newest = Get-ChildItem Directory.*.props, $manifest, build.ps1, build, docs, src, module/*.ps1xml -Recurse -File |
        Where-Object FullName -NotMatch '[\\/](bin|obj|node_modules)[\\/]' | Measure-Object LastWriteTimeUtc -Maximum
    $newest.Maximum -lt (Get-Item $help).LastWriteTimeUtc
}

function Invoke-Pack {
    $stage = "out/.pack-$([guid]::NewGuid())"
    try {
        $null = New-Folder "$stage/module"
        Copy-Item $manifest, LICENSE, README.md, CHANGELOG.md $stage
        Copy-Item en-US $stage -Recurse
        Copy-Item src/ExperimentTracker.ReportPage/uPlot/uPlot.LICENSE $stage
        Get-ChildItem module -Exclude '.*' | Copy-Item -Destination "$stage/module" -Recurse
        Update-Folder $stage $packed
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }
}

function New-Result([string] $Outcome, [string] $Name, [string] $Message) {
    [pscustomobject]@{ Outcome = $Outcome; Name = $Name; Message = $Message }
}

function Get-Tally([object[]] $Result) {
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($one in $Result) { $count[$one.Outcome]++ }
    '{0} passed, {1} failed, {2} skipped' -f $count.Passed, $count.Failed, $count.Skipped
}

function Test-Failed([object[]] $Result) {
    foreach ($one in $Result) { if ($one.Outcome -eq 'Failed') { return $true } }
    $false
}

function Write-Suite([string] $Name, [timespan] $Duration, [object[]] $Result) {
    '{0,-32} {1,6:0.0} s  {2}' -f $Name, $Duration.TotalSeconds, (Get-Tally $Result) | Out-Host
    foreach ($one in $Result) {
        if ($one.Outcome -eq 'Failed') { "  FAILED $($one.Name)", ($one.Message -replace '(?m)^', '    ') | Out-Host }
    }
}

function Invoke-XunitSuite {
    $options = @(if ($NoBuild) { '--no-build' }; if ($Filter) { '--filter', $Filter })
    $PSNativeCommandUseErrorActionPreference = $false
    $log = dotnet test tests/ExperimentTracker.Tests @dotnetOptions @options --results-directory $results `
        --logger 'trx;LogFileName=xunit.trx' 2>&1
    $exitCode = $LASTEXITCODE
    $found = @(
        if (Test-Path "$results/xunit.trx") {
            $trx = @{ t = 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010' }
            Select-Xml -Path "$results/xunit.trx" -Namespace $trx -XPath '//t:UnitTestResult' | ForEach-Object {
                $outcome = switch ($_.Node.outcome) { Passed { 'Passed' } NotExecuted { 'Skipped' } default { 'Failed' } }
                $message = Select-Xml -Xml $_.Node -Namespace $trx -XPath './/t:Message | .//t:StackTrace' | ForEach-Object Node
                New-Result $outcome $_.Node.testName (($message | ForEach-Object InnerText) -join "`n")
            }
        }
    )
    if ($exitCode -and !(Test-Failed $found)) { $found += New-Result Failed 'dotnet test' ($log | Out-String) }
    $found
}

# The same experiment without PowerShell; it must not rot just because PowerShell is here.
function Invoke-QuickStartSuite {
    $PSNativeCommandUseErrorActionPreference = $false
    $project = (Get-Item examples/QuickStart).FullName
    Push-Location -LiteralPath (New-Folder "$results/QuickStart")
    $log = dotnet run --project $project --configuration Release 2>&1 | Out-String
    Pop-Location
    New-Result ($LASTEXITCODE ? 'Failed' : 'Passed') 'examples/QuickStart' $log
}

# The pinned Pester: from this machine, else saved below out/, where it touches nobody's modules; else the reason.
function Find-Pester {
    $pinned = (Import-PowerShellDataFile build/requirements.psd1).Pester
    $installed = Get-Module -ListAvailable -FullyQualifiedName @{ ModuleName = 'Pester'; RequiredVersion = $pinned }
    if ($installed) { return @{ Path = @($installed)[0].Path } }
    $saved = "out/modules/Pester/$pinned/Pester.psd1"
    try {
        if (!(Test-Path $saved)) {
            $null = New-Folder out/modules
            if (Get-Command Save-PSResource -ErrorAction Ignore) {
                Save-PSResource Pester -Version $pinned -Path out/modules -TrustRepository
            }
            elseif (Get-Command Save-Module -ErrorAction Ignore) { Save-Module Pester -RequiredVersion $pinned -Path out/modules }
            else { throw 'there is no Save-PSResource here' }
        }
        @{ Path = (Get-Item $saved).FullName }
    }
    catch { @{ Path = $null; Reason = "Pester $pinned is not on this machine and could not be fetched ($_)" } }
}

# One fresh process a file, as many at a time as there are processors, the largest file first so that it does not end alone.
function Invoke-PesterSuite {
    $files = Get-ChildItem tests/*.Tests.ps1 | Sort-Object Length -Descending
    $pester = Find-Pester
    if (!$pester.Path) { return $files | ForEach-Object { New-Result Skipped "tests/$($_.Name)" $pester.Reason } }
    $env:EXPERIMENTTRACKER_MODULE = (Get-Item "$packed/$manifest").FullName
    $files | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount) -Parallel {
        $report = "$using:results/$($_.BaseName).xml"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $log = & $using:pwsh @using:pwshOptions build/Invoke-PesterFile.ps1 -Path $_.FullName -Pester $using:pester.Path `
            -Filter $using:Filter -Report $report 2>&1
        [pscustomobject]@{ Name = $_.Name; Report = $report; Duration = $watch.Elapsed; Log = $log | Out-String }
    } | ForEach-Object {
        $found = @(
            if (Test-Path $_.Report) { Import-Clixml $_.Report }
            else { New-Result Failed "tests/$($_.Name)" "ended without a report; it printed:`n$($_.Log)" }
        )
        if ($found) { Write-Suite $_.Name $_.Duration $found }
        $found
    }
}

# Emits a result a test.
function Invoke-Test {
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $null = New-Folder $results
    try {
        if (!$NoBuild) { Invoke-Build }
        Invoke-Pack
    }
    catch {
        $broken = New-Result Failed build "$_"
        Write-Suite build ([timespan]::Zero) $broken
        return $broken
    }
    Use-Environment ($testEnvironment + @{ EXPERIMENTTRACKER_MODULE = $null }) {
        foreach ($suite in @('Xunit'; if (!$Filter) { 'QuickStart'; 'Page' })) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $found = & "Invoke-${suite}Suite"
            if ($found) { Write-Suite $suite $watch.Elapsed $found }
            $found
        }
        Invoke-PesterSuite
    }
}

# Writes to a store from many processes and runspaces, kills them, fills its disk, and feeds it what nobody should.
function Invoke-Stress {
    $folder = New-Folder out/stress
    dotnet build tests/ExperimentTracker.Stress @dotnetOptions --output $folder | Out-Host
    $options = @{
        minutes = $Minutes.ToString([cultureinfo]::InvariantCulture); openings = $Openings; kills = $Kills; inputs = $Inputs; megabytes = $Megabytes
        seed = $Seed; only = $Filter; module = "$PSScriptRoot/$manifest"; pwsh = (@($pwsh) + @($pwshOptions -like '*.dll')) -join '|'
    }
    $arguments = $options.Keys | ForEach-Object { "--$_", "$($options[$_])" }
    $PSNativeCommandUseErrorActionPreference = $false
    Use-Environment $testEnvironment { dotnet "$folder/ExperimentTracker.Stress.dll" @arguments | Out-Host }
    $script:exitCode = $LASTEXITCODE
}

function Invoke-Bench {
    $bench, $rows = (New-Folder out/bench), @()
    foreach ($project in 'ExperimentTracker.Benchmarks', 'Nothing/ExperimentTracker.Nothing') {
        dotnet build "tests/Benchmarks/$project.csproj" @dotnetOptions --output "$bench/$(Split-Path $project -Leaf)" | Out-Host
    }
    dotnet "$bench/ExperimentTracker.Benchmarks/ExperimentTracker.Benchmarks.dll" "$bench/engine.json" ($Quick ? 'quick' : 'full') | Out-Host
    $rows = @(Get-Content "$bench/engine.json" -Raw | ConvertFrom-Json)
    & $pwsh @pwshOptions tests/Benchmarks/Show-Cmdlets.ps1 -Module "$PSScriptRoot/$manifest" `
        -Nothing "$bench/ExperimentTracker.Nothing/ExperimentTracker.Nothing.dll" -Out "$bench/cmdlets.json" -Quick:$Quick | Out-Host
    $rows += @(Get-Content "$bench/cmdlets.json" -Raw | ConvertFrom-Json)
    # Durable against the death of the process: what two calls of a cmdlet cost, and a commit.
    $loop = $rows | Where-Object Work -EQ 'one Add-Metric in a loop'
    $loop.Budget = 2 + ($rows | Where-Object Work -Like 'one point a transaction*').LimitTime / $loop.LimitTime
    # Arrays through the cmdlet, against what the engine was measured against.
    $limit = $rows | Where-Object Work -Like 'bulk ingest of arrays*' | Select-Object -Last 1
    foreach ($row in $rows | Where-Object Work -Like 'arrays by Add-Metric*') {
        $row.Limit, $row.LimitTime, $row.Ratio = "$($limit.Limit), in the engine's part", $limit.LimitTime, ($row.Ours / $limit.LimitTime)
        $row.Budget, $row.Spread = ($row.Work -like '*typed' ? 1 / 3 : $null), @($row.Spread | ForEach-Object { $_ / $limit.LimitTime })
    }
    $rows | ConvertTo-Json -Depth 4 | Set-Content out/bench.json
    tests/Benchmarks/ConvertTo-BenchTable.ps1 $rows | Set-Content out/bench.md
    'The table is in out/bench.json and, as Markdown, in out/bench.md as well.'
    if ($Quick) { Compare-Bench $rows }
}

# A ratio has moved when it lies outside of what its own runs and those of the baseline spread over, and is another by more than a quarter.
function Compare-Bench([object[]] $Rows) {
    $baseline = 'tests/Benchmarks/baseline.json'
    if (!(Test-Path $baseline)) { return "There is no $baseline to compare with." }
    $kept = @{}
    foreach ($row in Get-Content $baseline -Raw | ConvertFrom-Json) { $kept[$row.Work] = $row }
    $moved = foreach ($row in $Rows | Where-Object { $_.LimitTime -and $kept[$_.Work] }) {
        if ([math]::Abs([math]::Log($row.Ratio / $kept[$row.Work].Ratio)) -lt [math]::Log(1.25)) { continue }
        $before = $kept[$row.Work]
        if ($row.Ratio -gt $before.Spread[1] -and $before.Ratio -lt $row.Spread[0]) { '{0}: {1:0.00} was {2:0.00}, slower' -f $row.Work, $row.Ratio, $before.Ratio }
        if ($row.Ratio -lt $before.Spread[0] -and $before.Ratio -gt $row.Spread[1]) { '{0}: {1:0.00} was {2:0.00}, faster' -f $row.Work, $row.Ratio, $before.Ratio }
    }
    $moved ? $moved : 'No ratio has moved by more than its noise.'
}

. "$PSScriptRoot/build/ReportPage.ps1"

$exitCode = 0
Push-Location -LiteralPath $PSScriptRoot
try {
    Use-Environment $buildEnvironment {
        switch ($Verb) {
            clean { Invoke-Clean }
            build { Invoke-Build }
            pack { if (!$NoBuild) { Invoke-Build }; Invoke-Pack; "$packed is ready: copy it anywhere." }
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
