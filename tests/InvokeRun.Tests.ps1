# Invoke-Run: the block behaves as without it, and the run has its outcome.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/InvokeRunSupport.ps1"
    Connect-TestStore | Out-Null
    $ErrorActionPreference = 'Continue' # as at a prompt, whatever runs the tests
}

AfterAll { Disconnect-TestStore }

Describe 'The run of Invoke-Run' {
    It 'is the current one in the block, and has ended as Succeeded after it' {
        $inside = Invoke-Run { Add-Metric loss 0.5; Get-Run -Current } -Experiment iris -Name first -Parameter @{ rate = 0.1 } -Tag quick -Description why
        $inside.Status | Should -Be Running
        $run = Get-Run $inside
        $run.Status, $run.Experiment, $run.Name, $run.Description | Should -Be Succeeded, iris, first, why
        $run.Metrics.loss, $run.Parameters.rate, $run.Tags.Contains('quick') | Should -Be 0.5, 0.1, $true
        $run.EndedAt | Should -Not -BeNullOrEmpty
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'takes the experiment before the block, by name or as an object: <How>' -ForEach @(
        @{ How = 'a name'; Do = { Invoke-Run positional { Add-Metric x 1 } -PassThru } }
        @{ How = 'an object'; Do = { Invoke-Run (Get-Experiment positional) { Add-Metric x 1 } -PassThru } }
        @{ How = 'with parameters between'; Do = { Invoke-Run positional -Name first -Parameter @{ a = 1 } { Add-Metric x 1 } -PassThru } }
        @{ How = 'as before'; Do = { Invoke-Run -Name first -Experiment positional { Add-Metric x 1 } -PassThru } }
        @{ How = 'as before, the block first'; Do = { Invoke-Run { Add-Metric x 1 } -Experiment positional -PassThru } }
    ) {
        $run = & $Do
        $run.Experiment, $run.Status, $run.Metrics.x | Should -Be positional, Succeeded, 1
    }

    It 'refuses <Why>, and runs nothing' -ForEach @(
        @{ Why = 'no block'; Do = { Invoke-Run positional } }
        @{ Why = 'two experiments'; Do = { Invoke-Run positional { $script:ran = $true } -Experiment other } }
        @{ Why = 'two blocks'; Do = { Invoke-Run { $script:ran = $true } { $script:ran = $true } } }
    ) {
        $script:ran = $false
        (Get-Failure $Do).FullyQualifiedErrorId | Should -BeLike 'BlockExpected,*'
        $script:ran | Should -BeFalse
    }

    It 'is emitted last with -PassThru, and not at all without' {
        $output = @(Invoke-Run { 1; 2 } -PassThru)
        $output[0, 1] | Should -Be 1, 2
        $output[2] | Should -BeOfType ExperimentTracker.Run
        $output[2].Status | Should -Be Succeeded
        Invoke-Run { } | Should -BeNullOrEmpty
    }

    It 'is the parent of those that are started in the block' {
        $runs = Invoke-Run {
            Get-Run -Current
            Invoke-Run { Get-Run -Current } -Name inner
            Start-Run -Name started
            Complete-Run
        } -Name outer
        $runs[1, 2].ParentRunId | Should -Be $runs[0].Id, $runs[0].Id
        $runs[1, 2].Experiment | Select-Object -Unique | Should -Be $runs[0].Experiment
        (Get-Run $runs[0]).Status | Should -Be Succeeded
    }

    It 'ends the runs that the block left open' {
        $left = Invoke-Run { Start-Run -Name left } -Experiment leaves
        (Get-Run $left).Status, (Get-Run $left).ErrorMessage | Should -Be Killed, 'its parent run ended first'
        (Get-LastRun | Get-Run).Experiment | Should -Be leaves
    }

    It 'keeps the end that the block gave it: <Status>' -ForEach @{ Status = 'Failed' }, @{ Status = 'Cancelled' }, @{ Status = 'Succeeded' } {
        $after = Invoke-Run { Complete-Run -Status $Status -Reason mine; (Get-Run -Current -ErrorAction Ignore).Id }
        (Get-LastRun).Status | Should -Be $Status
        @(Get-LastRun | Get-Run -History).Count | Should -Be 2
        $after | Should -BeNullOrEmpty
    }

    It 'keeps the end that the block gave it also when the block throws afterwards' {
        { Invoke-Run { Complete-Run; throw 'late' } } | Should -Throw 'late'
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'keeps the status that another process set meanwhile, and the block''s exception is thrown' {
        $store = Get-ExperimentStore
        { Invoke-Run {
                $id = (Get-Run -Current).Id
                $other = [powershell]::Create()
                [void]$other.AddScript("param(`$store, `$id) Import-Module '$modulePath'; Stop-Run `$id -Store `$store -Reason 'from elsewhere'").AddArgument($store).AddArgument($id).Invoke()
                $other.Dispose()
                throw 'mine'
            } } | Should -Throw 'mine'
        (Get-LastRun).Status, (Get-LastRun).ErrorMessage | Should -Be Cancelled, 'from elsewhere'
    }

    It 'does not begin, nor does the block, with -WhatIf' {
        $count = @(Get-Run).Count
        $ran = $false
        Invoke-Run { $ran = $true } -WhatIf | Should -BeNullOrEmpty
        $ran | Should -BeFalse
        @(Get-Run).Count | Should -Be $count
    }

    It 'does not begin, nor does the block, when it cannot be created' {
        New-Run iris -Id taken | Out-Null
        $ran = $false
        { Invoke-Run { $ran = $true } -Id taken } | Should -Throw -ErrorId 'RunIdExists,*'
        $ran | Should -BeFalse
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'is created in a piped experiment' {
        (New-Experiment 'of the pipe' | Invoke-Run { } -PassThru).Path | Should -Be 'of the pipe/000'
    }

    It 'is created for each row of a piped table' {
        $runs = "Name,Experiment`nslow,sweep`nfast,sweep" | ConvertFrom-Csv | Invoke-Run { Add-Metric done 1 } -PassThru
        $runs.Path | Should -Be 'sweep/000', 'sweep/001'
        $runs.Name | Should -Be slow, fast
        $runs.Metrics.done | Should -Be 1, 1
    }
}

Describe 'The scope of the block' {
    It 'is that of the caller: a function' {
        function Test-It { $x = 1; Invoke-Run { $x = 5; $y = 6 }; "$x $y" }
        Test-It | Should -Be '5 6'
    }

    It 'is that of the caller: a function of a module' {
        $module = New-Module { function Test-It { $y = 1; Invoke-Run { $y = 7 }; $y } }
        & $module { Test-It } | Should -Be 7
    }

    It 'is that of a block that was passed to a function of a module' {
        $module = New-Module { function Test-It($Block) { $y = 1; Invoke-Run $Block } }
        $y = 0
        & { Test-It { $y = 9; $y } } | Should -Be 9
        $module | Remove-Module
    }

    It 'is that of the caller for a block created from a string' {
        function Test-It { $x = 1; Invoke-Run ([scriptblock]::Create('$x = 11')); $x }
        Test-It | Should -Be 11
    }

    It 'is the same for a block that is used twice' {
        function Test-It { $n = 0; $block = { $n++ }; Invoke-Run $block; Invoke-Run $block; $n }
        Test-It | Should -Be 2
    }

    It 'is that of the caller in a nested one too' {
        function Test-It { Invoke-Run { Invoke-Run { $k = 7 } }; $k }
        Test-It | Should -Be 7
    }

    It 'has only the variables of the caller, and leaves none behind' {
        function Test-It {
            $before = (Get-Variable -Scope 0).Name
            Invoke-Run { (Get-Variable block, write, owner, pipeline, cmdlet -Scope 0 -ErrorAction Ignore).Name }
            (Get-Variable -Scope 0).Name | Where-Object { $_ -notin $before -and $_ -ne 'before' }
        }
        Test-It | Should -BeNullOrEmpty
    }

    It 'has the $_ of the caller, in a loop and in a catch' {
        'a', 'b' | ForEach-Object { Invoke-Run { $_ } } | Should -Be a, b
        try { throw 'oops' } catch { Invoke-Run { "$_" } | Should -Be oops }
        function Test-It { Invoke-Run { $null -eq $_ } }
        Test-It | Should -BeTrue
    }

    It 'has $PSCmdlet of the caller, and its own parameters' {
        function Test-It { [CmdletBinding()] param() Invoke-Run { $PSCmdlet.MyInvocation.MyCommand.Name } }
        Test-It | Should -Be Test-It
        Invoke-Run { param($q = 3) $q } | Should -Be 3
    }

    It 'runs begin, process and end blocks' {
        Invoke-Run { begin { 'b' } process { 'p' } end { 'e' } } | Should -Be b, p, e
    }

    It 'obeys the strict mode of the caller' {
        & { Set-StrictMode -Version Latest; Invoke-Run { 'ok' } } | Should -Be ok
        { & { Set-StrictMode -Version Latest; Invoke-Run { $notThere } } } | Should -Throw '*notThere*'
    }

    It 'does not depend on commands that the caller redefined' {
        function ForEach-Object { 'hijacked' }
        function Select-BlockOutput { 'hijacked' }
        function Write-BlockStream { 'hijacked' }
        Invoke-Run { 1 } | Should -Be 1
    }
}

Describe 'The output of the block' {
    It 'streams: downstream commands get each object before the next is created' {
        $log = [Collections.Generic.List[string]]::new()
        Invoke-Run { foreach ($i in 1..3) { $log.Add("in $i"); $i } } | ForEach-Object { $log.Add("out $_") }
        $log | Should -Be 'in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3'
    }

    It 'keeps arrays, nulls, properties and type names as they are' {
        @(Invoke-Run { , @(1, 2, 3); , @(4) }).Count | Should -Be 2
        @(Invoke-Run { 1; $null; 2 }).Count | Should -Be 3
        (Invoke-Run { 'a' | Add-Member -PassThru note 5 }).note | Should -Be 5
        (Invoke-Run { [pscustomobject]@{ PSTypeName = 'My.Type' } }).PSTypeNames[0] | Should -Be My.Type
        Invoke-Run { [int]1 } | Should -BeOfType int
    }

    It 'goes into -OutVariable and -PipelineVariable' {
        Invoke-Run { 1; 2 } -OutVariable out | Out-Null
        $out | Should -Be 1, 2
        Invoke-Run { 1; 2 } -PipelineVariable pv | ForEach-Object { "$pv-$_" } | Should -Be '1-1', '2-2'
    }

    It 'may be an error record, which is no error' {
        $record = New-ErrorRecord e MyId 42
        $output = Invoke-Run { $record } -ErrorVariable errors -ErrorAction Stop
        $output | Should -BeOfType Management.Automation.ErrorRecord
        $errors.Count | Should -Be 0
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'of native programs is emitted, with their exit code' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'there is no sh' }
        Invoke-Run { sh -c 'echo hi' } | Should -Be hi
        Invoke-Run { sh -c 'exit 3' }
        $LASTEXITCODE | Should -Be 3
        (Get-LastRun).Status | Should -Be Succeeded
        & { $ErrorActionPreference = 'Stop'; Invoke-Run { sh -c 'echo err >&2'; 'done' } -FailOnError 2>$null } | Should -Be done
        (Get-LastRun).Status | Should -Be Succeeded
        $merged = Invoke-Run { sh -c 'echo err >&2'; 'done' } -ErrorAction Stop 2>&1
        "$merged" | Should -Be 'err done'
    }
}

Describe 'Redirection' {
    It 'of one stream into the output: <Stream>' -ForEach @(
        @{ Stream = '2>&1'; Type = 'ErrorRecord'; Run = { Invoke-Run { Write-Error x } 2>&1 } }
        @{ Stream = '3>&1'; Type = 'WarningRecord'; Run = { Invoke-Run { Write-Warning x } 3>&1 } }
        @{ Stream = '4>&1'; Type = 'VerboseRecord'; Run = { Invoke-Run { Write-Verbose x -Verbose } 4>&1 } }
        @{ Stream = '5>&1'; Type = 'DebugRecord'; Run = { $DebugPreference = 'Continue'; Invoke-Run { Write-Debug x } 5>&1 } }
        @{ Stream = '6>&1'; Type = 'InformationRecord'; Run = { Invoke-Run { Write-Host x } 6>&1 } }
    ) {
        (& $Run).GetType().Name | Should -Be $Type
    }

    It 'of all streams into the output keeps their order' {
        $types = Invoke-Run { Write-Error e; 'a'; Write-Warning w; Write-Host h; 'b'; Write-Error f } *>&1 | ForEach-Object { $_.GetType().Name }
        $types | Should -Be ErrorRecord, String, WarningRecord, InformationRecord, String, ErrorRecord
    }

    It 'to a file redirects the errors and not the output' {
        Invoke-Run { Write-Error 'into the file'; 1 } 2>$TestDrive/errors.txt | Should -Be 1
        Get-Content $TestDrive/errors.txt -Raw | Should -Match 'into the file'
    }

    It 'into variables: <Name>' -ForEach @(
        @{ Name = 'WarningVariable'; Run = { Invoke-Run { Write-Warning w } -WarningVariable v 3>$null; "$v" }; Gives = 'w' }
        @{ Name = 'InformationVariable'; Run = { Invoke-Run { Write-Information i } -InformationVariable v; "$v" }; Gives = 'i' }
        @{ Name = 'InformationVariable of Write-Host'; Run = { Invoke-Run { Write-Host h } -InformationVariable v 6>$null; "$v" }; Gives = 'h' }
        @{ Name = 'ErrorVariable'; Run = { Invoke-Run { Write-Error e } -ErrorVariable v 2>$null; "$v" }; Gives = 'e' }
        @{ Name = '+ErrorVariable'; Run = { Invoke-Run { Write-Error e } -ErrorVariable v 2>$null; Invoke-Run { Write-Error f } -ErrorVariable +v 2>$null; "$v" }; Gives = 'e f' }
    ) {
        & $Run | Should -Be $Gives
    }

    It 'is not needed for what -WarningAction silences' {
        Invoke-Run { Write-Warning w } -WarningAction SilentlyContinue 3>&1 | Should -BeNullOrEmpty
        { Invoke-Run { Write-Warning w; 'b' } -WarningAction Stop 3>$null } | Should -Throw
    }
}

Describe 'Leaving the block' {
    It 'with break or continue leaves or continues the loop around it: the run has succeeded' {
        $seen = foreach ($i in 1..3) { Invoke-Run { if ($i -eq 2) { break }; $i } -Experiment breaks }
        $seen | Should -Be 1
        $seen = foreach ($i in 1..3) { Invoke-Run { if ($i -eq 2) { continue }; $i } -Experiment breaks }
        $seen | Should -Be 1, 3
        (Get-Run -Experiment breaks).Status | Should -Be (@('Succeeded') * 5)
    }

    It 'with a label leaves or continues that loop' {
        $seen = :outer foreach ($i in 1..2) { foreach ($j in 1..2) { Invoke-Run { if ($j -eq 2) { break outer }; "$i$j" } } }
        $seen | Should -Be 11
        $seen = :outer foreach ($i in 1..2) { foreach ($j in 1..2) { Invoke-Run { if ($j -eq 2) { continue outer }; "$i$j" } } }
        $seen | Should -Be 11, 21
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'with return leaves only the block' {
        function Test-It { Invoke-Run { 1; return 2; 9 }; 3 }
        Test-It | Should -Be 1, 2, 3
        (Get-LastRun).Status | Should -Be Succeeded
    }
}

Describe 'What follows in the pipeline' {
    It 'may have enough: Select-Object -First ends the block, and the run has succeeded' {
        $made = 0
        Invoke-Run { foreach ($i in 1..1000) { $made++; $i } } | Select-Object -First 1 | Should -Be 1
        $made | Should -Be 1
        (Get-LastRun).Status, (Get-LastRun).ErrorMessage | Should -Be Succeeded, $null
    }

    It 'may have enough of errors too' {
        $first = Invoke-Run { Write-Error x; 'b' } 2>&1 | Select-Object -First 1
        "$first" | Should -Be x
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'may have enough inside of the block' {
        Invoke-Run { 1..1000 | Select-Object -First 1; 'after' } | Should -Be 1, after
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'may have enough of a nested one: both have succeeded, and finally blocks ran' {
        $log = [Collections.Generic.List[string]]::new()
        Invoke-Run { Invoke-Run { try { 1..10 } finally { $log.Add('cleaned up') } } } -Experiment enough | Select-Object -First 1 | Should -Be 1
        $log | Should -Be 'cleaned up'
        (Get-Run -Experiment enough).Status | Should -Be Succeeded, Succeeded
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'can throw: the error is thrown, and no run is left open' {
        { Invoke-Run { 1..3 } | ForEach-Object { throw 'downstream' } } | Should -Throw downstream
        { Invoke-Run { 1..3 } | & { process { throw 'downstream' } } } | Should -Throw downstream
        (Get-Failure { Get-Run -Current }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        Get-Run -Status Running | Should -BeNullOrEmpty
    }

    It 'may break out of a loop' {
        $seen = foreach ($i in 1..3) { Invoke-Run { 1..3 } | ForEach-Object { if ($_ -eq 2) { break }; $_ } }
        $seen | Should -Be 1
        Get-Run -Status Running | Should -BeNullOrEmpty
    }
}

Describe 'Stopping the pipeline' {
    It 'makes the run Cancelled, and those inside' {
        $store = Get-ExperimentStore
        $shell = [powershell]::Create()
        [void]$shell.AddScript(@"
param(`$store)
Import-Module '$modulePath'
Invoke-Run { Invoke-Run { 'ready'; Start-Sleep 60 } -Name inner } -Name outer -Experiment stopped -Store `$store
"@).AddArgument($store)
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $call = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
        while ($output.Count -eq 0 -and !$call.IsCompleted) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $shell.Dispose()
        $runs = Get-Run -Experiment stopped
        $runs.Status | Should -Be Cancelled, Cancelled
        $runs.ErrorMessage | Should -Be 'The pipeline was stopped.', 'The pipeline was stopped.'
    }
}
