BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    function Get-Points($Key) { @(Get-MetricSeries $Key | ForEach-Object { "$($_.Step)=$($_.Value)" }) }
    Add-Type 'public class TypedPoint { public string key { get; set; } public float VALUE; public int? step { get; set; } public string unit { get; set; } }'
}

class WideRow { [int] $step; [double] $loss; [object] $Val_Acc }

Describe 'A pipeline into Add-Metric' {
    BeforeAll { $null = Connect-TestStore }
    AfterAll { Disconnect-TestStore }
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

    It 'makes each numeric column of <What> a metric' -ForEach @(
        @{ What = 'a CSV file'; Rows = { 'step,loss,Val/Acc', '10,0.5,', '20,1e-3,0.9' | ConvertFrom-Csv } }
        @{ What = 'hashtables'; Rows = { @{ step = 10; loss = 0.5 }; @{ step = 20.0; loss = 1e-3; 'Val/Acc' = [decimal] 0.9 } } }
        @{ What = 'JSON lines'; Rows = { '{"step":10,"loss":0.5,"Val/Acc":null}', '{"step":20,"loss":0.001,"Val/Acc":0.9}' | ConvertFrom-Json } }
        @{ What = 'JSON as hashtables'; Rows = { '{"step":10,"loss":0.5}', '{"step":20,"loss":0.001,"Val/Acc":0.9}' | ConvertFrom-Json -AsHashtable } }
        @{ What = 'JSON nodes'; Rows = { '{"step":10,"loss":0.5}', '{"step":20,"loss":0.001,"Val/Acc":0.9}' | ForEach-Object { , [System.Text.Json.Nodes.JsonNode]::Parse($_) } } }
        @{ What = 'a file with blanks after the commas'; Rows = { 'epoch, loss, Val/Acc', '10, 0.5, ', '20, 1e-3, 0.9' | ConvertFrom-Csv } }
        @{ What = 'deserialized objects'; Rows = { Copy-ThroughFile @([pscustomobject]@{ step = 10; loss = 0.5 }; [pscustomobject]@{ step = 20; loss = 1e-3; 'Val/Acc' = 0.9 }) } }
        @{ What = 'selected properties'; Rows = { [pscustomobject]@{ step = 10; loss = 0.5; more = 'x' }, [pscustomobject]@{ step = 20; loss = 1e-3; 'Val/Acc' = 0.9 } | Select-Object step, loss, Val/Acc } }
        @{ What = 'objects of a class'; Rows = { [WideRow]@{ step = 10; loss = 0.5; 'Val_Acc' = $null }; [WideRow]@{ step = 20; loss = 1e-3 }; @{ step = 20; 'Val/Acc' = 0.9 } } }
        @{ What = 'a data table'; Rows = { $table } }
        @{ What = 'rows of a data table from a job'; Rows = { Copy-ThroughFile @($table.Rows) } }
    ) {
        $table = [Data.DataTable]::new()
        $table.Columns.AddRange([Data.DataColumn[]] (('step', [long]), ('loss', [double]), ('Val/Acc', [decimal]) | ForEach-Object { [Data.DataColumn]::new($_[0], $_[1]) }))
        $null = $table.Rows.Add(10, 0.5, [DBNull]::Value); $null = $table.Rows.Add(20, 1e-3, 0.9)
        $warnings = @(& $Rows | Add-Metric 3>&1)
        $warnings | Should -BeNullOrEmpty
        (Get-Metric).Name | Should -Be loss, Val/Acc
        Get-Points loss | Should -Be '10=0.5', '20=0.001'
        Get-Points Val/Acc | Should -Be '20=0.9'
    }

    It 'has the step of a row in step or else in epoch, and puts parameters before it' {
        @{ epoch = 3; step = 70; a = 1 } | Add-Metric
        @{ epoch = 3; b = 2 } | Add-Metric -Unit s
        @{ epoch = 3; c = 2; d = 5 } | Add-Metric -Step { $_.epoch * 10 } -Label x
        @{ e = 4 }, @{ e = 5 } | Add-Metric -Goal Minimize
        @{ step = 2; f = 1; g = 2 } | Add-Metric F
        @{ step = 1, 2; h = 7, 8 } | Add-Metric
        (Get-Metric).Name | Should -Be a, b, 'c[x]', 'd[x]', e, epoch, f, h
        Get-Points epoch | Should -Be '70=3'
        (Get-Points a), (Get-Points b), (Get-Points 'c[x]'), (Get-Points f) | Should -Be '70=1', '3=2', '30=2', '2=1'
        Get-Points e | Should -Be '0=4', '1=5'
        Get-Points h | Should -Be '1=7', '2=8'
        (Get-Metric b).Unit, (Get-Metric e).Goal | Should -Be s, Minimize
    }

    It 'warns once for a column of a row that has no numbers' {
        $warnings = 'step,phase,when,loss', '1,train,2026-01-02,0.5', '2,test,2026-01-03,0.4' | ConvertFrom-Csv | Add-Metric 3>&1
        $warnings.Message | Should -HaveCount 2
        $warnings[0].Message | Should -BeLike "*'phase'*'train'*"
        (Get-Metric).Name | Should -Be loss
    }

    It 'refuses a row as a whole for <Why>' -ForEach @(
        @{ Why = 'a decimal comma'; Rows = { @{ a = 1; loss = '0,5' } }; Id = 'UnsupportedValue' }
        @{ Why = 'a string in a column of numbers'; Rows = { @{ loss = 1 }; @{ a = 1; loss = 'n/a' } }; Id = 'UnsupportedValue' }
        @{ Why = 'a number with too many digits'; Rows = { @{ a = 1; n = 9007199254740993 } }; Id = 'UnsupportedValue' }
        @{ Why = 'a step with a fraction'; Rows = { @{ step = 1.5; a = 1 } }; Id = 'InvalidStep' }
        @{ Why = 'a blank step'; Rows = { [pscustomobject]@{ epoch = ''; a = 1 } }; Id = 'InvalidStep' }
        @{ Why = 'two columns that differ by case'; Rows = { '{"a":1,"A":2}' | ConvertFrom-Json -AsHashtable }; Id = 'NamesCollide' }
        @{ Why = 'a name that is no key'; Rows = { @{ a = 1; '' = 2 } }; Id = 'InvalidMetricKey' }
        @{ Why = 'no number'; Rows = { @{ a = 'x' } }; Id = 'PointWithoutKey' }
        @{ Why = 'a process'; Rows = { Get-Process -Id $PID }; Id = 'PointWithoutKey' }
        @{ Why = 'a deserialized process'; Rows = { Copy-ThroughFile (Get-Process -Id $PID) }; Id = 'PointWithoutKey' }
        @{ Why = 'a run'; Rows = { $run }; Id = 'PointWithoutKey' }
    ) {
        $failure = @(Get-Failure { @(& $Rows) + @{ good = 7 } | Add-Metric -WarningAction Ignore })
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be $Id
        (Get-Metric).Name | Should -Not -Contain a
        (Get-Metric good).Last | Should -Be 7
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
