BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Calls MLflow's API of a server.
    function Invoke-Mlflow($Server, [string] $Method, [string] $Path, $Body) {
        $headers = if ($Server.Token) { @{ Authorization = "Bearer $($Server.Token)" } } else { @{} }
        $with = if ($Body) { @{ Body = $Body | ConvertTo-Json -Depth 5; ContentType = 'application/json' } } else { @{} }
        Invoke-RestMethod "$($Server.TrackingUri)/api/2.0/mlflow/$Path" -Method $Method -Headers $headers -SkipHttpErrorCheck @with
    }
}

AfterAll { Stop-ExperimentDashboard }

Describe 'Start-ExperimentServer' {
    AfterEach { Stop-ExperimentDashboard }

    It 'creates the store and serves clients of MLflow and the page' {
        $store = New-TestStore
        $server = Start-ExperimentServer -Store $store -Project lab -InformationAction Ignore
        $server.TrackingUri | Should -Be "http://127.0.0.1:$($server.Port)"
        $server.Token.Length | Should -BeGreaterThan 40
        $server.Url | Should -BeLike "*token=$([uri]::EscapeDataString($server.Token))"
        (Get-ExperimentDashboard -Store $store).TrackingUri | Should -Be $server.TrackingUri
        (Invoke-RestMethod "$($server.Address)api/home" -Headers @{ Authorization = "Bearer $($server.Token)" }).experiments.Count | Should -Be 0

        $experiment = Invoke-Mlflow $server Post experiments/create @{ name = 'iris' }
        $run = (Invoke-Mlflow $server Post runs/create @{ experiment_id = $experiment.experiment_id; run_name = 'first' }).run
        $null = Invoke-Mlflow $server Post runs/log-batch @{ run_id = $run.info.run_id; metrics = @(@{ key = 'loss'; value = 0.25; timestamp = 5; step = 3 }); params = @(@{ key = 'lr'; value = '0.01' }) }
        $null = Invoke-Mlflow $server Post runs/update @{ run_id = $run.info.run_id; status = 'FINISHED' }
        $found = Get-Run -Store $store -Filter { $_.Parameters.lr -lt 0.1 -and $_.Metrics.loss -lt 1 }
        $found.Name, $found.Project, $found.Path, "$($found.Status)" | Should -Be 'first', 'lab', 'iris/000', 'Succeeded'

        Invoke-Run -Store $store -Experiment iris -Parameter @{ lr = 1e-5; layers = 1, 2 } { Add-Metric loss (3, 2) } -InformationAction Ignore
        $read = (Invoke-Mlflow $server Post runs/search @{ experiment_ids = @($experiment.experiment_id); filter = "metrics.loss > 1 AND params.lr = '1e-05'" }).runs
        ($read.data.params | Sort-Object key | ForEach-Object { "$($_.key)=$($_.value)" }) | Should -Be 'layers=[1,2]', 'lr=1e-05'
    }

    It 'leaves runs of clients running when the process that serves ends' {
        $store = New-TestStore
        $id = (Invoke-Pwsh -Environment @{ STORE = $store } {
            $server = Start-ExperimentServer -Store $env:STORE -NoToken -InformationAction Ignore
            $call = @{ Method = 'Post'; ContentType = 'application/json' }
            (Invoke-RestMethod "$($server.TrackingUri)/api/2.0/mlflow/runs/create" -Body '{"experiment_id":"0"}' @call).run.info.run_id
            [Diagnostics.Process]::GetCurrentProcess().Kill()
        }).StdOut
        $run = Get-Run -Store $store
        "$($run.Status)" | Should -Be Running
        $run.Id -replace '-' | Should -Be $id
        $again = Start-ExperimentServer -Store $store -InformationAction Ignore
        (Invoke-Mlflow $again Post runs/log-metric @{ run_id = "$($run.Id)"; key = 'loss'; value = 1; timestamp = 1 }) | Should -Not -Match error_code
        (Get-Run -Store $store).Metrics.loss | Should -Be 1
    }

    It 'needs a token, except on the loopback address when it is told otherwise' {
        $store = New-TestStore
        $server = Start-ExperimentServer -Store $store -InformationAction Ignore
        (Invoke-RestMethod "$($server.TrackingUri)/api/2.0/mlflow/experiments/search" -SkipHttpErrorCheck).error_code | Should -Be UNAUTHENTICATED
        $open = Start-ExperimentServer -Store $store -NoToken
        $open.Token | Should -BeNullOrEmpty
        $open.Url | Should -Be $open.Address
        (Invoke-Mlflow $open Get experiments/search).error_code | Should -BeNullOrEmpty
        $token = ConvertTo-SecureString 'a token that is long enough' -AsPlainText
        { Start-ExperimentServer -Store $store -NoToken -ListenAddress 0.0.0.0 -Token $token -ErrorAction Stop } | Should -Throw -ErrorId 'DashboardTokenMissing*'
        { Start-ExperimentServer -Store $store -Project "a`nb" -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidName*'
    }

    It 'does nothing with -WhatIf' {
        $store = New-TestStore
        Start-ExperimentServer -Store $store -WhatIf | Should -BeNullOrEmpty
        Test-Path "$store/tracker.db" | Should -BeFalse
    }
}

Describe 'Start-ExperimentServer -Mcp' {
    BeforeAll {
        $store = New-TestStore
        Invoke-Run -Store $store -Experiment iris -Name first -Parameter @{ lr = 0.1 } { Add-Metric loss 3, 2 } -InformationAction Ignore
        function New-Ask([string] $Tool, [hashtable] $Argument, [int] $Id = 1) {
            @{ jsonrpc = '2.0'; id = $Id; method = 'tools/call'; params = @{ name = $Tool; arguments = $Argument } } | ConvertTo-Json -Depth 5 -Compress
        }
    }
    AfterEach { Stop-ExperimentDashboard }

    It 'serves assistants over HTTP, with filters that run no command, and no client of MLflow' {
        { Start-ExperimentServer -Mcp -Store (New-TestStore) -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound*'
        $server = Start-ExperimentServer -Mcp -Store $store
        $server.TrackingUri | Should -BeNullOrEmpty
        $call = @{ Method = 'Post'; ContentType = 'application/json'; Headers = @{ Authorization = "Bearer $($server.Token)"; Accept = 'application/json, text/event-stream' } }
        Invoke-RestMethod "$($server.Address)mcp" -Body (New-Ask search_runs @{ filter = '$_.Metrics.loss -lt 3' }) @call | Should -BeLike '*first*'
        Invoke-RestMethod "$($server.Address)mcp" -Body (New-Ask search_runs @{ filter = 'Remove-Item x' }) @call | Should -BeLike '*"isError":true*'
        Invoke-RestMethod "$($server.Address)api/2.0/mlflow/experiments/search" -SkipHttpErrorCheck -StatusCodeVariable status -Headers $call.Headers
        $status | Should -Be 404
    }

    It 'serves an assistant over standard streams until it closes the input, and writes nothing else there' {
        $ask = @(
            '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}'
            '{"jsonrpc":"2.0","method":"notifications/initialized"}'
            New-Ask search_runs @{ experiment = 'iris' } 2
        ) -join "`n"
        $process = Start-Pwsh "Start-ExperimentServer -Mcp -Stdio -Store '$store'"
        try {
            $process.StandardInput.WriteLine($ask)
            $lines = 1..2 | ForEach-Object { $process.StandardOutput.ReadLine() }
            $process.StandardInput.Close()
            $process.WaitForExit(60000) | Should -BeTrue
            "$($process.StandardOutput.ReadToEnd())$($process.StandardError.ReadToEnd())" | Should -BeNullOrEmpty
        }
        finally { $process.Dispose() }
        $answers = @($lines | ConvertFrom-Json)
        $answers.id | Should -Be 1, 2
        $answers[0].result.serverInfo.name | Should -Be ExperimentTracker
        ($answers[1].result.content.text | ConvertFrom-Json).runs.name | Should -Be first
    }
}
