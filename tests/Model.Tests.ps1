BeforeDiscovery {
    $stages = 'None', 'Staging', 'Production', 'Archived'
    $allowed = 'None>Staging', 'None>Production', 'Staging>Production', 'Production>Archived', 'Archived>Production'
    $pairs = foreach ($from in $stages) {
        foreach ($to in $stages) { @{ From = $from; To = $to; Allowed = "$from>$to" -in $allowed; Says = "$from>$to" -in $allowed ? 'allowed' : 'refused' } }
    }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # A version that has reached a stage by the transitions in the table.
    function New-VersionAt([string] $Stage) {
        $version = Register-ModelVersion "model-$([guid]::NewGuid())"
        $ways = @{ None = @(); Staging = 'Staging'; Production = 'Production'; Archived = 'Production', 'Archived' }
        foreach ($way in $ways[$Stage]) { Set-ModelVersion $version $way }
        Get-ModelVersion $version
    }

    # A time that differs from those of earlier and later changes.
    function Get-Moment {
        $before = [datetime]::UtcNow
        do { $moment = [datetime]::UtcNow } while ($moment -le $before)
        while ([datetime]::UtcNow -le $moment) { }
        $moment.ToLocalTime()
    }

    function Get-Stages([string] $Model) { (Get-ModelVersion $Model | Sort-Object Version).Stage -join ',' }

    # The object after a job has returned it.
    function ConvertTo-Deserialized {
        process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }
    }
}

Describe 'Models' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Disconnect-ExperimentStore }

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

Describe 'Stages of a model version' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }

    It '<From> → <To> is <Says>' -ForEach $pairs {
        $version = New-VersionAt $From
        if ($Allowed) {
            (Set-ModelVersion $version $To -PassThru).Stage | Should -Be $To
            (Get-ModelVersion $version -History).Count | Should -Be ((@{ None = 1; Staging = 2; Production = 2; Archived = 3 })[$From] + 1)
        }
        else {
            { Set-ModelVersion $version $To -Alias never -Description never -ErrorAction Stop } |
                Should -Throw -ErrorId 'InvalidStageTransition*' -ExpectedMessage "Version $($version.Path) *cannot go to $To*"
            $after = Get-ModelVersion $version
            $after.Stage, $after.Description, $after.Aliases.Count | Should -Be $From, $null, 0
        }
    }

    It 'are read from the values of other registries' {
        $version = New-VersionAt Staging
        (Get-ModelVersion $version.Model -Stage STAGING).Path | Should -Be $version.Path
        (Set-ModelVersion $version PRODUCTION -PassThru).Stage | Should -Be Production
        (Get-ModelVersion (New-VersionAt None).Model -Stage NO_STAGE).Stage | Should -Be None
        { Set-ModelVersion $version NO_STAGE -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidStageTransition*'
    }

    It 'that do not exist are errors that list those that do' {
        $version = New-VersionAt None
        { Set-ModelVersion $version Prodution } | Should -Throw "*'Prodution' is not a stage. Use None, Staging, Production, Archived*"
        { Set-ModelVersion $version '2' } | Should -Throw "*'2' is not a stage*"
    }
}

Describe 'Promotion to Production' {
    BeforeEach {
        $null = Connect-ExperimentStore -InMemory
        1..3 | ForEach-Object { Register-ModelVersion iris } | Out-Null
    }
    AfterEach { Disconnect-ExperimentStore }

    It 'archives the incumbent in the same change' {
        Set-ModelVersion iris/1 Production
        Set-ModelVersion iris/2 Production
        Get-Stages iris | Should -Be 'Archived,Production,None'
        (Get-Model iris).ProductionVersion | Should -Be 2

        $archived = (Get-ModelVersion iris 1 -History)[-1]
        $promoted = (Get-ModelVersion iris 2 -History)[-1]
        $archived.From, $archived.To, $archived.Reason | Should -Be 'Production', 'Archived', 'superseded by version iris/2'
        $promoted.ChangedAt | Should -Be $archived.ChangedAt
        $archived.Actor | Should -Be $promoted.Actor
    }

    It 'archives no version when it fails' {
        Set-ModelVersion iris/1 Production
        { Set-ModelVersion iris/1 Production -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidStageTransition*'
        # The stage is valid but the alias is not: neither is changed.
        { Set-ModelVersion iris/2 Production -RemoveAlias unknown -ErrorAction Stop } | Should -Throw -ErrorId 'AliasNotFound*'
        { Set-ModelVersion iris/2 Production -Alias 12 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidAlias*'
        Get-Stages iris | Should -Be 'Production,None,None'
        (Get-ModelVersion iris 1 -History).Count | Should -Be 2
    }

    It 'touches no other model' {
        $null = Register-ModelVersion other
        Set-ModelVersion iris/1 Production
        Set-ModelVersion other/1 Production
        (Get-ModelVersion -Stage Production).Path | Should -Be 'iris/1', 'other/1'
    }

    It 'is rolled back from Archived' {
        Set-ModelVersion iris/1 Production
        Set-ModelVersion iris/2 Production
        Set-ModelVersion iris/1 Production -Reason 'version 2 is too slow'
        Get-Stages iris | Should -Be 'Production,Archived,None'
        (Get-ModelVersion iris 1 -History).To -join ',' | Should -Be 'None,Production,Archived,Production'
    }

    It 'keeps every change with user and reason' {
        Set-ModelVersion iris/1 Staging -Reason 'looks good'
        Set-ModelVersion iris/1 Production
        $history = Get-ModelVersion iris 1 -History
        $history[0].From, $history[0].To, $history[0].Reason | Should -Be $null, 'None', $null
        $history[1].From, $history[1].To, $history[1].Reason | Should -Be 'None', 'Staging', 'looks good'
        $history[2].From, $history[2].To, $history[2].Version | Should -Be 'Staging', 'Production', 1
        $history.Actor | Should -Be (@("$([Environment]::UserName)@$([Environment]::MachineName)") * 3)
        $history.ChangedAt | Should -Be ($history.ChangedAt | Sort-Object)
        $history[2].ChangedAt.Kind | Should -Be Local
    }

    It 'frees the place when the version in Production is removed' {
        Set-ModelVersion iris/1 Production
        Get-ModelVersion iris -Stage Production | Remove-ModelVersion
        (Get-Model iris).ProductionVersion | Should -BeNullOrEmpty
        Set-ModelVersion iris/3 Production
        Get-Stages iris | Should -Be 'None,Production'
    }
}

Describe 'Get-ModelVersion -AsOf' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $before = Get-Moment
        1..3 | ForEach-Object { Register-ModelVersion iris } | Out-Null
        $registered = Get-Moment
        Set-ModelVersion iris/1 Production
        $first = Get-Moment
        Set-ModelVersion iris/2 Production
        $second = Get-Moment
        Set-ModelVersion iris/1 Production
        $rolledBack = Get-Moment
        Remove-ModelVersion iris/1
        $removed = Get-Moment
        Set-ModelVersion iris/3 Production
        $third = Get-Moment
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'returns what was in Production at any time, also versions that were rolled back or removed since' {
        $answers = foreach ($time in $before, $registered, $first, $second, $rolledBack, $removed, $third) {
            "$((Get-ModelVersion iris -Stage Production -AsOf $time).Version)"
        }
        $answers -join '|' | Should -Be '||1|2|1||3'
    }

    It 'returns the other stages too, and lists what was registered by then' {
        (Get-ModelVersion iris -Stage Archived -AsOf $second).Version | Should -Be 1
        (Get-ModelVersion iris -Stage NO_STAGE -AsOf $first).Version | Should -Be 3, 2
        Get-ModelVersion iris -AsOf $before | Should -BeNullOrEmpty
        (Get-ModelVersion iris -AsOf $registered).Version | Should -Be 3, 2, 1
        (Get-ModelVersion iris -AsOf $third).Version | Should -Be 3, 2
    }

    It 'accepts a date as a string, and a time of another zone' {
        (Get-ModelVersion iris -Stage Production -AsOf (Get-Date).AddDays(1).ToString('yyyy-MM-dd')).Version | Should -Be 3
        Get-ModelVersion iris -Stage Production -AsOf '2020-01-01' | Should -BeNullOrEmpty
        (Get-ModelVersion iris -Stage Production -AsOf $second.ToUniversalTime()).Version | Should -Be 2
    }

    It 'finds removed models by the name that they had' {
        Register-ModelVersion gone -Description old | Set-ModelVersion -Stage Production
        $then = Get-Moment
        $removedModel = Get-Model gone
        Remove-Model gone
        (Get-ModelVersion gone -Stage Production -AsOf $then).Description | Should -Be old
        Register-ModelVersion gone -Description new | Set-ModelVersion -Stage Production
        $now = Get-Moment
        (Get-ModelVersion gone -Stage Production -AsOf $then).Description | Should -Be old
        (Get-ModelVersion gone -Stage Production -AsOf $now).Description | Should -Be new
        ($removedModel | Get-ModelVersion -Stage Production -AsOf $then).Description | Should -Be old
        (Get-ModelVersion g* -Stage Production -AsOf $then).Description | Should -Be old
        { Get-ModelVersion never -Stage Production -AsOf $then -ErrorAction Stop } | Should -Throw -ErrorId 'ModelNotFound*'
    }

    It 'returns the history of found versions, even removed ones' {
        (Get-ModelVersion iris -Stage Production -AsOf $first -History).To[-1] | Should -Be Production
        (Get-ModelVersion iris -Stage Production -AsOf $first | Get-ModelVersion -History).Count | Should -Be 4
    }
}

Describe 'Model versions' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Disconnect-ExperimentStore }

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
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) @'
New-Model iris -WhatIf
Register-ModelVersion iris -WhatIf
"STORE $(Test-Path .experiments)"
$null = Connect-ExperimentStore -InMemory
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
        $text | Should -Match 'STORE False'
        $text | Should -Match 'LEFT iris iris/1 None 0'
        $text | Should -Match '"Move from None to Production" on target "model version iris/1"'
        $text | Should -Match '"Remove" on target "model ''iris'' \(1 versions\)"'
        ($result.StdOut -match '^What if').Count | Should -Be 8
    }
}

Describe 'Eight processes that register at once' {
    It 'get consecutive version numbers, each once' {
        $store = New-TestStore
        $script = "`$null = 1..50 | ForEach-Object { Register-ModelVersion iris -Store '$store' -ErrorAction Stop }"
        $processes = 1..8 | ForEach-Object { Start-Pwsh $script }
        $processes | ForEach-Object { $_.StandardError.ReadToEnd() | Should -BeNullOrEmpty; $_.WaitForExit(); $_.ExitCode | Should -Be 0 }
        $versions = Get-ModelVersion iris -Store $store
        $versions.Count | Should -Be 400
        ($versions.Version | Sort-Object) -join ',' | Should -Be ((1..400) -join ',')
        (Get-Model iris -Store $store).LatestVersion | Should -Be 400
    }
}
