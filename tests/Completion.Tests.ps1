# Tab completion of names in the store.

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
        $removed = New-Run iris removed-one
        Remove-Run $removed
    }

    It 'offers experiments for <_>' -ForEach 'Get-Run -Experiment', 'New-Run', 'Start-Run', 'Invoke-Run {} -Experiment', 'Get-Experiment', 'Remove-Experiment', 'Add-ExperimentTag x -Experiment' {
        Get-Offer "$_ i" | Should -Be iris, "'Iris two'"
        Get-Offer "$_ " | Should -Contain wine
        Get-Offer "$_ 'iris " | Should -Be "'Iris two'"
        Get-Offer "$_ zz" | Should -BeNullOrEmpty
    }

    It 'offers projects, and experiments of the given project' {
        Get-Offer 'Get-Project f' | Should -Be far
        Get-Offer 'New-Run x -Project ' | Should -Contain far
        Get-Offer 'Get-Run -Project far -Experiment ' | Should -Be distant
    }

    It 'offers runs by name, short id and path for <_>' -ForEach 'Get-Run', 'Complete-Run', 'Resume-Run', 'Set-Run', 'Remove-Run', 'Get-Metric -Run', 'Add-Metric x 1 -Run', 'New-Run -ParentRun', 'Start-Run -Run' {
        $byName = Complete "$_ alp"
        $byName.CompletionText, $byName.ListItemText | Should -Be iris/000, alpha
        $byName.ToolTip | Should -BeLike '*iris/000*alpha*Succeeded*'
        Get-Offer "$_ iris/" | Should -Be iris/000
        Get-Offer "$_ $($alpha.ShortId.Substring(0, 5))" | Should -Be $alpha.ShortId
        Get-Offer "$_ wine" | Should -Be "'wine/a b/c/000'"
        Get-Offer "$_ removed" | Should -BeNullOrEmpty
    }

    It 'offers runs of the given experiment' {
        Get-Offer 'Get-Run -Experiment wine -Run ' | Should -Be "'wine/a b/c/000'"
    }

    It 'offers runs by number, as they are named: the number itself first' {
        $store = New-TestStore
        $null = New-Experiment nightly -Store $store
        1..42 | ForEach-Object { $null = New-Run nightly -Store $store }
        Get-Offer "Get-Run -Store '$store' nightly/4" | Should -Be (@(4, 41, 40) | ForEach-Object { 'nightly/{0:000}' -f $_ })
        Get-Offer "Get-Run -Store '$store' nightly/41" | Should -Be nightly/041
    }

    It 'offers what finds the run again: <_>' -ForEach 'alp', 'iris/', 'bet', 'wine' {
        foreach ($offer in Get-Offer "Get-Run $_") { @(Invoke-Expression "Get-Run $offer").Count | Should -Be 1 }
    }

    It 'offers metrics of the given run, quoted so that each is found again' {
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

    It 'offers the values of statuses and goals' {
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

    It 'uses the store of -Store: <What>' -ForEach @(
        @{ What = 'a path'; Line = 'Get-Experiment -Store $path '; Open = { $path = (New-TestStore); $null = New-Experiment other -Store $path } }
        @{ What = 'a store in memory'; Line = 'Get-Experiment -Store $memory '; Open = {
                $memory = Connect-ExperimentStore -InMemory
                $null = New-Experiment other
                Connect-ExperimentStore (Join-Path $PWD .experiments) -Create | Out-Null
            }
        }
    ) {
        . $Open
        try { Get-Offer $Line | Should -Be other }
        finally { Disconnect-ExperimentStore -ErrorAction Ignore }
    }
}

Describe 'Completion of what belongs to runs, experiments and models' {
    BeforeAll {
        Set-Location (New-TestStore)
        $null = New-Experiment iris -Tag flowers; $null = New-Experiment wine -Tag drinks
        $null = New-Project far -Tag distant
        $null = New-Trial 'big one' iris; $null = New-Trial small wine; Remove-Trial (New-Trial gone iris)
        $null = Register-Dataset flowers; $null = Register-Dataset 'wine list'
        $null = Register-Encoder BERT; $null = Register-Encoder 'One Hot'
        $run = Start-Run iris first -Namespace cnn/deep -Tag quick -Parameter @{ rate = 1 }
        0..2 | ForEach-Object { Add-Epoch -Id "epoch $_" -Loss $_ }
        Add-Result -Id res_1 -Loss 1
        Add-RunLog a -Stream Output; Add-RunLog b -Stream 'Größe 2'
        Get-Dataset flowers | Add-RunInput -Role 'train set'
        $null = New-Item -ItemType Directory folder; Set-Content 'folder/a b.txt' x; Set-Content folder/c.txt x
        Add-Artifact -Folder folder -Key data
        $null = Complete-Run
        Add-Artifact -Experiment iris -Text x -Key 'read me'
        $null = New-Model 'my model'; $null = Register-ModelVersion 'my model'; $null = Register-ModelVersion 'my model'
        $null = Register-ModelVersion other
        Set-ModelVersion 'my model/2' -Alias champion -Stage Production
        $removed = New-Run iris removed-one; Remove-Run $removed
        Remove-Experiment (New-Experiment past)
        Remove-Project (New-Project old)
        $null = New-Run wine latest
    }

    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Get-Trial '; Expected = "'big one'", 'small' }
        @{ Line = 'New-Run iris -Trial '; Expected = "'big one'" }
        @{ Line = 'Get-Run -Experiment wine -Trial '; Expected = 'small' }
        @{ Line = 'Get-Trial b*'; Expected = @() }
        @{ Line = 'Get-Dataset '; Expected = 'flowers', "'wine list'" }
        @{ Line = 'Add-RunInput -Dataset w'; Expected = "'wine list'" }
        @{ Line = 'Add-DatasetEncoder flowers '; Expected = 'BERT', "'One Hot'" }
        @{ Line = 'Set-Encoder o'; Expected = "'One Hot'" }
        @{ Line = 'Get-Epoch -Run first -Index '; Expected = '0', '1', '2' }
        @{ Line = 'Get-Epoch -Run first -Id '; Expected = "'epoch 0'", "'epoch 1'", "'epoch 2'" }
        @{ Line = 'Get-Result -Run first '; Expected = '0' }
        @{ Line = 'Get-Result -Id '; Expected = 'res_1' }
        @{ Line = 'Add-Artifact -Text x -Key y -Run first -Epoch '; Expected = '0', '1', '2' }
        @{ Line = 'Add-Artifact -Text x -Key y -Run first -Result '; Expected = '0' }
        @{ Line = 'Get-RunLog -Run first '; Expected = "'Größe 2'", 'Output' }
        @{ Line = 'Add-RunLog x -Stream o'; Expected = 'Output' }
        @{ Line = 'Get-RunInput -Run first -Role '; Expected = "'train set'" }
        @{ Line = 'Get-ArtifactContent data -Run first -File '; Expected = "'a b.txt'", 'c.txt' }
        @{ Line = 'Get-Artifact -Run first '; Expected = 'data' }
        @{ Line = 'Get-Artifact -Experiment iris -Key '; Expected = "'read me'" }
        @{ Line = 'Get-Run -Namespace '; Expected = 'cnn/deep' }
        @{ Line = 'Start-Run iris -Namespace c'; Expected = 'cnn/deep' }
        @{ Line = 'Add-RunParameter -Run first -Name '; Expected = 'rate' }
        @{ Line = 'New-Run iris -Tag '; Expected = 'quick' }
        @{ Line = 'New-Experiment x -Tag '; Expected = 'drinks', 'flowers' }
        @{ Line = 'New-Project x -Tag '; Expected = 'distant' }
        @{ Line = 'Remove-ExperimentTag -Experiment iris -Tag '; Expected = 'flowers' }
        @{ Line = 'Get-ExperimentTag -Project far -Tag '; Expected = 'distant' }
        @{ Line = 'Get-ExperimentTag -Run first -Tag '; Expected = 'quick' }
        @{ Line = 'Get-Model m'; Expected = "'my model'" }
        @{ Line = 'Get-ModelVersion m'; Expected = "'my model'" }
        @{ Line = "Get-ModelVersion 'my model/"; Expected = "'my model/2'", "'my model/champion'", "'my model/1'" }
        @{ Line = "Get-ModelVersion 'my model' -Version "; Expected = '2', '1' }
        @{ Line = 'Get-ModelVersion other '; Expected = '1' }
        @{ Line = 'Get-ModelVersion -Alias '; Expected = 'champion' }
        @{ Line = 'Set-ModelVersion other/1 -RemoveAlias '; Expected = @() }
        @{ Line = "Set-ModelVersion 'my model/1' -Alias "; Expected = 'champion' }
        @{ Line = 'Get-ModelVersion -Stage P'; Expected = 'Production' }
        @{ Line = 'Set-ModelVersion other/1 S'; Expected = 'Staging' }
        @{ Line = 'Restore-Project '; Expected = 'old' }
        @{ Line = 'Restore-Experiment '; Expected = 'past' }
        @{ Line = 'Restore-Trial '; Expected = 'gone' }
        @{ Line = 'Get-Experiment -Removed '; Expected = 'past' }
        @{ Line = 'Restore-Run iris/'; Expected = 'iris/000' }
        @{ Line = 'Get-Run -Removed iris/'; Expected = 'iris/000' }
    ) {
        Get-Offer $Line | Should -Be $Expected
    }

    It 'shows the name, status and age of a run' {
        (Complete 'Get-Run firs').ToolTip | Should -BeLike 'iris/cnn/deep/000 first: Succeeded, *'
        (Complete 'Get-Run iris/cnn').ToolTip | Should -BeLike 'iris/cnn/deep/000 first: Succeeded, *'
    }
}

Describe 'Completion of hostile names' {
    BeforeAll {
        Set-Location (New-TestStore)
        $names = '<script>alert(1)</script>', "'; DROP TABLE runs;--", '$(Remove-Item *)', 'a`nb', 'x*y[z]?', '"double"', '@{a}', '-WhatIf', '#comment', "quo`u{2018}te", '%25', '\\host\share', '日本 語'
        foreach ($name in $names) {
            $null = New-Project $name; $null = New-Experiment $name; $null = New-Trial $name one; $null = New-Model $name; $null = Register-ModelVersion $name
            $null = Register-Dataset $name; $null = Register-Encoder $name
        }
        $null = Start-Run one -Id run_1 -Parameter ($names | ForEach-Object { $all = @{} } { $all[$_] = 1 } { $all })
        foreach ($name in $names) { Add-Metric $name 1; Add-ExperimentTag $name; Add-RunLog x -Stream $name }
        $keys = $names | ForEach-Object { "k/$($_ -replace '[\\/]', '_')" }
        foreach ($key in $keys) { Add-Artifact -Text x -Key $key }
        $null = Complete-Run
        foreach ($name in $names) { $null = New-Run one $name }
    }

    It 'offers each in quotes that keep it what it is, and finds it: <_>' -ForEach 'Get-Project', 'Get-Experiment', 'Get-Trial', 'Get-Model', 'Get-Dataset', 'Get-Encoder',
    'Get-Metric -Run run_1 -Key', 'Get-RunParameter -Run run_1 -Name', 'Get-ExperimentTag -Run run_1 -Tag', 'Get-RunLog -Run run_1 -Stream', 'Get-Artifact -Run run_1 -Key' {
        $offers = @(Get-Offer "$_ ")
        $offers.Count | Should -BeGreaterOrEqual $names.Count
        foreach ($offer in $offers) {
            $word = Invoke-Expression "ConvertFrom-Word $offer"
            $names + 'one' + 'Default' + $keys | Should -Contain $word -Because $offer
            @(Invoke-Expression "$_ $offer").Count | Should -BeGreaterThan 0 -Because $offer
        }
        (Get-Project).Count | Should -Be ($names.Count + 1)
    }

    It 'offers runs of hostile names' {
        foreach ($name in $names) { (Complete "Get-Run '$($name -replace '[''\u2018]', '$0$0')").ListItemText | Should -Contain $name }
    }

    It 'accepts any prefix without an error: <_>' -ForEach "'", '"', '[', '*', '`', '$(', '@(', "'; DROP TABLE runs;--", '<script>', "'it''", '"a"b', 'a''b"c', '{', '-', '\', '%', "`u{D800}", ('x' * 5000) {
        $Error.Clear()
        foreach ($line in 'Get-Run', 'Get-Experiment', 'Get-Metric -Run run_1 -Key', 'Get-ModelVersion', 'Get-RunLog -Run run_1 -Stream', 'Get-Run -Namespace') { $null = Complete "$line $_" }
        $Error | Should -BeNullOrEmpty
        (Get-Run).Count | Should -Be ($names.Count + 1)
    }
}

Describe 'Completion in a store of ten thousand runs' {
    BeforeAll {
        Set-Location (New-TestStore)
        $experiments = foreach ($i in 1..10) { New-Experiment "exp$i" }
        # One transaction per run would take a minute.
        $engines = [ExperimentTracker.Binding.RunIdentity].Assembly.GetType('ExperimentTracker.Loading.StoreEngines')
        $address = [ExperimentTracker.Contracts.Stores.StoreAddress]::OfFolder((Join-Path $PWD .experiments))
        $store = $engines.GetMethod('Open').Invoke($null, @($address, [ExperimentTracker.Contracts.Stores.StoreOpening]::Existing, [Threading.CancellationToken]::None))
        $parameters = [ExperimentTracker.NamedValues]::new([Collections.Generic.KeyValuePair[string, object][]]@([Collections.Generic.KeyValuePair[string, object]]::new('lr', 0.5)))
        $drafts = foreach ($i in 0..9999) { [ExperimentTracker.Contracts.Runs.RunDraft]@{ ExperimentId = $experiments[$i % 10].Id; Name = "run $i"; Parameters = $parameters } }
        $null = $store.Runs.Create([ExperimentTracker.Contracts.Runs.RunDraft[]]$drafts, [Threading.CancellationToken]::None)
        $store.Dispose()
        $oldest = @(Get-Run exp1/0)[0]
    }

    It 'finds what is oldest: <Line>' -ForEach @(
        @{ Line = 'Get-Run '; Finds = 'exp10/999' }
        @{ Line = 'Get-Run exp1/00'; Finds = 'exp1/000' }
        @{ Line = "Get-Run 'run 0"; Name = 'run 0' }
        @{ Line = 'Get-Run {0}'; Finds = '{0}' }
        @{ Line = 'Get-Run nothing'; None = $true }
        @{ Line = 'Get-Run -Experiment exp3 -Run exp3/00'; Finds = 'exp3/000' }
        @{ Line = 'Get-RunParameter '; Finds = 'lr' }
        @{ Line = 'Get-Experiment '; Finds = 'exp10' }
        @{ Line = 'Get-Run -Namespace '; None = $true }
    ) {
        $typed = $Line -f $oldest.ShortId.Substring(0, 6)
        $offered = @(Complete $typed)
        if ($Finds) { $offered.CompletionText | Should -Contain ($Finds -f $oldest.ShortId) }
        if ($Name) { $offered.ListItemText | Should -Contain $Name }
        if ($None) { $offered | Should -BeNullOrEmpty }
    }
}

Describe 'Completion without a store that can be used' {
    BeforeAll {
        $lines = foreach ($command in Get-Command -Module ExperimentTracker) {
            foreach ($parameter in $command.Parameters.Values) {
                $completer = $parameter.Attributes.Where{ $_ -is [Management.Automation.ArgumentCompleterAttribute] }

                # The formats of other programs are not of a store.
                if ($completer -and $completer.Type.Name -notlike '*FormatCompleter') { "$command -$($parameter.Name) x"; "$command -$($parameter.Name) " }
            }
        }
    }

    It 'offers nothing, writes no error and creates no store if there is none' {
        Set-Location (New-TestStore)
        $Error.Clear()
        foreach ($line in $lines) { Get-Offer $line | Should -BeNullOrEmpty }
        Get-Offer "Get-Run -Store ./not-there " | Should -BeNullOrEmpty
        Get-ChildItem -Force | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'offers nothing and writes no error if the store is damaged' {
        Set-Location (New-TestStore)
        New-Item -ItemType Directory .experiments | Out-Null
        Set-Content .experiments/tracker.db 'this is no database, however long one looks at it'
        $Error.Clear()
        foreach ($line in $lines) { Get-Offer $line | Should -BeNullOrEmpty }
        $Error | Should -BeNullOrEmpty
        Get-Content .experiments/tracker.db | Should -BeLike 'this is no database*'
    }

    It 'answers while another process holds the store locked' {
        $shell = Get-Command sqlite3 -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if (!$shell) { Set-ItResult -Skipped -Because 'there is no sqlite3 on the PATH; on Debian: apt-get install sqlite3'; return }
        Set-Location (New-TestStore)
        $null = Connect-ExperimentStore ./locked -Create
        $null = New-Run e -Id run_1
        Disconnect-ExperimentStore
        $start = [Diagnostics.ProcessStartInfo]::new($shell.Source, (Join-Path $PWD locked/tracker.db))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $holder = Start-TestProcess $start
        try {
            $holder.StandardInput.WriteLine('BEGIN EXCLUSIVE; SELECT 1;')
            $holder.StandardOutput.ReadLine() | Should -Be 1
            Get-Offer 'Get-Run -Store ./locked run' | Should -Be run_1
        }
        finally {
            $holder.Kill()
            $holder.Dispose()
        }
    }

    It 'offers nothing and writes no error if the current location is not a folder' {
        Set-Location (New-TestStore)
        Push-Location Env:
        try { Get-Offer 'Get-Run ' | Should -BeNullOrEmpty } finally { Pop-Location }
    }
}

Describe 'Completion within the block of -Filter' {
    BeforeAll {
        # In a runspace of its own, whose function TabExpansion2 is replaced.
        $folder = New-TestStore
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($module, $folder)
            Import-Module $module
            Set-Location $folder
            $null = Start-Run iris -Parameter @{ lr = 0.1; 'batch size' = 8 } -Tag nightly
            Add-Metric @{ 'val/loss' = 1; loss = 2 }
            Complete-Run
            Register-RunFilterCompleter -WhatIf
            $before = $function:TabExpansion2.ToString()
            Register-RunFilterCompleter
            Register-RunFilterCompleter
            $before
        }).AddArgument($modulePath).AddArgument($folder)
        $original = "$($shell.Invoke())"
        function Get-Completion([string] $Line, [int] $Cursor = $Line.Length) {
            $shell.Commands.Clear()
            $result = $shell.AddCommand('TabExpansion2').AddArgument($Line).AddArgument($Cursor).Invoke()[0]
            $result.CompletionMatches | ForEach-Object { $Line.Remove($result.ReplacementIndex, $result.ReplacementLength).Insert($result.ReplacementIndex, $_.CompletionText) }
        }
    }
    AfterAll { $shell.Dispose() }

    It 'completes <Line>' -ForEach @(
        @{ Line = 'Get-Run -Filter { $_.Stat'; Offers = 'Get-Run -Filter { $_.Status' }
        @{ Line = 'Get-Run -Filter { $_.Parameters.'; Offers = "Get-Run -Filter { `$_.Parameters.'batch size'", 'Get-Run -Filter { $_.Parameters.lr' }
        @{ Line = 'Get-Run -fil { $PSItem.metrics.'; Offers = 'Get-Run -fil { $PSItem.metrics.loss', "Get-Run -fil { `$PSItem.metrics.'val/loss'" }
        @{ Line = "Get-Run -Filter { `$_.Metrics.'va"; Offers = "Get-Run -Filter { `$_.Metrics.'val/loss'" }
        @{ Line = "Get-Run -Filter { `$_.MetricStatistics.'val/loss'.Me"; Offers = "Get-Run -Filter { `$_.MetricStatistics.'val/loss'.Mean" }
        @{ Line = 'Get-Run -Filter { $_.Number -gt 1 -and $_.Tags.'; Offers = 'Get-Run -Filter { $_.Number -gt 1 -and $_.Tags.nightly' }
        @{ Line = 'Get-Run iris/* -Filter:{ $_.Origin.GitC'; Offers = 'Get-Run iris/* -Filter:{ $_.Origin.GitCommit' }
    ) {
        Get-Completion $Line | Sort-Object | Should -Be ($Offers | Sort-Object)
    }

    It 'completes at the cursor, before the end of the line' {
        Get-Completion 'Get-Run -Filter { $_.Paramet } | Remove-Run' 28 | Should -Be 'Get-Run -Filter { $_.ParameterHash } | Remove-Run', 'Get-Run -Filter { $_.Parameters } | Remove-Run'
    }

    It 'leaves every other completion as it was' {
        $original | Should -Not -Match RunFilterCompletion
        Get-Completion 'Get-Proce' | Should -Contain 'Get-Process'
        Get-Completion 'Get-Process | Where-Object { $_.BasePri' | Should -Be 'Get-Process | Where-Object { $_.BasePriority'
        Get-Completion 'Get-Run -Best ' | Should -Contain 'Get-Run -Best loss'
        Get-Completion 'Get-Item -Filter { $_.Sta' | Should -BeNullOrEmpty
    }
}
