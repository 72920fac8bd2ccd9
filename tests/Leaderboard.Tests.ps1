# The table of Get-Run -Best.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'A leaderboard' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $null = Connect-TestStore
        foreach ($lr in 0.1, 0.2, 0.3) {
            $null = Start-Run board -Parameter @{ lr = $lr; epochs = 20; optimizer = @{ name = "sgd$lr"; beta = 0.9 } }
            Add-Metric other (0..9) -Goal Maximize
            Add-Metric val/loss (9..1 | ForEach-Object { $_ * $lr }) -Goal Minimize
            Complete-Run
        }
    }
    AfterAll {
        $PSStyle.OutputRendering = $rendering
        Disconnect-TestStore
    }

    It 'shows what is ranked, its own curve and the parameters that differ, in <_> columns' -ForEach 80, 100, 200 {
        $lines = (Get-Run -Best val/loss | Out-String -Width $_) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Run +Ranked by +Trend +Parameters'
        $lines[2..4] | Should -Match '^board/00\d +val/loss=0\.\d +█.*▁ lr=0\.\d optimizer\.name=sgd0\.\d *$'
        ($lines[2..4] | ForEach-Object { $_.Substring(0, 9) }) | Should -Be board/000, board/001, board/002
    }

    It 'names a statistic other than the last value' {
        Get-Run -Best val/loss -Statistic Max -First 1 | Out-String -Width 80 | Should -Match 'val/loss max=0\.9 '
    }

    It 'shows all parameters if none differs' {
        Get-Run -Best val/loss -First 1 | Out-String -Width 120 | Should -Match 'epochs=20'
    }

    It 'consists of runs, also after it was written to a file' {
        $best = @(Get-Run -Best val/loss)
        $best[0] | Should -BeOfType ([ExperimentTracker.Run])
        $best | Export-Clixml TestDrive:/best.xml
        (Import-Clixml TestDrive:/best.xml | Get-Run).Path | Should -Be $best.Path
    }
}
