# Values that are names, rows, ids or part of a hash.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ValuesSupport.ps1"
}

Describe 'The hash of parameters' {
    It 'is different for different values' {
        $values = 7, 8, 1.5, '1.5', $null, '', $true, 'true', ([Int128]1), ([Int128]2), ([regex]'x'), ([regex]'y'), ([regex]::new('x', 'IgnoreCase')), ([xml]'<a/>'), ([xml]'<b/>'),
            ([ipaddress]'10.0.0.1'), ([ipaddress]'10.0.0.2'), ([cultureinfo]'de-DE'), ([cultureinfo]'fr-FR'), ([Newtonsoft.Json.Linq.JToken]::Parse('{"a":1}')),
            ([Newtonsoft.Json.Linq.JToken]::Parse('{"a":2}')), @(), @{}, @(1), @(1, 2), @{ a = 3 }, ([DateOnly]'2024-07-01'), ([DateOnly]'2024-07-02'), 9007199254740993L, 9007199254740992.0
        $hashes = foreach ($value in $values) { Get-ParameterHash @{ p = $value } }
        ($hashes | Group-Object).Count | Should -Not -Contain 2
        $hashes | Should -HaveCount $values.Count
    }

    It 'is that of $null for <Name>' -ForEach @(
        @{ Name = 'a command that prints nothing'; Value = { @{ commit = (& { }) } } }
        @{ Name = 'DBNull'; Value = { @{ commit = [DBNull]::Value } } }
        @{ Name = 'nothing in a list'; Value = { @{ commit = [Management.Automation.Internal.AutomationNull]::Value } } }
    ) {
        Get-ParameterHash (& $Value) | Should -Be (Get-ParameterHash @{ commit = $null })
    }

    It 'is refused for a cycle in one line, which names it' {
        $a = @{ b = @{} }; $a.b.c = $a
        $failure = Get-Failure { Get-ParameterHash @{ p = $a } }
        "$failure" | Should -Be "The value of 'p.b.c' cannot be stored: it contains itself."
    }

    It 'is refused for two names that are one: <Name>' -ForEach @(
        @{ Name = 'by case'; Value = { $h = [Collections.Hashtable]::new(); $h.Lr = 1; $h.lr = 2; $h } }
        @{ Name = 'with a dot'; Value = { @{ 'a.b' = 1; a = @{ B = 2 } } } }
    ) {
        (Get-Failure { Get-ParameterHash (& $Value) }).FullyQualifiedErrorId | Should -BeLike 'NamesCollide,*'
    }

    It 'is refused for a number and a text that are one name' {
        $both = @{ 1 = 'a' }; $both['1'] = 'b'
        (Get-Failure { Get-ParameterHash $both }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
    }
}

Describe 'Names in one call' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }

    It 'are not two that differ by case: <Name>' -ForEach @(
        @{ Name = 'metrics'; Call = { Add-Metric ('{"Loss":1,"loss":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'metrics with a label'; Call = { $h = [Collections.Hashtable]::new(); $h.'Acc[a]' = 1; $h.'acc[A]' = 2; Add-Metric $h } }
        @{ Name = 'values of an epoch'; Call = { Add-Epoch -Metric ('{"F1":1,"f1":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'labels of an epoch'; Call = { Add-Epoch -LossPerLabel ('{"A":1,"a":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'parameters'; Call = { Start-Run fresh -Parameter ('{"Lr":1,"lr":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'parameters of a run to start later'; Call = { New-Run fresh -Parameter ('{"Lr":1,"lr":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'parameters to add'; Call = { Add-RunParameter ('{"Lr":1,"lr":2}' | ConvertFrom-Json -AsHashtable) } }
        @{ Name = 'tags'; Call = { Start-Run fresh -Tag ('{"Team":1,"team":2}' | ConvertFrom-Json -AsHashtable) } }
    ) {
        $null = Start-Run names
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike 'NamesCollide,*'
        "$failure" | Should -MatchExactly "has both '\w+(\[\w\])?' and '\w+(\[\w\])?'"
        (Get-Run -Current).Metrics.Count, @(Get-RunParameter).Count, @(Get-Epoch).Count | Should -Be 0, 0, 0
        Get-Experiment fresh -ErrorAction Ignore | Should -BeNullOrEmpty
        Complete-Run
    }
}

Describe 'A row of a file' {
    BeforeAll { $null = Connect-ExperimentStore -InMemory }
    AfterAll { Disconnect-ExperimentStore }
    BeforeEach { $null = Start-Run rows }
    AfterEach { Complete-Run }

    It 'with a blank <Column> is refused, and the others are written' -ForEach @(
        @{ Column = 'value'; Row = 'm,,2'; Id = 'UnsupportedValue' }
        @{ Column = 'step'; Row = 'm,2,'; Id = 'InvalidStep' }
        @{ Column = 'number with a comma'; Row = 'm,"0,5",2'; Id = 'UnsupportedValue' }
        @{ Column = 'step with a fraction'; Row = 'm,2,1.5'; Id = 'InvalidStep' }
    ) {
        $failure = Get-Failure { 'Key,Value,Step', 'm,1,1', $Row, 'm,3,3' | ConvertFrom-Csv | Add-Metric }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        (Get-MetricSeries m | ForEach-Object { "$($_.Step)=$($_.Value)" }) | Should -Be '1=1', '3=3'
    }

    It 'of epochs with a blank cell is refused, and one without a value has none' {
        $failure = Get-Failure { 'Index,Loss,Accuracy', '0,1,1', '1,,1', '2,"1,5",1' | ConvertFrom-Csv | Add-Epoch }
        $failure.FullyQualifiedErrorId | ForEach-Object { $_ -replace ',.*' } | Should -Be UnsupportedValue, UnsupportedValue
        [pscustomobject]@{ Index = 5; Loss = $null }, [pscustomobject]@{ Index = 6; Loss = 2 } | Add-Epoch
        Get-Epoch | ForEach-Object { "$($_.Index)=$($_.Loss)" } | Should -Be '0=1', '5=', '6=2'
    }

    It 'is a list with null among its values, which names its index' {
        "$(Get-Failure { Add-Metric n 1, $null, 3 })" | Should -Be '-Value, index 1: $null is not a number: leave gaps out, or write NaN.'
        "$(Get-Failure { 1, $null, 3 | Add-Metric n })" | Should -Be "The value of metric 'n': `$null is not a number: leave gaps out, or write NaN."
        (Get-MetricSeries n).Value | Should -Be 1, 3
    }

    It 'takes what Measure-Command returns as seconds' {
        Measure-Command { Start-Sleep -Milliseconds 5 } | Add-Metric took
        Add-Metric took ([timespan]'00:00:02'), ([timespan]'00:00:03') -Unit s
        (Get-Metric took).Unit, (Get-Metric took).Last | Should -Be s, 3
        (Get-MetricSeries took).Value[0] | Should -BeGreaterThan 0.004
        (Get-Failure { Add-Metric took ([timespan]'00:00:02') -Unit ms }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
        (Get-Failure { Add-Metric took 1, ([timespan]'00:00:02') }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
        (Get-Metric took).Count | Should -Be 3
    }

    It 'has a mean that is finite when its values are' {
        Add-Metric large 1.7e308, 1.7e308
        (Get-Metric large).Mean | Should -Be 1.7e308
        Add-Metric large ([double]::PositiveInfinity)
        (Get-Metric large).Mean | Should -Be ([double]::PositiveInfinity)
        (Get-Run -OrderBy MetricStatistics.large.Mean -First 1).Id | Should -Be (Get-Run -Current).Id
    }
}

Describe 'An id that is a guid' {
    BeforeAll { Set-Location (New-TestStore) }

    It 'is accepted by <Name>' -ForEach @(
        @{ Name = 'runs'; Make = { New-Run ids -Id $id }; Get = { Get-Run $id }, { Set-Run $id -Description x -PassThru }, { Get-Run -Run $id }, { New-Run ids -ParentRun $id; Get-Run $id } }
        @{ Name = 'experiments'; Make = { New-Experiment e -Id $id }; Get = { Get-Experiment $id }, { Set-Experiment $id -Description x -PassThru } }
        @{ Name = 'projects'; Make = { New-Project p -Id $id }; Get = { , (Get-Project $id) } }
        @{ Name = 'trials'; Make = { New-Trial t -Experiment ids -Id $id }; Get = { , (Get-Trial $id) } }
        @{ Name = 'models'; Make = { New-Model m -Id $id }; Get = { , (Get-Model $id) } }
        @{ Name = 'datasets'; Make = { Register-Dataset d -Id $id }; Get = { , (Get-Dataset $id) } }
    ) {
        $id = [guid]::NewGuid()
        (& $Make).Id | Should -BeExactly "$id"
        foreach ($call in $Get) { @(& $call)[-1].Id | Should -BeExactly "$id" }
    }

    It 'is accepted in a property, as a database has it' {
        $id = [guid]::NewGuid()
        $null = Start-Run ids -Id $id
        [pscustomobject]@{ RunId = $id; Key = 'm'; Value = 1 } | Add-Metric
        ([pscustomobject]@{ RunId = $id } | Get-Run).Metrics.m | Should -Be 1
        Complete-Run $id
    }
}

Describe 'A parameter of a number, a date or a duration' {
    It 'is read by an attribute of the module, in each cmdlet' {
        $kinds = [sbyte], [byte], [int16], [uint16], [int], [uint32], [long], [uint64], [single], [double], [decimal], [bigint], [half], [datetime], [datetimeoffset], [timespan]
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $found = foreach ($cmdlet in Get-Command -Module ExperimentTracker -CommandType Cmdlet) {
            foreach ($parameter in $cmdlet.Parameters.Values | Where-Object Name -NotIn $common) {
                $type = $parameter.ParameterType
                $element = $type.IsArray ? $type.GetElementType() : ([Nullable]::GetUnderlyingType($type) ?? $type)
                if ($element -notin $kinds) { continue }
                $reader = @($parameter.Attributes.Where{ $_ -is [ExperimentTracker.Binding.ValueTransformationAttribute] })
                $reader.Count | Should -Be 1 -Because "$cmdlet -$($parameter.Name) is a $type"
                $reader[0].Type | Should -Be $type -Because "$cmdlet -$($parameter.Name) is a $type"
                @($parameter.Attributes.Where{ $_ -is [Management.Automation.ValidateRangeAttribute] }) | Should -BeNullOrEmpty -Because "the error of $cmdlet -$($parameter.Name) has an id of ours"
                "$cmdlet -$($parameter.Name)"
            }
        }
        $found.Count | Should -BeGreaterThan 40
    }
}
