# $WhatIfPreference: a script runs to its end, with a current run, and nothing is written.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $folder = New-TestStore
    Push-Location $folder
    $script = Join-Path $folder train.ps1
    Set-Content $script @'
[CmdletBinding(SupportsShouldProcess)]
param($Experiment = 'nightly')
$run = Start-Run $Experiment -Name rehearsal -Parameter @{ lr = 0.1 }
1..3 | ForEach-Object { Add-Metric loss (1 / $_) }
Add-Metric accuracy 0.5 -Step 10
Add-RunParameter @{ batch = 32 }
Add-ExperimentTag quick
Add-Artifact -Text weights -Key weights.txt
Add-RunLog 'a line'
Add-Distribution w 1, 2
Set-Run $run -Progress 0.5
Invoke-Run -Name inner { Add-Metric inner 1 }
Get-Run -Current
$run | Get-MetricSeries loss
Complete-Run -PassThru
'@

}

AfterAll {
    Pop-Location
    Disconnect-ExperimentStore
}

Describe 'A what-if session' {
    It 'runs a script to its end and writes nothing, not even a store' {
        $failures = @()
        $output = & { $WhatIfPreference = $true; & $script } -ErrorVariable failures 6>&1
        $failures.Count | Should -Be 0
        Test-Path .experiments | Should -BeFalse
        "$($output[0])" | Should -BeLike 'Run nightly/000 is a what-if run: *'
        $ended = $output[-1]
        $ended.Status, $ended.Name, $ended.Parameters.lr, $ended.Parameters.batch, $ended.Progress | Should -Be Succeeded, rehearsal, 0.1, 32, 0.5
        $ended.Metrics.accuracy, $ended.MetricStatistics.loss.Count, $ended.Tags.Contains('quick') | Should -Be 0.5, 3, $true
        @($output | Where-Object { $_ -is [ExperimentTracker.MetricPoint] }).Value | Should -Be 1, (1 / 2), (1 / 3)
        ($ended | Get-Artifact).Key | Should -Be weights.txt
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'runs a script with -WhatIf in the same way' {
        (& $script -WhatIf 6>$null)[-1].Status | Should -Be Succeeded
        Test-Path .experiments | Should -BeFalse
    }

    It 'leaves a store as it is, with records of the store as arguments: <What>' -ForEach @(
        @{ What = 'an experiment'; Do = { Start-Run -Experiment $experiment } }
        @{ What = 'a new experiment'; Do = { Start-Run -Experiment (New-Experiment other -Project $project) } }
        @{ What = 'a parent run'; Do = { Start-Run nightly -ParentRun $pending } }
        @{ What = 'a pending run'; Do = { Start-Run -Run $pending } }
        @{ What = 'a run to resume'; Do = { Resume-Run $failed } }
        @{ What = 'the settings of a run'; Do = { $pending | Start-Run } }
    ) {
        Connect-ExperimentStore ./.experiments -Create 6>$null | Out-Null
        $experiment = New-Experiment "real $What"
        $project = New-Project "project $What"
        $pending = New-Run $experiment -Name pending -Parameter @{ lr = 0.2 }
        $failed = Invoke-Run -Experiment $experiment.Name -Name failed { } -PassThru
        $before = Get-ExperimentStore
        & {
            $WhatIfPreference = $true
            $run = & $Do 6>$null
            Add-Metric loss 1
            $run.Status | Should -Be Running
            (Complete-Run -PassThru).Metrics.loss | Should -Be 1
            Complete-Run $pending -ErrorAction Ignore
            Remove-Run $failed
            Set-Run $failed -Description changed
            Add-ExperimentTag changed -Run $failed
        }
        $after = Get-ExperimentStore
        $after.Runs, $after.Experiments, $after.Projects, $after.Points | Should -Be $before.Runs, $before.Experiments, $before.Projects, $before.Points
        (Get-Run $pending).Status, (Get-Run $failed).Status, (Get-Run $failed).Description, (Get-Run $failed).Tags.Count | Should -Be Pending, Succeeded, $null, 0
    }

    It 'is not one for a single command with -WhatIf' {
        Start-Run single -WhatIf | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        Invoke-Run { throw 'must not run' } -WhatIf
    }

    It 'writes no files either' {
        & {
            $WhatIfPreference = $true
            $run = Invoke-Run files { Add-Artifact -Text x -Key x.txt; Add-Metric loss 1 } -PassThru 6>$null
            $run | Get-Artifact | Save-Artifact -Destination (Join-Path $folder saved.txt)
            $run | Export-RunReport -Path (Join-Path $folder report.html)
        }
        Test-Path (Join-Path $folder saved.txt), (Join-Path $folder report.html) | Should -Be $false, $false
    }
}
