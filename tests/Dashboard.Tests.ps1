BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Gets an answer of the API of a dashboard.
    function Get-Api($Dashboard, [string] $Path) {
        $token = [uri]::UnescapeDataString(($Dashboard.Url -replace '.*token='))
        Invoke-RestMethod "$($Dashboard.Address)api/$Path" -Headers @{ Authorization = "Bearer $token" } -SkipHttpErrorCheck
    }

    function Get-Filtered($Dashboard, [string] $Filter) {
        (Get-Api $Dashboard "runs?order=number&descending=0&filter=$([uri]::EscapeDataString($Filter))").rows.number
    }

    function Test-Listening([int] $Port) {
        $client = [Net.Sockets.TcpClient]::new()
        try { $client.Connect('127.0.0.1', $Port); $true } catch { $false } finally { $client.Dispose() }
    }
}

AfterAll { Stop-ExperimentDashboard }

Describe 'Start-, Get- and Stop-ExperimentDashboard' {
    BeforeAll {
        $store = New-TestStore
        Invoke-Run -Store $store -Experiment iris { Add-Metric loss 0.5 } -InformationAction Ignore
    }

    AfterEach { Stop-ExperimentDashboard }

    It 'serve a store on the loopback address until they are stopped' {
        $dashboard = Start-ExperimentDashboard -Store $store
        $dashboard.Address | Should -Be "http://127.0.0.1:$($dashboard.Port)/"
        $dashboard.Url | Should -BeLike "$($dashboard.Address)[?]token=*"
        $dashboard.Url.Length | Should -BeGreaterThan ($dashboard.Address.Length + 7 + 42)
        $dashboard.AllowChanges | Should -BeFalse
        (Get-Api $dashboard home).experiments.name | Should -Be iris
        (Get-ExperimentDashboard).Port | Should -Be $dashboard.Port
        Get-ExperimentDashboard -Store (New-TestStore) | Should -BeNullOrEmpty
        $dashboard | Stop-ExperimentDashboard
        Get-ExperimentDashboard | Should -BeNullOrEmpty
        Test-Listening $dashboard.Port | Should -BeFalse
    }

    It 'keep serving when the session disconnects from the store' {
        Connect-ExperimentStore $store | Out-Null
        $dashboard = Start-ExperimentDashboard
        Disconnect-ExperimentStore
        (Get-Api $dashboard home).counts.runs | Should -Be 1
    }

    It 'refuse what would be unsafe' {
        { Start-ExperimentDashboard -Store $store -ListenAddress 0.0.0.0 -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardTokenMissing*'
        { Start-ExperimentDashboard -Store $store -Token (ConvertTo-SecureString short -AsPlainText) -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardTokenTooShort*'
        { Start-ExperimentDashboard -Store $store -PublicAddress 'ftp://x/' -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardAddressInvalid*'
        { Start-ExperimentDashboard -Store (New-TestStore) -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound*'
        Get-ExperimentDashboard | Should -BeNullOrEmpty
    }

    It 'warn about an address that other machines reach without TLS' {
        $token = ConvertTo-SecureString 'a token that is long enough' -AsPlainText
        $open = Start-ExperimentDashboard -Store $store -ListenAddress 0.0.0.0 -Token $token -WarningVariable said -WarningAction SilentlyContinue
        $said | Should -BeLike '*not encrypted*-PublicAddress*'
        (Get-Api $open home).counts.runs | Should -Be 1
        $null = Start-ExperimentDashboard -Store $store -ListenAddress 0.0.0.0 -Token $token -PublicAddress https://lab.example -WarningVariable unsaid
        $unsaid | Should -BeNullOrEmpty
    }

    It 'report a port that is taken' {
        $dashboard = Start-ExperimentDashboard -Store $store
        { Start-ExperimentDashboard -Store $store -Port $dashboard.Port -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardAddressUnavailable*'
    }

    It 'do nothing with -WhatIf' {
        Start-ExperimentDashboard -Store $store -WhatIf | Should -BeNullOrEmpty
        $dashboard = Start-ExperimentDashboard -Store $store
        $dashboard | Stop-ExperimentDashboard -WhatIf
        Test-Listening $dashboard.Port | Should -BeTrue
    }
}

Describe 'Show-ExperimentDashboard' {
    BeforeAll {
        $store = New-TestStore
        1..2 | ForEach-Object { Invoke-Run -Store $store -Experiment iris { Add-Metric loss 0.5 } -InformationAction Ignore }
        $display = $env:DISPLAY, $env:WAYLAND_DISPLAY
        $env:DISPLAY = $env:WAYLAND_DISPLAY = ''
    }

    AfterAll { $env:DISPLAY, $env:WAYLAND_DISPLAY = $display }

    AfterEach { Stop-ExperimentDashboard }

    It 'uses the dashboard of the store that runs' {
        $first = Show-ExperimentDashboard -Store $store -NoBrowser
        (Show-ExperimentDashboard -Store $store -NoBrowser).Port | Should -Be $first.Port
        (Show-ExperimentDashboard -Store $store -NoBrowser -AllowChanges).Port | Should -Not -Be $first.Port
    }

    It 'says the address of the page of what is piped where there is no browser' -Skip:($IsWindows -or $IsMacOS) {
        $runs = Get-Run -Store $store
        $runs[0] | Show-ExperimentDashboard -InformationVariable one 6>$null
        "$one" | Should -BeLike "No browser was found.*#/run/$($runs[0].Id)"
        $runs | Show-ExperimentDashboard -InformationVariable two 6>$null
        "$two" | Should -BeLike "*#/compare?runs=$($runs[0].Id),$($runs[1].Id)"
        Get-Experiment -Store $store | Show-ExperimentDashboard -InformationVariable three 6>$null
        "$three" | Should -BeLike "*#/runs?experiment=*"
        { 5 | Show-ExperimentDashboard -Store $store -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardPageUnknown*'
    }
}

Describe 'The filter of a dashboard' {
    BeforeAll {
        $store = New-TestStore
        foreach ($lr in 0.1, 0.2, 0.3) {
            Invoke-Run -Store $store -Experiment iris -Parameter @{ lr = $lr; net = "net $lr" } -Tag @{ team = "t$lr" } { Add-Metric loss (1 - $lr) } -InformationAction Ignore
        }
        $dashboard = Start-ExperimentDashboard -Store $store
    }

    AfterAll { Stop-ExperimentDashboard }

    It 'selects as Get-Run -Filter does: <_>' -ForEach @(
        '$_.Parameters.lr -gt 0.1'
        '$_.Parameters.lr -in 0.1, 0.3'
        '$_.Parameters.net -like ''*0.2'' -or $_.Metrics.loss -lt 0.75'
        '-not ($_.Tags.team -match ''^t0\.[12]$'')'
        '$_.Status -eq ''succeeded'' -and $_.CreatedAt -gt [datetime]''2020-01-01'''
        '$_.MetricStatistics.loss.Min -le 0.8'
        '$_.Origin.User'
        '!$_.Parameters[''nothing'']'
        '$_.Duration -lt [timespan]''1.00:00:00'''
        '$_.Name -eq $null'
    ) {
        $wanted = @(Get-Run -Store $store -Filter ([scriptblock]::Create($_)) -OrderBy Number -WarningAction Ignore).Number
        @(Get-Filtered $dashboard $_) | Should -Be $wanted
        (Get-Api $dashboard "filter?text=$([uri]::EscapeDataString($_))").valid | Should -BeTrue
    }

    It 'refuses what could do more than compare: <text>' -ForEach @(
        @{ text = 'Get-Process'; at = 1 }
        @{ text = '$_.Name -eq (Get-Date)'; at = 14 }
        @{ text = '$_.Name.ToUpper() -eq 1'; at = 1 }
        @{ text = '[IO.File]::ReadAllText(''/etc/passwd'') -eq 1'; at = 1 }
        @{ text = '[Environment]::CurrentDirectory -eq 1'; at = 1 }
        @{ text = '$_.Name -eq $env:PATH'; at = 13 }
        @{ text = '$_.Name -eq $PSHOME'; at = 13 }
        @{ text = '$_.Name -eq "$(1)"'; at = 13 }
        @{ text = '$_.Name -eq $(1)'; at = 13 }
        @{ text = '$_.Name -eq @(1)'; at = 13 }
        @{ text = '$_.Name -eq { 1 }'; at = 13 }
        @{ text = '$_.Name -eq 1; 2'; at = 1 }
        @{ text = '$_.Name = 1'; at = 1 }
        @{ text = '$_.Name -eq (''a'' * 1000000000)'; at = 14 }
        @{ text = '$_.Name -eq [scriptblock]''1'''; at = 13 }
        @{ text = '$_.Name -eq [datetime]$_.Name'; at = 13 }
        @{ text = '$_.Name -eq 1 &'; at = 15 }
        @{ text = '$_.Name -eq 1 > x'; at = 1 }
        @{ text = '$_.Name | Remove-Run'; at = 1 }
        @{ text = '$_.GetType().Name'; at = 1 }
        @{ text = '$_.$(1)'; at = 1 }
        @{ text = '& { 1 }'; at = 1 }
        @{ text = 'param($x) $true'; at = 1 }
        @{ text = 'using module x; $true'; at = 1 }
        @{ text = '#requires -Modules x'; at = 1 }
        @{ text = '$_.Nonsense -eq 1'; at = 1 }
        @{ text = '$_.Name -eq'; at = 12 }
    ) {
        $answer = Get-Api $dashboard "filter?text=$([uri]::EscapeDataString($text))"
        $answer.valid | Should -BeFalse
        $answer.error.message | Should -Not -BeNullOrEmpty
        $answer.error.column | Should -Be $at
        $answer.error.length | Should -BeGreaterThan 0
        (Get-Api $dashboard "runs?filter=$([uri]::EscapeDataString($text))").error.id | Should -BeLike 'Filter*'
    }

    It 'says which runs it fails for' {
        $failing = [uri]::EscapeDataString('$_.Tags.team -eq ''t0.1'' -or $_.Parameters.lr -gt ''high''')
        $answer = Get-Api $dashboard "runs?filter=$failing"
        $answer.total | Should -Be 1
        $answer.leftOut | Should -BeLike '2 runs are left out, because the filter fails for them. The first is iris/*Cannot convert value*'
        (Get-Api $dashboard 'runs').psobject.Properties.Name | Should -Not -Contain leftOut
    }

    It 'gives up when a search for a pattern takes long: <Operator>' -ForEach @{ Operator = '-match' }, @{ Operator = '-cnotmatch' } {
        Invoke-Run -Store $store -Experiment slow -Description ('a' * 40 + '!') { } -InformationAction Ignore
        $slow = [uri]::EscapeDataString("`$_.Description $Operator '^(a+)+`$'")
        (Get-Api $dashboard "runs?experiment=slow&filter=$slow").error.id | Should -Be FilterTooSlow
        $matching = [uri]::EscapeDataString("`$_.Description $Operator '^(A+)'")
        @((Get-Api $dashboard "runs?experiment=slow&filter=$matching").rows).Count | Should -BeGreaterThan 0
    }

    It 'suggests names' {
        (Get-Api $dashboard ('suggest?text=' + [uri]::EscapeDataString('$_.Parameters.n'))).items.text | Should -Be net
        (Get-Api $dashboard ('suggest?text=' + [uri]::EscapeDataString('$_.Status -eq ''Fa'))).items.text | Should -Be "'Failed'"
        (Get-Api $dashboard ('suggest?text=' + [uri]::EscapeDataString('$_.Name -li'))).items.text | Should -Be '-like'
    }
}

Describe 'A dashboard and other processes' {
    It 'hears within a second or so what another process logs' {
        $store = New-TestStore
        Invoke-Run -Store $store -Experiment iris { Add-Metric loss 1 } -InformationAction Ignore
        $dashboard = Start-ExperimentDashboard -Store $store
        $http = [Net.Http.HttpClient]::new()
        try {
            $http.DefaultRequestHeaders.Add('Authorization', "Bearer $([uri]::UnescapeDataString(($dashboard.Url -replace '.*token=')))")
            $reader = [IO.StreamReader]::new($http.GetStreamAsync("$($dashboard.Address)api/events").Result)
            $process = Start-Pwsh @"
Start-Run -Store '$store' -Experiment live -Name live | Out-Null
for (`$i = 0; `$i -lt 600; `$i++) { Add-Metric loss ([double] [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()); Start-Sleep -Milliseconds 100 }
"@
            $delays = [Collections.Generic.List[double]]::new()
            while ($delays.Count -lt 7) {
                $line = $reader.ReadLineAsync()
                $line.Wait(60000) | Should -BeTrue
                $now = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
                if ($line.Result -notlike 'data: *"live"*') { continue }
                $logged = ($line.Result.Substring(6) | ConvertFrom-Json).runs.Where({ $_.name -eq 'live' }).metrics.loss.last
                if ($logged) { $delays.Add($now - $logged) }
            }
            ($delays | Sort-Object)[3] | Should -BeLessThan 1000
        }
        finally {
            $http.Dispose()
            if ($process -and !$process.HasExited) { $process.Kill($true) }
            $dashboard | Stop-ExperimentDashboard
        }
    }

    It 'ends with its runspace' {
        $store = New-TestStore
        Invoke-Run -Store $store -Experiment iris { } -InformationAction Ignore
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $port = $shell.AddScript("Import-Module '$modulePath'; (Start-ExperimentDashboard -Store '$store').Port").Invoke()[0]
        Test-Listening $port | Should -BeTrue
        $runspace.Dispose()
        Test-Listening $port | Should -BeFalse
    }

    It 'ends with its process: <how>' -ForEach @(
        @{ how = 'at the end of its script'; wait = ''; signal = $null }
        @{ how = '-Wait and SIGTERM'; wait = '-Wait'; signal = 'TERM' }
    ) {
        if ($signal -and ($obstacle = Get-SignalObstacle $signal)) { Set-ItResult -Skipped -Because $obstacle }
        $store = New-TestStore
        Invoke-Run -Store $store -Experiment iris { } -InformationAction Ignore
        $process = Start-Pwsh "Start-ExperimentDashboard -Store '$store' $wait | ForEach-Object { [Console]::Out.WriteLine(""$wait"" + `$_.Port); [Console]::Out.Flush() }; `$null = [Console]::In.ReadLine()"
        $port = [int] ($process.StandardOutput.ReadLine() -replace '\D')
        Test-Listening $port | Should -BeTrue
        if ($signal) { kill "-$signal" (Get-Process -Id $process.Id).Id; $null = $process.WaitForExit(60000); if (!$process.HasExited) { $process.Kill($true) } }
        else { $process.StandardInput.WriteLine() }
        $process.WaitForExit(60000) | Should -BeTrue
        Test-Listening $port | Should -BeFalse
    }

    It 'loads nothing before a dashboard is started' {
        (Invoke-Pwsh 'Get-Command -Module ExperimentTracker | Out-Null; Get-ExperimentStore -ErrorAction Ignore; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -join ","').StdOut |
            Should -Not -BeLike '*ExperimentTracker.Web*'
    }
}
