# What the tab key offers for names in the store.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function Complete($Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue }
    function ConvertFrom-Word([string] $Text) { $Text }
    function Get-Offer($Line) { (Complete $Line).CompletionText }
}

Describe 'Completion of names' {
    BeforeAll {
        Set-Location (New-TestStore)
        $odd = 'with blank', "it's", 'a$b', 'back`tick', '"quoted"', '-dash', 'a;b', 'ümläut', 'acc[setosa]', 'val/loss', 'star*', "curly$([char]0x2019)s", '(x)', '1e5'
        $null = New-Project far
        foreach ($name in 'iris', 'Iris two', 'wine') { $null = New-Experiment $name }
        $null = New-Experiment distant -Project far
        $alpha = Start-Run iris alpha -Parameter @{ rate = 1; 'learning rate' = 2 } -Tag quick, 'owner=ann', 'two words'
        foreach ($key in $odd) { Add-Metric $key 1 }
        Add-Artifact -Key 'model file.txt' -Text x
        Complete-Run
        $beta = New-Run wine 'beta run' -Namespace 'a b/c'
        $gone = New-Run iris removed-one
        Remove-Run $gone
    }

    It 'offers experiments for <_>' -ForEach 'Get-Run -Experiment', 'New-Run', 'Start-Run', 'Invoke-Run {} -Experiment', 'Get-Experiment', 'Remove-Experiment', 'Add-ExperimentTag x -Experiment' {
        Get-Offer "$_ i" | Should -Be iris, "'Iris two'"
        Get-Offer "$_ " | Should -Contain wine
        Get-Offer "$_ 'iris " | Should -Be "'Iris two'"
        Get-Offer "$_ zz" | Should -BeNullOrEmpty
    }

    It 'offers projects, and experiments of the project that was given' {
        Get-Offer 'Get-Project f' | Should -Be far
        Get-Offer 'New-Run x -Project ' | Should -Contain far
        Get-Offer 'Get-Run -Project far -Experiment ' | Should -Be distant
    }

    It 'offers runs by name, short id and path for <_>' -ForEach 'Get-Run', 'Complete-Run', 'Resume-Run', 'Set-Run', 'Remove-Run', 'Get-Metric -Run', 'Add-Metric x 1 -Run', 'New-Run -ParentRun', 'Start-Run -Run' {
        $byName = Complete "$_ alp"
        $byName.CompletionText, $byName.ListItemText | Should -Be $alpha.ShortId, alpha
        $byName.ToolTip | Should -BeLike '*iris/000*alpha*Succeeded*'
        Get-Offer "$_ iris/" | Should -Be iris/000
        Get-Offer "$_ $($alpha.ShortId.Substring(0, 5))" | Should -Be $alpha.ShortId
        Get-Offer "$_ wine" | Should -Be "'wine/a b/c/000'"
        Get-Offer "$_ removed" | Should -BeNullOrEmpty
    }

    It 'offers runs of the experiment that was given' {
        Get-Offer 'Get-Run -Experiment wine -Run ' | Should -Be $beta.ShortId, "'wine/a b/c/000'"
    }

    It 'offers what finds the run again: <_>' -ForEach 'alp', 'iris/', 'bet', 'wine' {
        foreach ($offer in Get-Offer "Get-Run $_") { @(Invoke-Expression "Get-Run $offer").Count | Should -Be 1 }
    }

    It 'offers metrics of the run that was given, quoted so that each is found again' {
        $offered = Get-Offer 'Get-Metric -Run alpha -Key '
        $offered | Should -HaveCount $odd.Count
        $offered | Should -Contain val/loss
        $offered | Should -Contain "'with blank'"
        $offered | Should -Contain "'it''s'"
        $offered | Should -Contain "'a`$b'"
        foreach ($offer in $offered) {
            $found = Invoke-Expression "Get-Metric $offer -Run alpha"
            $odd | Should -Contain (Invoke-Expression "ConvertFrom-Word $offer")
            $found.Name | Should -Contain (Invoke-Expression "ConvertFrom-Word $offer")
        }
    }

    It 'offers metrics after an open quote: <Typed>' -ForEach @(
        @{ Typed = "'wi"; Offer = "'with blank'" }, @{ Typed = '"wi'; Offer = "'with blank'" }, @{ Typed = "'it''"; Offer = "'it''s'" }, @{ Typed = "'it''s"; Offer = "'it''s'" }, @{ Typed = "'it''s'"; Offer = "'it''s'" }
        @{ Typed = "'a`$"; Offer = "'a`$b'" }, @{ Typed = 'val/'; Offer = 'val/loss' }, @{ Typed = 'VAL'; Offer = 'val/loss' }
    ) {
        Get-Offer "Get-MetricSeries -Run alpha $Typed" | Should -Be $Offer
    }

    It 'offers parameters, tags and artifacts' {
        Get-Offer 'Get-RunParameter -Run alpha -Name ' | Should -Be "'learning rate'", rate
        Get-Offer 'Get-ExperimentTag -Run alpha -Tag ' | Sort-Object | Should -Be "'two words'", owner, quick
        Get-Offer 'Remove-ExperimentTag -Run alpha -Tag q' | Should -Be quick
        Get-Offer 'Get-Artifact -Run alpha -Key ' | Should -Be "'model file.txt'"
        Get-Offer 'Get-ArtifactContent mod' | Should -Be "'model file.txt'"
    }

    It 'offers those of the current run when none was given, and else of the newest' {
        Get-Offer 'Get-RunParameter ra' | Should -Be rate
        $null = Start-Run iris current -Parameter @{ raw = 1 }
        Get-Offer 'Get-RunParameter ra' | Should -Be raw
        Complete-Run
    }

    It 'offers words for statuses and goals' {
        Get-Offer 'Get-Run -Status S' | Should -Be Succeeded
        Get-Offer 'Add-Metric x 1 -Goal M' | Should -Be Maximize, Minimize
    }

    It 'offers each name once, and not more than a hundred' {
        $store = Connect-ExperimentStore -InMemory
        try {
            foreach ($i in 1..120) { $null = New-Experiment "many$i" }
            @(Get-Offer 'Get-Experiment many').Count | Should -Be 100
            $null = New-Run x -Parameter @{ same = 1 }; $null = New-Run x -Parameter @{ same = 1 }
            Get-Offer 'Get-RunParameter ' | Should -Be same
        }
        finally { Disconnect-ExperimentStore }
        Get-Offer 'Get-Experiment many' | Should -BeNullOrEmpty
    }

    It 'looks into the store that was given with -Store: <What>' -ForEach @(
        @{ What = 'a path'; Line = 'Get-Experiment -Store $path '; Open = { $path = (New-TestStore); $null = New-Experiment other -Store $path } }
        @{ What = 'a store in memory'; Line = 'Get-Experiment -Store $memory '; Open = {
                $memory = Connect-ExperimentStore -InMemory
                $null = New-Experiment other
                Connect-ExperimentStore (Join-Path $PWD .experiments) | Out-Null
            }
        }
    ) {
        . $Open
        try { Get-Offer $Line | Should -Be other }
        finally { Disconnect-ExperimentStore -ErrorAction Ignore }
    }
}

Describe 'Completion without a store that can be used' {
    BeforeAll {
        $lines = 'Get-Run ', 'New-Run ', 'Get-Experiment x', 'Get-Metric ', 'Add-Metric ', 'Get-RunParameter ', 'Get-Artifact ', 'Get-ExperimentTag ', 'Get-Project '
    }

    It 'offers nothing, says nothing and makes no store where there is none' {
        Set-Location (New-TestStore)
        $Error.Clear()
        foreach ($line in $lines) { Get-Offer $line | Should -BeNullOrEmpty }
        Get-Offer "Get-Run -Store ./not-there " | Should -BeNullOrEmpty
        Get-ChildItem -Force | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'offers nothing and says nothing where the store is broken' {
        Set-Location (New-TestStore)
        New-Item -ItemType Directory .experiments | Out-Null
        Set-Content .experiments/tracker.db 'this is no database, however long one looks at it'
        $Error.Clear()
        foreach ($line in $lines) { Get-Offer $line | Should -BeNullOrEmpty }
        $Error | Should -BeNullOrEmpty
        Get-Content .experiments/tracker.db | Should -BeLike 'this is no database*'
    }

    It 'offers nothing and says nothing where the current location is no folder' {
        Set-Location (New-TestStore)
        Push-Location Env:
        try { Get-Offer 'Get-Run ' | Should -BeNullOrEmpty } finally { Pop-Location }
    }
}
