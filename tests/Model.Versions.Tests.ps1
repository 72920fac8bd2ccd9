# Models and their versions: registering, changing, removing.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/ModelSupport.ps1"
}

Describe 'Models' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Disconnect-TestStore }

    It 'are created with their settings, in the project Default by default' {
        $model = New-Model iris -Project flowers -Description 'tells them apart' -Tag team=ml, draft -Id model_1
        $model.Id, $model.Name, $model.Project, $model.Description | Should -Be 'model_1', 'iris', 'flowers', 'tells them apart'
        $model.Tags.team | Should -Be ml
        $model.Tags.Contains('draft') | Should -BeTrue
        $model.VersionCount, $model.LatestVersion, $model.ProductionVersion | Should -Be 0, $null, $null
        (New-Model other).Project | Should -Be Default
    }

    It 'have names that are unique in their project, ignoring case, and free in another' {
        $null = New-Model iris -Project a
        { New-Model IRIS -Project a -ErrorAction Stop } | Should -Throw -ErrorId 'ModelExists*' -ExpectedMessage "Project 'a' already has a model named 'IRIS'*"
        (New-Model iris -Project b).Project | Should -Be b
        { Get-Model iris -ErrorAction Stop } | Should -Throw -ErrorId 'ModelAmbiguous*'
        (Get-Model b/iris).Project | Should -Be b
        (Get-Model iris -Project a).Project | Should -Be a
        { New-Model '' -ErrorAction Stop } | Should -Throw
    }

    It 'are found by name, wildcard, id and object, and through the pipeline' {
        $iris, $digits, $irises = 'iris', 'digits', 'irises' | New-Model
        (Get-Model).Name | Should -Be 'digits', 'iris', 'irises'
        (Get-Model iris*).Name | Should -Be 'iris', 'irises'
        (Get-Model IRIS).Name | Should -BeExactly iris
        (Get-Model $digits.Id).Name, ($digits | Get-Model).Name, ($digits.ShortId | Get-Model).Name | Should -Be 'digits', 'digits', 'digits'
        ($digits | ConvertTo-Deserialized | Get-Model).Name | Should -Be digits
        (Register-ModelVersion irises | ConvertTo-Deserialized | Get-Model).Name | Should -Be irises
        { Get-Model none -ErrorAction Stop } | Should -Throw -ErrorId 'ModelNotFound*'
        Get-Model none* | Should -BeNullOrEmpty
    }

    It 'change their name and description' {
        $model = New-Model iris -Description old
        $null = New-Model taken
        $changed = $model | Set-Model -Name flowers -Description '' -PassThru
        $changed.Id, $changed.Name, $changed.Description | Should -Be $model.Id, 'flowers', $null
        Set-Model flowers -Description new | Should -BeNullOrEmpty
        (Get-Model flowers).Description | Should -Be new
        { Set-Model flowers -Name TAKEN -ErrorAction Stop } | Should -Throw -ErrorId 'ModelExists*'
    }

    It 'are removed with their versions, and free their name' {
        $run = New-Run -Experiment e
        $old = Register-ModelVersion iris -Run $run
        Set-ModelVersion $old Production -Alias best
        $old | Get-Model | Remove-Model
        Get-Model | Should -BeNullOrEmpty
        Get-ModelVersion | Should -BeNullOrEmpty
        (Get-Model -Removed).Name | Should -Be iris
        (Get-Run $run).Id | Should -Be $run.Id
        { Get-ModelVersion iris/best -ErrorAction Stop } | Should -Throw -ErrorId 'ModelVersionNotFound*'

        $new = Register-ModelVersion iris
        $new.Version, $new.Stage | Should -Be 1, 'None'
        $new.ModelId | Should -Not -Be $old.ModelId
    }

    It 'have their own tags, and so do versions' {
        $model = New-Model iris
        $version = Register-ModelVersion iris -Tag quantized
        $model | Add-ExperimentTag owner=ann, urgent
        $version | Add-ExperimentTag @{ bits = 8 }
        (Get-Model iris).Tags.owner | Should -Be ann
        (Get-ModelVersion iris/1).Tags.Keys | Sort-Object | Should -Be 'bits', 'quantized'
        ($version | Get-ExperimentTag bits).Value | Should -Be 8
        $model | Remove-ExperimentTag owner
        (Get-Model iris).Tags.Keys | Should -Be urgent
    }

    It 'are completed' {
        $null = 'iris', 'digits', 'my model' | New-Model
        (TabExpansion2 'Get-Model i').CompletionMatches.CompletionText | Should -Be iris
        (TabExpansion2 'Register-ModelVersion my').CompletionMatches.CompletionText | Should -Be "'my model'"
        (TabExpansion2 'Get-ModelVersion -Model d').CompletionMatches.CompletionText | Should -Be digits
    }
}

Describe 'Model versions' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Disconnect-TestStore }

    It 'count from 1, and numbers are not reused' {
        (1..3 | ForEach-Object { Register-ModelVersion iris }).Version | Should -Be 1, 2, 3
        Remove-ModelVersion iris/3
        Get-ModelVersion iris | Remove-ModelVersion
        (Register-ModelVersion IRIS).Path | Should -BeExactly iris/4
        (Get-Model iris).VersionCount, (Get-Model iris).LatestVersion | Should -Be 1, 4
        { Get-ModelVersion iris 3 -ErrorAction Stop } | Should -Throw -ErrorId 'ModelVersionNotFound*' -ExpectedMessage "*'iris/3'*"
    }

    It 'refer to their run and their artifact' {
        $run = Start-Run -Experiment train -Project flowers
        Add-Artifact -Text weights -Key model.bin
        $version = Register-ModelVersion iris -Artifact MODEL.bin -Description 'first try' -Id v1
        Complete-Run
        $version.Id, $version.Run, $version.RunId, $version.Artifact | Should -Be 'v1', 'train/000', $run.Id, 'model.bin'
        $version.Project, $version.Description, $version.Stage | Should -Be 'flowers', 'first try', 'None'
        $version.ArtifactId | Should -Be (Get-Artifact -Run $run).Id
    }

    It 'link to a resource of the experiment, by key or object' {
        $run = New-Run train
        $resource = Add-Artifact -Experiment train -Text weights -Key model.bin -PassThru
        (Register-ModelVersion iris $run -Artifact model.bin).ArtifactId | Should -Be $resource.Id
        (Register-ModelVersion iris -Artifact $resource).ArtifactId | Should -Be $resource.Id
        Add-Artifact -Run $run -Text other -Key model.bin
        (Register-ModelVersion iris $run -Artifact model.bin).ArtifactId | Should -Not -Be $resource.Id -Because 'the run itself comes first'
        { Register-ModelVersion iris $run -Artifact none -ErrorAction Stop } | Should -Throw -ErrorId 'ArtifactNotFound*' -ExpectedMessage '*train/000*none*'
        { Register-ModelVersion iris -Artifact none -ErrorAction Stop } | Should -Throw -ErrorId 'NoCurrentRun*'
    }

    It 'cannot refer to another project, which is an error' {
        $null = New-Model iris -Project flowers
        $foreign = New-Run train -Project other
        $artifact = Add-Artifact -Run $foreign -Text x -Key model.bin -PassThru
        { Register-ModelVersion iris $foreign -ErrorAction Stop } |
            Should -Throw -ErrorId 'OtherProject*' -ExpectedMessage "Run '$($foreign.Id)' belongs to project 'other', and model 'iris' to project 'flowers'*"
        { Register-ModelVersion iris -Artifact $artifact -ErrorAction Stop } | Should -Throw -ErrorId 'OtherProject*' -ExpectedMessage "Artifact '$($artifact.Id)'*"
        Get-ModelVersion iris | Should -BeNullOrEmpty
        (Register-ModelVersion iris).Version | Should -Be 1 -Because 'what was refused took no number'
    }

    It 'create their model in the project of the run' {
        $run = New-Run train -Project flowers
        (Register-ModelVersion iris $run).Project | Should -Be flowers
        (Register-ModelVersion digits).Project | Should -Be Default
    }

    It 'are found by number, alias, stage, path, id and object' {
        $one, $two = 1..2 | ForEach-Object { Register-ModelVersion iris }
        $null = Register-ModelVersion digits
        Set-ModelVersion $two -Stage Staging -Alias candidate
        (Get-ModelVersion).Path | Should -Be 'digits/1', 'iris/2', 'iris/1'
        (Get-ModelVersion iris).Version | Should -Be 2, 1
        (Get-ModelVersion iris 1).Version | Should -Be 1
        (Get-ModelVersion iris -Alias CANDIDATE).Version | Should -Be 2
        (Get-ModelVersion -Stage Staging).Path | Should -Be iris/2
        (Get-ModelVersion iris/2).Path, (Get-ModelVersion iris/candidate).Path | Should -Be 'iris/2', 'iris/2'
        (Get-ModelVersion -ModelVersion $one.Id, iris/2).Version | Should -Be 1, 2
        ($one | Get-ModelVersion).Path | Should -Be iris/1
        ($one | ConvertTo-Deserialized | Get-ModelVersion).Path | Should -Be iris/1
        (Get-Model iris | Get-ModelVersion).Version | Should -Be 2, 1
        ('i*', 'digits' | Get-ModelVersion).Path | Should -Be 'iris/2', 'iris/1', 'digits/1'
        { Get-ModelVersion iris/7 -ErrorAction Stop } | Should -Throw -ErrorId 'ModelVersionNotFound*'
        { Get-ModelVersion iris -Alias none -ErrorAction Stop } | Should -Throw -ErrorId 'ModelVersionNotFound*' -ExpectedMessage "*'iris/none'*"
        { Get-ModelVersion none -ErrorAction Stop } | Should -Throw -ErrorId 'ModelNotFound*'
    }

    It 'share aliases by moving them' {
        $null = 1..2 | ForEach-Object { Register-ModelVersion iris }
        $null = Register-ModelVersion digits
        Set-ModelVersion iris/1 -Alias champion, stable
        Set-ModelVersion digits/1 -Alias champion
        Set-ModelVersion iris/2 -Alias Champion
        (Get-ModelVersion iris/1).Aliases | Should -Be stable
        (Get-ModelVersion iris/2).Aliases | Should -BeExactly Champion
        (Get-Model iris).Aliases.champion, (Get-Model iris).Aliases.stable | Should -Be 2, 1
        (Get-ModelVersion digits/champion).Path | Should -Be digits/1
        Set-ModelVersion iris/champion -RemoveAlias champion
        (Get-ModelVersion iris/2).Aliases | Should -BeNullOrEmpty
        { Set-ModelVersion iris/2 -RemoveAlias stable -ErrorAction Stop } | Should -Throw -ErrorId 'AliasNotFound*'
        { Set-ModelVersion iris/2 -Alias 1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidAlias*' -ExpectedMessage '*it is a number*'
        Remove-ModelVersion iris/1
        (Get-Model iris).Aliases.Keys | Should -BeNullOrEmpty
    }

    It 'go through the pipeline' {
        $runs = 1..2 | ForEach-Object { New-Run train }
        ($runs | Register-ModelVersion iris).Run | Should -Be $runs.Path
        Get-ModelVersion iris | Set-ModelVersion -Stage Staging -Description tried
        ((Get-ModelVersion iris -Stage Staging).Description | Select-Object -Unique) | Should -Be tried
        (Get-ModelVersion iris 1 | ConvertTo-Deserialized | Set-ModelVersion -Stage Production -PassThru).Path | Should -Be iris/1
        (Get-ModelVersion iris 1 | Get-Model).ProductionVersion | Should -Be 1
        'iris/1', 'iris/2' | Remove-ModelVersion
        Get-ModelVersion iris | Should -BeNullOrEmpty
    }

    It 'are completed by number and alias' {
        $null = 1..2 | ForEach-Object { Register-ModelVersion iris }
        Set-ModelVersion iris/1 -Alias best
        (TabExpansion2 'Set-ModelVersion iris/').CompletionMatches.CompletionText | Sort-Object | Should -Be 'iris/1', 'iris/2', 'iris/best'
        (TabExpansion2 'Set-ModelVersion iris/1 -Stage p').CompletionMatches.CompletionText | Should -Be Production
    }
}

Describe '-WhatIf in the model registry' {
    It 'reports what would happen and does nothing, not even create a store' {
        $result = Invoke-Pwsh -WorkingDirectory (New-StoreFolder) @'
New-Model iris -WhatIf
Register-ModelVersion iris -WhatIf
"STORE $((Get-ExperimentStore -ErrorAction Ignore).Path)"
$v = Register-ModelVersion iris
Set-Model iris -Name other -WhatIf
Set-ModelVersion $v Production -Alias best -WhatIf
Remove-ModelVersion $v -WhatIf
Remove-Model iris -WhatIf
Register-ModelVersion iris -WhatIf
Register-ModelVersion another -WhatIf
"LEFT $(Get-Model) $(Get-ModelVersion) $($v.Stage) $((Get-ModelVersion iris).Aliases.Count)"
'@
        $result.StdErr | Should -BeNullOrEmpty
        $text = $result.StdOut -join "`n"
        $text | Should -Match '(?m)^STORE $'
        $text | Should -Match 'LEFT iris iris/1 None 0'
        $text | Should -Match '"Move from None to Production" on target "model version iris/1"'
        $text | Should -Match '"Remove" on target "model ''iris'' \(1 versions\)"'
        ($result.StdOut -match '^What if').Count | Should -Be 8
    }
}

Describe 'Eight processes that register at once' {
    It 'get consecutive version numbers, each once' {
        $store = New-TestAddress
        $script = "`$null = 1..50 | ForEach-Object { Register-ModelVersion iris -Store '$store' -ErrorAction Stop }"
        $processes = 1..8 | ForEach-Object { Start-Pwsh $script }
        $processes | ForEach-Object { $_.StandardError.ReadToEnd() | Should -BeNullOrEmpty; $_.WaitForExit(); $_.ExitCode | Should -Be 0 }
        $versions = Get-ModelVersion iris -Store $store
        $versions.Count | Should -Be 400
        ($versions.Version | Sort-Object) -join ',' | Should -Be ((1..400) -join ',')
        (Get-Model iris -Store $store).LatestVersion | Should -Be 400
    }
}
