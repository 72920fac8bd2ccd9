# Invoke-Run in a separate process: exit codes, Ctrl+C, and a killed process.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    $folder = New-StoreFolder
    $store = Get-StoreAddress $folder
    Connect-ExperimentStore $store -Create | Out-Null
    Set-Content (Join-Path $folder exits.ps1) "'in the script'; exit 3"
    $obstacles = @{}
    'INT', 'TERM', 'KILL' | ForEach-Object { $obstacles[$_] = Get-SignalObstacle $_ }

    # The scripts run in parallel, a few at a time. Those with a signal receive it when they have printed "ready".
    $ready = '[Console]::WriteLine("ready")'
    $cases = [ordered]@{
        exit3     = @{ Script = "Invoke-Run -Experiment exit3 { 'before'; exit 3; 'after' }; 'not here'" }
        exit0     = @{ Script = "Invoke-Run -Experiment exit0 { exit 0 }; 'not here'" }
        exit      = @{ Script = "Invoke-Run -Experiment exit { 'before'; exit }; 'not here'" }
        nested    = @{ Script = 'function Test-It { try { Invoke-Run -Experiment nested -Name outer { Invoke-Run -Name inner { exit 5 } } } finally { [Console]::WriteLine("cleaned up") } }; Test-It' }
        script    = @{ Script = 'Invoke-Run -Experiment script { ./exits.ps1; "code $LASTEXITCODE" }; "went on"' }
        throws    = @{ Script = "Invoke-Run -Experiment throws { throw 'no luck' }; 'not here'" }
        errors    = @{ Script = "Invoke-Run -Experiment errors { 1 / 0; Get-Item /not/there; 'next' }; 'here'; 'output' | Out-Host; Write-Host host" }
        misc      = @{ Script = @'
$null = Set-PSBreakpoint -Script $PSCommandPath -Line 4, 5 -Action { $global:hits++ }
function Test-It {
    Invoke-Run -Experiment misc {
        $z = 1
        $z
    }
}
Test-It
"hits $global:hits"
$job = Start-ThreadJob { Import-Module $using:modulePath; Invoke-Run -Experiment job -Store $using:store { 'started'; Start-Sleep 60 } }
while (!($job | Receive-Job)) { Start-Sleep -Milliseconds 20 }
$job | Stop-Job
'@
        }
        sleeping  = @{ Signal = 'INT'; Script = "Invoke-Run -Experiment sleeping -Name outer { Invoke-Run -Name inner { $ready; Start-Sleep 60; 'after' } }; 'not here'" }
        looping   = @{ Signal = 'INT'; Script = "try { Invoke-Run -Experiment looping { $ready; while (`$true) { } } } finally { [Console]::WriteLine('cleaned up') }" }
        native    = @{ Signal = 'INT'; Script = "Invoke-Run -Experiment native { $ready; sh -c 'sleep 2' }; 'not here'" }
        terminate = @{ Signal = 'TERM'; Script = "Invoke-Run -Experiment terminate { $ready; Start-Sleep 60 }" }
        killed    = @{ Signal = 'KILL'; Script = "Invoke-Run -Experiment killed { Add-Metric loss 1; $ready; Start-Sleep 60 }" }
    }
    $names = @($cases.Keys | Where-Object { !$cases[$_].Signal -or !$obstacles[$cases[$_].Signal] })
    for ($i = 0; $i -lt $names.Count; $i += 4) {
        $group = $names[$i..[Math]::Min($i + 3, $names.Count - 1)]
        foreach ($name in $group) {
            $script = $cases[$name].Script.Replace('$using:modulePath', "'$modulePath'").Replace('$using:store', "'$store'")
            $cases[$name].Process = Start-Pwsh $script -WorkingDirectory $folder
            $cases[$name].Errors = $cases[$name].Process.StandardError.ReadToEndAsync()
        }
        foreach ($name in $group) {
            $case = $cases[$name]
            if ($case.Signal) {
                Wait-Ready $case.Process
                $case.Sent = Get-Date
                kill "-$($case.Signal)" $case.Process.Id
            }
            $case.Output = $case.Process.StandardOutput.ReadToEndAsync()
        }
        foreach ($name in $group) {
            $case = $cases[$name]
            if (!$case.Process.WaitForExit(30000)) { $case.Process.Kill($true); throw "$name did not end: $($case.Output.Result) $($case.Errors.Result)" }
            $case.ExitCode = $case.Process.ExitCode
            $case.Lines = @($case.Output.Result -split '\r?\n' | Where-Object { $_ -and $_ -notmatch '^Created the' })
        }
    }
    $opened = Invoke-Pwsh 'Get-Run -Experiment killed | ForEach-Object { "$($_.Status)|$($_.ErrorMessage)|$($_.Metrics.loss)" }' -WorkingDirectory $folder
}

AfterAll { Disconnect-TestStore }

Describe 'exit in the block' {
    It 'ends the script with that code: the run has failed' {
        $cases.exit3.ExitCode | Should -Be 3
        $cases.exit3.Lines | Should -Be before
        $run = Get-Run -Experiment exit3
        $run.Status, $run.ErrorMessage | Should -Be Failed, 'The block exited with code 3.'
    }

    It 'with 0, or without a code, ends the script: the run has succeeded' {
        $cases.exit0.ExitCode, $cases.exit.ExitCode | Should -Be 0, 0
        $cases.exit0.Lines | Should -BeNullOrEmpty
        $cases.exit.Lines | Should -Be before
        (Get-Run -Experiment exit0, exit).Status | Should -Be Succeeded, Succeeded
    }

    It 'in a nested one ends both runs, and lets finally blocks run' {
        $cases.nested.ExitCode | Should -Be 5
        $cases.nested.Lines | Should -Be 'cleaned up'
        $runs = Get-Run -Experiment nested
        $runs.Status | Should -Be Failed, Failed
        $runs.ErrorMessage | Should -Be 'The block exited with code 5.', 'The block exited with code 5.'
    }

    It 'in a script that the block calls ends that script only' {
        $cases.script.ExitCode | Should -Be 0
        $cases.script.Lines | Should -Be 'in the script', 'code 3', 'went on'
        (Get-Run -Experiment script).Status | Should -Be Succeeded
    }
}

Describe 'Errors in the block' {
    It 'that are not caught end the script with code 1' {
        $cases.throws.ExitCode | Should -Be 1
        $cases.throws.Lines | Should -BeNullOrEmpty
        $cases.throws.Errors.Result | Should -BeLike '*no luck*'
        (Get-Run -Experiment throws).Status | Should -Be Failed
    }

    It 'that are not terminating are shown, and the script continues' {
        $cases.errors.ExitCode | Should -Be 0
        $cases.errors.Lines | Should -Be next, here, output, host
        $cases.errors.Errors.Result | Should -Match '(?s)Attempted to divide by zero.*not/there'
        (Get-Run -Experiment errors).Status | Should -Be Succeeded
    }
}

Describe 'The debugger' {
    It 'stops once at each breakpoint in the block' {
        $cases.misc.Lines[0, 1] | Should -Be 1, 'hits 2'
    }
}

Describe 'Stopping' {
    It 'with Ctrl+C makes the run Cancelled, and those inside' {
        if ($obstacles.INT) { Set-ItResult -Skipped -Because $obstacles.INT; return }
        $runs = Get-Run -Experiment sleeping
        $runs.Name | Should -Be inner, outer
        $runs.Status | Should -Be Cancelled, Cancelled
        $runs.ErrorMessage | Should -Be 'The pipeline was stopped.', 'The pipeline was stopped.'
        $runs | ForEach-Object { @($_ | Get-Run -History).Count | Should -Be 2 }
        $cases.sleeping.Lines | Should -BeNullOrEmpty
    }

    It 'with Ctrl+C in a loop that does nothing makes the run Cancelled, and lets finally blocks run' {
        if ($obstacles.INT) { Set-ItResult -Skipped -Because $obstacles.INT; return }
        (Get-Run -Experiment looping).Status | Should -Be Cancelled
        $cases.looping.Lines | Should -Be 'cleaned up'
    }

    It 'with Ctrl+C while a native program runs makes the run Cancelled' {
        if ($obstacles.INT) { Set-ItResult -Skipped -Because $obstacles.INT; return }
        (Get-Run -Experiment native).Status | Should -Be Cancelled
    }

    It 'with Stop-Job makes the run Cancelled' {
        (Get-Run -Experiment job).Status | Should -Be Cancelled
    }

    It 'with SIGTERM makes the run Killed' {
        if ($obstacles.TERM) { Set-ItResult -Skipped -Because $obstacles.TERM; return }
        $run = Get-Run -Experiment terminate
        $run.Status, $run.ErrorMessage | Should -Be Killed, 'the session ended without Complete-Run'
        $cases.terminate.ExitCode | Should -Be 143
    }

    It 'with SIGKILL leaves it to the next one that opens the store' -Tag 'SQLite: a server waits for a minute of silence, LivenessTests for less' {
        if ($obstacles.KILL) { Set-ItResult -Skipped -Because $obstacles.KILL; return }
        $opened.StdOut | Should -BeLike "Killed|Process $($cases.killed.Process.Id) on *its lock was free.|1"
    }
}
