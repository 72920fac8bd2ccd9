# Stores are named by folders and by addresses of servers. There is no server here: this file tests a copy of the module that lacks the engines of servers,
# so that every use of an address is one known error.

BeforeDiscovery {
    $anyCommand = @(
        @{ Name = 'Connect-ExperimentStore'; Call = { param($a) Connect-ExperimentStore $a } }
        @{ Name = 'Connect-ExperimentStore -Address'; Call = { param($a) Connect-ExperimentStore -Address $a -Create } }
        @{ Name = 'Get-ExperimentStore'; Call = { param($a) Get-ExperimentStore $a } }
        @{ Name = '-Store of a reader'; Call = { param($a) Get-Run -Store $a } }
        @{ Name = '-Store of a writer'; Call = { param($a) New-Project p -Store $a } }
        @{ Name = 'the environment'; Call = { param($a) $env:EXPERIMENT_STORE = $a; try { Get-Run } finally { $env:EXPERIMENT_STORE = $null } } }
        @{ Name = 'Merge-ExperimentStore'; Call = { param($a) Merge-ExperimentStore $a -Store (New-TestStore) } }
        @{ Name = 'Merge-ExperimentStore -Store'; Call = { param($a) Merge-ExperimentStore (New-NamedStore p) -Store $a } }
        @{ Name = 'Test-ExperimentStore'; Call = { param($a) Test-ExperimentStore $a } }
        @{ Name = 'Repair-ExperimentStore'; Call = { param($a) Repair-ExperimentStore $a } }
        @{ Name = 'Optimize-ExperimentStore'; Call = { param($a) Optimize-ExperimentStore $a -WhatIf } }
        @{ Name = 'Backup-ExperimentStore -Store'; Call = { param($a) Backup-ExperimentStore (New-TestStore) -Store $a } }
        @{ Name = 'Invoke-ExperimentQuery'; Call = { param($a) Invoke-ExperimentQuery 'SELECT 1' -Store $a } }
    )
}

AfterAll { $env:EXPERIMENTTRACKER_MODULE = $tested }

BeforeAll {
    $tested = $env:EXPERIMENTTRACKER_MODULE
    $complete = Split-Path ($tested ? $tested : "$PSScriptRoot/../ExperimentTracker.psd1")
    $copy = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "module-$([guid]::NewGuid())")
    'ExperimentTracker.psd1', 'module', 'en-US' | ForEach-Object { Copy-Item "$complete/$_" $copy -Recurse }
    Remove-Item "$copy/module/bin/engines" -Recurse
    $env:EXPERIMENTTRACKER_MODULE = "$copy/ExperimentTracker.psd1"
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/StoreSupport.ps1"
    $here = New-TestStore

    # In a process that has imported the complete module before, its code runs: then the server is looked for.
    $hasEngine = Test-Path (Join-Path (Split-Path ([ExperimentTracker.Run].Assembly.Location)) engines/postgres)
    $expected, $category = $hasEngine ? ('StoreUnreachable,*', 'ResourceUnavailable') : ('StoreEngineMissing,*', 'NotImplemented')

    function Set-Pointer([string] $Folder, [string] $Content) {
        $null = New-Item -ItemType Directory -Force "$Folder/.experiments"
        Set-Content -LiteralPath "$Folder/.experiments/store.json" $Content
    }
}

Describe 'An address of a server' {
    BeforeEach { Set-Location $here }

    It 'is understood by <Name>: without the engine, or the server, it is one clear error' -ForEach $anyCommand {
        $failure = Get-Failure { & $Call 'postgres://ada@db.invalid/lab' }
        $failure.Count | Should -Be 1
        $failure.FullyQualifiedErrorId | Should -BeLike $expected
        $failure.CategoryInfo.Category | Should -Be $category
        $failure.TargetObject | Should -Be 'postgres://ada@db.invalid:5432/lab?schema=experiments'
        Get-ChildItem -Force $here | Should -BeNullOrEmpty
    }

    It 'with a password is refused by <Name>, and the error does not repeat it' -ForEach $anyCommand {
        foreach ($address in 'postgres://ada:s3cretWord@localhost/lab', 'postgresql://localhost/lab?password=s3cretWord') {
            $failure = Get-Failure { & $Call $address }
            $failure.Count | Should -Be 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'StoreAddressHasPassword,*'
            "$failure $($failure.TargetObject) $($failure.Exception) $($failure.ErrorDetails)" | Should -Not -BeLike '*s3cretWord*'
            "$failure" | Should -BeLike '*-Credential*PGPASSFILE*PGPASSWORD*'
        }
        Get-ChildItem -Force $here | Should -BeNullOrEmpty
    }

    It 'of another kind is refused without showing it: <_>' -ForEach 'mysql://ada:s3cretWord@h/d', 'https://ada:s3cretWord@h/d' {
        $failure = Get-Failure { Get-Run -Store $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreAddressInvalid,*'
        "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -BeLike '*s3cretWord*'
    }

    It 'is no path of a file: <Name>' -ForEach @(
        @{ Name = 'Backup-ExperimentStore'; Call = { Backup-ExperimentStore 'postgres://a:s3cretWord@h/d' -Store (New-NamedStore p) } }
        @{ Name = 'Export-ExperimentStore'; Call = { Export-ExperimentStore 'postgres://a:s3cretWord@h/d?schema=x' -Store (New-NamedStore p) } }
        @{ Name = 'Import-ExperimentStore'; Call = { Import-ExperimentStore 'postgres://a:s3cretWord@h/d?schema=x' -Store (New-TestStore) } }
    ) {
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike 'PathNotFileSystem,*'
        "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -BeLike '*s3cretWord*'
        Get-ChildItem -Force $here | Should -BeNullOrEmpty
    }

    It 'is not contacted by a completion' {
        $script = 'Get-Run -Store postgres://192.0.2.1/lab '
        $null = TabExpansion2 'Get-Run ' 8
        $watch = [Diagnostics.Stopwatch]::StartNew()
        (TabExpansion2 $script $script.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $watch.ElapsedMilliseconds | Should -BeLessThan 3000
    }

    It 'loads nothing but the engine of its scheme, and nothing if that is missing' {
        $result = Invoke-Pwsh -WorkingDirectory $here {
            $before = [AppDomain]::CurrentDomain.GetAssemblies().Count
            try { Get-Run -Store postgres://db.invalid/lab -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name } -match 'Sqlite|Experiment|Npgsql' | Sort-Object
        }
        $result.StdOut.Trim() -split '\r?\n' | Should -Be 'StoreEngineMissing,ExperimentTracker.Commands.GetRunCommand', ExperimentTracker, ExperimentTracker.Core
    }
}

Describe 'store.json' {
    BeforeEach { Set-Location (New-TestStore) }

    It 'names the store of its folder and those below it' {
        Set-Pointer $PWD '{ "store": "postgres://db.invalid/lab?schema=team" }'
        Set-Location (New-Item -ItemType Directory sub/deep)
        foreach ($call in { Get-Run }, { New-Project p }, { Start-Run -Experiment e }) {
            $failure = Get-Failure $call
            $failure.FullyQualifiedErrorId | Should -BeLike $expected
            $failure.TargetObject | Should -Be 'postgres://db.invalid:5432/lab?schema=team'
        }
        Get-ChildItem -Recurse -Force -File ../.. | ForEach-Object Name | Should -Be store.json
    }

    It 'comes before a store in the same folder, which its path names, and after a nearer one' {
        $null = New-NamedStore local "$PWD/.experiments"
        (Get-Project).Name | Should -Be local
        Set-Pointer $PWD '{ "store": "postgres://db.invalid/lab" }'
        (Get-Failure { Get-Project }).FullyQualifiedErrorId | Should -BeLike $expected
        (Get-Project -Store ./.experiments).Name | Should -Be local
        $env:EXPERIMENT_STORE = './.experiments'
        try { (Get-Project).Name | Should -Be local } finally { $env:EXPERIMENT_STORE = $null }
        Set-Location (New-Item -ItemType Directory sub)
        $null = New-NamedStore nearer "$PWD/.experiments"
        (Get-Project).Name | Should -Be nearer
    }

    It 'that is anything else is an error with its path, and creates nothing: <_>' -ForEach @(
        '', '{', '[]', '"postgres://h/d"', '{}', '{ "store": null }', '{ "store": 5 }', '{ "store": "" }', '{ "store": "../other" }', '{ "store": "mysql://h/d" }',
        '{ "Store": "postgres://h/d" }', '{ "store": "postgres://h/d", "sslmode": "disable" }', '{ "store": "postgres://h/d", "store": "postgres://i/d" }',
        '{ "store": "postgres://h/d?sslmode=disable" }', '{ "store": "postgres://h/d?sslrootcert=/ca.pem" }', '{ "store": "postgres://h" }',
        ('{ "store": "postgres://h/d' + ' ' * 20000 + '" }')
    ) {
        Set-Pointer $PWD $_
        foreach ($call in { Get-Run }, { New-Project p }) {
            $failure = Get-Failure $call
            $failure.Count | Should -Be 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'StorePointerInvalid,*'
            $failure.TargetObject | Should -Be (Join-Path $PWD .experiments store.json)
        }
        Get-ChildItem -Recurse -Force -File | ForEach-Object Name | Should -Be store.json
        $Error.Clear()
        (TabExpansion2 'Get-Experiment ' 15).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'with a password is an error that names the file and not the password' {
        Set-Pointer $PWD '{ "store": "postgres://ada:s3cretWord@h/d" }'
        $failure = Get-Failure { Get-Run }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreAddressHasPassword,*'
        $failure.TargetObject | Should -Be (Join-Path $PWD .experiments store.json)
        "$failure $($failure.Exception)" | Should -Not -BeLike '*s3cretWord*'
    }
}

Describe 'Connect-ExperimentStore' {
    BeforeAll { $login = [pscredential]::new('ada', (ConvertTo-SecureString s3cretWord -AsPlainText -Force)) }

    It 'refuses a login for a store without one: <_>' -ForEach 'path', 'nearest' {
        $store = New-NamedStore p
        Set-Location (New-TestStore)
        $failure = Get-Failure { if ($_ -eq 'path') { Connect-ExperimentStore $store -Credential $login } else { Connect-ExperimentStore -Credential $login -Create } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreCredentialInvalid,*'
        "$failure $($failure.Exception) $($failure.TargetObject)" | Should -Not -BeLike '*s3cretWord*'
        Get-ChildItem -Force | Should -BeNullOrEmpty
    }

    It 'refuses the login of another user than the address names' {
        $failure = Get-Failure { Connect-ExperimentStore postgres://grace@db.invalid/lab -Credential $login }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreCredentialInvalid,*'
    }

    It 'adds the user of the login to the address' {
        $failure = Get-Failure { Connect-ExperimentStore postgres://db.invalid/lab -Credential $login }
        $failure.TargetObject | Should -Be 'postgres://ada@db.invalid:5432/lab?schema=experiments'
        "$($failure | Format-List * -Force | Out-String)" | Should -Not -BeLike '*s3cretWord*'
    }

    It 'refuses two locations of artifacts' {
        $failure = Get-Failure { Connect-ExperimentStore 'postgres://db.invalid/lab?artifacts=s3://a/b' -Artifacts s3://c/d }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreAddressInvalid,*'
    }
}

Describe 'A record of a store on a server' {
    It 'names it by its address, which another process opens' {
        $null = Connect-ExperimentStore -InMemory
        $xml = [Management.Automation.PSSerializer]::Serialize((New-Project p))
        Disconnect-ExperimentStore
        $away = [Management.Automation.PSSerializer]::Deserialize($xml.Replace('>:memory:<', '>postgres://ada@db.invalid:5432/lab?schema=team<'))
        $failure = Get-Failure { $away | Get-Experiment }
        $failure.FullyQualifiedErrorId | Should -BeLike $expected
        $failure.TargetObject | Should -Be 'postgres://ada@db.invalid:5432/lab?schema=team'
        $trusting = [Management.Automation.PSSerializer]::Deserialize($xml.Replace('>:memory:<', '>postgres://db.invalid/lab?sslrootcert=/ca.pem<'))
        (Get-Failure { $trusting | Get-Experiment }).FullyQualifiedErrorId | Should -BeLike 'StoreAddressInvalid,*'
    }
}
