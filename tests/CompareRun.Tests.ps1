# Compare-Run and ConvertTo-RunTable.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $PSStyle.OutputRendering = 'PlainText'

    function New-TestRun([string] $Experiment, [hashtable] $Parameter = @{}, [hashtable] $Metric = @{}, $Tag, [string] $Goal = 'Maximize') {
        $more = $Tag ? @{ Tag = $Tag } : @{}
        $run = Start-Run $Experiment -Parameter $Parameter @more
        foreach ($key in $Metric.Keys) { Add-Metric $key $Metric[$key] -Goal $Goal }
        Complete-Run
        $run
    }
    function Get-Line([object[]] $Object, [int] $Width) { ($Object | Out-String -Width $Width) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } }
}

Describe 'Compare-Run' {
    BeforeAll {
        $info = Connect-TestStore -OnDisk
        $first = New-TestRun iris @{ lr = 0.1; epochs = 20; optimizer = @{ name = 'adam' } } @{ accuracy = 0.9; loss = 2.5e-5 } 'quick', 'owner=me'
        $null = New-TestRun iris @{ lr = 0.01; epochs = 20.0; optimizer = @{ name = 'sgd' } } @{ accuracy = 0.96; loss = 2.5e-5 } 'owner=you'
        $null = New-TestRun iris @{ lr = 0.001; epochs = 20 } @{ accuracy = 0.87 }
    }
    AfterAll { Disconnect-TestStore }

    It 'returns differences as rows for Where-Object and Select-Object: <How>' -ForEach @(
        @{ How = 'runs as arguments'; Rows = { Compare-Run iris/0, iris/1 } }
        @{ How = 'words'; Rows = { Compare-Run iris/0 iris/1 } }
        @{ How = 'runs piped'; Rows = { Get-Run iris/0, iris/1 | Compare-Run } }
        @{ How = 'texts piped'; Rows = { 'iris/0', 'iris/1' | Compare-Run } }
        @{ How = 'as they were before they ended'; Rows = { $first, (Get-Run iris/1) | Compare-Run } }
        @{ How = 'from a file'; Rows = { Copy-ThroughFile (Get-Run iris/0, iris/1) | Compare-Run } }
        @{ How = 'one of them twice'; Rows = { Get-Run iris/0, iris/1, iris/0 | Compare-Run } }
    ) {
        $found = & $Rows
        $found | Where-Object Category -In Parameter, Metric, Tag | ForEach-Object { "$($_.Category) $($_.Name)" } |
            Should -Be 'Parameter lr', 'Parameter optimizer.name', 'Metric accuracy', 'Tag owner', 'Tag quick'
        $row = $found | Where-Object Name -EQ lr
        $row.'iris/000', $row.'iris/001' | Should -Be 0.1, 0.01
        $row.Values.'iris/001' | Should -Be 0.01
        $accuracy = $found | Where-Object Category -EQ Metric
        $accuracy.Difference | Should -BeGreaterThan 0.0599
        $accuracy.IsBetter, $accuracy.Best, $accuracy.Goal | Should -Be $true, 'iris/001', 'Maximize'
        ($found | Where-Object Name -EQ quick).'iris/000' | Should -BeTrue
        ($found | Where-Object Name -EQ quick).Cells[1].HasValue | Should -BeFalse
    }

    It 'returns all rows with -All, and single categories' {
        $all = Compare-Run iris/0, iris/1 -All
        ($all | Where-Object Name -EQ epochs).IsDifferent | Should -BeFalse
        # Code is present when the tests are in a git work tree.
        $all.Category | Sort-Object -Unique | Where-Object { $_ -ne 'Code' } | Should -Be Run, Parameter, Metric, Tag, Environment
        ($all | Where-Object Name -EQ PowerShellVersion).'iris/000' | Should -Be $PSVersionTable.PSVersion
        (Compare-Run iris/0, iris/1 -IncludeEqual -Category Environment).Category | Sort-Object -Unique | Should -Be Environment
        Compare-Run iris/0, iris/1 -Category Environment | Should -BeNullOrEmpty
    }

    It 'compares with the first run, or with another that need not be among them' {
        (Get-Run iris/1, iris/2 | Compare-Run | Where-Object Name -EQ lr).Cells.Column | Should -Be iris/001, iris/002
        $row = Get-Run iris/0, iris/1 | Compare-Run -Reference iris/1 | Where-Object Name -EQ accuracy
        $row.Cells.Column | Should -Be iris/001, iris/000
        $row.IsBetter | Should -BeFalse
        (Compare-Run iris/0, iris/1 -Reference iris/2 | Where-Object Name -EQ lr).Cells.Column | Should -Be iris/002, iris/000, iris/001
    }

    It 'compares the commit, the dataset and the host' {
        $null = Register-Dataset flowers ./flowers.csv
        $null = Register-Dataset trees ./trees.csv
        foreach ($data in 'flowers', 'trees') {
            $null = Start-Run origins
            Add-RunInput -Dataset $data -Role train
            Complete-Run
        }
        (Compare-Run origins/0, origins/1 | Where-Object Category -EQ Input).Name | Should -Be 'Dataset train'
        (Get-Run -Experiment origins | Compare-Run -Reference origins/0 -Category Input).Values.ToString() | Should -Be 'origins/000=flowers; origins/001=trees'
    }

    It 'compares runs of two stores' {
        $elsewhere = Connect-TestStore -OnDisk
        try {
            $null = New-TestRun roses @{ lr = 5 }
            $there = Get-Run roses/0
            $row = (Get-Run iris/0 -Store $info), $there | Compare-Run | Where-Object Name -EQ lr
            $row.'iris/000', $row.'roses/000' | Should -Be 0.1, 5
        }
        finally {
            Disconnect-TestStore
            $null = Connect-ExperimentStore $info.Path
        }
    }

    It 'keeps runs apart that have one path' {
        $here = Start-Run twins -Project one -Parameter @{ lr = 5 }
        Complete-Run
        $there = Start-Run twins -Project two -Parameter @{ lr = 7 }
        Complete-Run
        $row = $here, $there | Compare-Run | Where-Object Name -EQ lr
        $row.Cells.Column | Should -Be "twins/000 ($($here.Id))", "twins/000 ($($there.Id))"
        $row.($row.Cells[1].Column) | Should -Be 7
    }

    It 'reports <Id>' -ForEach @(
        @{ Id = 'TooFewRuns'; Command = { Compare-Run iris/0 } }
        @{ Id = 'TooFewRuns'; Command = { Compare-Run iris/0, iris/0 } }
        @{ Id = 'TooFewRuns'; Command = { Get-Run -Experiment iris -Status Failed | Compare-Run } }
        @{ Id = 'RunNotFound'; Command = { Compare-Run iris/0, iris/99, iris/1 | Should -Not -BeNullOrEmpty } }
        @{ Id = 'RunNotFound'; Command = { Compare-Run iris/0, iris/1 -Reference iris/99 } }
    ) {
        $failure = Get-Failure $Command
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -Be "$Id,ExperimentTracker.Commands.CompareRunCommand"
    }

    It 'stops with Select-Object -First' { Get-Run -Experiment iris | Compare-Run -All | Select-Object -First 1 | Should -HaveCount 1 }

    It 'shows <Count> runs in 80 columns: numbers for the runs, and their names above' -ForEach @(
        @{ Count = 2; Labels = 'Category Name 1 2 Change' }
        @{ Count = 3; Labels = 'Category Name 1 2 3 Best' }
        @{ Count = 5; Labels = 'Category Name 1 2 3 4 5 Best' }
        @{ Count = 8; Labels = 'Category Name 1 2 3 4 5 6 7 8' }
    ) {
        foreach ($i in 1..$Count) { $null = New-TestRun "wide$Count" @{ lr = 1.23456e-5 * $i } @{ accuracy = 0.123456789 * $i } }
        $rows = Get-Run -Experiment "wide$Count" | Compare-Run -Category Parameter, Metric
        $lines = Get-Line $rows 80
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        ($lines -join ' ') | Should -Match "Runs: 1 = wide$Count/\d+, 2 = "
        ($lines -match '^Category') -replace ' +', ' ' | Should -Be $Labels
        $lr = -split ($lines -match 'Parameter +lr')
        $lr[2..($Count + 1)] | ForEach-Object { [double]$_ | Should -BeLessThan 2e-4 -Because 'a number that is cut short keeps its exponent' }
    }

    It 'shows how many different values more runs than eight have' {
        foreach ($i in 1..9) { $null = New-TestRun many @{ lr = $i % 2 } @{ accuracy = $i } }
        $rows = Get-Run -Experiment many | Compare-Run -Category Parameter, Metric
        $lines = Get-Line $rows 80
        $lines -match '^Parameter +lr +2 1 ×5, 0 ×4' | Should -HaveCount 1
        $lines -match '^Metric +accuracy +9 1 to 9' | Should -HaveCount 1
        $rows[0].'many/008' | Should -Be 1
    }

    It 'colours what is better and worse, where there are colours' {
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $text = Compare-Run iris/0, iris/1, iris/2 | Out-String
            $text | Should -Match "`e\[32m0.96`e\[0m"
            $text | Should -Match "`e\[31m0.87`e\[0m"
        }
        finally { $PSStyle.OutputRendering = 'PlainText' }
        Compare-Run iris/0, iris/1 | Out-String | Should -Not -Match "`e"
    }

    It 'accepts any names and values' {
        $names = "'; DROP TABLE runs;--", '<script>alert(1)</script>', 'a.b[1]*', "it's"
        foreach ($i in 1, 2) {
            $parameter, $tag = @{}, @{}
            foreach ($name in $names) { $parameter[$name], $tag[$name] = "$name $i", "$name $i" }
            $run = Start-Run hostile $names[1] -Parameter $parameter -Tag $tag
            foreach ($name in $names) { Add-Metric -Key $name -Value $i }
            Complete-Run
        }
        $rows = Compare-Run hostile/0, hostile/1 -Category Parameter, Metric, Tag
        $rows | Should -HaveCount 12
        foreach ($name in $names) { ($rows | Where-Object Name -EQ $name).'hostile/001' | Should -Be "$name 2", 2, "$name 2" }
        (Get-Line $rows 80 | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        (Get-Run -Experiment hostile).Count | Should -Be 2
    }

    It 'can be read from a file, and written to one' {
        $rows = Compare-Run iris/0, iris/1
        (Copy-ThroughFile $rows | Where-Object Name -EQ lr).'iris/001' | Should -Be 0.01
        (Copy-ThroughFile $rows)[0].Category | Should -Be Run
        ($rows | Select-Object Category, Name, iris/* | ConvertTo-Csv | ConvertFrom-Csv | Where-Object Name -EQ optimizer.name).'iris/001' | Should -Be sgd
    }
}

Describe 'ConvertTo-RunTable' {
    BeforeAll {
        $null = Connect-TestStore -OnDisk
        $hostile = "'; DROP TABLE runs;--", '<script>alert(1)</script>', 'a.b', 'say "hi", now', 'tëst[1]', '=1+1'
        foreach ($value in 0.5, 1234.5678) {
            $parameter = @{ when = [datetime]'2026-03-04 05:06:07.1234567'; list = 1, 'b', $null; 'new line' = "one`r`ntwo`n""three""" }
            foreach ($name in $hostile) { $parameter[$name] = $name }
            $null = Start-Run table "a ""name"", really" -Parameter $parameter -Tag ($hostile[0..1] + 'i=tr')
            foreach ($name in $hostile) { Add-Metric -Key $name -Value $value }
            Complete-Run
        }
        $null = New-TestRun table @{ later = 1 } @{ loss = [double]::NaN }
        $culture = [cultureinfo]::CurrentCulture
    }
    AfterEach { [cultureinfo]::CurrentCulture = $culture }
    AfterAll { Disconnect-TestStore }

    It 'returns every run with the columns of all' {
        $rows = Get-Run -Experiment table | ConvertTo-RunTable
        $rows | Should -HaveCount 3
        $columns = $rows | ForEach-Object { $_.PSObject.Properties.Name -join '|' } | Sort-Object -Unique
        @($columns) | Should -HaveCount 1
        $columns | Should -BeLike 'Id|Uid|Path|Project|Experiment|Namespace|Trial|Name|Status|CreatedAt|StartedAt|EndedAt|Duration|ErrorMessage|ParentRunId|Host|param.*|metric.*|tag.*'
        $rows[0].'param.later', $rows[0].'param.a.b' | Should -Be 1, $null
        $rows[2].'metric.a.b' | Should -BeExactly 0.5
        $rows[2].'metric.a.b' | Should -BeOfType double
        $rows[2].CreatedAt | Should -BeOfType datetime
        $rows[2].Status | Should -BeExactly Succeeded
    }

    It 'says where a run was, whose child it is and why it failed' {
        $parent = Start-Run family
        $child = Start-Run family
        try { throw 'out of memory' } catch { Complete-Run -Status Failed -ErrorRecord $_ }
        Complete-Run
        $row = Get-Run family/1 | ConvertTo-RunTable
        $row.Path, $row.ParentRunId, $row.ErrorMessage, $row.Host | Should -Be family/001, $parent.Id, (Get-Run family/1).ErrorMessage, $child.Origin.Host
        $row.ErrorMessage | Should -BeLike '*out of memory*'
        $row.Host | Should -Not -BeNullOrEmpty
    }

    It 'round trips through CSV in any culture: <_>' -ForEach 'de-DE', 'tr-TR', 'fa-IR', 'en-US' {
        [cultureinfo]::CurrentCulture = $_
        $file = Join-Path ([IO.Path]::GetTempPath()) "table-$_.csv"
        Get-Run -Experiment table | ConvertTo-RunTable | Export-Csv $file
        $run, $row = (Get-Run table/1), (Import-Csv $file)[1]
        foreach ($name in $hostile) {
            $row."param.$name" | Should -BeExactly $name
            [double]$row."metric.$name" | Should -BeExactly 1234.5678
        }
        $row.Name | Should -BeExactly $run.Name
        $row.'param.new line' | Should -BeExactly "one`r`ntwo`n""three"""
        $row.'param.list' | Should -BeExactly '[1,"b",null]'
        [datetime]$row.'param.when' | Should -Be $run.Parameters.when
        [datetime]$row.StartedAt | Should -Be $run.StartedAt
        [timespan]$row.Duration | Should -Be $run.Duration
        $row.'tag.i' | Should -BeExactly tr
        $row."tag.'; DROP TABLE runs;--" | Should -Be True
        (Import-Csv $file)[0].'metric.loss' | Should -BeExactly NaN
        (Import-Csv $file | ForEach-Object Id) | Should -Be (Get-Run -Experiment table).Id
    }

    It 'leaves numbers numbers and dates dates' {
        $rows = Get-Run table/0, table/1 | ConvertTo-RunTable
        ($rows | Sort-Object metric.a.b -Descending).Uid | Should -Be 001, 000
        ($rows | Where-Object metric.a.b -LT 1).Uid | Should -Be 000
        ($rows | Measure-Object metric.a.b -Sum).Sum | Should -Be 1235.0678
        $rows[1].'metric.a.b'.ToString('0.0', [cultureinfo]'de-DE') | Should -Be '1234,6'
        '{0:n2}' -f $rows[0].'metric.a.b' | Should -Be '0.50'
        "$($rows[0].'metric.a.b')" | Should -Be '0.5'
        $rows[0].CreatedAt.ToString('yyyy') | Should -Be $rows[0].CreatedAt.Year
        $rows[0].EndedAt - $rows[0].StartedAt | Should -Be $rows[0].Duration
        ($rows[0] | Select-Object metric.a.b, StartedAt | ConvertTo-Json | ConvertFrom-Json).'metric.a.b' | Should -Be 0.5
    }

    It 'leaves prefixes away where no doubt is left' {
        $null = New-TestRun short @{ lr = 1; loss = 2; Status = 'x' } @{ loss = 3; Accuracy = 4 } 'accuracy=no', 'team=blue'
        (Get-Run -Experiment short | ConvertTo-RunTable -ShortName).PSObject.Properties.Name | Select-Object -Skip 16 |
            Should -Be param.loss, lr, param.Status, metric.Accuracy, metric.loss, tag.accuracy, team
    }

    It 'compiles nothing for a cell' {
        $metrics = @{}
        foreach ($i in 1..20) { $metrics["m$i"] = $i / 7 }
        foreach ($i in 1..20) { $null = New-TestRun cells @{} $metrics }
        $runs = Get-Run -Experiment cells
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $times = foreach ($i in 1..3) {
            $process.Refresh()
            $before = $process.TotalProcessorTime
            $lines = $runs | ConvertTo-RunTable | ConvertTo-Csv
            $process.Refresh()
            ($process.TotalProcessorTime - $before).TotalMilliseconds * 1000 / (20 * 20)
        }
        $lines | Should -HaveCount 21
        ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 250 -Because 'a method that is compiled for each cell takes 2,500, and plain objects take 10'
    }

    It 'neutralises formulas with -Spreadsheet, and only then' {
        $hostile = '=HYPERLINK("http://x")', '+1', '-2', '@SUM(A1)', "`t=1", '1-2', 'a=b', "'quoted"
        $parameter = @{ number = -5; when = [datetime]'2026-03-04' }
        $hostile | ForEach-Object { $i = 0 } { $parameter["p$i"] = $_; $i++ }
        $parameter['=1+1'] = 'name'
        $run = New-TestRun formulas $parameter @{ loss = -0.5 } '-tag=@x'
        $safe, $plain = ($run | ConvertTo-RunTable -ShortName -Spreadsheet), ($run | ConvertTo-RunTable -ShortName)
        0..7 | ForEach-Object { $plain."p$_" } | Should -BeExactly $hostile
        0..7 | ForEach-Object { $safe."p$_" } | Should -BeExactly "'=HYPERLINK(""http://x"")", "'+1", "'-2", "'@SUM(A1)", "'`t=1", '1-2', 'a=b', "'quoted"
        $safe."'=1+1", $plain.'=1+1' | Should -BeExactly name, name
        $safe."'-tag" | Should -BeExactly "'@x"
        $safe.number, $safe.loss | Should -BeExactly -5, -0.5
        $fields = ($safe | ConvertTo-Csv)[0..1] | ForEach-Object { $_ -split '(?<=")?,(?=")' }
        $fields | Where-Object { $_ -match '^"?[=+@\t]' } | Should -BeNullOrEmpty
    }

    It 'returns nothing for no runs, and one row for one run' {
        Get-Run -Experiment table -Status Failed | ConvertTo-RunTable | Should -BeNullOrEmpty
        @(ConvertTo-RunTable table/0) | Should -HaveCount 1
        (Get-Failure { ConvertTo-RunTable table/99 }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
    }
}
