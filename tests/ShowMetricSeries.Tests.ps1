BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $info = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
    $small = @{ Width = 40; Height = 10 }
    $evil = "`e]0;title`a`e[31mred`u{9B}31m"

    $a = Start-Run iris first
    Add-Metric loss (0..19 | ForEach-Object { [math]::Exp(-$_ / 5) }) -Unit s
    Add-Metric accuracy (0.5, 0.75, 0.8) -Label setosa
    Add-Metric accuracy (0.4, 0.6, 0.7) -Label virginica
    Add-Metric odd (1, -1, 0, [double]::NaN, [double]::PositiveInfinity, 10)
    Complete-Run
    $b = Start-Run iris
    Add-Metric loss (1, 0.5, 0.25) -Unit s
    Complete-Run
    $empty = New-Run iris

    function Show-Text { ($input | Show-MetricSeries @args) -join "`n" }
}

AfterAll {
    Disconnect-ExperimentStore
    $PSStyle.OutputRendering = $rendering
}

Describe 'Show-MetricSeries' {
    It 'emits the lines of a chart in the requested size' {
        $lines = Show-MetricSeries loss -Run $a @small
        $lines | Should -HaveCount 10
        $lines | ForEach-Object { $_ | Should -BeOfType string; $_.Length | Should -BeLessOrEqual 40 }
        $lines[0] | Should -BeExactly 'loss of iris/000 first (s)'
        $lines[1] | Should -BeExactly '1.0 +*'
        $lines[-2] | Should -Match '^    \+\+-+.* step$'
        (Show-MetricSeries loss -Run $a)[0..1] | Should -Be 'loss of iris/000 first (s)', '1.0 +*'
    }

    It 'names runs by the parameters that differ' {
        $runs = @{ lr = 0.1; seed = 1; epochs = 5 }, @{ lr = 0.2; seed = 1; epochs = 5 }, @{ lr = 0.2; seed = 1; epochs = 5 } |
            ForEach-Object { Start-Run legend -Parameter $_; Add-Metric loss 1, 2; Complete-Run }
        (Get-Run $runs[0], $runs[1] | Show-MetricSeries loss @small)[-1] | Should -Be '* lr=0.1  o lr=0.2'
        (Get-Run $runs | Show-MetricSeries loss -Width 60 -Height 10)[-1] | Should -Be '* lr=0.1  o lr=0.2 legend/001  # lr=0.2 legend/002'
    }

    It 'draws keys that are named together in one chart, over all runs' {
        $lines = Get-Run $a, $b | Show-MetricSeries loss @small
        $lines | Should -HaveCount 10
        $lines[0] | Should -Be 'loss (s)'
        $lines[-1] | Should -Be '* iris/000 first  o iris/001'
        (Show-MetricSeries loss, acc* -Run $a @small)[-2, -1] | Should -Be '* accuracy[setosa]', 'o accuracy[virginica]  # loss (s)'
        (Show-MetricSeries 'accuracy[setosa]' -Run $a @small)[0] | Should -Be 'accuracy[setosa] of iris/000 first'
    }

    It 'draws a chart for each key when none is named, with labels and runs overlaid' {
        $text = $a, $b | Show-Text @small
        $charts = $text -split "`n`n"
        ($charts | ForEach-Object { ($_ -split "`n")[0] }) | Should -Be 'iris/000 first', 'loss (s)', 'odd of iris/000 first'
        ($charts[0] -split "`n")[-2, -1] | Should -Be '* accuracy[setosa]', 'o accuracy[virginica]'
    }

    It 'accepts metrics, series, points, names and deserialized records' {
        Get-Metric loss -Run $a, $b | Show-Text @small | Should -BeExactly (Get-Run $a, $b | Show-Text loss @small)
        Get-MetricSeries loss -Run $a -AsSeries | Show-Text @small | Should -Match '^loss of iris/000 \(s\)\n1\.0 \+\*\n'
        Get-MetricSeries loss -Run $a | Show-Text @small | Should -Match "^loss of $($a.ShortId)\n1\.0 \+\*\n"
        'iris/0' | Show-Text loss @small | Should -Match '^loss of iris/000 first'
        Show-MetricSeries loss -Run fir* @small | Select-Object -First 1 | Should -Be 'loss of iris/000 first (s)'
        Copy-ThroughFile (Get-Run $b) | Show-Text @small | Should -Match '^loss of iris/001 \(s\)\n'
        Copy-ThroughFile (Get-Metric loss -Run $b) | Show-Text loss @small | Should -Match '^loss of iris/001 \(s\)\n'
    }

    It 'draws together what is piped together, of any kind' {
        $text = @(Get-MetricSeries loss -Run $a -AsSeries; Get-MetricSeries odd -Run $a; 'iris/1') | Show-Text loss, odd
        ($text -split "`n")[-2] | Should -Be "* iris/000 loss (s)  o iris/001 loss (s)  # $($a.ShortId) odd"
    }

    It 'draws of series and points only the keys that are named' {
        (Get-MetricSeries -Run $a -AsSeries | Show-MetricSeries acc*)[-1] | Should -Be '* accuracy[setosa]  o accuracy[virginica]'
        (Get-MetricSeries -Run $a | Show-MetricSeries 'accuracy[setosa]' @small)[0] | Should -Match '^accuracy\[setosa\] of'
    }

    It 'draws points that were picked, and steps within a window' {
        (Get-MetricSeries loss -Run $a | Where-Object Step -In 5, 9 | Show-MetricSeries @small)[-1] | Should -Match '^ +6 .* 8$'
        (Show-MetricSeries loss -Run $a -FirstStep 5 -LastStep 9 @small)[-1] | Should -Match '^ +6 .* 8$'
        (Get-MetricSeries loss -Run $a -AsSeries | Show-MetricSeries -FirstStep 5 -LastStep 9 @small)[-1] | Should -Match '^ +6 .* 8$'
        Show-MetricSeries loss -Run $a -FirstStep 500 @small | Should -Be 'loss of iris/000 first (s)', 'There is nothing to draw.'
    }

    It 'reports what it could not draw' {
        (Show-MetricSeries odd -Run $a @small)[-1] | Should -Be 'Left out: 1 NaN, 1 infinite.'
        $lines = Show-MetricSeries odd -Run $a -LogScale
        $lines[0] | Should -Be 'odd of iris/000 first, log scale'
        $lines[-1] | Should -Be 'Left out: 1 NaN, 1 infinite, 2 not above 0.'
    }

    It 'smooths' {
        $lines = Get-Run $a | Show-MetricSeries loss -Smoothing 0.9
        $lines[0] | Should -Be 'loss of iris/000 first (s), smoothed by 0.9'
        $lines[1] | Should -Match '^1\.0 \+\*'
        $lines[-3] | Should -Not -Match '0\.0 \+'
    }

    It 'places points by step, by time, or by the time since the first; and by time when they have one step' {
        $run = Start-Run times
        $noon = [datetime]'2026-03-01T12:00:00'
        Add-Metric x (1, 2, 3) -Step (5, 5, 5) -Timestamp ($noon, $noon.AddMinutes(30), $noon.AddMinutes(60))
        Complete-Run
        (Show-MetricSeries x -Run $run -XAxis Time @small)[-2, -1] -join ' ' | Should -Match ' 2026-03-01 .*12:00.*13:00$'
        (Show-MetricSeries x -Run $run -XAxis Elapsed @small)[-2, -1] -join ' ' | Should -Match ' minutes +0 .* 60$'
        (Show-MetricSeries x -Run $run @small)[-2] | Should -Match ' minutes$'
        (Show-MetricSeries x -Run $run -XAxis Step @small)[-2, -1] -join ' ' | Should -Match ' step +5$'
    }

    It 'draws the current run when none is named' {
        $null = Start-Run now
        Add-Metric loss (1, 2)
        (Show-MetricSeries @small)[0] | Should -Be 'loss of now/000'
        Complete-Run
    }

    It 'draws in the requested style, and plainly in a pipe' {
        $color = (Show-MetricSeries loss -Run $a -Style Color @small) -join "`n"
        $color | Should -Match "`e\[36m[⠀-⣿]"
        $braille = (Show-MetricSeries loss -Run $a -Style Braille @small) -join "`n"
        $braille | Should -BeExactly ($color -replace "`e\[\d+m")
        (Show-MetricSeries loss -Run $a @small | ForEach-Object { $_ }) -join "`n" | Should -Not -Match '[^\x0A\x20-\x7E]'
    }

    It 'lets no name steer the terminal' {
        $run = Start-Run 漢字 'wide 漢字 👍'
        Add-Metric loss (1, 2) -Unit $evil
        Add-Metric acc (1, 2)
        Complete-Run
        foreach ($style in 'Ascii', 'Braille', 'Color') {
            $lines = Show-MetricSeries loss, acc -Run $run -Style $style @small
            $lines | Should -HaveCount 10
            $lines -replace "`e\[\d+m" -match '[\x00-\x1F\x7F-\x9F]' | Should -BeNullOrEmpty
            $lines[-1] | Should -Match ([regex]::Escape('�]0;title��[31mred�31m'))
        }
    }

    It 'reports a missing key, and draws the others' {
        $failure = $null
        $lines = Get-Run $a, $b | Show-MetricSeries nope, loss @small -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'MetricNotFound,*'
        $failure.TargetObject | Should -Be nope
        $lines | Should -HaveCount 10
        Get-Run $a, $b | Show-MetricSeries odd @small -ErrorAction Stop | Should -HaveCount 10
        (Get-Failure { Show-MetricSeries loss -Run nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        (Get-Failure { Show-MetricSeries loss }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'warns when there is no series, and is silent when there is no run' {
        $warning = $null
        $empty | Show-MetricSeries -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warning.Message | Should -Be 'There are no series to draw.'
        @() | Show-MetricSeries -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warning | Should -BeNullOrEmpty
    }

    It 'refuses <Option>' -ForEach @(
        '-Smoothing 1', '-Smoothing -0.1', '-Width 23', '-Height 7' | ForEach-Object { @{ Option = $_; Id = 'ValueOutOfRange,*' } }
        @{ Option = '-FirstStep -1'; Id = 'InvalidStep,*' }
        '-XAxis Epoch', '-Style Fancy' | ForEach-Object { @{ Option = $_; Id = '*Argument*,*' } }
    ) {
        { Invoke-Expression "Show-MetricSeries loss -Run iris/0 $Option" } | Should -Throw -ErrorId $Id
    }

    It 'ends when what follows has enough' { Show-MetricSeries -Run $a | Select-Object -First 2 | Should -HaveCount 2 }
}

Describe 'Show-MetricSeries -Follow without a terminal' {
    BeforeAll {
        # A run of another runspace, which behaves like one of another process, and a session that follows it.
        function Start-Shell([scriptblock] $Body, [object[]] $Arguments) {
            $shell = [powershell]::Create().AddScript('Import-Module $args[0]').AddArgument($modulePath)
            $null = $shell.Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript("$Body")
            $Arguments | ForEach-Object { $null = $shell.AddArgument($_) }
            [pscustomobject]@{ Shell = $shell; Task = $shell.BeginInvoke() }
        }
        $watch = { param($store, $id) Show-MetricSeries loss -Run $id -Store $store -Follow -Width 40 -Height 10 }

        # Watches a run until it has been looked at: the first look takes away what locks nobody holds.
        function Start-Watching([string] $RunId) {
            $lock = New-Item (Join-Path $info.Path locks "$([guid]::NewGuid().ToString('N')).lock")
            Start-Shell $watch $info.Path, $RunId
            Wait-Until { !(Test-Path $lock) }
        }
    }

    It 'waits for the end of the run, and then emits the chart of all its points, once' {
        $run = Start-Run watched
        Add-Metric loss 1
        $watching = Start-Watching $run.Id
        Add-Metric loss (2, 3, 4)
        $watching.Task.IsCompleted | Should -BeFalse
        Complete-Run
        $watching.Task.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
        $lines = $watching.Shell.EndInvoke($watching.Task)
        $lines | Should -Be (Show-MetricSeries loss -Run $run @small)
        $lines -match "`e" | Should -BeNullOrEmpty
        $watching.Shell.Dispose()
    }

    It 'ends when it is stopped' {
        $run = Start-Run stopped
        $watching = Start-Watching $run.Id
        $watching.Task.IsCompleted | Should -BeFalse
        $watching.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(20000) | Should -BeTrue -Because 'it would follow the run for ever'
        $watching.Shell.InvocationStateInfo.State | Should -Be Stopped
        $watching.Shell.Dispose()
        Complete-Run
    }

    It 'ends with an orphaned run' {
        $process = Start-Pwsh -Environment @{ STORE = $info.Path } 'Start-Run dying -Id dying -Store $env:STORE | Out-Null; Add-Metric loss (1, 2); "up"; Start-Sleep 100'
        $null = $process.StandardOutput.ReadLine()
        $watching = Start-Shell $watch $info.Path, dying
        $process.Kill($true)
        $watching.Task.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $watching.Shell.EndInvoke($watching.Task)[0] | Should -Be 'loss of dying/000'
        (Get-Run dying).Status | Should -Be Killed
        $watching.Shell.Dispose()
        $process.Dispose()
    }
}

Describe 'Show-MetricSeries on a terminal' {
    BeforeAll {
        # Everything that needs a terminal, in one process. The tool `script` provides a terminal and records its output.
        $obstacle = !$IsLinux ? 'only the tool script of Linux makes a terminal here'
            : !(Get-Command script -CommandType Application -ErrorAction Ignore) ? 'there is no tool script, which makes a terminal' : $null
        $folder = New-TestStore
        $printed = @{}
        if (!$obstacle) {
            Set-Content $folder/terminal.ps1 {
                $PSStyle.Progress.View = 'Classic'
                Import-Module $env:MODULE
                $null = Connect-ExperimentStore ./store -Create
                Start-Run live | Out-Null
                Add-Metric loss (4, 3, 2)
                'MARK color'
                Show-MetricSeries loss -Height 8
                'MARK pipe'
                Show-MetricSeries loss -Height 8 | ForEach-Object { $_ }
                'MARK file'
                Show-MetricSeries loss -Height 8 > chart.txt
                'MARK follow'
                $other = [powershell]::Create().AddScript({
                    param($module, $store, $id, $printed)
                    Import-Module $module
                    foreach ($frames in 1, 2) {
                        $deadline = [datetime]::UtcNow.AddSeconds(30)
                        while (([regex]::Matches((Get-Content $printed -Raw), 'Press Ctrl\+C to stop')).Count -lt $frames -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
                        if ($frames -eq 1) { Add-Metric loss (1, 0.5) -Run $id -Store $store }
                    }
                    Complete-Run $id -Store $store
                }).AddArgument($env:MODULE).AddArgument("$PWD/store").AddArgument((Get-Run -Current).Id).AddArgument("$PWD/printed.txt")
                $task = $other.BeginInvoke()
                $emitted = Show-MetricSeries loss -Height 8 -Follow
                $null = $other.EndInvoke($task)
                "MARK emitted $(@($emitted).Count)"
                $PSStyle.OutputRendering = 'PlainText'
                'MARK plain'
                Show-MetricSeries loss -Height 8 -Run live/0
                $PSStyle.OutputRendering = 'Host'
                $env:NO_COLOR = '1'
                'MARK nocolor'
                Show-MetricSeries loss -Height 8 -Run live/0
                'MARK tall'
                stty rows 50 cols 90
                Show-MetricSeries loss -Run live/0
                'MARK end'
            }.ToString()
            $start = $pwshCommand.ForEach{ "'$_'" } -join ' '
            $before = $env:NO_COLOR, $env:MODULE, $env:TERM
            try {
                $env:NO_COLOR, $env:MODULE, $env:TERM = $null, $modulePath, 'xterm-256color'
                Push-Location $folder
                $text = script -qefc "$start -NoProfile -File terminal.ps1" printed.txt | Out-String
            }
            finally {
                Pop-Location
                $env:NO_COLOR, $env:MODULE, $env:TERM = $before
            }
            foreach ($part in [regex]::Matches($text, '(?s)MARK (\w+) ?([^\r\n]*)\r?\n(.*?)(?=MARK |\z)')) {
                $printed[$part.Groups[1].Value] = $part.Groups[2].Value + $part.Groups[3].Value
            }
        }
    }

    It 'draws with braille and colours, and plainly in a pipe and in a file' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $printed.color | Should -Match "`e\[36m[⠀-⣿]" -Because "it printed $($printed.Keys)"
        $printed.pipe | Should -Match '\*'
        $printed.pipe | Should -Not -Match '[⠀-⣿]|\x1B\[\d+m'
        Get-Content $folder/chart.txt -Raw | Should -Not -Match '[^\x0A\x20-\x7E]'
        Get-Content $folder/chart.txt | Should -HaveCount 8
    }

    It 'redraws over its output, and ends with the run' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $printed.follow | Should -Match 'Press Ctrl\+C to stop\.'
        $frames = $printed.follow -split "`e\[9A"
        $frames.Count | Should -BeGreaterThan 2 -Because ($printed.follow -replace "`e", '<ESC>')
        $frames[0] | Should -Match '4 ┤'
        $frames[-1] | Should -Match '(?s) 0 .* 1 .* 2 .* 3 .* 4'
        $frames[-1] | Should -Not -Match 'Ctrl'
        $printed.emitted | Should -Match '^0'
    }

    It 'has 20 lines on a tall terminal' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        ($printed.tall -replace "`r", '').TrimEnd("`n") -split "`n" | Should -HaveCount 20
    }

    It 'draws plainly if PowerShell shows no colours, or they are disabled' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        foreach ($one in 'plain', 'nocolor') {
            $printed[$one] | Should -Match '\*' -Because $one
            $printed[$one] | Should -Not -Match '[⠀-⣿]|\x1B\[\d+m' -Because $one
        }
    }
}
