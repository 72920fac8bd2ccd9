BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $store = Connect-TestStore

    # The text of the report as a browser or a Markdown viewer reads it.
    function Read-Report([string] $Path) { [IO.File]::ReadAllText((Resolve-Path -LiteralPath $Path).ProviderPath) }
    function Read-Data([string] $Path) {
        $null = (Read-Report $Path) -match '(?s)id="data" type="application/json">(.*?)</script'
        $Matches[1] | ConvertFrom-Json
    }

    foreach ($lr in 0.1, 0.01, 1) {
        $null = Start-Run iris -Parameter @{ lr = $lr } -Tag baseline
        Add-Metric loss (1..50 | ForEach-Object { $lr / $_ }) -Goal Minimize
        Complete-Run
    }
    $runs = Get-Run -Experiment iris
    $start = Get-Location
    Set-Location (New-StoreFolder)
}

AfterAll {
    Set-Location $start
    Disconnect-TestStore
}

Describe 'Export-RunReport' {
    It 'writes a page about a run, and returns the file as Get-Item does' {
        $file = Export-RunReport run.html -Run iris/0
        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -Be (Get-Item run.html).FullName
        $file.PSParentPath | Should -Be (Get-Item run.html).PSParentPath
        (Read-Data run.html).kind | Should -Be run
        (Read-Data run.html).title | Should -Be iris/000
    }

    It 'accepts runs, experiments and their records from the pipeline, each run once' {
        $runs[0], $runs[2], $runs[0] | Export-RunReport two.html | Out-Null
        (Read-Data two.html).runs.path | Should -Be iris/002, iris/000
        Get-Experiment iris | Export-RunReport experiment.html | Out-Null
        (Read-Data experiment.html).kind, (Read-Data experiment.html).runs.Count | Should -Be experiment, 3
        Get-Metric loss -Run iris/1 | Export-RunReport metric.html | Out-Null
        (Read-Data metric.html).title | Should -Be iris/001
        'iris/0', 'iris/2' | Export-RunReport names.html -Title 'A <b>title</b>' | Out-Null
        (Read-Data names.html).title | Should -Be 'A <b>title</b>'
    }

    It 'is about the current run by default' {
        $null = Start-Run current
        try { Export-RunReport | Out-Null } finally { Complete-Run }
        (Read-Data report.html).title | Should -Be current/000
        (Get-Failure { Export-RunReport none.html }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun*'
        'none.html' | Should -Not -Exist
    }

    It 'uses the format of the file name, unless -As is given' {
        Export-RunReport a.md -Run iris/0 | Out-Null
        Export-RunReport b.MARKDOWN -Run iris/0 | Out-Null
        Export-RunReport c.md -Run iris/0 -As Html | Out-Null
        (Export-RunReport -Run iris/0 -As Markdown).Name | Should -Be report.md
        'a.md', 'b.MARKDOWN', 'report.md' | ForEach-Object { Read-Report $_ | Should -BeLike '# iris/000*' }
        Read-Report c.md | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'resolves relative paths from the current location, and accepts those of drives' {
        $null = New-Item -ItemType Directory deep
        $null = New-PSDrive -Name Reports -PSProvider FileSystem -Root (Get-Location).Path
        Push-Location deep
        Export-RunReport '[1] odd.html' -Run iris/0 | Out-Null
        Export-RunReport Reports:/deep/drive.html -Run iris/0 | Out-Null
        Pop-Location
        Remove-PSDrive Reports
        (Get-ChildItem deep).Name | Sort-Object | Should -Be '[1] odd.html', 'drive.html'
        (Get-Failure { Export-RunReport Env:/report.html -Run iris/0 }).FullyQualifiedErrorId | Should -BeLike 'PathNotFileSystem*'
    }

    It 'reports what it would do with -WhatIf, and does nothing' {
        $messages = Get-WhatIf { $runs | Export-RunReport whatif.html -WhatIf }
        $messages | Should -BeLike '*"Export a report of 3 runs" on target "*whatif.html"*'
        'whatif.html' | Should -Not -Exist
    }

    It 'replaces a file, unless it is to be kept or may not be written' {
        Set-Content kept.html kept
        (Get-Failure { Export-RunReport kept.html -Run iris/0 -NoClobber }).FullyQualifiedErrorId | Should -BeLike 'ReportExists*'
        Get-Content kept.html | Should -Be kept
        Set-ItemProperty kept.html IsReadOnly $true
        (Get-Failure { Export-RunReport kept.html -Run iris/0 }).FullyQualifiedErrorId | Should -BeLike 'ReportReadOnly*'
        Get-Content kept.html | Should -Be kept
        Export-RunReport kept.html -Run iris/0 -Force | Out-Null
        Read-Report kept.html | Should -BeLike '<!DOCTYPE html>*'
        Export-RunReport a.md -Run iris/1 | Out-Null
        Read-Report a.md | Should -BeLike '# iris/001*'
    }

    It 'refuses a folder, and a file in a folder that is not there, before it reads a run' {
        $null = New-Item -ItemType Directory folder
        (Get-Failure { 'no such run' | Export-RunReport folder }).FullyQualifiedErrorId | Should -BeLike 'ReportPathInvalid*'
        (Get-Failure { 'no such run' | Export-RunReport missing/report.html }).FullyQualifiedErrorId | Should -BeLike 'ReportFolderNotFound*'
        'missing' | Should -Not -Exist
    }

    It 'reports what it does not find, and continues with the others; without any there is no report' {
        $failures = Get-Failure { 'iris/0', 'iris/99', 'iris/1' | Export-RunReport some.html }
        $failures.FullyQualifiedErrorId | Should -BeLike 'RunNotFound*'
        (Read-Data some.html).runs.path | Should -Be iris/000, iris/001
        (Get-Failure { 'iris/98', 'iris/99' | Export-RunReport nothing.html }).Count | Should -Be 2
        (Get-Failure { Export-RunReport nothing.html -Experiment nowhere }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound*'
        'nothing.html' | Should -Not -Exist
    }

    It 'writes an empty report when there are no runs, instead of leaving the existing file' {
        Set-Content night.html yesterday
        Get-Run -Status Failed | Export-RunReport night.html | Out-Null
        (Read-Data night.html).title | Should -Be 'No runs'
        Export-RunReport pattern.html -Run nothing* | Out-Null
        (Read-Data pattern.html).title | Should -Be 'No runs'
        (Get-Failure { Export-RunReport list.html -Run @(Get-Run -Status Failed) }).FullyQualifiedErrorId | Should -BeLike 'NullArgument,*'
        $null = New-Experiment empty
        Export-RunReport night.md -Experiment empty | Out-Null
        Read-Report night.md | Should -BeLike '*There are no runs.*'
    }

    It 'finds the store that its runs came from' {
        $other = Connect-TestStore
        $null = Start-Run elsewhere -Store $other
        Complete-Run
        $both = @(Get-Run -Store $other) + $runs
        $both | Export-RunReport both.html | Out-Null
        (Read-Data both.html).runs.path | Should -Contain elsewhere/000
        (Read-Data both.html).runs.Count | Should -Be 4
    }

    It 'leaves what was there, and nothing beside it, when it is stopped' {
        Set-Content stopped.html before
        { & { $runs; throw 'upstream' } | Export-RunReport stopped.html } | Should -Throw upstream
        Get-Content stopped.html | Should -Be before
        $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
        $busy = [Threading.ManualResetEventSlim]::new()
        try {
            $null = $shell.AddScript({
                param($module, $folder, $busy)
                Import-Module $module
                Set-Location $folder
                $null = Connect-TestStore
                $null = Start-Run endless
                & { for ($n = 0; ; $n++) { Get-Run -Current; if ($n -eq 2) { $busy.Set() }; Start-Sleep -Milliseconds 5 } } | Export-RunReport stopped.html
            }).AddArgument($modulePath).AddArgument((Get-Location).Path).AddArgument($busy)
            $null = $shell.BeginInvoke()
            $busy.Wait(60000) | Should -BeTrue
            $shell.Stop()
        }
        finally { $shell.Dispose() }
        Get-Content stopped.html | Should -Be before
        Get-ChildItem *.part | Should -BeNullOrEmpty
    }

    It 'does not depend on the culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'tr-TR'
            Export-RunReport tr.html -Run iris/1 -Store $store | Out-Null
            [cultureinfo]::CurrentCulture = 'de-DE'
            Export-RunReport de.md -Run iris/1 -Store $store | Out-Null
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $curve = (Read-Data tr.html).runs[0].c[0]
        $curve[2][0, 1] | Should -Be 0.01, 0.005
        Read-Report de.md | Should -Match '\| loss \| 0\.0002 \| 0\.0002 \| 0\.0002 \| 0\.01 \|'
    }
}

Describe 'A report in Markdown' {
    BeforeAll {
        $names = "<script>alert(1)</script>", "'; DROP TABLE runs;--", '</script>', '![x](javascript:alert(1))', 'a | b `c` <b>', '**x** [y](http://127.0.0.1/)'
        $null = New-Experiment "e $($names[0])" -Description ($names -join "`n")
        $null = Start-Run "e $($names[0])" -Name "run $($names[3])" -Parameter @{ "p $($names[4])" = $names[1] } -Tag @{ "t $($names[3])" = $names[2] }
        foreach ($name in $names) { Add-Metric "m $name" (3, 2, 1) }
        Add-Artifact -Text x -Key "a $($names[3])"
        $null = Register-Dataset "d $($names[2])"
        Add-RunInput -Dataset "d $($names[2])" -Role $names[0]
        $null = Register-ModelVersion "model $($names[5])"
        Complete-Run
        $null = Start-Run "e $($names[0])"
        Complete-Run
        Export-RunReport hostile.md -Experiment "e $($names[0])" | Out-Null
        Export-RunReport one.md -Run "run $($names[3])" | Out-Null
        $rendered = 'hostile.md', 'one.md' | ForEach-Object { (Get-Item $_ | ConvertFrom-Markdown).Html } | Out-String
    }

    It 'shows hostile names as text when it is rendered: <_>' -ForEach @(
        "m <script>alert(1)</script>", "m '; DROP TABLE runs;--", 'm </script>', 'm ![x](javascript:alert(1))', 'm a | b `c` <b>'
        'run ![x](javascript:alert(1))', 'p a | b `c` <b>', 'd </script>', 't ![x](javascript:alert(1))=</script>', 'a ![x](javascript:alert(1))'
    ) {
        $text = [Net.WebUtility]::HtmlDecode(($rendered -replace '</?code>'))
        $text | Should -BeLike "*$([WildcardPattern]::Escape($_))*"
    }

    It 'creates no elements from them' {
        $rendered | Should -Not -Match '<(script|img|a|b)\b'
        ([regex]::Matches($rendered, '<(\w+)').ForEach{ $_.Groups[1].Value } | Sort-Object -Unique) |
            Should -BeIn br, code, div, h1, h2, hr, li, p, strong, table, tbody, td, th, thead, tr, ul
    }
}
