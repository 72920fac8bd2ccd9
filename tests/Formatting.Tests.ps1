BeforeDiscovery {
    . "$PSScriptRoot/TestSupport.ps1"
    $types = (Get-Module ExperimentTracker).ExportedCmdlets.Values.OutputType.Type |
        Where-Object Namespace -EQ ExperimentTracker | Sort-Object FullName -Unique | ForEach-Object { @{ Name = $_.Name; Type = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $info = Connect-ExperimentStore (Join-Path ([IO.Path]::GetTempPath()) lab) -Create -InformationAction Ignore

    function New-Failure([string] $Message) {
        [Management.Automation.ErrorRecord]::new([Exception]::new($Message), 'Failed', 'NotSpecified', $null)
    }

    # One object of each type, with typical values.
    $project = New-Project vision-models -Tag team=blue, important
    $experiment = New-Experiment resnet-50 -Project vision-models -Tag imagenet -Config @{ lr = 0.001; layers = 50 }
    $null = Start-Run resnet-50 -Parameter @{ lr = 0.001; optimizer = 'adam'; epochs = 30 } -Tag baseline
    foreach ($epoch in 1..30) { Add-Metric @{ 'train/loss' = 1.7 / $epoch; accuracy = 1 - 1 / $epoch } -Step $epoch }
    Add-Metric throughput 1234.5678 -Unit images/s -Goal Maximize
    Start-Run details | Out-Null
    foreach ($epoch in 0..2) {
        Add-Epoch -Accuracy (0.9 + $epoch / 30) -Loss (1 / ($epoch + 3)) -AccuracyPerLabel @{ cat = 0.91; dog = 0.89 }
    }
    Add-Result -Accuracy 0.93 -Loss 0.21 -Metric @{ f1 = 0.92 }
    Complete-Run
    Add-Distribution layer1/weights (1..500 | ForEach-Object { [Math]::Sin($_) }) -Step 30
    Add-RunLog 'loading the data', 'training for 30 epochs'
    Add-Artifact -Text weights -Key model/weights.bin -Type model
    Add-Artifact -Reference s3://bucket/imagenet/train.parquet -Key train.parquet -Size 14gb
    $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) plots)
    Set-Content $folder/loss.svg x
    Add-Artifact -Folder $folder
    $null = Register-Dataset imagenet s3://bucket/imagenet -Size 1281167 -SizeUnit images -Config @{ classes = 1000 }
    $null = Register-Encoder one-hot @{ classes = 1000 }
    $null = Add-DatasetEncoder imagenet one-hot
    Add-ExperimentDataset resnet-50 imagenet -Primary
    Add-RunInput -Dataset imagenet -Role train
    $null = Register-ModelVersion image-classifier -Artifact model/weights.bin -Description 'the first good one'
    Set-ModelVersion image-classifier/1 Production -Reason 'better by two points' -Alias champion
    foreach ($i in 1..9) { Invoke-Run -Experiment seeds -Parameter @{ seed = $i } { Add-Metric accuracy (0.9 + $i / 100) -Goal Maximize } }
    $null = New-Trial deep resnet-50 -Config @{ layers = 152 } -Description 'Does depth help?'
    Complete-Run
    Start-Run resnet-50 | Out-Null
    Complete-Run -Status Failed -ErrorRecord (New-Failure "CUDA out of memory`nwhile allocating") -Reason 'it did not fit'
    $null = New-Run resnet-50
    $stray = New-Item -ItemType Directory (Join-Path $info.Path artifacts/sha256/00)
    Set-Content (Join-Path $stray ('0' * 62)) x
    $samples = @{
        StoreInfo = Get-ExperimentStore
        StoreFinding = Test-ExperimentStore
        StoreRepair = Repair-ExperimentStore
        StoreBackup = Backup-ExperimentStore (Join-Path ([IO.Path]::GetTempPath()) backup)
        CollectionSummary = Optimize-ExperimentStore -RemovedBefore (Get-Date)
        Project = $project
        Experiment = Get-Experiment resnet-50
        Run = Get-Run -Experiment resnet-50
        StatusChange = Get-Run -History -Experiment resnet-50
        RunParameter = Get-RunParameter -Run resnet-50/0
        Metric = Get-Metric -Run resnet-50/0, details/0
        MetricPoint = Get-MetricSeries accuracy -Run resnet-50/0
        MetricSeries = Get-MetricSeries -AsSeries -Run resnet-50/0
        ExperimentTag = Get-ExperimentTag -Run resnet-50/0 -Experiment resnet-50 -Project vision-models
        Artifact = Get-Artifact -Run resnet-50/0
        ArtifactFile = Get-Artifact plots -Files -Run resnet-50/0
        ArtifactCheck = Test-Artifact -Run resnet-50/0
        Trial = Get-Trial
        Epoch = Get-Epoch -Run details/0
        Result = Get-Result -Run details/0
        RunLog = Get-RunLog -Run resnet-50/0
        Distribution = Get-Distribution -Run resnet-50/0
        RunInput = Get-RunInput -Run resnet-50/0
        Dataset = Get-Dataset
        Encoder = Get-Encoder
        Model = Get-Model
        ModelVersion = Get-ModelVersion image-classifier
        StageChange = Get-ModelVersion image-classifier -History
        ComparisonRow = Get-Run -Experiment seeds | Compare-Run -Category Parameter, Metric
        RunMeasure = Get-Run -Experiment resnet-50, details, seeds | Measure-Run accuracy, train/* -GroupBy Experiment
        MetricTest = Test-Metric accuracy -Run seeds/8 -BaselineLast 5 -Method Prediction
        RetentionPolicy = Set-RetentionPolicy seeds -KeepLast 20 -OlderThan 30d -PassThru
        RetentionDecision = Get-RetentionPolicy seeds -Decision
        RunAlert = Register-RunAlert failures Failed -IncludeExisting -WebHook http://127.0.0.1:9/hook -Experiment resnet-50
        RunAlertEvent = Watch-ExperimentStore -Alert -Once
        AlertEventDelivery = Test-RunAlert failures
        SweepRange = New-SweepRange 0.0001 1 -Log -Points 5
        MergeResult = Merge-ExperimentStore $info.Path -Store (Join-Path ([IO.Path]::GetTempPath()) merged) -InformationAction Ignore
    }

    # The lines of a table or list, without blank lines and trailing spaces.
    function Get-Line([object[]] $Object, [int] $Width, [string] $As = 'Default') {
        $text = switch ($As) {
            Table { $Object | Format-Table | Out-String -Width $Width }
            List { $Object | Format-List | Out-String -Width $Width }
            default { $Object | Out-String -Width $Width }
        }
        $text -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
    }
}

AfterAll {
    Disconnect-ExperimentStore
    $PSStyle.OutputRendering = $rendering
}

Describe 'How <Name> is shown' -ForEach $types {
    It 'has a sample here' { $samples[$Name] | Should -Not -BeNullOrEmpty }

    It 'is a table or a list defined by the module' {
        $controls = (Get-FormatData $Type.FullName).FormatViewDefinition.Control | ForEach-Object { $_.GetType().Name }
        $controls | Sort-Object | Should -Be ListControl, TableControl
    }

    It 'is a table that fits 80 columns: complete headings, one line per object' {
        $lines = Get-Line $samples[$Name] 80
        $lines | Should -HaveCount (@($samples[$Name]).Count + 2)
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $labels = (Get-FormatData $Type.FullName).FormatViewDefinition.Control.Headers.Label
        $shown = $labels | Where-Object { $lines[0] -match "(^| )$_( |$)" }
        $shown.Count | Should -BeGreaterOrEqual ([Math]::Max(3, $labels.Count - 1)) -Because "the heading is '$($lines[0])'"
        $shown | Should -Be $labels[0..($shown.Count - 1)] -Because 'only the last column may fall off'
    }

    It 'shows every column at 200 columns, and nothing of a typical object is cut off' {
        $lines = Get-Line $samples[$Name] 200
        $lines | Should -HaveCount (@($samples[$Name]).Count + 2)
        $labels = (Get-FormatData $Type.FullName).FormatViewDefinition.Control.Headers.Label
        foreach ($label in $labels) { $lines[0] | Should -Match "(^| )$label( |$)" }
        $lines | Where-Object { $_.Contains('…') } | Should -BeNullOrEmpty
    }

    It 'is a list of names and values, without names of types' {
        $lines = Get-Line @($samples[$Name])[0] 200 List
        $lines[0] | Should -Match '^\w+ +: \S'
        $lines -match ' : ' | Should -Not -BeNullOrEmpty
        ($lines | Where-Object { $_ -match 'ExperimentTracker\.|System\.' }) | Should -BeNullOrEmpty -Because 'a type name says nothing'
    }

    It 'has no escapes when PowerShell shows none' {
        ((Get-Line $samples[$Name] 200 Table) + (Get-Line $samples[$Name] 200 List)) -match "`e" | Should -BeNullOrEmpty
    }
}

Describe 'Colours' {
    AfterEach { $PSStyle.OutputRendering = 'PlainText' }

    It 'are used for a status, and removed with $PSStyle.OutputRendering' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = Get-Run | Out-String
        $text | Should -Match "`e\[32mSucceeded`e\[0m"
        $text | Should -Match "`e\[31mFailed`e\[0m"
        Get-Run resnet-50/0 | Format-List | Out-String | Should -Match "`e\[32mSucceeded`e\[0m"
        Test-Artifact -Run resnet-50/0 | Out-String | Should -Match "`e\[32mIntact`e\[0m"
        Get-ModelVersion image-classifier | Out-String | Should -Match "`e\[32mProduction`e\[0m"
        Get-Run -History -Experiment resnet-50 | Out-String | Should -Match "Running → `e\[31mFailed`e\[0m"
        $PSStyle.OutputRendering = 'PlainText'
        Get-Run | Out-String | Should -Not -Match "`e"
    }

    It 'are not shown if the user disabled them' {
        $result = Invoke-Pwsh -Environment @{ STORE = $info.Path; NO_COLOR = 1 } 'Get-Run -Store $env:STORE'
        "$($result.StdOut)" | Should -Match Succeeded
        "$($result.StdOut)" | Should -Not -Match "`e\[\d+m"
    }

    It 'are no part of the values' { "$((Get-Run resnet-50/0).Status)" | Should -BeExactly Succeeded }
}

Describe 'The trend of a run' {
    BeforeAll {
        $run = Start-Run curves
        Add-Metric a (1, 2, 3)
        Add-Metric single 9 -Goal Maximize
        Add-Metric loss (7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0) -Goal Minimize
        Complete-Run
        $run = Get-Run $run
    }

    It 'is the curve of the first metric beside it: a curve before a value, one with a goal before one without' {
        (Get-Line $run 120)[-1] | Should -Match ' █▆▃▁▁▁ +loss=0 a=3 single=9$'
    }

    It 'is shown for metrics and series too, but not for one point' {
        $lines = Get-Line (Get-Metric -Run $run) 120
        $lines[2..4] | Should -Match '^a .* ▁▅█$|^loss .* █▆▃▁▁▁ +min|^single +1 +9 +9 +9 +max'
        (Get-Line (Get-MetricSeries a, loss -Run $run -AsSeries) 120)[-2, -1] | Should -Match '0\.\.2 +▁▅█$|0\.\.11 +█▆▃▁▁▁$'
        (Get-MetricSeries a -Run $run -AsSeries).Sparkline | Should -Be '▁▅█'
    }

    It 'is a bar of a distribution from zero on, which neighbouring bins share' {
        $null = Start-Run curves
        $shown = Add-Distribution a -Count 0, 4, 8, 4 -Edges 0, 1, 2, 3, 4 -PassThru
        (Get-Line $shown 120)[-1] | Should -Match ' ▁[▄▅]█[▄▅]$'
        (Get-Line (Add-Distribution b (1..100) -Bins 20 -PassThru) 120)[-1] | Should -Match ' █{10}$'
        (Get-Line (Add-Distribution c ([double]::NaN) -PassThru) 120)[-1] | Should -Match '^c +0 +1$'
        Complete-Run
    }

    It 'is empty where the points are not at hand, and the table is shown all the same' {
        $store = New-TestStore
        $elsewhere = Start-Run gone -Store $store -InformationAction Ignore
        Add-Metric loss (3, 2, 1)
        Complete-Run
        $elsewhere = Get-Run $elsewhere -Store $store
        (Get-Line $elsewhere 120)[-1] | Should -Match '█▅▁ +loss=1$'
        $null = Connect-ExperimentStore $store
        Disconnect-ExperimentStore
        Remove-Item $store -Recurse -Force
        $null = Connect-ExperimentStore $info.Path
        $Error.Clear()
        (Get-Line $elsewhere 120)[-1] | Should -Match ' +loss=1$'
        (Get-Line $elsewhere 120)[-1] | Should -Not -Match '[▁-█]'
        (Get-Line (Copy-ThroughFile $run) 120)[-1] | Should -Match ' curves/000 .* +a=3 loss=0 single=9$'
        (Get-Line (Copy-ThroughFile (Get-Metric loss -Run $run)) 120)[-1] | Should -Match '^loss +12 '
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'A deserialized record' {
    It 'is shown like one that did not, without an error: <_>' -ForEach Run, StatusChange, StageChange, MetricSeries, ModelVersion, Dataset, Metric {
        $Error.Clear()
        $one = @($samples[$_])[-1]
        # Sparklines need the store, and a second may pass between the two.
        $hidden = ' +[▁-█]+|\d+ s ago|just now'
        (Get-Line (Copy-ThroughFile $one) 200)[-1] -replace $hidden -replace ' +', ' ' -replace 'accuracy=.*' |
            Should -Be ((Get-Line $one 200)[-1] -replace $hidden -replace ' +', ' ' -replace 'accuracy=.*')
        $null = Get-Line (Copy-ThroughFile $one) 200 List
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'A number in a table' {
    It 'keeps its beginning and its exponent, however long it is: <Value>' -ForEach @(
        @{ Value = -1.23456789e-105; Text = '-1.23E-105' }
        @{ Value = 123456789012345; Text = '1.2346E+14' }
        @{ Value = 0.1 + 0.2; Text = '0.3' }
        @{ Value = 1234567; Text = '1234567' }
        @{ Value = [double]::NaN; Text = 'NaN' }
        @{ Value = [double]::NegativeInfinity; Text = [string][double]::NegativeInfinity }
    ) {
        $null = Start-Run numbers
        Add-Metric x $Value
        Complete-Run
        $cells = (Get-Line (Get-Metric x -Run (Get-Run -First 1)) 80)[-1] -split ' +'
        $cells[2] | Should -Be $Text
    }

    It 'is as the culture writes it; text that is kept is not' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Get-Metric throughput -Run resnet-50/0 | Out-String -Width 80 | Should -Match ' 1234,57 '
            (Get-Run resnet-50/0).Metrics.ToString() | Should -Match 'throughput=1234\.5678'
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }
}

Describe 'Text from users and files' {
    BeforeAll {
        $evil = "`e]0;title`a`e[31mred`u{9B}31m`b`0"
        $clean = '�]0;title��[31mred�31m��'
        $run = Start-Run evil -Parameter @{ text = $evil } -Description $evil -Tag @{ text = $evil } `
            -ParameterHash $evil -TraceId $evil -SpanId $evil
        Add-Metric loss 1 -Unit $evil -Label $evil -ErrorAction SilentlyContinue
        Add-Metric loss 1 -Unit $evil
        $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) evil)
        [IO.File]::WriteAllText("$folder/$($IsWindows ? 'x' : "a`e[31mb.txt")", 'x')
        Add-Artifact -Text x -Key note -Type $evil -MediaType $evil -Config @{ text = $evil }
        Add-Artifact -Reference $evil -Key elsewhere
        Add-Artifact -Folder $folder
        Add-RunLog $evil -Stream $evil -ErrorAction SilentlyContinue
        Add-RunLog $evil
        Add-RunLog -Location $evil
        $null = Register-Dataset evil $evil -SizeUnit $evil -Size 1 -Config @{ text = $evil }
        $null = Register-Encoder evil @{ text = $evil }
        Add-RunInput -Dataset evil -Role $evil -ErrorAction SilentlyContinue
        Add-RunInput -Dataset evil -Role train
        Add-Result -Accuracy 1 -Metric @{ f1 = 1 }
        $null = Register-ModelVersion evil -Description $evil
        Set-ModelVersion evil/1 Staging -Reason $evil
        $null = New-Trial evil evil -Config @{ text = $evil } -Description $evil
        Complete-Run -Status Failed -ErrorRecord (New-Failure $evil) -Reason $evil
        $null = New-Project evil -Description $evil -Tag @{ text = $evil }
        Set-Experiment evil -Description $evil -Config @{ text = $evil; list = @($evil) }
        $shown = @(
            Get-Project evil; Get-Experiment evil; $run | Get-Run; $run | Get-Run -History; $run | Get-RunParameter; $run | Get-Metric
            $run | Get-MetricSeries; $run | Get-MetricSeries -AsSeries; $run | Get-ExperimentTag
            $run | Get-Artifact; $run | Get-Artifact evil -Files; $run | Test-Artifact; $run | Get-RunLog; $run | Get-RunInput
            $run | Get-Result; Get-Dataset evil; Get-Encoder evil; Get-Model evil; Get-ModelVersion evil
            Get-ModelVersion evil -History; Get-Trial evil
            Compare-Run $run, resnet-50/0; Compare-Run $run, resnet-50/0, resnet-50/1
            (1..7 | ForEach-Object { "seeds/$_" }), 'resnet-50/0', $run | ForEach-Object { $_ } | Compare-Run
            $run | Measure-Run -GroupBy Tags.text, ErrorMessage; $run | Test-Metric loss -Baseline seeds/0 -Goal Minimize
        )
    }

    It 'keeps what it is, and is shown without what would steer the terminal: <_>' -ForEach 'Format-Table', 'Format-List', 'Out-Default' {
        ($run | Get-Run).Description | Should -BeExactly $evil
        foreach ($one in $shown) {
            $text = $_ -eq 'Out-Default' ? ($one | Out-String -Width 2000) : ($one | & $_ | Out-String -Width 2000)
            $text -replace '\r?\n|\t' -match '[\x00-\x1F\x7F-\x9F]' |
                Should -BeFalse -Because "$($one.GetType().Name) shows $($text -replace "`e", '<ESC>')"
        }
        if ($_ -eq 'Format-List') { ($run | Get-Run | Format-List | Out-String -Width 2000).Contains(": $clean") | Should -BeTrue }
    }

    It 'keeps its lines in a list' {
        $text = Get-Run resnet-50/1 | Format-List | Out-String -Width 100
        $text | Should -Match "ErrorMessage +: CUDA out of memory\r?\n +while allocating"
    }

    It 'shows a line end in a cell as a character' {
        [ExperimentTracker.Formatting.DisplayText]::Value("one`r`ntwo`nthree") | Should -BeExactly 'one ⏎ two ⏎ three'
    }

    It 'does not steer the terminal from an error or a question either' {
        $name = "a`ec`a"
        $failure = Get-Failure { Get-Project $name; New-Project $name; Add-Artifact $name -Run $run; $run | Get-Artifact $name }
        $failure | Should -HaveCount 4
        $failure | ForEach-Object { "$_" | Should -Not -Match '[\x00-\x09\x0B-\x1F\x7F-\x9F]'; "$_" | Should -Match '�' }
        $failure[0].TargetObject | Should -BeExactly $name
        Get-WhatIf { Add-ExperimentTag @{ text = $name } -Run $run -WhatIf } | Should -BeLike '*text=a�c�*'
    }
}

Describe 'Times in a table' {
    BeforeAll {
        class StoppedClock : TimeProvider {
            [DateTimeOffset] $Now
            [DateTimeOffset] GetUtcNow() { return $this.Now }
        }
    }

    It 'are <Text> after <Age>' -ForEach @(
        @{ Age = '00:00:00'; Text = 'just now' }
        @{ Age = '00:00:09.9999999'; Text = 'just now' }
        @{ Age = '00:00:10'; Text = '10 s ago' }
        @{ Age = '00:00:59.9999999'; Text = '59 s ago' }
        @{ Age = '00:01:00'; Text = '1 min ago' }
        @{ Age = '00:59:59.9999999'; Text = '59 min ago' }
        @{ Age = '01:00:00'; Text = '1 h ago' }
        @{ Age = '23:59:59.9999999'; Text = '23 h ago' }
        @{ Age = '1.00:00:00'; Text = '1 day ago' }
        @{ Age = '1.23:59:59.9999999'; Text = '1 day ago' }
        @{ Age = '2.00:00:00'; Text = '2 days ago' }
        @{ Age = '30.23:59:59.9999999'; Text = '30 days ago' }
        @{ Age = '31.00:00:00'; Text = '2024-02-01' }
        @{ Age = '-00:00:09.9999999'; Text = 'just now' }
        @{ Age = '-00:00:10'; Text = 'in 10 s' }
        @{ Age = '-00:59:59'; Text = 'in 59 min' }
        @{ Age = '-1.00:00:00'; Text = 'in 1 day' }
        @{ Age = '-30.00:00:00'; Text = 'in 30 days' }
        @{ Age = '-364.00:00:00'; Text = '2024-02-01' }
    ) {
        $then = [datetime] '2024-02-01 13:30'
        $clock = [StoppedClock]@{ Now = [DateTimeOffset] ($then.ToUniversalTime() + [timespan] $Age) }
        [ExperimentTracker.Formatting.DisplayText]::Age($then, $clock) | Should -Be $Text
    }

    It 'are of this moment in a table' { [ExperimentTracker.Formatting.DisplayText]::Age([datetime]::Now.AddDays(-10.5)) | Should -Be '10 days ago' }

    It 'last <Text>' -ForEach @(
        @{ Span = '00:00:00.3400000'; Text = '340 ms' }
        @{ Span = '00:00:04.2000000'; Text = '4.2 s' }
        @{ Span = '00:03:05'; Text = '3 min 5 s' }
        @{ Span = '00:03:00'; Text = '3 min' }
        @{ Span = '00:12:40'; Text = '13 min' }
        @{ Span = '02:10:00'; Text = '2 h 10 min' }
        @{ Span = '23:10:00'; Text = '23 h' }
        @{ Span = '3.04:00:00'; Text = '3 d 4 h' }
        @{ Span = '400.04:00:00'; Text = '400 d' }
        @{ Span = '00:00:00.9997000'; Text = '1.0 s' }
        @{ Span = '00:00:59.9700000'; Text = '1 min' }
        @{ Span = '00:09:59.7000000'; Text = '10 min' }
        @{ Span = '00:59:59.8000000'; Text = '1 h' }
        @{ Span = '23:59:59'; Text = '1 d' }
    ) {
        [ExperimentTracker.Formatting.DisplayText]::Duration([timespan]$Span) | Should -Be $Text
    }
}
