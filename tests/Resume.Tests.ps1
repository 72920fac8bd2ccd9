BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    # A run with these parameters that has ended with a status.
    function New-EndedRun([hashtable] $Parameter, [string] $Status = 'Failed', [hashtable] $More = @{ Experiment = 'train' }) {
        $run = Start-Run -Parameter $Parameter @More
        Complete-Run $run -Status $Status -PassThru
    }

    # Waits for a line of output, to synchronise with the process.
    function Wait-Line($Process, [string] $Line) {
        do { $read = $Process.StandardOutput.ReadLine() } until ($null -eq $read -or $read -like $Line)
        $read | Should -BeLike $Line -Because $(if ($null -eq $read) { $Process.StandardError.ReadToEnd() })
        $read
    }

    function Stop-Pwsh($Process) {
        if (!$Process.HasExited) { $Process.Kill($true) }
        $Process.WaitForExit()
        $Process.Dispose()
    }
}

Describe 'Start-Run -Resume' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Disconnect-TestStore }

    It 'continues a run that ended as <_>' -ForEach 'Failed', 'Cancelled', 'Killed' {
        $old = New-EndedRun @{ lr = 0.1 } $_
        $run = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Resume -InformationVariable messages
        $run.Id, $run.Status, $run.EndedAt | Should -Be $old.Id, 'Running', $null
        "$messages" | Should -Match 'Run train/000 is resumed'
        (Get-Run -Current).Id | Should -Be $old.Id
        Add-Metric loss 0.5
        (Complete-Run -PassThru).Metrics.loss | Should -Be 0.5
        (Get-Run $run -History)[-2].Reason | Should -Be 'resumed by its parameters'
    }

    It 'starts a pending one that has a hash; others get theirs when they start' {
        $old = New-Run train -ParameterHash 123456
        $null = New-Run train -Parameter @{ lr = 0.1 }
        $run = Start-Run train -ParameterHash 123456 -Resume
        $run.Id, $run.Status | Should -Be $old.Id, 'Running'
        Complete-Run
        (Start-Run train -Parameter @{ lr = 0.1 } -Resume).Uid | Should -Be 002
        Complete-Run
    }

    It 'resumes the newest, and then the one before it' {
        $runs = 1..3 | ForEach-Object { New-EndedRun @{ lr = 0.1 } }
        $null = New-EndedRun @{ lr = 0.1 } Succeeded
        $resumed = 1..3 | ForEach-Object { Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Resume }
        $resumed.Uid | Should -Be '002', '001', '000'
        $new = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Resume
        $new.Uid | Should -Be 004 -Because 'those left are running or have succeeded'
        1..4 | ForEach-Object { Complete-Run }
    }

    It 'starts a new one when none matches' {
        $null = New-EndedRun @{ lr = 0.1 } Succeeded
        $null = New-EndedRun @{ lr = 0.2 }
        (Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Resume -InformationVariable messages).Uid | Should -Be 002
        "$messages" | Should -Not -Match 'continued'
        Complete-Run
    }

    It 'ignores the order and the case of parameters, and treats 1 and 1.0 as equal' {
        $old = New-EndedRun ([ordered]@{ Rate = 1; layers = 3; optimizer = @{ name = 'adam'; beta = 0.9 } })
        $same = [pscustomobject]@{ LAYERS = 3; 'optimizer.Beta' = 0.9; 'optimizer.name' = 'adam'; rate = 1.0 }
        (Start-Run -Experiment TRAIN -Parameter $same -Resume).Id | Should -Be $old.Id
        Complete-Run -Status Failed
        (Start-Run -Experiment train -Parameter @{ rate = 1; layers = '3'; optimizer = @{ name = 'adam'; beta = 0.9 } } -Resume).Id |
            Should -Not -Be $old.Id -Because 'text is no number'
        Complete-Run
    }

    It 'uses the hash of the caller' {
        $old = New-EndedRun @{ a = 1 } -More @{ Experiment = 'train'; ParameterHash = 123456 }
        (Start-Run -Experiment train -Parameter @{ a = 2 } -ParameterHash 123456 -Resume).Id | Should -Be $old.Id
        Complete-Run -Status Failed
        (Start-Run -Experiment train -Parameter @{ a = 1 } -Resume).Id | Should -Not -Be $old.Id
        Complete-Run
    }

    It 'stays within the <What>' -ForEach @(
        @{ What = 'namespace'; Other = @{ Experiment = 'train'; Namespace = 'mnist/rnn' } }
        @{ What = 'namespace, of which the root is one'; Other = @{ Experiment = 'train' } }
        @{ What = 'experiment'; Other = @{ Experiment = 'eval'; Namespace = 'mnist/cnn' } }
        @{ What = 'project'; Other = @{ Experiment = 'train'; Project = 'other'; Namespace = 'mnist/cnn' } }
    ) {
        $old = New-EndedRun @{ lr = 0.1 } -More @{ Experiment = 'train'; Project = 'own'; Namespace = 'mnist/cnn' }
        if (!$Other.Project) { $Other.Project = 'own' }
        (Start-Run -Parameter @{ lr = 0.1 } -Resume @Other).Id | Should -Not -Be $old.Id
        Complete-Run
        (Start-Run -Experiment train -Project own -Namespace mnist/cnn -Parameter @{ lr = 0.1 } -Resume).Id | Should -Be $old.Id
        Complete-Run
    }

    It 'leaves removed runs alone' {
        $old = New-EndedRun @{ lr = 0.1 }
        $old | Remove-Run
        (Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Resume).Id | Should -Not -Be $old.Id
        Complete-Run
    }
}

Describe 'A run of a store in memory that was disconnected' -Tag 'SQLite: a store on a server lasts' {
    It 'is not the parent of the next run' {
        $null = Connect-ExperimentStore -InMemory
        $null = Start-Run -Experiment gone
        Disconnect-ExperimentStore
        $null = Connect-ExperimentStore -InMemory
        $run = Start-Run -Experiment train
        $run.ParentRunId | Should -BeNullOrEmpty
        Complete-Run
        Disconnect-ExperimentStore
    }
}

Describe 'Start-Run -SkipIfCompleted' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Disconnect-TestStore }

    It 'returns the run that succeeded with a message, and starts none' {
        $old = New-EndedRun @{ lr = 0.1 } Succeeded
        $null = New-EndedRun @{ lr = 0.1 } Failed
        $run = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -SkipIfCompleted -InformationVariable messages
        $run.Id, $run.Status | Should -Be $old.Id, 'Succeeded'
        "$messages" | Should -Match 'Run train/000 has succeeded with these parameters; no new run is started'
        (Get-Run).Count | Should -Be 2
        { Get-Run -Current -ErrorAction Stop } | Should -Throw -ErrorId 'NoCurrentRun*'
    }

    It 'starts one when none has succeeded, and with -Resume resumes the one that did not' {
        $old = New-EndedRun @{ lr = 0.1 } Failed
        $new = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -SkipIfCompleted
        $new.Id | Should -Not -Be $old.Id
        Stop-Run
        $new | Remove-Run
        (Start-Run -Experiment train -Parameter @{ lr = 0.1 } -SkipIfCompleted -Resume).Id | Should -Be $old.Id
        Complete-Run
        (Start-Run -Experiment train -Parameter @{ lr = 0.1 } -SkipIfCompleted -Resume).Status | Should -Be Succeeded
    }

    It 'asks before, with -WhatIf' {
        $null = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -SkipIfCompleted -Resume -WhatIf
        Get-Run | Should -BeNullOrEmpty
    }
}

Describe 'Get-Run -AsDictionary' {
    BeforeAll {
        $null = Connect-TestStore
        $null = 1..3 | ForEach-Object { New-Run -Experiment train -Namespace mnist/cnn -Name "try $_" }
        $null = New-Run -Experiment train -Namespace mnist/rnn
        $null = New-Run -Experiment eval
    }
    AfterAll { Disconnect-TestStore }

    It 'returns the runs of a namespace by uid, oldest first' {
        $runs = Get-Run -Experiment train -Namespace mnist/cnn -AsDictionary
        , $runs | Should -BeOfType Collections.Specialized.OrderedDictionary
        $runs.Keys | Should -Be '000', '001', '002'
        $runs['001'].Name, $runs.'002'.Name | Should -Be 'try 2', 'try 3'
        (Get-Run -Experiment train -RelPath mnist/rnn -AsDictionary).Count | Should -Be 1
    }

    It 'returns an empty one for no runs' {
        $runs = Get-Run -Experiment train -Namespace nowhere -AsDictionary
        , $runs | Should -BeOfType Collections.Specialized.OrderedDictionary
        $runs.Count | Should -Be 0
    }

    It 'is an error where a uid means several runs' {
        { Get-Run -Experiment train -AsDictionary -ErrorAction Stop } |
            Should -Throw -ErrorId 'RunAmbiguous*' -ExpectedMessage "'000' matches 2 runs: *train/mnist/*"
        Get-Experiment train, eval | Get-Run -Namespace '' -AsDictionary | ForEach-Object { $_.Count } | Should -Be 0, 1
    }
}

Describe 'Runs of other processes' {
    It 'are not resumed while their process is running, and resumed once it is killed' -Tag 'SQLite: a server waits for a minute of silence, LivenessTests for less' {
        $store = New-TestAddress
        $child = Start-Pwsh "`$null = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Store '$store'; 'started'; Start-Sleep 120"
        try {
            $null = Wait-Line $child started
            $new = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Store $store -Resume
            $new.Uid | Should -Be 001 -Because '000 is alive'
            Complete-Run $new
        }
        finally { Stop-Pwsh $child }
        $resumed = Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Store $store -Resume
        $resumed.Uid, $resumed.Status | Should -Be 000, 'Running'
        (Get-Run $resumed -Store $store -History).To -join ',' | Should -Be 'Running,Killed,Running'
        Complete-Run $resumed
    }

    It 'that resume at the same time get different runs' {
        $store = New-TestAddress
        1..4 | ForEach-Object { New-EndedRun @{ lr = 0.1 } -More @{ Experiment = 'train'; Store = $store } } | Out-Null
        $go = Join-Path (New-TestStore) go
        $children = 1..3 | ForEach-Object {
            Start-Pwsh "
                'ready'
                while (!(Test-Path '$go')) { Start-Sleep -Milliseconds 5 }
                'took ' + ((1..2 | ForEach-Object { Start-Run -Experiment train -Parameter @{ lr = 0.1 } -Store '$store' -Resume }).Uid -join ' ')
                `$null = [Console]::In.ReadLine()"
        }
        try {
            $children | ForEach-Object { $null = Wait-Line $_ ready }
            $null = New-Item $go
            $resumed = $children | ForEach-Object { -split (Wait-Line $_ 'took *') | Select-Object -Skip 1 }
            $resumed | Sort-Object | Should -Be '000', '001', '002', '003', '004', '005'
        }
        finally { $children | ForEach-Object { Stop-Pwsh $_ } }
    }
}

Describe 'Eight processes that allocate at once' {
    It 'leave a uid for each run of the namespace, past 999 as well' {
        $store = New-TestAddress
        $script = "`$null = 1..200 | ForEach-Object { New-Run -Experiment train -Namespace mnist/cnn -Store '$store' -ErrorAction Stop }"
        $processes = 1..8 | ForEach-Object { Start-Pwsh $script }
        $processes | ForEach-Object { $_.StandardError.ReadToEnd() | Should -BeNullOrEmpty; $_.WaitForExit(); $_.ExitCode | Should -Be 0 }
        $runs = Get-Run -Experiment train -Namespace mnist/cnn -AsDictionary -Store $store
        $runs.Count | Should -Be 1600
        $runs.Keys -join ',' | Should -Be ((0..1599).ForEach{ '{0:000}' -f $_ } -join ',')
    }
}
