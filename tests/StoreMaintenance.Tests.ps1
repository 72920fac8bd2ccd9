BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function New-Folder { (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName }

    # A connected store with one run of 3,000 points and an artifact of 1,000 bytes for each name.
    function Connect-NewStore([string[]] $Run = @()) {
        $info = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
        foreach ($name in $Run) {
            $null = Start-Run lab $name
            # Values of eight bytes each.
            Add-Metric loss ((1..2999).ForEach{ [math]::Sin($_) } + 3000)
            Add-Artifact -Text $name.PadRight(1000) -Key notes.txt
            Complete-Run
        }
        $info.Path
    }

    # Changes a blob as another program would.
    function Edit-Content([string] $Run) {
        $artifact = Get-Artifact notes.txt -Run $Run
        [IO.File]::WriteAllText((Join-Path (Get-ExperimentStore).Path $artifact.Location), 'x' * 1000)
        $artifact
    }

    function New-StrayContent([string] $Store) {
        $folder = (New-Item -ItemType Directory -Force "$Store/artifacts/sha256/00").FullName
        $path = "$folder/$(-join (1..62 | ForEach-Object { '{0:x}' -f (Get-Random 16) }))"
        Set-Content $path stray
        $path
    }

    # A connection with the module's SQLite, as another program would open it.
    function Open-Database([string] $Store) {
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.Data.Sqlite' }
        $connection = [Activator]::CreateInstance($assembly.GetType('Microsoft.Data.Sqlite.SqliteConnection'), "Data Source=$Store/tracker.db;Pooling=False")
        $connection.Open()
        $connection
    }

    function Invoke-Sql([object] $Connection, [string] $Text) {
        $command = $Connection.CreateCommand()
        $command.CommandText = $Text
        $null = $command.ExecuteNonQuery()
        $command.Dispose()
    }
}

AfterAll { Disconnect-ExperimentStore }

Describe 'Test-ExperimentStore' {
    It 'returns nothing for a valid store, and reports it with -Verbose' {
        $path = Connect-NewStore a
        Test-ExperimentStore | Should -BeNullOrEmpty
        Test-ExperimentStore -Quiet | Should -BeTrue
        Test-ExperimentStore -Verbose 4>&1 | Should -BeLike "*$path*nothing was found*"
    }

    It 'returns a finding with problem, owner and severity, and -Quick does not read the bytes' {
        $null = Connect-NewStore a, b
        $artifact = Edit-Content lab/1
        $finding = Test-ExperimentStore
        $finding.Severity, $finding.Area, $finding.Problem | Should -Be Error, Artifacts, BlobCorrupt
        $finding.Subject, $finding.OwnerId | Should -Be $artifact.Digest, $artifact.Id
        $finding.Owner | Should -Be "artifact 'notes.txt' of lab/001"
        "$finding" | Should -Be $finding.Message
        Test-ExperimentStore -Quiet | Should -BeFalse
        Test-ExperimentStore -Quick | Should -BeNullOrEmpty
        Test-ExperimentStore -Quick -Quiet | Should -BeTrue
    }

    It 'ignores leftovers that only use space' {
        $path = Connect-NewStore
        $null = New-StrayContent $path
        (Test-ExperimentStore).Severity | Should -Be Information
        Test-ExperimentStore -Quiet | Should -BeTrue
    }

    It 'accepts stores by path, object and pipeline, and continues after one that is not a store' {
        $path = Connect-NewStore a
        $null = Edit-Content lab/0
        $info = Get-ExperimentStore
        $null = Connect-NewStore b
        Test-ExperimentStore $path | Should -HaveCount 1
        Test-ExperimentStore -Path $path | Should -HaveCount 1
        $found = 'no such store', $path, $info, (Get-Item $path) | Test-ExperimentStore -ErrorVariable failed -ErrorAction SilentlyContinue
        $found | Should -HaveCount 3
        $failed.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        { Test-ExperimentStore 'no such store' -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
    }

    It 'stops with the pipeline, and can be called again' {
        $null = Connect-NewStore a, b
        'lab/0', 'lab/1' | ForEach-Object { $null = Edit-Content $_ }
        Test-ExperimentStore | Select-Object -First 1 | Should -HaveCount 1
        Test-ExperimentStore | Should -HaveCount 2
    }

    It 'keeps its values when a finding is deserialized' {
        $path = Connect-NewStore
        $null = New-StrayContent $path
        $copy = Copy-ThroughFile (Test-ExperimentStore)
        "$($copy.Severity) $($copy.Area)" | Should -Be 'Information Files'
    }
}

Describe 'Repair-ExperimentStore' {
    It 'reports with -WhatIf what it would do, and does nothing' {
        $path = Connect-NewStore
        $stray = New-StrayContent $path
        Get-WhatIf { Repair-ExperimentStore -WhatIf } | Should -BeLike "*Repair*No record refers to the blob artifacts/sha256/00/*"
        $stray | Should -Exist
        "$path/quarantine" | Should -Not -Exist
    }

    It 'repairs what it can, reports what it cannot, and keeps a copy of the database' {
        $path = Connect-NewStore a
        $stray = New-StrayContent $path
        $null = Edit-Content lab/0
        $database = Open-Database $path
        Invoke-Sql $database "UPDATE metrics SET max_value = 99"
        $database.Dispose()
        $done = Repair-ExperimentStore -Confirm:$false
        $done.Problem | Should -Be StatisticsDiffer, BlobCorrupt, StrayBlob
        $done.IsRepaired | Should -Be $true, $false, $true
        $done[0].Action | Should -Be 'Recalculated the statistics of loss: the maximum is recorded as 99, but is 3000 for its points.'
        $done[1].Action | Should -BeLike 'This cannot be repaired.*from a backup*'
        $stray | Should -Not -Exist
        (Get-ChildItem $done[2].Quarantine).Name | Should -Contain (Split-Path $stray -Leaf).Insert(0, '00')
        (Get-Run).MetricStatistics.loss.Max | Should -Be 3000
        (Get-Run -Store $done[0].Quarantine).MetricStatistics.loss.Max | Should -Be 99
        (Test-ExperimentStore).Problem | Should -Be BlobCorrupt
    }

    It 'repairs piped findings, in their source store' {
        $path = Connect-NewStore
        $strays = (New-StrayContent $path), (New-StrayContent $path)
        $other = Connect-NewStore
        $done = Test-ExperimentStore $path | Select-Object -First 1 | Repair-ExperimentStore
        $done.IsRepaired | Should -BeTrue
        $done.Quarantine | Should -BeLike "$path*"
        $strays | Where-Object { Test-Path $_ } | Should -HaveCount 1
        "$other/quarantine" | Should -Not -Exist
    }

    It 'does nothing for a sound store and an empty pipeline' {
        $path = Connect-NewStore a
        Repair-ExperimentStore | Should -BeNullOrEmpty
        Test-ExperimentStore | Repair-ExperimentStore | Should -BeNullOrEmpty
        "$path/quarantine" | Should -Not -Exist
        { $null | Repair-ExperimentStore -ErrorAction Stop } | Should -Throw
    }
}

Describe 'Optimize-ExperimentStore' {
    It 'shows with -WhatIf runs, points and bytes, and deletes nothing' {
        $null = Connect-NewStore a, b
        Remove-Run a
        Get-WhatIf { Optimize-ExperimentStore -RemovedBefore (Get-Date) -WhatIf } |
            Should -Match '\(1 run, 3,000 points, 1 artifact, 1 blob; \d+\.\d KB to be freed\)'
        Restore-Run a
        Get-ArtifactContent notes.txt -Run a | Should -Be 'a'.PadRight(1000)
    }

    It 'deletes what was removed, frees its space, and keeps the rest' {
        $path = Connect-NewStore a, b
        $removed = Get-Artifact notes.txt -Run a
        Remove-Run a
        $collected = Optimize-ExperimentStore -RemovedBefore (Get-Date)
        $collected.Runs, $collected.Points, $collected.Artifacts, $collected.Blobs, $collected.BlobBytes | Should -Be 1, 3000, 1, 1, 1000
        $collected.DatabaseBytes | Should -BeGreaterThan 20kb
        Join-Path $path $removed.Location | Should -Not -Exist
        Get-Run -Removed | Should -BeNullOrEmpty
        (Get-Failure { Restore-Run a }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        (Get-Run).Name | Should -Be b
        (Get-MetricSeries loss -Run b).Count | Should -Be 3000
        Test-ExperimentStore | Should -BeNullOrEmpty
    }

    It 'keeps what was removed after a given time' {
        $null = Connect-NewStore a
        Remove-Run a
        (Optimize-ExperimentStore -RemovedBefore (Get-Date).AddDays(-1)).Runs | Should -Be 0
        Restore-Run a
        Remove-Run a
        (Optimize-ExperimentStore -RemovedBefore (Get-Date)).Runs | Should -Be 1
    }

    It 'keeps what was removed in the last seven days' {
        $null = Connect-NewStore a
        Remove-Run a
        (Optimize-ExperimentStore).Runs | Should -Be 0
        Restore-Run a
        Get-ArtifactContent notes.txt -Run a | Should -Be 'a'.PadRight(1000)
    }

    It 'keeps what a live model version refers to' {
        $null = Connect-NewStore a
        $null = Register-ModelVersion classifier -Run a -Artifact notes.txt
        Remove-Run a
        $collected = Optimize-ExperimentStore -RemovedBefore (Get-Date)
        $collected.Runs, $collected.Kept | Should -Be 0, 2
        Restore-Run a
        Test-Artifact -Run a -Quiet | Should -BeTrue
    }

    It 'works on a store in memory' {
        $null = Connect-ExperimentStore -InMemory
        $null = New-Project p
        Remove-Project p
        (Optimize-ExperimentStore -RemovedBefore (Get-Date)).Projects | Should -Be 1
        Test-ExperimentStore | Should -BeNullOrEmpty
    }
}

Describe 'Backup-ExperimentStore' {
    BeforeAll { $where = Get-Location }
    AfterEach { Set-Location $where }

    It 'creates a valid store, at a path relative to $PWD' {
        $path = Connect-NewStore a, b
        Remove-Run b
        Set-Location (New-Folder)
        $backup = Backup-ExperimentStore ./backup/
        $backup.Path | Should -Be (Join-Path $PWD backup)
        $backup.Source, $backup.StoreId | Should -Be $path, (Get-ExperimentStore).StoreId
        $backup.Runs, $backup.Points, $backup.Blobs, $backup.ArtifactSize, $backup.IsComplete | Should -Be 2, 6000, 2, 2000, $true
        $backup.TakenAt | Should -BeGreaterThan (Get-Date).AddMinutes(-1)
        (Get-Run -Store ./backup).Name | Should -Be a
        Restore-Run b -Store ./backup
        $backup | Get-ExperimentStore | ForEach-Object Runs | Should -Be 2
        Test-ExperimentStore ./backup | Should -BeNullOrEmpty
        (Get-ChildItem).Name | Should -Be backup
    }

    It 'can be packed into an archive while a run is running' {
        $null = Connect-NewStore a
        Set-Location (New-Folder)
        $run = Start-Run open
        Add-Metric loss 1
        Backup-ExperimentStore ./copy | Out-Null
        Compress-Archive ./copy copy.zip
        Expand-Archive copy.zip unpacked
        Complete-Run $run
        (Get-Run a -Store ./unpacked/copy).MetricStatistics.loss.Count | Should -Be 3000
    }

    It 'replaces nothing except an earlier backup with -Force' {
        $null = Connect-NewStore a
        Set-Location (New-Folder)
        $null = Backup-ExperimentStore backup
        Set-Content file mine
        $failed = Get-Failure { Backup-ExperimentStore backup; Backup-ExperimentStore file -Force; Backup-ExperimentStore Env:/x }
        $failed.FullyQualifiedErrorId | Should -BeLike '*,*BackupExperimentStoreCommand'
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be BackupExists, BackupExists, PathNotFileSystem
        $failed.CategoryInfo.Category | Should -Be ResourceExists, ResourceExists, InvalidArgument
        Get-Content file | Should -Be mine
        $null = New-Project later
        $null = Backup-ExperimentStore backup -Force
        (Get-Project -Store backup).Name | Should -Contain later
    }

    It 'refuses a place within the store, and around it' {
        $path = Connect-NewStore
        $failed = Get-Failure { Backup-ExperimentStore "$path/backup"; Backup-ExperimentStore (Split-Path $path) -Force }
        $failed.FullyQualifiedErrorId | Should -BeLike 'BackupPathInvalid,*'
        $failed | Should -HaveCount 2
    }

    It 'does nothing with -WhatIf' {
        $null = Connect-NewStore
        Set-Location (New-Folder)
        Get-WhatIf { Backup-ExperimentStore backup -WhatIf } | Should -BeLike '*Back up*backup*'
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'reports each blob that it had to omit, and copies the rest' {
        $null = Connect-NewStore a, b
        $artifact = Edit-Content lab/0
        Set-Location (New-Folder)
        $backup = Backup-ExperimentStore backup -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'BackupIncomplete,*'
        $failed.TargetObject | Should -Be $artifact.Digest
        "$failed" | Should -BeLike "*artifact 'notes.txt' of lab/000*"
        $backup.IsComplete, $backup.Blobs | Should -Be $false, 1
        Get-ArtifactContent notes.txt -Run lab/1 -Store backup | Should -Be 'b'.PadRight(1000)
    }
}

Describe 'A wait for another process' {
    It 'is reported on the verbose stream, with the process, after a second' {
        $path = Connect-NewStore
        $database = Open-Database $path
        Invoke-Sql $database 'BEGIN IMMEDIATE'
        $messages = New-Project waited -Verbose 4>&1 | ForEach-Object {
            if ($_ -like 'Waiting*') { $database.Dispose() }
            $_
        }
        $holder = $IsLinux ? "process $PID (*)" : 'another process'
        $messages -like 'Waiting*' | Should -BeLike "Waiting for $holder, which writes to the store '$path'."
        $messages[-1].Name | Should -Be waited
    }
}
