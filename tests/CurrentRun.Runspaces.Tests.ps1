# The current run in other runspaces, threads and jobs. All tests use separate PowerShell processes.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/CurrentRunSupport.ps1"
}

Describe 'Other runspaces' {
    BeforeAll {
        $folder = New-StoreFolder
        Set-Content (Join-Path $folder forget.ps1) 'param($e, $n) $x = Start-Run $e $n; "started $n"'
        $result = Invoke-Pwsh -WorkingDirectory $folder ($showRuns + "`n`$module = '$($modulePath -replace "'", "''")'`n" + @'
$outer = Start-Run parallel outer
'### parallel'
1..4 | ForEach-Object -ThrottleLimit 1 -Parallel {
    Import-Module $using:module
    $saw = (Get-Run -Current -ErrorAction Ignore).Name
    $run = Start-Run parallel "p$_"
    if ($_ % 2) { Complete-Run }
    "p$_ saw '$saw' in $([runspace]::DefaultRunspace.Id) parent '$($run.ParentRunId)'"
}
Show-Current
'### given'
1..3 | ForEach-Object -Parallel {
    Import-Module $using:module
    $run = Start-Run -ParentRun $using:outer -Name "g$_"
    Add-Metric index $_
    Complete-Run
}
Get-Run -ParentRun $outer | Sort-Object Name | ForEach-Object { "$($_.Name)|$($_.Status)|$($_.Metrics.index)|$($_.Experiment)" }
'### environment'
$env:EXPERIMENT_PARENT_RUN = $outer.Id
1..2 | ForEach-Object -Parallel {
    Import-Module $using:module
    $null = Start-Run -Name "e$_"
    Complete-Run
}
$env:EXPERIMENT_PARENT_RUN = $null
Get-Run -ParentRun $outer | Where-Object Name -Like 'e?' | Sort-Object Name | ForEach-Object { "$($_.Name)|$($_.Status)|$($_.Experiment)" }
'### many'
1..40 | ForEach-Object -ThrottleLimit 4 -Parallel {
    Import-Module $using:module
    $null = Start-Run many "c$_"
    Invoke-Run { Add-Metric x 1 } -Name inner
    Complete-Run
}
$many = Get-Run -Experiment many
"$(@($many | Where-Object Status -EQ Succeeded).Count) $(@($many | Where-Object ParentRunId).Count) $(@($many.Number | Select-Object -Unique).Count)"
'### thread job'
Start-ThreadJob { Import-Module $using:module; Show-Current; $x = Start-Run threadjob left } -InitializationScript ([scriptblock]::Create("function Show-Current { ${function:Show-Current} }")) |
    Receive-Job -Wait -AutoRemoveJob
Show-Current
'### job'
Start-Job -WorkingDirectory $PWD { Import-Module $using:module; "current: $((Get-Run -Current -ErrorAction Ignore).Name)"; $x = Start-Run job left } | Receive-Job -Wait -AutoRemoveJob
Show-Current
'### closed'
$shell = [powershell]::Create()
[void]$shell.AddScript("Import-Module '$module'; `$x = Start-Run closed left").Invoke()
(Get-Run -Experiment closed).Status
$shell.Commands.Clear()
"second call: $($shell.AddScript('(Get-Run -Current).Name').Invoke())"
$shell.Runspace.Close()
Show-Runs closed
'### same runspace'
$inner = [powershell]::Create('CurrentRunspace')
"nested: $($inner.AddScript('(Get-Run -Current).Name').Invoke())"
[void][powershell]::Create('CurrentRunspace').AddCommand((Join-Path $PWD forget.ps1)).AddArgument('nested').AddArgument('inner').Invoke()
Show-Current
Complete-Run
'### end'
Show-Current
Complete-Run
foreach ($e in 'parallel', 'threadjob', 'job', 'nested') { Show-Runs $e }
'@)
        $printed = @{}
        foreach ($line in $result.StdOut) {
            if ($line -match '^### (.*)') { $part = $Matches[1]; $printed[$part] = @() }
            elseif ($part -and $line -notmatch '^WARNING: ') { $printed[$part] += $line }
        }
    }

    It 'of ForEach-Object -Parallel have no current run, even when one is used again that left one open' {
        $lines = $printed.parallel -match '^p\d'
        $lines | Should -HaveCount 4
        $lines -match "saw ''.*parent ''" | Should -HaveCount 4
        ($lines -replace '.* in (\d+) .*', '$1' | Select-Object -Unique) | Should -HaveCount 1
        $printed.parallel[-1] | Should -Be 'current: outer'
        $printed.end | Should -Contain 'p1|Succeeded||'
        $printed.end -match '^p[24]\|Killed\|\|the session (was reset|ended) without Complete-Run$' | Should -HaveCount 2
    }

    It 'of ForEach-Object -Parallel report that a run has no parent, once' {
        @($printed.parallel -match '^Run parallel/001 has no parent: run parallel/000 is current in another runspace.*-ParentRun \$using:run') | Should -HaveCount 1
        @($printed.Values | ForEach-Object { $_ } | Where-Object { $_ -match 'has no parent' }) | Should -HaveCount 1
    }

    It 'of ForEach-Object -Parallel start children with EXPERIMENT_PARENT_RUN, in the experiment of the parent' {
        $printed.environment | Should -Be 'e1|Succeeded|parallel', 'e2|Succeeded|parallel'
    }

    It 'of ForEach-Object -Parallel start children with -ParentRun $using:run' {
        $printed.given | Should -Be 'g1|Succeeded|1|parallel', 'g2|Succeeded|2|parallel', 'g3|Succeeded|3|parallel'
    }

    It 'of ForEach-Object -Parallel do not get in each other''s way' {
        $printed.many | Should -Be '80 40 80'
    }

    It 'of Start-ThreadJob have no current run, and end what they left open' {
        $printed.'thread job' | Should -Be 'current: ', 'current: outer'
        $printed.end -match '^left\|Killed\|\|the session ended' | Should -Not -HaveCount 0
    }

    It 'of Start-Job have no current run, and end what they left open' {
        $printed.job | Should -Be 'current: ', 'current: outer'
        $runs = Get-Run -Experiment job, threadjob -Store (Get-StoreAddress $folder)
        $runs.Status | Should -Be Killed, Killed
        $runs.ErrorMessage | Select-Object -Unique | Should -Be 'the session ended without Complete-Run'
    }

    It 'keep their current run from call to call, until they are closed' {
        $printed.closed | Should -Be 'Running', 'second call: left', 'left|Killed||the session ended without Complete-Run'
    }

    It 'share it when it is the same one' {
        $printed.'same runspace' | Should -Be 'nested: outer', 'current: inner'
        $printed.end | Should -Contain 'inner|Succeeded||'
    }

    It 'leave the current run of this one alone' {
        $printed.end[0] | Should -Be 'current: outer'
        $printed.end | Should -Contain 'outer|Succeeded||'
        $result.StdErr | Should -BeNullOrEmpty
    }
}
