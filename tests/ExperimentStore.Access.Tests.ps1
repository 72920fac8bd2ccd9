# Paths that are no usable store, and stores that others use, change or protect.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/StoreSupport.ps1"
    $where = Get-Location
}

AfterAll { Set-Location $where }

Describe 'The path of a store' {
    BeforeDiscovery {
        $forbidden = [IO.Path]::GetInvalidFileNameChars()
        $names = @(
            'with spaces', "o'clock", 'say "hi"', '100%', 'a%20b', 'c#', 'a;Mode=Memory', 'br[x]ackets', '[ab]*', 'back`tick', '$HOME',
            'what?x=1', 'plus+and&', 'Größe', '测试 🚀', 'a,b', 'file:x', '-Store'
        ) | Where-Object { $_.IndexOfAny($forbidden) -lt 0 }
    }

    It 'may be: <_>' -ForEach $names {
        $folder = Join-Path (New-Folder) $_
        $info = Connect-ExperimentStore -Path $folder -Create -InformationAction Ignore
        $info.Path | Should -Be $folder
        Start-Run vision | Out-Null
        Add-Metric loss 1
        Add-Artifact -Text hello -Key hello.txt
        Complete-Run
        Disconnect-ExperimentStore
        [IO.File]::Exists("$folder/tracker.db") | Should -BeTrue
        (Get-ChildItem -LiteralPath (Split-Path $folder) -Force).Name | Should -Be $_
        Get-ArtifactContent hello.txt -Run vision/0 -Store $folder | Should -Be hello
    }

    It 'may lie in a current folder called: <_>' -ForEach $names {
        $folder = [IO.Directory]::CreateDirectory((Join-Path (New-Folder) $_)).FullName
        Set-Location -LiteralPath $folder
        $null = New-Project here -InformationAction Ignore
        (Get-Project here).Name | Should -Be here
        [IO.File]::Exists("$folder/.experiments/tracker.db") | Should -BeTrue
        Set-Location $where
    }
}

Describe 'What is no usable store' {
    BeforeEach { $path = New-NamedStore mine }

    It 'is a text file in the place of the database, and it stays as it is' {
        Set-Content "$path/tracker.db" ('this is a diary, page after page' * 100)
        $before = Get-TreeHash $path
        $failure = Get-Failure { Get-Project -Store $path; New-Project other -Store $path }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreNotADatabase,*'
        $failure | Should -HaveCount 2
        $failure.CategoryInfo.Category | Should -Be InvalidData, InvalidData
        $failure[0].TargetObject | Should -BeLike "$path*"
        Get-TreeHash $path | Should -Be $before
    }

    It 'is an empty file in the place of the database' {
        [IO.File]::WriteAllBytes("$path/tracker.db", @())
        (Get-Failure { Get-Project -Store $path }).FullyQualifiedErrorId | Should -BeLike 'StoreNotADatabase,*'
        (Get-Item "$path/tracker.db").Length | Should -Be 0
    }

    It 'is a database of another program' {
        # Bytes 68 to 71 are SQLite's application_id.
        Set-HeaderByte $path 71 1
        $before = Get-TreeHash $path
        (Get-Failure { Get-Project -Store $path }).FullyQualifiedErrorId | Should -BeLike 'StoreNotADatabase,*'
        Get-TreeHash $path | Should -Be $before
    }

    It 'is a store of a newer version' {
        Set-HeaderByte $path 62 1
        $before = Get-TreeHash $path
        $failure = Get-Failure { Get-Project -Store $path; New-Project other -Store $path }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreTooNew,*'
        $failure | Should -HaveCount 2
        $failure[0].CategoryInfo.Category | Should -Be NotImplemented
        $failure[0].TargetObject | Should -Be $path
        "$($failure[0])" | Should -Match 'schema version 2[56]\d.*supports versions up to \d.*Update the module'
        Get-TreeHash $path | Should -Be $before
    }

    It 'is a database whose pages are damaged' {
        $bytes = [IO.File]::ReadAllBytes("$path/tracker.db")
        $length = $bytes.Length
        for ($i = 4096; $i -lt $length; $i++) { $bytes[$i] = 0xFF }
        [IO.File]::WriteAllBytes("$path/tracker.db", $bytes)
        $failure = Get-Failure { Get-Project -Store $path }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreCorrupt,*'
        $failure.CategoryInfo.Category | Should -Be InvalidData
        "$failure" | Should -BeLike "*$path*damaged*"
    }

    It 'is a file' {
        $file = "$path/tracker.db"
        $failure = Get-Failure { Get-Project -Store $file; New-Project other -Store $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StorePathInvalid,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument, InvalidArgument
        $failure.TargetObject | Should -Be $file, $file
        "$($failure[0])" | Should -BeLike '*is a file, but a store is a folder*'
    }
}

Describe 'A store that other processes change during the session' {
    BeforeEach {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows does not let the folder of an open store be removed'; return }
        Set-Location (New-Folder)
        $null = New-Project first -InformationAction Ignore
    }

    AfterEach { Disconnect-ExperimentStore }

    It 'is not found once its folder was removed' {
        Remove-Item .experiments -Recurse -Force
        (Get-Failure { Get-Project }).FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
    }

    It 'is created again by a write, which reports it' {
        Remove-Item .experiments -Recurse -Force
        $null = New-Project second -InformationVariable messages
        "$messages" | Should -BeLike 'Created the experiment store*'
        (Get-Project).Name | Should -Be second
    }

    It 'is read again when another store replaced it' {
        Remove-Item .experiments -Recurse -Force
        Move-Item (New-NamedStore second) .experiments
        (Get-Project).Name | Should -Be second
    }

    It 'is not silently created again when the session is connected to it' {
        $null = Connect-ExperimentStore
        Remove-Item .experiments -Recurse -Force
        (Get-Failure { New-Project second }).FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        '.experiments' | Should -Not -Exist
    }
}

Describe 'A store that another session uses at the same time' {
    It 'accepts the writes of both, and each sees the other''s' {
        $path = New-TestStore
        $null = Connect-ExperimentStore $path -Create -InformationAction Ignore
        $other = Start-Pwsh -Environment @{ EXPERIMENT_STORE = $path } -Script {
            Start-Run theirs | Out-Null
            1..50 | ForEach-Object { Add-Metric loss $_ }
            'ready'
            $null = [Console]::In.ReadLine()
            (Get-Experiment).Name -join ' '
            Complete-Run
        }
        try {
            $null = Start-Run mine
            1..50 | ForEach-Object { Add-Metric loss $_ }
            $other.StandardOutput.ReadLine() | Should -Be ready
            (Get-Run theirs/0).Status | Should -Be Running
            (Get-Run theirs/0).Metrics.loss | Should -Be 50
            (Get-ExperimentStore).RunningRuns | Should -Be 2
            $other.StandardInput.WriteLine()
            $other.StandardOutput.ReadToEnd().Trim() | Should -Be 'mine theirs'
            $other.WaitForExit(20000) | Should -BeTrue
            (Get-Run theirs/0).Status | Should -Be Succeeded
            Complete-Run
            Get-Metric loss -Run (Get-Run) | ForEach-Object Count | Should -Be 50, 50
        }
        finally {
            if (!$other.HasExited) { $other.Kill() }
            $other.Dispose()
            Disconnect-ExperimentStore
        }
    }
}

Describe 'A store that may not be written' {
    BeforeAll {
        $obstacle = Get-PrivilegeObstacle
        if (!$obstacle) {
            # One process tests all of them, because each process takes half a second.
            $folder = New-Folder
            $readable = New-NamedStore readable "$folder/100% [x] #1?"
            $null = New-Experiment vision -Store $readable
            Add-Artifact -Text hello -Key hello.txt -Experiment vision -Store $readable
            Disconnect-ExperimentStore -Store $readable

            # The database alone is write-protected; the folder is not.
            $protected = New-NamedStore protected "$folder/protected"

            # A killed process left changes in the write-ahead log.
            $wal = New-NamedStore wal "$folder/wal"
            $killed = Start-Pwsh -Environment @{ EXPERIMENT_STORE = $wal } -Script {
                $null = New-Project late
                [Environment]::FailFast('as if killed')
            }
            $killed.WaitForExit()

            chmod -R a+rX $folder
            chmod -R a-w $readable $wal
            chmod 777 $protected
            chmod a-w $protected/tracker.db
            $null = New-Item -ItemType Directory $folder/locked
            chmod 555 $folder/locked
            $hidden = New-NamedStore hidden "$folder/hidden"
            chmod 0 $hidden
            $files = (Get-ChildItem -LiteralPath $readable -Recurse -Force -File).Name | Sort-Object
            $result = Invoke-Pwsh -Unprivileged -Environment @{ FOLDER = $folder } {
                function Show($Body) {
                    $ErrorActionPreference = 'Continue'
                    $found = try { & $Body 2>&1 } catch { $_ }
                    foreach ($one in $found) {
                        if ($one -isnot [Management.Automation.ErrorRecord]) { "$one"; continue }
                        $one.FullyQualifiedErrorId, $one.CategoryInfo.Category, $one.TargetObject, $one -join '|'
                    }
                }
                $folder, $readable = $env:FOLDER, "$env:FOLDER/100% [x] #1?"
                @{
                    read = @(Show { (Get-Project -Store $readable).Name; (Get-ExperimentStore $readable).IsReadOnly })
                    content = @(Show { Get-ArtifactContent hello.txt -Experiment vision -Store $readable })
                    write = @(Show { New-Project x -Store $readable })
                    remove = @(Show { Remove-Experiment vision -Store $readable })
                    'add an artifact' = @(Show { Add-Artifact -Text other -Key other.txt -Experiment vision -Store $readable })
                    start = @(Show { Start-Run vision -Store $readable })
                    protectedRead = @(Show { (Get-Project -Store "$folder/protected").Name })
                    protectedWrite = @(Show { New-Project x -Store "$folder/protected" })
                    wal = @(Show { Get-Project -Store "$folder/wal" })
                    create = @(Show { New-Project x -Store "$folder/locked/new" })
                    hiddenRead = @(Show { Get-Project -Store "$folder/hidden" })
                    hiddenWrite = @(Show { New-Project x -Store "$folder/hidden" })
                    hiddenConnect = @(Show { Connect-ExperimentStore "$folder/hidden" })
                    connect = @(Show { Connect-ExperimentStore "$folder/locked/new" -Create })
                } | ConvertTo-Json
            }
            $filesAfter = (Get-ChildItem -LiteralPath $readable -Recurse -Force -File).Name | Sort-Object
            $answers = $result.StdOut | ConvertFrom-Json
            $exitCode = $result.ExitCode
        }
    }

    AfterAll { if ($folder) { chmod -R u+w $folder } }

    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'is read, including artifacts, and is marked as read-only' {
        $exitCode | Should -Be 0
        $answers.read | Should -Be Default, readable, True
        $answers.content | Should -Be hello
    }

    It 'refuses to <_>, in one error that names it, and stays as it is' -ForEach write, remove, 'add an artifact', start {
        $answers.$_ | Should -HaveCount 1
        $id, $category, $target, $message = $answers.$_ -split '\|'
        $id | Should -BeLike 'StoreReadOnly,*'
        $category | Should -Be PermissionDenied
        $target | Should -Be $readable
        $message | Should -BeLike '*can be read but not written*'
        $filesAfter | Should -Be $files
        (Get-Experiment -Store $readable).Name | Should -Be vision
    }

    It 'may be a database that is write-protected in a folder that is not' {
        $answers.protectedRead | Should -Be protected
        $answers.protectedWrite | Should -BeLike "StoreReadOnly,*|PermissionDenied|$protected|*can be read but not written*"
    }

    It 'is read with the write-ahead log of a killed process, or reports the reason' {
        if ($answers.wal -like 'StoreUnavailable,*') {
            $answers.wal | Should -BeLike "StoreUnavailable,*|ResourceUnavailable|$wal|*write-protected*write-ahead log*"
        }
        else { $answers.wal | Should -Be late, wal }
    }

    It 'is not treated as missing if its folder cannot be accessed: <_>' -ForEach hiddenRead, hiddenWrite, hiddenConnect {
        $answers.$_ | Should -HaveCount 1
        $answers.$_ | Should -BeLike "StoreAccessDenied,*|PermissionDenied|$folder/hidden|*has no access to the store*"
    }

    It 'cannot be created in a read-only folder: <_>' -ForEach create, connect {
        $answers.$_ | Should -BeLike "StoreNotCreated,*|PermissionDenied|$folder/locked/new|*No store can be created at*"
        "$folder/locked/new" | Should -Not -Exist
    }
}
