# Get-Run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"
}

Describe 'Get-Run' {
    BeforeAll {
        Set-Location (New-StoreFolder)
        $first = New-Run iris alpha -Id '01a1fbf7-ef8b-77cf-b5d2-695148885770' -Namespace 'grid/1'
        $second = New-Run iris beta -Id '01a1fbf7-ef8b-77cf-b5d2-6951cafe5e01' -Parameter @{ rate = 1 }
        $third = New-Run wine Alpha2 -ParentRun $second
        $fourth = New-Run wine 'with [brackets]' -ParentRun $third
        $started = New-Run other beta -Project far
        $started | Start-Run | Out-Null
        Complete-Run
    }

    It 'returns all runs, newest first' {
        (Get-Run).Id | Should -Be $started.Id, $fourth.Id, $third.Id, $second.Id, $first.Id
        (Get-Run -First 2).Id | Should -Be $started.Id, $fourth.Id
    }

    It 'finds a run by <How>' -ForEach @(
        @{ How = 'id'; Text = '01a1fbf7-ef8b-77cf-b5d2-695148885770' }
        @{ How = 'the start of its id, longer than what is shared'; Text = '01a1fbf7-ef8b-77cf-b5d2-695148' }
        @{ How = 'its short id, which looks like a number'; Text = 48885770 }
        @{ How = 'the end of its id'; Text = '885770' }
        @{ How = 'name'; Text = 'alpha' }
        @{ How = 'name in another case'; Text = 'ALPHA' }
        @{ How = 'experiment, namespace and number'; Text = 'iris/grid/1/0' }
        @{ How = 'its path'; Text = 'iris/grid/1/000' }
        @{ How = 'a path in another case'; Text = 'IRIS/grid/1/000' }
    ) {
        (Get-Run $Text).Id | Should -BeExactly $first.Id
        ($Text | Get-Run).Id | Should -BeExactly $first.Id
        (Get-Run -Id $Text).Id | Should -BeExactly $first.Id
        (Get-Run -Name $Text).Id | Should -BeExactly $first.Id
    }

    It 'finds the run of <How>' -ForEach @(
        @{ How = 'a run'; Value = { $second } }
        @{ How = 'a run from a job'; Value = { ConvertTo-Deserialized $second } }
        @{ How = 'a row of a CSV file'; Value = { $second | Select-Object Id, Name | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ How = 'a parameter'; Value = { Get-RunParameter -Run $second } }
        @{ How = 'a parameter from a job'; Value = { ConvertTo-Deserialized (Get-RunParameter -Run $second) } }
        @{ How = 'a change of status'; Value = { Get-Run $second -History } }
    ) {
        $value = & $Value
        ($value | Get-Run).Id | Should -BeExactly $second.Id
        (Get-Run -Run $value).Id | Should -BeExactly $second.Id
    }

    It 'prefers a name to a piece of an id, and the exact name to one in another case' {
        Push-Location (New-StoreFolder)
        try {
            $byId = New-Run iris -Id 'x-cafe'
            $byName = New-Run iris cafe
            $upper = New-Run iris CAFE
            (Get-Run cafe).Id | Should -BeExactly $byName.Id
            (Get-Run CAFE).Id | Should -BeExactly $upper.Id
            (Get-Run Cafe | Sort-Object Number).Id | Should -Be $byName.Id, $upper.Id
        }
        finally { Pop-Location }
    }

    It 'returns every run with a name' {
        (Get-Run beta).Id | Should -Be $started.Id, $second.Id
    }

    It 'writes an error that lists the candidates where one run is needed and <Why>' -ForEach @(
        @{ Why = 'a name is not unique'; Text = 'beta' }, @{ Why = 'the start of an id is not unique'; Text = '01a1fbf7-ef8b' }
    ) {
        $failure = Get-Failure { Set-Run $Text -Description wrong }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunAmbiguous,*'
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.TargetObject | Should -Be $Text
        "$failure" | Should -BeLike '*iris/000*'
        (Get-Run).Description | Should -Not -Contain wrong
    }

    It 'finds by wildcard: <Pattern>' -ForEach @(
        @{ Pattern = 'alpha*'; Names = 'Alpha2', 'alpha' }, @{ Pattern = '?eta'; Names = 'beta', 'beta' }
        @{ Pattern = '[ab]*a'; Names = 'beta', 'beta', 'alpha' }, @{ Pattern = 'with `[*'; Names = @('with [brackets]') }
        @{ Pattern = 'nobody*'; Names = @() }
    ) {
        @(Get-Run $Pattern).Name | Should -Be $Names
    }

    It 'reports what is not found, and continues with the others' {
        $failure = $null
        $found = Get-Run nobody, alpha, iris/77 -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Id | Should -Be $first.Id
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        $failure.TargetObject | Should -Be nobody, iris/77
        $failure[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'does not match three characters as a part of an id' {
        (Get-Failure { Get-Run e01 }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'narrows by experiment, passed as <How>' -ForEach @(
        @{ How = 'a name'; Find = { Get-Run -Experiment WINE } }, @{ How = 'a wildcard'; Find = { Get-Run -Experiment w* } }
        @{ How = 'a piped object'; Find = { Get-Experiment wine | Get-Run } }
        @{ How = 'an object from a job'; Find = { Get-Run -Experiment (ConvertTo-Deserialized (Get-Experiment wine)) } }
        @{ How = 'a piped object from a job'; Find = { ConvertTo-Deserialized (Get-Experiment wine) | Get-Run } }
        @{ How = 'a run of it'; Find = { Get-Run -Experiment $third } }
        @{ How = 'project and name'; Find = { Get-Run -Experiment Default/wine } }
    ) {
        (& $Find).Id | Should -Be $fourth.Id, $third.Id
    }

    It 'narrows by project, namespace, status, hash and name at once or alone' {
        (Get-Run -Project far).Id | Should -Be $started.Id
        (Get-Run -Namespace grid/1).Id | Should -Be $first.Id
        @(Get-Run -Namespace '').Count | Should -Be 4
        (Get-Run -Status done).Id | Should -Be $started.Id
        @(Get-Run -Status done, queued).Count | Should -Be 5
        (Get-Run beta -Status Pending).Id | Should -Be $second.Id
        (Get-Run beta -Experiment iris).Id | Should -Be $second.Id
        (Get-Run -ParameterHash (Get-ParameterHash @{})).Id | Should -Be $started.Id
        Get-Run -ParameterHash 0 | Should -BeNullOrEmpty
        Get-Run -Experiment iris -Status Killed | Should -BeNullOrEmpty
    }

    It 'returns children, and with -Recurse all descendants' {
        (Get-Run -ParentRun $second).Id | Should -Be $third.Id
        (Get-Run -ParentRun iris/000 -Recurse).Id | Should -Be $fourth.Id, $third.Id
        Get-Run -ParentRun $fourth | Should -BeNullOrEmpty
        (Get-Failure { Get-Run -ParentRun nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }

    It 'writes an error about a missing experiment' {
        (Get-Failure { Get-Run -Experiment nothing }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
    }

    It 'stops reading when what follows has enough' {
        (Get-Run | Select-Object -First 1).Id | Should -BeExactly $started.Id
    }
}
