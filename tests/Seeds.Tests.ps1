BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    # Runs one of the scripts in an empty folder. The script checks its results and throws.
    function Invoke-Example([string] $Path, [string[]] $Store) {
        $folder = New-StoreFolder
        $result = Invoke-Pwsh "& '$Path' $($onServer -and $Store ? "-Store $($Store -join ',')" : ''); exit 0" -WorkingDirectory $folder
        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $result.StdErr | Should -BeNullOrEmpty
        [pscustomobject]@{ Folder = $folder; Text = $result.StdOut -join "`n" }
    }
}

Describe 'The examples after the documents' {
    It '000-experiment-store.ps1 runs through and leaves nothing behind' {
        $example = Invoke-Example (Join-Path $PSScriptRoot ../examples/seeds/000-experiment-store.ps1) (New-TestAddress), (New-TestAddress)
        $example.Text | Should -Match 'ID: exp-001\nName: ResNet Training\nCreated: '
        $example.Text | Should -Match 'Key: model.pt\nHash: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nSize: 104857600 bytes'
        $example.Text | Should -Match '1 experiment, 1 run, 2 metrics, 200 points, 0 artifacts'
        Get-ChildItem $example.Folder -Recurse -File -Force | Where-Object Name -NE store.json | Should -BeNullOrEmpty
    }

    It '001-ledger.ps1 runs through and leaves its runs' {
        $example = Invoke-Example (Join-Path $PSScriptRoot ../examples/seeds/001-ledger.ps1)
        $example.Text | Should -Match 'Allocated train/mnist/cnn/000'
        $example.Text | Should -Match 'Already trained: w.pt'
        $example.Text | Should -Match 'Run train/sub/001 is resumed'
        $example.Text | Should -Match 'Run train/sub/001 has succeeded with these parameters'
        (Get-Run -Store (Get-StoreAddress $example.Folder)).Path | Sort-Object | Should -Be train/mnist/cnn/000, train/sub/000, train/sub/001
    }

    It '002-data-model.ps1 runs through and leaves its registry' {
        $example = Invoke-Example (Join-Path $PSScriptRoot ../examples/seeds/002-data-model.ps1)
        $example.Text | Should -Match 'The sweep has 4 children and 6 descendants'
        $example.Text | Should -Match 'rate 10: The loss is not finite'
        $store = Get-StoreAddress $example.Folder
        (Get-ModelVersion -Store $store).Path | Should -Be iris-classifier/2, iris-classifier/1
        (Get-ModelVersion iris-classifier/1 -Store $store).Artifact | Should -Be model.json
    }

    It '003-experiment-schema.ps1 runs through and answers its queries' {
        $text = (Invoke-Example (Join-Path $PSScriptRoot ../examples/seeds/003-experiment-schema.ps1) (New-TestAddress)).Text -replace '\e\[[\d;]*m'
        $trials, $results, $artifacts = $text -split '(?m)^-- \d\. .*$' | Select-Object -Skip 1
        [regex]::Matches($trials, '(?m)^id +: (\S+)').ForEach{ $_.Groups[1].Value } | Sort-Object | Should -Be trial_1, trial_2
        $results | Should -Match 'id +: result_run_456\ntrial_run_id +: run_456\ntotal_accuracy +: 0\.93\n'
        [regex]::Matches($artifacts, '(?m)^(?:epoch_id|results_id) +: (\w+)').ForEach{ $_.Groups[1].Value } |
            Should -Be epoch_run_789_0, epoch_run_789_1, epoch_run_789_2, result_run_789
    }

    It 'are all tested here' {
        $tested = [regex]::Matches((Get-Content $PSCommandPath -Raw), "It '(\S+\.ps1) ").ForEach{ $_.Groups[1].Value }
        (Get-ChildItem (Join-Path $PSScriptRoot ../examples/seeds) -Filter *.ps1).Name | Should -Be $tested
    }
}
