# The current run, and how a run ends that is not completed. All tests use separate PowerShell processes.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/CurrentRunSupport.ps1"
}

Describe 'A prompt after scripts' {
    BeforeAll {
        # Everything is entered at one prompt, line by line. Each part uses another experiment.
        $parts = [ordered]@{
            'completes'       = './complete.ps1 completes', 'Show-Runs completes', 'Show-Current'
            'throws'          = './throw.ps1 throws', 'Show-Runs throws', 'Show-Current', '$x = Start-Run throws next; Complete-Run; Show-Runs throws'
            'exits'           = './exit.ps1 exits; "not reached by exit: $LASTEXITCODE"', 'Show-Runs exits', 'Show-Current'
            'forgets'         = './forget.ps1 forgets one', 'Show-Runs forgets', 'Show-Current', '$x = Start-Run forgets next; Complete-Run; Show-Runs forgets'
            'one line'        = './forget.ps1 one-line a; ./forget.ps1 one-line b; $x = Start-Run one-line c; Complete-Run; Show-Runs one-line'
            'in a pipeline'   = './forget.ps1 in-pipeline a | Out-Null; Show-Current; Show-Runs in-pipeline'
            'for the prompt'  = '$x = Start-Run prompt typed', 'Add-Metric loss 1', 'Show-Current', '(Get-Run -Current).Metrics.loss', 'Complete-Run; Show-Runs prompt'
            'module function' = 'Import-Module ./helper.psm1; Start-Helper helper', 'Show-Current', 'Show-Runs helper', 'Complete-Run; Show-Runs helper'
            'function'        = 'function Start-Mine { $x = Start-Run function mine }; Start-Mine', 'Show-Current', 'Complete-Run; Show-Runs function'
            'dot-sourced'     = '. ./forget.ps1 sourced one', 'Show-Current', 'Show-Runs sourced', 'Complete-Run; Show-Runs sourced'
            'in a block'      = '& { . ./forget.ps1 block one }', 'Show-Current', 'Complete-Run'
            'script inside'   = '$x = Start-Run inside outer', './forget.ps1 inside inner', 'Show-Current', 'Show-Runs inside', 'Complete-Run; Show-Runs inside'
            'starter'         = './call-starter.ps1 starter', 'Show-Current', 'Show-Runs starter'
            'nested'          = './nested.ps1 nested', 'Show-Current', 'Show-Runs nested'
            'driver'          = './driver.ps1 driver', 'Show-Current', 'Show-Runs driver'
            'formatting'      = './format.ps1 formatting', 'Show-Runs formatting'
            'job in between'  = '$x = Start-Run jobs outer', 'Start-ThreadJob { 1 } | Receive-Job -Wait -AutoRemoveJob | Out-Null', 'Show-Current', 'Complete-Run'
            'same script'     = '$x = Start-Run same outer; 1..2 | ForEach-Object { ./forget.ps1 same "f$_" }; Complete-Run; Show-Runs same'
            'completes other' = './complete-other.ps1 other', 'Show-Runs other', 'Show-Current'
            'left by function' = 'function f { $x = Start-Run function-left a; throw "no luck" }', 'try { f } catch { "caught" }', 'try { f } catch { "caught" }',
                '$x = Start-Run function-left b', 'Show-Runs function-left', 'while (Get-Run -Current -ErrorAction Ignore) { Stop-Run }'
            'line by line'    = '$x = Start-Run lines outer', '$x = Start-Run -Name one; Complete-Run', '$x = Start-Run -Name two; Complete-Run', 'Complete-Run; Show-Runs lines'
            'two experiments' = '$x = Start-Run crossing outer; $x = Start-Run crossed inner; Complete-Run; $x = Start-Run crossed again; Complete-Run; Complete-Run'
            'end'             = '$x = Start-Run end left-open'
        }
        $folder = New-StoreFolder
        @{
            'complete.ps1'       = 'param($e) $x = Start-Run $e done; Add-Metric loss 1; Complete-Run'
            'throw.ps1'          = 'param($e) $x = Start-Run $e died; throw "no luck"'
            'exit.ps1'           = 'param($e) $x = Start-Run $e left; exit 7'
            'forget.ps1'         = 'param($e, $n) $x = Start-Run $e $n'
            'helper.psm1'        = 'function Start-Helper($e) { $x = Start-Run $e from-helper }'
            'call-starter.ps1'   = 'param($e) ./forget.ps1 $e started; Show-Current; Add-Metric loss 1; foreach ($i in 1..2) { Show-Current }'
            'nested.ps1'         = 'param($e) $x = Start-Run $e outer; ./forget.ps1 $e inner; Show-Current; $x = Start-Run $e innermost'
            'driver.ps1'         = 'param($e) $x = Start-Run $e sweep; foreach ($n in 1..4) { try { ./train.ps1 $e $n } catch { "caught $_" } }; Show-Current; Complete-Run'
            'train.ps1'          = 'param($e, $n) $x = Start-Run $e "train$n"; if ($n -eq 2) { throw "died" }; if ($n -ne 3) { Complete-Run }'
            'format.ps1'         = 'param($e) $x = Start-Run $e shown; Get-Process -Id $PID | Format-Table | Out-String | Out-Null; Get-Item . | Format-List; Get-Run -Current | Format-Table; Complete-Run'
            'complete-other.ps1' = 'param($e) $x = Start-Run $e a; $y = Start-Run $e b; Complete-Run $x'
        }.GetEnumerator() | ForEach-Object { Set-Content (Join-Path $folder $_.Key) $_.Value }

        $typed = @("Import-Module '$($modulePath -replace "'", "''")'; Connect-ExperimentStore '$(Get-StoreAddress $folder)' -Create | Out-Null", $showRuns) + @(foreach ($name in $parts.Keys) { "'### $name'"; $parts[$name] })
        $start = [Diagnostics.ProcessStartInfo]::new($pwshCommand[0])
        @($pwshCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', '-' | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.WorkingDirectory = $folder
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.Environment['NO_COLOR'] = '1'
        $prompt = Start-TestProcess $start
        $output, $errors = $prompt.StandardOutput.ReadToEndAsync(), $prompt.StandardError.ReadToEndAsync()
        $typed | ForEach-Object { $prompt.StandardInput.WriteLine($_) }
        $prompt.StandardInput.Close()
        if (!$prompt.WaitForExit(60000)) { $prompt.Kill($true) }
        $prompt.Dispose()

        $printed = @{}
        foreach ($line in $output.Result -split '\r?\n') {
            if ($line -match '^### (.*)') { $part = $Matches[1]; $printed[$part] = @() }
            elseif ($part -and $line) { $printed[$part] += $line }
        }
        # Without the warnings between the lines, which are tested separately.
        function Get-Printed($Part) { $printed[$Part] -notmatch '^WARNING: ' }
        function Get-Warning($Part) { @($printed[$Part] -match '^WARNING: ') }
    }

    It 'has no run left after a script that completed its run' {
        Get-Printed completes | Should -Be 'done|Succeeded||', 'current: '
        Get-Warning completes | Should -HaveCount 0
    }

    It 'ends the run of a script that threw, warns, and does not make it the parent of the next' {
        Get-Printed throws | Should -Be "died|Killed||$forgotten", 'current: ', "died|Killed||$forgotten", 'next|Succeeded||'
        Get-Warning throws | Should -Be "WARNING: Run throws/000 was ended as Killed: $forgotten."
    }

    It 'ends the run of a script that exited' {
        Get-Printed exits | Should -Be 'not reached by exit: 7', "left|Killed||$forgotten", 'current: '
        Get-Warning exits | Should -HaveCount 1
    }

    It 'ends the run that a script left open, warns, and does not make it the parent of the next' {
        Get-Printed forgets | Should -Be "one|Killed||$forgotten", 'current: ', "one|Killed||$forgotten", 'next|Succeeded||'
        Get-Warning forgets | Should -Be "WARNING: Run forgets/000 was ended as Killed: $forgotten."
    }

    It 'keeps scripts on one line apart: ./a.ps1; ./b.ps1' {
        Get-Printed 'one line' | Should -Be "a|Killed||$forgotten", "b|Killed||$forgotten", 'c|Succeeded||'
        Get-Warning 'one line' | Should -HaveCount 2
    }

    It 'ends the run of a script in the middle of a pipeline' {
        Get-Printed 'in a pipeline' | Should -Be 'current: ', "a|Killed||$forgotten"
    }

    It 'keeps a run that was started at the prompt from line to line' {
        Get-Printed 'for the prompt' | Should -Be 'current: typed', '1', 'typed|Succeeded||'
        Get-Warning 'for the prompt' | Should -HaveCount 0
    }

    It 'keeps a run that <_> started for it' -ForEach 'module function', 'function', 'dot-sourced', 'in a block' {
        $name = @{ 'module function' = 'from-helper'; function = 'mine'; 'dot-sourced' = 'one'; 'in a block' = 'one' }[$_]
        @(Get-Printed $_)[0] | Should -Be "current: $name"
        Get-Warning $_ | Should -HaveCount 0
    }

    It 'keeps its own run when a script inside it leaves a child run open' {
        Get-Printed 'script inside' | Should -Be @(
            'Run inside/001 becomes a child of the current run inside/000, which an earlier command line started.', 'current: outer', 'outer|Running||', "inner|Killed|outer|$forgotten", 'outer|Succeeded||', "inner|Killed|outer|$forgotten")
    }

    It 'does not make a run that a function left open the parent of a later one' {
        $told = 'was left open by an earlier command line, so the new run does not become its child.'
        Get-Printed 'left by function' | ForEach-Object { $_ -replace "($told).*", '$1' } | Should -Be @(
            'caught', "Run function-left/000 $told", 'caught', "Run function-left/001 $told", 'a|Running||', 'a|Running||', 'b|Running||')
    }

    It 'makes a run that was started on an earlier line the parent, and reports it once' {
        Get-Printed 'line by line' | Should -Be @(
            'Run lines/001 becomes a child of the current run lines/000, which an earlier command line started.'
            'outer|Succeeded||', 'one|Succeeded|outer|', 'two|Succeeded|outer|')
    }

    It 'reports a parent of another experiment once' {
        Get-Printed 'two experiments' | Should -Be 'Run crossed/000 becomes a child of the current run crossing/000, of another experiment.'
    }

    It 'lets a script start a run for the script that called it, until that one ends' {
        Get-Printed starter | Should -Be 'current: started', 'current: started', 'current: started', 'current: ', "started|Killed||$forgotten"
        Get-Warning starter | Should -HaveCount 1
    }

    It 'ends what a script and the scripts it called left open' {
        Get-Printed nested | Should -Be @(
            'current: inner', 'current: ', "outer|Killed||$forgotten", "inner|Killed|outer|$forgotten", "innermost|Killed|inner|$forgotten")
        Get-Warning nested | Should -HaveCount 3
    }

    It 'makes the runs of a script in a loop children of the outer run' {
        Get-Printed driver | Should -Be @(
            'caught died', 'current: sweep', 'current: '
            'sweep|Succeeded||', 'train1|Succeeded|sweep|', "train2|Killed|sweep|$forgotten", "train3|Killed|sweep|$forgotten", 'train4|Succeeded|sweep|')
        Get-Warning driver | Should -HaveCount 2
    }

    It 'does not end a run because something is formatted or shown' {
        @(Get-Printed formatting)[-1] | Should -Be 'shown|Succeeded||'
        Get-Warning formatting | Should -HaveCount 0
    }

    It 'does not end a run because a job ran' {
        Get-Printed 'job in between' | Should -Be 'current: outer'
        Get-Warning 'job in between' | Should -HaveCount 0
    }

    It 'keeps calls of the same script apart that forget their runs in a loop' {
        Get-Printed 'same script' | Should -Be 'outer|Succeeded||', "f1|Killed|outer|$forgotten", "f2|Killed|outer|$forgotten"
    }

    It 'ends the open child when a script completes the parent' {
        Get-Printed 'completes other' | Should -Be 'a|Succeeded||', 'b|Killed|a|its parent run ended first', 'current: '
        Get-Warning 'completes other' | Should -Be 'WARNING: Run other/001 was ended as Killed: its parent run ended first.'
    }

    It 'ends what is open when it closes' {
        $run = Get-Run -Experiment end -Store (Get-StoreAddress $folder)
        $run.Status, $run.ErrorMessage | Should -Be Killed, 'the session ended without Complete-Run'
    }

    It 'prints no errors but those of the scripts' {
        ($errors.Result -replace '(?s).*no luck').Trim() | Should -BeNullOrEmpty
    }
}

Describe 'A store that is connected while a run is current elsewhere' {
    BeforeAll {
        $where = Get-Location
        Set-Location (New-StoreFolder)
    }

    AfterAll { Set-Location $where }

    AfterEach {
        while (Get-Run -Current -ErrorAction Ignore) { Stop-Run -WarningAction Ignore }
        Disconnect-TestStore
    }

    It 'receives new runs and experiments, without a parent, and this is reported: <Name>' -ForEach @(
        @{ Name = 'in memory'; Connect = { Connect-ExperimentStore -InMemory } }
        @{ Name = 'at an address'; Connect = { Connect-ExperimentStore (New-TestAddress) -Create } }
    ) {
        $here = Get-StoreAddress $PWD
        $outer = Start-Run here outer -InformationAction Ignore
        $connected = & $Connect 6>&1
        $said = @($connected | Where-Object { $_ -is [Management.Automation.InformationRecord] -and "$_" -notlike 'Created *' })
        $said | Should -HaveCount 1
        "$said" | Should -BeLike "Run $($outer.Path) is still the current run, in the store $here*"
        $null = New-Experiment there
        $new = Start-Run there inner -InformationVariable told
        "$told" | Should -BeLike "Run $($outer.Path) is current in the store $here*does not become its child."
        $new.ParentRunId | Should -BeNullOrEmpty
        (Get-Run).Name | Should -Be inner
        Complete-Run
        $null = Start-Run there again -InformationVariable toldAgain
        $toldAgain | Should -BeNullOrEmpty
        Complete-Run
        Add-Metric loss 1
        $run = Get-Run -Current
        $run.Name, $run.Metrics.loss | Should -Be outer, 1
        (Get-Run -Store (Get-StoreAddress $PWD) -First 1).Id | Should -Be $outer.Id
    }

    It 'is no surprise when it is the store of the current run' {
        $same = (Connect-TestStore -OnDisk).Path
        $outer = Start-Run here outer
        $null = Connect-ExperimentStore $same -InformationVariable told
        $inner = Start-Run -Name inner -InformationVariable +told
        $inner.ParentRunId | Should -Be $outer.Id
        $told | Should -BeNullOrEmpty
    }
}

Describe 'The end of a process' {
    BeforeAll {
        $folder = New-StoreFolder
        Connect-ExperimentStore (Get-StoreAddress $folder) -Create | Out-Null
        $obstacles = @{}
        'HUP', 'INT', 'TERM', 'KILL' | ForEach-Object { $obstacles[$_] = Get-SignalObstacle $_ }

        # The scripts run in parallel. Those that wait print "ready" first; then the action is carried out.
        $ready = 'Add-Metric loss 1; [Console]::WriteLine("ready")'
        $cases = @{
            forgets   = @{ Script = '$x = Start-Run forgets' }
            throws    = @{ Script = '$x = Start-Run throws; throw "no luck"' }
            exits     = @{ Script = '$x = Start-Run exits; exit 7' }
            leaves    = @{ Script = '$x = Start-Run leaves; [Environment]::Exit(8)' }
            fails     = @{ Script = '$x = Start-Run fails; [Environment]::FailFast("gone")' }
            alive     = @{ Script = "`$x = Start-Run alive; $ready; Start-Sleep 60" }
            killed    = @{ Script = "`$x = Start-Run killed outer; `$y = Start-Run -Name inner; $ready; Start-Sleep 60"; Signal = 'KILL' }
            terminate = @{ Script = "`$x = Start-Run terminate; $ready; Start-Sleep 60"; Signal = 'TERM' }
            hangup    = @{ Script = "`$x = Start-Run hangup; $ready; Start-Sleep 60"; Signal = 'HUP' }
            interrupt = @{ Script = "`$x = Start-Run interrupt; $ready; Start-Sleep 60"; Signal = 'INT' }
            cleansUp  = @{ Script = "try { `$x = Start-Run cleansUp; $ready; Start-Sleep 60 } finally { [Threading.Thread]::Sleep(500); Complete-Run -Status Failed }"; Signal = 'INT' }
        }
        foreach ($group in @('forgets', 'throws', 'exits', 'leaves', 'fails'), @('alive', 'killed', 'terminate'), @('hangup', 'interrupt', 'cleansUp')) {
            foreach ($name in $group) {
                $case = $cases[$name]
                if ($case.Signal -and $obstacles[$case.Signal]) { continue }
                $case.Process = Start-Pwsh $case.Script -WorkingDirectory $folder
                $case.Errors = $case.Process.StandardError.ReadToEndAsync()
            }
            foreach ($name in $group) {
                $case = $cases[$name]
                if (!$case.Process) { continue }
                if ($case.Script -like '*ready*') { Wait-Ready $case.Process }
                if ($case.Signal) { kill "-$($case.Signal)" $case.Process.Id }
                $case.Output = $case.Process.StandardOutput.ReadToEndAsync()
            }
            foreach ($name in $group -ne 'alive') {
                $case = $cases[$name]
                if (!$case.Process) { continue }
                if (!$case.Process.WaitForExit(30000)) { $case.Process.Kill($true); throw "$name did not end" }
                $case.ExitCode = $case.Process.ExitCode
            }
        }
        # Opening the store in another process ends the runs of the killed ones.
        $opened = Invoke-Pwsh "Get-Run | ForEach-Object { `"`$(`$_.Experiment)|`$(`$_.Name)|`$(`$_.Status)|`$(`$_.ErrorMessage)`" }" -WorkingDirectory $folder
        function Get-Ended($Experiment) { Get-Run -Experiment $Experiment }
    }
    AfterAll {
        foreach ($case in $cases.Values) { if ($case.Process -and !$case.Process.HasExited) { $case.Process.Kill($true) } }
        Disconnect-TestStore
    }

    It 'ends the run of a script that <How>, and keeps its exit code' -ForEach @(
        @{ How = 'forgets it'; Name = 'forgets'; Code = 0 }, @{ How = 'throws'; Name = 'throws'; Code = 1 }
        @{ How = 'exits'; Name = 'exits'; Code = 7 }
    ) {
        $run = Get-Ended $Name
        $run.Status | Should -Be Killed
        $run.ErrorMessage | Should -BeIn $forgotten, 'the session ended without Complete-Run'
        $cases[$Name].ExitCode | Should -Be $Code
    }

    It 'warns about the run of a script that forgets it' {
        $cases.forgets.Output.Result + $cases.forgets.Errors.Result | Should -Match 'WARNING: Run forgets/000 was ended as Killed: script ended without Complete-Run'
    }

    It 'ends the run when the process exits by itself' {
        (Get-Ended leaves).Status | Should -Be Killed
        (Get-Ended leaves).ErrorMessage | Should -Be 'the session ended without Complete-Run'
        $cases.leaves.ExitCode | Should -Be 8
    }

    It 'ends the run when SIG<Signal> terminates the process' -ForEach @(
        @{ Signal = 'TERM'; Name = 'terminate'; Code = 143 }, @{ Signal = 'HUP'; Name = 'hangup'; Code = 129 }
    ) {
        if ($obstacles[$Signal]) { Set-ItResult -Skipped -Because $obstacles[$Signal]; return }
        $run = Get-Ended $Name
        $run.Status, $run.ErrorMessage | Should -Be Killed, 'the session ended without Complete-Run'
        $run.Metrics.loss | Should -Be 1
        $cases[$Name].ExitCode | Should -Be $Code
    }

    It 'ends the run of a script that is interrupted with Ctrl+C' {
        if ($obstacles.INT) { Set-ItResult -Skipped -Because $obstacles.INT; return }
        $run = Get-Ended interrupt
        $run.Status | Should -Be Killed
        $run.ErrorMessage | Should -BeIn $forgotten, 'the session ended without Complete-Run'
    }

    It 'lets the finally block of a script that is interrupted complete its run' {
        if ($obstacles.INT) { Set-ItResult -Skipped -Because $obstacles.INT; return }
        (Get-Ended cleansUp).Status | Should -Be Failed
        (Get-Ended cleansUp | Get-Run -History).Count | Should -Be 2
    }

    It 'is found by the next one that opens the store when the process was killed, with the evidence' -Tag 'SQLite: a server waits for a minute of silence, LivenessTests for less' {
        if ($obstacles.KILL) { Set-ItResult -Skipped -Because $obstacles.KILL; return }
        $evidence = "Process $($cases.killed.Process.Id) on $([Environment]::MachineName), started * UTC, ended without completing the run: its lock was free."
        @($opened.StdOut -match '^killed\|').Count | Should -Be 2
        $opened.StdOut -match '^killed\|outer' | Should -BeLike "killed|outer|Killed|$evidence"
        $opened.StdOut -match '^killed\|inner' | Should -BeLike "killed|inner|Killed|$evidence"
        (Get-Run outer).Metrics.loss | Should -BeNullOrEmpty
        (Get-Run inner).Metrics.loss | Should -Be 1
        (Get-Run inner -History)[-1].Reason | Should -BeLike $evidence
    }

    It 'is found by the next one that opens the store when the process crashed' -Tag 'SQLite: a server waits for a minute of silence, LivenessTests for less' {
        $opened.StdOut -match '^fails\|' | Should -BeLike "fails|run-000|Killed|Process $($cases.fails.Process.Id) on *its lock was free."
    }

    It 'is not assumed for a running process' {
        $opened.StdOut -match '^alive\|' | Should -Be 'alive|run-000|Running|'
        (Get-Ended alive).Status | Should -Be Running
        $cases.alive.Process.HasExited | Should -BeFalse
    }
}
