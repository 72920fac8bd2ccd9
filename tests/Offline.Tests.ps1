# Runs that are written on this machine while the server of their store cannot be reached, and their delivery.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ServerSupport.ps1"
    $server = Start-TestPostgres -Durable -Network
    if (!$server.Obstacle) { $env:PGPASSFILE = $server.PasswordFile }

    # A new store on the server, with a run iris/000, and an empty folder for offline stores.
    function New-ServerStore([int] $Port = $server.Port) {
        $address = "postgres://$($server.User)@$($server.Host):$Port/$($server.Ask('database'))"
        $null = Connect-ExperimentStore $address -Create -InformationAction Ignore
        $null = Invoke-Run iris { Add-Metric loss 1 } -PassThru
        $null = Disconnect-ExperimentStore
        [pscustomobject]@{ Address = $address; Offline = New-TestStore }
    }

    # The runs of a store with their points, without what differs between stores.
    function Get-RunText([string] $Store) {
        Get-Run -Store $Store | Sort-Object Id | ForEach-Object {
            $run = $_
            $points = Get-MetricSeries -Run $run -Store $Store | Group-Object Key | ForEach-Object { "$($_.Name)=$($_.Group.Value -join ',')" }
            "$($run.Id) $($run.Status) $($run.Parameters.lr) $($points -join ';')"
        }
    }
}

AfterAll {
    $env:PGPASSFILE = $env:EXPERIMENT_OFFLINE = $null
    Stop-TestPostgres $server
}

Describe 'A run whose server cannot be reached' {
    BeforeAll {
        if ($server.Obstacle) { return }
        $store = New-ServerStore
        $server.Ask('kill')
    }

    BeforeEach { if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle } }

    It 'is an error without -Offline' {
        if ($server.Obstacle) { return }
        { Start-Run iris -Store $store.Address } | Should -Throw -ErrorId 'StoreUnreachable*'
        Get-ChildItem $store.Offline | Should -BeNullOrEmpty
    }

    It 'is written on this machine with -Offline, with what a script logs to it, and delivered once when the server is back' {
        if ($server.Obstacle) { return }
        $script = {
            $run = Start-Run iris -Parameter @{ lr = 0.1 } -Offline -WarningVariable warned -WarningAction SilentlyContinue
            1..3 | Add-Metric loss
            Add-Artifact -Text notes -Key note | Out-Null
            $child = Invoke-Run { Add-Metric score 5 } -PassThru
            Complete-Run
            "$warned"
            $run.Id, $child.ParentRunId, $run.Path
        }
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -Environment @{ EXPERIMENT_STORE = $store.Address; EXPERIMENT_OFFLINE = $store.Offline } $script
        $result.StdErr | Should -BeNullOrEmpty
        $warned, $id, $parent, $path = $result.StdOut
        $folder = (Get-ChildItem $store.Offline).FullName
        $warned | Should -BeLike "*does not answer*$folder*Merge-ExperimentStore -Offline -Prune -Store '$($store.Address)*"
        $parent, $path | Should -Be $id, iris/000
        (Get-Content "$folder/store.json" -Raw | ConvertFrom-Json).store | Should -BeLike "$($store.Address)*"
        Get-ChildItem (Split-Path $folder) | Should -HaveCount 1

        $env:EXPERIMENT_OFFLINE = $store.Offline
        { Merge-ExperimentStore -Offline -Prune -Store $store.Address } | Should -Throw -ErrorId 'StoreUnreachable*'
        $expected = Get-RunText $folder
        $expected | Should -HaveCount 2
        $server.Ask('start')

        Get-WhatIf { Merge-ExperimentStore -Offline -Prune -Store $store.Address -WhatIf } | Should -BeLike '*Deliver: 3 added, 0 changed*'
        Get-Run -Store $store.Address | Should -HaveCount 1
        $merged = Merge-ExperimentStore -Offline -Store $store.Address
        ($merged.Counts | Where-Object Type -EQ Run).Added | Should -Be 2
        Get-RunText $store.Address | Where-Object { $_ -notlike '*loss=1' } | Should -Be $expected
        $delivered = Get-Run $id -Store $store.Address
        $delivered.Path, $delivered.Origin.Number, $delivered.Origin.StoreId | Should -Be iris/002, 0, (Get-ExperimentStore -Store $folder).StoreId
        Get-Artifact -Run $id -Store $store.Address | Get-ArtifactContent | Should -BeExactly notes
        (Get-Run -ParentRun $id -Store $store.Address).Metrics.score | Should -Be 5

        $again = Merge-ExperimentStore -Offline -Prune -Store $store.Address
        $again.Added, $again.Changed | Should -Be 0, 0
        Get-ChildItem $store.Offline | Should -BeNullOrEmpty
        Get-Run -Store $store.Address | Should -HaveCount 3
        Merge-ExperimentStore -Offline -Store $store.Address -InformationVariable said -InformationAction Ignore | Should -BeNullOrEmpty
        "$said" | Should -BeLike 'No runs of this machine wait*'
    }
}

Describe 'The delivery of offline runs' {
    BeforeAll {
        # Runs that are written offline in a process of their own.
        function Write-OfflineRun($Store, [int] $Count, [scriptblock] $Last = {}) {
            $env:EXPERIMENT_OFFLINE = $Store.Offline
            foreach ($i in 1..$Count) {
                $null = Start-Run offline -Store $Store.Address -Parameter @{ lr = $i } -WarningAction Ignore
                1..50 | ForEach-Object { $_ * $i } | Add-Metric loss
                Complete-Run
            }
            & $Last
            (Get-ChildItem $Store.Offline).FullName
        }
    }

    BeforeEach { if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle } }
    AfterEach { $env:EXPERIMENT_OFFLINE = $null }

    It 'does not wait for the server again within a minute' {
        if ($server.Obstacle) { return }
        $store = New-ServerStore -Port $server.NetworkPort
        $server.Ask('refuse')
        $server.Ask('cut')
        $null = Write-OfflineRun $store 1
        $server.Ask('pass')
        $null = Start-Run offline -Store $store.Address -Verbose 4>&1 | Tee-Object -Variable said
        Complete-Run
        "$said" | Should -BeLike '*did not answer less than a minute ago*'
        $null = Merge-ExperimentStore -Offline -Prune -Store $store.Address
        (Start-Run offline -Store $store.Address).Path | Should -Be offline/002
        Complete-Run
        (Get-Run -Experiment offline -Store $store.Address).Number | Sort-Object | Should -Be 0, 1, 2
    }

    It 'continues after the server is killed in the middle, without a run that is missing or doubled' {
        if ($server.Obstacle) { return }
        $store = New-ServerStore -Port $server.NetworkPort
        $server.Ask('refuse')
        $server.Ask('cut')
        $folder = Write-OfflineRun $store 12
        $expected = Get-RunText $folder
        $server.Ask('pass')
        $before = ($server.Ask('traffic') | ConvertFrom-Json).BytesToServer
        $process = Start-Pwsh -Environment @{ EXPERIMENT_OFFLINE = $store.Offline; EXPERIMENT_STORE = $store.Address } {
            Merge-ExperimentStore -Offline -Prune | Out-Null
        }
        while (!$process.HasExited -and ($server.Ask('traffic') | ConvertFrom-Json).BytesToServer -lt $before + 15000) { }
        $server.Ask('kill')
        $null = $process.WaitForExit(120000)
        $server.Ask('start')
        $null = Merge-ExperimentStore -Offline -Prune -Store $store.Address
        Get-RunText $store.Address | Where-Object { $_ -notlike '*loss=1' } | Should -Be $expected
        (Get-Run -Experiment offline -Store $store.Address).Number | Sort-Object | Should -Be (0..11)
        Get-ChildItem $store.Offline | Should -BeNullOrEmpty
    }

    It 'keeps the offline store while a run there has not ended, and then delivers the rest' {
        if ($server.Obstacle) { return }
        $store = New-ServerStore -Port $server.NetworkPort
        $server.Ask('refuse')
        $server.Ask('cut')
        $script:open = $null
        $folder = Write-OfflineRun $store 1 { $script:open = Start-Run offline -Store $store.Address -WarningAction Ignore; Add-Metric loss 7 }
        $server.Ask('pass')
        $null = Merge-ExperimentStore -Offline -Prune -Store $store.Address -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike "*'$folder' is kept: 1 of its runs have not ended*"
        (Get-Run $open.Id -Store $store.Address).Metrics.loss | Should -Be 7
        Add-Metric loss 8
        Complete-Run
        $null = Merge-ExperimentStore -Offline -Prune -Store $store.Address
        $run = Get-Run $open.Id -Store $store.Address
        $run.Status, $run.Metrics.loss | Should -Be Succeeded, 8
        Get-ChildItem $store.Offline | Should -BeNullOrEmpty
    }

    It 'keeps the offline store if there is a conflict' {
        if ($server.Obstacle) { return }
        $store = New-ServerStore -Port $server.NetworkPort
        $server.Ask('refuse')
        $server.Ask('cut')
        $folder = Write-OfflineRun $store 1
        $server.Ask('pass')
        $run = Get-Run -Store $folder
        $null = Merge-ExperimentStore -Offline -Store $store.Address
        foreach ($side in $folder, $store.Address) {
            $null = Resume-Run $run.Id -Store $side
            Add-Metric loss ($side -eq $folder ? 1 : 2)
            Complete-Run
        }
        $null = Merge-ExperimentStore -Offline -Prune -Store $store.Address -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*diverged*'
        $folder | Should -Exist
    }
}

Describe 'The setting of offline runs' {
    AfterEach { $env:EXPERIMENT_OFFLINE = $null }

    It 'must be auto or a full path' {
        $env:EXPERIMENT_OFFLINE = 'runs/offline'
        { Start-Run iris -Store 'postgres://127.0.0.1:1/none' } | Should -Throw -ErrorId 'OfflineFolderInvalid*'
    }

    It 'is overridden by -Offline:$false' {
        $env:EXPERIMENT_OFFLINE = New-TestStore
        { Start-Run iris -Store 'postgres://127.0.0.1:1/none' -Offline:$false } | Should -Throw -ErrorId 'StoreUnreachable*'
        Get-ChildItem $env:EXPERIMENT_OFFLINE | Should -BeNullOrEmpty
    }

    It 'changes nothing for a store in a folder' {
        $env:EXPERIMENT_OFFLINE = New-TestStore
        $folder = New-TestStore
        (Invoke-Run iris -Offline -Store $folder { } -PassThru -InformationAction Ignore).Path | Should -Be iris/000
        Get-Run -Store $folder | Should -HaveCount 1
        Get-ChildItem $env:EXPERIMENT_OFFLINE | Should -BeNullOrEmpty
    }
}
