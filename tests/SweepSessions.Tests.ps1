# Sweeps whose trials run in sessions on other machines: here in sessions over SSH to this machine, with a server and a key of the test's own.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ServerSupport.ps1"
    $InformationPreference = 'Ignore'
    $sshd = Get-Item /usr/sbin/sshd -ErrorAction Ignore
    $server = [pscustomobject]@{ Obstacle = $null }
    $obstacle = if (!$sshd) { 'there is no sshd: apt-get install openssh-server' } elseif ((id -u) -ne 0) { 'sshd needs root here' } else { ($server = Start-TestPostgres).Obstacle }
    if ($obstacle) { return }

    $env:PGPASSFILE = $server.PasswordFile
    $database = $server.Ask('database')
    $store = "postgres://$($server.User)@$($server.Host):$($server.Port)/$database"
    $null = Connect-ExperimentStore $store -Create
    $folder = New-TestStore
    $null = New-Item -ItemType Directory /run/sshd -Force
    'host', 'user' | ForEach-Object { ssh-keygen -q -t ed25519 -N '""'.Trim('"') -f "$folder/$_" }
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()

    # The module is found there as an installed one is.
    $null = New-Item -ItemType Directory "$folder/modules"
    $null = New-Item -ItemType SymbolicLink "$folder/modules/ExperimentTracker" -Target (Split-Path $modulePath)
    Set-Content "$folder/pwsh" "#!/bin/sh`nexport PGPASSFILE='$($server.PasswordFile)' PSModulePath='$folder/modules'`nexec $($pwshCommand -join ' ') -NoProfile -sshs -NoLogo"
    Set-Content "$folder/sshd_config" @"
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host
AuthorizedKeysFile $folder/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
Subsystem powershell $folder/pwsh
"@
    # How ssh is configured for a machine is a matter of its own files, which the test leaves alone.
    $null = New-Item -ItemType Directory "$folder/bin"
    Set-Content "$folder/ssh_config" "IdentityFile $folder/user`nStrictHostKeyChecking no`nUserKnownHostsFile /dev/null`nLogLevel ERROR"
    Set-Content "$folder/bin/ssh" "#!/bin/sh`nexec $((Get-Command ssh).Source) -F '$folder/ssh_config' `"`$@`""
    chmod 755 "$folder/pwsh" "$folder/bin/ssh"
    $path = $env:PATH
    $env:PATH = "$folder/bin:$path"
    $daemon = Start-TestProcess ([Diagnostics.ProcessStartInfo]::new($sshd.FullName, "-D -f $folder/sshd_config -E $folder/log"))
    Wait-Until { (Get-Content "$folder/log" -Raw -ErrorAction Ignore) -match 'listening' }
    $name = "root@127.0.0.1:$port"
    $sessions = New-PSSession -HostName $name, $name, $name
}

AfterAll {
    if ($obstacle) { return }
    $sessions | Remove-PSSession -ErrorAction Ignore
    $daemon.Kill()
    $env:PATH = $path
    Disconnect-ExperimentStore
    $env:PGPASSFILE = $null
    Stop-TestPostgres $server
}

Describe 'Invoke-RunSweep in sessions on other machines' {
    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'runs each trial once, in all sessions, with output, errors and variables of the caller' {
        if ($obstacle) { return }
        $scale = 10
        $output = Invoke-RunSweep shared -Space @{ x = 1..8 } -Best loss -Goal Minimize -Session $sessions[0, 1] -ErrorVariable failed -ErrorAction SilentlyContinue {
            param($p)
            Add-Metric loss ($p.x * $using:scale)
            if ($p.x -eq 3) { throw 'bad luck' }
            if ($p.x -eq 4) { Write-Error 'a little bad' }
            Start-Sleep -Milliseconds 200
            "$PID $($p.x)"
        }
        $trials = Get-Run -Experiment shared | Where-Object ParentRunId | Sort-Object Number
        ($trials | ForEach-Object { $_.Metrics.loss }) | Sort-Object | Should -Be (1..8 | ForEach-Object { $_ * 10 })
        $trials | Where-Object Status -NE Succeeded | ForEach-Object { $_.Parameters.x, $_.ErrorMessage } | Should -Be 3, 'bad luck'
        @($output).ForEach{ ($_ -split ' ')[1] } | Sort-Object | Should -Be 1, 2, 4, 5, 6, 7, 8
        @(@($output).ForEach{ ($_ -split ' ')[0] } | Sort-Object -Unique).Count | Should -Be 2
        "$failed" | Should -Match 'a little bad'
        (Get-Run -Experiment shared | Where-Object { !$_.ParentRunId }).Status | Should -Be Succeeded
    }

    It 'repeats the trial of a session that breaks in another one' {
        if ($obstacle) { return }
        $broken = Join-Path $folder broken

        # A process counts as gone a minute after its last sign of life. The last one of all is set back, and those that run hold locks.
        $setBack = "UPDATE experiments.sessions SET beat_at = beat_at - interval '1 hour'"
        $psql = 'psql', '-h', $server.Host, '-p', $server.Port, '-U', $server.User, '-d', $database, '-c', $setBack
        Invoke-RunSweep breaks -Space @{ x = 1..4 } -Session $sessions[0, 2] -ErrorVariable failed -ErrorAction SilentlyContinue {
            param($p)
            if ($p.x -eq 2 -and !(Test-Path $using:broken)) { Set-Content $using:broken ''; & ($using:psql)[0] @(($using:psql)[1..10]) | Out-Null; Stop-Process -Id $PID -Force }
            Add-Metric loss $p.x
        }
        @($failed).Count | Should -BeGreaterThan 0
        $trials = Get-Run -Experiment breaks | Where-Object ParentRunId
        $trials | Where-Object Status -EQ Killed | ForEach-Object { $_.Parameters.x } | Should -Be 2
        $trials | Where-Object Status -EQ Succeeded | ForEach-Object { $_.Parameters.x } | Sort-Object | Should -Be 1, 2, 3, 4
        (Get-Run -Experiment breaks | Where-Object { !$_.ParentRunId }).Status | Should -Be Succeeded
    }

    It 'gives the trial back when it is stopped' {
        if ($obstacle) { return }
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($module, $store, $name)
            Import-Module $module
            Invoke-RunSweep stopped -Store $store -Space @{ x = 1, 2 } -ComputerName $name { Start-Sleep 600 }
        }).AddArgument($modulePath).AddArgument($store).AddArgument($name)
        $running = $shell.BeginInvoke()
        Wait-Until { Get-Run -Experiment stopped -Status Running -ErrorAction Ignore | Where-Object ParentRunId }
        $shell.Stop()
        $shell.Dispose()
        Wait-Until { (Get-Run -Experiment stopped).Status -notcontains 'Running' }
        $sweep, $trial = Get-Run -Experiment stopped | Sort-Object Number
        $sweep.Status, $trial.Status, $trial.Tags.Contains('interrupted') | Should -Be Cancelled, Cancelled, $true
        $running.IsCompleted | Should -BeTrue
    }

    It 'opens and closes sessions by the names of machines' {
        if ($obstacle) { return }
        $before = (Get-PSSession).Id
        $processes = Invoke-RunSweep named -Space @{ x = 1..4 } -ComputerName $name -ThrottleLimit 2 { Start-Sleep -Milliseconds 300; $PID }
        @($processes).Count, @($processes | Sort-Object -Unique).Count | Should -Be 4, 2
        (Get-PSSession).Id | Should -Be $before
    }

    It 'refuses a session with another version of the module, and a store on this machine' {
        if ($obstacle) { return }
        $other = New-PSSession -HostName $name
        $null = New-Item -ItemType Directory "$folder/other/ExperimentTracker"
        New-ModuleManifest "$folder/other/ExperimentTracker/ExperimentTracker.psd1" -ModuleVersion 99.1
        Invoke-Command -Session $other { Import-Module "$using:folder/other/ExperimentTracker" }
        $failure = Get-Failure { Invoke-RunSweep refused -Space @{ x = 1, 2 } -Session $other { } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SessionModuleDiffers,*'
        "$failure" | Should -Match '^The session on .*127\.0\.0\.1.* has ExperimentTracker 99\.1, and this one has version '
        Remove-PSSession $other
        (Get-Failure { Invoke-RunSweep refused -Store (New-TestStore) -Space @{ x = 1, 2 } -Session $sessions[0] { } }).FullyQualifiedErrorId | Should -BeLike 'StoreNotShared,*'
        (Get-Failure { Invoke-RunSweep refused -Space @{ x = 1, 2 } -Session $sessions[0] -ThrottleLimit 2 { } }).FullyQualifiedErrorId | Should -BeLike 'InvalidSweep,*'
        (Get-Failure { Invoke-RunSweep refused -Space @{ x = 1, 2 } -ComputerName $name -Defer }).FullyQualifiedErrorId | Should -BeLike 'InvalidSweep,*'
        Get-Experiment refused -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
