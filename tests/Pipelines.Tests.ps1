# The examples for build services run in a simulated agent, as in their YAML. The name of a run never becomes a command.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/PipelineSupport.ps1"
    $examples = (Get-Item "$PSScriptRoot/../examples").FullName
    $work = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "work-$([guid]::NewGuid())")).FullName

    # The steps in the YAML that run the example scripts, by script name. The services replace the macros in them.
    function Get-Step([string] $File, [string] $Pattern, [Collections.IDictionary] $Macros) {
        $steps = @{}
        foreach ($match in [regex]::Matches((Get-Content "$examples/$File" -Raw), $Pattern)) {
            $command = "$($match.Groups['file'].Value) $($match.Groups['arguments'].Value)".Trim()
            foreach ($macro in $Macros.Keys) { $command = $command.Replace($macro, $Macros[$macro]) }
            $steps[(Split-Path $match.Groups['file'].Value -LeafBase)] = $command
        }
        $steps
    }

    # Copies a store, as a job does that publishes it and a job that downloads it.
    function Copy-Store([string] $From, [string] $To) {
        $null = New-Item -ItemType Directory -Force (Split-Path $To)
        Copy-Item -LiteralPath $From $To -Recurse
        $To
    }
}

Describe 'The example for Azure Pipelines' {
    BeforeAll {
        $azure = Get-Step azure-pipelines.yml 'filePath: (?<file>\S+)(\r?\n +arguments: (?<arguments>[^\r\n]+))?' @{
            '$(Pipeline.Workspace)' = $work; '$(isMain)' = 'True'; 'examples/' = "$examples/"
        }
        $start = Start-Step Azure $azure['Start-Sweep'] @{ EXPERIMENT_STORE = "$work/store-start" } | Wait-Step
        $job = @{ EXPERIMENT_PARENT_RUN = $start.Outputs.EXPERIMENT_PARENT_RUN; SYSTEM_JOBNAME = 'leg' }

        # The jobs of the matrix run in parallel, each with its own copy of the store. Here there is one as in the YAML, and one that represents the others.
        $store = Copy-Store "$work/store-start" "$work/store-1"
        $leg = Start-Step Azure $azure['Invoke-Training'].Replace('$(RATE)', '1') ($job + @{ EXPERIMENT_STORE = $store })
        $other = Copy-Store "$work/store-start" "$work/store-2"
        $null = Invoke-Run -ParentRun $start.Outputs.EXPERIMENT_PARENT_RUN -Store $other -Parameter @{ Rate = 0.1 } {
            Add-Metric loss 0.5 -Goal Minimize -Unit nat -Store $other
            Add-Metric accuracy 0.9 -Goal Maximize -Store $other
        }
        $leg = $leg | Wait-Step
        $gate = Start-Step Azure $azure['Complete-Sweep'] ($job + @{ EXPERIMENT_STORE = "$work/history" }) | Wait-Step
        $history = Copy-Store "$work/history" "$work/kept/history"

        # The next build: its only training has a learning rate that is too low, so the gate must fail.
        $next = @{ Store = "$work/next/store-start" }
        $parent = Invoke-Run -Experiment flowers @next { } -PassThru 6> $null
        $null = Invoke-Run -ParentRun $parent { Add-Metric loss 0.7 -Goal Minimize -Unit nat; Add-Metric accuracy 0.6 -Goal Maximize; Add-Artifact -Text '{}' -Key model.json }
        $closed = Start-Step Azure $azure['Complete-Sweep'].Replace($work, "$work/next") @{ EXPERIMENT_STORE = $history; EXPERIMENT_PARENT_RUN = $parent.Id } | Wait-Step
    }

    It 'has its three scripts, with pwsh: true for each' {
        $azure.Keys | Sort-Object | Should -Be 'Complete-Sweep', 'Invoke-Training', 'Start-Sweep'
        $text = Get-Content "$examples/azure-pipelines.yml" -Raw
        [regex]::Matches($text, 'task: PowerShell@2').Count | Should -Be ([regex]::Matches($text, '(?m)^ +pwsh: true\r?$').Count)
    }

    It 'starts with a parent run, which it hands on' {
        $start.ExitCode | Should -Be 0 -Because $start.Printed
        $run = Get-Run $start.Outputs.EXPERIMENT_PARENT_RUN -Store "$work/store-start"
        $run.Path, $run.Status, $run.Tags.'ci.build-id', $run.Tags.'ci.branch' | Should -Be flowers/000, Succeeded, 4711, main
        (Get-RunLog Output -Run $run -Store "$work/store-start").Message | Should -Be 'The sweep learns from 150 flowers.'
        $start.Summary | Should -BeLike '## The sweep has begun*'
        # The steps set every output that the YAML reads.
        [regex]::Matches((Get-Content "$examples/azure-pipelines.yml" -Raw), "outputs\['sweep\.(\w+)'\]") | ForEach-Object {
            $start.Outputs.Keys | Should -Contain $_.Groups[1].Value
        }
    }

    It 'trains in children of that run, with what the script was called with and what it printed' {
        $leg.ExitCode | Should -Be 0 -Because $leg.Printed
        $store = @{ Store = "$work/store-1" }
        $run = Get-Run -ParentRun $start.Outputs.EXPERIMENT_PARENT_RUN @store
        $run.Parameters.Rate, $run.Status, $run.Tags.'ci.job' | Should -Be 1, Succeeded, leg
        (Split-Path $run.Origin.Script -Leaf), $run.MetricStatistics.loss.Count | Should -Be Invoke-Training.ps1, 40
        @(Get-RunLog Output -Run $run @store).Count | Should -Be 4
    }

    It 'ends with all of them in one store, a page, outputs for later jobs, a tag of the build, and the best one in Production' {
        $gate.ExitCode | Should -Be 0 -Because $gate.Printed
        $store = @{ Store = "$work/history" }
        $children = Get-Run -ParentRun $start.Outputs.EXPERIMENT_PARENT_RUN @store
        $children.Parameters.Rate | Sort-Object | Should -Be 0.1, 1
        $gate.Summary | Should -BeLike '## Setosa or not*### Leaderboard*| 1 | flowers/00? rate 1 | Succeeded | 1 |*Artifacts of flowers/*model.json*'
        $gate.Summary | Should -Match '\[Build\]\(<https://dev\.azure\.com/fabrikam/flowers/_build/results\?buildId=4711>\)'
        $best = $children | Where-Object { $_.Parameters.Rate -eq 1 }
        $gate.Outputs.EXPERIMENT_RUN_ID, [double] $gate.Outputs.EXPERIMENT_METRIC_LOSS | Should -Be $best.Id, $best.Metrics.loss
        $gate.Outputs.EXPERIMENT_MODEL_VERSION, $gate.Outputs.EXPERIMENT_PARENT_RUN | Should -Be 'setosa classifier/1', $start.Outputs.EXPERIMENT_PARENT_RUN
        ($gate.Commands | Where-Object Name -EQ build.addbuildtag).Data | Should -Be experiments
        (Get-ModelVersion 'setosa classifier' -Stage Production @store).Run | Should -Be $best.Path
    }

    It 'fails with a reason when the next sweep is worse; Production stays' {
        $closed.ExitCode | Should -Be 1 -Because $closed.Printed
        $issues = $closed.Commands | Where-Object Name -EQ task.logissue
        $issues.Count, $issues[0].Properties['type'] | Should -Be 2, error
        $issues[0].Data | Should -Match '^loss of flowers/\d+: .*worse than the baseline .*\(Tolerance: value 0\.\d+, baseline 0\.\d+, difference 0\.\d+, \+\d+(\.\d+)? %, limit 0\.\d+\)'
        $closed.Summary | Should -BeLike '*### Against flowers/*| loss, nat | * | ▲ * | **worse** |*'
        (Get-ModelVersion 'setosa classifier' -Stage Production -Store $history).Path | Should -Be 'setosa classifier/1'
        (Get-ModelVersion 'setosa classifier/2' -Store $history).Stage | Should -Be None
    }
}

Describe 'The example for GitHub Actions' {
    BeforeAll {
        $git = Get-Step github-workflow.yml 'run: (?<file>\./examples/\S+)(?<arguments> [^\r\n]+)?' @{
            './examples/' = "$examples/"; './stores/' = "$work/github/stores/"; "`${{ github.ref == 'refs/heads/main' }}" = 'true'; '${{ matrix.rate }}' = '0.001'
        }
        $start = Start-Step GitHub $git['Start-Sweep'] @{ EXPERIMENT_STORE = "$work/github/stores/store-start" } | Wait-Step
        $job = @{ EXPERIMENT_PARENT_RUN = $start.Outputs['EXPERIMENT_PARENT_RUN']; GITHUB_JOB = 'leg' }
        $store = Copy-Store "$work/github/stores/store-start" "$work/github/stores/store-0"
        $leg = Start-Step GitHub $git['Invoke-Training'] ($job + @{ EXPERIMENT_STORE = $store }) | Wait-Step

        # Compares with the version that the builds of the other service promoted to Production: a store can be copied between services.
        $closed = Start-Step GitHub $git['Complete-Sweep'] ($job + @{ EXPERIMENT_STORE = "$work/history" }) | Wait-Step
    }

    It 'has its three scripts, and runs them in PowerShell 7' {
        $git.Keys | Sort-Object | Should -Be 'Complete-Sweep', 'Invoke-Training', 'Start-Sweep'
        Get-Content "$examples/github-workflow.yml" -Raw | Should -Match '(?m)^defaults:\r?\n  run:\r?\n    shell: pwsh'
    }

    It 'hands the parent on by the outputs of its step' {
        $start.ExitCode | Should -Be 0 -Because $start.Printed
        $start.Commands | Should -BeNullOrEmpty
        (Get-Run $start.Outputs['EXPERIMENT_PARENT_RUN'] -Store "$work/github/stores/store-start").Tags.'ci.url' | Should -Be https://github.com/octo/flowers/actions/runs/987/attempts/1
        $start.Summary | Should -BeLike '## The sweep has begun*'
        $leg.ExitCode | Should -Be 0 -Because $leg.Printed
    }

    It 'fails with an annotation when the sweep is worse, and shows the page' {
        $closed.ExitCode | Should -Be 1 -Because $closed.Printed
        $errors = $closed.Commands | Where-Object Name -EQ error
        $errors.Count | Should -Be 2
        $errors[0].Properties['title'] | Should -Match '^loss of flowers/\d+$'
        $errors[0].Data | Should -Match 'worse than the baseline .* limit 0\.\d+\)'
        $closed.Summary | Should -BeLike '## Setosa or not*| loss, nat | * | **worse** |*'
        $closed.Outputs['EXPERIMENT_MODEL_VERSION'] | Should -Be 'setosa classifier/2'
        $closed.Variables.Count | Should -Be 0
    }
}

Describe 'The views' {
    It 'show no unescaped text: every column of text uses DisplayText or a similar class' {
        $views = [xml] (Get-Content "$(Split-Path $modulePath)/module/ExperimentTracker.Format.ps1xml" -Raw)
        $types = @{}
        [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'ExperimentTracker*' } |
            ForEach-Object { $_.GetExportedTypes() } | ForEach-Object { $types[$_.FullName] = $_ }
        $raw = foreach ($view in $views.Configuration.ViewDefinitions.View) {
            $name = @($view.ViewSelectedBy.TypeName)[0]
            foreach ($node in $view.SelectNodes('.//PropertyName')) {
                if ($types[$name].GetProperty($node.InnerText).PropertyType -eq [string]) { "$name.$($node.InnerText)" }
            }
            foreach ($node in $view.SelectNodes('.//ScriptBlock')) {
                if ($node.InnerText -notmatch '^\[ExperimentTracker\.Formatting\.\w+\]::|^\$null ') { "${name}: $($node.InnerText)" }
            }
        }
        $raw | Should -BeNullOrEmpty
    }
}

Describe 'What a step prints' {
    BeforeAll {
        $evil = '##vso[task.setvariable variable=PATH]pwned', '::set-env name=PATH::pwned ::stop-commands::z', 'ends ##[error]x ::add-mask::x'
        $hostile = @'
$evil = Get-Content evil.json | ConvertFrom-Json
Import-Module $env:EXPERIMENT_MODULE
$ErrorActionPreference = 'Continue'
foreach ($text in $evil) {
    $experiment = New-Experiment $text -Description $text -Tag @{ $text = $text }
    $run = Start-Run $text -Name $text -Id $text -Tag @{ $text = $text } -Parameter @{ $text = $text } -Description $text -Trial $text
    Add-Metric $text (1..9) -Unit $text -Goal Minimize
    Add-RunLog $text -Stream $text
    Add-Artifact -Text $text -Key $text -Type $text
    $null = Register-Dataset $text -Location $text
    $null = Register-Encoder $text -Config @{ $text = $text }
    $null = Add-ExperimentDataset $text -Experiment $text
    $null = Add-RunInput (Get-Dataset $text) -Role $text
    $null = New-Model $text
    $version = Register-ModelVersion $text -Description $text -Tag $text
    $null = Set-ModelVersion $version -Alias $text -PassThru
    Complete-Run -Status Failed -Reason $text
    $run | Set-Run -Description $text
}
$project = New-Project $evil[0] -Description $evil[1]
foreach ($get in 'Project', 'Experiment', 'Run', 'Metric', 'RunLog', 'Artifact', 'Dataset', 'Encoder', 'RunInput', 'Model', 'ModelVersion', 'RunParameter', 'ExperimentTag', 'Trial') {
    $found = if ($get -in 'Metric', 'RunLog', 'Artifact', 'RunInput', 'RunParameter') { Get-Run | & "Get-$get" } elseif ($get -eq 'ExperimentTag') { Get-Run | Get-ExperimentTag } else { & "Get-$get" }
    if (!$found) { throw "no $get" }
    $found | Out-Default
    $found | Format-Table -Wrap | Out-Default
    $found | Format-List | Out-Default
}
Get-Run | Get-Run -History | Out-Default
Get-Run | Compare-Run | Out-Default
Get-Run | Show-MetricSeries | Out-Default
Get-Run | Publish-RunSummary $evil[0] -Title $evil[0] -BuildTag $evil
foreach ($text in $evil) {
    Get-Run "$text $text"
    Start-Run -ParentRun $text$text -ErrorAction Continue
    Remove-Run $text -WhatIf
    Get-Metric $text$text -Run $text
    Test-Metric $text -Run $text
    try { Assert-Metric $text -Run $text -Baseline $evil[0] -ErrorAction Stop; Assert-Metric $text -Run $text } catch { Write-Host 'closed' }
    try { Get-Run $text | Publish-RunSummary -SetVariable } catch { }
}
$env:EXPERIMENT_PARENT_RUN = $evil[0] + 'x'
Invoke-Run { } -Experiment $evil[1] -Verbose
'the end'
'@
        $folder = (New-Item -ItemType Directory "$work/hostile").FullName
        $evil | ConvertTo-Json | Set-Content "$folder/evil.json"
        Set-Content "$folder/hostile.ps1" $hostile
        $steps = 'Azure', 'GitHub' | ForEach-Object {
            Start-Step $_ "'./hostile.ps1'".Replace("'./", "'$folder/").Insert(0, $_ -eq 'GitHub' ? '. ' : '') @{ EXPERIMENT_STORE = "$folder/$_" } -WorkingDirectory $folder
        }
        $printed = $steps | ForEach-Object { $null = $_.Process.WaitForExit(100000); $_.Output.Result + $_.Errors.Result }
    }

    It 'has only the commands of the module, for any names of runs, metrics, tags, errors and lines: Azure Pipelines' {
        $printed[0] | Should -Match '(?m)^the end'
        $commands = [ExperimentTracker.Tests.Support.Agents.AzureAgent]::Read($printed[0])
        $commands.Name | Sort-Object -Unique | Should -Be build.addbuildtag, task.debug, task.logissue, task.uploadsummary
        foreach ($command in $commands) { [ExperimentTracker.Tests.Support.Agents.AzureAgent]::Read($command.Data) | Should -BeNullOrEmpty }
    }

    It 'has only the commands of the module, for any names of runs, metrics, tags, errors and lines: GitHub Actions' {
        $printed[1] | Should -Match '(?m)^the end'
        $commands = [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::Read($printed[1], $true)
        $commands.Name | Sort-Object -Unique | Should -Be error
        foreach ($command in $commands) { [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::Read($command.Data) | Should -BeNullOrEmpty }
        [ExperimentTracker.Tests.Support.Agents.GitHubRunner]::ReadFile("$($steps[1].Temp)/GITHUB_ENV").Keys | ForEach-Object { $_ | Should -Match '^EXPERIMENT_\w+$' }
    }
}
