BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Add-<Noun>' -ForEach @{ Noun = 'Epoch'; Series = 'epoch' }, @{ Noun = 'Result'; Series = 'result' } {
    BeforeAll {
        Set-Alias add "Add-$Noun"
        Set-Alias get "Get-$Noun"
    }
    BeforeEach {
        $null = Connect-TestStore
        $run = Start-Run e -Id run_1
    }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'keeps totals, labels and further values, and returns them' {
        $made = add 3 -Id x_3 -Accuracy 0.9 -AccuracyPerLabel @{ setosa = 1; virginica = 0.8 } -Loss 0.25 -LossPerLabel @{ setosa = 0.1 } -Metric @{ f1 = '0.5' } -PassThru
        $read = get -Id x_3
        $read | Should -BeOfType "ExperimentTracker.$Noun"
        $read | Should -Be $made
        $read.RunId, $read.Run, $read.Index, $read.Accuracy, $read.Loss | Should -Be 'run_1', 'e/000', 3, 0.9, 0.25
        $read.AccuracyPerLabel.virginica, $read.LossPerLabel.setosa, $read.Metrics.f1 | Should -Be 0.8, 0.1, 0.5
        $read.AccuracyPerLabel.setosa | Should -BeOfType double
    }

    It 'writes its values as series, at the step of the index' {
        add 3 -Accuracy 0.9 -AccuracyPerLabel @{ setosa = 1 } -Loss ([double]::NaN) -LossPerLabel @{ setosa = 0.1 } -Metric @{ 'f1[setosa]' = 2 }
        (Get-Metric).Name | Sort-Object | Should -Be ("accuracy", "accuracy[setosa]", "f1[setosa]", "loss", "loss[setosa]" -replace '^', "$Series/")
        (Get-Metric "$Series/accuracy[setosa]").LastStep | Should -Be 3
        (Get-Metric "$Series/accuracy[setosa]").Goal | Should -Be Maximize
        (Get-MetricSeries "$Series/loss" | Where-Object Label -EQ $null).Value | Should -Be NaN
        (get).Loss | Should -BeNullOrEmpty
        add -Accuracy 0.95
        (Get-MetricSeries "$Series/accuracy" | ForEach-Object { "$($_.Step):$($_.Value)" }) -join ' ' | Should -Be '3:0.9 4:0.95 3:1'
    }

    It 'counts on from the highest number, from 0' {
        (add -Loss 1 -PassThru).Index | Should -Be 0
        add 9
        (add -PassThru).Index | Should -Be 10
        (get).Index | Should -Be 0, 9, 10
        (get 9, 10).Count | Should -Be 2
    }

    It 'accepts rows of a table' {
        "Index,Accuracy,Loss,Timestamp`n0,0.5,1,2024-01-01`n1,0.6,0.9,2024-01-02" | ConvertFrom-Csv | add
        (get).Accuracy | Should -Be 0.5, 0.6
        (get 1).CreatedAt | Should -Be ([datetime] '2024-01-02')
    }

    It 'refuses <Why>, and writes nothing of it' -ForEach @(
        @{ Why = 'a number that is taken'; Do = { add 0; add 0 -Loss 1 }; Id = 'Exists'; Left = 1 }
        @{ Why = 'an id that is taken'; Do = { add -Id a; add -Id a -Loss 1 }; Id = 'IdExists'; Left = 1 }
        @{ Why = 'a value that is not a number'; Do = { add -LossPerLabel @{ a = 'x' } }; Id = 'UnsupportedValue'; Left = 0 }
        @{ Why = 'accuracy among further values'; Do = { add -Metric @{ Accuracy = 1 } }; Id = 'InvalidMetricKey'; Left = 0 }
        @{ Why = 'a label that is none'; Do = { add -LossPerLabel @{ a = 1; "b`n" = 1 } }; Id = 'InvalidMetricKey'; Left = 0 }
        @{ Why = 'a run that has ended'; Do = { $null = Complete-Run; add -Run run_1 }; Id = 'RunNotOpen'; Left = 0 }
        @{ Why = 'an unknown run'; Do = { add -Run nope }; Id = 'RunNotFound'; Left = 0 }
    ) {
        $ErrorActionPreference = 'Continue'
        & $Do 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object FullyQualifiedErrorId |
            Should -BeLike "*$Id,*"
        @(get -Run run_1).Count | Should -Be $Left
        Get-Metric -Run run_1 | Should -BeNullOrEmpty
    }

    It 'reports what would happen, and does nothing, with -WhatIf' {
        add -Loss 1 -WhatIf
        get | Should -BeNullOrEmpty
    }

    It 'is pointed at by artifacts: by number, id or object, also after the end' {
        $row = add 7 -Id x_7 -PassThru
        $null = Complete-Run
        $by = @{ $Noun = 7 }
        Add-Artifact -Text a -Key a -Run run_1 @by
        $by = @{ $Noun = 'x_7' }
        Add-Artifact -Text b -Key b @by
        $by = @{ $Noun = $row }
        Add-Artifact -Text c -Key c @by
        (Get-Artifact -Run run_1)."${Noun}Id" | Should -Be x_7, x_7, x_7
        $by = @{ $Noun = 8 }
        { Add-Artifact -Text d -Key d -Run run_1 @by -ErrorAction Stop } | Should -Throw -ErrorId "${Noun}NotFound*"
        $by = @{ $Noun = $row }
        { Add-Artifact -Text d -Key d -Experiment e @by -ErrorAction Stop } | Should -Throw -ErrorId 'NotOfARun*'
        (Get-Artifact -Run run_1).Count | Should -Be 3
        Add-Artifact -Text plain -Key p -Run run_1
        $by = @{ $Noun = 7 }
        (Add-Artifact -Text plain -Key p -Run run_1 @by -PassThru)."${Noun}Id" | Should -Be x_7
    }

    It 'is not found under another run' {
        { get -Id nope -ErrorAction Stop } | Should -Throw -ErrorId "${Noun}NotFound*"
        add -Id mine
        $null = Start-Run e
        { Add-Artifact -Text d -Key d -Run e/1 "-$Noun" mine -ErrorAction Stop } | Should -Throw
        get | Should -BeNullOrEmpty
        (get -Run run_1 | Get-Run).Id | Should -Be run_1
    }
}
