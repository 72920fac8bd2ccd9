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

    $ofRun = 'Run', 'Metric', 'Metric of a run', 'MetricSeries', 'MetricPoint', 'RunParameter', 'Epoch', 'Result', 'RunInput', 'RunLog', 'StatusChange',
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
        foreach ($cmdlet in 'Get-Metric', 'Get-MetricSeries', 'Get-RunParameter', 'Get-Epoch', 'Get-Result', 'Get-RunInput', 'Get-RunLog') {
            Read-Row $cmdlet Run Run, Metric, RunLog
        }
        Read-Row Show-MetricSeries Run Run, Metric -Output $text
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
        }
        Read-Row Publish-RunSummary Baseline Run { @{ Run = Get-Run demo/2 -Store $a; Metric = 'loss' } }
        Read-Row Publish-RunSummary BaselineModel Model { @{ Run = Get-Run demo/2 -Store $a; Metric = 'loss' } }
    )

    $writers = @(
        Write-Row Set-Run Run $ofRun { @{ Description = 'changed' } }
        Write-Row Set-Run ParentRun 'pending Run' { @{ Run = Get-Run demo/0 -Store $a } }
        Write-Row Remove-Run Run Run, Epoch, RunLog
        Write-Row Restore-Run Run 'removed Run'
        Write-Row Resume-Run Run Run
        Write-Row Stop-Run Run 'pending Run'
        Write-Row Complete-Run Run Run { @{ Status = 'Failed' } } -Open
        Write-Row Start-Run Run 'pending Run'
        foreach ($cmdlet in 'New-Run', 'Start-Run', 'Invoke-Run') {
            $block = $cmdlet -eq 'Invoke-Run' ? '; ScriptBlock = {}' : ''
            Write-Row $cmdlet Experiment Experiment, Trial ([scriptblock]::Create("@{ Name = 'new'$block }"))
            foreach ($parameter in 'Project', 'Trial') {
                Write-Row $cmdlet $parameter $parameter ([scriptblock]::Create("@{ Experiment = 'demo'; Name = 'new'$block }"))
            }
            Write-Row $cmdlet ParentRun Run ([scriptblock]::Create("@{ Experiment = 'demo'; Name = 'new'$block }"))
        }
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
        Write-Row Add-RunLog Run Run, Metric { @{ Message = 'new' } }
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

    # The content that both stores have.
    function New-Store {
        $path = Join-Path (New-TestStore) from
        $null = New-Project p -Store $path -Tag first -InformationAction Ignore
        $null = New-Project spare -Store $path
        $null = New-Experiment demo -Project p -Tag first -Store $path
        $null = New-Experiment spare -Project p -Store $path
        $null = New-Trial tried demo -Store $path
        $null = Register-Dataset flowers -Store $path
        $null = Register-Dataset trees -Store $path
        $null = Register-Encoder onehot -Store $path
        $null = Register-Encoder other -Store $path
        Add-DatasetEncoder flowers onehot -Store $path
        Add-ExperimentDataset demo flowers -Store $path
        $null = Start-Run demo -Trial tried -Parameter @{ lr = 0.1 } -Tag first -Store $path
        Add-Metric loss 3, 2, 1 -Goal Minimize
        Add-Epoch 0 -Accuracy 0.5
        Add-Result 0 -Accuracy 0.6
        Add-RunLog 'a line'
        Add-RunInput -Dataset flowers -Role train
        Add-Artifact -Text 'of the run' -Key k
        $null = Register-ModelVersion m -Artifact k -Tag first
        Complete-Run
        Add-Artifact -Text 'of the experiment' -Key e -Experiment demo -Store $path
        Set-ModelVersion m/1 Production -Store $path
        Add-ExperimentTag first -InputObject (Get-Model m -Store $path) -Store $path
        $null = New-Run demo -Store $path
        $null = Start-Run demo -Parameter @{ lr = 0.2 } -Store $path
        Add-Metric loss 4, 5
        Complete-Run
        $null = New-Run demo child -ParentRun demo/1 -Trial tried -Store $path
        $path
    }

    # The copy, in which every record differs.
    function New-ChangedCopy([string] $Of) {
        $path = Join-Path (New-TestStore) copy
        $null = Merge-ExperimentStore $Of -Store $path -InformationAction Ignore
        foreach ($id in (Get-Run -Store $path).Id) { Set-Run $id -Description changed -Store $path }
        Get-Experiment -Store $path | Set-Experiment -Description changed
        Get-Trial -Store $path | Set-Trial -Description changed
        Get-Project -Store $path | Set-Project -Description changed
        Get-Model -Store $path | Set-Model -Description changed
        Get-Dataset -Store $path | Set-Dataset -Location changed
        foreach ($type in 'onehot', 'other') { Set-Encoder $type changed -Store $path }
        Set-ModelVersion m/1 -Description changed -Store $path
        foreach ($number in 0, 2) {
            $null = Resume-Run demo/$number -Store $path
            Add-Metric loss 99
            Add-RunParameter more 1
            Add-Epoch -Accuracy 0.9
            Add-Result -Accuracy 0.9
            Add-RunLog 'a changed line'
            Add-RunInput -Dataset trees -Role train
            Complete-Run
        }
        foreach ($target in (Get-Run demo/0 -Store $path), (Get-Experiment demo -Store $path), (Get-Project p -Store $path), (Get-Model m -Store $path), (Get-ModelVersion m 1 -Store $path)) {
            Add-ExperimentTag first=changed -InputObject $target -Store $path
        }
        Add-Artifact -Text 'changed' -Key k -Run demo/0 -Force -Store $path
        Add-Artifact -Text 'changed' -Key e -Experiment demo -Force -Store $path

        # The copy must not have blobs with the digests of the source.
        Get-ChildItem $path/artifacts -Recurse -File | Where-Object { (Get-Content $_ -Raw) -like 'of the *' } | Remove-Item
        $path
    }

    # Copies a store without the lock files of this process, which owns the runs. Copy-Item -Recurse would take a hundred times as long.
    function Copy-Store([string] $Path) {
        $copy = Join-Path (New-TestStore) (Split-Path $Path -Leaf)
        foreach ($file in [IO.Directory]::GetFiles($Path, '*', 'AllDirectories')) {
            $name = [IO.Path]::GetRelativePath($Path, $file)
            if ((Split-Path $name) -eq 'locks') { continue }
            $null = [IO.Directory]::CreateDirectory((Split-Path "$copy/$name"))
            [IO.File]::Copy($file, "$copy/$name")
        }
        $copy
    }

    # All records of a store.
    function Read-Store([string] $Path) {
        $file = Join-Path (New-TestStore) store.json
        $null = Export-ExperimentStore $file -Store $Path -WarningAction Ignore
        (Get-Content $file) -notmatch '"exportedAt"' -join "`n"
    }

    # The bytes of the database and of the write-ahead log, and the names of the blobs. Writing changes them; reading does not.
    function Get-StoreDigest([string] $Path) {
        $sha = [Security.Cryptography.SHA256]::Create()
        foreach ($file in [IO.Directory]::GetFiles($Path, '*.db*') -notlike '*-shm' | Sort-Object) {
            $stream = [IO.FileStream]::new($file, 'Open', 'Read', 'ReadWrite, Delete')
            try { "$file $([Convert]::ToHexString($sha.ComputeHash($stream)))" } finally { $stream.Dispose() }
        }
        [IO.Directory]::GetFiles("$Path/artifacts", '*', 'AllDirectories') | Sort-Object
    }

    # The output or the error, as text for comparisons.
    function Format-Outcome([scriptblock] $Call) {
        try { @(& $Call) | ForEach-Object { $_ -is [string] ? $_ : ($_ | ConvertTo-Json -Depth 3 -WarningAction Ignore) } }
        catch { "failed: $_" }
    }

    function Invoke-With([string] $Cmdlet, [string] $Parameter, [object] $Record, [hashtable] $With, [string] $How) {
        $ErrorActionPreference = 'Stop'
        if ($How -like '*piped') { return $Record | & $Cmdlet @With }
        $argument = @{ $Parameter = $Record }
        & $Cmdlet @argument @With
    }

    # The record, live or deserialized.
    function Get-Record([scriptblock] $Get, [string] $How) {
        $record = @(& $Get)
        if ($record.Count -eq 0) { throw "there is no such record: $Get" }
        if ($How -like 'deserialized*') { $record = @($record | ForEach-Object { Copy-ThroughFile $_ }) }
        $record.Count -eq 1 ? $record[0] : $record
    }

    # Pipes the record by value, unless another parameter accepts pipeline input; otherwise in a property.
    function Test-Pipeable([string] $Cmdlet, [string] $Parameter, [string] $Kind) {
        $meant = @{ Experiment = 'Experiment'; Project = 'Project'; Trial = 'Trial', 'Run', 'Run without a trial' }
        if ($meant[$Parameter] -and $Kind -notin $meant[$Parameter]) { return $false }
        $sets = (Get-Command $Cmdlet).Parameters[$Parameter].ParameterSets.Values
        $sets.ValueFromPipeline -contains $true -or
            $sets.ValueFromPipelineByPropertyName -contains $true -and $Kind -in 'Metric', 'StatusChange', 'Encoder'
    }

    function Get-Ways([string] $Cmdlet, [string] $Parameter, [string] $Kind) {
        'live argument', 'deserialized argument'
        if (Test-Pipeable $Cmdlet $Parameter $Kind) { 'live piped', 'deserialized piped' }
    }

    $from = New-Store
    $to = New-ChangedCopy $from
    Disconnect-ExperimentStore -Store $from
    Disconnect-ExperimentStore -Store $to
    $fromContent, $toContent = (Read-Store $from), (Read-Store $to)
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
