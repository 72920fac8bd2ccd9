# A cmdlet uses the store that a record came from, whichever store the session is connected to. This holds for live and deserialized records, as
# arguments and piped. Two stores have the same records: the source, and a merged copy that was changed later and that the session is connected to.

BeforeDiscovery {
    # The commands that return each type of record. $a is the path of the store that the records come from.
    $kinds = [ordered]@{
        Run = { Get-Run demo/0 -Store $a }
        Metric = { Get-Metric loss -Run demo/0 -Store $a }
        'Metric of a run' = { (Get-Run demo/0 -Store $a).MetricStatistics.loss }
        MetricSeries = { Get-MetricSeries loss -Run demo/0 -AsSeries -Store $a }
        MetricPoint = { Get-MetricSeries loss -Run demo/0 -Store $a | Select-Object -Last 1 }
        RunParameter = { Get-RunParameter lr -Run demo/0 -Store $a }
        Epoch = { Get-Epoch 0 -Run demo/0 -Store $a }
        Result = { Get-Result 0 -Run demo/0 -Store $a }
        RunInput = { Get-RunInput train -Run demo/0 -Store $a }
        RunLog = { Get-RunLog -Run demo/0 -Store $a | Select-Object -First 1 }
        Distribution = { Get-Distribution w -Run demo/0 -Store $a }
        StatusChange = { Get-Run demo/0 -History -Store $a | Select-Object -First 1 }
        'Run of a dictionary' = { (Get-Run -Experiment demo -AsDictionary -Store $a)['000'] }
        Experiment = { Get-Experiment demo -Store $a }
        Trial = { Get-Trial tried -Store $a }
        Project = { Get-Project p -Store $a }
        Model = { Get-Model m -Store $a }
        ModelVersion = { Get-ModelVersion m 1 -Store $a }
        Dataset = { Get-Dataset flowers -Store $a }
        Encoder = { Get-Encoder onehot -Store $a }
        Artifact = { Get-Artifact k -Run demo/0 -Store $a }
        ArtifactCheck = { Test-Artifact k -Run demo/0 -Store $a }
        StageChange = { Get-ModelVersion m 1 -History -Store $a | Select-Object -First 1 }
        'Artifact of a check' = { (Test-Artifact k -Run demo/0 -Store $a).Artifact }
        'Artifact of an experiment' = { Get-Artifact e -Experiment demo -Store $a }
        ExperimentTag = { Get-ExperimentTag first -Run demo/0 -Store $a }
        RetentionPolicy = { Get-RetentionPolicy spare -Store $a }
        RunAlert = { Get-RunAlert ended -Store $a }
        RunAlertEvent = { Get-RunAlertEvent ended -Store $a }
        'Run without a trial' = { Get-Run demo/2 -Store $a }
        'pending Run' = { Get-Run demo/1 -Store $a }
        'two Runs' = { Get-Run demo/0, demo/2 -Store $a }
        'removed Run' = { Remove-Run demo/2 -Store $a; Get-Run demo/2 -Removed -Store $a }
        'removed Experiment' = { Remove-Experiment spare -Store $a; Get-Experiment spare -Removed -Store $a }
        'removed Trial' = { Remove-Trial tried -Store $a; Get-Trial tried -Removed -Store $a }
        'removed Project' = { Remove-Project spare -Store $a; Get-Project spare -Removed -Store $a }
    }

    function Read-Row([string] $Cmdlet, [string] $Parameter, [string[]] $Kind, [scriptblock] $With = { @{} }, [scriptblock] $Output = { $input }) {
        foreach ($one in $Kind) { @{ Cmdlet = $Cmdlet; Parameter = $Parameter; Kind = $one; Get = $kinds[$one]; With = $With; Output = $Output } }
    }

    function Write-Row([string] $Cmdlet, [string] $Parameter, [string[]] $Kind, [scriptblock] $With = { @{} }, [switch] $Open) {
        foreach ($one in $Kind) { @{ Cmdlet = $Cmdlet; Parameter = $Parameter; Kind = $one; Get = $kinds[$one]; With = $With; Open = $Open } }
    }

    $ofRun = 'Run', 'Metric', 'Metric of a run', 'MetricSeries', 'MetricPoint', 'RunParameter', 'Epoch', 'Result', 'RunInput', 'RunLog', 'Distribution', 'StatusChange',
        'ModelVersion', 'Run of a dictionary'
    $text = { $input | Out-String }
    $file = { $input | ForEach-Object { Get-Content $_.FullName } }
    $readers = @(
        Read-Row Get-Run Run ($ofRun + 'Artifact', 'ExperimentTag')
        Read-Row Get-Run Experiment Experiment, Run, Trial
        Read-Row Get-Run Project Project, Experiment, Model
        Read-Row Get-Run Trial Trial, Run, 'Run without a trial'
        Read-Row Get-Run ParentRun 'pending Run' { @{ Recurse = $true } }
        Read-Row Get-Experiment Experiment Experiment, Run, Trial, 'Artifact of an experiment'
        Read-Row Get-Experiment Project Project, Experiment
        Read-Row Get-RetentionPolicy Experiment RetentionPolicy
        Read-Row Get-RunAlert Alert RunAlert, RunAlertEvent
        Read-Row Get-RunAlertEvent Alert RunAlert, RunAlertEvent
        Read-Row Get-RunAlertEvent Run Run
        Read-Row Test-RunAlert Alert RunAlert { @{} } { $input.State }
        Read-Row Get-Trial Trial Trial, Run
        Read-Row Get-Trial Experiment Experiment, Run, Trial
        Read-Row Get-Project Project Project, Experiment, Model
        Read-Row Get-Model Model Model, ModelVersion
        Read-Row Get-Model Project Project, Experiment
        Read-Row Get-ModelVersion Model Model, ModelVersion
        Read-Row Get-ModelVersion ModelVersion ModelVersion, StageChange
        Read-Row Get-Dataset Dataset Dataset, RunInput
        Read-Row Get-Dataset Encoder Encoder
        Read-Row Get-Dataset Experiment Experiment, Run
        Read-Row Get-Encoder Dataset Dataset
        Read-Row Get-Encoder Type Encoder
        foreach ($cmdlet in 'Get-Metric', 'Get-MetricSeries', 'Get-RunParameter', 'Get-Epoch', 'Get-Result', 'Get-RunInput', 'Get-RunLog', 'Get-Distribution') {
            Read-Row $cmdlet Run Run, Metric, RunLog
        }
        Read-Row Show-MetricSeries Run Run, Metric -Output $text
        foreach ($parameter in 'Run', 'Experiment') {
            Read-Row Watch-Run $parameter $parameter { @{ NoWait = $true } } { ($input | Out-String) -replace '\d[\d.]* (ms|s|min)\b' }
        }
        Read-Row Wait-Run Run Run, Metric { @{ Until = { $_.Number -ge 0 } } }
        foreach ($parameter in 'Run', 'Experiment', 'Project') { Read-Row Get-ExperimentTag $parameter ($parameter -replace 'Run', 'Epoch') }
        Read-Row Get-ExperimentTag InputObject Run, Experiment, Project, Model, ModelVersion, ExperimentTag
        foreach ($cmdlet in 'Get-Artifact', 'Get-ArtifactContent', 'Test-Artifact') {
            Read-Row $cmdlet Run Run, Epoch { @{ Key = 'k' } }
            Read-Row $cmdlet Experiment Experiment, Trial { @{ Key = 'e' } }
            # Get-Artifact emits an artifact that is piped to it unchanged. Only for a model version it reads the store.
            Read-Row $cmdlet Artifact $($cmdlet -eq 'Get-Artifact' ? 'ModelVersion' : ('Artifact', 'ArtifactCheck', 'Artifact of a check', 'Artifact of an experiment', 'ModelVersion'))
        }
        Read-Row Save-Artifact Run Run { @{ Key = 'k'; Destination = "$(New-TestStore)/"; PassThru = $true } } $file
        Read-Row Save-Artifact Experiment Experiment { @{ Key = 'e'; Destination = "$(New-TestStore)/"; PassThru = $true } } $file
        Read-Row Save-Artifact Artifact Artifact, ModelVersion { @{ Destination = "$(New-TestStore)/"; PassThru = $true } } $file
        Read-Row Compare-Run Run 'two Runs' { @{ All = $true } } { $input | ForEach-Object ToString; $input.Values }
        Read-Row Compare-Run Reference Run { @{ Run = Get-Run demo/2 -Store $a; All = $true } } { $input.Values | Out-String }
        Read-Row ConvertTo-RunTable Run Run, Metric
        Read-Row Measure-Run Run Run, Metric
        Read-Row Measure-Run Experiment Experiment, Trial
        foreach ($cmdlet in 'Test-Metric', 'Assert-Metric') {
            $pass = $cmdlet -eq 'Test-Metric' ? '' : '; PassThru = $true; Tolerance = 1000'
            Read-Row $cmdlet Run Run, Metric ([scriptblock]::Create("@{ Metric = 'loss'; Baseline = Get-Run demo/2 -Store `$a$pass }"))
            Read-Row $cmdlet Baseline Run ([scriptblock]::Create("@{ Metric = 'loss'; Run = Get-Run demo/2 -Store `$a$pass }"))
            Read-Row $cmdlet BaselineModel Model ([scriptblock]::Create("@{ Metric = 'loss'; Run = Get-Run demo/2 -Store `$a$pass }"))
        }
        foreach ($parameter in 'Run', 'Experiment') {
            Read-Row Publish-RunSummary $parameter $parameter { @{ Metric = 'loss' } }
            Read-Row Export-RunReport $parameter $parameter { @{ Path = "$(New-TestStore)/report.md"; Title = 't' } } $file
            Read-Row Export-ExperimentStore $parameter $parameter { @{ Path = "$(New-TestStore)/tables"; As = 'Csv' } } { $input | ForEach-Object { Get-Content "$($_.FullName)/runs.csv" } }
        }
        Read-Row Publish-RunSummary Baseline Run { @{ Run = Get-Run demo/2 -Store $a; Metric = 'loss' } }
        Read-Row Publish-RunSummary BaselineModel Model { @{ Run = Get-Run demo/2 -Store $a; Metric = 'loss' } }
    )

    $writers = @(
        Write-Row Set-Run Run $ofRun { @{ Description = 'changed' } }
        Write-Row Set-Run ParentRun 'pending Run' { @{ Run = Get-Run demo/0 -Store $a } }
        Write-Row Copy-Run Run Run, Epoch, RunLog
        Write-Row Copy-Run Experiment Experiment, Trial { @{ Run = Get-Run demo/0 -Store $a } }
        Write-Row Remove-Run Run Run, Epoch, RunLog
        Write-Row Restore-Run Run 'removed Run'
        Write-Row Resume-Run Run Run
        Write-Row Stop-Run Run 'pending Run'
        Write-Row Complete-Run Run Run { @{ Status = 'Failed' } } -Open
        Write-Row Start-Run Run 'pending Run'
        foreach ($cmdlet in 'New-Run', 'Start-Run', 'Invoke-Run', 'Invoke-RunSweep') {
            $block = @{ 'Invoke-Run' = '; ScriptBlock = {}'; 'Invoke-RunSweep' = '; ScriptBlock = {}; Space = @{ x = 1 }' }[$cmdlet]
            Write-Row $cmdlet Experiment Experiment, Trial ([scriptblock]::Create("@{ Name = 'new'$block }"))
            foreach ($parameter in 'Project', 'Trial') {
                Write-Row $cmdlet $parameter $parameter ([scriptblock]::Create("@{ Experiment = 'demo'; Name = 'new'$block }"))
            }
            Write-Row $cmdlet ParentRun Run ([scriptblock]::Create("@{ Experiment = 'demo'; Name = 'new'$block }"))
        }
        Write-Row Set-RetentionPolicy Experiment RetentionPolicy, Run { @{ KeepLast = 9 } }
        Write-Row Remove-RetentionPolicy Experiment RetentionPolicy
        Write-Row Register-RunAlert Experiment Experiment { @{ Name = 'new'; Condition = 'Failed' } }
        Write-Row Unregister-RunAlert Alert RunAlert, RunAlertEvent
        Write-Row New-Experiment Project Project, Experiment { @{ Name = 'new' } }
        Write-Row New-Model Project Project { @{ Name = 'new' } }
        Write-Row New-Trial Experiment Experiment, Run { @{ Name = 'new' } }
        foreach ($cmdlet in 'Set-Project', 'Set-Experiment', 'Set-Trial', 'Set-Model') {
            $noun = $cmdlet -replace 'Set-'
            Write-Row $cmdlet $noun $noun { @{ Description = 'changed' } }
        }
        Write-Row Set-Dataset Dataset Dataset { @{ Location = 'changed' } }
        Write-Row Set-ModelVersion ModelVersion ModelVersion { @{ Description = 'changed' } }
        Write-Row Set-Encoder Type Encoder { @{ Config = 'changed' } }
        foreach ($noun in 'Project', 'Experiment', 'Trial', 'Model', 'ModelVersion', 'Dataset') { Write-Row Remove-$noun $noun $noun }
        Write-Row Remove-Encoder Type Encoder
        foreach ($noun in 'Project', 'Experiment', 'Trial') { Write-Row Restore-$noun $noun "removed $noun" }
        Write-Row Add-Metric Run Run, RunLog { @{ Key = 'new'; Value = 1 } } -Open
        Write-Row Add-Metric InputObject MetricSeries, MetricPoint -Open
        Write-Row Add-Metric InputObject Run { @{ Key = 'new'; Value = 1 } } -Open
        Write-Row Add-RunParameter Run Run, Metric { @{ Name = 'new'; Value = 1 } } -Open
        Write-Row Add-Epoch Run Run, Metric { @{ Index = 7 } } -Open
        Write-Row Add-Result Run Run, Metric { @{ Index = 7 } } -Open
        Write-Row Add-Distribution Run Run, Metric { @{ Key = 'new'; Value = 1 } } -Open
        Write-Row Add-RunLog Run Run, Metric { @{ Message = 'new' } }
        Write-Row Add-ConfusionMatrix Run Run, Metric { @{ Actual = 'a'; Predicted = 'b' } }
        Write-Row Add-PrecisionRecallCurve Run Run, Metric { @{ Actual = '1'; Score = 0.5 } }
        Write-Row Add-Artifact Run Run, Metric, StatusChange { @{ Text = 'new'; Key = 'new' } }
        Write-Row Add-Artifact Experiment Experiment, Run { @{ Text = 'new'; Key = 'new' } }
        Write-Row Add-Artifact Epoch Epoch { @{ Text = 'new'; Key = 'new' } }
        Write-Row Add-Artifact Result Result { @{ Text = 'new'; Key = 'new' } }
        Write-Row Remove-Artifact Run Run { @{ Key = 'k' } }
        Write-Row Remove-Artifact Experiment Experiment { @{ Key = 'e' } }
        Write-Row Remove-Artifact Artifact Artifact, ModelVersion
        foreach ($cmdlet in 'Add-ExperimentTag', 'Remove-ExperimentTag') {
            $tag = $cmdlet -like 'Add*' ? { @{ Tag = 'new' } } : { @{ Tag = 'first' } }
            foreach ($parameter in 'Run', 'Experiment', 'Project') { Write-Row $cmdlet $parameter $parameter $tag }
            Write-Row $cmdlet InputObject Run, Experiment, Project, Model, ModelVersion, ExperimentTag $tag
        }
        Write-Row Add-ExperimentDataset Experiment Experiment, Run { @{ Dataset = 'trees' } }
        Write-Row Add-ExperimentDataset Dataset Dataset { @{ Experiment = 'spare' } }
        Write-Row Add-DatasetEncoder Dataset Dataset { @{ Encoder = 'other' } }
        Write-Row Add-DatasetEncoder Encoder Encoder { @{ Dataset = 'trees' } }
        Write-Row Add-RunInput Run Run { @{ Dataset = 'trees' } }
        Write-Row Add-RunInput Dataset Dataset { @{ Run = 'demo/0'; Role = 'new' } }
        Write-Row Add-RunInput ModelVersion ModelVersion { @{ Run = 'demo/0'; Role = 'new' } }
        Write-Row Add-RunInput InputObject Dataset, ModelVersion, Artifact { @{ Run = 'demo/0'; Role = 'new' } }
        Write-Row Register-ModelVersion Run Run, Metric { @{ Model = 'm' } }
        Write-Row Register-ModelVersion Model Model, ModelVersion
        Write-Row Register-ModelVersion Artifact Artifact { @{ Model = 'm'; Run = 'demo/0' } }
    )
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/SourceStoreSupport.ps1"
}

AfterAll { Disconnect-ExperimentStore }

Describe 'A record is read from the store that it came from' {
    BeforeAll {
        $a, $b = $from, $to
        $null = Connect-ExperimentStore $b
    }

    AfterAll { Disconnect-ExperimentStore }

    It 'by <Cmdlet> -<Parameter>, of a <Kind>' -ForEach $readers {
        foreach ($how in Get-Ways $Cmdlet $Parameter $Kind) {
            $record = Get-Record $Get $how
            $more = & $With
            $found = Format-Outcome { Invoke-With $Cmdlet $Parameter $record $more $how | & $Output }
            $right = Format-Outcome { Invoke-With $Cmdlet $Parameter $record ((& $With) + @{ Store = $a }) $how | & $Output }
            $wrong = Format-Outcome { Invoke-With $Cmdlet $Parameter $record ((& $With) + @{ Store = $b }) $how | & $Output }
            $right | Should -Not -BeNullOrEmpty -Because $how
            $right | Should -Not -BeLike 'failed*' -Because $how
            "$wrong" | Should -Not -Be "$right" -Because "the stores differ ($how)"
            "$found" | Should -Be "$right" -Because $how
        }
    }
}

Describe 'A record is changed in the store that it came from' {
    It 'by <Cmdlet> -<Parameter>, of a <Kind>' -ForEach $writers {
        # Two of the four combinations of argument or pipeline with live or deserialized, which saves half of the time.
        foreach ($how in (Test-Pipeable $Cmdlet $Parameter $Kind) ? ('live argument', 'deserialized piped') : ('live argument', 'deserialized argument')) {
            $a, $b = (Copy-Store $from), (Copy-Store $to)
            try {
                $null = Connect-ExperimentStore $b
                if ($Open) { foreach ($store in $a, $b) { $null = Resume-Run demo/0 -Store $store } }
                $record = Get-Record $Get $how
                $digestA, $digestB = (Get-StoreDigest $a), (Get-StoreDigest $b)
                $null = Invoke-With $Cmdlet $Parameter $record (& $With) $how
                Get-StoreDigest $b | Should -Be $digestB -Because "the other store is not changed ($how)"
                "$(Get-StoreDigest $a)" | Should -Not -Be "$digestA" -Because "its own store is changed ($how)"
            }
            finally {
                while ($current = Get-Run -Current -ErrorAction Ignore) { Stop-Run $current -WarningAction Ignore }
                foreach ($store in $a, $b) { Disconnect-ExperimentStore -Store $store }
            }
        }
    }
}

Describe 'The tables above' -ForEach @{ Rows = $readers + $writers; KindNames = @($kinds.Keys) } {
    It 'have every parameter of every cmdlet that accepts a record' {
        $without = @{
            'Show-MetricSeries -Series' = 'draws what it is given'
            'Show-MetricSeries -Point' = 'draws what it is given'
            'Repair-ExperimentStore -Finding' = 'is tested below'
            'Set-Run -Experiment' = 'is tested with a run of the other store; the run of these stores would move to where it is'
            'Invoke-RunSweep -Join' = 'finds its store as Start-Run -Run does; no run of these stores is a sweep'
            'Watch-Run -ParentRun' = 'finds its store as -Run does; no run of these stores has children'
        }
        $takers = foreach ($cmdlet in Get-Command -Module ExperimentTracker) {
            foreach ($parameter in $cmdlet.Parameters.Values) {
                $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
                $takes = @(
                    $type.IsSubclassOf([ExperimentTracker.Binding.RecordIdentity])
                    $type.Assembly -eq [ExperimentTracker.Run].Assembly -and !$type.IsEnum
                    $parameter.Name -eq 'InputObject' -and $cmdlet.Noun -in 'ExperimentTag', 'RunInput', 'Metric'
                    $parameter.Attributes.Where{ $_ -is [ExperimentTracker.Binding.EncoderTransformationAttribute] }.Count -gt 0
                )
                if ($takes -contains $true) { "$($cmdlet.Name) -$($parameter.Name)" }
            }
        }
        $tested = @($Rows | ForEach-Object { "$($_.Cmdlet) -$($_.Parameter)" }) + $without.Keys
        $takers.Count | Should -BeGreaterThan 100
        $takers | Where-Object { $_ -notin $tested } | Should -BeNullOrEmpty
    }

    It 'have every kind of record that an identity accepts, each with its source store' {
        $identities = [ExperimentTracker.Binding.RecordIdentity].Assembly.GetExportedTypes().Where{ $_.IsSubclassOf([ExperimentTracker.Binding.RecordIdentity]) -and !$_.IsAbstract }
        $accepted = $identities.GetConstructors().GetParameters().ParameterType | Where-Object Assembly -EQ ([ExperimentTracker.Run].Assembly) | Sort-Object Name -Unique
        $accepted.Count | Should -BeGreaterThan 12
        foreach ($type in $accepted) {
            (Get-TypeData $type.FullName).Members.Keys + (Get-TypeData "Deserialized.$type").Members.Keys | Should -Contain SourceStore -Because $type
            $one = $type.Name -eq 'Evaluation' ? 'Epoch' : $type.Name
            $KindNames | Should -Contain $one
        }
    }
}
