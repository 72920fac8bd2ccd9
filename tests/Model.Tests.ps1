BeforeDiscovery {
    $stages = 'None', 'Staging', 'Production', 'Archived'
    $allowed = 'None>Staging', 'None>Production', 'Staging>Production', 'Production>Archived', 'Archived>Production'
    $pairs = foreach ($from in $stages) {
        foreach ($to in $stages) { @{ From = $from; To = $to; Allowed = "$from>$to" -in $allowed; Says = "$from>$to" -in $allowed ? 'allowed' : 'refused' } }
    }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/ModelSupport.ps1"
}

Describe 'Stages of a model version' {
    BeforeAll { $null = Connect-TestStore }
    AfterAll { Disconnect-TestStore }

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
        $null = Connect-TestStore
        1..3 | ForEach-Object { Register-ModelVersion iris } | Out-Null
    }
    AfterEach { Disconnect-TestStore }

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
        $null = Connect-TestStore
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
    AfterAll { Disconnect-TestStore }

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
