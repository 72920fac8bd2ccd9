# Which store the cmdlets use, and what it is.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/StoreSupport.ps1"
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
