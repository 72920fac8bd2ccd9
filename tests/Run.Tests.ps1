# New-Run and Start-Run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"
}

Describe 'New-Run' {
    BeforeAll { Set-Location (New-StoreFolder) }

    It 'creates a pending run that is not the current one' {
        $run = New-Run iris
        $run.Status | Should -Be Pending
        $run.StartedAt, $run.EndedAt, $run.Duration | Should -Be $null, $null, $null
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'numbers runs from 000 in each namespace of each experiment and names them after the number' {
        $runs = @(
            New-Run numbers; New-Run numbers
            New-Run numbers -Namespace 'a/b'; New-Run numbers -Namespace a
            New-Run numbers -Namespace 'a/b'; New-Run numbers
        )
        $runs.Path | Should -Be 'numbers/000', 'numbers/001', 'numbers/a/b/000', 'numbers/a/000', 'numbers/a/b/001', 'numbers/002'
        $runs.Name | Should -Be 'run-000', 'run-001', 'run-000', 'run-000', 'run-001', 'run-002'
        $runs.Uid | Should -Be '000', '001', '000', '000', '001', '002'
    }

    It 'accepts a namespace in any form: <Given>' -ForEach @(
        @{ Given = 'x/y'; Kept = 'x/y' }, @{ Given = '/x//y/'; Kept = 'x/y' }, @{ Given = 'x\y'; Kept = 'x/y' }, @{ Given = ''; Kept = '' }
    ) {
        (New-Run spaces -Namespace $Given).Namespace | Should -BeExactly $Kept
        (New-Run spaces -RelPath $Given).Namespace | Should -BeExactly $Kept
    }

    It 'refuses a namespace that leaves its place: <_>' -ForEach '..', 'a/../b', '.' {
        $before = @(Get-Run).Count
        $failure = Get-Failure { New-Run spaces -Namespace $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        @(Get-Run).Count | Should -Be $before
    }

    It 'keeps description, tags and parameters' {
        $run = New-Run iris -Name full -Description 'what for' -Parameter @{ rate = 0.1; epochs = 5 } -Tag 'quick', 'owner=ann', @{ level = 3 }
        $run.Name, $run.Description | Should -Be 'full', 'what for'
        $run.Parameters.rate, $run.Parameters.epochs | Should -Be 0.1, 5
        $run.Tags.Contains('quick'), $run.Tags.owner, $run.Tags.level | Should -Be $true, 'ann', '3'
    }

    It 'accepts an id of the caller, and reports a duplicate without using a number' {
        $first = New-Run ids -Id 'exp_123'
        $first.Id, $first.ShortId | Should -BeExactly 'exp_123', 'exp_123'
        $failure = Get-Failure { New-Run ids -Id 'exp_123' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunIdExists,*'
        $failure.CategoryInfo.Category | Should -Be ResourceExists
        $failure.TargetObject | Should -BeExactly 'exp_123'
        (New-Run ids).Number | Should -Be ($first.Number + 1)
    }

    It 'generates ids that sort by time, and shows their random tail' {
        $a, $b = (New-Run ids), (New-Run ids)
        [guid]::Parse($a.Id).ToString() | Should -BeExactly $a.Id
        $a.Id.Substring(0, 13) | Should -BeLessOrEqual $b.Id.Substring(0, 13)
        $a.ShortId | Should -BeExactly $a.Id.Substring($a.Id.Length - 8)
    }

    It 'refuses a name that is empty or has control characters' -ForEach @(@{ Name = ' '; Id = 'NullArgument' }, @{ Name = "a`nb"; Id = 'InvalidName' }, @{ Name = 'x' * 257; Id = 'InvalidName' }) {
        $before = @(Get-Run).Count
        (Get-Failure { New-Run iris $Name }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        @(Get-Run).Count | Should -Be $before
    }

    It 'creates a run for each row of a table, by the names of its columns' {
        $runs = "Experiment,Name,Namespace`nrows,first,`nrows,second,deep/er`nother,third," | ConvertFrom-Csv | New-Run
        $runs.Path | Should -Be 'rows/000', 'rows/deep/er/000', 'other/000'
        $runs.Name | Should -Be 'first', 'second', 'third'
    }

    It 'creates a run of the experiment Default for a row without an experiment, and never one named after the row' {
        ([pscustomobject]@{ Name = 'lonely'; Parameter = @{ x = 1 } } | New-Run).Path | Should -BeLike 'Default/*'
    }

    It 'creates a run in a piped experiment, and uses nothing else of it' {
        $experiment = New-Experiment piped -Description 'of the experiment'
        foreach ($value in $experiment, (ConvertTo-Deserialized $experiment)) {
            $run = $value | New-Run
            $run.Experiment | Should -Be 'piped'
            $run.Name | Should -Be "run-$($run.Uid)"
            $run.Id | Should -Not -Be $experiment.Id
            $run.Description | Should -BeNullOrEmpty
        }
    }

    It 'creates another run like the piped one, with its own id, number and hash' {
        $pattern = Invoke-Run -Experiment like -Trial big -Namespace deep/er -Name named -Description said -ParameterHash mine -Tag baseline -Parameter @{ lr = 0.5; at = [datetime] '2024-01-02' } { } -PassThru
        $made = Get-Run $pattern.Id | New-Run
        $made.Path, $made.Name, $made.Trial, $made.Description, $made.Status | Should -Be 'like/deep/er/001', 'named', 'big', 'said', 'Pending'
        $made.Parameters | Should -Be $pattern.Parameters
        $made.Id | Should -Not -Be $pattern.Id
        $made.ParameterHash, $made.Tags.Count | Should -Be $null, 0
        $other = $pattern | New-Run -Parameter @{ lr = 1 } -Name other -Id given_like
        $other.Id, $other.Name, $other.Parameters.lr, $other.Parameters.Count | Should -Be 'given_like', 'other', 1, 1
        ($pattern | New-Run -Id given_too).Parameters.lr | Should -Be 0.5
        (New-Run -Experiment $pattern).Parameters.Count | Should -Be 0
        $unnamed = New-Run like | New-Run
        $unnamed.Name | Should -Be "run-$($unnamed.Uid)"
        (Get-Run -Experiment like).Count | Should -Be 7
    }

    It 'accepts an experiment whose name is a number' {
        (New-Run 2024).Experiment | Should -Be '2024'
        (Get-Run -Experiment 2024).Path | Should -Be '2024/000'
    }

    It 'creates a child of the named run, in the same experiment' {
        $parent = New-Run iris parent
        $child = New-Run -ParentRun parent
        $child.ParentRunId | Should -BeExactly $parent.Id
        $child.Experiment | Should -Be iris
        (New-Run elsewhere -ParentRun $parent).Experiment | Should -Be elsewhere
    }

    It 'creates a new experiment in the given project' {
        $run = New-Run first-here -Project 'a new project'
        $run.Project | Should -Be 'a new project'
        (New-Run first-here -Project 'a new project').Number | Should -Be 1
    }

    It 'creates nothing with -WhatIf: no run, no experiment, no store' {
        Push-Location (New-StoreFolder)
        try {
            New-Run nothing -WhatIf | Should -BeNullOrEmpty
            Start-Run nothing -WhatIf | Should -BeNullOrEmpty
            { Get-ExperimentStore -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        }
        finally { Pop-Location }
    }

    It 'counts on past 999 with four digits' {
        $store = Connect-TestStore
        try {
            $runs = foreach ($i in 0..1000) { New-Run many }
            $runs[999, 1000].Uid | Should -Be '999', '1000'
            $runs[1000].Path | Should -Be 'many/1000'
            (Get-Run many/1000).Id, (Get-Run many/7).Id | Should -Be $runs[1000].Id, $runs[7].Id
            @(Get-Run -Experiment many).Count | Should -Be 1001
        }
        finally { Disconnect-TestStore }
    }
}

Describe 'Start-Run' {
    BeforeAll { Set-Location (New-StoreFolder) }
    AfterEach { Stop-CurrentRun }

    It 'emits a running run and makes it the current one' {
        $before = Get-Date
        $run = Start-Run iris first
        $run.Status | Should -Be Running
        $run.StartedAt | Should -BeGreaterOrEqual $before.AddMilliseconds(-1)
        $run.StartedAt.Kind | Should -Be Local
        (Get-Run -Current).Id | Should -BeExactly $run.Id
    }

    It 'uses the experiment Default when none is named' {
        (Start-Run).Experiment | Should -Be Default
    }

    It 'makes a run that is started inside another its child, at any depth' {
        $a = Start-Run iris a
        $b = Start-Run -Name b
        $c = Start-Run other c
        $a.ParentRunId, $b.ParentRunId, $c.ParentRunId | Should -Be $null, $a.Id, $b.Id
        $b.Experiment | Should -Be iris
        Complete-Run
        (Get-Run -Current).Id | Should -BeExactly $b.Id
        Complete-Run
        (Get-Run -Current).Id | Should -BeExactly $a.Id
    }

    It 'leaves a run that was started inside another and is not its child open when that one ends' {
        $outer = Start-Run iris outer
        $own = New-Run iris pending-before -ParentRun (New-Run iris) | Start-Run
        $child = Start-Run -Name child
        Complete-Run $outer
        (Get-Run -Current).Id | Should -BeExactly $child.Id
        Complete-Run $own -WarningAction Ignore
        (Get-Run $own).Status, (Get-Run $child).Status | Should -Be Succeeded, Killed
    }

    It 'makes a run of another store the current one, and no child of one elsewhere' {
        $here = Start-Run iris here
        $elsewhere = Start-Run iris there -Store (New-TestAddress)
        $elsewhere.ParentRunId | Should -BeNullOrEmpty
        Add-Metric m 1
        (Get-Run -Current).Metrics.m | Should -Be 1
        (Start-Run -Name below).ParentRunId | Should -BeExactly $elsewhere.Id
        Add-Metric m 2 -Run $here
        Complete-Run $elsewhere -WarningAction Ignore
        (Get-Run -Current).Metrics.m | Should -Be 2
        (Get-Run -Current).Id | Should -BeExactly $here.Id
    }

    It 'continues in the store it was started in when the session connects to another' {
        $run = Start-Run iris
        Connect-TestStore | Out-Null
        try {
            Add-Metric m 1
            (Get-Metric m).Last | Should -Be 1
            Complete-Run
        }
        finally { Disconnect-TestStore }
        (Get-Run $run).Status, (Get-Run $run).Metrics.m | Should -Be Succeeded, 1
    }

    It 'drops a current run whose store is missing: <What>' -ForEach @(
        @{ What = 'a folder that was removed'; Open = { New-TestStore }; Close = { Remove-Item $store -Recurse -Force } }
        @{ What = 'a store in memory that was closed'; Open = { Connect-ExperimentStore -InMemory }; Close = { Disconnect-ExperimentStore } }
    ) {
        $store = & $Open
        foreach ($act in { Complete-Run }, { Start-Run iris | Out-Null }) {
            $store = & $Open
            $null = Start-Run iris lost -Store $store
            . $Close
            (Get-Failure { Add-Metric m 1 }).FullyQualifiedErrorId | Should -BeLike 'Store*,*'
            Get-Failure $act | Out-Null
            if ($act -like '*Start-Run*') {
                (Get-Run -Current).ParentRunId | Should -BeNullOrEmpty
                Complete-Run
            }
            (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        }
    }

    It 'does not keep a run as the current one that another process ended' {
        $run = Start-Run iris
        Invoke-Pwsh "Stop-Run '$($run.Id)' -Reason 'from elsewhere'" -WorkingDirectory $PWD | Out-Null
        (Get-Failure { Complete-Run }).FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        (Get-Run $run).ErrorMessage | Should -Be 'from elsewhere'
        (Get-Failure { Complete-Run }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        (Start-Run iris).ParentRunId | Should -BeNullOrEmpty
    }

    It 'starts a pending run, passed as <How>' -ForEach @(
        @{ How = 'a piped object'; Start = { param($run) $run | Start-Run } }
        @{ How = 'a piped object from a job'; Start = { param($run) ConvertTo-Deserialized $run | Start-Run } }
        @{ How = 'a piped name'; Start = { param($run) $run.Name | Start-Run } }
        @{ How = 'its path'; Start = { param($run) Start-Run -Run $run.Path } }
        @{ How = 'an object'; Start = { param($run) Start-Run -Run $run } }
    ) {
        $pending = New-Run iris "pending $How" -Parameter @{ x = 1 }
        $started = & $Start $pending
        $started.Id | Should -BeExactly $pending.Id
        $started.Name | Should -BeExactly $pending.Name
        $started.Status | Should -Be Running
        (Get-Run -Current).Id | Should -BeExactly $pending.Id
    }

    It 'starts a run in an experiment that is piped' {
        $experiment = New-Experiment 'piped to start'
        $run = $experiment | Start-Run
        $run.ExperimentId | Should -BeExactly $experiment.Id
        $run.Name | Should -Be 'run-000'
    }

    It 'fixes the parameter hash when a pending run starts' {
        $pending = New-Run iris -Parameter @{ a = 1 }
        $pending.ParameterHash | Should -BeNullOrEmpty
        Add-RunParameter b 2 -Run $pending
        $started = $pending | Start-Run
        $started.ParameterHash | Should -BeExactly (Get-ParameterHash @{ a = 1; b = 2 })
        Add-RunParameter c 3
        (Get-Run -Current).ParameterHash | Should -BeExactly $started.ParameterHash
    }

    It 'keeps a parameter hash of the caller, by which the run is found' {
        $run = Start-Run iris -Parameter @{ a = 1 } -ParameterHash 123456
        $run.ParameterHash | Should -BeExactly '123456'
        (Get-Run -ParameterHash 123456).Id | Should -BeExactly $run.Id
    }

    It 'refuses a run that is <_>, ends the pipeline and leaves the current run as it was' -ForEach 'running', 'ended' {
        $current = Start-Run iris current
        $other = New-Run iris other | Start-Run
        if ($_ -eq 'ended') { Complete-Run $other } 
        Stop-CurrentRun
        $current = Start-Run iris current
        $target = if ($_ -eq 'ended') { $other } else { $current }
        $ranOn = $false
        $failure = try { Start-Run -Run $target; $ranOn = $true } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        $ranOn | Should -BeFalse
        (Get-Run -Current).Id | Should -BeExactly $current.Id
    }

    It 'uses trace and span of TRACEPARENT, unless they are given or it is not valid' {
        $trace, $span = '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'
        try {
            $env:TRACEPARENT = "00-$trace-$span-01"
            $run = Start-Run iris
            $run.TraceId, $run.SpanId | Should -BeExactly $trace, $span
            $given = Start-Run iris -TraceId ('a' * 32) -SpanId 'my span'
            $given.TraceId, $given.SpanId | Should -BeExactly ('a' * 32), 'my span'
            $env:TRACEPARENT = '00-not-a-trace'
            (Start-Run iris).TraceId | Should -BeNullOrEmpty
            $env:TRACEPARENT = "00-$('0' * 32)-$span-01"
            (Start-Run iris).TraceId | Should -BeNullOrEmpty
        }
        finally { $env:TRACEPARENT = $null }
    }
}
