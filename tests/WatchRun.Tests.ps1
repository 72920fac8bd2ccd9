BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $info = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore

    $parent = Start-Run sweep search
    foreach ($i in 1..3) {
        $run = Start-Run sweep -Parameter @{ lr = $i / 10; epochs = 5 }
        Add-Metric loss (0..20 | ForEach-Object { [math]::Exp(-$_ / (10 * $i)) }) -Goal Minimize
        Set-Run $run -Progress ($i / 4) -ProgressText "epoch $i"
        if ($i -lt 3) { Complete-Run }
    }
    $bad = Start-Run sweep '##vso[task.complete result=Failed]' -Parameter @{ lr = 1; epochs = 5 } -ParentRun $parent
    Complete-Run -Status Failed
    function Show-State { (Watch-Run @args -NoWait) -join "`n" }
}

AfterAll {
    Complete-Run
    Complete-Run
    Disconnect-ExperimentStore
    $PSStyle.OutputRendering = $rendering
}

Describe 'Watch-Run' {
    It 'shows counts, running runs, the best so far and their curves' {
        $lines = Watch-Run -ParentRun $parent -Total 10 -NoWait
        $lines[0] | Should -BeExactly 'Runs of sweep/000 search'
        $lines[1] | Should -Match '^\[#{7}-{17}\] 3 of 10 runs ended, about .+ left$'
        $lines[2] | Should -BeExactly '1 running, 6 to come, 1 failed'
        $lines[4] | Should -BeExactly 'Running'
        $lines[5] | Should -Match '^  sweep/003  \[######--\]  75 %  .+  loss=0\.5134\d*  lr=0\.3  epoch 3$'
        $lines[7] | Should -BeExactly 'Best by loss'
        $lines[8] | Should -Match '^  1\.  0\.1353\d*  sweep/001\s+lr=0\.1$'
        $lines[9] | Should -Match '^  2\.  0\.3678\d*  sweep/002\s+lr=0\.2$'
        $lines[10] | Should -Match '^  3\.  0\.5134\d*  sweep/003  Running  lr=0\.3$'
        $lines[12] | Should -BeExactly 'loss'
        $lines[-1] | Should -BeExactly '* lr=0.1  o lr=0.2  # lr=0.3'
        $lines[12..99] | Should -HaveCount 20
        $lines.Length | ForEach-Object { $_ | Should -BeLessOrEqual 80 }
    }

    It 'shows no line wider than asked, and only what is asked for' {
        $lines = Watch-Run sweep -NoWait -First 1 -NoChart -Width 40
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 40 }
        $lines -match '^Best by loss \(1 of 3 runs\)' | Should -HaveCount 1
        $lines[-1] | Should -Match '^  1\. '
    }

    It 'shows names that are commands of a build service as text' {
        $open = Start-Run sweep '##vso[task.complete]'
        Show-State -Run $bad, $open | Should -Match '(?m)^  sweep/005 .*task\.complete'
        Show-State -Run $open | Should -Not -Match '##vso\['
        Complete-Run
    }

    It 'returns at once for runs that have ended' {
        $lines = Get-Run sweep/1, sweep/2 | Watch-Run -Height 8
        $lines[0..1] | Should -Be 'Runs of sweep', "[$('#' * 24)] 2 of 2 runs ended"
        Get-Run -Experiment sweep -Status Cancelled | Watch-Run | Should -BeNullOrEmpty
    }

    It 'ranks by the named metric, and says so without a goal' {
        $run = New-Run other
        Start-Run other | Out-Null
        Add-Metric size 3 -Goal Maximize
        Add-Metric plain 1, 2
        Complete-Run
        (Watch-Run other -NoWait)[-1] | Should -Not -Match 'Best'
        Show-State other -Metric size | Should -Match '(?m)^Best by size\n  1\.  3  other/001$'
        Show-State other -Metric plain | Should -Not -Match 'Best'
        Stop-Run $run
    }

    It 'reports an experiment that does not exist and a height that is too low' {
        { Watch-Run nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ExperimentNotFound,ExperimentTracker.Commands.WatchRunCommand'
        { Watch-Run sweep -Height 3 } | Should -Throw -ErrorId 'ValueOutOfRange,ExperimentTracker.Commands.WatchRunCommand'
    }

    It 'waits for runs that another session starts, until as many as expected have ended' {
        $null = New-Experiment waiting
        $watch = [powershell]::Create().AddScript({
            Import-Module $args[0]
            Watch-Run waiting -Store $args[1] -Total 2 -NoChart
        }.ToString()).AddArgument($modulePath).AddArgument($info.Path)
        $task = $watch.BeginInvoke()
        foreach ($i in 1, 2) {
            $task.IsCompleted | Should -BeFalse
            Invoke-Run -Experiment waiting { Add-Metric loss $i -Goal Minimize }
        }
        $task.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $watch.EndInvoke($task)[1] | Should -BeExactly "[$('#' * 24)] 2 of 2 runs ended"
        $watch.Dispose()
    }
}
