BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Logs of runs' {
    BeforeEach {
        $null = Connect-TestStore
        $run = Start-Run e -Id run_1
    }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'keep lines as they are, in their order' {
        $lines = 'first', '', "tab`tand ünïcode", '$(nothing) is run', 'last'
        Add-RunLog $lines
        (Get-RunLog).Message | Should -BeExactly $lines
        (Get-RunLog -Tail 2).Message | Should -BeExactly $lines[-2..-1]
        Get-RunLog -Last 0 | Should -BeNullOrEmpty
        (Get-RunLog)[0].Run, (Get-RunLog)[0].RunId | Should -Be 'e/000', 'run_1'
    }

    It 'accept pipeline input, in few transactions' {
        1..5000 | ForEach-Object { "line $_" } | Add-RunLog -Stream Output
        (Get-RunLog).Count | Should -Be 5000
        (Get-RunLog -Tail 1).Message | Should -Be 'line 5000'
    }

    It 'keep earlier lines when a downstream command stops the pipeline' {
        'a', 'b', 'c' | Add-RunLog -PassThru | Select-Object -First 1 | Out-Null
        @(Get-RunLog).Count | Should -BeGreaterOrEqual 1
    }

    It 'are selected by stream, ignoring case' {
        Add-RunLog ok Output
        Add-RunLog bad -Stream Error -Timestamp '2024-01-02 03:04:05'
        Add-RunLog plain
        (Get-RunLog error).Message, (Get-RunLog Output, Error).Count | Should -Be 'bad', 2
        (Get-RunLog error).LoggedAt | Should -Be ([datetime] '2024-01-02 03:04:05')
    }

    It 'are found by text, by pattern and by time, and the tail counts those' {
        1..9 | ForEach-Object { Add-RunLog "Line $_" -Stream (($_ % 2) ? 'Odd' : 'Even') -Timestamp ([datetime] '2024-01-01').AddHours($_) }
        Add-RunLog -Location logs/line.txt -Timestamp '2024-01-02'
        (Get-RunLog -Contains 'LINE 3').Message | Should -Be 'Line 3'
        (Get-RunLog -Contains '.').Location | Should -Be logs/line.txt
        (Get-RunLog -Pattern '^line [2-4]$').Message | Should -Be 'Line 2', 'Line 3', 'Line 4'
        (Get-RunLog odd -Pattern '[2-4]').Message | Should -Be 'Line 3'
        (Get-RunLog -Since '2024-01-01 04:00' -Until '2024-01-01 05:00').Message | Should -Be 'Line 4', 'Line 5'
        (Get-RunLog -Pattern '[1-5]' -Tail 2).Message | Should -Be 'Line 4', 'Line 5'
        (Get-RunLog even -Tail 1).Message | Should -Be 'Line 8'
        { Get-RunLog -Pattern '(' } | Should -Throw -ErrorId 'InvalidPattern,*'
        Get-RunLog -Contains nothing | Should -BeNullOrEmpty
    }

    It 'are followed to the end of the run, from another runspace and from the tail on' {
        1..5 | ForEach-Object { "old $_" } | Add-RunLog
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($module, $store, $seen)
                Import-Module $module
                1..2 | ForEach-Object { $seen.Wait(30000) }
                1..3 | ForEach-Object { "new $_" | Add-RunLog -Run run_1 -Store $store; $seen.Wait(30000) }
                'last', 'other' | Add-RunLog -Run run_1 -Store $store
                Complete-Run run_1 -Store $store
            }).AddArgument($modulePath).AddArgument((Get-ExperimentStore)).AddArgument(($seen = [Threading.SemaphoreSlim]::new(0)))
        $working = $shell.BeginInvoke()
        $lines = Get-RunLog -Wait -Tail 2 -Pattern 'old|new|last' | ForEach-Object { $_.Message; $null = $seen.Release() }
        $shell.EndInvoke($working) | Should -Be (@($true) * 5) -Because 'each line is seen before the next one is written'
        $shell.Dispose()
        $lines | Should -Be 'old 4', 'old 5', 'new 1', 'new 2', 'new 3', last
        (Get-RunLog -Run run_1 -Follow -Tail 1).Message | Should -Be other -Because 'the run has ended'
    }

    It 'that are followed can be left: by what follows in the pipeline, and by a stop' {
        'one' | Add-RunLog
        (Get-RunLog -Wait | Select-Object -First 1).Message | Should -Be one
        $shell = [powershell]::Create().AddScript('param($m, $s) Import-Module $m; Get-RunLog -Run run_1 -Store $s -Wait').AddArgument($modulePath).AddArgument((Get-ExperimentStore))
        $lines = [Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $lines)
        Wait-Until { $lines.Count }
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(20000) | Should -BeTrue -Because 'it would follow the run for ever'
        $shell.Dispose()
    }

    It 'show no command of a build service, and keep the line as it is' {
        Add-RunLog '##vso[task.complete result=Failed]', '::error::x', "two`n::error::lines"
        $shown = Get-RunLog | Format-Table Message -HideTableHeaders | Out-String
        "$shown" | Should -Match ([regex]::Escape('##vso[')) -Because 'a table that the user makes shows what is there'
        (Get-RunLog | Out-String), (Get-RunLog | Format-List | Out-String) | ForEach-Object {
            $_ | Should -Not -Match '##vso\['
            $_ | Should -Not -Match '(?m)^\s*::'
        }
        (Get-RunLog -Tail 3)[0].Message | Should -BeExactly '##vso[task.complete result=Failed]'
    }

    It 'record log files, with their own ids, also after the end' {
        $null = Complete-Run
        $made = Add-RunLog -Location logs/run.log -Id log_1 -Run run_1 -PassThru
        $made.Location, $made.Message | Should -Be 'logs/run.log', $null
        $row = Invoke-ExperimentQuery 'SELECT * FROM LOGS'
        $row.id, $row.location, $row.trial_run_id | Should -Be 'log_1', 'logs/run.log', 'run_1'
        ($run | Get-RunLog).Id | Should -Be log_1
    }

    It 'refuse <Why>' -ForEach @(
        @{ Why = 'an id that is taken, even by a line of the same call'; Do = { Add-RunLog a, b -Id x -ErrorAction Stop }; Id = 'RunLogIdExists' }
        @{ Why = 'an unknown run'; Do = { Add-RunLog a -Run nope -ErrorAction Stop }; Id = 'RunNotFound' }
    ) {
        $Do | Should -Throw -ErrorId "$Id*"
        Get-RunLog -Run run_1 | Should -BeNullOrEmpty
    }

    It 'of one run are written when another one refuses its lines' {
        $gone = New-Run e
        Remove-Run $gone
        $rows = $gone, $run | ForEach-Object { [pscustomobject]@{ Run = $_; Message = 'a line' } }
        $rows | Add-RunLog -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'RecordRemoved*'
        @(Get-RunLog -Run run_1).Count | Should -Be 1
    }

    It 'write nothing with -WhatIf' {
        'a', 'b' | Add-RunLog -WhatIf
        Get-RunLog | Should -BeNullOrEmpty
    }
}
