# The examples of the help can be run as docs/help/README.md promises: alone, and after the previous ones on their page.
BeforeDiscovery {
    $examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../docs/help/*-*.md") {
        $title, $code, $number = '', $null, 0
        foreach ($line in Get-Content -LiteralPath $page) {
            if ($null -ne $code) {
                if ($line -ne '```') { $code += "$line`n"; continue }
                @{ Page = $page.BaseName; Title = $title; Code = $code; Number = ++$number }
                $code = $null
            }
            elseif ($line -eq '```powershell') { $code = '' }
            elseif ($line -match '^##+ (.+)') { $title = $Matches[1] }
        }
    }
    $topics = foreach ($file in Get-ChildItem "$PSScriptRoot/../docs/about/about_*.help.txt") { @{ Topic = $file.Name -replace '\.help\.txt$'; File = $file.FullName } }
    $pages = $examples | Group-Object { $_.Page } | ForEach-Object { @{ Page = $_.Name; Pieces = $_.Group } }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Runs lists of examples in one separate process. Each list runs in an empty folder and a runspace without the variables of others. Returns the
    # problems by key.
    function Invoke-Example([Collections.IDictionary] $Pieces) {
        $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "help-$([guid]::NewGuid())")
        $Pieces | ConvertTo-Json -Depth 4 | Set-Content "$folder/pieces.json"
        $result = Invoke-Pwsh -TimeoutSeconds 290 -WorkingDirectory $folder -Environment @{ MODULE = $modulePath } {
            $pieces = Get-Content pieces.json -Raw | ConvertFrom-Json -AsHashtable
            $answers = [Collections.Concurrent.ConcurrentDictionary[string, object]]::new()
            $waiting = [Collections.Concurrent.ConcurrentQueue[string]]::new([string[]] $pieces.Keys)

            # Dashboards and mirrors belong to the process: an example that stops all would stop those of another runspace.
            $oneAtATime = [Threading.SemaphoreSlim]::new(1)
            1..([Environment]::ProcessorCount + 1) | ForEach-Object -ThrottleLimit 64 -Parallel {
                $waiting, $pieces, $answers, $oneAtATime, $key = $using:waiting, $using:pieces, $using:answers, $using:oneAtATime, $null
                $shell = [powershell]::Create([runspacefactory]::CreateRunspace())
                $shell.Runspace.Open()
                while ($waiting.TryDequeue([ref] $key)) {
                    $isOfProcess = "$($pieces[$key].Code)" -match '-Experiment(Dashboard|Server|Mirror)\b'
                    if ($isOfProcess) { $oneAtATime.Wait() }
                    $problems = try {
                        $shell.Commands.Clear()
                        $null = $shell.AddScript('Import-Module $args[0]; Set-Location $args[1]; $global:ErrorActionPreference = "Stop"').
                            AddArgument($env:MODULE).AddArgument((New-Item -ItemType Directory "at-$([guid]::NewGuid())")).Invoke()
                        foreach ($piece in $pieces[$key]) {
                            $shell.Commands.Clear()
                            $null = $shell.AddScript($piece.Code).AddCommand('Out-String').Invoke()
                            foreach ($problem in @($shell.Streams.Error) + @($shell.Streams.Warning)) { "$($piece.Title): $problem" }
                            $shell.Streams.ClearStreams()
                        }
                        $shell.Commands.Clear()
                        $shell.AddScript({
                            if (Get-Run -Current -ErrorAction Ignore) { 'it leaves a run running' }
                            if (!((Disconnect-ExperimentStore -Verbose 4>&1) -match 'not connected')) { 'it leaves a store connected' }
                            if ((Get-ExperimentStore -ErrorAction Ignore).RunningRuns) { 'it leaves a run running in its store' }
                        }).Invoke()
                    }
                    catch { "$($piece.Title): $(($_.Exception.InnerException ?? $_.Exception).Message)" }
                    finally { if ($isOfProcess) { $null = $oneAtATime.Release() } }
                    $answers[$key] = @($problems)
                    $shell.Streams.ClearStreams()
                    $shell.Runspace.ResetRunspaceState()
                }
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
            $answers | ConvertTo-Json -Depth 3 | Set-Content answers.json
        }
        if (!(Test-Path $folder/answers.json)) { throw "The process gave up: $($result.StdOut) $($result.StdErr)" }
        Get-Content $folder/answers.json -Raw | ConvertFrom-Json -AsHashtable
    }
}

Describe 'The help' -ForEach @{ Pages = $pages } {
    BeforeAll {
        # The first example of a page runs alone when the page runs.
        $pieces = @{}
        foreach ($page in $Pages) {
            $pieces[$page.Page] = @($page.Pieces)
            foreach ($one in $page.Pieces | Where-Object { $_.Number -gt 1 }) { $pieces["$($page.Page) $($one.Number)"] = @($one) }
        }
        $answers = Invoke-Example $pieces
    }

    It 'has a page with examples for every cmdlet' {
        $Pages.Page | Sort-Object | Should -Be ((Get-Module ExperimentTracker).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'has examples that run one after the other, and use the cmdlet: <Page>' -ForEach $Pages {
        $answers.ContainsKey($Page) | Should -BeTrue
        $answers[$Page] | Should -BeNullOrEmpty
        @($Pieces.Code -match "\b$Page\b").Count | Should -BeGreaterOrEqual 2
    }

    It 'has an example that also runs alone: <Page>, <Title>' -ForEach ($Pages.Pieces | Where-Object { $_.Number -gt 1 }) {
        $answers.ContainsKey("$Page $Number") | Should -BeTrue
        $answers["$Page $Number"] | Should -BeNullOrEmpty
    }
}

Describe 'The topic <Topic>' -ForEach $topics {
    BeforeAll { $text = Get-Content -LiteralPath $File -Raw }

    It 'is found by Get-Help, and its lines fit' {
        (Get-Help $Topic) -join "`n" | Should -Match $Topic
        $text -split '\r?\n' | Where-Object Length -GT 120 | Should -BeNullOrEmpty
    }

    It 'names cmdlets, parameters and topics that exist' {
        foreach ($use in [regex]::Matches($text, '(?<![-\w/.])([A-Z][a-z]+-[A-Z][A-Za-z]+)((?:[ \t]+(?!-)[^\s|;,.:)}]+|[ \t]+-[A-Za-z]+)*)')) {
            $command = Get-Command $use.Groups[1].Value -ErrorAction Ignore
            $command | Should -Not -BeNullOrEmpty -Because $use.Value
            if ($command.Source -ne 'ExperimentTracker') { continue }
            $names = @($command.Parameters.Keys) + $command.Parameters.Values.Aliases
            foreach ($parameter in [regex]::Matches($use.Groups[2].Value, '(?<=\s-)[A-Z][A-Za-z]+').Value) { $names | Should -Contain $parameter -Because $use.Value }
        }
        foreach ($other in [regex]::Matches($text, '\babout_Experiment\w+').Value) { Test-Path "$PSScriptRoot/../docs/about/$other.help.txt" | Should -BeTrue -Because $other }
    }
}
