# The promises of docs/reliability.md, tested with the cmdlets: runspaces, waits, heartbeats, and sessions that end.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # A connection that holds the write lock of the store, as another program would. It uses the module's SQLite.
    $openDatabase = {
        param($Store)
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.Data.Sqlite' }
        $connection = [Activator]::CreateInstance($assembly.GetType('Microsoft.Data.Sqlite.SqliteConnection'), "Data Source=$Store/tracker.db;Pooling=False")
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = 'BEGIN IMMEDIATE'
        $null = $command.ExecuteNonQuery()
        $connection
    }

    function Start-Shell([string] $Script, [object[]] $Argument) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$module, `$store) Import-Module `$module`n$Script").AddArgument($modulePath).AddArgument($Argument[0])
        [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
    }

    $store = (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore).Path
}

AfterAll { Disconnect-ExperimentStore }

Describe 'Many runspaces on one store' {
    It 'lose no point and see no error while another one searches, backs up and collects' {
        $path = Join-Path (New-TestStore) concurrent
        $report = & "$PSScriptRoot/ExperimentTracker.Stress/Runspaces.ps1" -Module $modulePath -Store $path -Seconds 2.5 -Runspaces 6 | ConvertFrom-Json
        @($report.Writers.Error; $report.Maintenance.Error).Where{ $_ } | Should -BeNullOrEmpty
        $report.Writers | Should -HaveCount 6
        foreach ($writer in $report.Writers) {
            $runs = @(Get-Run -Store $path -Experiment runspaces -Namespace "runspace/$($writer.Number)")
            $runs | Should -HaveCount $writer.Runs
            [long] ($runs | ForEach-Object { $_.MetricStatistics.Values } | Measure-Object Count -Sum).Sum | Should -Be $writer.Points
            @($runs.Status) -ne 'Succeeded' | Should -BeNullOrEmpty
        }
        $loss = Get-Run -Store $path -Experiment runspaces -First 1 | Get-MetricSeries loss -Store $path
        $loss.Step | Should -Be (0..9)
        $loss.Value | Should -Be (0..9 | ForEach-Object { $_ * 0.5 })
        Test-ExperimentStore -Store $path -Quiet | Should -BeTrue
    }
}

Describe 'A wait for the write lock' {
    It 'ends with Ctrl+C, and nothing is written' {
        $obstacle = Get-SignalObstacle INT
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $process = Start-Pwsh "`$null = Get-ExperimentStore '$store'; `$held = & { $openDatabase } '$store'; New-Project waits -Store '$store' -Verbose 4>&1 | ForEach-Object { if (`$_ -like 'Waiting*') { [Console]::WriteLine('ready') } }; [Console]::WriteLine('not here')"
        try {
            Wait-Ready $process
            $process.HasExited | Should -BeFalse
            $watch = [Diagnostics.Stopwatch]::StartNew()
            kill -INT $process.Id
            $process.WaitForExit(20000) | Should -BeTrue
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $process.StandardOutput.ReadToEnd() | Should -Not -BeLike '*not here*'
        }
        finally { if (!$process.HasExited) { $process.Kill($true) } }
        Get-Project waits -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'can be reported in a pipeline whose next command writes to the same store' {
        $null = Get-Project -ErrorAction Ignore
        $database = & $openDatabase $store
        $work = Start-Shell '$null = Connect-ExperimentStore $store; New-Project first -Verbose 4>&1 | ForEach-Object { Write-Warning told; New-Project "after $($_.GetType().Name)" }' $store
        Wait-Until { $work.Shell.Streams.Warning.Count }
        $database.Dispose()
        $work.Running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue -Because 'it would wait for itself'
        $work.Shell.EndInvoke($work.Running).Name | Should -Be 'after VerboseRecord', 'after Project'
        $work.Shell.Dispose()
    }

    It 'uses no processor to speak of' {
        $process = Start-Pwsh -Environment @{ DOTNET_TieredCompilation = '0' } "
            # Nothing is compiled anew in the background meanwhile.
            function Get-Used { [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalMilliseconds }
            New-Project 'compiles what is used' -Store '$store' -Verbose 4>&1 | Out-Null
            `$held = & { $openDatabase } '$store'
            `$before = Get-Used
            New-Project patient -Store '$store' -Verbose 4>&1 | ForEach-Object { if (`$_ -like 'Waiting*') { `$used = (Get-Used) - `$before; `$held.Dispose() } }
            [Console]::WriteLine(`$used)"
        [double]$process.StandardOutput.ReadLine() | Should -BeLessThan 400 -Because 'a second of waiting in a circle would be a second of a processor'
        $process.WaitForExit(10000) | Should -BeTrue
    }
}

Describe '-Heartbeat' {
    It 'records heartbeats until the run ends' {
        $other = Start-Run beats -Heartbeat 1
        $run = Start-Run beats -Heartbeat 1
        $run.Heartbeat, $run.HeartbeatAt | Should -Be ([timespan]'00:00:01'), $run.StartedAt
        Wait-Until { (Get-Run $run).HeartbeatAt -gt $run.HeartbeatAt }
        Complete-Run
        $last = (Get-Run $run).HeartbeatAt
        Wait-Until { (Get-Run $other).HeartbeatAt -gt $last.AddSeconds(1.1) }
        (Get-Run $run).HeartbeatAt | Should -Be $last -Because 'the other run has had its next heartbeat since'
        Complete-Run
    }

    It 'accepts <Given> as <Seconds> s' -ForEach @(
        @{ Given = 5; Seconds = 5 }, @{ Given = '7'; Seconds = 7 }, @{ Given = 2.5; Seconds = 3 }, @{ Given = '00:01:00'; Seconds = 60 }, @{ Given = [timespan]::FromHours(2); Seconds = 7200 }
    ) {
        (Start-Run beats -Heartbeat $Given).Heartbeat.TotalSeconds | Should -Be $Seconds
        Complete-Run
    }

    It 'refuses <_>, and starts nothing' -ForEach 0, -1, 0.2, 1e6, 'soon' {
        $given, $count = $_, @(Get-Run).Count
        $failure = Get-Failure { Start-Run nothing -Heartbeat $given }
        $failure.FullyQualifiedErrorId | Should -Match '^(InvalidHeartbeat|InvalidDuration),'
        @(Get-Run).Count | Should -Be $count
        Get-Experiment nothing -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is there for a block and for a run that is resumed' {
        (Invoke-Run -Experiment beats -Heartbeat 30 { } -PassThru).Heartbeat.TotalSeconds | Should -Be 30
        $run = Start-Run beats; Complete-Run
        (Resume-Run $run -Heartbeat 20).Heartbeat.TotalSeconds | Should -Be 20
        Complete-Run
        (Resume-Run $run).Heartbeat | Should -BeNullOrEmpty
        Complete-Run
    }
}

Describe 'A process that is ended from outside' {
    It 'by <How> leaves a run that is Killed' -ForEach @(
        @{ How = 'Stop-Process'; Because = '*its lock was free.' }, @{ How = 'the end of its terminal'; Because = 'the session ended without Complete-Run' }
    ) {
        $script = "`$x = Start-Run ended -Id 'by $How' -Store '$store'; Set-Run `$x -ProgressText ready; Start-Sleep 60"
        if ($How -eq 'Stop-Process') { $process = Start-Pwsh $script }
        else {
            $obstacle = Get-SignalObstacle HUP
            if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
            if (!(Get-Command script -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no script(1) here to make a terminal; on Debian: apt-get install bsdutils'; return }
            $file = Join-Path (New-TestStore) run.ps1
            Set-Content $file "Import-Module '$modulePath'; $script"
            $start = [Diagnostics.ProcessStartInfo]::new('script')
            '-qec', "$pwshCommand -NoProfile -File '$file'", '/dev/null' | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $process = Start-TestProcess $start
        }
        try {
            # The run is in the store before Start-Run has returned, and only then it is the session's to end.
            Wait-Until { (Get-Run "by $How" -ErrorAction Ignore).ProgressText -eq 'ready' }
            (Get-Run "by $How").Status | Should -Be Running
            Stop-Process -Id $process.Id
            $process.WaitForExit(20000) | Should -BeTrue
            Wait-Until {
                Disconnect-ExperimentStore
                $null = Connect-ExperimentStore $store
                (Get-Run "by $How").Status -ne 'Running'
            }
            (Get-Run "by $How").Status | Should -Be Killed
            (Get-Run "by $How").ErrorMessage | Should -BeLike $Because
        }
        finally { if (!$process.HasExited) { $process.Kill($true) } }
    }
}

Describe 'A pipeline of a million records' {
    It 'that is stopped in the middle leaves complete points, and a run and a store that still work' {
        $work = Start-Shell '$null = Connect-ExperimentStore $store; $run = Start-Run million -Id stopped; & { foreach ($i in 0..999999) { [pscustomobject]@{ Key = "loss"; Value = $i * 0.5; Step = $i } } } | Add-Metric' $store
        Wait-Until { (Get-Run stopped -ErrorAction Ignore).MetricStatistics.loss.Count }
        $work.Shell.Stop()
        $metric = Get-Metric loss -Run stopped
        $metric.Count | Should -BeGreaterThan 0
        $metric.Count | Should -BeLessThan 1000000
        $series = Get-MetricSeries loss -Run stopped -AsSeries
        $series.Steps[0], $series.Steps[-1], $series.Values[-1] | Should -Be 0, ($metric.Count - 1), (($metric.Count - 1) * 0.5)
        $work.Shell.Commands.Clear()
        $null = $work.Shell.AddScript('Add-Metric after 1; Complete-Run -PassThru').Invoke()
        (Get-Run stopped).Status, (Get-Run stopped).Metrics.after | Should -Be Succeeded, 1
        $work.Shell.Dispose()
        Test-ExperimentStore -Quick -Quiet | Should -BeTrue
    }
}
