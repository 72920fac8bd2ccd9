# Exports of some runs of a store.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'An export of a selection' {
    BeforeAll {
        $env:EXPERIMENT_STORE = New-TestStore
        $parent = Start-Run iris -Name parent -Parameter @{ lr = 0.1 }
        0.5, 0.6 | Add-Metric accuracy
        Add-Artifact -Text weights -Key model.txt
        $null = Complete-Run -PassThru
        $child = Start-Run iris -Name child -ParentRun $parent -Parameter @{ lr = 0.2 }
        Add-Metric accuracy 0.9
        Add-Artifact -Text 'of the child' -Key model.txt
        $null = Complete-Run -PassThru
        $other = Start-Run wine -Name other -Parameter @{ lr = 0.3 }
        $null = Complete-Run -PassThru
        New-Experiment empty | Out-Null
        function Get-Exported([string]$Path) {
            $copy = New-TestStore
            $null = Import-ExperimentStore $Path -Store $copy -WarningAction Ignore
            [pscustomobject]@{ Runs = @((Get-Run -Store $copy).Name | Sort-Object); Experiments = @((Get-Experiment -Store $copy).Name | Sort-Object); Store = $copy }
        }
    }
    AfterAll { $env:EXPERIMENT_STORE = $null }

    It 'has <Runs> in <As> from <What>' -ForEach @(
        @{ What = 'the pipeline'; As = 'Folder'; Runs = 'child'; Experiments = 'iris'; Export = { Get-Run child | Export-ExperimentStore $args[0] -As Folder } }
        @{ What = '-Run with wildcards'; As = 'Json'; Runs = 'child other'; Experiments = 'iris wine'; Export = { Export-ExperimentStore $args[0] -As Json -Run child, oth* -WarningAction Ignore } }
        @{ What = 'experiments of the pipeline'; As = 'Folder'; Runs = ''; Experiments = 'empty'; Export = { Get-Experiment empty | Export-ExperimentStore $args[0] } }
        @{ What = '-Experiment and -Filter'; As = 'MLflow'; Runs = 'child'; Experiments = 'iris'; Export = { Export-ExperimentStore $args[0] -As MLflow -Experiment iris -Filter { $_.Parameters.lr -gt 0.1 } } }
        @{ What = '-Filter'; As = 'Csv'; Runs = 'child other'; Experiments = 'iris wine'; Export = { Export-ExperimentStore $args[0] -As Csv -Filter { $_.Parameters.lr -gt 0.1 } } }
        @{ What = '-Run and -Filter'; As = 'Parquet'; Runs = 'parent'; Experiments = 'iris'; Export = { Export-ExperimentStore $args[0] -As Parquet -Run parent, child -Filter { $_.Parameters.lr -lt 0.15 } } }
    ) {
        $path = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = & $Export $path
        $found = Get-Exported $path
        $found.Runs -join ' ' | Should -Be $Runs
        $found.Experiments -join ' ' | Should -Be $Experiments
    }

    It 'has the contents and the children of the selected runs, and no others' {
        $path = Join-Path $TestDrive both
        $null = $parent, $child | Export-ExperimentStore $path
        $found = Get-Exported $path
        (Get-Run child -Store $found.Store).ParentRunId | Should -Be $parent.Id
        (Get-Run child -Store $found.Store | Get-Artifact | Get-ArtifactContent) | Should -Be 'of the child'
        $alone = Join-Path $TestDrive alone
        $null = Export-ExperimentStore $alone -Run $child
        $found = Get-Exported $alone
        (Get-Run child -Store $found.Store).ParentRunId | Should -BeNullOrEmpty
        @(Get-ChildItem $alone/artifacts -Recurse -File).Count | Should -Be 1
        Test-ExperimentStore $found.Store | Should -BeNullOrEmpty
    }

    It 'writes nothing when nothing is selected' {
        $path = Join-Path $TestDrive none
        Get-Run -Filter { $_.Parameters.lr -gt 5 } -WarningAction Ignore | Export-ExperimentStore $path -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warned | Should -BeLike 'Nothing was exported*'
        Test-Path $path | Should -BeFalse
        { Export-ExperimentStore $path -Run nobody -ErrorAction Stop } | Should -Throw -ErrorId 'RunNotFound,*'
    }

    It 'is of one store' {
        $elsewhere = New-TestStore
        $null = Invoke-Run -Experiment far -Store $elsewhere { }
        $far = Get-Run -Store $elsewhere
        { $child, $far | Export-ExperimentStore (Join-Path $TestDrive two) -ErrorAction Stop } | Should -Throw
        $path = Join-Path $TestDrive far
        $null = $far | Export-ExperimentStore $path
        (Get-Exported $path).Experiments | Should -Be far
    }
}
