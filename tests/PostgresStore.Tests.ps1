# Stores in PostgreSQL, through the cmdlets.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ServerSupport.ps1"
    $server = Start-TestPostgres
    if (!$server.Obstacle) {
        $env:PGPASSFILE = $server.PasswordFile
        $database = $server.Ask('database')
        $address = "postgres://$($server.User)@$($server.Host):$($server.Port)/$database"
    }
}

AfterAll {
    $env:PGPASSFILE = $null
    Stop-TestPostgres $server
}

Describe 'A store in PostgreSQL' {
    BeforeEach { if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle } }

    It 'does everyday work, with the engine that the module ships' {
        if ($server.Obstacle) { return }
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -Environment @{ EXPERIMENT_STORE = $address } {
            $info = Connect-ExperimentStore $env:EXPERIMENT_STORE -Create -InformationAction Ignore
            $run = Start-Run iris
            Add-RunParameter lr 0.1
            1..2000 | Add-Metric loss
            Add-ExperimentTag baseline
            Complete-Run
            $found = Get-Run -Filter { $_.Metrics.loss -gt 1999 }
            "$($info.Engine) $($found.Path) $($found.Status) $($found.Parameters.lr) $($found.Metrics.loss)"
            (Invoke-ExperimentQuery 'SELECT count(*) AS points, max(value) AS highest FROM metric_points').PSObject.Properties.Value -join ' '
            Get-ChildItem -Force
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name } -match '^(Microsoft\.Data\.Sqlite|Npgsql)$'
        }
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Be 'PostgreSQL iris/000 Succeeded 0.1 2000', '2000 2000', Npgsql
    }
}

Describe 'An import from a database of MLflow in PostgreSQL' {
    BeforeEach { if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle } }

    It 'reads the database with the login of stores, and refuses one without the tables' {
        if ($server.Obstacle) { return }
        $mlflow = $server.Ask('database')
        $from = "postgres://$($server.User)@$($server.Host):$($server.Port)/$mlflow"
        $store = New-TestStore
        { Import-ExperimentStore $from -Format MLflow -Store $store -ErrorAction Stop } | Should -Throw -ErrorId 'ImportNotReadable,*'
        { Import-ExperimentStore $from -Format Sacred -Store $store -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFileSystem,*'
        foreach ($sql in @(
                'CREATE TABLE experiments (experiment_id integer, name varchar, lifecycle_stage varchar)'
                'CREATE TABLE runs (run_uuid varchar, experiment_id integer, status varchar, start_time bigint, end_time bigint, lifecycle_stage varchar)'
                'CREATE TABLE metrics (key varchar, value double precision, timestamp bigint, run_uuid varchar, step bigint, is_nan boolean)'
                "INSERT INTO experiments VALUES (1, 'wine', 'active')"
                "INSERT INTO runs VALUES ('0123456789abcdef0123456789abcdef', 1, 'FINISHED', 1700000000000, 1700000001000, 'active')"
                "INSERT INTO metrics VALUES ('loss', 0.5, 1700000000001, '0123456789abcdef0123456789abcdef', 0, false), ('loss', 0, 1700000000002, '0123456789abcdef0123456789abcdef', 1, true)"
            )) { $null = $server.Ask('execute', $mlflow, $sql) }
        (Import-ExperimentStore $from -Format MLflow -Store $store).Points | Should -Be 2
        (Get-Run -Store $store).Path | Should -Be 'wine/000'
        (Import-ExperimentStore $from -Format MLflow -Store $store).Points | Should -Be 0
    }
}

Describe 'A login with tokens' {
    BeforeEach {
        if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle; return }
        $login = $server.Ask('role') | ConvertFrom-Json
        $server.Ask('execute', $database, "GRANT CREATE ON DATABASE $database TO $($login.User)")
        $store = "postgres://$($login.User)@$($server.Host):$($server.Port)/${database}?schema=$($server.Ask('schema'))"
        $file = Join-Path $TestDrive "token-$($login.User)"
        $env:PGPASSFILE = $null
    }
    AfterEach {
        Disconnect-ExperimentStore -ErrorAction Ignore
        $env:PGPASSFILE = $server.PasswordFile
    }

    It 'asks the script block again when the server refuses the token' {
        if ($server.Obstacle) { return }
        Set-Content $file $login.Password
        $provider = [scriptblock]::Create("[pscustomobject]@{ Token = Get-Content '$file' | ConvertTo-SecureString -AsPlainText; ExpiresOn = [DateTimeOffset]::MaxValue }")
        $null = Connect-ExperimentStore $store -Create -TokenProvider $provider -InformationAction Ignore
        $run = Start-Run e
        $server.Ask('execute', $database, "ALTER ROLE $($login.User) PASSWORD 'rotated'")
        Set-Content $file rotated
        $server.Ask('execute', $database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '$($login.User)'")
        Add-Metric loss 1
        Complete-Run
        (Get-Run $run).Metrics.loss | Should -Be 1
    }

    It 'reports <What> without what the script block returned' -TestCases @(
        @{ What = 'a refused token'; Block = { 'secret-value' }; Id = 'StoreLoginFailed' }
        @{ What = 'a failing block'; Block = { throw 'secret-value' }; Id = 'StoreTokenFailed' }
        @{ What = 'a block without a token'; Block = { @{ Other = 'secret-value' } }; Id = 'StoreTokenFailed' }
    ) {
        if ($server.Obstacle) { return }
        $failure = try { Connect-ExperimentStore $store -Create -TokenProvider $Block } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure $($failure.Exception)" | Should -Not -Match 'secret-value'
    }

    It 'is not combined with a credential' {
        if ($server.Obstacle) { return }
        $credential = [pscredential]::new($login.User, (ConvertTo-SecureString x -AsPlainText))
        { Connect-ExperimentStore $store -TokenProvider { 'x' } -Credential $credential } | Should -Throw -ErrorId 'StoreCredentialInvalid,*'
    }
}

Describe 'The engine' {
    It 'is in a folder of the module with the licences of its packages, and without what another folder has' {
        $bin = Split-Path (Get-Module ExperimentTracker).ImplementingAssembly.Location
        $files = (Get-ChildItem $bin/engines/postgres).Name
        $files | Should -Contain ExperimentTracker.Storage.Postgres.dll
        $files | Where-Object { Test-Path "$bin/$_" } | Should -BeNullOrEmpty
        $files | Where-Object { Test-Path "$bin/deps/$_" } | Should -BeNullOrEmpty
        $notices = Get-Content $bin/engines/postgres/ThirdPartyNotices.txt -Raw
        $files -like '*.dll' -notlike 'ExperimentTracker*' -replace '\.dll$' | Should -Not -BeNullOrEmpty
        foreach ($name in $files -like '*.dll' -notlike 'ExperimentTracker*' -replace '\.dll$') { $notices | Should -Match ([regex]::Escape($name)) }
    }
}
