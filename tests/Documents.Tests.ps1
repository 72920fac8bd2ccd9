# Features of documents 000 to 002 that no other file tests. docs/coverage.md lists the tests of each feature.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Document 000' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach {
        $env:TRACEPARENT = $null
        Disconnect-TestStore
    }

    It 'a run has the trace and span it was started with' {
        $run = New-Run -Experiment traced -SpanId span-abc-123 -TraceId 0af7651916cd43dd8448eb211c80319c
        $run.SpanId, $run.TraceId | Should -Be span-abc-123, 0af7651916cd43dd8448eb211c80319c
        (New-Run -Experiment traced).SpanId | Should -BeNullOrEmpty
    }

    It 'a run uses the trace of $env:TRACEPARENT unless one is given' {
        $env:TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        $run = New-Run -Experiment traced
        $run.TraceId, $run.SpanId | Should -Be 0af7651916cd43dd8448eb211c80319c, b7ad6b7169203331
        (New-Run -Experiment traced -SpanId mine).SpanId | Should -Be mine
        $env:TRACEPARENT = 'no trace'
        (New-Run -Experiment traced).TraceId | Should -BeNullOrEmpty
    }

    It 'ids are those of the caller, and are not used twice' {
        $null = New-Experiment 'ResNet Training' -Id exp-001
        $null = New-Run -Experiment exp-001 -Id run-001
        (Get-Experiment exp-001).Name, (Get-Run run-001).ExperimentId | Should -Be 'ResNet Training', 'exp-001'
        { New-Experiment other -Id exp-001 -ErrorAction Stop } | Should -Throw -ErrorId 'ExperimentIdExists*'
        { New-Run -Experiment exp-001 -Id run-001 -ErrorAction Stop } | Should -Throw -ErrorId 'RunIdExists*'
    }

    It 'a run ends as <Status> by <By>, with the time' -ForEach @(
        @{ Status = 'Succeeded'; By = 'Complete-Run'; End = { Complete-Run } }
        @{ Status = 'Failed'; By = 'Complete-Run -Status'; End = { Complete-Run -Status Failed } }
        @{ Status = 'Cancelled'; By = 'Stop-Run'; End = { Stop-Run } }
    ) {
        $run = Start-Run -Experiment ends
        $run.StartedAt, $run.EndedAt | Should -Be $run.CreatedAt, $null
        & $End
        $ended = Get-Run $run
        $ended.Status | Should -Be $Status
        $ended.EndedAt | Should -BeGreaterOrEqual $run.StartedAt
        { Complete-Run $run -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidStatusTransition*' -ExpectedMessage "Run ends/000 is $Status*"
    }

    It 'the value <Word> is read as <Status>' -ForEach @(
        @{ Word = 'Success'; Status = 'Succeeded' }
        @{ Word = 'DONE'; Status = 'Succeeded' }
        @{ Word = 'SUCCEEDED'; Status = 'Succeeded' }
        @{ Word = 'FAILED'; Status = 'Failed' }
        @{ Word = 'ERROR'; Status = 'Failed' }
        @{ Word = 'KILLED'; Status = 'Killed' }
    ) {
        $null = Start-Run -Experiment words
        (Complete-Run -Status $Word -PassThru).Status | Should -Be $Status
        (Get-Run -Status $Word).Count | Should -Be 1
    }

    It 'a point has the time it is given, to the tick' {
        $null = Start-Run -Experiment timed
        $time = [datetime]::new(638725536000000001, [DateTimeKind]::Utc)
        Add-Metric accuracy 0.95 -Step 100 -Timestamp $time
        $point = Get-MetricSeries accuracy
        $point.Step, $point.Value, $point.Timestamp.ToUniversalTime().Ticks | Should -Be 100, 0.95, $time.Ticks
        Complete-Run
    }

    It 'an artifact is known by the digest of its bytes and their size' {
        $null = Start-Run -Experiment stored
        $digest = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
        $stored = Add-Artifact -Text abc -Key stored.txt -PassThru
        $stored.Digest, $stored.Size, $stored.Backend | Should -Be $digest, 3, 'store'
        $recorded = Add-Artifact -Digest $digest -Size 104857600 -Key model.pt -PassThru
        $recorded.Digest, $recorded.Size, $recorded.Key | Should -Be $digest, 104857600, 'model.pt'
        { Add-Artifact -Digest sha256:123 -Key bad -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDigest*'
        Complete-Run
    }

    It 'the runs of an experiment are separate' {
        $null = New-Experiment a -Id exp-001
        $null = New-Experiment b -Id exp-002
        $null = 1..2 | ForEach-Object { New-Run -Experiment exp-001 }
        $null = New-Run -Experiment exp-002
        (Get-Run -Experiment exp-001).Count, @(Get-Run -Experiment exp-002).Count | Should -Be 2, 1
        (Get-Experiment exp-001 | Get-Run).ExperimentId | Should -Be exp-001, exp-001
    }
}

Describe 'Document 001' {
    BeforeAll { $null = Connect-TestStore }
    AfterAll { Disconnect-TestStore }

    It 'a uid is counted within identifier and relpath, the root being one' {
        $runs = 'a/b', 'a/b', 'a', '', '' | ForEach-Object { New-Run -Experiment counted -RelPath $_ }
        $runs.Uid | Should -Be '000', '001', '000', '000', '001'
        $runs.Path | Should -Be counted/a/b/000, counted/a/b/001, counted/a/000, counted/000, counted/001
        (New-Run -Experiment other -RelPath a/b).Uid | Should -Be '000'
    }

    It 'files are recorded as they are, and not copied' {
        $run = New-Run -Experiment files
        Add-Artifact -Run $run -Reference tb/events.out -Key tensorboard
        Stop-Run $run
        Add-Artifact -Run $run -Reference notes.yaml -Key notes
        $files = Get-Artifact -Run $run
        $files.Key | Should -Be notes, tensorboard
        $files.Location | Should -Be notes.yaml, tb/events.out
        $files.Kind | Should -Be Reference, Reference
        $files.Backend | Should -Be external, external
    }

    It 'a run is found by the hash of the caller, newest first' {
        $runs = 1..2 | ForEach-Object { New-Run -Experiment hashed -ParameterHash 123456 }
        (Get-Run -Experiment hashed -ParameterHash 123456).Id | Should -Be $runs[1].Id, $runs[0].Id
        (Get-Run -Experiment hashed -ParameterHash 123456 -First 1).ParameterHash | Should -Be '123456'
        Get-Run -Experiment hashed -ParameterHash 12345 | Should -BeNullOrEmpty
    }

    It 'a snapshot of all runs is JSON' {
        $null = New-Run -Experiment snapshot -Parameter @{ rate = 0.1 } -Tag first
        $data = Get-Run -Experiment snapshot | ConvertTo-Json -Depth 5 -WarningAction Ignore | ConvertFrom-Json
        $data.Uid, $data.Experiment, $data.Parameters.rate | Should -Be '000', 'snapshot', 0.1
    }
}

Describe 'Document 002' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Disconnect-TestStore }

    It 'a project holds experiments, and they hold runs' {
        $null = New-Run -Experiment iris -Project flowers
        $null = New-Run -Experiment oak -Project trees
        (Get-Project).Name | Should -Be flowers, trees
        (Get-Experiment -Project flowers).Name | Should -Be iris
        (Get-Run -Project trees).Path | Should -Be oak/000
    }

    It 'tags attach at three levels, bare or with a value, and can be removed' {
        $run = New-Run -Experiment iris -Project flowers
        Add-ExperimentTag team=garden, open -Project flowers
        Add-ExperimentTag @{ paper = 7 } -Experiment iris
        Add-ExperimentTag best -Run $run
        (Get-Project flowers).Tags.team, (Get-Experiment iris).Tags.paper, (Get-Run $run).Tags.Contains('best') | Should -Be garden, 7, $true
        (Get-ExperimentTag -Project flowers).Key | Should -Be open, team
        Remove-ExperimentTag open -Project flowers
        (Get-Project flowers).Tags.Keys | Should -Be team
    }

    It 'a failed run keeps the text of its error' {
        $null = Start-Run -Experiment fails
        try { throw 'out of memory' } catch { Complete-Run -ErrorRecord $_ }
        $run = Get-Run -Status Failed
        $run.ErrorMessage | Should -BeLike 'out of memory*'
        { Invoke-Run -Experiment fails { throw 'again' } } | Should -Throw again
        (Get-Run -Status Failed -First 1).ErrorMessage | Should -BeLike 'again*'
    }

    It 'a run has children and a subtree, and no cycle' {
        $top = Start-Run -Experiment tree -Name top
        $null = Start-Run -Name middle
        $null = Start-Run -Name leaf
        Complete-Run
        Complete-Run
        Complete-Run
        (Get-Run -ParentRun $top).Name | Should -Be middle
        (Get-Run -ParentRun $top -Recurse).Name | Should -Be leaf, middle
        { Set-Run top -ParentRun leaf -ErrorAction Stop } | Should -Throw -ErrorId 'ParentCycle*' -ExpectedMessage '*tree/002*tree/000*'
        { Set-Run top -ParentRun top -ErrorAction Stop } | Should -Throw -ErrorId 'ParentCycle*'
        (Set-Run leaf -ParentRun top -PassThru).ParentRunId | Should -Be $top.Id
    }

    It 'records have the names of properties in other trackers, which nothing displays' {
        $experiment = New-Experiment iris
        $run = Start-Run iris -Parameter @{ lr = 1 }
        Add-Artifact -Text x -Key model
        Complete-Run
        $run = Get-Run $run
        $experiment.experiment_id, $run.run_id, $run.experiment_id | Should -Be $experiment.Id, $run.Id, $experiment.Id
        $run.started_at, $run.ended_at, $run.param_hash | Should -Be $run.StartedAt, $run.EndedAt, $run.ParameterHash
        $artifact = Get-Artifact model -Run $run
        $artifact.cas_hash, $artifact.size_bytes | Should -Be $artifact.Digest, 1
        (Get-Run | Where-Object run_id -EQ $run.Id).Id | Should -Be $run.Id
        foreach ($record in $experiment, $run, $artifact) {
            ($record | ConvertTo-Json -Depth 1 -WarningAction Ignore), ($record | ConvertTo-Csv), ($record | Format-List * | Out-String) -match '_id|_hash|_at' | Should -BeNullOrEmpty
        }
    }

    It 'a resource belongs to the experiment and has a backend' {
        $null = New-Experiment iris
        Add-Artifact -Experiment iris -Bytes (0..9) -Key model.bin
        Add-Artifact -Experiment iris -Reference s3://bucket/data -Key data
        $resources = Get-Artifact -Experiment iris
        $resources.Key | Should -Be data, model.bin
        $resources.Backend | Should -Be external, store
        $resources.OwnerType | Should -Be Experiment, Experiment
        (Get-ArtifactContent model.bin -Experiment iris -AsByteStream | ForEach-Object { $_ }) -join ' ' | Should -Be (0..9 -join ' ')
    }
}
