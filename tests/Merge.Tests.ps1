BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # A store with a run of an experiment, and an artifact.
    function New-FilledStore([string] $Experiment = 'iris', [string] $Id = [guid]::NewGuid()) {
        $folder = New-TestStore
        # Outside a git work tree. In one, GitDirty would be set in the background, possibly during the comparison.
        Push-Location $folder
        $null = Start-Run -Experiment $Experiment -Id $Id -Parameter @{ lr = 0.1 } -Store $folder -InformationAction Ignore
        Pop-Location
        Add-Metric loss ([double]::NaN), 0.5, -0.0
        Add-Artifact -Text "of $Id" -Key note
        Complete-Run
        $folder
    }
}

Describe 'Export- and Import-ExperimentStore' {
    BeforeAll { $store = New-FilledStore -Id run_1 }

    It 'round trip a store through JSON' {
        $file = Join-Path (New-TestStore) iris.JSON
        $out = Export-ExperimentStore $file -Store $store -WarningVariable warned -WarningAction SilentlyContinue
        $out | Should -BeOfType IO.FileInfo
        $out.FullName | Should -BeExactly $file
        $warned | Should -BeLike '*1 artifacts (8 B)*-As Folder*'
        $run = (Get-Content $file -Raw | ConvertFrom-Json).Runs
        $run.Metrics.Points.Values | Should -Be 'NaN', 0.5, 0
        $copy = New-TestStore
        $result = $out | Import-ExperimentStore -Store $copy -WarningVariable missing -WarningAction SilentlyContinue -InformationAction Ignore
        $result | Should -BeOfType ExperimentTracker.MergeResult
        $result.Added, $result.Points, $result.WithoutContent | Should -Be 4, 3, 1
        $missing | Should -BeLike '1 artifacts were merged without their content*'
        (Get-Run run_1 -Store $copy | ConvertTo-Json -Depth 8) | Should -BeExactly (Get-Run run_1 -Store $store | ConvertTo-Json -Depth 8)
    }

    It 'include the blobs in a folder' {
        $folder = Join-Path (New-TestStore) export
        Export-ExperimentStore $folder -Store $store | Should -BeOfType IO.DirectoryInfo
        $copy = New-TestStore
        (Import-ExperimentStore $folder -Store $copy -InformationAction Ignore).Contents | Should -Be 1
        Get-Run -Store $copy | Get-Artifact | Get-ArtifactContent | Should -BeExactly 'of run_1'
        (Import-ExperimentStore $folder -Store $copy).Unchanged | Should -Be 4
    }

    It 'resolve a relative path from the current location' {
        Push-Location (New-TestStore)
        try {
            $null = Export-ExperimentStore a.json -Store $store -WarningAction Ignore
            Join-Path $PWD a.json | Should -Exist
        }
        finally { Pop-Location }
    }

    It 'write over nothing without -Force, and nothing at all with -WhatIf' {
        $file = Join-Path (New-TestStore) a.json
        Export-ExperimentStore $file -Store $store -WhatIf | Should -BeNullOrEmpty
        $file | Should -Not -Exist
        'mine' > $file
        { Export-ExperimentStore $file -Store $store } | Should -Throw -ErrorId 'ExportExists*'
        Get-Content $file | Should -Be mine
        $null = Export-ExperimentStore $file -Store $store -Force -WarningAction Ignore
        Get-Content $file -Raw | Should -BeLike '{*"Format": "ExperimentTracker"*'
    }

    It 'export for other programs: files by name, what has no place in a warning, and no format that does not exist' {
        $folder = Join-Path (New-TestStore) tables
        $out = Export-ExperimentStore $folder -As csv -Store $store
        $out | Should -BeOfType IO.DirectoryInfo
        (Import-Csv $folder/runs.csv).run_id | Should -Be (Get-Run -Store $store).Id
        $null = Export-ExperimentStore $folder -As Csv -Store $store -Force
        { Export-ExperimentStore $folder -As Parquet -Store $store -Force } | Should -Throw -ErrorId 'ExportWouldReplace*'
        $null = Export-ExperimentStore $folder/events -As TensorBoard -Store $store -WarningVariable lost -WarningAction SilentlyContinue
        Get-ChildItem $folder/events -Recurse -File | ForEach-Object Name | Should -BeLike 'events.out.tfevents.*'
        { Export-ExperimentStore $folder/x -As Word -Store $store } | Should -Throw -ErrorId 'ExportFormatInvalid*'
        "$folder/x" | Should -Not -Exist
        (TabExpansion2 'Export-ExperimentStore x -As ').CompletionMatches.CompletionText | Should -Be Json, Folder, Parquet, Csv, TensorBoard, MLflow
    }

    It 'refuse what cannot be read, by an id, and leave no store behind: <Why>' -ForEach @(
        @{ Why = 'nothing there'; Text = $null; Id = 'ImportNotFound' }
        @{ Why = 'no JSON'; Text = 'hello'; Id = 'ImportNotReadable' }
        @{ Why = 'cut off'; Text = '{ "Format": "ExperimentTracker", "FormatVersion": 1, "Projects": ['; Id = 'ImportNotReadable' }
        @{ Why = 'something else'; Text = '{ "name": "a package" }'; Id = 'ImportFormatUnknown' }
        @{ Why = 'a status that is not known'; Text = '{ "train": { "": { "000": { "status": "odd" } } } }'; Id = 'ImportStatusUnknown' }
        @{ Why = 'a record that names another one'; Text = '{ "runs": [ { "run_id": "r", "experiment_id": "e" } ] }'; Id = 'ImportRecordInvalid' }
    ) {
        $file = Join-Path (New-TestStore) in.json
        if ($Text) { Set-Content $file $Text }
        $target = New-TestStore
        $null = Connect-ExperimentStore $target -Create -InformationAction Ignore
        try {
            { Import-ExperimentStore $file } | Should -Throw -ErrorId "$Id*" -ExceptionType ([ExperimentTracker.TrackerException])
            (Get-ExperimentStore $target).Projects | Should -Be 0
        }
        finally { Disconnect-ExperimentStore }
    }

    It 'refuse formats that there are not, and addresses without one that reads from servers' {
        $failure = { Import-ExperimentStore $store -Format Odd -Store (New-TestStore) } | Should -Throw -ErrorId 'ImportFormatInvalid*' -PassThru
        "$failure" | Should -BeLike "'Odd' is not a format that can be imported. The formats are *"
        $failure = { Import-ExperimentStore 'https://a:s3cretWord@host/' -Store (New-TestStore) } | Should -Throw -ErrorId 'ImportAddressInvalid*' -PassThru
        "$failure $($failure.TargetObject)" | Should -Not -BeLike '*s3cretWord*'
    }

    It 'import a log of another program, which is recognised, and say what had no place' {
        $file = Join-Path (New-TestStore) training.csv
        Set-Content $file 'epoch,loss,note', '0,0.5,start', '1,0.25,'
        $null = Connect-ExperimentStore -InMemory
        try {
            Import-ExperimentStore $file -WhatIf
            Get-Run | Should -BeNullOrEmpty
            $result = Import-ExperimentStore $file
            $result.Points, "$($result.Skipped)" | Should -Be 2, '1 × value (note = start): it is text, and a point is a number'
            (Get-Run).Metrics.loss | Should -Be 0.25
            (Import-ExperimentStore $file -Format csv).Added | Should -Be 0
        }
        finally { Disconnect-ExperimentStore }
    }

    It 'load the formats of other trackers only for what is not their own' {
        $file = Join-Path (New-TestStore) own.json
        $null = Export-ExperimentStore $file -Store $store -WarningAction Ignore
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -Environment @{ MODULE = $modulePath; FILE = $file } {
            Import-Module $env:MODULE
            $null = Connect-ExperimentStore -InMemory
            $null = Import-ExperimentStore $env:FILE -WarningAction Ignore
            function Test-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name } -contains 'ExperimentTracker.Interop' }
            Test-Loaded
            Set-Content other.json '{ "name": "a package" }'
            Import-ExperimentStore ./other.json -ErrorAction Ignore
            Test-Loaded
        }
        $result.StdOut | Should -Be False, True
    }

    It 'suggest Merge-ExperimentStore for a store' {
        { Import-ExperimentStore $store -Store (New-TestStore) } | Should -Throw -ErrorId 'ImportIsStore*'
    }

    It 'put the runs of a ledger where they were, once' {
        $file = Join-Path (New-TestStore) metadata.json
        Set-Content $file @'
{ "train": { "mnist/cnn": { "004": { "status": "done", "param_hash": 123456, "files": { "model": "m.pt" },
  "timestamp_status_lst": [["2024-07-01T10:00:00.5", "pending"], ["2024-07-01T10:00:01", "running"], ["2024-07-01T10:05:00", "done"]] } } } }
'@
        $target = New-TestStore
        $first = Import-ExperimentStore $file -Project legacy -Store $target -InformationAction Ignore
        $run = Get-Run -ParameterHash 123456 -Store $target
        $run.Path, $run.Project, $run.Status, $run.Duration | Should -Be 'train/mnist/cnn/004', 'legacy', 'Succeeded', ([timespan] '00:04:59')
        $run.CreatedAt | Should -Be ([datetime] '2024-07-01T10:00:00.5')
        $run | Get-Artifact | ForEach-Object Location | Should -Be m.pt
        (New-Run -Experiment train -Namespace mnist/cnn -Store $target).Uid | Should -Be '005'
        $second = Import-ExperimentStore $file -Project legacy -Store $target
        $second.Added, $second.Changed, $second.Unchanged | Should -Be 0, 0, $first.Added
    }

    It 'accept -Project only for formats without projects' {
        $file = Join-Path (New-TestStore) a.json
        $null = Export-ExperimentStore $file -Store $store -WarningAction Ignore
        { Import-ExperimentStore $file -Project p -Store (New-TestStore) } | Should -Throw -ErrorId 'ProjectNotApplicable*'
    }
}

Describe 'Merge-ExperimentStore' {
    It 'merges stores, replaces used numbers, and changes nothing the second time' {
        $one = New-FilledStore -Id a; $two = New-FilledStore -Id b; $all = New-TestStore
        $results = $one, $two | Merge-ExperimentStore -Store $all -InformationAction Ignore
        $results.Added | Should -Be 4, 2
        "$($results[1].Renumbered)" | Should -Be 'iris/000 → iris/001'
        (Get-Run b -Store $all).Origin.Number | Should -Be 0
        (Get-Run b -Store $all).Origin.StoreId | Should -Be (Get-ExperimentStore $two).StoreId
        $again = $one, (Get-ExperimentStore $two) | Merge-ExperimentStore -Store $all
        ($again.Added + $again.Changed | Measure-Object -Sum).Sum | Should -Be 0
    }

    It 'reports what both sides changed, as a warning and in the result' {
        $one = New-FilledStore -Id same; $two = New-FilledStore -Id same
        $result = Merge-ExperimentStore $two -Store $one -WarningVariable warned -WarningAction SilentlyContinue
        $result.Conflicts[0].Kind | Should -Be Diverged
        $warned[0] | Should -BeLike 'The run iris/000 diverged: *'
    }

    It 'reports what it would do, and neither does it nor creates a store' {
        $one = New-FilledStore; $none = Join-Path (New-TestStore) none
        Get-WhatIf { Merge-ExperimentStore $one -Store $none -WhatIf } | Should -BeLike '*4 added, 0 changed, 0 unchanged, 0 in conflict*'
        $none | Should -Not -Exist
    }

    It 'refuses itself, and a store that is not there' {
        $one = New-FilledStore
        { Merge-ExperimentStore $one -Store $one } | Should -Throw -ErrorId 'MergeIntoItself*'
        { Merge-ExperimentStore (Join-Path $one none) -Store $one } | Should -Throw -ErrorId 'StoreNotFound*'
    }

    It 'merges stores in memory' {
        $memory = Connect-ExperimentStore -InMemory
        Invoke-Run -Experiment e { Add-Metric x 1 }
        Disconnect-ExperimentStore
        $other = New-TestStore
        { Merge-ExperimentStore $memory -Store $other -InformationAction Ignore } | Should -Throw -ErrorId 'StoreDisconnected*'
        $memory = Connect-ExperimentStore -InMemory
        Invoke-Run -Experiment e { Add-Metric x 1 }
        (Merge-ExperimentStore $memory -Store $other -InformationAction Ignore).Points | Should -Be 1
        Disconnect-ExperimentStore
    }
}
