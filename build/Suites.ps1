# The verb test of build.ps1, which dot-sources this. Each suite emits a result a test.

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
    # Some drive a browser. Where they cannot, they are skipped and say why.
    $null = Install-NodePackage tests/browser out/browser
    # Named tests come from a build without analyzers.
    $options = @('--configuration'; $Filter ? 'Debug' : 'Release'; if ($NoBuild) { '--no-build' }; if ($Filter) { '--filter', $Filter })
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

# The pinned Pester: from this machine, else from the package feed, whose folder of packages is no module path; else the reason.
function Find-Pester {
    $pinned = (Select-Xml -Path Directory.Packages.props -XPath '//PesterVersion').Node.InnerText
    $installed = Get-Module -ListAvailable -FullyQualifiedName @{ ModuleName = 'Pester'; RequiredVersion = $pinned }
    if ($installed) { return @{ Path = @($installed)[0].Path } }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = dotnet restore build/Pester --nologo --verbosity quiet -tl:off 2>&1
    if ($LASTEXITCODE) {
        $reason = $log | Where-Object { "$_" -match 'error' } | Select-Object -First 1
        return @{ Path = $null; Reason = "Pester $pinned is not on this machine and could not be restored ($reason)" }
    }
    $packages = dotnet msbuild build/Pester -getProperty:NuGetPackageRoot
    @{ Path = (Get-Item (Join-Path "$packages".Trim() "pester/$pinned/tools/Pester.psd1")).FullName }
}

# Which files of tests a filter can mean: the one it names, else those whose text has each part of it. Names that tests make of data are in
# no text; then it is all of them.
function Select-TestFile([IO.FileInfo[]] $Files) {
    if (!$Filter) { return $Files }
    if ($Filter -like '*.Tests.ps1') { return $Files | Where-Object Name -Like $Filter }
    $parts = $Filter -split '\.' | Where-Object { $_ }
    $Files | Where-Object {
        $text = [IO.File]::ReadAllText($_.FullName)
        !($parts | Where-Object { !$text.Contains($_, 'OrdinalIgnoreCase') })
    }
}

# One fresh process a file, as many at a time as there are processors, the largest file first so that it does not end alone.
function Invoke-PesterSuite([IO.FileInfo[]] $Files, [string] $Module) {
    if (!$Files) { return }
    $pester = Find-Pester
    if (!$pester.Path) { return $Files | ForEach-Object { New-Result Skipped "tests/$($_.Name)" $pester.Reason } }
    $env:EXPERIMENTTRACKER_MODULE = (Get-Item $Module).FullName
    $names = $Filter -like '*.Tests.ps1' ? '' : $Filter
    $Files | Sort-Object Length -Descending | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount) -Parallel {
        $report = "$using:results/$($_.BaseName).xml"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $log = & $using:pwsh @using:pwshOptions build/Invoke-PesterFile.ps1 -Path $_.FullName -Pester $using:pester.Path `
            -Filter $using:names -Report $report 2>&1
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

function Invoke-Suite([string] $Name, [scriptblock] $Suite) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $found = @(& $Suite)
    if ($found) { Write-Suite $Name $watch.Elapsed $found }
    $found
}

# All tests against the packed module; or those that a filter names, quickly, against the checkout's.
function Invoke-Test {
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $null = New-Folder $results
    $pester = @(Select-TestFile (Get-ChildItem tests/*.Tests.ps1))
    $xunit = @(Select-TestFile (Get-ChildItem tests/ExperimentTracker.Tests -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'))
    if ($Filter -and !$pester -and !$xunit) {
        if ($Filter -like '*.Tests.ps1') { return New-Result Failed $Filter 'There is no such file in tests/.' }
        $pester, $xunit = (Get-ChildItem tests/*.Tests.ps1), $true
    }
    try {
        $module = $manifest
        if (!$Filter) {
            if (!$NoBuild) { Invoke-Build }
            $module = Join-Path (Invoke-Pack) $manifest
        }
        elseif ($pester -and !$NoBuild) { Invoke-QuickBuild }
    }
    catch {
        $broken = New-Result Failed build "$_"
        Write-Suite build ([timespan]::Zero) $broken
        return $broken
    }
    Use-Environment ($testEnvironment + @{ EXPERIMENTTRACKER_MODULE = $null }) {
        if ($xunit) { Invoke-Suite Xunit { Invoke-XunitSuite } }
        if (!$Filter) {
            Invoke-Suite QuickStart { Invoke-QuickStartSuite }
            Invoke-Suite Page { Invoke-PageSuite }
        }
        Invoke-PesterSuite $pester $module
    }
}
