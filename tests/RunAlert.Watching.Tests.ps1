# Watch-ExperimentStore as a process of its own, with a web hook and a mail server in the process of the tests.

BeforeDiscovery {
    . "$PSScriptRoot/TestSupport.ps1"
    $noInterrupt = Get-SignalObstacle INT
    $mailServer = Get-Command aiosmtpd -CommandType Application -ErrorAction Ignore
    if (!$mailServer) { Write-Host 'Mails of alerts are not tested: aiosmtpd is not installed. On Debian or Ubuntu: apt-get install python3-aiosmtpd' }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    function Get-FreePort {
        $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $probe.LocalEndpoint.Port
        $probe.Stop()
    }

    # Answers requests until a condition is true; while the receiver is busy, in ways that are to be tried again.
    function Receive-Until([scriptblock] $Until) {
        Wait-Until {
            if ($web.Pending.IsCompleted) {
                $context = $web.Pending.Result
                $reader = [IO.StreamReader]::new($context.Request.InputStream)
                $body = $reader.ReadToEnd() | ConvertFrom-Json
                $status = !$web.IsBusy ? 204 : $received.Count -eq 0 ? 500 : 429
                $received.Add(@{ Status = $status; Id = $context.Request.Headers['webhook-id']; Message = $body.data.message })
                $context.Response.StatusCode = $status
                if ($status -eq 429) { $context.Response.Headers['Retry-After'] = '5' }
                $context.Response.Close()
                $web.Pending = $listener.GetContextAsync()
            }
            & $Until
        }
    }
}

Describe 'A process that watches' {
    BeforeAll {
        $null = Connect-TestStore -OnDisk
        $store = (Get-ExperimentStore).Path
        $listener = [Net.HttpListener]::new()
        $hook = "http://127.0.0.1:$(Get-FreePort)/hook/"
        $listener.Prefixes.Add($hook)
        $listener.Start()
        $web = @{ Pending = $listener.GetContextAsync(); IsBusy = $true }
        $received = [Collections.Generic.List[hashtable]]::new()
        $mails = Join-Path (New-TestStore) mails
        $port = Get-FreePort
        $watch = "[Console]::WriteLine('ready'); Watch-ExperimentStore -Alert -Store '$store' | ForEach-Object { [Console]::WriteLine(`"told `$(`$_.Message)`") }; 'ended'"
        $environment = @{ ALERT_HOOK = $hook; PGPASSFILE = $env:PGPASSFILE }
    }

    AfterAll {
        $listener.Close()
        if ($web.Mail) { $web.Mail.Kill() }
        Disconnect-TestStore
    }

    It 'is killed and started again, and what happened meanwhile arrives once' {
        $deliveries = @{ WebHook = 'env:ALERT_HOOK' }
        if ($mailServer = Get-Command aiosmtpd -CommandType Application -ErrorAction Ignore | Select-Object -First 1) {
            $start = [Diagnostics.ProcessStartInfo]::new($mailServer.Source)
            '-n', '-l', "127.0.0.1:$port", '-c', 'aiosmtpd.handlers.Mailbox', $mails | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $web.Mail = Start-TestProcess $start
            $deliveries += @{ Mail = 'ops@example.org'; From = 'lab@example.org'; SmtpServer = "127.0.0.1:$port" }
        }
        $null = Register-RunAlert failed Failed @deliveries
        $first = Start-Pwsh $watch -Environment $environment
        Wait-Ready $first
        try { Invoke-Run -Experiment night { throw 'first' } } catch { $null = $_ }
        Receive-Until {
            # Between two attempts: what a killed process was sending would be taken over after a minute.
            $all = (Get-RunAlertEvent).Delivery
            $all -and $all[0].Attempts -ge 2 -and $all[0].State -eq 'Pending' -and ($all.Count -eq 1 -or $all[1].State -eq 'Sent')
        }
        $first.Kill($true)
        $web.IsBusy = $false
        try { Invoke-Run -Experiment night { throw 'second' } } catch { $null = $_ }
        $second = Start-Pwsh $watch -Environment $environment
        Wait-Ready $second
        try { Invoke-Run -Experiment night { throw 'third' } } catch { $null = $_ }
        Receive-Until { ($states = (Get-RunAlertEvent).Delivery.State) -and $states.Count -eq 3 * (Get-RunAlert failed).Delivery.Count -and $states -notcontains 'Pending' -and $states -notcontains 'Sending' }
        $second.Kill($true)
        (Get-RunAlertEvent).Delivery.State | Sort-Object -Unique | Should -Be Sent
        $accepted = $received | Where-Object { $_.Status -eq 204 }
        $accepted.Id | Sort-Object | Should -Be ((Get-RunAlertEvent).Id | ForEach-Object { "$_-0" } | Sort-Object)
        $accepted.Message | Sort-Object | Should -Be 'Run night/000 failed: first', 'Run night/001 failed: second', 'Run night/002 failed: third'
        if ($mailServer) {
            $taken = Get-ChildItem $mails/new | ForEach-Object { Get-Content $_ -Raw }
            [regex]::Matches($taken -join "`n", '(?m)^Message-ID: <(\S+)@example\.org>').ForEach{ $_.Groups[1].Value } | Sort-Object | Should -Be ((Get-RunAlertEvent).Id | ForEach-Object { "$_-1" } | Sort-Object)
        }
    }

    It 'tells that a process was killed' {
        $null = Register-RunAlert killed Killed
        $process = Start-Pwsh "`$null = Start-Run night -Name lost -Store '$store'; [Console]::WriteLine('ready'); Start-Sleep 60" -Environment $environment
        Wait-Ready $process
        $process.Kill($true)
        $process.WaitForExit()
        Wait-Until { $script:told = Watch-ExperimentStore -Alert -Once; $told }
        $told.Alert, (Get-Run $told.RunId).Name | Should -Be killed, lost
    }

    It 'ends with Ctrl+C' -Skip:([bool] $noInterrupt) {
        $process = Start-Pwsh $watch -Environment $environment
        Wait-Ready $process
        $line = $process.StandardOutput.ReadLineAsync()
        try { Invoke-Run -Experiment night { throw 'fourth' } } catch { $null = $_ }
        Receive-Until { $line.IsCompleted }
        $line.Result | Should -Be 'told Run night/004 failed: fourth'
        kill -INT $process.Id
        $process.WaitForExit(30000) | Should -BeTrue
        $process.StandardOutput.ReadToEnd() | Should -Not -Match 'ended'
    }
}
