<#
.SYNOPSIS
Simulates an agent of Azure Pipelines and a runner of GitHub Actions for the steps of a job. Dot-source it after TestSupport.ps1.

.DESCRIPTION
Each step runs in a separate process, wrapped as the PowerShell@2 task and GitHub's shell pwsh wrap it, with the environment variables that the
services document. AzureAgent and GitHubRunner parse the output and throw if a command is not well-formed.
#>
Add-Type -IgnoreWarnings -Path (Get-ChildItem "$PSScriptRoot/ExperimentTracker.Tests/Support/Agents" -Filter *.cs | Where-Object Name -NE Builds.cs)

<#
.SYNOPSIS
Starts a script as a step of a job. Wait-Step returns its results.

.PARAMETER Command
The command of the step: the path of a script with its arguments, or any text.
#>
function Start-Step {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [ValidateSet('Azure', 'GitHub')] [string] $Service,
        [Parameter(Mandatory)] [string] $Command,
        [hashtable] $Environment = @{},
        [string] $WorkingDirectory = (Split-Path $PSScriptRoot)
    )
    $temp = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "agent-$([guid]::NewGuid())")).FullName
    $variables = @{ EXPERIMENT_MODULE = $modulePath; NO_COLOR = '1'; TERM = 'dumb' }
    if ($Service -eq 'Azure') {
        $variables += @{
            TF_BUILD = 'True'; BUILD_BUILDID = '4711'; BUILD_BUILDNUMBER = '20260307.2'; BUILD_DEFINITIONNAME = 'sweep'; AGENT_TEMPDIRECTORY = $temp
            BUILD_SOURCEBRANCH = 'refs/heads/main'; SYSTEM_COLLECTIONURI = 'https://dev.azure.com/fabrikam/'; SYSTEM_TEAMPROJECT = 'flowers'
        }
        $text = "`$ErrorActionPreference = 'stop'", ". $Command", 'if (!(Test-Path -LiteralPath variable:\LASTEXITCODE)) {',
            "    Write-Host '##vso[task.debug]`$LASTEXITCODE is not set.'", '} else {',
            "    Write-Host ('##vso[task.debug]`$LASTEXITCODE: {0}' -f `$LASTEXITCODE)", '    exit $LASTEXITCODE', '}'
    }
    else {
        'GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY' | ForEach-Object { $variables[$_] = (New-Item "$temp/$_").FullName }
        $variables += @{
            GITHUB_ACTIONS = 'true'; GITHUB_RUN_ID = '987'; GITHUB_RUN_NUMBER = '42'; GITHUB_RUN_ATTEMPT = '1'; GITHUB_WORKFLOW = 'sweep'
            GITHUB_REF = 'refs/heads/main'; GITHUB_SERVER_URL = 'https://github.com'; GITHUB_REPOSITORY = 'octo/flowers'
        }
        $text = "`$ErrorActionPreference = 'stop'", $Command, 'if ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit $LASTEXITCODE }'
    }
    foreach ($name in $Environment.Keys) { $variables[$name] = $Environment[$name] }
    $script = Join-Path $temp step.ps1
    Set-Content -LiteralPath $script $text

    $start = [Diagnostics.ProcessStartInfo]::new($pwshCommand[0])
    @($pwshCommand | Select-Object -Skip 1) + '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', ". '$script'" | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = [Text.UTF8Encoding]::new()
    foreach ($name in $variables.Keys) { $start.Environment[$name] = "$($variables[$name])" }
    $process = Start-TestProcess $start
    $process.StandardInput.Close()
    [pscustomobject]@{
        Service = $Service; Temp = $temp; Process = $process
        Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync()
    }
}

<#
.SYNOPSIS
Waits for a step and returns its ExitCode, its output (Printed), the Commands that the service recognised, its Variables and Outputs, and its Summary.
#>
function Wait-Step {
    [CmdletBinding()]
    param([Parameter(Mandatory, ValueFromPipeline)] [object] $Step)
    process {
        if (!$Step.Process.WaitForExit(100000)) { $Step.Process.Kill($true); throw 'The step does not end.' }
        $printed = $Step.Output.Result + $Step.Errors.Result # an agent reads both streams
        $found = [ordered]@{ ExitCode = $Step.Process.ExitCode; Printed = $printed; Commands = $null; Variables = @{}; Outputs = @{}; Summary = '' }
        if ($Step.Service -eq 'Azure') {
            $found.Commands = [ExperimentTracker.Tests.Support.Agents.AzureAgent]::Read($printed)
            foreach ($command in $found.Commands) {
                if ($command.Name -eq 'task.setvariable') {
                    $kind = $command.Properties['isoutput'] -eq 'true' ? 'Outputs' : 'Variables'
                    $found.$kind[$command.Properties['variable']] = $command.Data
                }
                if ($command.Name -eq 'task.uploadsummary') { $found.Summary += [IO.File]::ReadAllText($command.Data) }
            }
        }
        else {
            $found.Commands = [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::Read($printed)
            $found.Variables = [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::ReadFile("$($Step.Temp)/GITHUB_ENV")
            $found.Outputs = [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::ReadFile("$($Step.Temp)/GITHUB_OUTPUT")
            $found.Summary = [IO.File]::ReadAllText("$($Step.Temp)/GITHUB_STEP_SUMMARY")
        }
        $Step.Process.Dispose()
        [pscustomobject] $found
    }
}
