# Add-Metric.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    function New-Point($Key, $Value, $Step) {
        $point = [ordered]@{ Key = $Key; Value = $Value }
        if ($null -ne $Step) { $point.Step = $Step }
        [pscustomobject]$point
    }
    function Get-Points($Key, $Run) {
        $of = $Run ? @{ Run = $Run } : @{}
        @(Get-MetricSeries $Key @of | ForEach-Object { "$($_.Step)=$($_.Value)" })
    }
    function Get-Bits([double[]] $Values) {
        $bytes = [byte[]]::new($Values.Count * 8)
        [Buffer]::BlockCopy($Values, 0, $bytes, 0, $bytes.Count)
        , $bytes
    }
}

Describe 'Add-Metric' {
    BeforeAll { Set-Location (New-StoreFolder) }
    BeforeEach { $run = Start-Run iris }
    AfterEach { if (Get-Run -Current -ErrorAction Ignore) { Complete-Run } }

    It 'adds one point after the other, at steps that count on from the highest' {
        Add-Metric loss 0.5
        Add-Metric loss 0.4
        Add-Metric -Key loss -Value 0.3 -Step 10
        Add-Metric loss 0.2
        Add-Metric loss 9 -Step 3
        Add-Metric loss 0.1
        Get-Points loss | Should -Be '0=0.5', '1=0.4', '3=9', '10=0.3', '11=0.2', '12=0.1'
    }

    It 'adds <What>' -ForEach @(
        @{ What = 'typed arrays'; Values = [double[]](1.5, 2.5, 3.5); Steps = [long[]](5, 6, 9) }
        @{ What = 'arrays of objects'; Values = @(1.5, 2.5, '3.5'); Steps = @(5, 6L, '9') }
        @{ What = 'lists'; Values = [Collections.Generic.List[double]](1.5, 2.5, 3.5); Steps = [Collections.ArrayList](5, 6, 9) }
        @{ What = 'ranges and integers'; Values = 1..3; Steps = 7..9 }
    ) {
        Add-Metric m $Values -Step $Steps
        $series = Get-MetricSeries m -AsSeries
        $series.Values | Should -Be ([double[]]$Values)
        $series.Steps | Should -Be ([long[]]$Steps)
    }

    It 'adds an array without steps from the next one on' {
        Add-Metric m 1, 2
        Add-Metric m 3, 4 -Step 10, 20
        Add-Metric m 5, 6
        Get-Points m | Should -Be '0=1', '1=2', '10=3', '20=4', '21=5', '22=6'
    }

    It 'keeps points of one step together, in the order they were added' {
        Add-Metric m 1 -Step 5
        Add-Metric m 2, 3, 4 -Step 5, 1, 5
        Add-Metric m 5 -Step 5
        Get-Points m | Should -Be '1=3', '5=1', '5=2', '5=4', '5=5'
    }

    It 'adds what is piped, by the names of properties' {
        (New-Point a 1 5), (New-Point b 2 6), (New-Point a 3 7) | Add-Metric
        Get-Points a | Should -Be '5=1', '7=3'
        Get-Points b | Should -Be '6=2'
        "Key,Value,Step,Label`nacc,0.5,1,x`nacc,0.75,1,y" | ConvertFrom-Csv | Add-Metric
        Get-Points 'acc[x]' | Should -Be '1=0.5'
        Get-Points 'acc[y]' | Should -Be '1=0.75'
    }

    It 'counts on for piped points without a step, also between points with one' {
        (New-Point m 1 3), (New-Point m 2), (New-Point m 3 1), (New-Point m 4), (New-Point m 5) | Add-Metric
        Get-Points m | Should -Be '1=3', '3=1', '4=2', '5=4', '6=5'
    }

    It 'adds several keys at one step from a dictionary' {
        Add-Metric @{ 'train/loss' = 0.5; 'val/loss' = 0.6; 'accuracy[setosa]' = 1 } -Step 7
        Add-Metric ([ordered]@{ 'train/loss' = 0.4; 'val/loss' = 0.5 })
        Get-Points train/loss | Should -Be '7=0.5', '8=0.4'
        Get-Points val/loss | Should -Be '7=0.6', '8=0.5'
        (Get-Metric accuracy).Label | Should -Be setosa
    }

    It 'adds nothing of a dictionary in which one value is not a number: <What>' -ForEach @(
        @{ What = 'a text'; Bad = 'zz' }, @{ What = 'null'; Bad = $null }, @{ What = 'a hashtable'; Bad = @{} }
    ) {
        $failure = Get-Failure { Add-Metric ([ordered]@{ before = 1; bad = $Bad; after = 2 }) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
        $failure.TargetObject | Should -Be bad
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'adds nothing of a dictionary in which one key cannot be kept' {
        (Get-Failure { Add-Metric ([ordered]@{ before = 1; ' ' = 1; after = 2 }) }).FullyQualifiedErrorId | Should -BeLike 'InvalidMetricKey,*'
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'writes a label in brackets or with -Label, which is the same series' {
        Add-Metric 'accuracy[setosa]' 0.9
        Add-Metric accuracy 0.95 -Label setosa
        Add-Metric accuracy 0.5
        $metrics = Get-Metric accuracy
        $metrics.Name | Should -Be accuracy, 'accuracy[setosa]'
        $metrics.Label | Should -Be $null, setosa
        $metrics | ForEach-Object Count | Should -Be 1, 2
    }

    It 'records unit and goal, and keeps them when they are omitted' {
        Add-Metric accuracy 0.9 -Unit ratio -Goal Maximize
        Add-Metric accuracy 0.8
        (Get-Metric accuracy).Unit, (Get-Metric accuracy).Goal, (Get-Metric accuracy).Best | Should -Be ratio, Maximize, 0.9
        Add-Metric accuracy 0.7 -Goal Minimize
        (Get-Metric accuracy).Unit, (Get-Metric accuracy).Goal, (Get-Metric accuracy).Best | Should -Be ratio, Minimize, 0.7
    }

    It 'keeps NaN, infinities and the sign of zero exactly: <How>' -ForEach @(
        @{ How = 'as an array'; Add = { param($values) Add-Metric m $values } }
        @{ How = 'one by one'; Add = { param($values) foreach ($value in $values) { Add-Metric m $value } } }
        @{ How = 'through the pipeline'; Add = { param($values) $values | ForEach-Object { New-Point m $_ } | Add-Metric } }
    ) {
        $values = [double]::NaN, [double]::PositiveInfinity, [double]::NegativeInfinity, -0.0, 0.0, [double]::Epsilon, [double]::MaxValue, 0.1
        & $Add $values
        [Convert]::ToHexString((Get-Bits (Get-MetricSeries m -AsSeries).Values)) | Should -BeExactly ([Convert]::ToHexString((Get-Bits $values)))
        Complete-Run
        [Convert]::ToHexString((Get-Bits (Get-MetricSeries m -Run $run).Value)) | Should -BeExactly ([Convert]::ToHexString((Get-Bits $values)))
    }

    It 'parses numbers in any culture as PowerShell does' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            "Key,Value,Step`nm,1.5,1" | ConvertFrom-Csv | Add-Metric
            Add-Metric m '2.5'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        (Get-MetricSeries m).Value | Should -Be 1.5, 2.5
    }

    It 'creates no series for an empty array' {
        Add-Metric none @()
        Add-Metric @{ none = @() }
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'returns with -PassThru the points with their assigned steps' {
        Add-Metric Loss 1 | Should -BeNullOrEmpty
        $points = @(
            Add-Metric loss 2, 3 -PassThru
            Add-Metric @{ loss = 4 } -Step 9 -PassThru
            New-Point loss 5 | Add-Metric -PassThru
        )
        $points | Should -BeOfType ExperimentTracker.MetricPoint
        "$points" | Should -Be 'Loss@1=2 Loss@2=3 Loss@9=4 Loss@10=5'
        $points.RunId | Select-Object -Unique | Should -Be $run.Id
        $points | Should -Be (Get-MetricSeries loss | Select-Object -Skip 1)
    }

    It 'returns a point only after it is written' {
        $written = 0
        1..300 | ForEach-Object { New-Point m $_ } | Add-Metric -PassThru | ForEach-Object {
            $written++
            (Get-Metric m).Count | Should -BeGreaterOrEqual $written
        }
        $written | Should -Be 300
    }

    It 'adds to the run that is named, or that each piped record names' {
        $a, $b = (New-Run iris), (New-Run iris)
        Start-Run -Run $a | Out-Null
        Start-Run -Run $b | Out-Null
        Add-Metric m 1 -Run $run
        Add-Metric m 2 -Run $a.Path
        [pscustomobject]@{ Run = $a; Key = 'n'; Value = 3 }, [pscustomobject]@{ RunId = $run.Id; Key = 'n'; Value = 4 }, (New-Point n 5) | Add-Metric
        (Get-Run $run).Metrics.ToString(), (Get-Run $a).Metrics.ToString(), (Get-Run $b).Metrics.ToString() | Should -Be 'm=1; n=4', 'm=2; n=3', 'n=5'
        Complete-Run $a, $b
    }

    It 'writes nothing with -WhatIf' {
        Add-Metric m 1 -WhatIf
        (New-Point m 1), (New-Point m 2) | Add-Metric -WhatIf
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'accepts the highest step, and reports that there is no next one' {
        Add-Metric m 1 -Step ([long]::MaxValue)
        $failure = Get-Failure { Add-Metric m 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StepOverflow,*'
        Add-Metric m 3 -Step 0
        Get-Points m | Should -Be '0=3', '9223372036854775807=1'
    }

    It 'refuses <What>, and adds nothing' -ForEach @(
        @{ What = 'a key that is empty'; Add = { Add-Metric '' 1 }; Id = 'InvalidMetricKey'; Target = '' }
        @{ What = 'a key of blanks'; Add = { Add-Metric '  ' 1 }; Id = 'InvalidMetricKey'; Target = '  ' }
        @{ What = 'the key NaN'; Add = { Add-Metric NaN 1 }; Id = 'InvalidMetricKey'; Target = 'NaN' }
        @{ What = 'a key with a line break'; Add = { Add-Metric "a`nb" 1 }; Id = 'InvalidMetricKey'; Target = "a`nb" }
        @{ What = 'a key that is too long'; Add = { Add-Metric ('x' * 257) 1 }; Id = 'InvalidMetricKey'; Target = 'x' * 257 }
        @{ What = 'a step below zero'; Add = { Add-Metric m 1 -Step -1 }; Id = 'InvalidStep'; Target = -1 }
        @{ What = 'one step below zero among others'; Add = { Add-Metric m 1, 2 -Step 5, -2 }; Id = 'InvalidStep'; Target = -2 }
        @{ What = 'fewer steps than values'; Add = { Add-Metric m 1, 2, 3 -Step 1, 2 }; Id = 'LengthMismatch'; Target = 'm' }
        @{ What = 'more timestamps than values'; Add = { Add-Metric m 1 -Timestamp (Get-Date), (Get-Date) }; Id = 'LengthMismatch'; Target = 'm' }
    ) {
        $failure = Get-Failure $Add
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
        $failure.TargetObject | Should -BeExactly $Target
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'refuses a value that is no number: <What>' -ForEach @{ What = 'a text'; Value = 'abc' }, @{ What = 'null'; Value = $null } {
        (Get-Failure { Add-Metric m $Value }).CategoryInfo.Category | Should -BeIn InvalidArgument, InvalidData
        (Get-Run -Current).Metrics.Count | Should -Be 0
    }

    It 'reports bad records of a pipeline and accepts the others' {
        $failure = $null
        (New-Point m 1 1), (New-Point m bad 2), (New-Point m 3 -3), (New-Point '' 4 4), (New-Point m 5 5), (New-Point NaN 6 6), (New-Point m 7 7) |
            Add-Metric -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 4
        $failure[1, 2, 3].FullyQualifiedErrorId | ForEach-Object { $_ -replace ',.*' } | Should -Be InvalidStep, InvalidMetricKey, InvalidMetricKey
        Get-Points m | Should -Be '1=1', '5=5', '7=7'
        (Get-Run -Current).Metrics.Count | Should -Be 1
    }

    It 'keeps earlier points when the pipeline breaks' {
        { 1..5 | ForEach-Object { if ($_ -eq 4) { throw 'upstream' }; New-Point m $_ } | Add-Metric } | Should -Throw upstream
        Get-Points m | Should -Be '0=1', '1=2', '2=3'
        1..100 | ForEach-Object { New-Point n $_ } | Add-Metric -PassThru | Select-Object -First 1 | Out-Null
        (Get-Metric n).Count | Should -BeGreaterOrEqual 1
    }

    It 'reports a run that has ended, and accepts points for others in the same pipeline' {
        $other = New-Run iris | Start-Run
        Complete-Run $other
        $failure = $null
        [pscustomobject]@{ Run = $other; Key = 'm'; Value = 1 }, (New-Point m 2) | Add-Metric -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotOpen,*'
        "$failure" | Should -BeLike "*$($other.Path)*Succeeded*Resume-Run*"
        (Get-Run $other).Metrics.Count | Should -Be 0
        (Get-Run $run).Metrics.m | Should -Be 2
    }

    It 'reports a run that is pending, missing, or not named' {
        $pending = New-Run iris
        Complete-Run
        (Get-Failure { Add-Metric m 1 -Run $pending }).FullyQualifiedErrorId | Should -BeLike 'RunNotOpen,*'
        (Get-Failure { Add-Metric m 1 -Run nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        (Get-Failure { Add-Metric m 1 }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'treats a key in another case as the same series, and keeps the first' {
        Add-Metric Val/Loss 1
        Add-Metric VAL/LOSS 2
        (Get-Metric).Key | Should -BeExactly 'Val/Loss'
        (Get-Metric val/loss).Count | Should -Be 2
    }
}

Describe 'The timestamp of a point' {
    BeforeAll {
        Set-Location (New-StoreFolder)
        $run = Start-Run iris
    }
    AfterAll { Complete-Run }

    It 'is now by default' {
        $before = [datetime]::UtcNow
        Add-Metric now 1
        $point = Get-MetricSeries now
        $point.Timestamp.Kind | Should -Be Local
        $point.Timestamp.ToUniversalTime() | Should -BeGreaterOrEqual $before
        $point.Timestamp.ToUniversalTime() | Should -BeLessOrEqual ([datetime]::UtcNow)
    }

    It 'is the same time to 100 ns, in local time: <What>' -ForEach @(
        @{ What = 'local in summer'; Given = [datetime]::SpecifyKind('2024-07-01T12:00:00', 'Local').AddTicks(1234567) }
        @{ What = 'local in winter'; Given = [datetime]::SpecifyKind('2024-01-01T12:00:00', 'Local').AddTicks(1) }
        @{ What = 'UTC'; Given = [datetime]::SpecifyKind('2024-07-01T12:00:00', 'Utc').AddTicks(7654321) }
        @{ What = 'of no zone, which is local'; Given = [datetime]::SpecifyKind('2024-07-01T12:00:00', 'Unspecified').AddTicks(5) }
        @{ What = 'before 1970'; Given = [datetime]::SpecifyKind('1912-04-14T23:40:00', 'Utc') }
        @{ What = 'far ahead'; Given = [datetime]::SpecifyKind('9999-12-31T00:00:00', 'Utc') }
    ) {
        Add-Metric $What 1 -Timestamp $Given
        $point = Get-MetricSeries $What
        $point.Timestamp.Kind | Should -Be Local
        $point.Timestamp.ToUniversalTime().Ticks | Should -Be $Given.ToUniversalTime().Ticks
        (Get-Metric $What).LastAt | Should -Be $point.Timestamp
        (Get-MetricSeries $What -AsSeries).Timestamps[0].Ticks | Should -Be $point.Timestamp.Ticks
    }

    It 'may be a text with a zone' {
        Add-Metric text 1 -Timestamp '2024-07-01T12:00:00Z'
        (Get-MetricSeries text).Timestamp.ToUniversalTime() | Should -Be ([datetime]::SpecifyKind('2024-07-01T12:00:00', 'Utc'))
    }

    It 'distinguishes the two hours that summer time repeats, also when copied into another run' {
        # In Newfoundland both times are 01:15. In other time zones they are two ordinary times.
        $twice = [datetime]::SpecifyKind('2024-11-03T03:45:00', 'Utc'), [datetime]::SpecifyKind('2024-11-03T04:45:00', 'Utc')
        Add-Metric twice 1, 2 -Timestamp $twice
        (Get-MetricSeries twice).Timestamp | ForEach-Object { $_.ToUniversalTime() } | Should -Be $twice
        $copy = Start-Run copy
        Get-MetricSeries twice -Run $run | Add-Metric -Run $copy
        (Get-MetricSeries twice).Timestamp | ForEach-Object { $_.ToUniversalTime() } | Should -Be $twice
        Complete-Run
    }

    It 'is one for each value of an array, or one for all' {
        $moments = 1..3 | ForEach-Object { [datetime]::SpecifyKind("2024-01-0$_", 'Utc') }
        Add-Metric each 1, 2, 3 -Timestamp $moments
        (Get-MetricSeries each).Timestamp | ForEach-Object { $_.ToUniversalTime() } | Should -Be $moments
        Add-Metric all 1, 2, 3 -Timestamp $moments[0]
        (Get-MetricSeries all).Timestamp | Select-Object -Unique | Should -Be $moments[0].ToLocalTime()
    }
}

Describe 'A slow pipeline' {
    It 'is visible to another process while it runs, and loses nothing when it is killed' {
        $folder = New-StoreFolder
        $slow = Start-Pwsh -WorkingDirectory $folder @'
$run = Start-Run slow
1..100 | ForEach-Object {
    if ($_ -eq 4) { [Console]::WriteLine('ready'); Start-Sleep 60 }
    Start-Sleep -Milliseconds 220
    [pscustomobject]@{ Key = 'm'; Value = $_ }
} | Add-Metric
'@
        try {
            $errors = $slow.StandardError.ReadToEndAsync()
            Wait-Ready $slow
            $store = Get-StoreAddress $folder
            (Get-MetricSeries m -Run slow/0 -Store $store).Value | Should -Be 1, 2, 3
            (Get-Run slow/0 -Store $store).Status | Should -Be Running
        }
        finally { $slow.Kill(); $slow.WaitForExit() }
        (Get-MetricSeries m -Run slow/0 -Store $store).Value | Should -Be 1, 2, 3
        $errors.Result | Should -BeNullOrEmpty
    }
}

Describe 'The acceptance test of points' {
    It 'returns 100,000 piped points equal and in order, with NaN, infinities and -0' {
        Set-Location (New-StoreFolder)
        $count = 100000
        $values = [double[]]::new($count)
        $random = [Random]::new(42)
        for ($i = 0; $i -lt $count; $i++) { $values[$i] = $random.NextDouble() - 0.5 }
        $values[0], $values[17], $values[1023], $values[1024], $values[99999] = [double]::NaN, [double]::PositiveInfinity, [double]::NegativeInfinity, -0.0, [double]::NaN

        $run = Start-Run acceptance
        & { for ($i = 0; $i -lt $count; $i++) { [pscustomobject]@{ Key = 'loss'; Step = $i; Value = $values[$i] } } } | Add-Metric
        Complete-Run

        $points = Get-MetricSeries loss -Run $run
        $points.Count | Should -Be $count
        $back = [double[]]::new($count)
        $steps = [long[]]::new($count)
        $i = 0
        foreach ($point in $points) { $back[$i] = $point.Value; $steps[$i] = $point.Step; $i++ }
        [Linq.Enumerable]::SequenceEqual([byte[]](Get-Bits $back), [byte[]](Get-Bits $values)) | Should -BeTrue
        [Linq.Enumerable]::SequenceEqual($steps, [long[]][Linq.Enumerable]::ToArray([Linq.Enumerable]::Select([Linq.Enumerable]::Range(0, $count), [Func[int, long]] { param($n) $n }))) | Should -BeTrue

        $series = Get-MetricSeries loss -Run $run -AsSeries
        [Linq.Enumerable]::SequenceEqual([byte[]](Get-Bits $series.Values), [byte[]](Get-Bits $values)) | Should -BeTrue
        [Linq.Enumerable]::SequenceEqual($series.Steps, $steps) | Should -BeTrue
        $metric = Get-Metric loss -Run $run
        $metric.Count, $metric.NaNCount, $metric.Min, $metric.MinStep, $metric.Max, $metric.MaxStep |
            Should -Be $count, 2, ([double]::NegativeInfinity), 1023, ([double]::PositiveInfinity), 17
        [double]::IsNaN($metric.First) -and [double]::IsNaN($metric.Last) | Should -BeTrue
    }
}
