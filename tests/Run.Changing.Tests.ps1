# Set-Run, Remove-Run and Restore-Run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"
}

Describe 'Set-Run' {
    BeforeAll { Set-Location (New-StoreFolder) }

    It 'changes name and description of a run in any status' {
        $run = New-Run iris
        $changed = $run | Set-Run -Name better -Description why -PassThru
        $changed.Name, $changed.Description, $changed.Id | Should -BeExactly 'better', 'why', $run.Id
        $changed.UpdatedAt | Should -BeGreaterOrEqual $run.UpdatedAt
        Start-Run -Run $run | Out-Null
        Complete-Run
        Set-Run better -Name best
        (Get-Run $run).Name, (Get-Run $run).Description | Should -BeExactly 'best', 'why'
    }

    It 'removes a description with an empty one' {
        $run = New-Run iris -Description there
        Set-Run $run -Description ''
        (Get-Run $run).Description | Should -BeNullOrEmpty
    }

    It 'is a snapshot: an assignment changes the object alone' {
        $run = New-Run iris -Description before
        $copy = Get-Run $run
        $copy.Description = 'after'
        (Get-Run $run).Description | Should -Be before
    }

    It 'records progress while the run is running, and keeps it after the end' {
        $run = Start-Run iris
        (Get-Run $run).Progress | Should -BeNullOrEmpty
        Set-Run $run -Progress 0.999 -ProgressText 'fold 4 of 4'
        (Get-Run $run).Progress, (Get-Run $run).ProgressText | Should -Be 0.999, 'fold 4 of 4'
        Get-Run $run | Out-String | Should -Match ' 99 % '
        Get-Run $run | Format-List | Out-String | Should -Match 'Progress +: 99 % fold 4 of 4'
        Set-Run $run -ProgressText ''
        (Get-Run $run).Progress, (Get-Run $run).ProgressText | Should -Be 0.999, $null
        Complete-Run
        (Get-Run $run).Progress | Should -Be 0.999
        Get-Run $run | Out-String | Should -Match 'Succeeded'
        (Get-Run -Filter { $_.Progress -gt 0.9 }).Id | Should -Be $run.Id
    }

    It 'refuses a progress of <_>' -ForEach @(-0.1, 1.1, 25, [double]::NaN, $null, 'half') {
        $run = New-Run iris
        $value = $_
        (Get-Failure { Set-Run $run -Progress $value -Name renamed }).FullyQualifiedErrorId | Should -Match '^(ValueOutOfRange|UnsupportedValue),'
        (Get-Run $run).Progress, (Get-Run $run).Name | Should -Be $null, $run.Name
    }

    It 'sets another parent, or none' {
        $a, $b = (New-Run iris), (New-Run iris)
        (Set-Run $a -ParentRun $b -PassThru).ParentRunId | Should -BeExactly $b.Id
        Set-Run $a -Name renamed
        (Get-Run $a).ParentRunId | Should -BeExactly $b.Id
        (Set-Run $a -ParentRun $null -PassThru).ParentRunId | Should -BeNullOrEmpty
    }

    It 'does not make a run its own ancestor' {
        $top = New-Run iris
        $middle = New-Run -ParentRun $top
        $bottom = New-Run -ParentRun $middle
        foreach ($parent in $top, $middle, $bottom) {
            (Get-Failure { Set-Run $top -ParentRun $parent }).FullyQualifiedErrorId | Should -BeLike 'ParentCycle,*'
        }
        (Get-Run $top).ParentRunId | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, or when the new name cannot be kept' {
        $run = New-Run iris as-it-was
        Set-Run $run -Name changed -WhatIf
        (Get-Failure { Set-Run $run -Name "a`nb" -Description half }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        (Get-Run $run).Name, (Get-Run $run).Description | Should -Be 'as-it-was', $null
    }

    It 'refuses a run that was removed' {
        $run = New-Run iris
        Remove-Run $run
        (Get-Failure { Set-Run $run -Name x }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }
}

Describe 'Remove-Run and Restore-Run' {
    BeforeAll { Set-Location (New-StoreFolder) }
    AfterEach { Stop-CurrentRun }

    It 'hides the run until it is restored, with all it has' {
        $run = Start-Run iris gone -Parameter @{ x = 1 } -Tag keep
        Add-Metric loss 1, 2, 3
        Complete-Run
        Remove-Run gone
        Get-Run | Should -Not -Contain $run
        (Get-Failure { Get-Run $run.Id }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        (Get-Failure { Get-Metric -Run $run }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $removed = Get-Run -Removed
        $removed.Id | Should -BeExactly $run.Id
        $removed.RemovedAt | Should -Not -BeNullOrEmpty

        $restored = Restore-Run gone -PassThru
        $restored.Id | Should -BeExactly $run.Id
        $restored.RemovedAt | Should -BeNullOrEmpty
        $restored.Metrics.loss, $restored.Parameters.x, $restored.Tags.Contains('keep') | Should -Be 3, 1, $true
        Get-Run -Removed | Should -BeNullOrEmpty
    }

    It 'does not reuse the number or the id of a removed run' {
        $run = New-Run ids -Id mine
        Remove-Run $run
        (Get-Failure { New-Run ids -Id mine }).FullyQualifiedErrorId | Should -BeLike 'RunIdExists,*'
        (New-Run ids).Number | Should -Be ($run.Number + 1)
        Restore-Run mine
    }

    It 'removes and restores what is piped' {
        $runs = foreach ($i in 1..3) { New-Run batch "b$i" }
        $runs | Remove-Run
        Get-Run -Experiment batch | Should -BeNullOrEmpty
        (Get-Run -Removed b* | Restore-Run -PassThru).Id | Sort-Object | Should -Be ($runs.Id | Sort-Object)
        Get-Run b* | Remove-Run
        Restore-Run b?
        @(Get-Run -Experiment batch).Count | Should -Be 3
    }

    It 'removes child runs with -Recurse, and keeps them without' {
        $top = New-Run tree top
        $middle = New-Run -ParentRun $top -Name middle
        $bottom = New-Run -ParentRun $middle -Name bottom
        Remove-Run top -Recurse
        Get-Run -Experiment tree | Should -BeNullOrEmpty
        (Restore-Run top -PassThru).Name | Should -Be top
        (Restore-Run middle -Recurse -PassThru).Name | Sort-Object | Should -Be bottom, middle
        Remove-Run top
        (Get-Run -Experiment tree).Name | Should -Be bottom, middle
        (Get-Run -ParentRun $top.Id -Recurse).Name | Should -Be bottom, middle
        Remove-Run middle
        Restore-Run top -Recurse
        (Get-Run -Experiment tree).Name | Should -Be bottom, middle, top
    }

    It 'refuses a run that is running, also below the one that is named, and removes nothing then' {
        $parent = New-Run busy parent
        $child = New-Run -ParentRun $parent -Name child | Start-Run
        $failure = Get-Failure { Remove-Run child }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        (Get-Failure { Remove-Run parent -Recurse }).FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
        @(Get-Run -Experiment busy).Count | Should -Be 2
    }

    It 'does nothing with -WhatIf, and reports what would be removed' {
        Start-Run weighed | Out-Null
        Add-Metric loss (1..50)
        Complete-Run
        $result = Invoke-Pwsh -WorkingDirectory $PWD 'Remove-Run weighed/0 -WhatIf; Restore-Run weighed/0 -WhatIf'
        $result.StdOut | Should -HaveCount 1
        $result.StdOut[0] | Should -Match "What if: .*Remove.*weighed/000 'run-000'.*50 points"
        $result.StdErr | Should -Match 'No run matches|weighed/0'
        @(Get-Run -Experiment weighed).Count | Should -Be 1
    }

    It 'does not end, change or resume a run that was removed' {
        $run = New-Run iris shut
        Remove-Run $run
        foreach ($act in { Stop-Run $run }, { Start-Run -Run $run }, { Resume-Run $run }, { Remove-Run $run }) {
            (Get-Failure $act).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        }
        (Get-Run -Removed $run).Status | Should -Be Pending
    }

    It 'reports that a run which is not removed cannot be restored' {
        $run = New-Run iris
        (Get-Failure { Restore-Run $run }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'does not restore a run into an experiment that was removed' {
        $run = New-Run doomed
        Remove-Run $run
        Remove-Experiment doomed
        $failure = Get-Failure { Restore-Run $run }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParentRemoved,*'
        "$failure" | Should -BeLike "*Restore-Experiment 'doomed'*"
        Restore-Experiment doomed
        (Restore-Run $run -PassThru).Id | Should -BeExactly $run.Id
    }
}
