# The examples of the help run as docs/help/README.md promises: alone, and after those above them on their page.
BeforeDiscovery {
    $examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../docs/help/*-*.md") {
        $title, $code, $number = '', $null, 0
        foreach ($line in Get-Content -LiteralPath $page) {
            if ($null -ne $code) {
                if ($line -ne '```') { $code += "$line`n"; continue }
                @{ Page = $page.BaseName; Title = $title; Code = $code; Key = "$($page.BaseName) $((++$number))" }
                $code = $null
            }
            elseif ($line -eq '```powershell') { $code = '' }
            elseif ($line -match '^##+ (.+)') { $title = $Matches[1] }
        }
    }
    $pages = $examples | Group-Object { $_.Page } | ForEach-Object { @{ Page = $_.Name; Codes = @($_.Group.Code); Key = $_.Name } }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Runs pieces of code, one runspace and one empty folder for each list of them, all in one real process. Gives what went wrong, by key.
    function Invoke-Example([Collections.IDictionary] $Code) {
        $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "help-$([guid]::NewGuid())")
        $Code | ConvertTo-Json -Depth 4 | Set-Content "$folder/code.json"
        $result = Invoke-Pwsh -TimeoutSeconds 100 -WorkingDirectory $folder -Environment @{ MODULE = $modulePath } {
            $code = Get-Content code.json -Raw | ConvertFrom-Json -AsHashtable
            $told = @{}
            foreach ($key in $code.Keys) {
                $shell = [powershell]::Create()
                $problems = try {
                    $null = $shell.AddScript('Import-Module $args[0]; Set-Location $args[1]; $global:ErrorActionPreference = "Stop"').
                        AddArgument($env:MODULE).AddArgument((New-Item -ItemType Directory "at-$([guid]::NewGuid())")).Invoke()
                    foreach ($piece in $code[$key]) {
                        $shell.Commands.Clear()
                        $null = $shell.AddScript($piece).AddCommand('Out-String').Invoke()
                        foreach ($problem in $shell.Streams.Error + $shell.Streams.Warning) { "$problem" }
                    }
                    $shell.Commands.Clear()
                    $shell.AddScript({
                        if (Get-Run -Current -ErrorAction Ignore) { 'it leaves a run running' }
                        if (!((Disconnect-ExperimentStore -Verbose 4>&1) -match 'not connected')) { 'it leaves a store connected' }
                        if ((Get-ExperimentStore -ErrorAction Ignore).RunningRuns) { 'it leaves a run running in its store' }
                    }).Invoke()
                }
                catch { "$(($_.Exception.InnerException ?? $_.Exception).Message)" }
                $told[$key] = @($problems)
                $shell.Dispose()
            }
            $told | ConvertTo-Json -Depth 3 | Set-Content told.json
        }
        if (!(Test-Path $folder/told.json)) { throw "The process gave up: $($result.StdOut) $($result.StdErr)" }
        Get-Content $folder/told.json -Raw | ConvertFrom-Json -AsHashtable
    }
}

Describe 'The examples of the help' {
    BeforeAll {
        $codes = @{}
        $examples | ForEach-Object { $codes[$_.Key] = @($_.Code) }
        $pages | ForEach-Object { $codes[$_.Key] = $_.Codes }
        $told = Invoke-Example $codes
    } -ForEach @{ Examples = $examples; Pages = $pages }
}
