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
