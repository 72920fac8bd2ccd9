BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $null = Connect-ExperimentStore (New-TestStore) -Create
}

Describe 'Set-Run with a status and files' {
    It 'accepts status and files in one step, with the values of another tracker' {
        $run = New-Run train -Namespace mnist/cnn
        $set = Set-Run $run -Status RUNNING -File @{ weights = 'w.pt' } -PassThru
        $set.Status | Should -Be Running
        $set.StartedAt | Should -Not -BeNullOrEmpty
        (Get-Artifact weights -Run $run).Location | Should -Be 'w.pt'
        (Set-Run $run -Status DONE -File @{ model = 'train/000/model.pt' } -PassThru).Status | Should -Be Succeeded
        (Get-Run $run -History).To | Should -Be Pending, Running, Succeeded
    }

    It 'accepts files after the end, and the current status is no change' {
        $run = Start-Run train; Complete-Run
        Set-Run $run -Status DONE -File @{ notes = 'notes.yaml' }
        (Get-Artifact -Run $run).Key | Should -Be notes
        (Get-Run $run -History).Count | Should -Be 2
    }

    It 'moves a file that was named before to its new place' {
        $run = New-Run train
        Set-Run $run -File @{ model = 'a.pt' }
        Set-Run $run -File @{ model = 'b.pt' }
        $artifact = Get-Artifact model -Run $run
        $artifact.Location | Should -Be 'b.pt'
        $artifact.Kind | Should -Be Reference
    }

    It 'writes nothing when the lifecycle forbids the status' {
        $run = New-Run train
        Set-Run $run -Status DONE -File @{ model = 'a.pt' } -Description new -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'InvalidStatusTransition,*'
        Get-Artifact -Run $run | Should -BeNullOrEmpty
        (Get-Run $run).Description | Should -BeNullOrEmpty
        (Get-Run $run).Status | Should -Be Pending
    }

    It 'does not make the process that logs a status the owner of the run' {
        $store = New-TestStore
        $id = (Invoke-Pwsh "`$run = New-Run train -Store '$store'; Set-Run `$run -Status Running -Store '$store'; `$run.Id").StdOut[-1]
        (Get-Run $id -Store $store).Status | Should -Be Running
    }
}
