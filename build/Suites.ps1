# The verb test of build.ps1, which dot-sources this. Each suite emits one result per test.

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

# A suite is a program that Invoke-Suite runs, and a block that converts its Log, its ExitCode and the reports that it wrote to results.
# The block of a suite without a name writes its own lines.
function New-Suite([string] $Name, [string] $Program, [string[]] $Arguments, [scriptblock] $Read, [string] $Folder = '.', [string[]] $Files) {
    [pscustomobject]@{
        Name = $Name; Files = $Files; Program = $Program; Arguments = $Arguments; Folder = (Get-Item $Folder).FullName
        Read = $Read; Log = ''; ExitCode = 0; Duration = [timespan]::Zero
    }
}

# Runs one suite more at a time than there are processors, because many tests wait for other processes.
function Invoke-Suite([object[]] $Suites) {
    $Suites | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount + 1) -Parallel {
        $PSNativeCommandUseErrorActionPreference = $false
        $suite = $_
        Set-Location -LiteralPath $suite.Folder
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $arguments = $suite.Arguments
        $suite.Log = & $suite.Program @arguments 2>&1 | Out-String
        $suite.ExitCode = $LASTEXITCODE
        $suite.Duration = $watch.Elapsed
        $suite
    } | ForEach-Object {
        $found = @(& $_.Read $_)
        if ($found -and $_.Name) { Write-Suite $_.Name $_.Duration $found }
        $found
    }
}

function Get-XunitSuite {
    # Some tests use a browser. Without one they are skipped, with the reason.
    $null = Install-NodePackage tests/browser out/browser
    # Filtered tests are built here, without analyzers. Otherwise Invoke-Test has built them, so that nothing is compiled while other suites run.
    $options = @('--configuration'; $Filter ? 'Debug' : 'Release'; if ($NoBuild -or !$Filter) { '--no-build' }; if ($Filter) { '--filter', $Filter })
    New-Suite Xunit dotnet (@('test', 'tests/ExperimentTracker.Tests') + $dotnetOptions + $options + @(
            '--results-directory', $results, '--logger', 'trx;LogFileName=xunit.trx')) {
        param($suite)
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
        if ($suite.ExitCode -and !(Test-Failed $found)) { $found += New-Result Failed 'dotnet test' $suite.Log }
        $found
    }
}

# The example in C#, which does not need PowerShell.
function Get-QuickStartSuite {
    $project = (Get-Item examples/QuickStart).FullName
    New-Suite QuickStart dotnet 'run', '--project', $project, '--configuration', 'Release', '--no-build' -Folder (New-Folder "$results/QuickStart") {
        param($suite)
        New-Result ($suite.ExitCode ? 'Failed' : 'Passed') 'examples/QuickStart' $suite.Log
    }
}

# The pinned version of Pester: installed on this machine, or restored from the package feed; otherwise the reason why it is not available.
function Find-Pester {
    $pinned = (Select-Xml -Path Directory.Packages.props -XPath '//PesterVersion').Node.InnerText
    $installed = Get-Module -ListAvailable -FullyQualifiedName @{ ModuleName = 'Pester'; RequiredVersion = $pinned }
    if ($installed) { return @{ Path = @($installed)[0].Path } }
    # Restoring takes longer than a small file of tests.
    $restored = Join-Path ($env:NUGET_PACKAGES ?? (Join-Path $HOME .nuget packages)) pester $pinned tools Pester.psd1
    if (Test-Path $restored) { return @{ Path = $restored } }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = dotnet restore build/Pester --nologo --verbosity quiet -tl:off 2>&1
    if ($LASTEXITCODE) {
        $reason = $log | Where-Object { "$_" -match 'error' } | Select-Object -First 1
        return @{ Path = $null; Reason = "Pester $pinned is not on this machine and could not be restored ($reason)" }
    }
    $packages = dotnet msbuild build/Pester -getProperty:NuGetPackageRoot
    @{ Path = (Get-Item (Join-Path "$packages".Trim() "pester/$pinned/tools/Pester.psd1")).FullName }
}

# The test files that a filter can match: the file with this name, or those whose text contains each part of the filter. Names of tests that are
# generated from data are in no file; then Invoke-Test uses all files.
function Select-TestFile([IO.FileInfo[]] $Files) {
    if (!$Filter) { return $Files }
    if ($Filter -like '*.Tests.ps1') { return $Files | Where-Object Name -Like $Filter }
    $parts = $Filter -split '\.' | Where-Object { $_ }
    $Files | Where-Object {
        $text = [IO.File]::ReadAllText($_.FullName)
        !($parts | Where-Object { !$text.Contains($_, 'OrdinalIgnoreCase') })
    }
}

# Four processes per processor for all files, and a session for each file (build/Invoke-PesterFiles.ps1). The largest files are dealt out first, so that the
# processes end at about the same time. With a server, its stores are those of the tests, instead of SQLite's.
function Get-PesterSuite([IO.FileInfo[]] $Files, [string] $Module, [object] $Server) {
    if (!$Files) { return }
    $pester = Find-Pester
    $obstacle = !$pester.Path ? $pester.Reason : $Server ? $Server.Obstacle : $null
    $place = $Server ? ' on PostgreSQL' : ''
    if ($obstacle) { return $Files | ForEach-Object { New-Result Skipped "tests/$($_.Name)$place" $obstacle } }
    $engine = $Server ? 'PostgreSQL' : 'SQLite'
    $address = $Server ? ($Server | Select-Object Host, Port, User, PasswordFile | ConvertTo-Json -Compress) : ''
    $env:EXPERIMENTTRACKER_MODULE = (Get-Item $Module).FullName
    $env:EXPERIMENTTRACKER_PSHOME = $PSHOME
    $program, $options = @(Get-PwshIn (Get-CompiledPowerShell)) + $pwshRun
    $sorted = @($Files | Sort-Object Length -Descending)
    $count = [Math]::Min($sorted.Count, 4 * [Environment]::ProcessorCount)
    $names = $Filter -like '*.Tests.ps1' ? '' : $Filter
    for ($first = 0; $first -lt $count; $first++) {
        $group = @(for ($i = $first; $i -lt $sorted.Count; $i += $count) { $sorted[$i] })
        New-Suite '' $program -Files ($group.Name -replace 'ps1$', "$engine.xml") ($options + @(
                'build/Invoke-PesterFiles.ps1', '-Pester', $pester.Path, '-Filter', $names, '-Results', (Get-Item $results).FullName, '-Server', $address) + $group.FullName) {
            param($suite)
            foreach ($file in $suite.Files) {
                $name = $file -replace '\.SQLite\.xml$', '.ps1' -replace '\.PostgreSQL\.xml$', '.ps1 on PostgreSQL'
                $report = if (Test-Path "$results/$file") { Import-Clixml "$results/$file" }
                else { @{ Duration = $suite.Duration; Results = New-Result Failed "tests/$name" "It has no report. The output of its process:`n$($suite.Log)" } }
                $found = @($report.Results)
                if ($name -like '* on PostgreSQL') { foreach ($one in $found) { $one.Name = "PostgreSQL: $($one.Name)" } }
                if ($found) { Write-Suite $name $report.Duration $found }
                $found
            }
        }
    }
}

# Runs all tests against the packed module, or those that match the filter against the module in the checkout, which is quicker.
function Invoke-Test {
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $null = New-Folder $results
    $pester = @(Select-TestFile (Get-ChildItem tests/*.Tests.ps1))
    $xunit = @(Select-TestFile (Get-ChildItem tests/ExperimentTracker.Tests -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'))
    if ($Filter -and !$pester -and !$xunit) {
        if ($Filter -like '*.Tests.ps1') { return New-Result Failed $Filter 'This file does not exist in tests/.' }
        $pester, $xunit = (Get-ChildItem tests/*.Tests.ps1), $true
    }
    try {
        $module = $manifest
        if (!$Filter) {
            if (!$NoBuild) {
                Invoke-Build
                dotnet build ExperimentTracker.slnx --configuration Release @dotnetOptions | Out-Host
            }
            $module = Join-Path (Get-CompiledModule (Invoke-Pack)) $manifest
        }
        elseif ($pester -and !$NoBuild) {
            Invoke-QuickBuild
            # Only some files need servers.
            if ($pester | Select-String -SimpleMatch ServerSupport.ps1, EngineSupport.ps1 -Quiet) { dotnet build tests/ExperimentTracker.TestServers --configuration Debug @dotnetOptions | Out-Host }
        }
    }
    catch {
        $broken = New-Result Failed build "$_"
        Write-Suite build ([timespan]::Zero) $broken
        return $broken
    }
    Use-Environment ($testEnvironment + @{ EXPERIMENTTRACKER_MODULE = $null; EXPERIMENTTRACKER_PSHOME = $null }) {
        # One server for all files that run on every engine.
        $onBoth = @($pester | Where-Object { Select-String -InputObject $_ -SimpleMatch EngineSupport.ps1 -Quiet })
        $server = $onBoth ? (Start-TestPostgres) : $null
        try {
            $suites = @(
                if ($xunit) { Get-XunitSuite }
                Get-PesterSuite $pester $module
                Get-PesterSuite $onBoth $module $server
                if (!$Filter) { Get-QuickStartSuite; Get-PageSuite }
            )
            $known, $suites = $suites.Where({ $_.PSObject.Properties['Outcome'] }, 'Split')
            if ($known) { Write-Suite 'before the suites' ([timespan]::Zero) $known; $known }
            if ($suites) { Invoke-Suite $suites }
        }
        finally { Stop-TestPostgres $server }
    }
}
