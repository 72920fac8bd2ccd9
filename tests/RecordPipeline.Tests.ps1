# Every kind of record goes into each cmdlet that accepts it: as the object that a cmdlet returned, and as the copy that Import-Clixml, a job or a remote
# session returns. SourceStore.Tests.ps1 tests which store is used.

BeforeDiscovery {
    $ofRun = 'Get-Run', 'Get-Metric', 'Get-MetricSeries', 'Show-MetricSeries', 'Get-RunParameter', 'Get-Epoch', 'Get-Result', 'Get-RunInput', 'Get-RunLog', 'Get-Distribution',
        'ConvertTo-RunTable', 'Measure-Run', 'Export-RunReport', 'Publish-RunSummary', 'Set-Run', 'Remove-Run', 'Resume-Run', 'Stop-Run', 'Complete-Run'
    $ofArtifact = 'Get-Artifact', 'Get-ArtifactContent', 'Test-Artifact', 'Save-Artifact', 'Remove-Artifact'
    $ofOwner = 'Get-Artifact', 'Get-ArtifactContent', 'Test-Artifact', 'Save-Artifact'
    $adders = 'Add-Metric', 'Add-RunLog', 'Add-Epoch', 'Add-Result'
    $ofTagged = 'Get-ExperimentTag', 'Add-ExperimentTag', 'Remove-ExperimentTag'

    function Get-Catalog([string] $Noun, [string[]] $Verb = ('Get', 'Set', 'Remove')) { $Verb | ForEach-Object { "$_-$Noun" } }

    # A kind, the command that returns one, and the cmdlets that accept it. The arguments of cmdlets that need more are in $arguments below.
    $kinds = [ordered]@{
        Run = { Get-Run demo/0 }, ($ofRun + $ofOwner + $ofTagged + 'Get-Experiment', 'Get-Trial', 'Add-RunInput of an object')
        Metric = { Get-Metric loss -Run demo/0 }, ($ofRun + $ofOwner + $adders)
        MetricSeries = { Get-MetricSeries loss -Run demo/0 -AsSeries }, ($ofRun + $ofOwner + $adders)
        MetricPoint = { Get-MetricSeries loss -Run demo/0 | Select-Object -Last 1 }, ($ofRun + $ofOwner + $adders)
        RunParameter = { Get-RunParameter lr -Run demo/0 }, ($ofRun + $ofOwner + $adders + 'Add-RunParameter')
        Epoch = { Get-Epoch 0 -Run demo/0 }, ($ofRun + $ofOwner + $adders)
        Result = { Get-Result 0 -Run demo/0 }, ($ofRun + $ofOwner + $adders)
        'RunInput of a dataset' = { Get-RunInput -Run demo/0 | Where-Object Kind -EQ Dataset }, ($ofRun + $ofOwner + $adders + (Get-Catalog Dataset) + 'Add-RunInput')
        'RunInput of a model version' = { Get-RunInput -Run demo/0 | Where-Object Kind -EQ ModelVersion }, ($ofRun + (Get-Catalog ModelVersion) + 'Add-RunInput')
        'RunInput of an artifact' = { Get-RunInput -Run demo/0 | Where-Object Kind -EQ Artifact }, ($ofRun + $ofArtifact + 'Add-RunInput')
        RunLog = { Get-RunLog -Run demo/0 | Select-Object -First 1 }, ($ofRun + $ofOwner + $adders)
        Distribution = { Get-Distribution w -Run demo/0 }, ($ofRun + $ofOwner + 'Add-Epoch')
        StatusChange = { Get-Run demo/0 -History | Select-Object -First 1 }, ($ofRun + $ofOwner + $adders)
        Experiment = { Get-Experiment demo }, ((Get-Catalog Experiment) + 'Get-Run', 'Get-Project', 'Get-Trial', 'Measure-Run', 'Export-RunReport', 'Publish-RunSummary' + $ofOwner + $ofTagged)
        Trial = { Get-Trial tried }, ((Get-Catalog Trial) + 'Get-Experiment', 'Get-Run', 'Measure-Run' + $ofOwner)
        Project = { Get-Project p }, ((Get-Catalog Project) + 'Get-Experiment' + $ofTagged)
        Model = { Get-Model m }, ((Get-Catalog Model) + 'Get-ModelVersion', 'Get-Project' + $ofTagged)
        ModelVersion = { Get-ModelVersion m 1 }, ((Get-Catalog ModelVersion) + 'Get-Model', 'Get-Run', 'Set-Run', 'Add-RunInput' + $ofArtifact + $ofTagged)
        StageChange = { Get-ModelVersion m 1 -History | Select-Object -First 1 }, (Get-Catalog ModelVersion)
        Dataset = { Get-Dataset flowers }, ((Get-Catalog Dataset) + 'Add-RunInput', 'Add-DatasetEncoder', 'Add-ExperimentDataset')
        Encoder = { Get-Encoder onehot }, (Get-Catalog Encoder)
        'Artifact of a run' = { Get-Artifact k -Run demo/0 }, ($ofArtifact + $ofRun + 'Add-RunInput', 'Add-Artifact')
        'Artifact of an experiment' = { Get-Artifact e -Experiment demo }, ($ofArtifact + 'Get-Experiment', 'Get-Run', 'Measure-Run', 'Add-RunInput')
        ArtifactCheck = { Test-Artifact k -Run demo/0 }, ($ofArtifact + 'Add-RunInput')
        'ExperimentTag of a run' = { Get-ExperimentTag first -Run demo/0 }, ($ofRun + $ofOwner + $ofTagged)
        'ExperimentTag of an experiment' = { Get-ExperimentTag first -Experiment demo }, ('Get-Experiment', 'Get-Run', 'Measure-Run' + $ofTagged)
        'ExperimentTag of a project' = { Get-ExperimentTag first -Project p }, ('Get-Project', 'Get-Experiment' + $ofTagged)
        'ExperimentTag of a model version' = { Get-ExperimentTag first -InputObject (Get-ModelVersion m 1) }, (@('Get-ModelVersion') + $ofTagged)
        MetricTest = { Test-Metric loss -Run demo/0 -Baseline demo/0 }, ('Get-Metric', 'Get-Epoch', 'Measure-Run', 'Add-RunLog')
        RetentionPolicy = { Get-RetentionPolicy demo }, ('Get-RetentionPolicy', 'Remove-RetentionPolicy', 'Get-Experiment')
        RunAlert = { Get-RunAlert ended }, ('Get-RunAlert', 'Get-RunAlertEvent', 'Unregister-RunAlert')
        RunAlertEvent = { Get-RunAlertEvent ended }, ('Get-RunAlert', 'Get-RunAlertEvent', 'Unregister-RunAlert', 'Get-Run', 'Get-RunLog')
        StoreInfo = { Get-ExperimentStore }, ('Get-ExperimentStore', 'Test-ExperimentStore', 'Optimize-ExperimentStore', 'Repair-ExperimentStore', 'Connect-ExperimentStore')
    }
    $rows = foreach ($kind in $kinds.Keys) { @{ Kind = $kind; Get = $kinds[$kind][0]; Cmdlets = $kinds[$kind][1] -notlike '* of an object' } }
    $types = @($kinds.Keys -replace ' .*' | Sort-Object -Unique)

    # Results that describe no single record.
    $results = 'ArtifactFile', 'CollectionSummary', 'ComparisonRow', 'AlertEventDelivery', 'MergeResult', 'RetentionDecision', 'RunMeasure', 'StoreBackup', 'StoreFinding', 'StoreRepair', 'SweepRange'
}

Describe 'A record' {
    BeforeAll {
        . "$PSScriptRoot/TestSupport.ps1"
        . "$PSScriptRoot/EngineSupport.ps1"
        $null = Connect-TestStore -OnDisk
        $null = New-Project p -Tag first
        $null = New-Experiment demo -Project p -Tag first
        $null = New-Trial tried demo
        $null = Set-RetentionPolicy demo -KeepLast 20
        $null = Register-Dataset flowers
        $null = Register-Encoder onehot
        $null = Start-Run demo -Trial tried -Parameter @{ lr = 0.1 } -Tag first
        Add-Metric loss 3, 2, 1 -Goal Minimize
        Add-Epoch 0 -Accuracy 0.5
        Add-Result 0 -Accuracy 0.6
        Add-RunLog 'a line'
        Add-Distribution w (1..5)
        Add-Artifact -Text 'of the run' -Key k
        $null = Register-ModelVersion m -Artifact k -Tag first
        Add-RunInput -Dataset flowers -Role train
        Add-RunInput -ModelVersion m/1
        Get-Artifact k | Add-RunInput
        Complete-Run
        $null = Register-RunAlert ended -Filter '$_.Number -eq 0' -IncludeExisting
        $null = Watch-ExperimentStore -Alert -Once
        Add-Artifact -Text 'of the experiment' -Key e -Experiment demo
        Add-ExperimentTag first -InputObject (Get-Model m)
        $null = Start-Run demo

        $arguments = @{
            'Add-Metric' = @{ Key = 'new'; Value = 1 }; 'Add-RunLog' = @{ Message = 'new' }; 'Add-Epoch' = @{ Index = 5 }; 'Add-Result' = @{ Index = 5 }
            'Add-RunParameter' = @{ Name = 'new'; Value = 1 }; 'Add-ExperimentTag' = @{ Tag = 'new' }; 'Remove-ExperimentTag' = @{ Tag = 'first' }
            'Add-RunInput' = @{ Run = 'demo/1' }; 'Add-DatasetEncoder' = @{ Encoder = 'onehot' }; 'Add-ExperimentDataset' = @{ Experiment = 'demo' }
            'Set-Encoder' = @{ Config = 'new' }; 'Save-Artifact' = @{ Destination = New-TestStore }; 'Export-RunReport' = @{ Path = "$(New-TestStore)/r.md" }
            'Add-Artifact' = @{ Key = 'new' }
        }
        foreach ($name in 'Add-Metric', 'Add-RunLog', 'Add-Epoch', 'Add-Result') { $arguments[$name].WhatIf = $true }

        $whatIf = (Get-Command -Module ExperimentTracker -ParameterName WhatIf).Name

        # What is different in each call: the duration of a run that is going on.
        function Format-Output { @($input | ForEach-Object { $_ -is [ExperimentTracker.MetricPoint] ? "$($_.Step) $($_.Value)" : "$_" }) -join "`n" }

        # A job adds these properties.
        function Copy-ThroughJob([object] $Record) {
            $copy = Copy-ThroughFile $Record
            Add-Member -InputObject $copy -NotePropertyMembers @{ PSComputerName = 'localhost'; RunspaceId = [guid]::NewGuid(); PSShowComputerName = $false }
            $copy
        }
    }

    AfterAll {
        Complete-Run
        Disconnect-TestStore
    }

    It 'of the kind <Kind> goes into each cmdlet that accepts it, live and deserialized' -ForEach $rows {
        $record = @(& $Get)
        $record | Should -HaveCount 1
        $copy = Copy-ThroughJob $record[0]
        foreach ($cmdlet in $Cmdlets) {
            $with = $arguments.ContainsKey($cmdlet) ? $arguments[$cmdlet].Clone() : @{}
            if ($cmdlet -in $whatIf) { $with.WhatIf = $true }
            $outputs = foreach ($object in $record[0], $copy) {
                try { $object | & $cmdlet @with -ErrorAction Stop 6>$null | Format-Output } catch { throw "$cmdlet, $($object.PSObject.TypeNames[0]): $_" }
            }
            $outputs[1] | Should -Be $outputs[0] -Because "$cmdlet accepts both"
        }
    }

    It 'is in this table for every type that a cmdlet returns' -ForEach @{ Known = $types + $results } {
        $returned = (Get-Command -Module ExperimentTracker -CommandType Cmdlet).OutputType.Type | Where-Object Namespace -EQ ExperimentTracker | ForEach-Object Name | Sort-Object -Unique
        $returned | Where-Object { $_ -notin $Known } | Should -BeNullOrEmpty
    }

    It 'of another kind is no store and no file: <Cmdlet>' -ForEach @{ Cmdlet = 'Test-ExperimentStore' }, @{ Cmdlet = 'Connect-ExperimentStore' }, @{ Cmdlet = 'Add-Artifact' } {
        foreach ($object in (Get-Metric loss -Run demo/0), (Get-Experiment demo)) {
            (Get-Failure { Copy-ThroughFile $object | & $Cmdlet }).FullyQualifiedErrorId | Should -BeLike 'InputObject*'
        }
    }

    It 'leads to others in a pipeline' {
        $file = Join-Path (New-TestStore) records.xml
        Get-ModelVersion m 1 | Export-Clixml $file
        Import-Clixml $file | Get-Artifact | Get-ArtifactContent | Should -Be 'of the run'
        (Import-Clixml $file | Get-Run).Path | Should -Be demo/000
        (Get-ExperimentTag first -Run demo/0 | Get-Run).Path | Should -Be demo/000
        (Get-RunInput -Run demo/0 | Where-Object Kind -EQ Dataset | Get-Dataset).Name | Should -Be flowers
        Get-RunInput -Run demo/0 | Where-Object Kind -NE Artifact | Add-RunInput -Run demo/1
        (Get-RunInput -Run demo/1 | Sort-Object Kind).Role | Should -Be $null, train
        (Copy-ThroughFile (Test-Artifact k -Run demo/0) | Save-Artifact -Destination (New-TestStore) -PassThru | ForEach-Object { Get-Content $_.FullName }) | Should -Be 'of the run'
    }
}
