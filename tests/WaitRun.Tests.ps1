BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $store = New-TestStore
    $null = Connect-ExperimentStore $store -Create -InformationAction Ignore
}

AfterAll { Disconnect-ExperimentStore }

Describe 'Wait-Run' {
    It 'sees what another process does: a condition, the end, and a process that is killed' {
        # The process goes on with each line that it gets, so each wait has begun or will begin before what it waits for.
        $other = Start-Pwsh -WorkingDirectory $store "
            `$null = Connect-ExperimentStore '$store'
            `$run = Start-Run distant -Name trained
            `$rest = New-Run distant -Name later
            'ready'
            `$null = [Console]::In.ReadLine()
            Add-Metric loss 0.5, 0.05
            `$null = [Console]::In.ReadLine()
            Complete-Run
            `$null = Start-Run -Run `$rest
            'ready'
            `$null = [Console]::In.ReadLine()"
        Wait-Ready $other
        (Get-Failure { Wait-Run trained -Until { $_.Metrics.loss -lt 0.1 } -Timeout 0.2 }).FullyQualifiedErrorId | Should -BeLike 'RunWaitTimeout,*'
        $other.StandardInput.WriteLine()
        $good = Wait-Run trained -Until { $_.Metrics.loss -lt 0.1 } -Timeout 60
        $good.Status, $good.Metrics.loss | Should -Be Running, 0.05
        $other.StandardInput.WriteLine()
        (Get-Run trained, later | Wait-Run -Any -Timeout 60).Name, (Get-Run trained).Status | Should -Be trained, Succeeded
        Wait-Ready $other
        (Wait-Run later -Until { $_.Status -eq 'Running' } -Timeout 60).Name | Should -Be later
        $other.Kill()
        (Wait-Run later -Timeout 60).Status | Should -Be Killed
    }

    It 'returns the runs that are ready, and reports those that cannot become so' {
        $good, $bad, $gone = 0.1, 0.9, 0.01 | ForEach-Object { $value = $_; Invoke-Run -Experiment some { Add-Metric loss $value } -PassThru }
        Remove-Run $gone
        $problems = @()
        $ready = $good, $bad, $gone | Wait-Run -Until { $_.Metrics.loss -lt 0.5 } -ErrorVariable problems -ErrorAction SilentlyContinue
        $ready.Id | Should -Be $good.Id
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be RunNotFound, RunWaitUnmet
        $problems[1].TargetObject | Should -Be $bad.Path
        ($bad, $good | Wait-Run -Until { $_.Metrics.loss -lt 0.5 } -Any).Id | Should -Be $good.Id
        (Get-Failure { $bad, $gone | Wait-Run -Until { $_.Metrics.accuracy -gt 0 } -Any }).Count | Should -Be 2
    }

    It 'names the runs of a timeout in its error' {
        $runs = foreach ($i in 1..2) { New-Run pending }
        $failure = Get-Failure { $runs | Wait-Run -Timeout 0 }
        $failure.FullyQualifiedErrorId, $failure.CategoryInfo.Category | Should -Be 'RunWaitTimeout,ExperimentTracker.Commands.WaitRunCommand', 'OperationTimeout'
        $failure.TargetObject | Should -Be $runs.Path
        $runs | Stop-Run
        @($runs | Wait-Run).Status | Should -Be Cancelled, Cancelled
    }

    It 'ends at an error in the block, and does not wait for itself' {
        $run = Start-Run current
        (Get-Failure { Wait-Run }).FullyQualifiedErrorId | Should -BeLike 'WaitForCurrentRun,*'
        (Get-Failure { Wait-Run -Until { throw 'wrong' } }).FullyQualifiedErrorId | Should -BeLike 'FilterFailed,*'
        (Get-Failure { Wait-Run $run -Timeout -1 }).FullyQualifiedErrorId | Should -BeLike 'InvalidTimeout,*'
        (Wait-Run -Until { $_.Status -eq 'Running' }).Id | Should -Be $run.Id
        Complete-Run
    }

    It 'ends with the pipeline' {
        $run = New-Run pending
        $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
        $null = $shell.AddScript("Import-Module '$modulePath'; Wait-Run $($run.Id) -Store '$store'")
        $waiting = $shell.BeginInvoke()
        Wait-Until { $shell.Runspace.RunspaceAvailability -eq 'Busy' }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        (Get-Run $run).Status | Should -Be Pending
        Stop-Run $run
        $shell.Dispose()
    }
}
