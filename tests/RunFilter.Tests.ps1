BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $null = Connect-TestStore
    $i = 0
    foreach ($lr in 0.1, 0.01, 0.001) {
        foreach ($optimizer in 'adam', 'SGD') {
            $i++
            $null = Start-Run -Experiment sweep -Name "run $i" -Parameter @{ lr = $lr; optimizer = $optimizer } -Tag "n=$i"
            if ($i -ne 3) { Add-Metric loss ($i -eq 5 ? [double]::NaN : 1 / $i) -Goal Minimize }
            if ($i -eq 6) { Add-Metric 'val/loss' 0.5 }
            Complete-Run -Status ($i % 2 ? 'Succeeded' : 'Failed')
        }
    }
    function Get-Names { @(Get-Run @args | ForEach-Object { $_.Name -replace 'run ' }) -join ' ' }
}

AfterAll { Disconnect-TestStore }

Describe 'Get-Run -Filter' {
    It 'returns the runs that match <Filter>' -ForEach @(
        @{ Filter = { $_.Status -eq 'Failed' }; Runs = '6 4 2' }
        @{ Filter = { $_.Parameters.lr -lt 0.05 -and $_.Parameters.optimizer -eq 'sgd' }; Runs = '6 4' }
        @{ Filter = { $_.Metrics.loss -lt 0.4 }; Runs = '6 4' }
        @{ Filter = { -not ($_.Metrics.loss -lt 0.4) }; Runs = '5 3 2 1' }
        @{ Filter = { $_.Metrics.'val/loss' -ge 0 }; Runs = '6' }
        @{ Filter = { $_.MetricStatistics.loss.Min -le 0.2 }; Runs = '6' }
        @{ Filter = { $_.Tags.n -in '1', '3' }; Runs = '3 1' }
        @{ Filter = { 'adam' -eq $_.Parameters['optimizer'] }; Runs = '5 3 1' }
        @{ Filter = { $_.Name -match '[12]$' -or $_.Name -like '*6' }; Runs = '6 2 1' }
        @{ Filter = { $PSItem.Duration -lt [timespan]::FromHours(1) -and $_.StartedAt -gt $yesterday }; Runs = '6 5 4 3 2 1' }
        @{ Filter = { $_.Origin.User -and $_.Experiment -eq 'SWEEP' }; Runs = '6 5 4 3 2 1' }
        @{ Filter = { $_.Metrics.none -lt 1 }; Runs = '' }
        @{ Filter = { $_.Metrics.Contains('val/loss') }; Runs = '6' }
    ) {
        $yesterday = [datetime]::Now.AddDays(-1)
        Get-Names -Filter $Filter | Should -Be $Runs
    }

    It 'sees the variables of its caller, in functions and in closures' {
        function Find-Slow([double] $Limit) { (Get-Run -Filter { $_.Metrics.loss -gt $Limit }).Name }
        Find-Slow 0.6 | Should -Be 'run 1'
        $limit = 0.6
        $closure = { $_.Metrics.loss -gt $limit }.GetNewClosure()
        $limit = 100
        (Get-Run -Filter $closure).Name | Should -Be 'run 1'
    }

    It 'reports <Why> before it reads, with the position' -ForEach @(
        @{ Why = 'an assignment'; Filter = { $_.Name = 'x' }; Id = 'FilterNotSupported'; Words = '*an assignment; -eq compares*' }
        @{ Why = 'a redirection'; Filter = { $_.Number > 3 }; Id = 'FilterNotSupported'; Words = '*-gt compares*' }
        @{ Why = 'an unknown property'; Filter = { $_.Statsu -eq 'Failed' }; Id = 'FilterUnknownProperty'; Words = "*no property 'Statsu' (line *, character *" }
        @{ Why = 'an unknown statistic'; Filter = { $_.MetricStatistics.loss.Minn -lt 1 }; Id = 'FilterUnknownProperty'; Words = '*MetricStatistics.loss.Minn*' }
        @{ Why = 'an empty block'; Filter = { }; Id = 'FilterNotSupported'; Words = '*no expression*' }
    ) {
        $failure = Get-Failure { Get-Run -Filter $Filter }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure" | Should -BeLike $Words
    }

    It 'reports an error in the block once, and continues' {
        $failure = Get-Failure { $script:found = Get-Run -Filter { $_.Name -eq 'run 1' -or $_.Parameters.lr -gt $_.Parameters.optimizer } }
        $failure | Should -HaveCount 1
        $found.Name | Should -Be 'run 1'
    }

    It 'names the clauses that do not narrow' {
        $text = Get-Run -Filter { $_.Status -eq 'Failed' -and $_.Name -like '*6' } -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$text" | Should -BeLike "*`$_.Name -like '*6'*"
        "$text" | Should -Not -BeLike '*Status*'
    }

    It 'is harmless for any value' {
        $evil = "'; DROP TABLE runs;--", '<script>alert(1)</script>', '%_*?[', "@1 {0}"
        foreach ($word in $evil) {
            Get-Run -Filter { $_.Parameters.$word -eq $word -or $_.Tags.'x; DROP TABLE tags' -eq $word -or $_.Name -eq $word } -WarningAction Ignore | Should -BeNullOrEmpty
            Get-Run -OrderBy "Metrics.$word" -WarningAction Ignore | Should -HaveCount 6
        }
    }
}

Describe 'Get-Run -OrderBy' {
    It 'orders by <By>' -ForEach @(
        @{ By = 'Metrics.loss'; Up = '6 4 2 1 5 3'; Down = '1 2 4 6 5 3' }
        @{ By = 'metricstatistics.loss.min'; Up = '6 4 2 1 5 3'; Down = '1 2 4 6 5 3' }
        @{ By = 'Parameters.lr'; Up = '6 5 4 3 2 1'; Down = '2 1 4 3 6 5' }
        @{ By = 'Name'; Up = '1 2 3 4 5 6'; Down = '6 5 4 3 2 1' }
        @{ By = 'StartedAt'; Up = '1 2 3 4 5 6'; Down = '6 5 4 3 2 1' }
        @{ By = 'Tags.n'; Up = '1 2 3 4 5 6'; Down = '6 5 4 3 2 1' }
    ) {
        Get-Names -OrderBy $By | Should -Be $Up
        Get-Names -OrderBy $By -Descending | Should -Be $Down
        Get-Names -OrderBy $By -Filter { $_.Parameters.lr -ge 0.01 } | Should -Be (($Up -split ' ' | Where-Object { $_ -le 4 }) -join ' ')
        Get-Names -OrderBy $By -First 2 -Skip 1 | Should -Be (($Up -split ' ')[1, 2] -join ' ')
    }

    It 'refuses what runs do not have' {
        foreach ($by in 'Statsu', 'Metrics', 'Metrics.', 'Parameters', 'MetricStatistics.loss', 'Origin') {
            (Get-Failure { Get-Run -OrderBy $by }).FullyQualifiedErrorId | Should -BeLike 'FilterUnknownProperty,*' -Because $by
        }
    }

    It 'returns the leaderboard with -Best, by the goal of the metric' {
        Get-Names -Best loss -First 3 -Status Failed | Should -Be '6 4 2'
        Get-Names -Best LOSS | Should -Be '1'
        Get-Names -Best loss -Filter { $_.Parameters.lr -lt 0.1 } -Status Failed | Should -Be '6 4'
        (Get-Failure { Get-Run -Best 'val/loss' }).FullyQualifiedErrorId | Should -BeLike 'GoalUnknown,*'
    }

    It 'streams, and reads no further than needed' {
        (Get-Run -OrderBy Metrics.loss | Select-Object -First 1).Name | Should -Be 'run 6'
        (Get-Run -Filter { $_.Number -ge 0 } | Select-Object -First 1).Name | Should -Be 'run 6'
    }
}
