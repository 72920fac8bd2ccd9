BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'Measures of predictions' {
    BeforeEach {
        $null = Connect-ExperimentStore -InMemory
        $null = Start-Run e -Id run_1 -InformationAction Ignore
    }
    AfterEach {
        if (Get-Run -Current -ErrorAction Ignore) { Complete-Run }
        Disconnect-ExperimentStore
    }

    It 'stores a confusion matrix as an artifact, from lists and from rows' {
        Add-ConfusionMatrix cat, ant, cat, cat, ant, bird ant, ant, cat, cat, ant, cat
        $matrix = Get-ArtifactContent confusion-matrix
        $matrix.labels | Should -Be ant, bird, cat
        ($matrix.counts | ForEach-Object { "$_" }) | Should -Be '2 0 0', '0 0 1', '1 0 2'
        $matrix.count, $matrix.recall[0], $matrix.precision[1], $matrix.f1[0] | Should -Be 6, 1, $null, 0.8
        $rows = 'Actual,Predicted', '10,2', '2,2' | ConvertFrom-Csv
        $made = $rows | Add-ConfusionMatrix -Key val -Step 7 -PassThru
        $made.Type, $made.Step, $made.MediaType | Should -Be confusion-matrix, 7, application/json
        (Get-ArtifactContent val).labels | Should -Be 2, 10
        $rows | Add-ConfusionMatrix -Key val -Step 8 -Label 10, 3, 2
        (Get-ArtifactContent val -Step 8).counts[0] | Should -Be 0, 0, 1
        Add-ConfusionMatrix 1 1 -Key val -Step 8 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ArtifactExists,*'
        Add-ConfusionMatrix 1 1 -Key val -Step 8 -Force
        (Get-Artifact val).Step | Should -Be 7, 8
    }

    It 'stores a precision-recall curve, whose positive label can be named' {
        Add-PrecisionRecallCurve 0, 0, 1, 1 0.1, 0.4, 0.35, 0.8
        $curve = Get-ArtifactContent pr-curve
        $curve.thresholds | Should -Be 0.8, 0.4, 0.35, 0.1
        $curve.recall | Should -Be 0.5, 0.5, 1, 1
        [Math]::Round($curve.averagePrecision, 14) | Should -Be ([Math]::Round(5 / 6, 14))
        $true, $false | ForEach-Object { [pscustomobject]@{ Actual = $_; Score = [int] $_ } } | Add-PrecisionRecallCurve -Key bool
        (Get-ArtifactContent bool).averagePrecision | Should -Be 1
        Add-PrecisionRecallCurve spam, ham, Spam 3, 2, 1 -PositiveLabel spam -Key mail
        (Get-ArtifactContent mail).positives | Should -Be 1
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'lists of different length'; Do = { Add-ConfusionMatrix a, b a } }
        @{ Why = 'a label that is not in the list'; Do = { Add-ConfusionMatrix a b -Label a } }
        @{ Why = 'an actual value that is neither true nor false'; Do = { Add-PrecisionRecallCurve yes 1 } }
        @{ Why = 'no positive'; Do = { Add-PrecisionRecallCurve 0, 0 1, 2 } }
    ) {
        $ErrorActionPreference = 'Stop'
        $Do | Should -Throw -ErrorId 'InvalidPredictions,*'
        Get-Artifact | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf, and adds to a run that has ended' {
        Add-ConfusionMatrix a a -WhatIf
        Get-Artifact | Should -BeNullOrEmpty
        Complete-Run
        Add-ConfusionMatrix a a -Run run_1
        (Get-Artifact -Run run_1).Type | Should -Be confusion-matrix
    }
}
