BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function New-Folder {
        (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName
    }

    # A closed store with one project, whose name identifies the store.
    function New-NamedStore([string] $Project, [string] $Path = (New-TestStore)) {
        $null = New-Project $Project -Store $Path -InformationAction Ignore
        Disconnect-ExperimentStore -Store $Path
        $Path
    }

    # Changes the header of a closed database, as another program or version would.
    function Set-HeaderByte([string] $Store, [int] $Offset, [byte] $Value) {
        $stream = [IO.File]::OpenWrite("$Store/tracker.db")
        $stream.Position = $Offset
        $stream.WriteByte($Value)
        $stream.Dispose()
    }

    function Get-TreeHash([string] $Path) {
        Get-ChildItem -LiteralPath $Path -Recurse -Force -File | Sort-Object FullName |
            ForEach-Object { "$($_.FullName) $((Get-FileHash -LiteralPath $_.FullName).Hash)" }
    }

    $where = Get-Location
}

AfterAll { Set-Location $where }

Describe 'Which store is used' {
    BeforeEach {
        $here = New-Folder
        Set-Location -LiteralPath $here
    }

    AfterEach {
        Disconnect-ExperimentStore
        $env:EXPERIMENT_STORE = $null
    }

    It 'does not exist initially: a read fails and creates nothing' {
        $failure = Get-Failure { Get-Project; Get-Run; Get-ExperimentStore }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        $failure | Should -HaveCount 3
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failure[0].TargetObject | Should -Be $here
        "$($failure[0])" | Should -BeLike "*no experiment store at or above '$here'*"
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'is created in the current folder by the first write, which reports it' {
        $null = New-Project vision -InformationVariable messages
        "$messages" | Should -Be "Created the experiment store $(Join-Path $here .experiments)"
        Join-Path $here .experiments | Should -Exist
        (Get-Project).Name | Should -Be vision
    }

    It 'is not announced again by the second write' {
        $null = New-Project vision -InformationAction Ignore
        $null = New-Project audio -InformationVariable messages
        $messages | Should -BeNullOrEmpty
    }

    It 'is not created by -WhatIf: <_>' -ForEach @(
        'New-Project a', 'New-Experiment a', 'New-Run a', 'Start-Run a', 'Invoke-Run { throw "ran" } -Experiment a'
    ) {
        $null = & ([scriptblock]::Create("$_ -WhatIf")) 6>&1
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'is not created by a write that fails' {
        (Get-Failure { New-Project "a`tb" }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        (Get-Failure { New-Project " `t" }).FullyQualifiedErrorId | Should -BeLike 'NullArgument,*'
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'is the nearest .experiments at or above the current folder' {
        $null = New-NamedStore outer "$here/.experiments"
        Set-Location (New-Item -ItemType Directory a/b)
        (Get-Project).Name | Should -Be outer
        $null = New-NamedStore inner "$here/a/.experiments"
        (Get-Project).Name | Should -Be inner
        Set-Location $here
        (Get-Project).Name | Should -Be outer
    }

    It 'is not a folder that is merely called .experiments' {
        $null = New-NamedStore outer "$here/.experiments"
        Set-Location (New-Item -ItemType Directory a)
        $null = New-Item -ItemType Directory .experiments
        (Get-Project).Name | Should -Be outer
    }

    It 'is found from the current location in the file system while $PWD is in Env:' {
        $null = New-NamedStore nearest "$here/.experiments"
        Set-Location Env:
        (Get-Project).Name | Should -Be nearest
        $null = New-Project another
        (Get-ExperimentStore).Path | Should -Be (Join-Path $here .experiments)
    }

    It 'is created in the current folder of the file system while $PWD is in Env:' {
        Set-Location Env:
        $null = New-Project vision -InformationAction Ignore
        Join-Path $here .experiments | Should -Exist
    }

    It 'is, in this order: -Store, the connected one, $env:EXPERIMENT_STORE, the nearest' {
        $null = New-NamedStore nearest "$here/.experiments"
        (Get-Project).Name | Should -Be nearest
        $env:EXPERIMENT_STORE = New-NamedStore environment
        (Get-Project).Name | Should -Be environment
        $connected = Connect-ExperimentStore (New-NamedStore connected)
        (Get-Project).Name | Should -Be connected
        (Get-Project -Store (New-NamedStore named)).Name | Should -Be named
        (Get-Project -Store (Get-ExperimentStore (New-NamedStore object))).Name | Should -Be object
        Disconnect-ExperimentStore
        (Get-Project).Name | Should -Be environment
        (Get-Project -Store $connected).Name | Should -Be connected
        $env:EXPERIMENT_STORE = ''
        (Get-Project).Name | Should -Be nearest
    }

    It 'is $env:EXPERIMENT_STORE even when it does not exist yet: reads name it, a write creates it' {
        $null = New-NamedStore nearest "$here/.experiments"
        $env:EXPERIMENT_STORE = 'not yet'
        $failure = Get-Failure { Get-Project }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        $failure.TargetObject | Should -Be (Join-Path $here 'not yet')
        $null = New-Project vision -InformationVariable messages
        "$messages" | Should -BeLike "*$(Join-Path $here 'not yet')"
    }

    It 'may be a relative path, which counts from $PWD and not from the folder of the process' {
        $null = New-NamedStore relative "$here/sub/store"
        (Get-Project -Store sub/store).Name | Should -Be relative
        Set-Location sub
        (Get-Project -Store ./store).Name | Should -Be relative
        $env:EXPERIMENT_STORE = '../sub/store'
        (Get-Project).Name | Should -Be relative
        Set-Location Env:
        (Get-Project).Name | Should -Be relative
    }

    It 'may begin with ~, wherever $PWD is' {
        $path = "~/$([IO.Path]::GetRelativePath($HOME, (New-NamedStore home)))"
        (Get-Project -Store $path).Name | Should -Be home
        Set-Location Env:
        (Get-Project -Store $path).Name | Should -Be home
    }

    It 'may be a path of a PSDrive of the file system, and of no other' {
        $null = New-NamedStore drive "$here/store"
        $null = New-PSDrive runs FileSystem $here -Scope Global
        try { (Get-Project -Store runs:/store).Name | Should -Be drive }
        finally { Remove-PSDrive runs -Scope Global }
        $failure = Get-Failure { Get-Project -Store Env:/store; Get-Project -Store nosuchdrive:/store }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StorePathInvalid,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument, InvalidArgument
        $failure.TargetObject | Should -Be Env:/store, nosuchdrive:/store
    }

    It 'may be a deserialized object' {
        $null = New-NamedStore object "$here/store"
        Get-ExperimentStore ./store | Export-Clixml info.xml
        (Get-Project -Store (Import-Clixml info.xml)).Name | Should -Be object
    }
}

Describe 'Connect-ExperimentStore and Disconnect-ExperimentStore' {
    AfterEach { Disconnect-ExperimentStore }

    It 'creates the store with -Create, reports it and describes it' {
        $path = Join-Path (New-Folder) new
        $info = Connect-ExperimentStore $path -Create -InformationVariable messages
        $info.Path | Should -Be $path
        $info.Projects | Should -Be 0
        "$messages" | Should -Be "Created the experiment store $path"
        (Connect-ExperimentStore $path -InformationVariable messagesAgain).StoreId | Should -Be $info.StoreId
        $messagesAgain | Should -BeNullOrEmpty
        (Connect-ExperimentStore $path -Create -InformationVariable messagesAgain).StoreId | Should -Be $info.StoreId
        $messagesAgain | Should -BeNullOrEmpty
    }

    It 'does not create a store without -Create: a mistyped path is an error, and the connection stays' {
        $folder = New-Folder
        Set-Location $folder
        try {
            $null = Connect-ExperimentStore (New-NamedStore kept)
            foreach ($connect in { Connect-ExperimentStore ./typo }, { Connect-ExperimentStore $folder }, { './typo' | Connect-ExperimentStore }) {
                $failure = Get-Failure $connect
                $failure | Should -HaveCount 1
                $failure.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
                "$failure" | Should -BeLike '*Check the path*Connect-ExperimentStore -Create*'
                (Get-Project).Name | Should -Be kept
            }
            Disconnect-ExperimentStore
            $failure = Get-Failure { Connect-ExperimentStore }
            $failure.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
            "$failure" | Should -BeLike '*-Create*'
            $env:EXPERIMENT_STORE = './typo'
            (Get-Failure { Connect-ExperimentStore }).FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }
        finally { $env:EXPERIMENT_STORE = $null; Set-Location $where }
    }

    It 'creates .experiments in the current location with -Create and no path' {
        Set-Location (New-Folder)
        try {
            (Connect-ExperimentStore -Create -InformationAction Ignore).Path | Should -Be (Join-Path $PWD .experiments)
            '.experiments/tracker.db' | Should -Exist
        }
        finally { Set-Location $where }
    }

    It 'accepts a folder from Get-Item, and replaces the connected store' {
        $first, $second = (New-NamedStore first), (New-NamedStore second)
        $null = Connect-ExperimentStore $first
        (Get-Item $second | Connect-ExperimentStore).Path | Should -Be $second
        (Get-Project).Name | Should -Be second
    }

    It 'holds for this runspace only' {
        $null = Connect-ExperimentStore (New-NamedStore mine)
        $other = [powershell]::Create()
        try {
            $script = 'Import-Module $args[0]; Set-Location $args[1]; Get-ExperimentStore'
            $null = $other.AddScript($script).AddArgument($modulePath).AddArgument((New-Folder)).Invoke()
            $other.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
        }
        finally { $other.Dispose() }
    }

    It 'ends a script that cannot connect, instead of letting it write elsewhere' {
        $file = (New-Item (Join-Path (New-Folder) file.txt)).FullName
        { Connect-ExperimentStore $file -ErrorAction Continue } | Should -Throw -ErrorId 'StorePathInvalid,*'
    }

    It 'closes the files: the folder can be moved and used again' {
        $path = New-NamedStore moved
        $null = Connect-ExperimentStore $path
        Disconnect-ExperimentStore
        Move-Item $path "$path-elsewhere"
        (Get-Project -Store "$path-elsewhere").Name | Should -Be moved
        (Get-Failure { Get-Project -Store $path }).FullyQualifiedErrorId | Should -BeLike 'StoreNotFound,*'
    }

    It 'leaves nothing but the database and its artifacts behind when it closes' {
        $path = New-NamedStore closed
        (Get-ChildItem $path -Force -File).Name | Should -Not -Contain tracker.db-wal
    }

    It 'does nothing when nothing is connected, and reports it with -Verbose' {
        $messages = Disconnect-ExperimentStore -Verbose 4>&1
        "$messages" | Should -BeLike '*not connected*'
    }

    It 'creates a folder that only its owner can enter' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'file modes are of Unix'; return }
        $path = Join-Path (New-Folder) new
        $null = Connect-ExperimentStore $path -Create -InformationAction Ignore
        [IO.File]::GetUnixFileMode($path) | Should -Be 'UserExecute, UserWrite, UserRead'
    }
}

Describe 'A store in memory' {
    AfterEach { Disconnect-ExperimentStore }

    It 'leaves nothing on disk, artifacts included' {
        $here = New-Folder
        Set-Location $here
        $before = Get-ChildItem ([IO.Path]::GetTempPath()) -Recurse -Force | ForEach-Object FullName
        $info = Connect-ExperimentStore -InMemory
        Start-Run vision | Out-Null
        Add-Metric loss (1..2000)
        Add-Artifact -Text 'some text' -Key note.txt
        Complete-Run
        $info.IsInMemory | Should -BeTrue
        $info.Path | Should -Be ':memory:'
        Get-ArtifactContent note.txt -Run (Get-Run) | Should -Be 'some text'
        (Get-ExperimentStore).Points | Should -Be 2000
        Get-ChildItem ([IO.Path]::GetTempPath()) -Recurse -Force | ForEach-Object FullName | Should -Be $before
    }

    It 'is one of several, distinguished by their objects' {
        $first = Connect-ExperimentStore -InMemory
        $null = New-Project one
        $second = Connect-ExperimentStore -InMemory
        $null = New-Project two
        $first.StoreId | Should -Not -Be $second.StoreId
        (Get-Project).Name | Should -Be two
        (Get-Project -Store $first).Name | Should -Be one
        $null = Connect-ExperimentStore $first
        (Get-Project).Name | Should -Be one
        (Get-Project -Store $second).Name | Should -Be two
        $first, $second | ForEach-Object { Disconnect-ExperimentStore -Store $_ }
    }

    It 'is deleted when it is disconnected, and its object then reports an error' {
        $info = Connect-ExperimentStore -InMemory
        Disconnect-ExperimentStore
        $failure = Get-Failure { Get-Project -Store $info }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreDisconnected,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
    }
}

Describe 'A store without records' {
    AfterEach { Disconnect-ExperimentStore }

    It 'is reported by a cmdlet that finds nothing in it, once' {
        $path = New-TestStore
        $null = Invoke-Pwsh "Connect-ExperimentStore '$path' -Create"
        $null = Connect-ExperimentStore $path
        $found = Get-Run -WarningVariable first
        $found | Should -BeNullOrEmpty
        $first | Should -HaveCount 1
        "$first" | Should -BeLike "*store $path is empty*Get-ExperimentStore*"
        Get-Experiment -WarningVariable second
        $second | Should -BeNullOrEmpty
    }

    It 'is not reported when this session created it, or when the store has records of another kind' {
        $null = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
        Get-Run -WarningVariable messages
        $null = Connect-ExperimentStore -InMemory
        Get-Run -WarningVariable +messages
        Disconnect-ExperimentStore
        Get-Run -Store (New-NamedStore other) -WarningVariable +messages
        $messages | Should -BeNullOrEmpty
    }
}

Describe 'Get-ExperimentStore' {
    It 'counts the content of the store and returns its sizes and versions' {
        $path = New-TestStore
        $null = Connect-ExperimentStore $path -Create -InformationAction Ignore
        $null = New-Project empty
        $null = New-Experiment a -Project one
        $null = New-Experiment b -Project one
        $ended = Start-Run a
        Add-Metric loss (1..10)
        Add-Metric accuracy 0.5
        Add-Artifact -Text 'hello' -Key hello.txt
        Complete-Run
        $null = Start-Run b
        Add-Artifact -Text 'hello' -Key same.txt
        Add-Artifact -Bytes ([byte[]]::new(1000)) -Key zeros
        $null = New-Run b
        New-Run b | Remove-Run
        $info = Get-ExperimentStore
        Complete-Run
        Disconnect-ExperimentStore

        $info.Path | Should -Be $path
        $info.Projects | Should -Be 2
        $info.Experiments | Should -Be 2
        $info.Runs | Should -Be 3
        $info.RunningRuns | Should -Be 1
        $info.Metrics | Should -Be 2
        $info.Points | Should -Be 11
        $info.Artifacts | Should -Be 3
        $info.Blobs | Should -Be 2
        $info.ArtifactSize | Should -Be 1005
        $info.Removed | Should -Be 1
        $info.IsInMemory, $info.IsReadOnly | Should -Be $false, $false
        $info.CreatedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))
        $info.CreatedAt | Should -Not -BeGreaterThan $ended.StartedAt
        [version]$info.SqliteVersion | Should -BeGreaterOrEqual ([version]'3.53')
        [guid]$info.StoreId | Should -Not -Be ([guid]::Empty)

        # Bytes 60 to 63 of the file are SQLite's user_version.
        $header = [IO.File]::ReadAllBytes("$path/tracker.db")[0..99]
        $info.SchemaVersion | Should -Be $header[63]
        $info.SchemaVersion | Should -BeGreaterThan 0
    }

    It 'measures the database with its write-ahead log' {
        $null = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
        $null = New-Project vision
        $info = Get-ExperimentStore
        $files = Get-Item "$($info.Path)/tracker.db", "$($info.Path)/tracker.db-wal" | Measure-Object Length -Sum
        Disconnect-ExperimentStore
        $info.DatabaseSize | Should -Be $files.Sum
    }

    It 'describes every store of a pipeline, even after an error' {
        $one, $two, $none = (New-NamedStore one), (New-NamedStore two), (New-Folder)
        $found = $one, $none, $two, "$none/x" | Get-ExperimentStore -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Path | Should -Be $one, $two
        $failure.TargetObject | Should -Be $none, (Join-Path $none x)
    }
}

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
