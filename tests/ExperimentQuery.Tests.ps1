BeforeDiscovery {
    $writes = @(
        'DELETE FROM runs'
        'UPDATE runs SET name = ''x'''
        'INSERT INTO projects (id, name, name_fold, created_at, updated_at) VALUES (1, 1, 1, 1, 1)'
        'REPLACE INTO store_info (name, value) VALUES (''a'', 1)'
        'WITH gone AS (SELECT pk FROM runs) DELETE FROM runs WHERE pk IN gone RETURNING id'
        'DROP TABLE runs'
        'DROP VIEW metric_points'
        'ALTER TABLE runs RENAME TO walks'
        'CREATE TABLE mine (a)'
        'CREATE TEMP TABLE mine (a)'
        'CREATE TEMP VIEW mine AS SELECT 1'
        'CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END'
        'ATTACH ''attached.db'' AS other'
        'VACUUM'
        'VACUUM INTO ''copy.db'''
        'REINDEX'
        'ANALYZE'
        'PRAGMA user_version = 99'
        'PRAGMA journal_mode = DELETE'
        'PRAGMA writable_schema = ON'
        'PRAGMA query_only = OFF'
        'BEGIN'
        'BEGIN IMMEDIATE'
        'SAVEPOINT s'
        'SELECT 1 AS a; DELETE FROM runs'
        'SELECT 1 AS a; ATTACH ''attached.db'' AS other'
        'SELECT 1 AS a; COMMIT'
        '/* SELECT */ DELETE FROM runs -- SELECT'
        'SELECT load_extension(''evil'')'
        'SELECT LOAD_EXTENSION(''evil'', ''entry'')'
        'EXPLAIN SELECT 1; DELETE FROM runs'
    )
    $cases = foreach ($text in $writes) {
        @{ Text = $text; Kind = 'file' }
        @{ Text = $text; Kind = 'memory' }
    }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'What Invoke-ExperimentQuery refuses' {
    BeforeAll {
        $folder = New-TestStore
        Push-Location $folder
        $stores = @{ file = Connect-ExperimentStore (Join-Path $folder .experiments) -Create; memory = Connect-ExperimentStore -InMemory }
        $before = @{}
        $state = "SELECT (SELECT group_concat(id || name || status) FROM runs) || (SELECT group_concat(name || value) FROM store_info) ||
            (SELECT group_concat(type || name || coalesce(sql, '')) FROM sqlite_master) AS state"
        foreach ($kind in $stores.Keys) {
            1..3 | ForEach-Object { New-Run -Experiment iris -Store $stores[$kind] } | Out-Null
            $before[$kind] = (Invoke-ExperimentQuery $state -Store $stores[$kind]).state
            $before[$kind] | Should -Match 'CREATE TABLE runs'
        }
        function Get-Files { (Get-ChildItem $folder -Recurse -Force -File).Name | Where-Object { $_ -notmatch '-(wal|shm)$' } | Sort-Object }
        $files = Get-Files
    }
    AfterAll {
        Pop-Location
        $stores.Values | ForEach-Object { Disconnect-ExperimentStore -Store $_ }
    }

    It '<Text>, in a store in <Kind>' -ForEach $cases {
        { Invoke-ExperimentQuery $Text -Store $stores[$Kind] -ErrorAction Stop } |
            Should -Throw -ErrorId 'QueryRefused*' -ExpectedMessage 'The query is not allowed: only reading is possible*'
        (Invoke-ExperimentQuery $state -Store $stores[$Kind]).state | Should -BeExactly $before[$Kind]
        Get-Files | Should -Be $files
    }

    It 'a write after a SELECT whose first row was enough' {
        $rows = @(Invoke-ExperimentQuery 'SELECT 1 AS a UNION SELECT 2; DELETE FROM runs' -Store $stores.file -ErrorAction Ignore | Select-Object -First 1)
        $rows.a | Should -Be 1
        (Invoke-ExperimentQuery $state -Store $stores.file).state | Should -BeExactly $before.file
    }

    It 'and afterwards the store is written as before' -ForEach 'file', 'memory' {
        $run = Start-Run -Experiment iris -Store $stores[$_]
        Add-Metric loss 0.5 -Run $run -Store $stores[$_]
        (Complete-Run $run -Store $stores[$_] -PassThru).Status | Should -Be Succeeded
    }
}

Describe 'The output of Invoke-ExperimentQuery' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Disconnect-ExperimentStore }

    It 'an object a row, its values as SQLite has them' {
        $row = Invoke-ExperimentQuery "SELECT NULL AS nought, 9223372036854775807 AS whole, 0.1 AS part, 'Ünïcode' AS text, x'00FF' AS bytes, 1e400 AS endless"
        $row.PSObject.Properties.Name | Should -Be nought, whole, part, text, bytes, endless
        $row.nought | Should -BeExactly $null
        $row.whole | Should -BeOfType long
        $row.whole | Should -Be ([long]::MaxValue)
        $row.part | Should -BeOfType double
        $row.text | Should -BeExactly 'Ünïcode'
        , $row.bytes | Should -BeOfType byte[]
        $row.bytes | Should -Be 0, 255
        $row.endless | Should -Be ([double]::PositiveInfinity)
    }

    It 'a property for each column, though two have one name' {
        $row = Invoke-ExperimentQuery 'SELECT 1 AS a, 2 AS a, 3 AS A, 4 AS b'
        $row.PSObject.Properties.Name | Should -Be a, a2, A3, b
        $row.a, $row.a2, $row.a3, $row.b | Should -Be 1, 2, 3, 4
    }

    It 'has the rows of each of several queries, and nothing for no query' {
        (Invoke-ExperimentQuery 'SELECT 1 AS a; SELECT 2 AS a UNION ALL SELECT 3').a | Should -Be 1, 2, 3
        Invoke-ExperimentQuery 'SELECT 1 WHERE 0' | Should -BeNullOrEmpty
        ('SELECT 1 AS a', 'SELECT 2 AS a' | Invoke-ExperimentQuery).a | Should -Be 1, 2
    }

    It 'every point of a series by the view metric_points' {
        $run = Start-Run -Experiment iris
        Add-Metric loss ([double[]](1..2000)) -Step ([long[]](0..1999))
        Add-Metric loss 0.5 -Step 7
        $sums = Invoke-ExperimentQuery 'SELECT count(*) AS n, sum(value) AS total, max(step) AS last FROM metric_points'
        $sums.n, $sums.total, $sums.last | Should -Be 2001, 2001000.5, 1999
        (Invoke-ExperimentQuery 'SELECT value FROM metric_points WHERE step = 7 ORDER BY value').value | Should -Be 0.5, 8
        Complete-Run
    }

    It 'contains the tables of the documents' {
        $null = New-Experiment iris -Id exp_1 -Description flowers
        $run = Start-Run -Experiment iris -Id run_1
        Add-Artifact -Text x -Key model -Type checkpoint
        Complete-Run
        $experiment = Invoke-ExperimentQuery 'SELECT * FROM EXPERIMENT'
        $experiment.id, $experiment.title, $experiment.desc | Should -Be exp_1, iris, flowers
        [datetime]$experiment.start_time | Should -BeGreaterThan (Get-Date).AddMinutes(-5)
        $trialRun = Invoke-ExperimentQuery 'SELECT r.id, r.status, t.experiment_id FROM TRIAL_RUN r JOIN TRIAL t ON t.id = r.trial_id'
        $trialRun.id, $trialRun.status, $trialRun.experiment_id | Should -Be run_1, Succeeded, exp_1
        (Invoke-ExperimentQuery 'SELECT type, trial_run_id FROM ARTIFACT').trial_run_id | Should -Be run_1
        foreach ($view in 'TRIAL', 'RESULTS', 'EPOCH', 'DATASET', 'ENCODER', 'LOGS', 'EXPERIMENT_DATASET', 'ENCODER_DATASET') {
            { Invoke-ExperimentQuery "SELECT * FROM $view" -ErrorAction Stop } | Should -Not -Throw
        }
    }
}

Describe 'Parameters of Invoke-ExperimentQuery' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }

    It 'are passed by name, with any prefix, and never become SQL' {
        $evil = "'; DELETE FROM runs; --"
        $row = Invoke-ExperimentQuery 'SELECT @text AS a, :number AS b, $part AS c, @none AS d, @text AS e' @{ text = $evil; number = 7; part = 0.5; none = $null }
        $row.a, $row.b, $row.c, $row.d, $row.e | Should -Be $evil, 7, 0.5, $null, $evil
        (Invoke-ExperimentQuery 'SELECT @id AS a' @{ '@id' = 1 }).a | Should -Be 1
        (Invoke-ExperimentQuery 'SELECT $id AS a' -Parameter ([ordered]@{ id = $true })).a | Should -Be 1
    }

    It 'that are dates compare with the times of the tables' {
        $null = New-Run -Experiment dated
        $count = { (Invoke-ExperimentQuery 'SELECT count(*) AS n FROM runs WHERE created_at > @since' @{ since = $args[0] }).n }
        & $count (Get-Date).AddMinutes(-5) | Should -Be 1
        & $count (Get-Date).AddMinutes(5) | Should -Be 0
    }

    It 'that are missing are an error that names them' {
        { Invoke-ExperimentQuery 'SELECT @a + @b' @{ a = 1 } -ErrorAction Stop } | Should -Throw -ErrorId 'QueryFailed*' -ExpectedMessage '*@b*'
    }
}

Describe 'Errors of Invoke-ExperimentQuery' {
    It 'contain the message of SQLite about the query: <_>' -ForEach 'SELEKT 1', 'SELECT * FROM nowhere', 'SELECT nothing FROM runs', 'SELECT (' {
        $null = Connect-ExperimentStore -InMemory
        { Invoke-ExperimentQuery $_ -ErrorAction Stop } | Should -Throw -ErrorId 'QueryFailed*' -ExpectedMessage 'The query failed: *'
        Disconnect-ExperimentStore
    }

    It 'are written for a store that does not exist, and create none' {
        $folder = New-TestStore
        { Invoke-ExperimentQuery 'SELECT 1' -Store (Join-Path $folder none) -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound*'
        Push-Location $folder
        { Invoke-ExperimentQuery 'SELECT 1' -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound*'
        Pop-Location
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }
}

Describe 'Streaming' {
    BeforeAll {
        $store = Connect-ExperimentStore (New-TestStore) -Create
        $endless = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n'
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'returns the first rows of a query that never ends' {
        (Invoke-ExperimentQuery $endless | Select-Object -First 3).i | Should -Be 1, 2, 3
    }

    It 'does not keep others from writing meanwhile' {
        $seen = 0
        Invoke-ExperimentQuery $endless | Select-Object -First 3 | ForEach-Object { $seen++; $null = New-Run -Experiment streamed -Store $store }
        $seen | Should -Be 3
        (Get-Run -Experiment streamed).Count | Should -Be 3
    }

    It 'leaves a store in memory usable within the pipeline' {
        $memory = Connect-ExperimentStore -InMemory
        $null = 1..3 | ForEach-Object { New-Run -Experiment e }
        Invoke-ExperimentQuery 'SELECT id FROM runs' | ForEach-Object { Add-ExperimentTag seen -Run $_.id }
        (Get-Run).Tags.Keys | Should -Be seen, seen, seen
        Disconnect-ExperimentStore -Store $memory
        $null = Connect-ExperimentStore $store.Path
    }

    It 'passes a hundred thousand rows on' {
        $sum = 0L
        Invoke-ExperimentQuery "SELECT * FROM ($endless) LIMIT 100000" | ForEach-Object { $sum += $_.i }
        $sum | Should -Be 5000050000
    }
}

Describe 'The SQL of docs/schema.md' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }

    It 'reads values from JSON, and has mathematical functions and full joins' {
        $row = Invoke-ExperimentQuery @'
SELECT '{"lr":0.25,"opt":{"name":"sgd"}}' ->> '$.lr' AS lr, '{"a":"x"}' ->> 'a' AS a, sqrt(16) AS root, pow(2, 10) AS power, log10(1000) AS decade, floor(-1.5) AS lower
'@
        $row.lr, $row.a, $row.root, $row.power, $row.decade, $row.lower | Should -Be 0.25, 'x', 4, 1024, 3, -2
        (Invoke-ExperimentQuery 'SELECT a, b FROM (SELECT 1 AS a) FULL JOIN (SELECT 2 AS b) ON a = b').Count | Should -Be 2
    }

    It 'adds up doubles with compensation' {
        (Invoke-ExperimentQuery 'SELECT sum(x) AS s FROM (SELECT 1e16 AS x UNION ALL SELECT 1.0 UNION ALL SELECT -1e16)').s | Should -Be 1
    }
}
