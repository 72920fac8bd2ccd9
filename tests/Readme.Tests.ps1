BeforeDiscovery {
    $readme = Join-Path $PSScriptRoot '../README.md'
    $blocks = [regex]::Matches((Get-Content -Raw -LiteralPath $readme), '(?ms)^```powershell\n(.*?)^```').ForEach{ $_.Groups[1].Value }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'The tour in the README' {
    It 'runs without an error when it is pasted into a fresh PowerShell' -ForEach @{ Blocks = $blocks } {
        # Pastes the lines one by one into one session. The module under test replaces the one in the checkout.
        $tour = ($Blocks -join "`n").Replace('./ExperimentTracker.psd1', "'$env:EXPERIMENTTRACKER_MODULE'")
        $Blocks.Count | Should -BeGreaterThan 5
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -Script ($tour + @'

"ERRORS $($Error.Where{ $_.Exception.Message -ne 'out of memory' }.Count)"
"RUNS $((Get-Run).Count) FAILED $((Get-Run -Status Failed).Count) CHILDREN $((Get-Run -ParentRun sweep).Count)"
"POINTS $((Get-Metric val/loss -Run 'first try').Count)"
"BEST $((Get-Run -ParentRun sweep | Sort-Object { $_.Metrics.'val/loss' })[0].Parameters.lr)"
Set-Location ..
Remove-Item "tour-$PID" -Recurse -Force
'@)
        $result.ExitCode | Should -Be 0 -Because ($result.StdErr -join "`n")
        $text = $result.StdOut -join "`n"
        $text | Should -Match '(?s)Created the experiment store .*iris/\d{3} trial-3 +val/loss=0\.1224 .* lr=1\s.*iris/\d{3} trial-1 +val/loss=0\.6939 .* lr=0\.1\s.*Created the experiment store .*tour-'
        $text | Should -Match 'caught: out of memory'
        $text | Should -Match 'weights would go here'
        $text | Should -Match 'What if: Performing the operation "Remove"'
        $text | Should -Match 'ERRORS 0'
        $text | Should -Match 'RUNS 10 FAILED 1 CHILDREN 3'
        $text | Should -Match 'POINTS 50'
        $text | Should -Match 'BEST 1$'
    }
}
