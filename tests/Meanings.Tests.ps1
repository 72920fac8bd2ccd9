# Words that filters, leaderboards, reports, summaries, gates and comparisons understand alike: docs/meanings.md.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    function Get-Names { @(Get-Run @args | ForEach-Object { $_.Name }) -join ' ' }
}

Describe 'The best run' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        function Add-TestRun([string] $Name, [double[]] $Loss, [string] $Status = 'Succeeded') {
            $null = Start-Run tour $Name
            if ($Loss) { Add-Metric loss $Loss -Goal Minimize }
            if ($Status -ne 'Running') { Complete-Run -Status $Status }
        }
        Add-TestRun failed 0.01 Failed
        Add-TestRun dipped 0.02, 0.4
        Add-TestRun tied 0.9, 0.3
        Add-TestRun good 0.8, 0.3
        Add-TestRun worst 0.5
        Add-TestRun nan NaN
        Add-TestRun without
        Start-Run tour running | Out-Null
        Add-Metric loss 0.001
    }
    AfterAll { Complete-Run; Disconnect-ExperimentStore }

    It 'is the succeeded run with the best last value, in the leaderboard, the report, the summary and the comparison' {
        Get-Names -Best loss | Should -Be 'good tied dipped worst'
        $all = Get-Run -Experiment tour
        $best = (Get-Run good).Path
        $all | Export-RunReport $TestDrive/report.md | Get-Content -Raw | Should -BeLike "*- Best loss (last value): 0.3, $best*"
        $all | Publish-RunSummary | Should -BeLike "*Best of 4 runs: **$best** — loss **0.3** (last value)*| 4 | * worst |*4 more runs are not ranked: only succeeded runs with a value of loss are.*"
        ($all | Compare-Run | Where-Object Name -EQ loss).Best | Should -Be $best
        $data = (Get-Content -Raw ($all | Export-RunReport $TestDrive/report.html)) -replace '(?s)^.*<script id="data" type="application/json">(.*?)</script>.*$', '$1' | ConvertFrom-Json
        $data.ranking, $data.metrics[0].best | Should -Be 'last value', 0.3
        $data.metrics[0].ranked | ForEach-Object { $data.runs[$_].name } | Should -Be good, tied, dipped, worst
    }

    It 'is by another statistic and of other statuses on request, everywhere' {
        $all = Get-Run -Experiment tour
        Get-Names -Best loss -Statistic Min | Should -Be 'dipped good tied worst'
        $best = (Get-Run dipped).Path
        $all | Export-RunReport $TestDrive/lowest.md -Statistic Min | Get-Content -Raw | Should -BeLike "*- Best loss (lowest value): 0.02, $best*"
        $all | Publish-RunSummary loss -Statistic Min | Should -BeLike "*$best** — loss **0.02** (lowest value)*"
        ($all | Compare-Run -Statistic Min | Where-Object Name -EQ loss).Best | Should -Be $best

        Get-Names -Best loss -Status Failed, Running | Should -Be 'running failed'
        $best = (Get-Run running).Path
        $all | Export-RunReport $TestDrive/any.md -RankStatus Failed, Running | Get-Content -Raw | Should -BeLike "*- Best loss (last value): 0.001, $best*"
        $all | Publish-RunSummary loss -RankStatus Failed, Running | Should -BeLike "*Best of 2 runs: **$best***"
        ($all | Compare-Run -RankStatus Failed, Running | Where-Object Name -EQ loss).Best | Should -Be $best
    }

    It 'does not exist when no run succeeded' {
        $failed = Get-Run failed, without
        $failed | Publish-RunSummary loss | Should -Not -BeLike '*Best of*'
        ($failed | Compare-Run | Where-Object Name -EQ loss).Best | Should -BeNullOrEmpty
        $failed | Export-RunReport $TestDrive/none.md | Get-Content -Raw | Should -Not -BeLike '*Best loss*'
    }
}

Describe 'What a run does not have' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $null = New-Run tour a -Parameter @{ epochs = 3; opt = @{ name = 'sgd'; lr = 0.1 }; nothing = $null }
        $null = New-Run tour b -Parameter @{ epochs = 9; 'opt.name' = 'adam' }
        $null = New-Run tour c
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'satisfies no comparison by size: <Filter>' -ForEach @(
        @{ Filter = { $_.Parameters.epochs -lt 5 }; Runs = 'a' }
        @{ Filter = { $_.Parameters.epochs -le 5 }; Runs = 'a' }
        @{ Filter = { $_.Parameters.epochs -gt -1 }; Runs = 'b a' }
        @{ Filter = { $_.Parameters.epochs -ge -1 }; Runs = 'b a' }
        @{ Filter = { 5 -gt $_.Parameters['epochs'] }; Runs = 'a' }
        @{ Filter = { -1 -lt $_.Parameters.epochs }; Runs = 'b a' }
        @{ Filter = { $_.Parameters.$name -lt 5 }; Runs = 'a' }
        @{ Filter = { [int] $_.Parameters.epochs -lt 5 }; Runs = 'a' }
        @{ Filter = { $_.Parameters.epochs * 2 -lt 10 }; Runs = 'a' }
        @{ Filter = { [math]::Abs($_.Parameters.epochs) -lt 5 }; Runs = 'a' }
        @{ Filter = { if ($_.Parameters.epochs -lt 5) { $true } }; Runs = 'a' }
        @{ Filter = { ($_.Parameters.epochs ?? 1) -lt 5 }; Runs = 'c a' }
        @{ Filter = { $_.Parameters.nothing -lt 5 }; Runs = '' }
        @{ Filter = { $_.EndedAt -lt '2100-01-01' }; Runs = '' }
        @{ Filter = { $_.Duration -lt '01:00' }; Runs = '' }
        @{ Filter = { $_.Tags.team -lt 'm' }; Runs = '' }
        @{ Filter = { $_.Parameters.none -lt 5 }; Runs = '' }
        @{ Filter = { -not ($_.Parameters.epochs -lt 5) }; Runs = 'c b' }
        @{ Filter = { $_.Parameters.epochs -eq $null }; Runs = 'c' }
        @{ Filter = { $_.Parameters.epochs -ne 3 }; Runs = 'c b' }
    ) {
        $name = 'epochs'
        Get-Names -Filter $Filter -WarningAction Ignore | Should -Be $Runs
        Set-StrictMode -Version Latest
        Get-Names -Filter $Filter -WarningAction Ignore | Should -Be $Runs -Because 'in strict mode too'
    }

    It 'is the same in a filter that comes from a module, a function, a closure or a string' {
        $module = New-Module { function Find-TestRun([scriptblock] $Filter) { Get-Run -Filter $Filter }; Export-ModuleMember Find-TestRun }
        function Find-Local([int] $Most) { Get-Run -Filter { $_.Parameters.epochs -lt $Most -and 1 } }
        $limit = 5
        (Find-TestRun { $_.Parameters.epochs -lt $limit -or $_.Name -eq 'x' }).Name | Should -Be a
        (Find-Local 5).Name | Should -Be a
        $closure = { $_.Parameters.epochs -lt $limit -or $false }.GetNewClosure()
        $limit = 100
        (Get-Run -Filter $closure).Name | Should -Be a
        (Get-Run -Filter ([scriptblock]::Create('$_.Parameters.epochs -lt 5'))).Name | Should -Be a
        Remove-Module $module
    }

    It 'is a warning when no run has the name' {
        $warnings = Get-Run -Filter { $_.Parameters.epoch -lt 5 -or $_.Metrics.acc -gt 1 -or $_.Tags.x } 3>&1
        $warnings | Should -HaveCount 3
        "$warnings" | Should -BeLike "*parameter 'epoch'*metric 'acc'*tag 'x'*"
        "$(Get-Run -OrderBy Parameters.epoch -First 1 3>&1)" | Should -BeLike "*parameter 'epoch'*"
        Get-Run -Filter { $_.Parameters.EPOCHS -lt 5 -or $_.Parameters.'opt.name' -eq 'x' } 3>&1 | Should -HaveCount 1
    }

    It 'names nested values as tables show them, and an exact name comes first' {
        Get-Names -Filter { $_.Parameters.'opt.name' -eq 'sgd' } | Should -Be a
        Get-Names -Filter { $_.Parameters.'opt.name' -eq 'adam' } | Should -Be b
        Get-Names -Filter { $_.Parameters.'opt.lr' -lt 0.5 } | Should -Be a
        Get-Names -Filter { $_.Parameters.opt.name -eq 'sgd' } | Should -Be a
        (Get-Run a).Parameters.'opt.name' | Should -Be sgd
        (Get-Run | Where-Object { $_.Parameters.'opt.name' -eq 'sgd' }).Name | Should -Be a
    }
}

Describe 'Tags' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $null = New-Run tour bare -Tag nightly
        $null = New-Run tour both -Tag nightly, branch=main
        $null = New-Run tour other -Tag branch=feature
        $null = New-Run tour none
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'without a value are true: <Filter>' -ForEach @(
        @{ Filter = { $_.Tags.nightly }; Runs = 'both bare' }
        @{ Filter = { $_.Tags.nightly -eq $true }; Runs = 'both bare' }
        @{ Filter = { $_.Tags['Nightly'] -and $_.Tags.branch -eq 'main' }; Runs = 'both' }
        @{ Filter = { !$_.Tags.nightly }; Runs = 'none other' }
        @{ Filter = { $_.Tags -contains 'nightly' }; Runs = 'both bare' }
        @{ Filter = { 'NIGHTLY' -in $_.Tags -and $_.Tags -notcontains 'branch' }; Runs = 'bare' }
        @{ Filter = { 'branch' -notin $_.Tags }; Runs = 'none bare' }
        @{ Filter = { $_.Tags.nightly -eq 'main' }; Runs = '' }
        @{ Filter = { $_.Tags.nightly -ne $true }; Runs = 'none other' }
    ) {
        Get-Names -Filter $Filter | Should -Be $Runs
    }

    It 'select runs with -Tag' {
        Get-Names -Tag nightly | Should -Be 'both bare'
        Get-Names -Tag Nightly, branch=MAIN | Should -Be both
        Get-Names -Tag @{ branch = 'feature' } | Should -Be other
        Get-Names -Tag branch -First 1 | Should -Be other
        Get-Names -Tag branch -First 1 -Filter { $_.Name -ne 'other' } | Should -Be both
        Get-Names -Tag nothing | Should -BeNullOrEmpty
    }
}

Describe 'Times' {
    It 'select runs with -After, which is inclusive, and -Before, which is not' {
        $null = Connect-ExperimentStore -InMemory
        try {
            $runs = foreach ($name in 'a', 'b', 'c') { $run = Start-Run tour $name; Complete-Run; while ((Get-Date) -le $run.StartedAt) { }; $run }
            Get-Names -After $runs[1].StartedAt | Should -Be 'c b'
            Get-Names -Before $runs[1].StartedAt | Should -Be a
            Get-Names -After $runs[0].StartedAt -Before $runs[2].StartedAt | Should -Be 'b a'
        }
        finally { Disconnect-ExperimentStore }
    }
}

Describe 'Code in a filter' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        foreach ($i in 1..3) { $null = New-Run tour "r$i" -Parameter @{ n = $i } }
        $script:calls = 0
        function Get-Limit { $script:calls++; 2 }
        function Test-Low { $_.Parameters.n -lt 2 }
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'runs once, before the query, if it does not depend on the run, and narrows' {
        Get-Names -Filter { $_.Parameters.n -lt (Get-Limit) } | Should -Be r1
        $script:calls | Should -Be 1
        Get-Names -Filter { $_.CreatedAt -gt (Get-Date).AddDays(-1) -and $_.Parameters.n -in @(Get-Limit; 3) } | Should -Be 'r3 r2'
        $script:calls | Should -Be 2
        $verbose = Get-Run -Filter { $_.CreatedAt -gt (Get-Date).AddDays(-1) -and $_.Parameters.n -ge (Get-Limit) } -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $verbose | Should -BeNullOrEmpty -Because 'both conditions narrow'
    }

    It 'otherwise runs as in Where-Object: <Filter>' -ForEach @(
        @{ Filter = { Test-Low }; Runs = 'r1' }
        @{ Filter = { (Test-Low) -or $_.Name -eq 'r3' }; Runs = 'r3 r1' }
        @{ Filter = { (Get-RunParameter n -Run $_).Value -eq 2 }; Runs = 'r2' }
        @{ Filter = { $_.Name; $false }; Runs = 'r3 r2 r1' }
        @{ Filter = { $n = $_.Parameters.n; $n -eq 2 }; Runs = 'r2' }
        @{ Filter = { $_.Parameters.Keys.Where({ $_ -eq 'n' }) -and $_.Parameters.n -gt 2 }; Runs = 'r3' }
        @{ Filter = { switch ($_.Name) { 'r1' { $true } } }; Runs = 'r1' }
        @{ Filter = { 'r2', 'r3' | Where-Object { $_ -eq $run.Name } }; Runs = 'r3 r2 r1' }
        @{ Filter = { "$($_.Parameters.n -lt 2)" -eq 'True' }; Runs = 'r1' }
    ) {
        $run = @{ Name = 'r2' }
        Get-Names -Filter $Filter | Should -Be $Runs
        (Get-Run | Where-Object $Filter | ForEach-Object Name) -join ' ' | Should -Be $Runs
    }

    It 'reports a mistake once and not for each run' {
        $failure = Get-Failure { Get-Run -Filter { $_.Name.Nope() -or $_.Name -eq 'r1' } }
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'FilterFailed,*'
        "$failure" | Should -BeLike '*tour/002*Nope*'
        $failure = Get-Failure { Get-Run -Filter { $_.CreatedAt -gt (Get-Date).AddDayz(-1) } }
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'FilterFailed,*'
    }
}

Describe 'Statuses and stages' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $null = Start-Run tour good; Complete-Run
        $null = Start-Run tour bad; Complete-Run -Status Failed
        $null = New-Model net
        $null = Register-ModelVersion net -Run good
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'have the names of other trackers in comparisons: <Filter>' -ForEach @(
        @{ Filter = { $_.Status -eq 'Success' }; Runs = 'good' }
        @{ Filter = { $_.Status -ne 'DONE' }; Runs = 'bad' }
        @{ Filter = { 'ERROR' -eq $_.Status }; Runs = 'bad' }
        @{ Filter = { $_.Status -in 'success', 'Running' }; Runs = 'good' }
        @{ Filter = { 'error', 'finished' -contains $_.Status }; Runs = 'bad good' }
        @{ Filter = { $_.Status -eq $word }; Runs = 'good' }
        @{ Filter = { -not ($_.Status -eq 'completed') }; Runs = 'bad' }
    ) {
        $word = 'completed'
        Get-Names -Filter $Filter | Should -Be $Runs
    }

    It 'have them in Where-Object and in casts too' {
        (Get-Run | Where-Object Status -EQ SUCCESS).Name | Should -Be good
        (Get-Run | Where-Object { $_.Status -eq 'error' }).Name | Should -Be bad
        [ExperimentTracker.RunStatus] 'done' | Should -Be Succeeded
        (Get-ModelVersion net | Where-Object { $_.Stage -eq 'NO_STAGE' }).Version | Should -Be 1
        Get-Run | Where-Object { $_.Status -eq 'nope' } | Should -BeNullOrEmpty
    }

    It 'are strings in JSON' {
        (Get-Run | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json).Status | Should -Be Failed, Succeeded
        Get-ModelVersion net | ConvertTo-Json -WarningAction Ignore | Should -Match '"Stage": *"None"'
        Get-Run | Select-Object Status | ConvertTo-Json -Compress | Should -Be '[{"Status":"Failed"},{"Status":"Succeeded"}]'
        @{ a = (Get-Run good).Status } | ConvertTo-Json -Compress | Should -Be '{"a":"Succeeded"}'
    }

    It 'are no aliases' {
        foreach ($alias in 'Production', 'no_stage', 'STAGING') {
            (Get-Failure { Set-ModelVersion net/1 -Alias $alias }).FullyQualifiedErrorId | Should -BeLike 'InvalidAlias,*'
        }
    }
}

Describe 'Wildcards' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        foreach ($i in 1..2) { $null = New-Run csv "a$i" }
        $null = New-Run csv n1 -Namespace mnist/small
        $null = New-Run csv n2 -Namespace mnist/large
        $null = New-Run csv n3 -Namespace other
        $null = New-Run json j1
        $null = New-Run json 'a*'
        $null = New-Run json 'a?c' -Parameter @{ 'p*' = 1; px = 2 }
    }
    AfterAll { Disconnect-ExperimentStore }

    It 'work in paths' {
        Get-Names csv/* | Should -Be 'n3 n2 n1 a2 a1'
        Get-Names csv/mnist/* | Should -Be 'n2 n1'
        Get-Names */000 | Should -Be 'j1 n3 n2 n1 a1'
        Get-Names CSV/00? -First 1 | Should -Be a2
        Get-Names nope/* | Should -BeNullOrEmpty
        Get-Run csv/* | Should -HaveCount 5
    }

    It 'work in namespaces' {
        Get-Names -Namespace mnist/* | Should -Be 'n2 n1'
        Get-Names -Namespace mnist/* -First 1 | Should -Be n2
        Get-Names -Namespace mnist/* -Skip 1 -Filter { $_.Name -like 'n*' } | Should -Be n1
        Get-Names -Namespace other | Should -Be n3
    }

    It 'do not hide names that contain them' {
        Get-Names 'a*' | Should -Be 'a*'
        Get-Names 'a?c' | Should -Be 'a?c'
        Get-Names 'A?*' | Should -Be 'a?c a* a2 a1'
        (Get-RunParameter 'p*' -Run 'a?c').Name | Should -Be 'p*'
        (Get-RunParameter '*' -Run 'a?c').Name | Should -Be 'p*', px
        Remove-Run 'a*'
        Get-Names 'a*' | Should -Be 'a?c a2 a1'
    }

    It 'remove by path' {
        Remove-Run csv/mnist/*
        Get-Names csv/* | Should -Be 'n3 a2 a1'
    }
}
