<#
.SYNOPSIS
What every Pester file dot-sources first: BeforeAll { . "$PSScriptRoot/TestSupport.ps1" }

.DESCRIPTION
Imports the module that is tested, the packed one when build.ps1 runs the tests, else the checkout's; and helps with stores and
with real PowerShell processes.
#>
$modulePath = $env:EXPERIMENTTRACKER_MODULE ? $env:EXPERIMENTTRACKER_MODULE : (Join-Path (Split-Path $PSScriptRoot) ExperimentTracker.psd1)
Import-Module $modulePath -ErrorAction Stop

# The caller's own store and trace are no part of a test.
$env:EXPERIMENT_STORE = $env:TRACEPARENT = $null

<#
.SYNOPSIS
Makes a fresh folder for a store and gives its path. It lies in the temp folder, which build.ps1 removes after each file.
#>
function New-TestStore {
    (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "store-$([guid]::NewGuid())")).FullName
}

<#
.SYNOPSIS
Starts a script in a real PowerShell process, as a user's script runs, and gives its System.Diagnostics.Process; its
three streams are redirected.

.PARAMETER Script
The text of the script. The module is imported on its first line, so that line numbers in errors are those of the text.

.PARAMETER Environment
Variables to set; $null removes one.
#>
function Start-Pwsh {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyString()] [string] $Script,
        [string] $WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath,
        [hashtable] $Environment = @{},
        [switch] $NoImport
    )
    $file = Join-Path ([IO.Path]::GetTempPath()) "script-$([guid]::NewGuid()).ps1"
    $import = $NoImport ? '' : "Import-Module '$($modulePath -replace "'", "''")' -ErrorAction Stop; "
    Set-Content -LiteralPath $file "$import$Script"

    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    if ((Split-Path $start.FileName -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add("$PSHOME/pwsh.dll") } # PowerShell as a .NET tool
    '-NoProfile', '-NonInteractive', '-File', $file | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = [Text.UTF8Encoding]::new()
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) }
        else { $start.Environment[$name] = "$($Environment[$name])" }
    }
    [Diagnostics.Process]::Start($start)
}

<#
.SYNOPSIS
Runs a script in a real PowerShell process to its end and gives its ExitCode, StdOut (lines) and StdErr (text).
#>
function Invoke-Pwsh {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [AllowEmptyString()] [string] $Script,
        [string] $WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath,
        [hashtable] $Environment = @{},
        [switch] $NoImport,
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
