# $run.Metrics, $run.Parameters, $run.Tags and $run.MetricStatistics behave as PowerShell users expect, also after serialization.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    Set-Location (New-TestStore)

    $null = Start-Run iris first -Parameter @{ rate = 0.1; optimizer = @{ name = 'adam'; lr = 0.5 } } -Tag quick, owner=ann
    Add-Metric @{ Loss = 0.5; 'val/loss' = 0.25; 'acc[setosa]' = 1; Count = 7; Keys = 8; Values = 9; Item = 10; SyncRoot = 11 }
    Add-Metric Loss 0.125
    Complete-Run
    $null = Start-Run iris second -Parameter @{ rate = 0.2 }
    Add-Metric @{ loss = 0.75; odd = [double]::NaN; big = [double]::PositiveInfinity }
    Complete-Run
    $null = Start-Run iris third -Parameter @{ rate = 0.1 }
    Complete-Run -Status Failed
    $first, $second, $third = (Get-Run first), (Get-Run second), (Get-Run third)
}

Describe 'Values by name' {
    It 'are members: <Text>' -ForEach @(
        @{ Text = '.Loss'; Get = { $first.Metrics.Loss }; Value = 0.125 }, @{ Text = '.loss'; Get = { $first.Metrics.loss }; Value = 0.125 }
        @{ Text = ".'val/loss'"; Get = { $first.Metrics.'val/loss' }; Value = 0.25 }, @{ Text = ".'VAL/LOSS'"; Get = { $first.Metrics.'VAL/LOSS' }; Value = 0.25 }
        @{ Text = "['loss']"; Get = { $first.Metrics['loss'] }; Value = 0.125 }, @{ Text = '.$name'; Get = { $name = 'LOSS'; $first.Metrics.$name }; Value = 0.125 }
        @{ Text = ".'acc[setosa]'"; Get = { $first.Metrics.'acc[setosa]' }; Value = 1 }
        @{ Text = '.Count'; Get = { $first.Metrics.Count }; Value = 7 }, @{ Text = '.Keys'; Get = { $first.Metrics.Keys }; Value = 8 }
        @{ Text = '.values'; Get = { $first.Metrics.values }; Value = 9 }, @{ Text = '.Item'; Get = { $first.Metrics.Item }; Value = 10 }
        @{ Text = '.SyncRoot'; Get = { $first.Metrics.SyncRoot }; Value = 11 }
    ) {
        $found = & $Get
        $found | Should -Be $Value
        $found | Should -BeOfType double
    }

    It 'are members to any depth, of parameters and of statistics' {
        $first.Parameters.optimizer.LR | Should -Be 0.5
        $first.MetricStatistics.loss.Max | Should -Be 0.5
        $first.MetricStatistics.'val/loss' | Should -BeOfType ExperimentTracker.Metric
        $first.Tags.owner, $first.Tags.Contains('QUICK') | Should -Be ann, $true
    }

    It 'are $null where there is none, and in strict mode an error by the dot and $null by brackets, as with a hashtable' {
        Set-StrictMode -Off
        $first.Metrics.nope, $first.Metrics['nope'] | Should -Be $null, $null
        $first.Metrics.Contains('nope') | Should -BeFalse
        Set-StrictMode -Version Latest
        { $first.Metrics.nope } | Should -Throw -ErrorId PropertyNotFoundStrict
        { @{}.nope } | Should -Throw -ErrorId PropertyNotFoundStrict
        $null -eq $first.Metrics['nope'] | Should -BeTrue
        $first.Metrics.loss | Should -Be 0.125
    }

    It 'cannot be changed, and the error says what to use' {
        { $first.Metrics.loss = 5 } | Should -Throw '*snapshot*Add-*'
        { $first.Metrics['new'] = 5 } | Should -Throw '*snapshot*'
        { $first.Metrics.Clear() } | Should -Throw '*snapshot*'
        $first.Metrics.loss | Should -Be 0.125
    }

    It 'are counted and listed, the way a hashtable''s are' {
        $second.Metrics.Count | Should -Be 3
        $second.Metrics.Keys | Should -Be big, loss, odd
        @($second.Metrics.Values)[1] | Should -Be 0.75
        $first.Metrics.PSBase.Count | Should -Be 8
        $third.Metrics.Count, @($third.Metrics.Keys).Count | Should -Be 0, 0
    }

    It 'are enumerated as pairs of key and value' {
        $first.Parameters.GetEnumerator() | ForEach-Object { $_.Key } | Should -Be optimizer, rate
        ($second.Metrics.GetEnumerator() | Where-Object Value -EQ 0.75).Name | Should -Be loss
        foreach ($key in $second.Metrics.Keys) { $second.Metrics[$key] | Should -Not -Be $null }
        @(foreach ($entry in $second.Metrics) { $entry }).Count | Should -Be 1
        @($second.Metrics | ForEach-Object { $_ }).Count | Should -Be 1
        ($second.Metrics.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First 1).Key | Should -Be big
    }

    It 'of several runs at once are those of the runs that have them' {
        $all = (Get-Run -Experiment iris).Metrics.loss
        $all | Where-Object { $null -ne $_ } | Should -Be 0.75, 0.125
        ((Get-Run -Experiment iris).Metrics.loss | Measure-Object -Minimum).Minimum | Should -Be 0.125
    }

    It 'are equal when they are the same' {
        (Get-Run first).Metrics -eq $first.Metrics | Should -BeTrue
        $second.Metrics -eq $first.Metrics | Should -BeFalse
    }
}

Describe 'Tab completion of $run.Metrics.' {
    BeforeAll {
        function Complete($Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
    }

    It 'offers the names, quoted where they need it' {
        $offered = Complete '$first.Metrics.'
        $offered | Should -Contain Loss
        $offered | Should -Contain "'val/loss'"
        Complete '$first.Metrics.lo' | Should -Be Loss
        Complete '$first.Metrics.v' | Should -Contain "'val/loss'"
        Complete '$first.Parameters.opt' | Should -Be optimizer
        Complete '$first.Parameters.optimizer.l' | Should -Be lr
    }

    It 'offers the properties of statistics' {
        Complete '$first.MetricStatistics.loss.Mi' | Should -Be Min, MinStep
    }
}

Describe 'Sorting, filtering, grouping and comparing runs' {
    It 'Sort-Object puts them in order of a metric' {
        (Get-Run first, second | Sort-Object { $_.Metrics.loss } -Descending).Name | Should -Be second, first
    }

    It 'Where-Object picks them by a metric, a parameter, a tag or the status' {
        (Get-Run -Experiment iris | Where-Object { $_.Metrics.loss -gt 0.5 }).Name | Should -Be second
        (Get-Run -Experiment iris | Where-Object { $_.Parameters.rate -eq 0.1 }).Name | Should -Be third, first
        (Get-Run -Experiment iris | Where-Object { $_.Tags.owner -eq 'ann' }).Name | Should -Be first
        (Get-Run -Experiment iris | Where-Object Status -EQ Failed).Name | Should -Be third
    }

    It 'Group-Object groups them by a parameter' {
        $groups = Get-Run -Experiment iris | Group-Object { $_.Parameters.rate }
        ($groups | Where-Object Count -EQ 2).Group.Name | Sort-Object | Should -Be first, third
    }

    It 'Measure-Object computes over a metric' {
        (Get-Run first, second | Measure-Object { $_.Metrics.loss } -Average).Average | Should -Be 0.4375
    }

    It 'Compare-Object reports differences' {
        $differs = Compare-Object @($first.Parameters.GetEnumerator()) @($third.Parameters.GetEnumerator()) -Property Key, Value
        $differs.Key, $differs.SideIndicator | Should -Be optimizer, '<='
        $differs = Compare-Object (Get-RunParameter -Run first) (Get-RunParameter -Run second) -Property Name, Value
        $differs.Count | Should -Be 3
        Compare-Object (Get-Run first) (Get-Run first) -Property Name, Status, Metrics, Parameters | Should -BeNullOrEmpty
    }
}

Describe 'Selecting and exporting runs' {
    It 'Select-Object uses metrics as columns' {
        $row = Get-Run first | Select-Object Name, @{ Name = 'loss'; Expression = { $_.Metrics.loss } }, @{ n = 'rate'; e = 'Parameters' }
        $row.loss | Should -Be 0.125
        $row.rate.rate | Should -Be 0.1
        (Get-Run first | Select-Object -ExpandProperty Metrics).loss | Should -Be 0.125
        (Get-Run first | Select-Object -Property Name, Metrics).Metrics.'val/loss' | Should -Be 0.25
    }

    It 'Export-Csv writes cells that people can read, the same in every culture: <_>' -ForEach '', 'de-DE' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $rows = Get-Run first, second | Select-Object Name, Status, Metrics, Parameters, Tags, Path | ConvertTo-Csv -Delimiter ';' | ConvertFrom-Csv -Delimiter ';'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $rows.Name | Should -Be first, second
        $rows[0].Metrics | Should -BeExactly 'acc[setosa]=1; Count=7; Item=10; Keys=8; Loss=0.125; SyncRoot=11; val/loss=0.25; Values=9'
        $rows[1].Metrics | Should -BeExactly 'big=Infinity; loss=0.75; odd=NaN'
        $rows[0].Parameters | Should -BeExactly 'optimizer={lr=0.5; name=adam}; rate=0.1'
        $rows[0].Tags, $rows[0].Status, $rows[0].Path | Should -BeExactly 'owner=ann; quick', 'Succeeded', 'iris/000'
    }

    It 'Export-Csv of complete runs writes no type names' {
        Get-Run -Experiment iris | ConvertTo-Csv | Should -Not -Match 'System\.|ExperimentTracker\.[A-Z]'
        $file = Join-Path $TestDrive runs.csv
        Get-Run -Experiment iris | Export-Csv $file
        (Import-Csv $file | Get-Run).Name | Should -Be third, second, first
    }

    It 'ConvertTo-Json writes objects of names and values' {
        $json = Get-Run first | ConvertTo-Json -Depth 5 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $back = $json | ConvertFrom-Json
        $back.Metrics.'val/loss', $back.Parameters.optimizer.lr, $back.Tags.owner | Should -Be 0.25, 0.5, ann
        $back.MetricStatistics.Loss.Min | Should -Be 0.125
        $back.Origin.Process.Id | Should -Be $PID
        $first.Parameters | ConvertTo-Json -Compress | Should -BeExactly '{"optimizer":{"lr":0.5,"name":"adam"},"rate":0.1}'
        $second.Metrics | ConvertTo-Json -Compress | ConvertFrom-Json -AsHashtable | ForEach-Object { $_.loss } | Should -Be 0.75
        Get-Run first | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'A run that was away' {
    BeforeAll {
        Get-Run first | Export-Clixml (Join-Path $TestDrive run.xml)
        $store = (Get-ExperimentStore).Path
        $job = Start-Job { Import-Module $using:modulePath; Get-Run first, second -Store $using:store; Get-Metric Loss -Run first -Store $using:store }
        $fromJob = $job | Receive-Job -Wait -AutoRemoveJob
        $away = @{ 'from a file' = Import-Clixml (Join-Path $TestDrive run.xml); 'from a job' = $fromJob[0] }
    }

    It '<_> has its properties, of their types' -ForEach 'from a file', 'from a job' {
        $run = $away[$_]
        $run.PSTypeNames[0] | Should -Be Deserialized.ExperimentTracker.Run
        $run.Id, $run.Name, $run.Path, $run.Uid, $run.Number | Should -Be $first.Id, first, iris/000, 000, 0
        $run.StartedAt, $run.StartedAt.Kind | Should -Be $first.StartedAt, Local
        $run.Duration | Should -Be $first.Duration
        $run.ErrorMessage | Should -Be $null
        $run.Origin.Host, $run.Origin.Process.Id | Should -Be $first.Origin.Host, $PID
    }

    It '<_> has a status that compares with strings and is displayed as one' -ForEach 'from a file', 'from a job' {
        $run = $away[$_]
        $run.Status -eq 'Succeeded' | Should -BeTrue
        "$($run.Status)" | Should -Be Succeeded
        ($run | Where-Object Status -EQ Succeeded).Name | Should -Be first
        (Get-Run -Status $run.Status -First 1).Status | Should -Be Succeeded
    }

    It '<_> has its metrics, parameters and tags, ignoring case' -ForEach 'from a file', 'from a job' {
        $run = $away[$_]
        $run.Metrics.loss, $run.Metrics.LOSS, $run.Metrics.'val/loss', $run.Metrics.Count | Should -Be 0.125, 0.125, 0.25, 7
        $run.Metrics.loss | Should -BeOfType double
        $run.Parameters.rate, $run.Parameters.optimizer.LR | Should -Be 0.1, 0.5
        $run.Tags.owner, $run.Tags.Contains('quick') | Should -Be ann, $true
        $run.MetricStatistics.Loss.Max, $run.MetricStatistics.Loss.Count | Should -Be 0.5, 2
    }

    It '<_> can be given as -Run, and piped' -ForEach 'from a file', 'from a job' {
        $run = $away[$_]
        (Get-Run -Run $run).Id | Should -BeExactly $first.Id
        ($run | Get-Run).Id | Should -BeExactly $first.Id
        (Get-Metric Loss -Run $run).Count | Should -Be 2
        ($run | Get-MetricSeries Loss).Value | Should -Be 0.5, 0.125
        ($run | Get-RunParameter rate).Value | Should -Be 0.1
        (Get-Run -Experiment $run -First 1).Experiment | Should -Be iris
        (Set-Run $run -Description 'was away' -PassThru).Id | Should -BeExactly $first.Id
    }

    It 'accepts metrics while it is open' {
        $null = Start-Run iris open
        [Management.Automation.PSSerializer]::Serialize((Get-Run -Current)) | Set-Content (Join-Path $TestDrive open.xml)
        $open = Import-Clixml (Join-Path $TestDrive open.xml)
        Add-Metric loss 1 -Run $open
        Add-RunParameter rate 1 -Run $open
        (Complete-Run $open -PassThru).Metrics.loss | Should -Be 1
    }

    It 'has metrics that name their run' {
        $metric = $fromJob[2]
        $metric.Max, $metric.Name | Should -Be 0.5, Loss
        ($metric | Get-Run).Id | Should -BeExactly $first.Id
        ($metric | Get-MetricSeries Loss).Value | Should -Be 0.5, 0.125
    }

    It 'keeps NaN and infinity' {
        [double]::IsNaN($fromJob[1].Metrics.odd) | Should -BeTrue
        $fromJob[1].Metrics.big | Should -Be ([double]::PositiveInfinity)
    }
}
