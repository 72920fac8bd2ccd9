# Thousands of generated filters over generated runs. -Filter returns exactly the runs for which a second block is true in Where-Object, on runs where a
# missing metric is NaN and a bare tag is True. The second block is the same, except that each comparison by size also says that neither side is $null.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $seed = $env:EXPERIMENTTRACKER_FILTER_SEED ? [int] $env:EXPERIMENTTRACKER_FILTER_SEED : [Environment]::TickCount
    $count = $env:EXPERIMENTTRACKER_FILTERS ? [int] $env:EXPERIMENTTRACKER_FILTERS : 100
    $random = [random]::new($seed)
    function Pick([object[]] $From) { $From[$random.Next($From.Count)] }

    $words = 'adam', 'ADAM', 'sgd', 'Straße', 'STRASSE', "ad`u{AD}am", 'i', 'I', 'ı', 'İ', '', '0.1', '5', 'True', "it's", 'a.b', '*', 'ﬀ', 'ff', "e`u{301}", 'é'
    $numbers = 0, 1, -1, 0.1, -0.1, 5, 5.0, 1e-9, 9007199254740993, [double]::NaN, [double]::PositiveInfinity, -0.0, 100
    $names = 'lr', 'LR', 'opt', 'a.b', "it's", 'straße'
    $metrics = 'loss', 'acc', 'val/loss'

    function New-Value {
        switch ($random.Next(10)) {
            { $_ -lt 4 } { Pick $numbers; break }
            { $_ -lt 7 } { Pick $words; break }
            7 { [bool] $random.Next(2); break }
            8 { [datetime]::new(2024, 1, 1 + $random.Next(28)); break }
            default { $null }
        }
    }
    function New-Literal($Value) {
        if ($null -eq $Value) { return '$null' }
        if ($Value -is [bool]) { return "`$$Value" }
        if ($Value -is [datetime]) { return "([datetime] '$($Value.ToString('yyyy-MM-dd'))')" }
        if ($Value -is [string]) { return "'$($Value -replace "'", "''")'" }
        if ($Value -is [double] -and ![double]::IsFinite($Value)) { return [double]::IsNaN($Value) ? '[double]::NaN' : '[double]::PositiveInfinity' }
        [Management.Automation.LanguagePrimitives]::ConvertTo($Value, [string])
    }
    function New-Property {
        switch ($random.Next(12)) {
            { $_ -lt 4 } { "`$_.Parameters.'$((Pick $names) -replace "'", "''")'"; break }
            { $_ -lt 6 } { "`$_.Metrics.'$(Pick $metrics)'"; break }
            6 { "`$_.MetricStatistics.'$(Pick $metrics)'.$(Pick Min, Max, Mean, Count)"; break }
            7 { "`$_.Tags['$(Pick 'team', 'k')']"; break }
            8 { '$_.Status'; break }
            9 { '$_.' + (Pick Name, Experiment, Namespace, Trial); break }
            10 { '$_.' + (Pick StartedAt, StartedAtUtc, CreatedAt, EndedAt, EndedAtUtc, Number, Duration); break }
            default { '$PSItem.Parameters["lr"]' }
        }
    }
    # The mark «…» stands for what only the second block says.
    function Write-Comparison([string] $Left, [string] $Operator, [string] $Right, [string] $Property) {
        $Operator -in '-lt', '-le', '-gt', '-ge' ? "«(`$null -ne $Property) -and» ($Left $Operator $Right)" : "$Left $Operator $Right"
    }
    function New-Clause([int] $Depth) {
        if ($Depth -gt 0 -and $random.Next(3)) {
            switch ($random.Next(4)) {
                0 { return "-not ($(New-Clause ($Depth - 1)))" }
                1 { return "!($(New-Clause ($Depth - 1)))" }
                2 { return "($(New-Clause ($Depth - 1))) -and ($(New-Clause ($Depth - 1)))" }
                3 { return "($(New-Clause ($Depth - 1))) -or ($(New-Clause ($Depth - 1)))" }
            }
        }
        $property = New-Property
        $value = $property -like '*Status*' ? (New-Literal (Pick Succeeded, failed, Run, 'Running')) : $property -match 'edAt(Utc)?$' -and $random.Next(4) ?
            (Pick "'2024-01-15'", '$since', '(Get_Date)') : (New-Literal (New-Value))
        if ($value -eq '(Get_Date)') { $value = '[datetime]::Now' }
        switch ($random.Next(10)) {
            { $_ -lt 6 } { return Write-Comparison $property (Pick '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-ceq', '-cne') $value $property }
            6 {
                # A filter compares dates as such, also with a string on the left.
                if ($value -eq "'2024-01-15'") { $value = "«[datetime]» $value" }
                return Write-Comparison $value (Pick '-eq', '-ne', '-lt', '-gt') $property $property
            }
            7 { return "$property $(Pick '-in', '-notin') ($value, $(New-Literal (New-Value)))" }
            8 { return "($value, $(New-Literal (New-Value))) $(Pick '-contains', '-notcontains') $property" }
            default { return (Pick "$property", "$property -like '*a*'", "$property -match '^[a-s]'", "$property -eq `$limit", "[string] $property -eq `$word") }
        }
    }

    $null = Connect-TestStore
    foreach ($i in 1..120) {
        $parameters = @{}
        foreach ($name in $names) { if ($random.Next(2) -and !($parameters.Keys -contains $name)) { $parameters[$name] = New-Value } }
        $run = New-Run -Experiment (Pick 'iris', 'Straße', 'mnist') -Namespace (Pick '', 'a/b') -Name (Pick ($words -ne '')) -Parameter $parameters
        if ($random.Next(3)) {
            $null = Start-Run -Run $run
            foreach ($metric in $metrics) { if ($random.Next(2)) { Add-Metric $metric ([double[]](1..(1 + $random.Next(3)) | ForEach-Object { Pick $numbers })) } }
            if ($random.Next(2)) { Complete-Run -Status (Pick Succeeded, Failed) }
            else { $null = Get-Run -Current | ForEach-Object { if ($random.Next(2)) { Stop-Run } else { Complete-Run } } }
        }
        if ($random.Next(2)) { Add-ExperimentTag (Pick 'team=a', 'team=B', 'team', 'k=v') -Run $run }
    }
    $since = [datetime] '2024-01-15'; $limit = 0.1; $word = 'adam'
    $view = [ExperimentTracker.Filters.RunView]
    $all = @(Get-Run)
    $seen = @($all | ForEach-Object { $view::Of($_) })
}

AfterAll { Disconnect-TestStore }

Describe 'A generated filter' {
    It 'returns the runs for which its block is true, in <Culture>, <Mode>' -ForEach @(
        @{ Culture = 'en-US'; Mode = 'no strict mode' }
        @{ Culture = 'tr-TR'; Mode = 'no strict mode' }
        @{ Culture = 'de-DE'; Mode = 'strict mode' }
    ) {
        $before = [cultureinfo]::CurrentCulture
        $ErrorActionPreference = 'Continue'
        try {
            [cultureinfo]::CurrentCulture = $Culture
            if ($Mode -eq 'strict mode') { Set-StrictMode -Version Latest } else { Set-StrictMode -Off }
            foreach ($i in 1..$count) {
                $text = New-Clause 3
                $block = [scriptblock]::Create(($text -replace '«[^»]*»'))
                $oracle = [scriptblock]::Create(($text -replace '[«»]' -replace 'edAtUtc', 'edAt')) # the filter compares instants, and Where-Object clock times
                $wanted = @(foreach ($run in $seen) { try { $run | Where-Object $oracle | ForEach-Object { $_.Id } } catch { } }) -join ','
                $given = @(Get-Run -Filter $block 2>$null -WarningAction Ignore | ForEach-Object { $_.Id }) -join ','
                if ($wanted -cne $given) { throw "Seed $seed, $Culture, $Mode, { $text }: wanted $(@($wanted -split ',').Count) runs, got $(@($given -split ',').Count)." }
            }
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
            Set-StrictMode -Off
        }
    }
}
