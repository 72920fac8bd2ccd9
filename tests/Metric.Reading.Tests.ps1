# The statistics that Get-Metric returns.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Get-Metric' {
    BeforeAll {
        Set-Location (New-StoreFolder)
        $a = Start-Run iris a
        Add-Metric loss 3, 1, ([double]::NaN), 2, 1 -Step 10, 5, 7, 20, 30 -Goal Minimize -Unit nats
        Add-Metric loss 8 -Step 5
        Add-Metric nothing ([double]::NaN), ([double]::NaN)
        Add-Metric accuracy 0.5
        Add-Metric 'accuracy[setosa]' 1 -Goal Maximize
        Add-Metric 'accuracy[virginica]' 0.25
        Add-Metric large (@(1e16) + @(1) * 1000)
        Complete-Run
        $b = Start-Run iris b
        Add-Metric loss 7
        Complete-Run
    }

    It 'returns the statistics' {
        $metric = Get-Metric loss -Run a
        $metric | Should -BeOfType ExperimentTracker.Metric
        $metric.Count, $metric.NaNCount | Should -Be 6, 1
        $metric.First, $metric.FirstStep | Should -Be 1, 5
        $metric.Last, $metric.LastStep | Should -Be 1, 30
        $metric.Min, $metric.MinStep | Should -Be 1, 5
        $metric.Max, $metric.MaxStep | Should -Be 8, 5
        $metric.Mean, $metric.Best, $metric.Unit, $metric.Goal | Should -Be 3, 1, nats, Minimize
        $metric.RunId | Should -Be $a.Id
        (Get-Metric 'accuracy[setosa]' -Run a).Best | Should -Be 1
        (Get-Metric accuracy* -Run b -ErrorAction Ignore) | Should -BeNullOrEmpty
    }

    It 'has no min, max and mean where every value is NaN' {
        $metric = Get-Metric nothing -Run a
        $metric.Count, $metric.NaNCount, $metric.Min, $metric.Max, $metric.Mean, $metric.MinStep | Should -Be 2, 2, $null, $null, $null, $null
        [double]::IsNaN($metric.Last) | Should -BeTrue
    }

    It 'does not lose small values beside a large one in the mean' {
        (Get-Metric large -Run a).Mean | Should -Be ((1e16 + 1000) / 1001)
    }

    It 'is the same before and after the run has ended' {
        $run = Start-Run iris
        Add-Metric m (1..2000)
        Add-Metric m 5 -Step 3
        $before = Get-Metric m
        Complete-Run
        Get-Metric m -Run $run | Should -Be $before
    }

    It 'finds <What>' -ForEach @(
        @{ What = 'one by name in any case'; Keys = @('LOSS'); Names = @('loss') }
        @{ What = 'all labels of a key'; Keys = @('accuracy'); Names = 'accuracy', 'accuracy[setosa]', 'accuracy[virginica]' }
        @{ What = 'one label'; Keys = @('accuracy[setosa]'); Names = @('accuracy[setosa]') }
        @{ What = 'several by wildcard'; Keys = 'l*', 'n?thing'; Names = 'large', 'loss', 'nothing' }
        @{ What = 'by a set of characters'; Keys = @('[ln]o*'); Names = 'loss', 'nothing' }
        @{ What = 'labels by wildcard'; Keys = @('accuracy`[v*'); Names = @('accuracy[virginica]') }
    ) {
        (Get-Metric $Keys -Run a).Name | Sort-Object | Should -Be $Names
        if (!($Keys -match '[*?]')) { return }
        (Get-Metric -Name $Keys -Run a).Name | Sort-Object | Should -Be $Names
    }

    It 'returns those of the piped runs, or of the current one' {
        (Get-Run -Experiment iris a, b | Get-Metric loss).Last | Sort-Object | Should -Be 1, 7
        (Get-Metric loss -Run a, b).Last | Should -Be 1, 7
        $current = Start-Run iris
        Add-Metric loss 42
        (Get-Metric).Last | Should -Be 42
        Complete-Run
    }

    It 'reports a missing key once, and nothing about a wildcard' {
        $failure = Get-Failure { Get-Metric nope -Run a }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MetricNotFound,*'
        $failure.CategoryInfo.Category, $failure.TargetObject | Should -Be ObjectNotFound, nope
        Get-Failure { Get-Run -Experiment iris | Get-Metric nope } | Should -HaveCount 1
        Get-Failure { Get-Metric nope* -Run a } | Should -BeNullOrEmpty
        Get-Failure { Get-Run -Experiment iris | Get-Metric accuracy } | Should -BeNullOrEmpty
        (Get-Failure { Get-Metric 'accuracy[nope]' -Run a }).FullyQualifiedErrorId | Should -BeLike 'MetricNotFound,*'
    }

    It 'reads itself again when it is piped' {
        (Get-Metric 'accuracy[setosa]' -Run a | Get-Metric).Name | Should -Be 'accuracy[setosa]'
        @(Get-Metric loss -Run a | Get-Metric accuracy).Count | Should -Be 3
    }

    It 'reports that there is no current run' {
        (Get-Failure { Get-Metric }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }
}
