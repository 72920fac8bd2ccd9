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
    . "$PSScriptRoot/ValuesSupport.ps1"
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
