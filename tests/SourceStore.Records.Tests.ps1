# Records of two stores in one call, and records that come from a job or a file.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/SourceStoreSupport.ps1"
}

AfterAll { Disconnect-ExperimentStore }

Describe 'Records of two stores' {
    BeforeEach {
        $a, $b = (Copy-Store $from), (Copy-Store $to)
        $null = Connect-ExperimentStore $b
    }

    AfterEach {
        while ($current = Get-Run -Current -ErrorAction Ignore) { Stop-Run $current -WarningAction Ignore }
        foreach ($store in $a, $b) { Disconnect-ExperimentStore -Store $store }
    }

    It 'are each removed from their own, in one list' {
        Remove-Run -Run (Get-Run demo/0 -Store $a), (Get-Run demo/2)
        (Get-Run -Removed -Store $a).Path | Should -Be demo/000
        (Get-Run -Removed -Store $b).Path | Should -Be demo/002
        Restore-Run -Run (Get-Run -Removed -Store $a), (Get-Run -Removed)
        Get-Run -Removed -Store $a | Should -BeNullOrEmpty
        Get-Run -Removed -Store $b | Should -BeNullOrEmpty
    }

    It 'are read from their own, in one list or one pipeline' {
        $both = (Get-Run demo/0 -Store $a), (Get-Run demo/0)
        (Get-Run -Run $both).Description | Should -Be $null, changed
        ($both | Get-Run).Description | Should -Be $null, changed
        (Get-MetricSeries loss -Run $both -AsSeries).ForEach{ $_.Values.Count } | Should -Be 3, 4
        (Get-RunLog -Run $both).Count | Should -Be 3
        ($both | Get-RunLog | Get-Run).Description | Should -Be $null, changed, changed
        (Get-RunLog -Run $both -Wait | Get-Run).Description | Sort-Object -Unique | Should -Be changed
        (Get-Dataset -Dataset (Get-Dataset flowers -Store $a), (Get-Dataset flowers)).Location | Should -Be $null, changed
        (Get-ExperimentTag first -Run $both).Value | Should -Be $null, changed
    }

    It 'are not used together: <_>' -ForEach @(
        { Set-Run (Get-Run demo/0) -ParentRun (Get-Run demo/1 -Store $a) }
        { Get-Run demo/0 | Set-Run -ParentRun (Get-Run demo/1 -Store $a) }
        { Set-Run (Get-Run demo/0) -Experiment (Get-Experiment spare -Store $a) }
        { Copy-Run (Get-Run demo/0) (Get-Experiment spare -Store $a) }
        { Add-ExperimentDataset (Get-Experiment demo) (Get-Dataset trees -Store $a) }
        { Get-Run -Experiment (Get-Experiment demo), (Get-Experiment demo -Store $a) }
        { Get-Run (Get-Run demo/0) -Experiment (Get-Experiment demo -Store $a) }
        { Get-Experiment (Get-Experiment demo) -Project (Get-Project p -Store $a) }
        { Get-Dataset (Get-Dataset flowers) -Experiment (Get-Experiment demo -Store $a) }
        { Add-RunInput -Dataset (Get-Dataset trees -Store $a) -Run (Get-Run demo/0) }
        { Get-Dataset trees -Store $a | Add-RunInput -Run (Get-Run demo/0) }
        { Add-Artifact -Text x -Key x -Run (Get-Run demo/0) -Epoch (Get-Epoch 0 -Run demo/0 -Store $a) }
        { Register-ModelVersion (Get-Model m) -Run (Get-Run demo/0 -Store $a) }
        { New-Run (Get-Experiment demo) -ParentRun (Get-Run demo/1 -Store $a) }
        { Remove-Encoder (Get-Encoder onehot), (Get-Encoder onehot -Store $a) }
    ) {
        $before = (Read-Store $a), (Read-Store $b)
        $failure = Get-Failure $_
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'SourceStoresDiffer,*'
        "$failure" | Should -BeLike "*$a*"
        "$failure" | Should -BeLike "*$b*"
        (Read-Store $a), (Read-Store $b) | Should -Be $before
    }

    It 'are looked up in the named store' {
        (Get-Run demo/0 -Store $a | Get-Run -Store $b).Description | Should -Be changed
        Copy-ThroughFile (Get-Run demo/0 -Store $a) | Set-Run -Description 'of the named one' -Store $b
        (Get-Run demo/0 -Store $b).Description, (Get-Run demo/0 -Store $a).Description | Should -Be 'of the named one', $null
    }

    It 'create a new run in their own, without a parent from another store' {
        $current = Start-Run demo
        $there = Start-Run (Get-Experiment demo -Store $a)
        $there.ParentRunId | Should -BeNullOrEmpty
        (Get-Run $there.Id -Store $a).Status | Should -Be Running
        (Get-Failure { Get-Run $there.Id -Store $b }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        Complete-Run
        (Get-Run -Current).Id | Should -Be $current.Id
    }

    It 'name the run to write to by a property, unless one is named' {
        Get-RunLog -Run demo/0 -Store $a | Add-RunLog 'by property'
        (Get-RunLog -Run demo/0 -Store $a).Message | Should -Be 'a line', 'by property'
        (Get-RunLog -Run demo/0).Message | Should -Be 'a line', 'a changed line'
        $null = Resume-Run demo/2
        Get-Epoch 0 -Run demo/0 -Store $a | Add-Epoch -Run demo/2 -Index 5 -Id copied
        (Get-Epoch 5 -Run demo/2).Accuracy | Should -Be 0.5
        Get-Epoch -Id copied -Store $a -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'end the current run of their store, when both stores have one' {
        foreach ($store in $a, $b) { $null = Resume-Run demo/0 -Store $store }
        Get-Run demo/0 -Store $a | Complete-Run
        (Get-Run demo/0 -Store $a).Status, (Get-Run demo/0 -Store $b).Status | Should -Be Succeeded, Running
        (Get-Run -Current).Description | Should -Be changed
    }

    It 'keep the source of their points: read, written, and passed on' {
        (Get-MetricSeries loss -Run demo/0 -Store $a | Get-Run | Sort-Object Id -Unique).Description | Should -BeNullOrEmpty
        foreach ($store in $b, $a) { $null = Resume-Run demo/0 -Store $store }
        $here, $there = (Get-Run demo/0), (Get-Run demo/0 -Store $a)
        $written = Add-Metric more 1, 2 -Run $here -PassThru
        ($written | Get-Run).Description | Should -Be changed, changed
        $elsewhere = Add-Metric more 3 -Run $here -Store $a -PassThru
        ($elsewhere | Get-Run).Description | Should -BeNullOrEmpty
        ($written[0], $elsewhere | Get-Run).Description | Should -Be changed, $null
        (Get-MetricSeries more -Run $there).Value | Should -Be 3
        @($written) + $elsewhere | Add-Metric -Key again
        (Get-MetricSeries again -Run $here).Value | Should -Be 1, 2
        (Get-MetricSeries again -Run $there).Value | Should -Be 3
        Stop-Run $there
    }
}

Describe 'A record deserialized from a job or a file' {
    BeforeEach {
        $a, $b = (Copy-Store $from), (Copy-Store $to)
        $null = Connect-ExperimentStore $b
        $run = Copy-ThroughFile (Get-Run demo/0 -Store $a)
    }

    AfterEach { foreach ($store in $a, $b) { Disconnect-ExperimentStore -Store $store -ErrorAction Ignore } }

    It 'shows nothing of its store' {
        $live = Get-Run demo/0 -Store $a
        foreach ($record in $live, $run) {
            ($record | Select-Object *).PSObject.Properties.Name | Should -Not -Contain SourceStore
            $record | ConvertTo-Json -WarningAction Ignore | Should -Not -BeLike "*$a*"
            $record | Format-List * | Out-String -Width 500 | Should -Not -BeLike "*$a*"
        }
        ($live | Get-Member).Name | Should -Not -Contain SourceStore
        # The hidden aliases of a type, such as experiment_id, are properties after deserialization.
        $run.PSObject.Properties.Name -cnotmatch '^[a-z_]+$' | Sort-Object | Should -Be ($live.PSObject.Properties.Name | Sort-Object)
    }

    It 'uses its store after a job' {
        $fromJob = Start-Job { Import-Module $using:modulePath; Get-Run demo/0 -Store $using:a; Get-Epoch -Run demo/0 -Store $using:a } | Receive-Job -Wait -AutoRemoveJob
        ($fromJob | Get-Run).Description | Should -Be $null, $null
        $fromJob[1] | Set-Run -Description 'by the epoch'
        (Get-Run demo/0 -Store $a).Description, (Get-Run demo/0 -Store $b).Description | Should -Be 'by the epoch', changed
    }

    It 'uses no other store when its store is missing' {
        Disconnect-ExperimentStore -Store $a
        Remove-Item $a -Recurse -Force
        $failure = Get-Failure { $run | Set-Run -Description lost }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SourceStoreNotFound,*'
        "$failure" | Should -BeLike "*$a*-Store*"
        (Get-Run demo/0).Description | Should -Be changed
        ($run | Get-Run -Store $b).Description | Should -Be changed
    }

    It 'uses no other store when another store is at its path' {
        foreach ($store in $a, $b) { Disconnect-ExperimentStore -Store $store }
        Remove-Item $a -Recurse -Force
        Move-Item $b $a
        (Get-Failure { $run | Set-Run -Description lost }).FullyQualifiedErrorId | Should -BeLike 'SourceStoreNotFound,*'
        (Get-Run demo/0 -Store $a).Description | Should -Be changed
    }

    It 'is an error when it has no store' {
        $xml = [Management.Automation.PSSerializer]::Serialize((Get-Run demo/0 -Store $a)) -replace '(?s)<MS N="SourceStore">.*?</MS>'
        $untold = [Management.Automation.PSSerializer]::Deserialize($xml)
        foreach ($call in { $untold | Set-Run -Description lost }, { Get-Run $untold }, { $untold | Get-ExperimentTag }) {
            $failure = Get-Failure $call
            $failure | Should -HaveCount 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'SourceStoreUnknown,*'
        }
        ($untold | Get-Run -Store $a).Path | Should -Be demo/000
    }

    It 'finds its store in memory as long as that is there' {
        $memory = Connect-ExperimentStore -InMemory
        $kept = Start-Run inside
        Complete-Run
        $back = Copy-ThroughFile $kept
        $null = Connect-ExperimentStore $b
        ($back | Get-Run).Path | Should -Be inside/000
        Disconnect-ExperimentStore -Store $memory
        (Get-Failure { $back | Get-Run }).FullyQualifiedErrorId | Should -BeLike 'StoreDisconnected,*'
    }

    It 'is text when only some of its properties are kept' {
        ($run | Select-Object Id, Name | Get-Run).Description | Should -Be changed
        ([pscustomobject]@{ RunId = $run.Id } | Get-Run).Description | Should -Be changed
    }

    It 'is drawn as it is: <_>' -ForEach { Get-MetricSeries loss -Run demo/0 -AsSeries -Store $a }, { Get-MetricSeries loss -Run demo/0 -Store $a } {
        $live = & $_
        $back = $live | ForEach-Object { Copy-ThroughFile $_ }
        $drawn = $live | Show-MetricSeries -Width 60 -Height 8 -XAxis Time
        $drawn.Count | Should -BeGreaterThan 5
        $back | Show-MetricSeries -Width 60 -Height 8 -XAxis Time | Should -Be $drawn
    }

    It 'repairs what it was found in' {
        $stray = Join-Path $a artifacts/sha256/00/00000000000000000000000000000000000000000000000000000000000000
        $null = New-Item $stray -Force
        $found = Test-ExperimentStore $a | Where-Object IsRepairable | ForEach-Object { Copy-ThroughFile $_ }
        $found | Should -HaveCount 1
        ($found | Repair-ExperimentStore).IsRepaired | Should -BeTrue
        $stray | Should -Not -Exist
        "$b/quarantine" | Should -Not -Exist
    }
}
