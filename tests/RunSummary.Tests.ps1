# Publish-RunSummary, at a prompt and in a build, and the baselines that it shares with Test-Metric and Assert-Metric.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    $null = Connect-TestStore

    function New-Result([double] $Accuracy, [hashtable] $With = @{}, [string] $Experiment = 'iris') {
        Invoke-Run -Experiment $Experiment @With { Add-Metric accuracy $Accuracy -Goal Maximize } -PassThru
    }
    function Use-Build([scriptblock] $Body) {
        $env:TF_BUILD, $env:BUILD_BUILDID, $env:AGENT_TEMPDIRECTORY = 'True', '4711', $TestDrive
        try { & $Body } finally { $env:TF_BUILD = $env:BUILD_BUILDID = $env:AGENT_TEMPDIRECTORY = $null }
    }

    $first = New-Result 0.8 @{ Tag = 'ci.branch=main' }
    $second = New-Result 0.9 @{ Tag = 'ci.branch=feature'; Parameter = @{ lr = 1 } }
    $third = New-Result 0.7 @{ Tag = 'ci.branch=main'; Parameter = @{ lr = 2 } }
    $null = New-Model empty
    $null = Register-ModelVersion classifier -Run $second | Set-ModelVersion -Stage Production
    $null = Register-ModelVersion orphan | Set-ModelVersion -Stage Production
}

AfterAll { Disconnect-TestStore }

Describe 'A summary at a prompt' {
    It 'is one text, of runs that are piped, named, of an experiment, or current' {
        $text = $first, $second, $third | Publish-RunSummary
        $text | Should -BeOfType string
        $text | Should -BeLike '## iris*Best of 3 runs: **iris/001** — accuracy **0.9***### Leaderboard*| 1 | iris/001 |*| 2 | iris/000 |*| 3 | iris/002 |*'
        Publish-RunSummary -Experiment iris | Should -Be $text
        Publish-RunSummary -Run iris/2 | Should -BeLike '## iris/002*'
        Invoke-Run -Experiment other { Add-Metric x 1; Publish-RunSummary -Title mine } | Should -BeLike '## mine*other/000*'
    }

    It 'is also written to a file, as UTF-8, but not with -WhatIf' {
        $text = $third | Publish-RunSummary -Path $TestDrive/summary.md
        [IO.File]::ReadAllText("$TestDrive/summary.md") | Should -BeExactly $text
        [IO.File]::ReadAllBytes("$TestDrive/summary.md")[0] | Should -Be 35 -Because 'there is no byte order mark before the #'
        $third | Publish-RunSummary -Path $TestDrive/none.md -WhatIf | Should -BeNullOrEmpty
        Test-Path $TestDrive/none.md | Should -BeFalse
    }

    It 'passes nothing on outside of a build' {
        $lines = $third | Publish-RunSummary -SetVariable -AsOutput -BuildTag x 6>&1
        @($lines).Count | Should -Be 1
    }

    It 'sorts by the given metric and goal' {
        $first, $second | Publish-RunSummary accuracy -Goal Minimize | Should -BeLike '*Best of 2 runs: **iris/000***'
        $first, $second | Publish-RunSummary -Top 1 | Should -BeLike '*1 more runs are not shown.*'
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'an empty pipeline'; Id = 'NothingToSummarize'; Do = { @() | Publish-RunSummary } }
        @{ Why = 'no current run'; Id = 'NoCurrentRun'; Do = { Publish-RunSummary } }
        @{ Why = 'a metric that no run has'; Id = 'MetricNotFound'; Do = { $first | Publish-RunSummary nope } }
        @{ Why = 'a model that is not there'; Id = 'ModelNotFound'; Do = { $first | Publish-RunSummary -BaselineModel nope } }
        @{ Why = 'a folder that is not there'; Id = 'ReportFolderNotFound'; Do = { $first | Publish-RunSummary -Path $TestDrive/no/such/file.md } }
    ) {
        (Get-Failure $Do).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}

Describe 'The baseline' {
    It 'is <What>' -ForEach @(
        @{ What = 'the last that succeeded before'; With = @{ BaselineLast = 1 }; Is = 'iris/001'; Passes = $false }
        @{ What = 'the last of a branch'; With = @{ BaselineBranch = 'main' }; Is = 'iris/000'; Passes = $false }
        @{ What = 'what a filter leaves'; With = @{ BaselineFilter = { $_.Parameters.lr -eq 1 } }; Is = 'iris/001'; Passes = $false }
        @{ What = 'the run behind Production'; With = @{ BaselineModel = 'classifier' }; Is = 'iris/001'; Passes = $false }
        @{ What = 'a run by name'; With = @{ Baseline = 'iris/0' }; Is = 'iris/000'; Passes = $false }
        @{ What = 'the mean of several'; With = @{ BaselineLast = 5 }; Is = 'the mean of 2 runs'; Passes = $false }
    ) {
        $third | Publish-RunSummary @With | Should -BeLike "*### Against $Is*| accuracy | 0.7 | * | ▼ * | `*`*worse`*`* |*"
        (Test-Metric accuracy -Run $third @With).Passed | Should -Be $Passes
        { Assert-Metric accuracy -Run $third @With -ErrorAction Stop } | Should -Throw -ErrorId 'MetricAssertionFailed,*'
    }

    It 'is not compared with without being asked' {
        $third | Publish-RunSummary | Should -Not -BeLike '*Against*'
        $third | Publish-RunSummary -BaselineTag ci.branch=main | Should -BeLike '*### Against iris/000*'
    }

    It 'can be missing: this is shown, and fails a gate unless it allows it' {
        $third | Publish-RunSummary -BaselineModel empty | Should -Not -BeLike '*Against*'
        (Get-Failure { Test-Metric accuracy -Run $third -BaselineModel empty }).FullyQualifiedErrorId | Should -BeLike 'NoProductionVersion,*'
        (Test-Metric accuracy -Run $third -BaselineModel empty -AllowMissingBaseline).Passed | Should -BeTrue
        (Get-Failure { Test-Metric accuracy -Run $third -BaselineModel orphan -AllowMissingBaseline }).FullyQualifiedErrorId | Should -BeLike 'RunNotRecorded,*'
        (Get-Failure { Test-Metric accuracy -Run $third -BaselineBranch nope }) | Should -BeNullOrEmpty
        (Test-Metric accuracy -Run $third -BaselineBranch nope).Passed | Should -BeFalse
    }

    It 'accepts a filter as Get-Run does, where what a run lacks satisfies no comparison by size' {
        (Get-Failure { Test-Metric accuracy -Run $third -BaselineFilter { } }).FullyQualifiedErrorId | Should -BeLike 'FilterNotSupported,*'
        (Get-Failure { Test-Metric accuracy -Run $third -BaselineFilter { $_.Name.Nope() } }).FullyQualifiedErrorId | Should -BeLike 'FilterFailed,*'
        (Test-Metric accuracy -Run $third -BaselineFilter { $_.Parameters.lr -lt 5 } -BaselineLast 9).BaselineCount | Should -Be 1
        (Test-Metric accuracy -Run $third -BaselineFilter { $_.Tags.'ci.branch'; 'two' } -BaselineLast 9).BaselineCount | Should -Be 2
    }
}

Describe 'In a build' {
    It 'the summary is passed to the service, and the text is returned only on request' {
        Use-Build {
            $lines = $third | Publish-RunSummary 6>&1
            @($lines).Count | Should -Be 1
            "$lines" | Should -Match '^##vso\[task\.uploadsummary\].+iris-002\.md$' -Because 'the one run gives the title'
            Get-Content ("$lines" -replace '^[^]]+\]') | Select-Object -First 1 | Should -Be '## iris/002'
            @($third | Publish-RunSummary -PassThru 6>$null).Count | Should -Be 1
        }
    }

    It 'the runs of the build are used when none is named or current' {
        Use-Build {
            $null = New-Result 0.5 -Experiment built
            $null = New-Result 0.6 -Experiment built
            Publish-RunSummary -PassThru 6>$null | Should -BeLike '*Best of 2 runs: **built/001***'
        }
    }

    It 'an id that looks like a command is not passed on, and nothing is published' {
        $run = Invoke-Run { } -Id '##vso[task.complete result=Failed]x' -PassThru
        Use-Build {
            $lines = Get-Failure { $run | Publish-RunSummary -AsOutput }
            $lines.FullyQualifiedErrorId | Should -BeLike 'UnsafeVariable,*'
            @($run | Publish-RunSummary -AsOutput -ErrorAction SilentlyContinue 6>&1).Count | Should -Be 0
        }
    }

    It 'a gate logs an issue for each failure before it throws, but Test-Metric does not' {
        Use-Build {
            $messages = try { Assert-Metric accuracy -Run $third 6>&1 } catch { $_ }
            "$messages" | Should -BeLike '*##vso`[task.logissue type=error;`]accuracy of iris/002: The accuracy 0.7 of run iris/002 is worse*limit 0.9)*'
            @(Test-Metric accuracy -Run $third 6>&1).Count | Should -Be 1
        }
    }

    It 'long operations report their progress' {
        $file = Join-Path $TestDrive large.bin
        $stream = [IO.File]::Create($file)
        $stream.SetLength(200MB)
        $stream.Close()
        Use-Build {
            $lines = Invoke-Run -Experiment big { Add-Artifact $file } 6>&1
            if (@($lines).Count -eq 0) { Set-ItResult -Skipped -Because 'this machine takes 200 MB in less than a quarter of a second' }
            $lines | ForEach-Object { "$_" | Should -Match '^##vso\[task\.setprogress value=\d+;\]\w' }
        }
        Remove-Item $file
    }
}
