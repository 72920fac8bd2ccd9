# Common questions to a store of 10,000 runs, each answered with one line. `./build.sh bench` measures them.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $store = New-TestStore
    & "$PSScriptRoot/New-LargeStore.ps1" -Path $store
    $null = Connect-ExperimentStore $store
}

AfterAll { Disconnect-ExperimentStore }

Describe 'With 10,000 runs' {
    It '<Question>' -ForEach @(
        @{ Question = 'Which runs failed last night?'; Ask = { $since = (Get-Date).AddHours(-12); Get-Run -Status Failed -Filter { $_.StartedAt -gt $since } }; Answers = 130..150 }
        @{ Question = 'Which ones are the best?'; Ask = { Get-Run -Best accuracy -First 10 }; Answers = 10 }
        @{ Question = 'Which are the best of a few?'; Ask = { Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.seed -lt 200 } }; Answers = 50 }
        @{ Question = 'Which are the best of many?'; Ask = { Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.lr -lt 0.05 } }; Answers = 50 }
        @{ Question = 'Which few are good, of many that were tried?'; Ask = { Get-Run -Filter { $_.Parameters.lr -lt 0.5 -and $_.Metrics.accuracy -gt 0.999 } }; Answers = 1..30 }
        @{ Question = 'What differs between these two?'; Ask = { Compare-Run run-1 run-2 }; Answers = 1..40 }
        @{ Question = 'What would be freed if I removed those?'; Ask = { Get-Run -Filter { $_.Metrics.accuracy -lt 0.001 } | Remove-Run -WhatIf *>$null }; Answers = 0 }
        @{ Question = 'How full is the store?'; Ask = { Get-ExperimentStore }; Answers = 1 }
    ) {
        $answers = @(& $Ask).Count
        $Answers | Should -Contain $answers
    }

    It 'returns the same runs as Where-Object' {
        $all = Get-Run
        foreach ($filter in @(
                { $_.Parameters.batch -ge 64 -and $_.Tags.team -eq 'RED' }
                { $_.Experiment -in 'experiment-3', 'x' -and -not ($_.Status -eq 'Failed') }
                # Filters that few runs match, many runs, and runs without the property.
                { $_.Parameters.seed -lt 50 -or $_.Metrics.accuracy -gt 0.995 }
                { $null -eq $_.Parameters.nowhere -and $_.Parameters.seed -le 300 }
                { -not ($_.Parameters.optimizer -eq 'adam' -or $_.Metrics.loss -gt 0.1) }
                { $_.MetricStatistics.loss.Min -lt 0.5 -and -not ($_.Parameters.seed -ge 2000) }
            )) {
            (Get-Run -Filter $filter).Id -join ',' | Should -BeExactly (($all | Where-Object $filter).Id -join ',')
        }
    }
}
