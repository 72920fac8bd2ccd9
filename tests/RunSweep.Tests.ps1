# Invoke-RunSweep, New-SweepRange and Test-RunPromise. The strategies and rules are tested in ExperimentTracker.Tests/Sweeps, and workers in several processes in
# SweepWorkerTests.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $info = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
    $InformationPreference = 'Ignore'

    function Get-Trial([string] $Experiment) {
        Get-Run -Experiment $Experiment | Where-Object ParentRunId | Sort-Object Number
    }
    function Get-Sweep([string] $Experiment) {
        Get-Run -Experiment $Experiment | Where-Object { !$_.ParentRunId }
    }
}

AfterAll { Disconnect-ExperimentStore }

Describe 'Invoke-RunSweep' {
    It 'runs a block for all combinations, each as a child run with its parameters' {
        $ended = Invoke-RunSweep grid -Space @{ lr = 0.1, 1; layers = New-SweepRange 2 3 -Integer } -Parameter @{ epochs = 5 } -Tag nightly -Best loss -PassThru -InformationVariable said {
            param($p)
            $last = $p # in the scope of the caller
            Add-Metric loss ($p.lr * $p.layers) -Goal Minimize
            "$($p.lr) $($p.layers) $($p.epochs)"
        }
        @($ended | Where-Object { $_ -is [string] }) | Should -Be '0.1 2 5', '1 2 5', '0.1 3 5', '1 3 5'
        $last.Keys | Should -Be epochs, layers, lr
        $trials = Get-Trial grid
        @($ended | Where-Object { $_ -isnot [string] }).Id | Should -Be $trials.Id
        $sweep = Get-Sweep grid
        $trials.ParentRunId | Select-Object -Unique | Should -Be $sweep.Id
        $trials.Name | Should -Be trial-1, trial-2, trial-3, trial-4
        $trials.Status + $sweep.Status | Select-Object -Unique | Should -Be Succeeded
        @($trials) + $sweep | Where-Object { !$_.Tags.Contains('nightly') } | Should -BeNullOrEmpty
        $trials[0].Parameters.Keys | Should -Be epochs, layers, lr
        @($sweep.Parameters.sweep.space.lr) + $sweep.Parameters.epochs | Should -Be 0.1, 1, 5
        "$said" | Should -Match 'Sweep grid/000: 4 of 4 trials ended, best loss 0\.2\d* in grid/001 \(layers=2; lr=0\.1\)\.$'
        Get-Run -Current -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'goes on after a trial that fails, also when errors stop the script' {
        $ErrorActionPreference = 'Stop'
        Invoke-RunSweep failing -Space @{ x = 1, 2, 3 } -WarningVariable warned -WarningAction SilentlyContinue { param($p) if ($p.x -eq 2) { throw 'bad luck' } }
        (Get-Trial failing).Status | Should -Be Succeeded, Failed, Succeeded
        (Get-Trial failing)[1].ErrorMessage, (Get-Sweep failing).Status | Should -Be 'bad luck', Succeeded
        "$warned" | Should -Be 'Trial failing/002 failed: bad luck'
    }

    It 'ends at the first failure with -FailFast, and is Failed if no trial succeeds' {
        $failure = Get-Failure { Invoke-RunSweep fast -Space @{ x = 1, 2, 3 } -FailFast -WarningAction Ignore { param($p) if ($p.x -eq 2) { throw 'bad luck' } } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TrialFailed,*'
        (Get-Trial fast).Status + (Get-Sweep fast).Status | Should -Be Succeeded, Failed, Failed
        Invoke-RunSweep none -Space @{ x = 1, 2 } -WarningAction Ignore { 1 / 0; throw 'all' } 2>$null
        (Get-Sweep none).Status, (Get-Sweep none).ErrorMessage | Should -Be Failed, 'None of the trials succeeded.'
    }

    It 'repeats each set of a list with seeds from 1' {
        Invoke-RunSweep repeated -List @{ x = 1 }, ([pscustomobject]@{ x = 2 }) -Repeat 2 { param($p) Add-Metric y ($p.x * 10 + $p.seed) }
        (Get-Trial repeated).Metrics.y | Should -Be 11, 12, 21, 22
    }

    It 'continues with -Resume, and runs nothing twice' {
        $space = @{ x = 1..4 }
        foreach ($once in 1) { Invoke-RunSweep resumed -Space $space { param($p) if ($p.x -eq 2) { throw 'a result' } elseif ($p.x -eq 3) { break } } -WarningAction Ignore }
        (Get-Sweep resumed).Status | Should -Be Cancelled
        $before = (Get-Trial resumed).Id
        $before | Should -HaveCount 3
        $more = Invoke-RunSweep resumed -Space $space -Resume -PassThru { param($p) Add-Metric y $p.x }
        $more.Parameters.x | Should -Be 4
        (Get-Trial resumed).Id | Should -Be ($before + $more.Id)
        @(Get-Sweep resumed).Status | Should -Be Succeeded

        # Once more: nothing. With other parameters: another sweep.
        Invoke-RunSweep resumed -Space $space -Resume -PassThru { throw 'not called' } | Should -BeNullOrEmpty
        Invoke-RunSweep resumed -Space @{ x = 1, 2 } -Resume { }
        @(Get-Sweep resumed) | Should -HaveCount 2
    }

    It 'continues a sweep whose process was killed, and runs the trial that it was in again' {
        $call = "Invoke-RunSweep killed -Store '$($info.Path)' -Strategy Random -Count 4 -Seed 9 -Resume -Space @{ x = New-SweepRange 0 1 }"
        $null = Invoke-Pwsh "$call { param(`$p) Add-Metric x `$p.x; if ((Get-Run -Current).Name -eq 'trial-3') { Stop-Process -Id `$PID -Force } }"
        Wait-Until { !(Get-Run -Experiment killed -Status Running) } # a store looks for runs whose process is gone every two seconds
        $first = Get-Trial killed
        $first.Status + (Get-Sweep killed).Status | Should -Be Succeeded, Succeeded, Killed, Killed
        $more = & ([scriptblock]::Create("$call -PassThru { param(`$p) Add-Metric x `$p.x }"))
        $more.Name | Should -Be trial-3, trial-4
        $more[0].Parameters.x | Should -Be $first[2].Parameters.x
        @(Get-Trial killed | Where-Object Status -EQ Succeeded).Name | Should -Be trial-1, trial-2, trial-3, trial-4
        @(Get-Sweep killed).Status | Should -Be Succeeded
    }

    It 'is cancelled by Ctrl+C with its trial, which runs again when the sweep is continued' {
        $shell = [powershell]::Create().AddScript({
            param($module, $store, $state)
            Import-Module $module
            Invoke-RunSweep stopped -Store $store -Space @{ x = 1, 2 } { $state.Ready = $true; while ($true) { Start-Sleep -Milliseconds 10 } }
        }).AddArgument($modulePath).AddArgument($info.Path).AddArgument(($state = [hashtable]::Synchronized(@{})))
        $null = $shell.BeginInvoke()
        Wait-Until { $state.Ready }
        $shell.Stop()
        $shell.Dispose()
        @((Get-Trial stopped).Status) + (Get-Sweep stopped).Status | Should -Be Cancelled, Cancelled
        (Get-Trial stopped).Tags.Contains('interrupted') | Should -BeTrue
        (Get-Failure { Invoke-RunSweep -Join (Get-Sweep stopped) { } }).FullyQualifiedErrorId | Should -BeLike 'SweepEnded,*'
        (Invoke-RunSweep -Join (Get-Sweep stopped) -Resume -PassThru { }).Name | Should -Be trial-1, trial-2
        (Get-Sweep stopped).Status | Should -Be Succeeded
    }

    It 'runs trials in several runspaces, each once, with variables of the caller as $using:' {
        $seen = [Collections.Concurrent.ConcurrentBag[string]]::new()
        $ended = Invoke-RunSweep parallel -Space @{ x = 1..6 } -ThrottleLimit 3 -PassThru -WarningVariable warned -WarningAction SilentlyContinue {
            param($p)
            ($using:seen).Add([runspace]::DefaultRunspace.InstanceId)
            Add-Metric y ($p.x * 10)
            if ($p.x -eq 5) { throw 'five' }
            while ($p.x -le 3 -and @(($using:seen) | Select-Object -Unique).Count -lt 3) { Start-Sleep -Milliseconds 10 }
        }
        ($ended.Metrics.y | Sort-Object) | Should -Be 10, 20, 30, 40, 50, 60
        @($seen | Select-Object -Unique).Count | Should -Be 3
        @(Get-Trial parallel).Count, (Get-Sweep parallel).Status, "$warned" | Should -Be 6, Succeeded, "Trial $(@($ended).Where{ $_.Status -eq 'Failed' }.Path) failed: five"
        Get-Run -Current -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'gives a model-based sweep the same parameters for the same seed' {
        $call = { Invoke-RunSweep tpe -Space @{ lr = New-SweepRange 1e-4 1 -Log; kind = 'a', 'b' } -Strategy Tpe -Count 14 -Seed 3 -Best loss -PassThru { param($p) Add-Metric loss ([math]::Abs([math]::Log10($p.lr) + 2)) -Goal Minimize } }
        $first, $second = (& $call), (& $call)
        $second.Parameters.lr | Should -Be $first.Parameters.lr
        @($first.Parameters.lr | Select-Object -Unique).Count | Should -Be 14
        (Get-Failure { Invoke-RunSweep goalless -Space @{ lr = 1, 2 } -Strategy Tpe -Count 3 -Best loss { Add-Metric loss 1 } }).FullyQualifiedErrorId | Should -BeLike 'GoalUnknown,*'
        (Get-Failure { Invoke-RunSweep goalless -Space @{ lr = 1, 3 } -Strategy Tpe -Count 3 -Best loss { } }).FullyQualifiedErrorId | Should -BeLike 'SweepMetricMissing,*'
    }

    It 'creates a sweep with -Defer for workers that join it, and stops when it is ended' {
        $sweep = Invoke-RunSweep shared -Space @{ x = 1..4 } -Defer
        $sweep.Status, @(Get-Trial shared).Count | Should -Be Pending, 0
        Invoke-RunSweep -Join $sweep { param($p) if ($p.x -eq 2) { Stop-Run $sweep -Reason enough -WarningAction Ignore } }
        (Get-Trial shared).Parameters.x | Should -Be 1, 2
        (Get-Sweep shared).Status | Should -Be Cancelled
        (Get-Failure { Invoke-RunSweep -Join (Get-Trial shared)[0] { } }).FullyQualifiedErrorId | Should -BeLike 'NotASweep,*'
    }

    It 'refuses what is not valid before anything is created: <Why>' -ForEach @(
        @{ Why = 'no space'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused { } } }
        @{ Why = 'no block'; Id = 'BlockExpected'; Call = { Invoke-RunSweep refused -Space @{ x = 1 } } }
        @{ Why = 'a block that would not run'; Id = 'BlockExpected'; Call = { Invoke-RunSweep refused -Space @{ x = 1 } -Defer { } } }
        @{ Why = 'a parameter twice'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused -Space @{ x = 1 } -Parameter @{ X = 2 } { } } }
        @{ Why = 'a range in a list'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused -Space @{ x = 1, (New-SweepRange 0 1) } { } } }
        @{ Why = 'a grid without points'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused -Space @{ x = New-SweepRange 0 1 } { } } }
        @{ Why = 'early stopping without a metric'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused -Space @{ x = 1, 2 } -StopEarly Median { } } }
        @{ Why = 'a first step without early stopping'; Id = 'InvalidSweep'; Call = { Invoke-RunSweep refused -Space @{ x = 1, 2 } -Best loss -FirstStep 3 { } } }
        @{ Why = 'a range that ends before it begins'; Id = 'InvalidSweep'; Call = { New-SweepRange 2 1 } }
    ) {
        (Get-Failure $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Experiment refused -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Invoke-RunSweep whatif -Space @{ x = 1, 2 } -WhatIf { throw 'not called' }
        Get-Experiment whatif -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'tells Watch-Run how many trials it has' {
        $sweep = Invoke-RunSweep watched -Space @{ x = 1..5 } -Best loss -Goal Minimize -Defer
        Invoke-RunSweep -Join $sweep { param($p) Add-Metric loss $p.x; Add-Metric other 0; if ($p.x -eq 2) { Stop-Run $sweep -WarningAction Ignore } }
        $lines = Watch-Run -ParentRun $sweep -NoChart -NoWait
        $lines[1] | Should -Match ' 2 of 5 runs ended'
        $lines | Should -Contain 'Best by loss'
    }
}

Describe 'Invoke-RunSweep -StopEarly' {
    It 'ends the block of a trial that is worse than the median, whatever is around it, and goes on' {
        $log = [Collections.Generic.List[string]]::new()
        function Write-Loss($x, $step) { try { Add-Metric loss ($x + 1) -Step $step } catch { $log.Add("caught $x") } finally { if ($x -gt 5) { $log.Add("finally $x $step") } } }
        foreach ($once in 1, 2) {
            Invoke-RunSweep "stopped$once" -Space @{ x = 1..5 + 8 + 9 } -Best loss -Goal Minimize -StopEarly Median -FirstStep 2 {
                param($p)
                foreach ($step in 0..4) { 1 | ForEach-Object { Write-Loss $p.x $step } }
                if ($p.x -gt 5) { $log.Add('not ended') }
            }
        }
        $log | Should -Be (@(foreach ($x in 8, 9) { 0..2 | ForEach-Object { "finally $x $_" } }) * 2)
        $trials = Get-Trial stopped2
        $trials.Status | Should -Be (@('Succeeded') * 5 + @('Cancelled') * 2)
        $trials[5].ErrorMessage | Should -Be 'Its best loss until step 2, 9, is worse than 4, the median of 5 runs.'
        $trials[6].Tags.pruned, $trials[6].MetricStatistics.loss.Count, $trials[6].Tags.Contains('interrupted') | Should -Be 2, 3, $false
        (Get-Sweep stopped2).Status | Should -Be Succeeded
    }

    It 'ends blocks of parallel trials, from epochs, from a pipeline and from a run inside, by the rule of the sweep' {
        $how = @{
            pipeline = { 0..3 | ForEach-Object { [pscustomobject]@{ Step = $_; Value = 10 } } | Add-Metric loss }
            inside = { $trial = $args[0]; Invoke-Run { foreach ($step in 0..3) { Add-Metric loss 10 -Step $step -Run $trial } } }
            good = { foreach ($step in 0..3) { Add-Metric loss 1 -Step $step } }
        }
        $sweep = Invoke-RunSweep halved -List @{ how = 'good' }, @{ how = 'pipeline' }, @{ how = 'inside' } -Best loss -Goal Minimize -StopEarly SuccessiveHalving -Defer
        $block = { param($p) . $how[$p.how] (Get-Run -Current).Id; Add-Metric whole 1 }
        Invoke-RunSweep -Join $sweep $block
        $trials = Get-Trial halved | Where-Object ParentRunId -EQ $sweep.Id
        ($trials | Where-Object { $_.MetricStatistics.Contains('whole') }).Parameters.how | Should -Be good
        ($trials | Where-Object Status -EQ Cancelled).Parameters.how | Should -Be pipeline, inside
        ($trials | Where-Object Status -EQ Cancelled).ErrorMessage | Should -Be 'Its best loss until step 3, 10, is number 2 of 2, of which 1 go on.', 'Its best loss until step 1, 10, is number 2 of 3, of which 1 go on.'
        Invoke-RunSweep epochs -Space @{ x = 1, 2 } -Best epoch/loss -Goal Minimize -StopEarly SuccessiveHalving { param($p) foreach ($step in 0..3) { Add-Epoch -Loss $p.x } }
        Get-Trial epochs | ForEach-Object { $_.MetricStatistics.'epoch/loss'.Count } | Should -Be 4, 2
        Invoke-RunSweep raced -Space @{ x = 2, 1, 3 } -Repeat 3 -Best loss -Goal Minimize -StopEarly SuccessiveHalving -ThrottleLimit 2 {
            param($p) foreach ($step in 0..3) { Add-Metric loss $p.x -Step $step }
        }
        # A trial with the best value is never stopped, and one that is stopped has the reason.
        Get-Trial raced | Where-Object { $_.Parameters.x -eq 1 } | ForEach-Object Status | Should -Be Succeeded, Succeeded, Succeeded
        Get-Trial raced | Where-Object { ($_.Status -eq 'Cancelled') -ne $_.Tags.Contains('pruned') } | Should -BeNullOrEmpty
    }
}

Describe 'Test-RunPromise' {
    It 'stops a trial that is worse than the median at its step, and says why' {
        Invoke-RunSweep promise -Space @{ x = 1..5 + 9 } -Best loss -Goal Minimize {
            param($p)
            foreach ($step in 0..4) {
                Add-Metric loss ($p.x + 1) -Step $step
                if (!(Test-RunPromise -FirstStep 2)) { return }
            }
            Add-Metric whole 1
        }
        $trials = Get-Trial promise
        $trials.Status | Should -Be Succeeded, Succeeded, Succeeded, Succeeded, Succeeded, Cancelled
        $trials[5].ErrorMessage | Should -Be 'Its best loss until step 2, 10, is worse than 4, the median of 5 runs.'
        $trials[5].Tags.pruned, $trials[5].MetricStatistics.loss.Count, (Get-Sweep promise).Status | Should -Be 2, 3, Succeeded
    }

    It 'compares child runs of any run by successive halving' {
        Invoke-Run -Experiment halving {
            foreach ($x in 2, 1, 3) {
                Invoke-Run -Name "$x" {
                    foreach ($step in 0..3) { Add-Metric loss $x -Step $step -Goal Minimize }
                    Test-RunPromise loss -Rule SuccessiveHalving
                }
            }
        } | Should -Be $true, $true, $false
        Get-Run -Experiment halving -Status Cancelled | ForEach-Object Name | Should -Be 3
    }

    It 'ends the block with -Stop, and nothing around it' {
        $after = Invoke-Run -Experiment ends {
            foreach ($x in 1, 2, 3) {
                Invoke-Run -Name "$x" {
                    foreach ($step in 0..3) { Add-Metric loss $x -Step $step -Goal Minimize }
                    $isPromising = Test-RunPromise loss -Rule SuccessiveHalving -Stop
                    "whole $x $isPromising"
                }
                "after $x"
            }
        }
        $after | Should -Be 'whole 1 True', 'after 1', 'after 2', 'after 3'
        Get-Run -Experiment ends -Status Cancelled | ForEach-Object Name | Should -Be 3, 2
        $parent = Start-Run -Experiment ends
        Start-Run -Name child -WarningAction Ignore | Out-Null
        (Get-Failure { Test-RunPromise loss -Stop }).FullyQualifiedErrorId | Should -BeLike 'NoBlockToEnd,*'
        Complete-Run
        Complete-Run
    }

    It 'needs a current run with siblings and a metric' {
        (Get-Failure { Test-RunPromise }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        Invoke-Run -Experiment alone {
            (Get-Failure { Test-RunPromise }).FullyQualifiedErrorId | Should -BeLike 'NoSiblings,*'
            Invoke-Run { (Get-Failure { Test-RunPromise }).FullyQualifiedErrorId | Should -BeLike 'PromiseMetricUnknown,*' }
        }
    }
}
