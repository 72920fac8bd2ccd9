BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    function Get-Points($Key) { @(Get-MetricSeries $Key | ForEach-Object { "$($_.Step)=$($_.Value)" }) }
    Add-Type 'public class TypedPoint { public string key { get; set; } public float VALUE; public int? step { get; set; } public string unit { get; set; } }'
}

Describe 'A pipeline into Add-Metric' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }
    BeforeEach { $run = Start-Run iris }
    AfterEach { if (Get-Run -Current -ErrorAction Ignore) { Complete-Run } }

    It 'accepts numbers and strings of numbers as values' {
        1, 2.5, 3L, '4.5', 5d | Add-Metric loss
        Get-Points loss | Should -Be '0=1', '1=2.5', '2=3', '3=4.5', '4=5'
    }

    It 'accepts <What> by the names of their properties, ignoring case' -ForEach @(
        @{ What = 'objects'; Rows = { [pscustomobject]@{ key = 'a'; STEP = 3; value = 1 }; [pscustomobject]@{ Unit = 's'; Value = '2'; Key = 'a' } } }
        @{ What = 'tables'; Rows = { @{ key = 'a'; STEP = 3; value = 1 }; @{ Unit = 's'; Value = '2'; Key = 'a' } } }
        @{ What = 'rows of a file'; Rows = { 'Key,Step,Value,Unit', 'a,3,1,s', 'a,4,2,s' | ConvertFrom-Csv } }
        @{ What = 'objects of a .NET type'; Rows = { [TypedPoint]@{ key = 'a'; VALUE = 1; step = 3; unit = 's' }; [TypedPoint]@{ key = 'a'; VALUE = 2 } } }
    ) {
        & $Rows | Add-Metric
        Get-Points a | Should -Be '3=1', '4=2'
        (Get-Metric a).Unit | Should -Be s
    }

    It 'accepts properties that only some of the objects have' {
        [pscustomobject]@{ Key = 'x'; Value = 1 }, [pscustomobject]@{ Key = 'x'; Value = 2; Label = 'l'; Goal = 'minimize' }, [pscustomobject]@{ Value = 3; Key = 'x' } | Add-Metric
        Get-Points x | Should -Be '0=1', '1=3', '0=2'
        (Get-Metric 'x[l]').Last, (Get-Metric 'x[l]').Goal | Should -Be 2, 'Minimize'
    }

    It 'puts parameters before properties' {
        [pscustomobject]@{ Key = 'theirs'; Value = 1; Step = 9; Label = 'l' } | Add-Metric mine -Step 5 -Unit ms
        Get-Points 'mine[l]' | Should -Be '5=1'
        (Get-Metric).Name | Should -Be 'mine[l]'
    }

    It 'runs script blocks for each object, in the scope of the caller' {
        $factor = 10
        [pscustomobject]@{ n = 1; at = [datetime] '2024-01-01' }, [pscustomobject]@{ n = 2; at = [datetime] '2024-01-02' } |
            Add-Metric -Key { "k$($_.n)" } -Value { $_.n * $factor } -Step { $_.n } -Timestamp { $_.at } -Label { 'of' }
        Get-Points 'k2[of]' | Should -Be '2=20'
        (Get-MetricSeries 'k1[of]').Timestamp | Should -Be ([datetime] '2024-01-01')
    }

    It 'accepts complete series, with their steps and times' {
        Add-Metric a 1, 2, 3 -Step 5, 7, 9 -Timestamp '2024-01-01'
        $other = New-Run iris; $null = Start-Run -Run $other
        Get-MetricSeries a -Run $run -AsSeries | Add-Metric -Run $other
        Get-MetricSeries a -Run $other | ForEach-Object { "$($_.Step) $($_.Value) $($_.Timestamp.Year)" } | Should -Be '5 1 2024', '7 2 2024', '9 3 2024'
        Complete-Run
    }

    It 'writes to the run that each object names, and to the current one without' {
        $other = New-Run iris; $null = Start-Run -Run $other; $null = Start-Run iris
        [pscustomobject]@{ Key = 'a'; Value = 1; RunId = $other.Id }, [pscustomobject]@{ Key = 'a'; Value = 2; Run = $run.Path }, [pscustomobject]@{ Key = 'a'; Value = 3 } | Add-Metric
        (Get-Metric a -Run $other).Last, (Get-Metric a -Run $run).Last, (Get-Metric a).Last | Should -Be 1, 2, 3
        Complete-Run; Complete-Run
    }

    It 'writes to the run that is current for each object' {
        1..2 | ForEach-Object { $null = Start-Run iris -Name "inner$_"; [pscustomobject]@{ Key = 'turn'; Value = $_ } } | Add-Metric
        (Get-Run inner1).Metrics.turn, (Get-Run inner2).Metrics.turn | Should -Be 1, 2
        Complete-Run; Complete-Run
    }

    It 'accepts runs, and writes one value to each' {
        $other = New-Run iris; $null = Start-Run -Run $other
        $run, $other | Add-Metric checked 1
        (Get-Run -Experiment iris -Status Running).Metrics.checked | Should -Be 1, 1
        Complete-Run
    }

    It 'reports <Id> for <Why> and continues' -ForEach @(
        @{ Why = 'an object without a key'; Rows = { [pscustomobject]@{ Value = 1 } }; Id = 'PointWithoutKey' }
        @{ Why = 'an object without a value'; Rows = { [pscustomobject]@{ Key = 'a' } }; Id = 'UnsupportedValue' }
        @{ Why = 'a value that is no number'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 'much' } }; Id = 'UnsupportedValue' }
        @{ Why = 'a step that is no number'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 1; Step = 'late' } }; Id = 'InvalidStep' }
        @{ Why = 'a time that is none'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 1; Timestamp = 'soon' } }; Id = 'InvalidTimestamp' }
        @{ Why = 'a negative step'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 1; Step = -1 } }; Id = 'InvalidStep' }
        @{ Why = 'a key that is none'; Rows = { [pscustomobject]@{ Key = ' '; Value = 1 } }; Id = 'InvalidMetricKey' }
        @{ Why = 'a run that is none'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 1; RunId = 'nobody' } }; Id = 'RunNotFound' }
        @{ Why = 'a goal that is none'; Rows = { [pscustomobject]@{ Key = 'a'; Value = 1; Goal = 'win' } }; Id = 'UnsupportedValue' }
    ) {
        $failure = @(Get-Failure { @(& $Rows) + [pscustomobject]@{ Key = 'good'; Value = 7 } | Add-Metric })
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be $Id
        (Get-Metric good).Last | Should -Be 7
        (Get-Metric).Count | Should -Be 1
    }

    It 'is needed for a script block' {
        (Get-Failure { Add-Metric loss { 1 } }).FullyQualifiedErrorId | Should -BeLike 'DeferredWithoutInput,*'
    }

    It 'may be empty' {
        @() | Add-Metric loss
        Get-Metric | Should -BeNullOrEmpty
    }

    It 'returns the written points with -PassThru, and can be stopped' {
        $points = 1..20000 | Add-Metric loss -PassThru | Select-Object -First 3
        $points.Step | Should -Be 0, 1, 2
    }
}
