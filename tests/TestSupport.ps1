<#
.SYNOPSIS
Every Pester file dot-sources this script first: BeforeAll { . "$PSScriptRoot/TestSupport.ps1" }

.DESCRIPTION
Imports the module under test: the packed one when build.ps1 runs the tests, otherwise the one in the checkout. Provides functions for stores and for
PowerShell processes.
#>
$modulePath = $env:EXPERIMENTTRACKER_MODULE ? $env:EXPERIMENTTRACKER_MODULE : (Join-Path (Split-Path $PSScriptRoot) ExperimentTracker.psd1)
Import-Module $modulePath -ErrorAction Stop

# The command of this PowerShell, for child processes.
$pwshCommand = @(& "$PSScriptRoot/../build/Get-PwshCommand.ps1")

# The folder of PowerShell as it is installed. This process can run a compiled copy (build/ReadyToRun.ps1), which other users cannot read.
$installedHome = $env:EXPERIMENTTRACKER_PSHOME ? $env:EXPERIMENTTRACKER_PSHOME : $PSHOME

# Tests must not use the store, the trace or the build of the caller.
$env:EXPERIMENT_STORE = $env:TRACEPARENT = $env:EXPERIMENT_PARENT_RUN = $env:TF_BUILD = $env:GITHUB_ACTIONS = $null

<#
.SYNOPSIS
Creates a folder for a store and returns its path. The folder is in the temporary folder, which build.ps1 deletes after each file.
#>
function New-TestStore {
    (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "store-$([guid]::NewGuid())")).FullName
}

$asNobody = '--reuid=65534', '--regid=65534', '--clear-groups'

<#
.SYNOPSIS
Returns the reason why Start-Pwsh -Unprivileged cannot start a process that is subject to file permissions, or nothing if it can.
#>
function Get-PrivilegeObstacle {
    if ($IsWindows) { return 'Windows has access control lists instead of file modes' }
    if ((id -u) -ne 0) { return }
    if (!(Get-Command setpriv -CommandType Application -ErrorAction Ignore)) { return 'the tests run as root, and setpriv is not installed; on Debian: apt-get install util-linux' }
    foreach ($path in "$installedHome/pwsh.dll", $modulePath) {
        setpriv @asNobody test -r $path
        if ($LASTEXITCODE) { return "the tests run as root, and other users cannot read $path" }
    }
}

<#
.SYNOPSIS
Returns the reason why processes ignore a signal here, or nothing if they do not. A process inherits from its parent which signals it ignores.
#>
function Get-SignalObstacle([ValidateSet('HUP', 'INT', 'TERM', 'KILL')] [string] $Signal) {
    if ($IsWindows) { return 'Windows has no signals' }
    if (!(Get-Command kill -CommandType Application -ErrorAction Ignore)) { return 'kill is not installed' }
    $bit = @{ HUP = 1; INT = 2; TERM = 15 }[$Signal]
    $status = Get-Content "/proc/$PID/status" -ErrorAction Ignore | Select-String '^SigIgn:\s*([0-9a-f]+)'
    if ($bit -and $status -and [Convert]::ToUInt64($status.Matches[0].Groups[1].Value, 16) -band (1uL -shl ($bit - 1))) {
        "SIG$Signal is ignored here, as under nohup or in a background job of a shell"
    }
}

# The processes that a file started. build/Invoke-PesterFile.ps1 kills those that are still running.
$global:StartedProcesses = [Collections.Generic.List[Diagnostics.Process]]::new()

<#
.SYNOPSIS
Starts a process that is killed after the tests, even if they fail.
#>
function Start-TestProcess([Diagnostics.ProcessStartInfo] $Start) {
    $process = [Diagnostics.Process]::Start($Start)
    $global:StartedProcesses.Add($process)
    $process
}

<#
.SYNOPSIS
Reads the output of a started script until it prints "ready". If the script ends, or does not print it in time, an error shows its output.
#>
function Wait-Ready([Diagnostics.Process] $Process, [int] $TimeoutSeconds = 60) {
    $deadline = [Diagnostics.Stopwatch]::StartNew()
    $printed = while ($true) {
        $line = $Process.StandardOutput.ReadLineAsync()
        $left = $TimeoutSeconds * 1000 - [int] $deadline.ElapsedMilliseconds
        if (!$line.Wait([math]::Max(0, $left))) { $Process.Kill($true); throw "The script was not ready within $TimeoutSeconds s. It printed: $printed" }
        if ($null -eq $line.Result) { throw "The script ended before it was ready. It printed: $printed" }
        if ($line.Result -eq 'ready') { return }
        $line.Result
    }
}

<#
.SYNOPSIS
Waits until a block returns a true value. A timeout is an error.
#>
function Wait-Until([scriptblock] $Condition, [int] $TimeoutSeconds = 60) {
    $deadline = [Diagnostics.Stopwatch]::StartNew()
    while (!(& $Condition)) {
        if ($deadline.Elapsed.TotalSeconds -gt $TimeoutSeconds) { throw "It did not become true within $TimeoutSeconds s: $Condition" }
        Start-Sleep -Milliseconds 10
    }
}

<#
.SYNOPSIS
Runs a block and returns its error records, including a terminating error. The output of the block is discarded.
#>
function Get-Failure([scriptblock] $Body) {
    $ErrorActionPreference = 'Continue'
    try { & $Body 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } }
    catch { $_ }
}

<#
.SYNOPSIS
Serializes and deserializes an object, as Export-Clixml or a job would.
#>
function Copy-ThroughFile([object] $InputObject) {
    [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($InputObject))
}

<#
.SYNOPSIS
Runs a block and returns the messages of -WhatIf. They are written to the host and not to a stream, so they are read from a transcript.
#>
function Get-WhatIf([scriptblock] $Body) {
    $whatIfTranscript = Join-Path ([IO.Path]::GetTempPath()) "transcript-$([guid]::NewGuid()).txt"
    $null = Start-Transcript -LiteralPath $whatIfTranscript -UseMinimalHeader
    try { $null = & $Body }
    finally { $null = Stop-Transcript }
    (Get-Content -LiteralPath $whatIfTranscript) -match '^What if: '
}

<#
.SYNOPSIS
Starts a script in a separate PowerShell process, as a user would, and returns its System.Diagnostics.Process with redirected streams.

.PARAMETER Script
The text of the script. The module is imported on its first line, so that line numbers in errors are those of the text.

.PARAMETER Environment
Variables to set; $null removes one.

.PARAMETER Unprivileged
Runs the process as a user who is subject to file permissions: the user nobody if the tests run as root. Get-PrivilegeObstacle tests whether this is
possible.
#>
function Start-Pwsh {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyString()] [string] $Script,
        [string] $WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath,
        [hashtable] $Environment = @{},
        [switch] $NoImport,
        [switch] $Unprivileged
    )
    $file = Join-Path ([IO.Path]::GetTempPath()) "script-$([guid]::NewGuid()).ps1"
    $import = $NoImport ? '' : "Import-Module '$($modulePath -replace "'", "''")' -ErrorAction Stop; "
    Set-Content -LiteralPath $file "$import$Script"

    $start = [Diagnostics.ProcessStartInfo]::new($pwshCommand[0])
    @($pwshCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', $file | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = [Text.UTF8Encoding]::new()
    $start.Environment['NO_COLOR'] = '1'
    if ($Unprivileged -and (id -u) -eq 0) {
        $own = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "nobody-$([guid]::NewGuid())")).FullName
        chmod 777 $own
        'HOME', 'TMPDIR' | ForEach-Object { $start.Environment[$_] = $own }
        $arguments = @(@($start.FileName) + $start.ArgumentList).Replace($PSHOME, $installedHome)
        $start.FileName = 'setpriv'
        $start.ArgumentList.Clear()
        $asNobody + $arguments | ForEach-Object { $start.ArgumentList.Add($_) }
    }
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) }
        else { $start.Environment[$name] = "$($Environment[$name])" }
    }
    Start-TestProcess $start
}

<#
.SYNOPSIS
Runs a script in a separate PowerShell process and returns its ExitCode, StdOut (lines) and StdErr (text).
#>
function Invoke-Pwsh {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyString()] [string] $Script,
        [string] $WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath,
        [hashtable] $Environment = @{},
        [switch] $NoImport,
        [switch] $Unprivileged,
        [int] $TimeoutSeconds = 60
    )
    $null = $PSBoundParameters.Remove('TimeoutSeconds')
    $process = Start-Pwsh @PSBoundParameters
    try {
        $process.StandardInput.Close()
        $output, $errors = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        if (!$process.WaitForExit($TimeoutSeconds * 1000)) {
            $process.Kill($true)
            throw "The script did not end within $TimeoutSeconds s. It printed:`n$($output.Result)$($errors.Result)"
        }
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            StdOut = @($output.Result.TrimEnd() -split '\r?\n' | Where-Object { $output.Result })
            StdErr = $errors.Result
        }
    }
    finally { $process.Dispose() }
}
