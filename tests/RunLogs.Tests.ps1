BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'Logs of runs' {
    BeforeEach {
        $null = Connect-ExperimentStore -InMemory
        $run = Start-Run e -Id run_1
    }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-ExperimentStore }

    It 'keep lines as they are, in their order' {
        $lines = 'first', '', "tab`tand ünïcode", '$(nothing) is run', 'last'
        Add-RunLog $lines
        (Get-RunLog).Message | Should -BeExactly $lines
        (Get-RunLog -Tail 2).Message | Should -BeExactly $lines[-2..-1]
        Get-RunLog -Last 0 | Should -BeNullOrEmpty
        (Get-RunLog)[0].Run, (Get-RunLog)[0].RunId | Should -Be 'e/000', 'run_1'
    }

    It 'take what is piped, in few transactions' {
        1..5000 | ForEach-Object { "line $_" } | Add-RunLog -Stream Output
        (Get-RunLog).Count | Should -Be 5000
        (Get-RunLog -Tail 1).Message | Should -Be 'line 5000'
    }

    It 'keep what came before the pipeline was ended from below' {
        'a', 'b', 'c' | Add-RunLog -PassThru | Select-Object -First 1 | Out-Null
        @(Get-RunLog).Count | Should -BeGreaterOrEqual 1
    }

    It 'are told apart by stream, in any case' {
        Add-RunLog ok Output
        Add-RunLog bad -Stream Error -Timestamp '2024-01-02 03:04:05'
        Add-RunLog plain
        (Get-RunLog error).Message, (Get-RunLog Output, Error).Count | Should -Be 'bad', 2
        (Get-RunLog error).LoggedAt | Should -Be ([datetime] '2024-01-02 03:04:05')
    }

    It 'note log files, with ids of their own, also after the end' {
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
        $rows = $gone, $run | ForEach-Object { [pscustomobject]@{ Run = $_ } }
        $rows | Add-RunLog -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'RecordRemoved*'
        @(Get-RunLog -Run run_1).Count | Should -Be 1
    }

    It 'write nothing with -WhatIf' {
        'a', 'b' | Add-RunLog -WhatIf
        Get-RunLog | Should -BeNullOrEmpty
    }
}
