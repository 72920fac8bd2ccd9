# The end of a run: Complete-, Stop- and Resume-Run, and its history.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"
}

Describe 'Ending a run' {
    BeforeAll { Set-Location (New-StoreFolder) }
    AfterEach { Stop-CurrentRun }

    It 'Complete-Run alone ends the current run as Succeeded and returns nothing' {
        $run = Start-Run iris
        Complete-Run | Should -BeNullOrEmpty
        $ended = Get-Run $run
        $ended.Status | Should -Be Succeeded
        $ended.EndedAt | Should -BeGreaterOrEqual $ended.StartedAt
        $ended.Duration | Should -Be ($ended.EndedAt - $ended.StartedAt)
        $ended.ErrorMessage | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'Complete-Run accepts the values of other trackers: <Word> is <Status>' -ForEach @(
        @{ Word = 'DONE'; Status = 'Succeeded' }, @{ Word = 'SUCCESS'; Status = 'Succeeded' }, @{ Word = 'completed'; Status = 'Succeeded' }
        @{ Word = 'Finished'; Status = 'Succeeded' }, @{ Word = 'succeeded'; Status = 'Succeeded' }
        @{ Word = 'ERROR'; Status = 'Failed' }, @{ Word = 'failure'; Status = 'Failed' }, @{ Word = 'FAILED'; Status = 'Failed' }
        @{ Word = 'canceled'; Status = 'Cancelled' }, @{ Word = 'Cancelled'; Status = 'Cancelled' }
        @{ Word = 'aborted'; Status = 'Killed' }, @{ Word = 'crashed'; Status = 'Killed' }, @{ Word = 'Killed'; Status = 'Killed' }
    ) {
        $run = Start-Run iris
        (Complete-Run -Status $Word -PassThru).Status | Should -Be $Status
        (Get-Run $run -Status $Word).Id | Should -BeExactly $run.Id
    }

    It 'Complete-Run reports an invalid status, and lists the valid ones: <_>' -ForEach 'well', '2', '' {
        Start-Run iris | Out-Null
        $failure = Get-Failure { Complete-Run -Status $_ }
        $failure.CategoryInfo.Category | Should -Be InvalidData
        "$failure" | Should -BeLike "*'$_'*Pending, Running, Succeeded, Failed, Cancelled, Killed*"
        (Get-Run -Current).Status | Should -Be Running
    }

    It 'Complete-Run -ErrorRecord makes it Failed and stores the error with its details' {
        $run = Start-Run iris
        try { throw 'the disk is full' }
        catch { Complete-Run -Status Failed -ErrorRecord $_ }
        $failed = Get-Run $run
        $failed.Status | Should -Be Failed
        $failed.ErrorMessage, $failed.ErrorType | Should -Be 'the disk is full', System.Management.Automation.RuntimeException
        $failed.Error.Line | Should -Be "try { throw 'the disk is full' }"
        $failed | Format-List | Out-String -Width 200 | Should -Match "(?m)^ErrorLine +: try \{ throw 'the disk is full' \}"
        $failed.ScriptStackTrace | Should -Match '^at .*Run\.Ending\.Tests\.ps1: line \d+'

        $run = Start-Run iris
        try { Get-Item /not/there -ErrorAction Stop }
        catch { Complete-Run -ErrorRecord $_ }
        (Get-Run $run).Status | Should -Be Failed
        (Get-Run $run).ErrorMessage | Should -BeLike '*/not/there*'
    }

    It 'Stop-Run ends it as Cancelled and keeps the reason' {
        $run = Start-Run iris
        Stop-Run -Reason 'too slow'
        $stopped = Get-Run $run
        $stopped.Status | Should -Be Cancelled
        $stopped.ErrorMessage | Should -Be 'too slow'
        ($stopped | Get-Run -History)[-1].Reason | Should -Be 'too slow'
    }

    It 'refuses what the life of a run does not allow: <From> to <To>' -ForEach @(
        @{ From = 'Pending'; To = 'Succeeded' }, @{ From = 'Pending'; To = 'Failed' }, @{ From = 'Pending'; To = 'Killed' }
        @{ From = 'Succeeded'; To = 'Succeeded' }, @{ From = 'Succeeded'; To = 'Failed' }, @{ From = 'Succeeded'; To = 'Cancelled' }
        @{ From = 'Failed'; To = 'Succeeded' }, @{ From = 'Cancelled'; To = 'Cancelled' }, @{ From = 'Killed'; To = 'Succeeded' }
        @{ From = 'Running'; To = 'Running' }, @{ From = 'Running'; To = 'Pending' }
    ) {
        $run = New-Run iris
        if ($From -ne 'Pending') { $run | Start-Run | Out-Null }
        if ($From -notin 'Pending', 'Running') { Complete-Run -Status $From }
        $before = Get-Run $run
        $failure = Get-Failure { Complete-Run $run -Status $To }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        "$failure" | Should -BeLike "*$($run.Path)*is $From*$To*"
        (Get-Run $run).Status | Should -Be $From
        (Get-Run $run).UpdatedAt | Should -Be $before.UpdatedAt
        @($run | Get-Run -History).Count | Should -Be @($before | Get-Run -History).Count
    }

    It 'Stop-Run cancels a pending run' {
        New-Run iris waiting | Stop-Run -Reason 'not needed' -PassThru | ForEach-Object Status | Should -Be Cancelled
    }

    It 'ends each of the runs that are piped; one that cannot end does not keep the others from it' {
        $runs = foreach ($i in 1..3) { New-Run batch }
        $runs | Start-Run | Out-Null
        Complete-Run $runs[1]
        (Get-Run $runs).Status | Should -Be Running, Succeeded, Running
        $failure = $null
        $ended = $runs | Stop-Run -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
        $ended.Id | Should -Be $runs[0, 2].Id
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        (Get-Run -Experiment batch | Sort-Object Number).Status | Should -Be Cancelled, Succeeded, Cancelled
    }

    It 'ends several named ones, and reports a name without a run' {
        @(New-Run iris one; New-Run iris two) | Start-Run | Out-Null
        $failure = Get-Failure { Complete-Run one, nobody, two }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $failure.TargetObject | Should -Be nobody
        (Get-Run one).Status, (Get-Run two).Status | Should -Be Succeeded, Succeeded
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Run iris
        Complete-Run -WhatIf
        $run | Stop-Run -WhatIf
        (Get-Run -Current).Status | Should -Be Running
    }

    It 'reports that there is no current run: <_>' -ForEach 'Complete-Run', 'Stop-Run' {
        $failure = Get-Failure { & $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        "$failure" | Should -BeLike '*Start-Run*-Run*'
    }

    It 'ends the open child as Killed when its parent is completed, with a warning' {
        $result = Invoke-Pwsh -WorkingDirectory $PWD @'
$parent = Start-Run iris parent; $child = Start-Run -Name child; $grandchild = Start-Run -Name grandchild
Complete-Run $parent
Get-Run $parent, $child, $grandchild | Sort-Object Number | ForEach-Object { "$($_.Name) $($_.Status) $($_.ErrorMessage)" }
Get-Run -Current
'@
        $result.StdOut | Should -Contain 'parent Succeeded '
        $result.StdOut | Should -Contain 'child Killed its parent run ended first'
        $result.StdOut | Should -Contain 'grandchild Killed its parent run ended first'
        @($result.StdOut -match '^WARNING: Run iris/\d+ was ended as Killed: its parent run ended first').Count | Should -Be 2
        $result.StdErr | Should -Match 'There is no current run'
    }
}

Describe 'Get-Run -History' {
    BeforeAll { Set-Location (New-StoreFolder) }

    It 'returns each change with time, reason and actor' {
        $run = New-Run iris
        $run | Start-Run | Out-Null
        Complete-Run -Status Failed -Reason 'out of memory'
        Resume-Run $run -Reason 'more memory' | Out-Null
        Complete-Run
        $history = Get-Run $run -History
        $history | Should -BeOfType ExperimentTracker.StatusChange
        "$history" | Should -Be 'Pending Pending → Running Running → Failed Failed → Running Running → Succeeded'
        $history.Reason | Should -Be $null, $null, 'out of memory', 'more memory', $null
        $history.Actor | Select-Object -Unique | Should -Be "$([Environment]::UserName)@$([Environment]::MachineName)"
        $history.RunId | Select-Object -Unique | Should -Be $run.Id
        for ($i = 1; $i -lt $history.Count; $i++) { $history[$i].ChangedAt | Should -BeGreaterOrEqual $history[$i - 1].ChangedAt }
        $history[0].ChangedAt.Kind | Should -Be Local
    }
}

Describe 'Resume-Run' {
    BeforeAll { Set-Location (New-StoreFolder) }
    AfterEach { Stop-CurrentRun }

    It 'resumes a run that ended as <_> and makes it the current one' -ForEach 'Succeeded', 'Failed', 'Cancelled', 'Killed' {
        $run = Start-Run iris
        Add-Metric loss 1
        Complete-Run -Status $_ -Reason because
        $resumed = Resume-Run $run
        $resumed.Status | Should -Be Running
        $resumed.EndedAt, $resumed.ErrorMessage | Should -Be $null, $null
        $resumed.StartedAt | Should -Be $run.StartedAt
        (Get-Run -Current).Id | Should -BeExactly $run.Id
        Add-Metric loss 2
        Complete-Run
        (Get-MetricSeries loss -Run $run).Value | Should -Be 1, 2
    }

    It 'accepts a piped run' {
        $run = Start-Run iris
        Complete-Run
        ($run | Resume-Run).Id | Should -BeExactly $run.Id
    }

    It 'refuses a run that is <_> and ends the pipeline' -ForEach 'Pending', 'Running' {
        $run = New-Run iris
        if ($_ -eq 'Running') { $run | Start-Run | Out-Null }
        { Resume-Run $run } | Should -Throw -ErrorId 'InvalidStatusTransition,*'
        (Get-Run $run).Status | Should -Be $_
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Run iris
        Complete-Run
        Resume-Run $run -WhatIf | Should -BeNullOrEmpty
        (Get-Run $run).Status | Should -Be Succeeded
    }
}
