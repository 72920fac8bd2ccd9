# What the machine did, as metrics of a run: a known load is compared with what the kernel tells of the process by other means.
BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $null = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
}

AfterAll { Disconnect-ExperimentStore }

Describe '-SystemMetrics' {
    It 'records one busy processor within 5 %, from the start of the run to its end' {
        $self = [Diagnostics.Process]::GetCurrentProcess()
        $earliest = $self.TotalProcessorTime.TotalSeconds
        $run = Start-Run load -SystemMetrics -Every 1
        Wait-Until { (Get-Run $run).MetricStatistics.'system/memory/process'.Count }
        $first = @(Get-MetricSeries system/memory/process -Run $run)[0].Timestamp
        $self.Refresh()
        $latest = $self.TotalProcessorTime.TotalSeconds
        do { 1..20000 | ForEach-Object { [math]::Sqrt($_) } | Out-Null; $self.Refresh() } until ($self.TotalProcessorTime.TotalSeconds - $latest -gt 4)
        $least = $self.TotalProcessorTime.TotalSeconds - $latest
        Complete-Run
        $self.Refresh()
        $most = $self.TotalProcessorTime.TotalSeconds - $earliest

        $counted = 0
        foreach ($point in Get-MetricSeries system/cpu/process -Run $run) {
            $counted += $point.Value / 100 * ($point.Timestamp - $first).TotalSeconds
            $first = $point.Timestamp
        }
        # The first and the last points are between these times of the process.
        $counted | Should -BeGreaterThan ($least * 0.95)
        $counted | Should -BeLessThan ($most * 1.05)
    }

    It 'says what the values are, and shows them after the metrics of the run itself' {
        $run = Invoke-Run -Experiment load -SystemMetrics -PassThru {
            Add-Metric loss 0.5
            Wait-Until { (Get-Run -Current).MetricStatistics.Contains('system/memory/process') }
        }
        $run.MetricStatistics.'system/memory/process'.Unit, $run.MetricStatistics.'system/disk/free'.Unit | Should -Be B, B
        $run.Metrics.'system/memory/process' | Should -BeGreaterThan 2e7
        [ExperimentTracker.Formatting.DisplayText]::Metrics($run) | Should -Match '^loss=0\.5 .*system/'
    }

    It 'is implied by -Every, and can be refused: <Why>' -ForEach @(
        @{ Why = 'alone'; With = @{ Every = 2 }; Expected = $true }
        @{ Why = 'refused'; With = @{ Every = 2; SystemMetrics = $false }; Expected = $false }
        @{ Why = 'neither'; With = @{}; Expected = $false }
    ) {
        $run = Start-Run load @With
        if ($Expected) { Wait-Until { (Get-Run $run).MetricStatistics.Count } }
        Complete-Run
        [bool] (Get-Run $run).MetricStatistics.Count | Should -Be $Expected
    }

    It 'goes on when a run is resumed' {
        $run = Start-Run load
        Complete-Run
        $null = Resume-Run $run -SystemMetrics
        Wait-Until { (Get-Run $run).MetricStatistics.'system/memory/process'.Count }
        Complete-Run
        $before = (Get-Run $run).MetricStatistics.'system/memory/process'
        $null = Resume-Run $run -Every 2
        Wait-Until { (Get-Run $run).MetricStatistics.'system/memory/process'.Count -gt $before.Count }
        Complete-Run
        $after = (Get-Run $run).MetricStatistics.'system/memory/process'
        $after.LastStep | Should -BeGreaterThan $before.LastStep
        (Get-Failure { Resume-Run $run -Every 0.5 }).FullyQualifiedErrorId | Should -BeLike 'InvalidSampling,*'
        (Get-Run $run).Status | Should -Be Succeeded
    }

    It 'refuses an interval before a run is created' {
        $failure = Get-Failure { Start-Run refused -SystemMetrics -Every 0.5 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidSampling,*'
        Get-Experiment refused -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
