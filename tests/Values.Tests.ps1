BeforeDiscovery {
    # What each value is as the value of a metric, as a step, as a time (UTC) and as a parameter (its type and its text). What is left out is refused.
    # Seconds: a duration, which is a value of a metric and not another number.
    $zoo = @(
        # Integers of every type
        @{ Name = 'a sbyte'; Value = { [sbyte]-7 }; Number = -7.0; Stored = 'Integer -7' }
        @{ Name = 'a byte'; Value = { [byte]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'an int16'; Value = { [int16]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a uint16'; Value = { [uint16]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'an int32'; Value = { 7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a uint32'; Value = { [uint32]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'an int64'; Value = { 7L }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a uint64'; Value = { [uint64]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a bigint'; Value = { [bigint]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'an int128'; Value = { [Int128]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a uint128'; Value = { [UInt128]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'a native integer'; Value = { [IntPtr]7 }; Number = 7.0; Step = 7; Stored = 'Integer 7' }
        @{ Name = 'an integer beyond 2^53'; Value = { 9007199254740993L }; Step = 9007199254740993L; Stored = 'Integer 9007199254740993' }
        @{ Name = 'the highest uint64'; Value = { [uint64]::MaxValue } }
        @{ Name = '2^64'; Value = { [bigint]::Pow(2, 64) }; Number = 18446744073709551616.0 }
        @{ Name = 'the highest int128'; Value = { [Int128]::MaxValue } }

        # Floating-point numbers
        @{ Name = 'a fraction'; Value = { 1.5 }; Number = 1.5; Stored = 'Real 1.5' }
        @{ Name = 'a progress'; Value = { 0.25 }; Number = 0.25; Stored = 'Real 0.25' }
        @{ Name = 'a double that is an integer'; Value = { 2.0 }; Number = 2.0; Step = 2; Stored = 'Real 2' }
        @{ Name = 'the half between two integers'; Value = { 2.5 }; Number = 2.5; Stored = 'Real 2.5' }
        @{ Name = 'a single'; Value = { [single]0.1 }; Number = 0.1; Stored = 'Real 0.1' }
        @{ Name = 'a half'; Value = { [half]0.1 }; Number = 0.1; Stored = 'Real 0.1' }
        @{ Name = 'a decimal'; Value = { 0.1d }; Number = 0.1; Stored = 'Real 0.1' }
        @{ Name = 'a decimal with 28 digits'; Value = { 1d / 3d } }
        @{ Name = 'NaN'; Value = { [double]::NaN }; Number = [double]::NaN; Stored = 'Real NaN' }
        @{ Name = 'infinity'; Value = { [double]::PositiveInfinity }; Number = [double]::PositiveInfinity; Stored = 'Real Infinity' }
        @{ Name = 'minus zero'; Value = { -0.0 }; Number = -0.0; Step = 0; Stored = 'Real -0' }
        @{ Name = 'the smallest double'; Value = { [double]::Epsilon }; Number = [double]::Epsilon; Stored = 'Real 5E-324' }
        @{ Name = 'a large double'; Value = { 1e300 }; Number = 1e300; Stored = 'Real 1E+300' }

        # Nulls and blanks
        @{ Name = 'null'; Value = { $null }; Stored = 'Null ' }
        @{ Name = 'DBNull'; Value = { [DBNull]::Value }; Stored = 'Null ' }
        @{ Name = 'nothing printed'; Value = { [Management.Automation.Internal.AutomationNull]::Value }; Stored = 'Null ' }
        @{ Name = 'a null string'; Value = { [NullString]::Value }; Stored = 'Null ' }
        @{ Name = 'an empty text'; Value = { '' }; Stored = 'Text ' }
        @{ Name = 'blanks'; Value = { "`t " }; Stored = "Text `t " }

        # Texts
        @{ Name = "'1.5'"; Value = { '1.5' }; Number = 1.5; Stored = 'Text 1.5' }
        @{ Name = "'1e-3'"; Value = { '1e-3' }; Number = 0.001; Stored = 'Text 1e-3' }
        @{ Name = "'2e0'"; Value = { '2e0' }; Number = 2.0; Step = 2; Stored = 'Text 2e0' }
        @{ Name = "'NaN'"; Value = { 'NaN' }; Number = [double]::NaN; Stored = 'Text NaN' }
        @{ Name = "'-Infinity'"; Value = { '-Infinity' }; Number = [double]::NegativeInfinity; Stored = 'Text -Infinity' }
        @{ Name = "'9007199254740993'"; Value = { '9007199254740993' }; Step = 9007199254740993L; Stored = 'Text 9007199254740993' }
        @{ Name = "'1,5'"; Value = { '1,5' }; Stored = 'Text 1,5' }
        @{ Name = "'1,234'"; Value = { '1,234' }; Stored = 'Text 1,234' }
        @{ Name = "'1.234,5'"; Value = { '1.234,5' }; Stored = 'Text 1.234,5' }
        @{ Name = "'1e999'"; Value = { '1e999' }; Stored = 'Text 1e999' }
        @{ Name = "'1e-999'"; Value = { '1e-999' }; Stored = 'Text 1e-999' }
        @{ Name = "'0x10'"; Value = { '0x10' }; Stored = 'Text 0x10' }
        @{ Name = "'10kb'"; Value = { '10kb' }; Stored = 'Text 10kb' }
        @{ Name = "'5 %'"; Value = { '5 %' }; Stored = 'Text 5 %' }
        @{ Name = 'digits of Arabic'; Value = { '١٢' }; Stored = 'Text ١٢' }
        @{ Name = "'abc'"; Value = { 'abc' }; Stored = 'Text abc' }

        # Characters, switches, enums
        @{ Name = 'a character'; Value = { [char]'5' }; Stored = 'Text 5' }
        @{ Name = 'true'; Value = { $true }; Stored = 'Boolean true' }
        @{ Name = 'a switch'; Value = { [switch]$true }; Stored = 'Boolean true' }
        @{ Name = 'an enum'; Value = { [DayOfWeek]::Monday }; Stored = 'Text Monday' }
        @{ Name = 'a deserialized enum'; Value = { Copy-ThroughFile ([DayOfWeek]::Monday) }; Stored = 'Text Monday' }

        # Dates and durations
        @{ Name = 'a UTC date'; Value = { [datetime]::new(2024, 7, 1, 12, 0, 0, [DateTimeKind]::Utc) }; Time = '2024-07-01T12:00:00.0000000Z'; Stored = 'Date 2024-07-01T12:00:00.0000000Z' }
        @{ Name = 'a date with an offset'; Value = { [datetimeoffset]::new(2024, 7, 1, 17, 30, 0, [timespan]'05:30') }; Time = '2024-07-01T12:00:00.0000000Z'; Stored = 'Date 2024-07-01T12:00:00.0000000Z' }
        @{ Name = 'a text of a time'; Value = { '2024-07-01T12:00:00Z' }; Time = '2024-07-01T12:00:00.0000000Z'; Stored = 'Text 2024-07-01T12:00:00Z' }
        @{ Name = 'a day'; Value = { [DateOnly]::new(2024, 7, 1) }; Time = [datetime]::new(2024, 7, 1, 0, 0, 0, [DateTimeKind]::Local).ToUniversalTime().ToString('O'); Stored = 'Text 2024-07-01' }
        @{ Name = 'a time of day'; Value = { [TimeOnly]::new(12, 30) }; Stored = 'Text 12:30:00.0000000' }
        @{ Name = 'a date of a culture'; Value = { '01/02/2024' }; Stored = 'Text 01/02/2024' }
        @{ Name = 'Unix time'; Value = { 1760000000 }; Number = 1760000000.0; Step = 1760000000; Stored = 'Integer 1760000000' }
        @{ Name = 'a duration'; Value = { [timespan]'00:01:30.5' }; Seconds = 90.5; Stored = 'Duration 00:01:30.5000000' }

        # Wrapped, deserialized, from databases and JSON
        @{ Name = 'a wrapped number'; Value = { [psobject]::AsPSObject(1.5) }; Number = 1.5; Stored = 'Real 1.5' }
        @{ Name = 'a deserialized number'; Value = { Copy-ThroughFile 1.5 }; Number = 1.5; Stored = 'Real 1.5' }
        @{ Name = 'a cell of a table'; Value = { (New-Row 1.5)['v'] }; Number = 1.5; Stored = 'Real 1.5' }
        @{ Name = 'an empty cell of a table'; Value = { (New-Row $null)['v'] }; Stored = 'Null ' }
        @{ Name = 'a JSON number'; Value = { [Text.Json.JsonDocument]::Parse('0.1').RootElement }; Number = 0.1; Stored = 'Real 0.1' }
        @{ Name = 'a large JSON integer'; Value = { [Text.Json.JsonDocument]::Parse('12345678901234567891').RootElement } }
        @{ Name = 'a JSON null'; Value = { [Text.Json.JsonDocument]::Parse('null').RootElement }; Stored = 'Null ' }
        @{ Name = 'a JSON node'; Value = { , [Text.Json.Nodes.JsonNode]::Parse('2.0') }; Number = 2.0; Step = 2; Stored = 'Real 2' }
        @{ Name = 'a token of Json.NET'; Value = { , [Newtonsoft.Json.Linq.JToken]::Parse('1.5') }; Number = 1.5; Stored = 'Real 1.5' }
        @{ Name = 'an object of Json.NET'; Value = { , [Newtonsoft.Json.Linq.JToken]::Parse('{"a":[1,null]}') }; Stored = 'Json {"a":[1,null]}' }
        @{ Name = 'an object of System.Text.Json'; Value = { , [Text.Json.Nodes.JsonNode]::Parse('{"a":[1,null]}') }; Stored = 'Json {"a":[1,null]}' }

        # Objects with a text form
        @{ Name = 'a regular expression'; Value = { [regex]'x' }; Stored = 'Text x' }
        @{ Name = 'a regular expression that ignores case'; Value = { [regex]::new('x', 'IgnoreCase') }; Stored = 'Text (?i)x' }
        @{ Name = 'a regular expression from right to left'; Value = { [regex]::new('x', 'RightToLeft') } }
        @{ Name = 'an XML document'; Value = { , [xml]'<a b="1">2</a>' }; Stored = 'Text <a b="1">2</a>' }
        @{ Name = 'an IP address'; Value = { [ipaddress]'10.0.0.1' }; Stored = 'Text 10.0.0.1' }
        @{ Name = 'a culture'; Value = { [cultureinfo]'de-DE' }; Stored = 'Text de-DE' }
        @{ Name = 'a version'; Value = { [version]'1.2.3' }; Stored = 'Text 1.2.3' }
        @{ Name = 'a guid'; Value = { [guid]'0f8fad5b-d9cb-469f-a165-70867728950e' }; Stored = 'Text 0f8fad5b-d9cb-469f-a165-70867728950e' }
        @{ Name = 'a web address'; Value = { [uri]'https://example.org/a' }; Stored = 'Text https://example.org/a' }

        # Objects without one, and containers
        @{ Name = 'an object without content'; Value = { [object]::new() } }
        @{ Name = 'a random generator'; Value = { [random]::new(1) } }
        @{ Name = 'a hashtable'; Value = { @{ a = 1 } }; Stored = 'Json {"a":1}' }
        @{ Name = 'a custom object'; Value = { [pscustomobject]@{ a = 2 } }; Stored = 'Json {"a":2}' }
        @{ Name = 'a row of a table'; Value = { , (New-Row 1.5) }; Stored = 'Json {"v":1.5}' }
        @{ Name = 'a cycle'; Value = { $cycle = @{}; $cycle.self = $cycle; $cycle } }
        @{ Name = 'a cycle of objects'; Value = { $cycle = [pscustomobject]@{ self = $null }; $cycle.self = $cycle; $cycle } }
        @{ Name = 'a secret'; Value = { ConvertTo-SecureString x -AsPlainText -Force } }
    )
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    $ours = '^(UnsupportedValue|InvalidStep|InvalidInteger|InvalidTimestamp|InvalidDuration|ValueOutOfRange|SecretRefused),ExperimentTracker\.Commands\.\w+Command$'

    function New-Row($Value) {
        $table = [Data.DataTable]::new()
        $null = $table.Columns.Add('v', [double])
        $row = $table.NewRow()
        if ($null -ne $Value) { $row['v'] = [double] $Value }
        $null = $table.Rows.Add($row)
        , $table.Rows[0]
    }

    function Get-Bits([double] $Number) { [BitConverter]::DoubleToInt64Bits($Number).ToString('X16') }

    function Format-Stored($Parameter) {
        $value = $Parameter.Value
        $text = switch ("$($Parameter.Type)") {
            Real { $value.ToString('R', [cultureinfo]::InvariantCulture) }
            Date { $value.ToUniversalTime().ToString('O') }
            Duration { $value.ToString('c') }
            Boolean { $value ? 'true' : 'false' }
            Json { ConvertTo-Json -Compress -Depth 9 $value }
            default { "$value" }
        }
        "$($Parameter.Type) $text"
    }

    # The failure of a block is ours, in one line, and nothing was written.
    function Assert-Refused([string] $Where, [scriptblock] $Block, [string] $Id) {
        $before = "$((Get-Run -Current).MetricStatistics.Values | ForEach-Object { "$($_.Name) $($_.Count)" })"
        $failure = @(Get-Failure $Block)
        $failure | Should -HaveCount 1 -Because "$Name is not right $Where"
        $failure[0].FullyQualifiedErrorId | Should -Match $ours -Because "$Name is refused $Where"
        if ($Id) { $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "$Name is refused $Where" }
        "$($failure[0])".Length | Should -BeLessThan 400
        "$($failure[0])" | Should -Not -Match "`n"
        "$((Get-Run -Current).MetricStatistics.Values | ForEach-Object { "$($_.Name) $($_.Count)" })" | Should -Be $before -Because "nothing is written $Where"
    }

    function Assert-Accepted([string] $Where, [scriptblock] $Block) {
        Get-Failure $Block | ForEach-Object { "$_" } | Should -BeNullOrEmpty -Because "$Name is right $Where"
    }
}

Describe 'A value, in <_>' -ForEach 'de-DE' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $cultureBefore = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $_
        $baseline = Start-Run base
        Add-Metric m 1 -Goal Maximize
        Complete-Run
    }
    AfterAll {
        [cultureinfo]::CurrentCulture = $cultureBefore
        Disconnect-ExperimentStore
    }
    BeforeEach { $run = Start-Run zoo }
    AfterEach { if (Get-Run -Current -ErrorAction Ignore) { Complete-Run } }

    It 'is the value of a metric exactly, or refused: <Name>' -ForEach $zoo {
        $v = & $Value
        $expected = $_.ContainsKey('Seconds') ? $_.Seconds : $_.Number
        $places = [ordered]@{
            'as a parameter' = { Add-Metric m $v }
            'in an array' = { Add-Metric m ([object[]](, $v)) }
            'in a hashtable' = { Add-Metric @{ m = $v } }
            'in a property' = { [pscustomobject]@{ Key = 'm'; Value = $v } | Add-Metric }
            'from a script block' = { 1 | Add-Metric m -Value { , $v } }
            'in an epoch' = { Add-Epoch -Metric @{ m = $v } }
        }
        foreach ($place in $places.Keys) {
            if ($null -eq $expected) { Assert-Refused $place $places[$place] UnsupportedValue; continue }
            Assert-Accepted $place $places[$place]
            $metric = $place -eq 'in an epoch' ? 'epoch/m' : 'm'
            Get-Bits (Get-Metric $metric).Last | Should -Be (Get-Bits $expected) -Because "$Name is taken exactly $place"
            if ($_.ContainsKey('Seconds') -and $metric -eq 'm') { (Get-Metric m).Unit | Should -Be s }
        }
        $count = (Get-Metric m -ErrorAction Ignore).Count
        $failure = Get-Failure { Add-Metric m 1, $v, 3 }
        if ($null -eq $_.Number) {
            $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
            if (!$_.ContainsKey('Seconds')) { "$failure" | Should -BeLike '*index 1*' }
            (Get-Metric m -ErrorAction Ignore).Count | Should -Be $count -Because 'nothing of the call is written'
        }
        else { (Get-Metric m).Count | Should -Be ($count + 3) }
    }

    It 'is a step exactly, or refused: <Name>' -ForEach $zoo {
        $v = & $Value
        $places = [ordered]@{
            'as a step' = { Add-Metric m 1 -Step $v }
            'in a list of steps' = { Add-Metric m 1 -Step ([object[]](, $v)) }
            'as a property' = { [pscustomobject]@{ Key = 'm'; Value = 1; Step = $v } | Add-Metric }
            'from a script block' = { 1 | Add-Metric m -Step { , $v } }
            'as the index of an epoch' = { Add-Epoch -Index $v -Loss 1 }
        }
        foreach ($place in $places.Keys) {
            if ($null -eq $Step) { Assert-Refused $place $places[$place] InvalidStep; continue }
            Assert-Accepted $place $places[$place]
            (Get-Metric ($place -like '*epoch' ? 'epoch/loss' : 'm')).LastStep | Should -BeExactly $Step -Because "$Name is taken exactly $place"
        }
    }

    It 'is a time exactly, or refused: <Name>' -ForEach $zoo {
        $v = & $Value
        $places = [ordered]@{
            'as a timestamp' = { Add-Metric m 1 -Timestamp $v }
            'in a list of timestamps' = { Add-Metric m 1 -Timestamp ([object[]](, $v)) }
            'as a property' = { [pscustomobject]@{ Key = 'm'; Value = 1; Timestamp = $v } | Add-Metric }
            'from a script block' = { 1 | Add-Metric m -Timestamp { , $v } }
            'of an epoch' = { Add-Epoch -Timestamp $v -Metric @{ m = 1 } }
            'of a log' = { Add-RunLog line -Timestamp $v }
        }
        foreach ($place in $places.Keys) {
            if ($null -eq $Time) { Assert-Refused $place $places[$place] InvalidTimestamp; continue }
            Assert-Accepted $place $places[$place]
            $at = switch ($place) {
                'of an epoch' { (Get-Metric epoch/m).LastAt }
                'of a log' { (Get-RunLog)[-1].LoggedAt }
                default { (Get-Metric m).LastAt }
            }
            $at.ToUniversalTime().ToString('O') | Should -Be $Time -Because "$Name is taken exactly $place"
        }
    }

    It 'is a parameter exactly, or refused and nothing is created: <Name>' -ForEach $zoo {
        $v = & $Value
        $fresh = "fresh-$([guid]::NewGuid())"
        $places = [ordered]@{
            'in a hashtable' = { Start-Run $fresh -Parameter @{ p = $v } }
            'in an object' = { Start-Run $fresh -Parameter ([pscustomobject]@{ p = $v }) }
            'alone' = { Add-RunParameter p $v }
        }
        foreach ($place in $places.Keys) {
            $null = Start-Run other
            if ($Stored) {
                Assert-Accepted $place $places[$place]
                Format-Stored (Get-RunParameter p) | Should -BeExactly $Stored -Because "$Name is taken exactly $place"
            }
            else { Assert-Refused $place $places[$place] }
            while ((Get-Run -Current).Id -ne $run.Id) { Complete-Run }
            if (!$Stored) { Get-Experiment $fresh -ErrorAction Ignore | Should -BeNullOrEmpty }
        }
        if ($Stored) { Assert-Accepted 'to hash' { $null = Get-ParameterHash @{ p = $v } } } else { Assert-Refused 'to hash' { Get-ParameterHash @{ p = $v } } }
    }

    It 'is a tolerance or a progress, or refused: <Name>' -ForEach $zoo {
        $v = & $Value
        Add-Metric m 0.5 -Goal Maximize
        $isTolerance = $null -ne $Number -and $Number -ge 0 -and [double]::IsFinite($Number)
        $places = [ordered]@{
            'as a tolerance' = { Test-Metric m -Baseline $baseline -Tolerance $v }
            'as a relative tolerance' = { Assert-Metric m -Baseline $baseline -RelativeTolerance $v }
        }
        foreach ($place in $places.Keys) {
            if (!$isTolerance) { Assert-Refused $place $places[$place]; continue }
            "$((Get-Failure $places[$place]).FullyQualifiedErrorId)" | Should -Not -Match $ours
        }
        if ($isTolerance) { (Test-Metric m -Baseline $baseline -Tolerance $v).Passed | Should -Be ($Number -ge 0.5) }
        if ($null -ne $Number -and $Number -ge 0 -and $Number -le 1) {
            Assert-Accepted 'as a progress' { Set-Run $run -Progress $v }
            (Get-Run $run).Progress | Should -Be $Number
        }
        else { Assert-Refused 'as a progress' { Set-Run $run -Progress $v } }
    }
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
