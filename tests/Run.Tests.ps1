# The life cycle of a run: New-, Start-, Complete-, Stop-, Resume-, Get-, Set-, Remove- and Restore-Run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function Stop-CurrentRun { while (Get-Run -Current -ErrorAction Ignore) { Stop-Run -WarningAction Ignore } }

    # The object after serialization.
    function ConvertTo-Deserialized($Value) {
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value))
    }

    # Waits until a background task has updated a run.
    function Wait-GitDirty($Run) {
        Wait-Until { $null -ne (Get-Run $Run).Origin.GitDirty }
        (Get-Run $Run).Origin.GitDirty
    }
}

Describe 'New-Run' {
    BeforeAll { Set-Location (New-TestStore) }

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
        Push-Location (New-TestStore)
        try {
            New-Run nothing -WhatIf | Should -BeNullOrEmpty
            Start-Run nothing -WhatIf | Should -BeNullOrEmpty
            Test-Path .experiments | Should -BeFalse
        }
        finally { Pop-Location }
    }

    It 'counts on past 999 with four digits' {
        $store = Connect-ExperimentStore -InMemory
        try {
            $runs = foreach ($i in 0..1000) { New-Run many }
            $runs[999, 1000].Uid | Should -Be '999', '1000'
            $runs[1000].Path | Should -Be 'many/1000'
            (Get-Run many/1000).Id, (Get-Run many/7).Id | Should -Be $runs[1000].Id, $runs[7].Id
            @(Get-Run -Experiment many).Count | Should -Be 1001
        }
        finally { Disconnect-ExperimentStore }
    }
}

Describe 'Start-Run' {
    BeforeAll { Set-Location (New-TestStore) }
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
        $elsewhere = Start-Run iris there -Store (New-TestStore)
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
        Connect-ExperimentStore -InMemory | Out-Null
        try {
            Add-Metric m 1
            (Get-Metric m).Last | Should -Be 1
            Complete-Run
        }
        finally { Disconnect-ExperimentStore }
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

Describe 'The origin of a run' {
    BeforeAll {
        Set-Location (New-TestStore)
        $env:EXPERIMENT_STORE = Join-Path $PWD store
        $repository = New-TestStore
        $script = Join-Path $repository 'train here.ps1'
        Set-Content $script 'Start-Run iris; Complete-Run'
        $hasGit = [bool](Get-Command git -CommandType Application -ErrorAction Ignore)
        function Invoke-Git { git -C $repository -c user.email=a@b.invalid -c user.name=a @args 2>&1 | Out-Null }
        if ($hasGit) {
            Invoke-Git init --initial-branch 'topic/one'
            Invoke-Git add .
            Invoke-Git commit -m first
        }
    }
    AfterAll { $env:EXPERIMENT_STORE = $null }
    AfterEach { Stop-CurrentRun }

    It 'names computer, account, process, folder and versions' {
        $origin = (Start-Run iris).Origin
        $origin.Host | Should -BeExactly ([Environment]::MachineName)
        $origin.User | Should -BeExactly ([Environment]::UserName)
        $origin.Process.Id | Should -Be $PID
        $origin.Process.StartedAt | Should -BeLessThan (Get-Date)
        $origin.WorkingDirectory | Should -BeExactly "$PWD"
        $origin.PowerShellVersion | Should -BeExactly "$($PSVersionTable.PSVersion)"
        $origin.RuntimeVersion | Should -BeExactly "$([Environment]::Version)"
        $assembly = (Get-Command Get-Run).ImplementingType.Assembly.Location
        $origin.ModuleVersion | Should -BeExactly ([Diagnostics.FileVersionInfo]::GetVersionInfo($assembly).ProductVersion -replace '\+.*')
        $origin.CommandLine | Should -Not -BeNullOrEmpty
        $origin.OperatingSystem | Should -Not -BeNullOrEmpty
    }

    It 'is read again as it was written' {
        $run = Start-Run iris
        (Get-Run -Current).Origin | Should -Be $run.Origin
    }

    It 'names the script that started the run, and the folder it worked in' {
        $run = & $script | Select-Object -First 1
        $run.Origin.Script | Should -BeExactly $script
        $run.Origin.WorkingDirectory | Should -BeExactly "$PWD"
    }

    It 'has the commit and the branch of the work tree that the script is in' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        $origin = (& $script | Select-Object -First 1).Origin
        $origin.GitCommit | Should -BeExactly (git -C $repository rev-parse HEAD)
        $origin.GitBranch | Should -BeExactly 'topic/one'
    }

    It 'has the commit and no branch when the head is detached' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        Invoke-Git checkout --detach
        try {
            $origin = (& $script | Select-Object -First 1).Origin
            $origin.GitCommit | Should -BeExactly (git -C $repository rev-parse HEAD)
            $origin.GitBranch | Should -BeNullOrEmpty
        }
        finally { Invoke-Git checkout 'topic/one' }
    }

    It 'learns in the background whether the work tree has changes' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        $clean = & $script | Select-Object -First 1
        $clean.Origin.GitDirty | Should -BeNullOrEmpty
        Wait-GitDirty $clean | Should -BeFalse
        Set-Content (Join-Path $repository new.txt) changed
        $dirty = & $script | Select-Object -First 1
        Wait-GitDirty $dirty | Should -BeTrue
        (Get-Run $clean).Origin.GitDirty | Should -BeFalse
    }

    It 'of a pending run is that of the place where it was started' {
        $pending = New-Run iris
        Push-Location $repository
        try { $started = $pending | Start-Run } finally { Pop-Location }
        $started.Origin.WorkingDirectory | Should -BeExactly $repository
    }
}

Describe 'The command line of a run' {
    It 'is kept without the values of arguments whose names look secret' {
        $script = Join-Path (New-TestStore) train.ps1
        Set-Content $script @"
param([string] `$Name, [string] `$ApiToken, [string] `$Password)
Import-Module '$modulePath'
Connect-ExperimentStore -InMemory | Out-Null
(Start-Run iris).Origin.CommandLine
Complete-Run
"@
        $line = & $pwshCommand[0] @($pwshCommand | Select-Object -Skip 1) -NoProfile -File $script -Name ann -ApiToken hunter2 -Password:hunter3
        $line | Should -BeLike '*train.ps1 -Name ann -ApiToken *** -Password:***'
    }
}

Describe 'Ending a run' {
    BeforeAll { Set-Location (New-TestStore) }
    AfterEach { Stop-CurrentRun }

    It 'Complete-Run alone ends the current run as Succeeded and returns nothing' {
        $run = Start-Run iris
        Complete-Run | Should -BeNullOrEmpty
        $ended = Get-Run $run
        $ended.Status | Should -Be Succeeded
        $ended.EndedAt | Should -BeGreaterOrEqual $ended.StartedAt
        $ended.Duration | Should -Be ($ended.EndedAt - $ended.StartedAt)
        $ended.ErrorMessage | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'Complete-Run accepts the values of other trackers: <Word> is <Status>' -ForEach @(
        @{ Word = 'DONE'; Status = 'Succeeded' }, @{ Word = 'SUCCESS'; Status = 'Succeeded' }, @{ Word = 'completed'; Status = 'Succeeded' }
        @{ Word = 'Finished'; Status = 'Succeeded' }, @{ Word = 'succeeded'; Status = 'Succeeded' }
        @{ Word = 'ERROR'; Status = 'Failed' }, @{ Word = 'failure'; Status = 'Failed' }, @{ Word = 'FAILED'; Status = 'Failed' }
        @{ Word = 'canceled'; Status = 'Cancelled' }, @{ Word = 'Cancelled'; Status = 'Cancelled' }
        @{ Word = 'aborted'; Status = 'Killed' }, @{ Word = 'crashed'; Status = 'Killed' }, @{ Word = 'Killed'; Status = 'Killed' }
    ) {
        $run = Start-Run iris
        (Complete-Run -Status $Word -PassThru).Status | Should -Be $Status
        (Get-Run $run -Status $Word).Id | Should -BeExactly $run.Id
    }

    It 'Complete-Run reports an invalid status, and lists the valid ones: <_>' -ForEach 'well', '2', '' {
        Start-Run iris | Out-Null
        $failure = Get-Failure { Complete-Run -Status $_ }
        $failure.CategoryInfo.Category | Should -Be InvalidData
        "$failure" | Should -BeLike "*'$_'*Pending, Running, Succeeded, Failed, Cancelled, Killed*"
        (Get-Run -Current).Status | Should -Be Running
    }

    It 'Complete-Run -ErrorRecord makes it Failed and stores the error with its details' {
        $run = Start-Run iris
        try { throw 'the disk is full' }
        catch { Complete-Run -Status Failed -ErrorRecord $_ }
        $failed = Get-Run $run
        $failed.Status | Should -Be Failed
        $failed.ErrorMessage, $failed.ErrorType | Should -Be 'the disk is full', System.Management.Automation.RuntimeException
        $failed.Error.Line | Should -Be "try { throw 'the disk is full' }"
        $failed | Format-List | Out-String -Width 200 | Should -Match "(?m)^ErrorLine +: try \{ throw 'the disk is full' \}"
        $failed.ScriptStackTrace | Should -Match '^at .*Run\.Tests\.ps1: line \d+'

        $run = Start-Run iris
        try { Get-Item /not/there -ErrorAction Stop }
        catch { Complete-Run -ErrorRecord $_ }
        (Get-Run $run).Status | Should -Be Failed
        (Get-Run $run).ErrorMessage | Should -BeLike '*/not/there*'
    }

    It 'Stop-Run ends it as Cancelled and keeps the reason' {
        $run = Start-Run iris
        Stop-Run -Reason 'too slow'
        $stopped = Get-Run $run
        $stopped.Status | Should -Be Cancelled
        $stopped.ErrorMessage | Should -Be 'too slow'
        ($stopped | Get-Run -History)[-1].Reason | Should -Be 'too slow'
    }

    It 'refuses what the life of a run does not allow: <From> to <To>' -ForEach @(
        @{ From = 'Pending'; To = 'Succeeded' }, @{ From = 'Pending'; To = 'Failed' }, @{ From = 'Pending'; To = 'Killed' }
        @{ From = 'Succeeded'; To = 'Succeeded' }, @{ From = 'Succeeded'; To = 'Failed' }, @{ From = 'Succeeded'; To = 'Cancelled' }
        @{ From = 'Failed'; To = 'Succeeded' }, @{ From = 'Cancelled'; To = 'Cancelled' }, @{ From = 'Killed'; To = 'Succeeded' }
        @{ From = 'Running'; To = 'Running' }, @{ From = 'Running'; To = 'Pending' }
    ) {
        $run = New-Run iris
        if ($From -ne 'Pending') { $run | Start-Run | Out-Null }
        if ($From -notin 'Pending', 'Running') { Complete-Run -Status $From }
        $before = Get-Run $run
        $failure = Get-Failure { Complete-Run $run -Status $To }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        "$failure" | Should -BeLike "*$($run.Path)*is $From*$To*"
        (Get-Run $run).Status | Should -Be $From
        (Get-Run $run).UpdatedAt | Should -Be $before.UpdatedAt
        @($run | Get-Run -History).Count | Should -Be @($before | Get-Run -History).Count
    }

    It 'Stop-Run cancels a pending run' {
        New-Run iris waiting | Stop-Run -Reason 'not needed' -PassThru | ForEach-Object Status | Should -Be Cancelled
    }

    It 'ends each of the runs that are piped; one that cannot end does not keep the others from it' {
        $runs = foreach ($i in 1..3) { New-Run batch }
        $runs | Start-Run | Out-Null
        Complete-Run $runs[1]
        (Get-Run $runs).Status | Should -Be Running, Succeeded, Running
        $failure = $null
        $ended = $runs | Stop-Run -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
        $ended.Id | Should -Be $runs[0, 2].Id
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        (Get-Run -Experiment batch | Sort-Object Number).Status | Should -Be Cancelled, Succeeded, Cancelled
    }

    It 'ends several named ones, and reports a name without a run' {
        @(New-Run iris one; New-Run iris two) | Start-Run | Out-Null
        $failure = Get-Failure { Complete-Run one, nobody, two }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $failure.TargetObject | Should -Be nobody
        (Get-Run one).Status, (Get-Run two).Status | Should -Be Succeeded, Succeeded
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Run iris
        Complete-Run -WhatIf
        $run | Stop-Run -WhatIf
        (Get-Run -Current).Status | Should -Be Running
    }

    It 'reports that there is no current run: <_>' -ForEach 'Complete-Run', 'Stop-Run' {
        $failure = Get-Failure { & $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        "$failure" | Should -BeLike '*Start-Run*-Run*'
    }

    It 'ends the open child as Killed when its parent is completed, with a warning' {
        $result = Invoke-Pwsh -WorkingDirectory $PWD @'
$parent = Start-Run iris parent; $child = Start-Run -Name child; $grandchild = Start-Run -Name grandchild
Complete-Run $parent
Get-Run $parent, $child, $grandchild | Sort-Object Number | ForEach-Object { "$($_.Name) $($_.Status) $($_.ErrorMessage)" }
Get-Run -Current
'@
        $result.StdOut | Should -Contain 'parent Succeeded '
        $result.StdOut | Should -Contain 'child Killed its parent run ended first'
        $result.StdOut | Should -Contain 'grandchild Killed its parent run ended first'
        @($result.StdOut -match '^WARNING: Run iris/\d+ was ended as Killed: its parent run ended first').Count | Should -Be 2
        $result.StdErr | Should -Match 'There is no current run'
    }
}

Describe 'Get-Run -History' {
    BeforeAll { Set-Location (New-TestStore) }

    It 'returns each change with time, reason and actor' {
        $run = New-Run iris
        $run | Start-Run | Out-Null
        Complete-Run -Status Failed -Reason 'out of memory'
        Resume-Run $run -Reason 'more memory' | Out-Null
        Complete-Run
        $history = Get-Run $run -History
        $history | Should -BeOfType ExperimentTracker.StatusChange
        "$history" | Should -Be 'Pending Pending → Running Running → Failed Failed → Running Running → Succeeded'
        $history.Reason | Should -Be $null, $null, 'out of memory', 'more memory', $null
        $history.Actor | Select-Object -Unique | Should -Be "$([Environment]::UserName)@$([Environment]::MachineName)"
        $history.RunId | Select-Object -Unique | Should -Be $run.Id
        for ($i = 1; $i -lt $history.Count; $i++) { $history[$i].ChangedAt | Should -BeGreaterOrEqual $history[$i - 1].ChangedAt }
        $history[0].ChangedAt.Kind | Should -Be Local
    }
}

Describe 'Resume-Run' {
    BeforeAll { Set-Location (New-TestStore) }
    AfterEach { Stop-CurrentRun }

    It 'resumes a run that ended as <_> and makes it the current one' -ForEach 'Succeeded', 'Failed', 'Cancelled', 'Killed' {
        $run = Start-Run iris
        Add-Metric loss 1
        Complete-Run -Status $_ -Reason because
        $resumed = Resume-Run $run
        $resumed.Status | Should -Be Running
        $resumed.EndedAt, $resumed.ErrorMessage | Should -Be $null, $null
        $resumed.StartedAt | Should -Be $run.StartedAt
        (Get-Run -Current).Id | Should -BeExactly $run.Id
        Add-Metric loss 2
        Complete-Run
        (Get-MetricSeries loss -Run $run).Value | Should -Be 1, 2
    }

    It 'accepts a piped run' {
        $run = Start-Run iris
        Complete-Run
        ($run | Resume-Run).Id | Should -BeExactly $run.Id
    }

    It 'refuses a run that is <_> and ends the pipeline' -ForEach 'Pending', 'Running' {
        $run = New-Run iris
        if ($_ -eq 'Running') { $run | Start-Run | Out-Null }
        { Resume-Run $run } | Should -Throw -ErrorId 'InvalidStatusTransition,*'
        (Get-Run $run).Status | Should -Be $_
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Run iris
        Complete-Run
        Resume-Run $run -WhatIf | Should -BeNullOrEmpty
        (Get-Run $run).Status | Should -Be Succeeded
    }
}

Describe 'Get-Run' {
    BeforeAll {
        Set-Location (New-TestStore)
        $first = New-Run iris alpha -Id '01a1fbf7-ef8b-77cf-b5d2-695148885770' -Namespace 'grid/1'
        $second = New-Run iris beta -Id '01a1fbf7-ef8b-77cf-b5d2-6951cafe5e01' -Parameter @{ rate = 1 }
        $third = New-Run wine Alpha2 -ParentRun $second
        $fourth = New-Run wine 'with [brackets]' -ParentRun $third
        $started = New-Run other beta -Project far
        $started | Start-Run | Out-Null
        Complete-Run
    }

    It 'returns all runs, newest first' {
        (Get-Run).Id | Should -Be $started.Id, $fourth.Id, $third.Id, $second.Id, $first.Id
        (Get-Run -First 2).Id | Should -Be $started.Id, $fourth.Id
    }

    It 'finds a run by <How>' -ForEach @(
        @{ How = 'id'; Text = '01a1fbf7-ef8b-77cf-b5d2-695148885770' }
        @{ How = 'the start of its id, longer than what is shared'; Text = '01a1fbf7-ef8b-77cf-b5d2-695148' }
        @{ How = 'its short id, which looks like a number'; Text = 48885770 }
        @{ How = 'the end of its id'; Text = '885770' }
        @{ How = 'name'; Text = 'alpha' }
        @{ How = 'name in another case'; Text = 'ALPHA' }
        @{ How = 'experiment, namespace and number'; Text = 'iris/grid/1/0' }
        @{ How = 'its path'; Text = 'iris/grid/1/000' }
        @{ How = 'a path in another case'; Text = 'IRIS/grid/1/000' }
    ) {
        (Get-Run $Text).Id | Should -BeExactly $first.Id
        ($Text | Get-Run).Id | Should -BeExactly $first.Id
        (Get-Run -Id $Text).Id | Should -BeExactly $first.Id
        (Get-Run -Name $Text).Id | Should -BeExactly $first.Id
    }

    It 'finds the run of <How>' -ForEach @(
        @{ How = 'a run'; Value = { $second } }
        @{ How = 'a run from a job'; Value = { ConvertTo-Deserialized $second } }
        @{ How = 'a row of a CSV file'; Value = { $second | Select-Object Id, Name | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ How = 'a parameter'; Value = { Get-RunParameter -Run $second } }
        @{ How = 'a parameter from a job'; Value = { ConvertTo-Deserialized (Get-RunParameter -Run $second) } }
        @{ How = 'a change of status'; Value = { Get-Run $second -History } }
    ) {
        $value = & $Value
        ($value | Get-Run).Id | Should -BeExactly $second.Id
        (Get-Run -Run $value).Id | Should -BeExactly $second.Id
    }

    It 'prefers a name to a piece of an id, and the exact name to one in another case' {
        Push-Location (New-TestStore)
        try {
            $byId = New-Run iris -Id 'x-cafe'
            $byName = New-Run iris cafe
            $upper = New-Run iris CAFE
            (Get-Run cafe).Id | Should -BeExactly $byName.Id
            (Get-Run CAFE).Id | Should -BeExactly $upper.Id
            (Get-Run Cafe | Sort-Object Number).Id | Should -Be $byName.Id, $upper.Id
        }
        finally { Pop-Location }
    }

    It 'returns every run with a name' {
        (Get-Run beta).Id | Should -Be $started.Id, $second.Id
    }

    It 'writes an error that lists the candidates where one run is needed and <Why>' -ForEach @(
        @{ Why = 'a name is not unique'; Text = 'beta' }, @{ Why = 'the start of an id is not unique'; Text = '01a1fbf7-ef8b' }
    ) {
        $failure = Get-Failure { Set-Run $Text -Description wrong }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunAmbiguous,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.TargetObject | Should -Be $Text
        "$failure" | Should -BeLike '*iris/000*'
        (Get-Run).Description | Should -Not -Contain wrong
    }

    It 'finds by wildcard: <Pattern>' -ForEach @(
        @{ Pattern = 'alpha*'; Names = 'Alpha2', 'alpha' }, @{ Pattern = '?eta'; Names = 'beta', 'beta' }
        @{ Pattern = '[ab]*a'; Names = 'beta', 'beta', 'alpha' }, @{ Pattern = 'with `[*'; Names = @('with [brackets]') }
        @{ Pattern = 'nobody*'; Names = @() }
    ) {
        @(Get-Run $Pattern).Name | Should -Be $Names
    }

    It 'reports what is not found, and continues with the others' {
        $failure = $null
        $found = Get-Run nobody, alpha, iris/77 -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Id | Should -Be $first.Id
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $failure.TargetObject | Should -Be nobody, iris/77
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'does not match three characters as a part of an id' {
        (Get-Failure { Get-Run e01 }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'narrows by experiment, passed as <How>' -ForEach @(
        @{ How = 'a name'; Find = { Get-Run -Experiment WINE } }, @{ How = 'a wildcard'; Find = { Get-Run -Experiment w* } }
        @{ How = 'a piped object'; Find = { Get-Experiment wine | Get-Run } }
        @{ How = 'an object from a job'; Find = { Get-Run -Experiment (ConvertTo-Deserialized (Get-Experiment wine)) } }
        @{ How = 'a piped object from a job'; Find = { ConvertTo-Deserialized (Get-Experiment wine) | Get-Run } }
        @{ How = 'a run of it'; Find = { Get-Run -Experiment $third } }
        @{ How = 'project and name'; Find = { Get-Run -Experiment Default/wine } }
    ) {
        (& $Find).Id | Should -Be $fourth.Id, $third.Id
    }

    It 'narrows by project, namespace, status, hash and name at once or alone' {
        (Get-Run -Project far).Id | Should -Be $started.Id
        (Get-Run -Namespace grid/1).Id | Should -Be $first.Id
        @(Get-Run -Namespace '').Count | Should -Be 4
        (Get-Run -Status done).Id | Should -Be $started.Id
        @(Get-Run -Status done, queued).Count | Should -Be 5
        (Get-Run beta -Status Pending).Id | Should -Be $second.Id
        (Get-Run beta -Experiment iris).Id | Should -Be $second.Id
        (Get-Run -ParameterHash (Get-ParameterHash @{})).Id | Should -Be $started.Id
        Get-Run -ParameterHash 0 | Should -BeNullOrEmpty
        Get-Run -Experiment iris -Status Killed | Should -BeNullOrEmpty
    }

    It 'returns children, and with -Recurse all descendants' {
        (Get-Run -ParentRun $second).Id | Should -Be $third.Id
        (Get-Run -ParentRun iris/000 -Recurse).Id | Should -Be $fourth.Id, $third.Id
        Get-Run -ParentRun $fourth | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -ParentRun nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'writes an error about a missing experiment' {
        (Get-Failure { Get-Run -Experiment nothing }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
    }

    It 'stops reading when what follows has enough' {
        (Get-Run | Select-Object -First 1).Id | Should -BeExactly $started.Id
    }
}

Describe 'Set-Run' {
    BeforeAll { Set-Location (New-TestStore) }

    It 'changes name and description of a run in any status' {
        $run = New-Run iris
        $changed = $run | Set-Run -Name better -Description why -PassThru
        $changed.Name, $changed.Description, $changed.Id | Should -BeExactly 'better', 'why', $run.Id
        $changed.UpdatedAt | Should -BeGreaterOrEqual $run.UpdatedAt
        Start-Run -Run $run | Out-Null
        Complete-Run
        Set-Run better -Name best
        (Get-Run $run).Name, (Get-Run $run).Description | Should -BeExactly 'best', 'why'
    }

    It 'removes a description with an empty one' {
        $run = New-Run iris -Description there
        Set-Run $run -Description ''
        (Get-Run $run).Description | Should -BeNullOrEmpty
    }

    It 'is a snapshot: an assignment changes the object alone' {
        $run = New-Run iris -Description before
        $copy = Get-Run $run
        $copy.Description = 'after'
        (Get-Run $run).Description | Should -Be before
    }

    It 'records progress while the run is running, and keeps it after the end' {
        $run = Start-Run iris
        (Get-Run $run).Progress | Should -BeNullOrEmpty
        Set-Run $run -Progress 0.999 -ProgressText 'fold 4 of 4'
        (Get-Run $run).Progress, (Get-Run $run).ProgressText | Should -Be 0.999, 'fold 4 of 4'
        Get-Run $run | Out-String | Should -Match ' 99 % '
        Get-Run $run | Format-List | Out-String | Should -Match 'Progress +: 99 % fold 4 of 4'
        Set-Run $run -ProgressText ''
        (Get-Run $run).Progress, (Get-Run $run).ProgressText | Should -Be 0.999, $null
        Complete-Run
        (Get-Run $run).Progress | Should -Be 0.999
        Get-Run $run | Out-String | Should -Match 'Succeeded'
        (Get-Run -Filter { $_.Progress -gt 0.9 }).Id | Should -Be $run.Id
    }

    It 'refuses a progress of <_>' -ForEach @(-0.1, 1.1, 25, [double]::NaN, $null, 'half') {
        $run = New-Run iris
        $value = $_
        (Get-Failure { Set-Run $run -Progress $value -Name renamed }).FullyQualifiedErrorId | Should -Match '^(ValueOutOfRange|UnsupportedValue),'
        (Get-Run $run).Progress, (Get-Run $run).Name | Should -Be $null, $run.Name
    }

    It 'sets another parent, or none' {
        $a, $b = (New-Run iris), (New-Run iris)
        (Set-Run $a -ParentRun $b -PassThru).ParentRunId | Should -BeExactly $b.Id
        Set-Run $a -Name renamed
        (Get-Run $a).ParentRunId | Should -BeExactly $b.Id
        (Set-Run $a -ParentRun $null -PassThru).ParentRunId | Should -BeNullOrEmpty
    }

    It 'does not make a run its own ancestor' {
        $top = New-Run iris
        $middle = New-Run -ParentRun $top
        $bottom = New-Run -ParentRun $middle
        foreach ($parent in $top, $middle, $bottom) {
            (Get-Failure { Set-Run $top -ParentRun $parent }).FullyQualifiedErrorId | Should -BeLike 'ParentCycle,*'
        }
        (Get-Run $top).ParentRunId | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, or when the new name cannot be kept' {
        $run = New-Run iris as-it-was
        Set-Run $run -Name changed -WhatIf
        (Get-Failure { Set-Run $run -Name "a`nb" -Description half }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        (Get-Run $run).Name, (Get-Run $run).Description | Should -Be 'as-it-was', $null
    }

    It 'refuses a run that was removed' {
        $run = New-Run iris
        Remove-Run $run
        (Get-Failure { Set-Run $run -Name x }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }
}

Describe 'Remove-Run and Restore-Run' {
    BeforeAll { Set-Location (New-TestStore) }
    AfterEach { Stop-CurrentRun }

    It 'hides the run until it is restored, with all it has' {
        $run = Start-Run iris gone -Parameter @{ x = 1 } -Tag keep
        Add-Metric loss 1, 2, 3
        Complete-Run
        Remove-Run gone
        Get-Run | Should -Not -Contain $run
        (Get-Failure { Get-Run $run.Id }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        (Get-Failure { Get-Metric -Run $run }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $removed = Get-Run -Removed
        $removed.Id | Should -BeExactly $run.Id
        $removed.RemovedAt | Should -Not -BeNullOrEmpty

        $restored = Restore-Run gone -PassThru
        $restored.Id | Should -BeExactly $run.Id
        $restored.RemovedAt | Should -BeNullOrEmpty
        $restored.Metrics.loss, $restored.Parameters.x, $restored.Tags.Contains('keep') | Should -Be 3, 1, $true
        Get-Run -Removed | Should -BeNullOrEmpty
    }

    It 'does not reuse the number or the id of a removed run' {
        $run = New-Run ids -Id mine
        Remove-Run $run
        (Get-Failure { New-Run ids -Id mine }).FullyQualifiedErrorId | Should -BeLike 'RunIdExists,*'
        (New-Run ids).Number | Should -Be ($run.Number + 1)
        Restore-Run mine
    }

    It 'removes and restores what is piped' {
        $runs = foreach ($i in 1..3) { New-Run batch "b$i" }
        $runs | Remove-Run
        Get-Run -Experiment batch | Should -BeNullOrEmpty
        (Get-Run -Removed b* | Restore-Run -PassThru).Id | Sort-Object | Should -Be ($runs.Id | Sort-Object)
        Get-Run b* | Remove-Run
        Restore-Run b?
        @(Get-Run -Experiment batch).Count | Should -Be 3
    }

    It 'removes child runs with -Recurse, and keeps them without' {
        $top = New-Run tree top
        $middle = New-Run -ParentRun $top -Name middle
        $bottom = New-Run -ParentRun $middle -Name bottom
        Remove-Run top -Recurse
        Get-Run -Experiment tree | Should -BeNullOrEmpty
        (Restore-Run top -PassThru).Name | Should -Be top
        (Restore-Run middle -Recurse -PassThru).Name | Sort-Object | Should -Be bottom, middle
        Remove-Run top
        (Get-Run -Experiment tree).Name | Should -Be bottom, middle
        (Get-Run -ParentRun $top.Id -Recurse).Name | Should -Be bottom, middle
        Remove-Run middle
        Restore-Run top -Recurse
        (Get-Run -Experiment tree).Name | Should -Be bottom, middle, top
    }

    It 'refuses a run that is running, also below the one that is named, and removes nothing then' {
        $parent = New-Run busy parent
        $child = New-Run -ParentRun $parent -Name child | Start-Run
        $failure = Get-Failure { Remove-Run child }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        (Get-Failure { Remove-Run parent -Recurse }).FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
        @(Get-Run -Experiment busy).Count | Should -Be 2
    }

    It 'does nothing with -WhatIf, and reports what would be removed' {
        Start-Run weighed | Out-Null
        Add-Metric loss (1..50)
        Complete-Run
        $result = Invoke-Pwsh -WorkingDirectory $PWD 'Remove-Run weighed/0 -WhatIf; Restore-Run weighed/0 -WhatIf'
        $result.StdOut | Should -HaveCount 1
        $result.StdOut[0] | Should -Match "What if: .*Remove.*weighed/000 'run-000'.*50 points"
        $result.StdErr | Should -Match 'No run matches|weighed/0'
        @(Get-Run -Experiment weighed).Count | Should -Be 1
    }

    It 'does not end, change or resume a run that was removed' {
        $run = New-Run iris shut
        Remove-Run $run
        foreach ($act in { Stop-Run $run }, { Start-Run -Run $run }, { Resume-Run $run }, { Remove-Run $run }) {
            (Get-Failure $act).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        }
        (Get-Run -Removed $run).Status | Should -Be Pending
    }

    It 'reports that a run which is not removed cannot be restored' {
        $run = New-Run iris
        (Get-Failure { Restore-Run $run }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'does not restore a run into an experiment that was removed' {
        $run = New-Run doomed
        Remove-Run $run
        Remove-Experiment doomed
        $failure = Get-Failure { Restore-Run $run }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParentRemoved,*'
        "$failure" | Should -BeLike "*Restore-Experiment 'doomed'*"
        Restore-Experiment doomed
        (Restore-Run $run -PassThru).Id | Should -BeExactly $run.Id
    }
}
