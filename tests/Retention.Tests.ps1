BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $path = New-TestStore
    $null = Connect-ExperimentStore $path -Create -InformationAction Ignore
    function New-Ended([string] $Experiment, [double[]] $Loss) { foreach ($value in $Loss) { Invoke-Run -Experiment $Experiment { Add-Metric loss $value -Goal Minimize } -PassThru } }
    function Get-Left([string] $Experiment) { (Get-Run -Experiment $Experiment -OrderBy Number).Number }
}

AfterAll { Disconnect-ExperimentStore }

Describe 'A retention policy' {
    It 'is shown by -WhatIf, by Get-RetentionPolicy -Decision and with -Verbose as it is applied' {
        $runs = New-Ended nightly 5, 1, 4, 3, 2, 6, 7
        Add-ExperimentTag keep=always -Run $runs[2]
        Add-Artifact -Run $runs[3] -Text ('x' * 3000) -Key dump.txt
        Set-RetentionPolicy nightly -KeepBest 2 -Metric loss -KeepLast 1
        $decisions = Get-RetentionPolicy nightly -Decision
        $decisions.Reason -join ' ' | Should -Be ((Get-Run -Experiment nightly | ForEach-Object { @('Expired', 'Best', 'Tagged', 'Expired', 'Best', 'Expired', 'Last')[$_.Number] }) -join ' ')

        $said = Get-WhatIf { Optimize-ExperimentStore -WhatIf }
        "$said" | Should -Match "experiment 'nightly' of .*: 3 runs, 3 points, 1 artifact; (2\.9|3(\.0)?) KB to be freed"
        Get-Left nightly | Should -Be (0..6)

        $shown = @(Optimize-ExperimentStore -Confirm:$false -Verbose 4>&1)
        $shown[-1].RetiredRuns, $shown[-1].Runs | Should -Be 3, 0
        @($shown -match '^Run .*: Expired$').Count | Should -Be 3
        Get-Left nightly | Should -Be 1, 2, 4, 6
        (Get-Run -Experiment nightly -Removed).Id | Sort-Object | Should -Be (($decisions | Where-Object Goes).RunId | Sort-Object)
        (Optimize-ExperimentStore -Confirm:$false).RetiredRuns | Should -Be 0
        Restore-Run $runs[0]
        Get-Left nightly | Should -Be 0, 1, 2, 4, 6
    }

    It 'removes only artifacts if it says so' {
        $null = New-Ended render 1, 2
        0..1 | ForEach-Object { Add-Artifact -Run "render/$_" -Text "picture $_" -Key picture.txt }
        Set-RetentionPolicy render -KeepLast 1 -ArtifactsOnly
        "$(Get-WhatIf { Optimize-ExperimentStore -WhatIf })" | Should -BeLike '*1 artifact of 1 run; at most 9 B to be freed*'
        (Optimize-ExperimentStore -Confirm:$false).RetiredArtifacts | Should -Be 1
        Get-Left render | Should -Be 0, 1
        @(Get-Artifact -Run render/0).Count, @(Get-Artifact -Run render/1).Count | Should -Be 0, 1
    }

    It 'goes with its experiment through an export and a merge, and is found, changed and removed' {
        $null = 'travels', 'other' | ForEach-Object { New-Experiment $_ }
        $policy = Set-RetentionPolicy travels -KeepLast 20 -OlderThan 30d -PassThru
        $policy.OlderThan, "$policy" | Should -Be ([timespan] '30.00:00:00'), 'keep the last 20 and what ended in the last 30 days'
        $export, $merged = (Join-Path (New-TestStore) all.json), (New-TestStore)
        Export-ExperimentStore -Path $export
        $null = Connect-ExperimentStore $merged -Create -InformationAction Ignore
        $null = Import-ExperimentStore $export
        Get-RetentionPolicy travels | Should -Be $policy
        $null = New-Experiment late | Set-RetentionPolicy -KeepLast 1
        $null = Connect-ExperimentStore $path
        $null = Merge-ExperimentStore $merged
        (Get-RetentionPolicy *a*).Experiment | Should -Be late, travels
        Set-RetentionPolicy travels -KeepLast 5
        (Get-RetentionPolicy travels).OlderThan | Should -BeNullOrEmpty
        Get-RetentionPolicy travels | Remove-RetentionPolicy
        Get-RetentionPolicy travels, other | Should -BeNullOrEmpty
        (Get-Failure { Remove-RetentionPolicy travels }).FullyQualifiedErrorId | Should -BeLike 'RetentionPolicyNotFound,*'
    }

    It 'that is not valid is an error, and the others are applied' {
        (Get-Failure { Set-RetentionPolicy nightly }).FullyQualifiedErrorId | Should -BeLike 'RetentionPolicyInvalid,*'
        $days = 30d
        foreach ($unclear in $days, 30, '30') { (Get-Failure { Set-RetentionPolicy nightly -OlderThan $unclear }).FullyQualifiedErrorId | Should -BeLike 'InvalidDuration,*' }
        (Set-RetentionPolicy nightly -OlderThan '12h' -PassThru).OlderThan | Should -Be ([timespan] '12:00:00')
        Set-RetentionPolicy nightly -KeepBest 2 -Metric loss
        (Get-Failure { Set-RetentionPolicy nightly -KeepBest 3 }).FullyQualifiedErrorId | Should -BeLike 'RetentionPolicyInvalid,*'
        (Get-RetentionPolicy nightly).KeepBest | Should -Be 2
        $null = New-Ended edited 1
        Add-ExperimentTag retention=much -Experiment edited
        Set-RetentionPolicy render -KeepLast 0
        (Get-Failure { Optimize-ExperimentStore -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'RetentionPolicyInvalid,*'
        Get-Left render | Should -BeNullOrEmpty
        Get-Left edited | Should -Be 0
    }
}
