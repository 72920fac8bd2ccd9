BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Trials' {
    BeforeEach { $null = Connect-TestStore }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-TestStore }

    It 'are returned as they were created, with ids and configuration' {
        $start = [datetime] '2024-03-01 12:00'
        $made = New-Trial 'lr 0.1' iris -Id trial_1 -Config @{ lr = 0.1; layers = 3, 4 } -Description slow -StartedAt $start
        $read = Get-Trial trial_1
        $read.Id, $read.Name, $read.Experiment, $read.Project, $read.Description, $read.Path |
            Should -Be 'trial_1', 'lr 0.1', 'iris', 'Default', 'slow', 'iris/lr 0.1'
        $read.Config.lr | Should -Be 0.1
        $read.Config.layers[1] | Should -BeOfType long
        $read.StartedAt | Should -Be $start
        $read.RunCount | Should -Be 0
        $made.ExperimentId | Should -Be (Get-Experiment iris).Id
    }

    It 'have names that are unique in their experiment, ignoring case' {
        $null = New-Trial a one; $null = New-Trial a two
        { New-Trial A one -ErrorAction Stop } | Should -Throw -ErrorId 'TrialExists*' -ExceptionType ([ExperimentTracker.TrackerException])
        (Get-Trial A -Experiment two).Name | Should -BeExactly a
        { Get-Trial A -ErrorAction Stop } | Should -Throw -ErrorId 'TrialAmbiguous*'
        (Get-Trial one/A).Experiment | Should -Be one
        (Get-Experiment two | Get-Trial).Path | Should -BeExactly two/a
    }

    It 'refuse <Why>' -ForEach @(
        @{ Why = 'an id that is taken'; Make = { $null = New-Trial x e -Id same; New-Trial y e -Id same -ErrorAction Stop }; Id = 'TrialIdExists' }
        @{ Why = 'the name of the default trial'; Make = { New-Trial Default e -ErrorAction Stop }; Id = 'InvalidName' }
        @{ Why = 'the id of a default trial'; Make = { New-Trial x e -Id exp_1/default -ErrorAction Stop }; Id = 'InvalidId' }
        @{ Why = 'an empty name'; Make = { New-Trial ' ' e -ErrorAction Stop }; Id = 'NullArgument' }
    ) {
        { & $Make } | Should -Throw -ErrorId "$Id*"
    }

    It 'change: name, description, configuration, start' {
        $null = New-Trial a e -Config 1 -Description d
        $changed = Set-Trial a -Name b -Description '' -Config $null -StartedAt '2020-01-02' -PassThru
        $changed.Name, $changed.Description, $changed.Config | Should -Be 'b', $null, $null
        $changed.StartedAt.Year | Should -Be 2020
        Set-Trial b -WhatIf -Name c
        (Get-Trial).Name | Should -Be b
    }

    It 'contain the runs that name them, and are created if missing' {
        $null = New-Experiment e -Id exp_1
        $trial = New-Trial big e -Id t_big
        $byName = Start-Run e -Trial BIG; Complete-Run
        $byId = New-Run -Trial t_big
        $byObject = New-Run e -Trial $trial
        $made = Invoke-Run -Experiment e -Trial small { } -PassThru
        $without = New-Run e
        $byName.Trial, $byName.TrialId | Should -Be 'big', 't_big'
        $byId.TrialId, $byId.Experiment, $byObject.Trial | Should -Be 't_big', 'e', 'big'
        $made.Trial | Should -Be small
        $without.Trial | Should -BeNullOrEmpty
        (Get-Trial big).RunCount | Should -Be 3
        (Get-Run -Trial big).Count | Should -Be 3
        (Get-Run -Trial b*, small).Count | Should -Be 4
        (Get-Run -Experiment e -Trial default).Id | Should -Be $without.Id
        (Get-Run -Trial exp_1/default).Id | Should -Be $without.Id
        (New-Run e -Trial Default).TrialId | Should -BeNullOrEmpty
        (New-Run -Trial $without).Experiment, (New-Run -Trial $without).TrialId | Should -Be 'e', $null
        { New-Run e -Trial nope/default -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidName*'
        ($byName | Get-Trial).Id | Should -Be t_big
    }

    It 'belong to one experiment: a run of another is refused, and nothing is written' {
        $trial = New-Trial a one
        { New-Run two -Trial $trial -ErrorAction Stop } | Should -Throw -ErrorId 'OtherExperiment*'
        Get-Run | Should -BeNullOrEmpty
    }

    It 'are resumed apart from each other' {
        $null = Start-Run e -Trial a -Parameter @{ x = 1 }; Complete-Run -Status Failed
        $other = Start-Run e -Trial b -Parameter @{ x = 1 } -Resume; Complete-Run -Status Failed
        $other.Number | Should -Be 1
        (Start-Run e -Trial A -Parameter @{ x = 1 } -Resume 6> $null).Number | Should -Be 0
        Complete-Run
    }

    It 'can be removed and restored; meanwhile their runs are in the default trial' {
        $run = New-Run e -Trial a
        Remove-Trial a -WhatIf
        (Get-Trial).Count | Should -Be 1
        Remove-Trial a
        Get-Trial | Should -BeNullOrEmpty
        (Get-Trial -Removed).Name | Should -Be a
        (Get-Run $run.Id).TrialId | Should -BeNullOrEmpty
        (Invoke-ExperimentQuery 'SELECT trial_id FROM TRIAL_RUN').trial_id | Should -Be "$($run.ExperimentId)/default"
        (Invoke-ExperimentQuery 'SELECT id FROM TRIAL').id | Should -Be "$($run.ExperimentId)/default"
        { Set-Trial $run.TrialId -Name b -ErrorAction Stop } | Should -Throw -ErrorId 'TrialNotFound*'
        (Restore-Trial a -PassThru).RunCount | Should -Be 1
        (Get-Run $run.Id).Trial | Should -Be a
        Remove-Trial a; $null = New-Trial A e
        { Restore-Trial $run.TrialId -ErrorAction Stop } | Should -Throw -ErrorId 'TrialExists*'
    }
}
