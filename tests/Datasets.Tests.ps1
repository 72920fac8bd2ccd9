BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $digest = 'sha256:' + 'ab' * 32
}

Describe 'Datasets' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'are returned as they were registered' {
        $null = Register-Dataset iris ./iris.csv -Id ds_1 -Size 150 -SizeUnit rows -Digest $digest.ToUpper() -Config @{ split = 0.8 }
        $read = Get-Dataset ds_1
        $read.Name, $read.Location, $read.Size, $read.SizeUnit, $read.Digest, $read.Config.split | Should -Be 'iris', './iris.csv', 150, 'rows', $digest, 0.8
    }

    It 'are the same when registered again with the same values' {
        $first = Register-Dataset iris x -Size 150 -Config @{ a = 1 }
        (Register-Dataset IRIS).Id | Should -Be $first.Id
        (Register-Dataset iris x -Size 150 -Config @{ a = 1 }).Id | Should -Be $first.Id
        @(Get-Dataset).Count | Should -Be 1
    }

    It 'report <Why> as an error that says what to do' -ForEach @(
        @{ Why = 'another size'; With = @{ Size = 151 }; Text = '*size is 150 and not 151*Set-Dataset*' }
        @{ Why = 'another place'; With = @{ Location = 'y' }; Text = "*location is 'x' and not 'y'*" }
        @{ Why = 'another configuration'; With = @{ Config = 1 }; Text = '*configuration differs*' }
        @{ Why = 'another id'; With = @{ Id = 'b' }; Text = "*the id is 'a' and not 'b'*" }
    ) {
        $null = Register-Dataset iris x -Size 150 -Id a
        { Register-Dataset iris @With -ErrorAction Stop } | Should -Throw $Text -ErrorId 'DatasetDiffers*'
    }

    It 'have the digest and the size of the file that they name' {
        $folder = New-TestStore
        Set-Content "$folder/iris.csv" 'a,b' -NoNewline
        $hash = (Get-FileHash "$folder/iris.csv").Hash
        Push-Location $folder
        try {
            $read = Register-Dataset iris ./iris.csv
            $read.Location, $read.Digest, $read.Size, $read.SizeUnit | Should -Be './iris.csv', "sha256:$($hash.ToLower())", 3, 'bytes'
            (Register-Dataset iris ./iris.csv).Id | Should -Be $read.Id
            $rows = Register-Dataset rows iris.csv -Size 1 -SizeUnit rows
            $rows.Digest, $rows.Size, $rows.SizeUnit | Should -Be $read.Digest, 1, 'rows'
            (Register-Dataset own iris.csv -Digest $hash).Size | Should -BeNullOrEmpty
            Set-Content iris.csv 'changed'
            { Register-Dataset iris ./iris.csv -ErrorAction Stop } | Should -Throw '*the size is 3 and not*' -ErrorId 'DatasetDiffers*'
        }
        finally { Pop-Location }
        foreach ($elsewhere in 's3://bucket/x.csv', 'https://example.org/x.csv', $folder, "$folder/gone.csv", 'Env:/PATH') {
            (Register-Dataset $elsewhere $elsewhere).Digest | Should -BeNullOrEmpty
        }
    }

    It 'accept a digest with or without its prefix' {
        (Register-Dataset a -Digest ('AB' * 32)).Digest | Should -BeExactly $digest
        (Register-Dataset a -Digest $digest).Digest | Should -BeExactly $digest
        $null = Start-Run iris
        (Add-Artifact -Digest ('AB' * 32) -Size 3 -Key weights -PassThru).Digest | Should -BeExactly $digest
        { Register-Dataset b -Digest ('AB' * 31) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDigest*'
    }

    It 'do not accept an invalid digest or a used id' {
        { Register-Dataset a -Digest md5:1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidDigest*'
        $null = Register-Dataset a -Id x
        { Register-Dataset b -Id x -ErrorAction Stop } | Should -Throw -ErrorId 'DatasetIdExists*'
    }

    It 'can be changed and removed, which frees the name' {
        $null = Register-Dataset iris x -Size 1 -SizeUnit rows; $null = Register-Dataset wine
        $set = Set-Dataset iris -Name irises -Size 2 -SizeUnit '' -Location y -Config 5 -PassThru
        $set.Name, $set.Size, $set.SizeUnit, $set.Location, $set.Config | Should -Be 'irises', 2, $null, 'y', 5
        { Set-Dataset irises -Name WINE -ErrorAction Stop } | Should -Throw -ErrorId 'DatasetExists*'
        Remove-Dataset i* -WhatIf
        Remove-Dataset i*
        (Get-Dataset).Name | Should -Be wine
        { Get-Dataset irises -ErrorAction Stop } | Should -Throw -ErrorId 'DatasetNotFound*'
        (Register-Dataset irises).Size | Should -BeNullOrEmpty
    }

    It 'and experiments are many to many; one is primary' {
        $null = New-Experiment one -Id exp_1; $null = New-Experiment two
        'a', 'b', 'c' | Register-Dataset | Out-Null
        Add-ExperimentDataset one a -Primary
        Add-ExperimentDataset one b, c
        Add-ExperimentDataset one b
        Get-Dataset b | Add-ExperimentDataset two -Primary
        (Get-Experiment one).Dataset, (Get-Experiment two).Dataset | Should -Be 'a', 'b'
        (Get-Dataset -Experiment one).Name | Should -Be 'a', 'b', 'c'
        (Get-Dataset b).Experiments | Should -Be 'one', 'two'
        Add-ExperimentDataset one c -Primary
        (Get-Experiment one).Dataset | Should -Be c
        (Invoke-ExperimentQuery 'SELECT dataset_id FROM EXPERIMENT WHERE id = ''exp_1''').dataset_id | Should -Be (Get-Dataset c).Id
        @(Invoke-ExperimentQuery 'SELECT * FROM EXPERIMENT_DATASET').Count | Should -Be 4
        Remove-Dataset c
        (Get-Experiment one).Dataset | Should -BeNullOrEmpty
    }
}

Describe 'Encoders' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'are registered once per type, ignoring case' {
        $null = Register-Encoder BERT @{ layers = 12 }
        (Register-Encoder bert).Config.layers | Should -Be 12
        { Register-Encoder bert @{ layers = 6 } -ErrorAction Stop } | Should -Throw '*Set-Encoder*' -ErrorId 'EncoderDiffers*'
        (Set-Encoder bert @{ layers = 6 } -PassThru).Config.layers | Should -Be 6
        (Get-Encoder b*).Type | Should -BeExactly BERT
        { Get-Encoder onehot -ErrorAction Stop } | Should -Throw -ErrorId 'EncoderNotFound*'
        { Register-Encoder ' ' -ErrorAction Stop } | Should -Throw -ErrorId 'NullArgument*'
    }

    It 'and datasets are many to many' {
        'BERT', 'One-Hot' | Register-Encoder | Out-Null
        'a', 'b' | Register-Dataset | Out-Null
        Add-DatasetEncoder a bert, one-hot
        (Get-Dataset | Add-DatasetEncoder -Encoder BERT -PassThru).Encoders | Should -Be 'BERT', 'One-Hot', 'BERT'
        (Get-Encoder BERT).Datasets | Should -Be 'a', 'b'
        (Get-Encoder -Dataset b).Type | Should -Be BERT
        (Get-Dataset -Encoder one-hot).Name | Should -Be a
        @(Invoke-ExperimentQuery 'SELECT * FROM ENCODER_DATASET').Count | Should -Be 3
        { Add-DatasetEncoder a nope -ErrorAction Stop } | Should -Throw -ErrorId 'EncoderNotFound*'
        Remove-Encoder bert
        (Get-Dataset a).Encoders | Should -Be One-Hot
        (Register-Encoder BERT 1).Datasets | Should -BeNullOrEmpty
    }
}

Describe 'Inputs of runs' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'are artifacts, model versions and datasets, each in a role, noted once' {
        $maker = Start-Run make
        $artifact = Add-Artifact -Text x -Key out/x.txt -PassThru
        $version = Register-ModelVersion iris
        $null = Complete-Run
        $user = Start-Run use
        $null = Register-Dataset flowers -Id ds_1
        Add-RunInput -Dataset flowers -Role train
        Get-Dataset | Add-RunInput -Role test
        $artifact | Add-RunInput
        $version | Add-RunInput -Role base
        $version | Add-RunInput -Role base
        $null = Complete-Run
        Add-RunInput -ArtifactId $artifact.Id -Role late -Run $user -PassThru | Should -BeOfType ExperimentTracker.RunInput
        Add-RunInput -ModelVersion iris/1 -Run use/0 -Role base
        ($user | Get-RunInput | ForEach-Object { "$($_.Kind) $_" }) -join '; ' |
            Should -Be 'Dataset train: flowers; Dataset test: flowers; Artifact make/000/out/x.txt; ModelVersion base: iris/1; Artifact late: make/000/out/x.txt'
        ($user | Get-RunInput t*).TargetId | Should -Be ds_1, ds_1
        (Get-RunInput -Run use/0 -Kind ModelVersion).TargetId | Should -Be $version.Id
        Get-RunInput -Run $maker | Should -BeNullOrEmpty
    }

    It 'do not accept other values' {
        $null = Start-Run e
        { Add-RunInput 5 -ErrorAction Stop } | Should -Throw -ErrorId 'UnsupportedValue*'
        { Add-RunInput -ArtifactId nope -ErrorAction Stop } | Should -Throw -ErrorId 'ArtifactNotFound*'
        { Add-RunInput -Dataset nope -ErrorAction Stop } | Should -Throw -ErrorId 'DatasetNotFound*'
        Get-RunInput | Should -BeNullOrEmpty
    }
}
