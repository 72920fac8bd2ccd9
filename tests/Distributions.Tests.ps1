BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'Distributions' {
    BeforeEach {
        $null = Connect-ExperimentStore -InMemory
        $run = Start-Run e -Id run_1 -InformationAction Ignore
    }
    AfterEach {
        if (Get-Run -Current -ErrorAction Ignore) { Complete-Run }
        Disconnect-ExperimentStore
    }

    It 'keeps the bins of values, those of NaN and infinity apart' {
        Add-Distribution layer/weights (0, 1, 1, 2, 3, [double]::NaN, [double]::PositiveInfinity) -Bins 3 -Step 7 -Timestamp '2024-01-02 03:04:05'
        $made = Get-Distribution
        $made | Should -BeOfType ExperimentTracker.Distribution
        $made.Key, $made.Step, $made.Run, $made.RunId | Should -Be layer/weights, 7, e/000, run_1
        $made.Edges | Should -Be 0, 1, 2, 3
        $made.Counts | Should -Be 1, 2, 2
        $made.Count, $made.NaNCount, $made.InfiniteCount, $made.OutsideCount | Should -Be 7, 1, 1, 0
        $made.Min, $made.Max, $made.Sum, $made.SumOfSquares, $made.Mean | Should -Be 0, 3, 7, 15, 1.4
        $made.StandardDeviation | Should -BeGreaterThan 1.140175
        $made.StandardDeviation | Should -BeLessThan 1.140176
        $made.Timestamp | Should -Be ([datetime] '2024-01-02 03:04:05')
    }

    It 'takes all values of a pipeline as one, in 64 bins' {
        1..1000 | Add-Distribution w
        (Get-Distribution w).Count, (Get-Distribution w).Counts.Count | Should -Be 1000, 64
        @() | Add-Distribution w
        [timespan]::FromSeconds(2), [timespan]::FromSeconds(4) | Add-Distribution times
        @(Get-Distribution w).Count, (Get-Distribution times).Mean | Should -Be 1, 3
    }

    It 'takes edges, and bins that were counted elsewhere' {
        (Add-Distribution w (-1, 0, 5, 10, 11) -Edges 0, 5, 10 -PassThru).Counts | Should -Be 1, 2
        $binned = Add-Distribution w -Count 3, 0, 4 -Edges -1, -0.5, 0.5, 1 -PassThru
        $binned.Count, $binned.Step, $binned.Min, $binned.Mean | Should -Be 7, 1, $null, $null
        (Get-Distribution w).OutsideCount | Should -Be 2, 0
    }

    It 'finds them by key, wildcard, step and run' {
        foreach ($step in 5, 1, 3, 3) { Add-Distribution a (1..$step) -Step $step; Add-Distribution b 1 -Step $step }
        (Get-Distribution A).Step | Should -Be 1, 3, 3, 5
        Get-Distribution a -FirstStep 2 -LastStep 4 | ForEach-Object Count | Should -Be 3, 3
        (Get-Distribution [ab] -Last).Step | Should -Be 5, 5
        (Get-Distribution -Last -LastStep 4).Step | Should -Be 3, 3
        $null = Start-Run e -Id run_2
        Add-Distribution a 1
        @(Get-Run | Get-Distribution a).Count | Should -Be 5
        (Get-Distribution -Run run_2).Step | Should -Be 0
        { Get-Distribution nope, a -ErrorAction Stop } | Should -Throw -ErrorId 'DistributionNotFound,*'
        Get-Distribution nope* | Should -BeNullOrEmpty
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'edges that do not ascend'; Do = { Add-Distribution w 1 -Edges 2, 1 }; Id = 'InvalidBins' }
        @{ Why = 'too many bins'; Do = { Add-Distribution w 1 -Bins 5000 }; Id = 'InvalidBins' }
        @{ Why = 'a count too few'; Do = { Add-Distribution w -Count 1 -Edges 1, 2, 3 }; Id = 'InvalidBins' }
        @{ Why = 'a negative count'; Do = { Add-Distribution w -Count -1 -Edges 1, 2 }; Id = 'ValueOutOfRange' }
        @{ Why = 'text as a value'; Do = { Add-Distribution w 1, x }; Id = 'UnsupportedValue' }
        @{ Why = 'a negative step'; Do = { Add-Distribution w 1 -Step -1 }; Id = 'InvalidStep' }
        @{ Why = 'a blank key'; Do = { Add-Distribution ' ' 1 }; Id = 'NullArgument' }
        @{ Why = 'a histogram with two steps'; Do = { Add-Metric w 1, 2 -Histogram -Step 1, 2 }; Id = 'LengthMismatch' }
        @{ Why = 'a histogram without values'; Do = { Add-Metric w -Histogram }; Id = 'ValuesMissing' }
        @{ Why = 'a histogram with a block and no pipeline'; Do = { Add-Metric w { $_ } -Histogram }; Id = 'DeferredWithoutInput' }
        @{ Why = 'a histogram with a goal'; Do = { Add-Metric w 1 -Histogram -Goal Minimize }; Id = 'AmbiguousParameterSet' }
        @{ Why = 'text in the pipeline of a histogram'; Do = { 1, 'x' | Add-Metric w -Histogram }; Id = 'UnsupportedValue' }
        @{ Why = 'a run that has ended'; Do = { Complete-Run; Add-Distribution w 1 -Run run_1 }; Id = 'RunNotOpen' }
    ) {
        $ErrorActionPreference = 'Stop'
        $Do | Should -Throw -ErrorId "$Id,*"
        Get-Distribution -Run run_1 | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        1..9 | Add-Distribution w -WhatIf
        Get-Distribution | Should -BeNullOrEmpty
    }

    It 'is what Add-Metric -Histogram adds, in place of points' {
        $values = @(1..100 | ForEach-Object { [math]::Sin($_) }) + [double]::NaN
        Add-Distribution expected $values -Step 4 -Bins 10 -Timestamp '2024-01-02'
        Add-Metric given $values -Histogram -Step 4 -Bins 10 -Timestamp '2024-01-02'
        $values | Add-Metric piped -Histogram -Step 4 -Bins 10 -Timestamp '2024-01-02'
        $values | Select-Object @{ n = 'weight'; e = { $_ } } | Add-Metric calculated { $_.weight } -Histogram -Step 4 -Bins 10 -Timestamp '2024-01-02'
        $expected = Get-Distribution expected | Select-Object * -ExcludeProperty Key | ConvertTo-Json
        foreach ($key in 'given', 'piped', 'calculated') { Get-Distribution $key | Select-Object * -ExcludeProperty Key | ConvertTo-Json | Should -Be $expected }
        (Add-Metric given 1, 2 -Histogram -PassThru).Step, (Get-Distribution given -Last).Counts.Count | Should -Be 5, 64
        Get-Metric | Should -BeNullOrEmpty
        1, 2 | Add-Metric points -Histogram:$false
        Add-Metric points 3 -Histogram:$false
        (Get-MetricSeries points).Value | Should -Be 1, 2, 3
        1..3 | Add-Metric doubled { 2 * $_ }
        (Get-MetricSeries doubled).Value | Should -Be 2, 4, 6
        Add-Metric w 1 -Histogram -WhatIf
        Get-Distribution w* | Should -BeNullOrEmpty
    }

    It 'is a view for SQL, without those of removed runs' {
        Add-Distribution w (1, 2, 3, [double]::NaN) -Step 4 -Timestamp ([datetime]::new(2024, 3, 1, 11, 30, 0, [DateTimeKind]::Utc))
        $row = Invoke-ExperimentQuery 'SELECT * FROM DISTRIBUTION'
        $row.PSObject.Properties.Name | Should -Be trial_run_id, key, step, timestamp, count, nan_count, infinite_count, min, max, mean, standard_deviation, ordinal
        $row.trial_run_id, $row.key, $row.step, $row.timestamp | Should -Be run_1, w, 4, '2024-03-01T11:30:00.0000000Z'
        $row.count, $row.nan_count, $row.infinite_count, $row.min, $row.max, $row.mean, $row.standard_deviation, $row.ordinal | Should -Be 4, 1, 0, 1, 3, 2, 1, 0
        Complete-Run
        Remove-Run run_1
        Invoke-ExperimentQuery 'SELECT * FROM DISTRIBUTION' | Should -BeNullOrEmpty
    }

    It 'completes keys' {
        Add-Distribution 'layer 1/weights' 1
        (TabExpansion2 'Get-Distribution la' 19).CompletionMatches.CompletionText | Should -Be "'layer 1/weights'"
    }
}
