# Get-MetricSeries: the points of series as objects or arrays, all of them, thinned, or a range.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    Set-Location (New-StoreFolder)

    $a = Start-Run iris a
    Add-Metric loss 5, 4, 3, 2, 1 -Step 0, 10, 20, 30, 40 -Goal Minimize -Unit nats
    Add-Metric loss 9 -Step 20
    Add-Metric val/loss 1, 2
    Add-Metric 'accuracy[setosa]' 0.5, 0.75
    Add-Metric 'accuracy[virginica]' 0.25
    Complete-Run
    $b = Start-Run iris b
    Add-Metric loss 7, 6
    Complete-Run

    # Two thousand points with spikes of a running run, in chunks and in the tail.
    $wave = Start-Run waves wave
    $values = [double[]](0..1999 | ForEach-Object { [math]::Sin($_ / 100) })
    $values[777], $values[1234] = -50, 60
    Add-Metric sine $values
    Add-Metric sine 0.5, 0.25
    Add-Metric gaps (@([double]::NaN) * 5 + 1..20 + @([double]::PositiveInfinity) + 1..20)
}

AfterAll { Complete-Run $wave }

Describe 'Get-MetricSeries' {
    It 'returns the points in step order, those of one step in the order they were added' {
        $points = Get-MetricSeries loss -Run a
        $points | Should -BeOfType ExperimentTracker.MetricPoint
        "$points" | Should -Be 'loss@0=5 loss@10=4 loss@20=3 loss@20=9 loss@30=2 loss@40=1'
        $points.RunId | Select-Object -Unique | Should -Be $a.Id
        $points[0].Value | Should -BeOfType double
        $points[0].Step | Should -BeOfType long
    }

    It 'returns one object per series with -AsSeries, with typed arrays' {
        $series = Get-MetricSeries loss -Run a -AsSeries
        $series | Should -BeOfType ExperimentTracker.MetricSeries
        , $series.Steps | Should -BeOfType long[]
        , $series.Values | Should -BeOfType double[]
        , $series.Timestamps | Should -BeOfType datetime[]
        $series.Steps | Should -Be 0, 10, 20, 20, 30, 40
        $series.Values | Should -Be 5, 4, 3, 9, 2, 1
        $series.Timestamps | Should -HaveCount 6
        $series.Run, $series.RunId, $series.Key, $series.Label, $series.Name, $series.Unit, $series.Goal, $series.Count |
            Should -Be iris/000, $a.Id, loss, $null, loss, nats, Minimize, 6
    }

    It 'returns all series of a run without a key' {
        (Get-MetricSeries -Run a -AsSeries).Name | Should -Be 'accuracy[setosa]', 'accuracy[virginica]', loss, val/loss
    }

    It 'returns several keys of several runs together, with wildcards in both' {
        (Get-MetricSeries l*, val/* -Run * -AsSeries | Sort-Object Run, Name | ForEach-Object { "$($_.Run) $($_.Name)" }) |
            Should -Be 'iris/000 loss', 'iris/000 val/loss', 'iris/001 loss'
        (Get-Run a, b | Get-MetricSeries loss).Count | Should -Be 8
        (Get-MetricSeries loss -Run a, b -AsSeries).Values | Should -Be 5, 4, 3, 9, 2, 1, 7, 6
    }

    It 'returns all series of the piped runs' {
        (Get-Run a, b | Get-MetricSeries -AsSeries).Count | Should -Be 5
    }

    It 'returns one label by accuracy[setosa], all by accuracy, and some by wildcard' {
        (Get-MetricSeries 'accuracy[setosa]' -Run a).Value | Should -Be 0.5, 0.75
        (Get-MetricSeries ACCURACY -Run a).Label | Should -Be setosa, setosa, virginica
        (Get-MetricSeries 'accuracy*vir*' -Run a).Value | Should -Be 0.25
        (Get-MetricSeries 'accuracy[setosa]' -Run a -AsSeries).Label | Should -Be setosa
    }

    It 'returns the piped series' {
        (Get-Metric 'accuracy[setosa]' -Run a | Get-MetricSeries).Value | Should -Be 0.5, 0.75
        (Get-Run a, b | Get-Metric loss | Get-MetricSeries -AsSeries).Run | Sort-Object | Should -Be iris/000, iris/001
        (Get-MetricSeries val/loss -Run a -AsSeries | Get-MetricSeries).Value | Should -Be 1, 2
    }

    It 'returns the points between two steps, both included' {
        (Get-MetricSeries loss -Run a -FirstStep 10 -LastStep 20).Value | Should -Be 4, 3, 9
        (Get-MetricSeries loss -Run a -FirstStep 21).Value | Should -Be 2, 1
        (Get-MetricSeries loss -Run a -LastStep 0).Value | Should -Be 5
        Get-MetricSeries loss -Run a -FirstStep 41 | Should -BeNullOrEmpty
        (Get-MetricSeries loss -Run a -FirstStep 41 -AsSeries).Count | Should -Be 0
        (Get-MetricSeries sine -Run wave -FirstStep 1998).Value | Should -Be $values[1998], $values[1999], 0.5, 0.25
        Get-MetricSeries loss -Run a -FirstStep 20 -LastStep 10 | Should -BeNullOrEmpty
    }

    It 'reads chunks and tail of an open run as one' {
        $series = Get-MetricSeries sine -AsSeries
        $series.Count | Should -Be 2002
        [Linq.Enumerable]::SequenceEqual([double[]]$series.Values[0..1999], $values) | Should -BeTrue
        $series.Steps[2001] | Should -Be 2001
    }

    It 'thins to at most <_> points, and keeps the first, the last, the lowest and the highest' -ForEach 4, 5, 10, 100, 2001 {
        $series = Get-MetricSeries sine -Run wave -AsSeries -MaxPoints $_
        $series.Count | Should -BeLessOrEqual $_
        $series.Count | Should -BeGreaterOrEqual ([math]::Min($_ - 2, 4))
        $series.Steps[0], $series.Steps[-1] | Should -Be 0, 2001
        $series.Values | Should -Contain -50
        $series.Values | Should -Contain 60
        for ($i = 1; $i -lt $series.Count; $i++) { $series.Steps[$i] | Should -BeGreaterThan $series.Steps[$i - 1] }
        foreach ($i in 0..($series.Count - 1)) { if ($series.Steps[$i] -lt 2000) { $series.Values[$i] | Should -Be $values[$series.Steps[$i]] } }
        $series.Timestamps | Should -HaveCount $series.Count
        @(Get-MetricSeries sine -Run wave -MaxPoints $_).Count | Should -Be $series.Count
    }

    It 'leaves a series alone that has no more points than that' {
        (Get-MetricSeries sine -Run wave -AsSeries -MaxPoints 2002).Count | Should -Be 2002
        (Get-MetricSeries gaps -Run wave -AsSeries -MaxPoints 46).Values[0] | Should -Be NaN
    }

    It 'leaves out what cannot be drawn when it thins' {
        $thin = Get-MetricSeries gaps -Run wave -AsSeries -MaxPoints 10
        $thin.Count | Should -BeLessOrEqual 10
        $thin.Values | ForEach-Object { [double]::IsFinite($_) } | Should -Not -Contain $false
        $thin.Steps[0], $thin.Steps[-1] | Should -Be 5, 45
    }

    It 'thins each series by itself, after the steps were chosen' {
        (Get-MetricSeries sine, gaps -Run wave -AsSeries -MaxPoints 8 -FirstStep 6).Count | ForEach-Object { $_ | Should -BeLessOrEqual 8 }
        (Get-MetricSeries sine -Run wave -AsSeries -MaxPoints 8 -FirstStep 1000).Steps[0] | Should -Be 1000
    }

    It 'refuses fewer than 4 points and steps below zero' {
        { Get-MetricSeries sine -Run wave -MaxPoints 3 } | Should -Throw -ErrorId 'ValueOutOfRange,*'
        { Get-MetricSeries sine -Run wave -FirstStep -1 } | Should -Throw -ErrorId 'InvalidStep,*'
    }

    It 'reports a missing key, and returns the others' {
        $failure = $null
        $points = Get-MetricSeries nope, val/loss -Run a -ErrorVariable failure -ErrorAction SilentlyContinue
        $points.Value | Should -Be 1, 2
        $failure.FullyQualifiedErrorId | Should -BeLike 'MetricNotFound,*'
        $failure.TargetObject | Should -Be nope
    }

    It 'reports a missing run' {
        (Get-Failure { Get-MetricSeries loss -Run nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'stops reading when what follows has enough' {
        (Get-MetricSeries sine -Run wave | Select-Object -First 2).Step | Should -Be 0, 1
    }
}

Describe 'Series on the way into another run' {
    BeforeEach { $copy = Start-Run copies }
    AfterEach { Complete-Run }

    It 'keep steps, values, labels and times as points' {
        Get-MetricSeries -Run a | Add-Metric -Run $copy
        foreach ($name in (Get-Metric -Run a).Name) {
            $from, $to = (Get-MetricSeries $name -Run a -AsSeries), (Get-MetricSeries $name -Run $copy -AsSeries)
            $to.Steps | Should -Be $from.Steps
            $to.Values | Should -Be $from.Values
            $to.Timestamps | Should -Be $from.Timestamps
        }
        (Get-Run $copy).Metrics.Keys | Should -Be @((Get-Run a).Metrics.Keys)
    }

    It 'keep unit and goal too as series' {
        Get-MetricSeries -Run a -AsSeries | Add-Metric -Run $copy
        (Get-Metric -Run $copy | Select-Object * -ExcludeProperty RunId | ConvertTo-Json) | Should -Be (Get-Metric -Run a | Select-Object * -ExcludeProperty RunId | ConvertTo-Json)
    }

    It 'are added to their own run when none is named' {
        Complete-Run $copy
        Resume-Run b | Out-Null
        Get-MetricSeries loss -Run b | Add-Metric
        (Get-Metric loss -Run b).Count | Should -Be 4
    }
}
