# Set-Run -Experiment and Copy-Run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"

    # Everything of a run but what its place decides.
    function Get-Content([object] $Run) {
        @{
            Status = $Run.Status; Description = $Run.Description; Started = $Run.StartedAt; Ended = $Run.EndedAt; Created = $Run.CreatedAt
            Parameters = ($Run.Parameters.Keys | Sort-Object | ForEach-Object { "$_=$($Run.Parameters[$_])" }) -join ' '
            Series = (Get-MetricSeries -Run $Run -AsSeries | ForEach-Object { "$($_.Name) $($_.Unit) $($_.Goal) $($_.Steps) $($_.Values) $($_.TimestampsUtc.Ticks)" }) -join "`n"
            Epochs = (Get-Epoch -Run $Run | ForEach-Object { "$($_.Index) $($_.Accuracy)" }) -join ' '
            Results = (Get-Result -Run $Run | ForEach-Object { "$($_.Index) $($_.Accuracy)" }) -join ' '
            Log = (Get-RunLog -Run $Run | ForEach-Object { "$($_.Stream) $($_.Message) $($_.LoggedAt.Ticks)" }) -join "`n"
            Distributions = (Get-Distribution -Run $Run | ForEach-Object { "$($_.Key) $($_.Step) $($_.Counts) $($_.Edges)" }) -join ' '
            Artifacts = (Get-Artifact -Run $Run | Sort-Object Key | ForEach-Object { "$($_.Key) $($_.Kind) $($_.Digest) $($_.Location)" }) -join "`n"
            Inputs = (Get-RunInput -Run $Run | ForEach-Object { "$($_.Role) $($_.Kind) $($_.TargetId)" }) -join ' '
            History = (Get-Run $Run -History | ForEach-Object { "$($_.From) $($_.To) $($_.ChangedAt.Ticks)" }) -join ' '
            Tags = (Get-ExperimentTag -InputObject $Run | Where-Object Key -NE 'copied-from' | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join ' '
        }
    }

    function New-FullRun([string] $Experiment, [object] $Parent) {
        $below = $Parent ? @{ ParentRun = $Parent } : @{}
        $null = Register-Dataset flowers -ErrorAction Ignore
        $run = Start-Run $Experiment @below -Parameter @{ lr = 0.1; name = 'a' } -Tag @{ team = 'x' } -Description why
        Add-Metric loss (3, 2, [double]::NaN) -Step 1, 5, 5 -Goal Minimize -Unit nats
        Add-Metric 'acc' 1 -Label test
        Add-Epoch 0 -Accuracy 0.5
        Add-Result 0 -Accuracy 0.6
        Add-RunLog 'a line' -Stream note
        Add-Distribution w (1..5) -Step 2
        Add-Artifact -Text 'a text' -Key text.txt
        Add-Artifact -Reference 'https://example.org/x' -Key link
        Add-RunInput -Dataset flowers -Role train
        Complete-Run
        $run
    }
}

Describe 'Set-Run -Experiment' {
    BeforeEach { Set-Location (New-StoreFolder) }

    It 'moves a run with its number, its records and its children' {
        $parent = New-FullRun from
        $child = New-FullRun from $parent
        $other = New-FullRun elsewhere $parent
        $null = New-Experiment to
        $before = Get-Content (Get-Run $parent)
        $moved = Set-Run $parent -Experiment to -PassThru
        $moved.Experiment, $moved.Number, $moved.Id, $moved.Name | Should -BeExactly 'to', 0, $parent.Id, $parent.Name
        $moved.Origin.Number, $moved.Origin.StoreId | Should -Be $null, $null
        (Get-Run $child.Id).Path, (Get-Run $child.Id).ParentRunId | Should -BeExactly 'to/001', $parent.Id
        (Get-Run $other.Id).Experiment | Should -BeExactly elsewhere
        $after = Get-Content $moved
        foreach ($part in $before.Keys) { $after[$part] | Should -BeExactly $before[$part] -Because $part }
        (Get-Experiment from).RunCount, (Get-Experiment to).RunCount | Should -Be 0, 2
        (New-Run to).Number, (New-Run from).Number | Should -Be 2, 2 -Because 'a number is not given twice'
        (Test-ExperimentStore).Problems | Should -BeNullOrEmpty
    }

    It 'gives a number that is taken anew, and keeps the old one as the origin' {
        $null = New-Run to
        $named, $unnamed = (New-Run from -Name mine), (New-Run from)
        $moved = $named, $unnamed | Set-Run -Experiment to -PassThru
        $moved.Number | Should -Be 1, 2 -Because 'the first takes the next number, which the second had'
        $moved[0].Name, $moved[1].Name | Should -BeExactly 'mine', 'run-002'
        $moved.Origin.Number | Should -Be 0, 1
        $moved[0].Origin.StoreId | Should -Be (Get-ExperimentStore).StoreId
        Set-Run $named -Experiment to
        (Get-Run $named).Number | Should -Be 1 -Because 'it is there already'
    }

    It 'moves a run of a trial to the trial of the same name, which must exist' {
        $null = New-Experiment from
        $null = New-Experiment to
        $null = New-Trial fold from
        $run = Start-Run from -Trial fold
        Complete-Run
        $failure = Get-Failure { Set-Run $run -Experiment to -Description half }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TrialMissing,*'
        "$failure" | Should -BeLike "*New-Trial -Experiment 'to' -Name 'fold'*"
        (Get-Run $run).Experiment, (Get-Run $run).Description | Should -Be from, $null
        $trial = New-Trial fold to
        (Set-Run $run -Experiment to -PassThru).TrialId | Should -BeExactly $trial.Id
    }

    It 'leaves the origin of a model version in its project' {
        $null = New-Experiment to -Project other
        $run = New-FullRun from
        $null = Register-ModelVersion m -Artifact (Get-Artifact text.txt -Run $run)
        $failure = Get-Failure { Set-Run $run -Experiment other/to }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OtherProject,*'
        "$failure" | Should -BeLike '*version m/1*Copy-Run*'
        $null = New-Experiment near
        (Set-Run $run -Experiment near -PassThru).Experiment | Should -BeExactly near
    }

    It 'goes on recording a run that is moved while it runs' {
        $null = New-Experiment to
        $run = Start-Run from
        Add-Metric loss 1
        Set-Run $run -Experiment to
        Add-Metric loss 2
        Complete-Run
        $moved = Get-Run $run
        $moved.Path, $moved.Status, $moved.Metrics.loss | Should -Be 'to/000', 'Succeeded', 2
        (Get-MetricSeries loss -Run $moved).Value | Should -Be 1, 2
    }

    It 'refuses an experiment that is not there, and moves nothing with -WhatIf' {
        $run = New-Run from
        (Get-Failure { Set-Run $run -Experiment nowhere }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
        $null = New-Experiment to
        Set-Run $run -Experiment to -WhatIf
        (Get-Run $run).Experiment | Should -BeExactly from
    }
}

Describe 'Copy-Run' {
    BeforeEach { Set-Location (New-StoreFolder) }

    It 'copies all records of a run, under another id and the next number' {
        $run = New-FullRun from
        $copy = Copy-Run $run
        $copy.Id | Should -Not -Be $run.Id
        $copy.Path, $copy.Name | Should -BeExactly 'from/001', 'run-001'
        $copy.Tags['copied-from'] | Should -BeExactly $run.Id
        $there, $here = (Get-Content (Get-Run $run)), (Get-Content $copy)
        $there.Series | Should -BeLike 'acc*loss*'
        foreach ($part in $there.Keys) { $here[$part] | Should -BeExactly $there[$part] -Because $part }
        Get-ArtifactContent text.txt -Run $copy | Should -BeExactly 'a text'
        (Copy-Run $copy).Tags['copied-from'] | Should -BeExactly $copy.Id
        Remove-Run $run -Confirm:$false
        Optimize-ExperimentStore -RemovedBefore (Get-Date).AddDays(1) -Confirm:$false | Out-Null
        Get-ArtifactContent text.txt -Run $copy | Should -BeExactly 'a text'
        (Test-ExperimentStore).Problems | Should -BeNullOrEmpty
    }

    It 'copies to another experiment, also of another project, under a name' {
        $run = New-FullRun from
        $null = New-Experiment to -Project other
        $copy = $run | Copy-Run -Experiment other/to -Name best
        $copy.Project, $copy.Path, $copy.Name, $copy.ParentRunId | Should -Be 'other', 'to/000', 'best', $null
        (Get-Content $copy).Series | Should -BeExactly (Get-Content (Get-Run $run)).Series
    }

    It 'copies child runs with -Recurse, as children of the copy, and else none' {
        $top = New-FullRun from
        $middle = New-FullRun from $top
        $null = New-FullRun from $middle
        (Get-Run -ParentRun (Copy-Run $top)) | Should -BeNullOrEmpty
        $copy = Copy-Run $top -Recurse
        $children = @(Get-Run -ParentRun $copy -Recurse)
        $children.Count | Should -Be 2
        $children.ParentRunId | Should -Contain $copy.Id
        ($children | Where-Object ParentRunId -NE $copy.Id).ParentRunId | Should -BeIn $children.Id
        (Copy-Run $middle).ParentRunId | Should -BeNullOrEmpty -Because 'its parent is not copied'
    }

    It 'refuses a running run, a missing experiment and a bad name, and then copies nothing' {
        $null = Start-Run from
        $running = Get-Run -Current
        (Get-Failure { Copy-Run $running }).FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
        Complete-Run
        (Get-Failure { Copy-Run $running nowhere }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
        (Get-Failure { Copy-Run $running -Name "a`nb" }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        Copy-Run $running -WhatIf
        @(Get-Run).Count | Should -Be 1
    }
}
