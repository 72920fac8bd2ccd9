# Measure-Run, Test-Metric and Assert-Metric.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $PSStyle.OutputRendering = 'PlainText'

    function New-Measured([string] $Experiment, $Value, [string] $Key = 'loss', [hashtable] $Parameter = @{}, $Tag, $Goal = 'Minimize', $Status = 'Succeeded') {
        $tags, $goals = ($Tag ? @{ Tag = $Tag } : @{}), ($Goal ? @{ Goal = $Goal } : @{})
        $run = Start-Run $Experiment -Parameter $Parameter @tags
        if ($null -ne $Value) { Add-Metric $Key $Value @goals }
        Complete-Run -Status $Status
        $run
    }
}

Describe 'Measure-Run' {
    BeforeAll {
        $null = Connect-TestStore -OnDisk
        foreach ($lr in 0.01, 0.1) { foreach ($seed in 1..4) { $null = New-Measured sweep ($lr * $seed) -Parameter @{ lr = $lr } -Tag "seed=$seed" } }
        $null = New-Measured sweep 9 -Parameter @{ other = 1 }
        $null = New-Measured sweep ([double]::NaN) -Parameter @{ lr = 0.1 }
        $null = New-Measured sweep $null -Parameter @{ lr = 0.1 }
        $null = New-Measured sweep 5 "it's [odd].'; DROP TABLE runs;--" -Parameter @{ lr = 0.1 }
    }
    AfterAll { Disconnect-TestStore }

    It 'describes a metric by group, and runs without the key as a separate group' {
        $measures = Get-Run -Experiment sweep | Measure-Run -GroupBy Parameters.lr -Metric loss
        $measures.'Parameters.lr' | Should -Be 0.01, 0.1, $null
        $measures | ForEach-Object Count | Should -Be 4, 4, 1
        $measures.NaNCount | Should -Be 0, 1, 0
        $measures.MissingCount | Should -Be 0, 2, 0
        $measures.Mean | ForEach-Object { [math]::Round($_, 12) } | Should -Be 0.025, 0.25, 9
        $measures[1].Median, $measures[1].Min, $measures[1].Max | ForEach-Object { [math]::Round($_, 12) } | Should -Be 0.25, 0.1, 0.4

        # The deviation of 1, 2, 3 and 4 is the root of 5/3, and t(0.975, 3) is 3.182446 (Federighi, 1959).
        $measures[1].StandardDeviation | Should -BeGreaterThan 0.12909
        $half = 0.1 * [math]::Sqrt(5 / 3) / 2 * 3.182446
        [math]::Abs($measures[1].ConfidenceHigh - 0.25 - $half) | Should -BeLessThan 1e-7
        [math]::Abs($measures[1].ConfidenceLow - 0.25 + $half) | Should -BeLessThan 1e-7
        $measures[2].StandardDeviation, $measures[2].ConfidenceLow, $measures[2].ConfidenceHigh | Should -Be $null, $null, $null
        $measures[0].Goal, $measures[0].ConfidenceLevel | Should -Be Minimize, 0.95
    }

    It 'narrows the interval with the confidence' {
        $wide, $narrow = 0.99, 0.5 | ForEach-Object { Get-Run -Experiment sweep | Measure-Run loss -ConfidenceLevel $_ }
        $wide.ConfidenceHigh | Should -BeGreaterThan $narrow.ConfidenceHigh
    }

    It 'accepts all metrics, wildcards, and names that look like them' {
        (Get-Run -Experiment sweep | Measure-Run).Metric | Should -Be "it's [odd].'; DROP TABLE runs;--", 'loss'
        (Get-Run -Experiment sweep | Measure-Run "it's [odd].'; DROP TABLE runs;--").Count | Should -Be 1
        (Get-Run -Experiment sweep | Measure-Run LO*).Metric | Should -Be loss
        Get-Run -Experiment sweep | Measure-Run nothing* | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -Experiment sweep | Measure-Run loss, nothing }).FullyQualifiedErrorId | Should -Be 'MetricNotFound,ExperimentTracker.Commands.MeasureRunCommand'
    }

    It 'accepts several keys, and reports invalid ones' {
        $measures = Get-Run -Experiment sweep | Measure-Run loss -GroupBy Parameters.lr, Tags.seed, Status
        $measures | Should -HaveCount 10
        $measures[0].Group.ToString() | Should -Be 'Parameters.lr=0.01; Tags.seed=1; Status=Succeeded'
        $measures[0].Status | Should -Be Succeeded
        (Get-Failure { Get-Run -Experiment sweep | Measure-Run loss -GroupBy nothing }).FullyQualifiedErrorId | Should -BeLike 'UnknownGroupKey,*'
    }

    It 'accepts names of parameters and tags, periods and script blocks as keys' {
        (Get-Run -Experiment sweep | Measure-Run loss -GroupBy lr).lr | Should -Be 0.01, 0.1, $null
        (Get-Run -Experiment sweep | Measure-Run loss -GroupBy seed).seed | Should -Be 1, 2, 3, 4, $null
        $start = (Get-Run sweep/0).StartedAt
        (Get-Run sweep/0 | Measure-Run loss -GroupBy Week).Week | Should -Be ('{0:0000}-W{1:00}' -f [Globalization.ISOWeek]::GetYear($start), [Globalization.ISOWeek]::GetWeekOfYear($start))
        $limit = 0.05
        $measures = Get-Run -Experiment sweep | Measure-Run loss -GroupBy { $_.Parameters.lr -gt $limit }, Day
        $measures.'$_.Parameters.lr -gt $limit' | Should -Be $false, $true
        $measures.Day | Sort-Object -Unique | Should -Be $start.ToString('yyyy-MM-dd')
        $measures | ForEach-Object Count | Should -Be 5, 4
        $failure = Get-Failure { Get-Run -Experiment sweep | Measure-Run loss -GroupBy { throw 'no' } }
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'GroupKeyFailed,*'
    }

    It 'measures all runs of an experiment' {
        $whole = Get-Run -Experiment sweep | Measure-Run loss -GroupBy lr
        $null = New-Measured elsewhere 1 -Parameter @{ lr = 0.01 }
        foreach ($measures in (Measure-Run loss lr -Experiment sweep), (Get-Experiment sweep | Measure-Run loss lr), (Copy-ThroughFile (Get-Experiment sweep) | Measure-Run loss lr)) {
            $measures | Select-Object lr, Count, Mean | ConvertTo-Csv | Should -Be ($whole | Select-Object lr, Count, Mean | ConvertTo-Csv)
        }
        Measure-Run loss -Experiment sweep, elsewhere | ForEach-Object Count | Should -Be 10
        (Get-Failure { Measure-Run loss }).FullyQualifiedErrorId | Should -BeLike 'NothingToMeasure,*'
        (Get-Failure { Measure-Run loss -Experiment nothing }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
    }

    It 'measures the runs that <Name> selects as if they were piped' -ForEach @(
        @{ Name = 'a status'; Condition = @{ Status = 'Succeeded' } }
        @{ Name = 'a tag'; Condition = @{ Tag = 'seed=2' } }
        @{ Name = 'a filter'; Condition = @{ Filter = { $_.Parameters.lr -gt $limit } } }
        @{ Name = 'a time'; Condition = @{ After = (Get-Date).AddHours(1) } }
        @{ Name = 'several conditions'; Condition = @{ Status = 'Succeeded'; Filter = { $_.Metrics.loss -lt 1 }; Before = (Get-Date).AddHours(1) } }
    ) {
        $limit = 0.05
        foreach ($more in @{}, @{ GroupBy = 'lr', 'Tags.seed' }, @{ Statistic = 'Best'; Metric = 'loss' }, @{ Statistic = 'Mean'; GroupBy = { $_.Metrics.loss -gt 0.1 } }) {
            Measure-Run -Experiment sweep @Condition @more | ConvertTo-Json -Depth 4 | Should -BeExactly (Get-Run -Experiment sweep @Condition | Measure-Run @more | ConvertTo-Json -Depth 4)
        }
    }

    It 'measures metrics whose names differ in case by the names that each run has' {
        $null = Start-Run cases
        Add-Metric loss 1; Add-Metric LOSS 2
        Complete-Run
        $null = Start-Run cases
        Add-Metric LOSS 4
        Complete-Run
        (Measure-Run loss -Experiment cases).Mean | Should -Be 3
        (Get-Run -Experiment cases | Measure-Run LOSS).Mean | Should -Be 3
    }

    It 'returns nothing for no runs' { Get-Run -Experiment sweep -Status Failed | Measure-Run loss -GroupBy lr | Should -BeNullOrEmpty }

    It 'completes keys' {
        $line = 'Get-Run | Measure-Run loss -GroupBy '
        foreach ($word in 'Par', 'Tags.se', 'Stat', 'GitB') {
            $found = [Management.Automation.CommandCompletion]::CompleteInput($line + $word, ($line + $word).Length, $null).CompletionMatches.CompletionText
            $found | Should -Not -BeNullOrEmpty
            $found | ForEach-Object { $_ | Should -BeLike "$word*" }
        }
    }

    It 'is a table with the group first' {
        $lines = (Get-Run -Experiment sweep | Measure-Run loss -GroupBy Parameters.lr, Tags.seed | Out-String -Width 80) -split '\r?\n'
        $lines -match '^lr=0.01, seed=1 +loss +1 +0.01 *$' | Should -HaveCount 1
        (Get-Run -Experiment sweep | Measure-Run loss | Out-String -Width 80) | Should -Match '(?m)^all +loss +9 .*±'
    }
}

Describe 'Test-Metric' {
    BeforeAll {
        $null = Connect-TestStore -OnDisk
        $values = 1.0, 1.2, 0.8, 1.1, 0.9
        foreach ($value in $values) { $null = New-Measured night $value -Tag 'branch=main', nightly }
        $null = New-Measured night 0.1 -Tag branch=topic
        $null = New-Measured night 0.1 -Status Failed -Tag branch=main
        $null = New-Measured elsewhere 0.1
        $tested = New-Measured night 1.35 -Tag branch=main
        $null = New-Measured night 0.2 -Tag branch=main
    }
    AfterAll { Disconnect-TestStore }

    It 'compares with the last run of the experiment that succeeded before, of those with the tags' {
        (Test-Metric loss -Run $tested).Baseline | Should -Be 0.1
        $test = Test-Metric loss -Run $tested -BaselineTag branch=MAIN
        $test.BaselineRunId | Should -Be (Get-Run night/4).Id
        $test.Baseline, $test.Passed | Should -Be 0.9, $false
        (Test-Metric loss -Run $tested -BaselineTag @{ branch = 'main' }, nightly -BaselineLast 3).BaselineRunId | Should -Be (Get-Run night/4, night/3, night/2).Id
        (Test-Metric loss -Run $tested -BaselineTag branch -BaselineLast 99).BaselineCount | Should -Be 6
        (Test-Metric loss -Run night/2 -BaselineLast 99).BaselineRunId | Should -Be (Get-Run night/1, night/0).Id
    }

    It 'compares with the runs that are named, and never with itself' {
        (Test-Metric loss -Run $tested -Baseline night/0, (Get-Run night/1)).Baseline | Should -Be 1.1
        (Test-Metric loss -Run $tested -Baseline elsewhere/0).Passed | Should -BeFalse
        (Test-Metric loss -Run $tested -Baseline $tested).Reason | Should -BeLike 'There is no baseline*'
    }

    It 'allows what is tolerated' {
        $base = @{ Run = $tested; Baseline = 'night/0' }
        Test-Metric loss @base -Quiet | Should -BeFalse
        Test-Metric loss @base -Tolerance 0.35 -Quiet | Should -BeTrue
        Test-Metric loss @base -RelativeTolerance 0.3 -Quiet | Should -BeFalse
        Test-Metric loss @base -RelativeTolerance 0.35 -Quiet | Should -BeTrue
        Test-Metric loss @base -Goal Maximize -Quiet | Should -BeTrue
    }

    It 'judges one run by the spread of the last' {
        # The deviation of 0.8 to 1.2 is 0.158114; 2.131847 is t(0.95, 4) (Federighi, 1959), times the root of 6/5.
        $test = Test-Metric loss -Run $tested -BaselineTag nightly -BaselineLast 5 -Method Prediction
        [math]::Abs($test.Limit - 1 - 2.131847 * 0.158113883 * [math]::Sqrt(1.2)) | Should -BeLessThan 1e-6
        $test.Passed, $test.DegreesOfFreedom, $test.SignificanceLevel | Should -Be $true, 4, 0.05
        $test.PValue | Should -BeGreaterThan 0.05
        (Test-Metric loss -Run $tested -BaselineTag nightly -BaselineLast 5 -Method Prediction -Alpha 0.1).Passed | Should -BeFalse
    }

    It 'tests the runs of this week against those of last week' {
        # The example of scipy.stats.mannwhitneyu: U = 17, p = 0.1111111111111111 on two sides.
        foreach ($seconds in 20, 11, 17, 12) { $null = New-Measured weeks $seconds -Tag week=1 }
        foreach ($seconds in 19, 22, 16, 29, 24) { $null = New-Measured weeks $seconds -Tag week=2 }
        $this, $last = (Get-Run -Tag week=2), (Get-Run -Tag week=1)
        $test = $this | Test-Metric loss -Baseline $last -Method MannWhitney
        [math]::Round($test.PValue, 12), $test.U, [math]::Round($test.EffectSize, 12) | Should -Be ([math]::Round(0.1111111111111111 / 2, 12)), 17, 0.7
        $test.Passed, $test.Value, $test.Baseline, $test.BaselineCount, $test.RunId.Count | Should -Be $true, 22, 14.5, 4, 5
        { $this | Assert-Metric loss -Baseline $last -Method MannWhitney -SignificanceLevel 0.06 -ErrorAction Stop } | Should -Throw -ErrorId 'MetricAssertionFailed,*'
        $test | Format-List | Out-String -Width 200 | Should -Match '(?m)^U +: 17'
        (Get-Failure { $this | Select-Object -First 2 | Test-Metric loss -Baseline $last -Method MannWhitney }).FullyQualifiedErrorId | Should -BeLike 'TooFewSamples,*'
    }

    It 'judges the runs of a pipeline as one sample with Welch, and one by one without' {
        $test = Get-Run night/7, night/1 | Test-Metric loss -Baseline night/0, night/2, night/4 -Method Welch
        $test | Should -HaveCount 1
        $test.RunId | Should -HaveCount 2
        $test.Value | Should -Be 1.275
        Get-Run night/7, night/1 | Test-Metric loss -Baseline night/0 | Should -HaveCount 2
        foreach ($command in { $tested | Test-Metric loss -Baseline night/0, night/1 -Method Welch }, { Test-Metric loss -Run $tested -Method Prediction }) {
            (Get-Failure $command).FullyQualifiedErrorId | Should -BeLike 'TooFewSamples,*'
        }
    }

    It 'fails missing values, NaN and a missing baseline, with a reason' {
        $null = New-Measured lone ([double]::NaN)
        $null = New-Measured lone 1
        (Test-Metric loss -Run lone/0 -Baseline night/0 -Tolerance 1000).Reason | Should -Be 'The loss of run lone/000 is NaN.'
        (Test-Metric nope -Run night/0 -Baseline night/1).Reason | Should -Be "Run night/000 has no metric 'nope'."
        (Test-Metric loss -Run lone/1).Passed | Should -BeFalse
        (Test-Metric loss -Run lone/1 -AllowMissingBaseline).Passed | Should -BeTrue
    }

    It 'does not pass what it could not test: <Id>' -ForEach @(
        @{ Id = 'GoalUnknown'; Command = { Test-Metric size -Run goals/1 @args } }
        @{ Id = 'NothingToTest'; Command = { Get-Run -Experiment night -Status Cancelled | Test-Metric loss @args } }
        @{ Id = 'MetricNotFound'; Command = { Test-Metric acc*, loss -Run night/1 -Goal Maximize @args } }
        @{ Id = 'RunNotFound'; Command = { Test-Metric loss -Run night/99 @args } }
        @{ Id = 'RunNotFound'; Command = { Test-Metric loss -Run night/1 -Baseline night/99 @args } }
        @{ Id = 'NoCurrentRun'; Command = { Test-Metric loss @args } }
        @{ Id = 'TooFewSamples'; Command = { Test-Metric loss -Run night/1 -Method Prediction @args } }
    ) {
        if (!(Get-Experiment goals*)) { 1..2 | ForEach-Object { $null = New-Measured goals 1 size -Goal $null } }
        $output = & { & $Command -Quiet -ErrorVariable script:problems -ErrorAction SilentlyContinue }
        $problems[0].FullyQualifiedErrorId | Should -Be "$Id,ExperimentTracker.Commands.TestMetricCommand"
        $output | Should -BeFalse
    }

    It 'tests a minimum and a maximum without a baseline: <With>, of <Key>' -ForEach @(
        @{ Key = 'plain'; With = @{ Minimum = 0.9 }; Passed = $true }
        @{ Key = 'plain'; With = @{ Minimum = 0.91 }; Passed = $false; Limit = 0.91 }
        @{ Key = 'plain'; With = @{ Maximum = 0.9 }; Passed = $true }
        @{ Key = 'plain'; With = @{ Maximum = 0.8 }; Passed = $false; Limit = 0.8 }
        @{ Key = 'plain'; With = @{ Minimum = 0; Maximum = 1 }; Passed = $true }
        @{ Key = 'curve'; With = @{ Minimum = 3; Statistic = 'Max' }; Passed = $true }
        @{ Key = 'curve'; With = @{ Minimum = 3 }; Passed = $false; Limit = 3 }
        @{ Key = 'broken'; With = @{ Minimum = 0 }; Passed = $false }
        @{ Key = 'missing'; With = @{ Maximum = 1 }; Passed = $false }
    ) {
        $run = Start-Run limits
        Add-Metric plain 0.9
        Add-Metric curve 1, 3, 2
        Add-Metric broken NaN
        Complete-Run
        $test = Test-Metric $Key -Run $run @With
        $test.Passed, $test.Method, $test.Baseline | Should -Be $Passed, Limit, $null
        if ($Limit) { $test.Limit | Should -Be $Limit }
        ($run | Test-Metric $Key @With).Passed | Should -Be $Passed
        $failure = Get-Failure { Assert-Metric $Key -Run $run @With }
        if ($Passed) { $failure | Should -BeNullOrEmpty } else { $failure.FullyQualifiedErrorId | Should -BeLike 'MetricAssertionFailed,*' }
    }

    It 'refuses limits with <Why>' -ForEach @(
        @{ Why = 'a baseline'; Id = 'AmbiguousParameterSet'; Do = { Test-Metric plain -Run limits/0 -Minimum 1 -Baseline limits/0 } }
        @{ Why = 'a tolerance'; Id = 'AmbiguousParameterSet'; Do = { Test-Metric plain -Run limits/0 -Maximum 1 -Tolerance 1 } }
        @{ Why = 'NaN'; Id = 'InvalidLimit'; Do = { Test-Metric plain -Run limits/0 -Minimum NaN } }
        @{ Why = 'an empty range'; Id = 'InvalidLimit'; Do = { Test-Metric plain -Run limits/0 -Minimum 2 -Maximum 1 } }
        @{ Why = 'null'; Id = 'UnsupportedValue'; Do = { Test-Metric plain -Run limits/0 -Minimum $null } }
    ) {
        (Get-Failure $Do).FullyQualifiedErrorId | Should -BeLike "$Id*"
    }

    It 'returns results that can be piped and deserialized' {
        $test = Test-Metric loss -Run $tested -Baseline night/0
        ($test | Get-Metric loss).Last | Should -Be 1.35
        (Copy-ThroughFile $test).Method, (Copy-ThroughFile $test).Difference | Should -Be Tolerance, $test.Difference
        Get-Run night/0, night/1 | Test-Metric loss -Baseline night/2 | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'accepts any names' {
        foreach ($name in "'; DROP TABLE runs;--", '<script>alert(1)</script>', 'per[class]', 'a*b') {
            $null = New-Measured names 1 $name
            $null = New-Measured names 2 $name
            $test = Get-Run -Experiment names -First 1 | Test-Metric $name
            $test.Metric, $test.Passed, $test.Baseline | Should -Be $name, $false, 1
        }
    }
}

Describe 'Assert-Metric' {
    BeforeAll {
        $null = Connect-TestStore -OnDisk
        $null = New-Measured gate 1
        $null = New-Measured gate 2
    }
    AfterAll { Disconnect-TestStore }

    It 'throws, with the result in hand' {
        $problem = try { Assert-Metric loss -Run gate/1; 'went on' } catch { $_ }
        $problem.FullyQualifiedErrorId | Should -Be 'MetricAssertionFailed,ExperimentTracker.Commands.AssertMetricCommand'
        $problem.CategoryInfo.Category | Should -Be InvalidOperation
        $problem.TargetObject | Should -BeOfType ExperimentTracker.MetricTest
        $problem.TargetObject.Difference | Should -Be 1
        "$problem" | Should -Be $problem.TargetObject.Reason
        "$problem" | Should -Be 'The loss 2 of run gate/001 is worse than the baseline 1 by 1; 0 is allowed.'
    }

    It 'writes nothing when all tests pass, and returns the results with -PassThru' {
        Assert-Metric loss -Run gate/1 -Tolerance 1 | Should -BeNullOrEmpty
        (Assert-Metric loss -Run gate/1 -Tolerance 1 -PassThru).Passed | Should -BeTrue
    }

    It 'tests everything before it throws once' {
        $null = New-Measured gate 5
        $passed = [Collections.ArrayList]::new()
        $problem = try { Get-Run gate/0, gate/1, gate/2 | Assert-Metric loss -Baseline gate/0, gate/1 -PassThru | ForEach-Object { $null = $passed.Add($_) } } catch { $_ }
        $passed.Run | Should -Be gate/000
        $problem.TargetObject.Run | Should -Be gate/001, gate/002
        "$problem" -split '\n' | Should -HaveCount 2
    }

    It 'throws when it cannot test: <Id>' -ForEach @(
        @{ Id = 'NothingToTest'; Command = { Get-Run -Experiment gate -Status Failed | Assert-Metric loss } }
        @{ Id = 'MetricNotFound'; Command = { Assert-Metric acc* -Run gate/1 } }
        @{ Id = 'RunNotFound'; Command = { Assert-Metric loss -Run gate/99 } }
        @{ Id = 'RunNotFound'; Command = { Assert-Metric loss -Run gate/1 -Baseline gate/99 } }
        @{ Id = 'TooFewSamples'; Command = { Assert-Metric loss -Run gate/1 -Method Welch -Baseline gate/0, gate/2 } }
        @{ Id = 'MetricAssertionFailed'; Command = { Assert-Metric nope -Run gate/1 } }
    ) {
        $problem = try { & $Command; 'went on' } catch { $_ }
        $problem.FullyQualifiedErrorId | Should -Be "$Id,ExperimentTracker.Commands.AssertMetricCommand"
    }

    It 'guards a run from within: what it just measured counts, and what got worse ends as Failed' {
        foreach ($value in 3, 2, 4, 1) {
            try { Invoke-Run -Experiment inside { Add-Metric loss $value -Goal Minimize; Assert-Metric loss -AllowMissingBaseline } } catch { }
        }
        (Get-Run -Experiment inside | Sort-Object Number).Status | Should -Be Succeeded, Succeeded, Failed, Succeeded
    }

    It 'fails the step of a pipeline' {
        $store = (Get-ExperimentStore).Path
        $result = Invoke-Pwsh -Environment @{ STORE = $store } '$ErrorActionPreference = "Stop"; Assert-Metric loss -Run gate/1 -Baseline gate/0 -Store $env:STORE; "went on"'
        $result.ExitCode | Should -Be 1
        $result.StdOut | Should -Not -Contain 'went on'
        $result.StdErr -replace '\s+[|\s]*', ' ' | Should -Match 'worse than the baseline'
    }
}
