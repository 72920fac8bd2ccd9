# The mirror itself is tested in MirrorTests, against a server. Here: the cmdlets, and that a server that is gone stops nothing.
BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $store = New-TestStore
    Push-Location $store
    $address = 'http://127.0.0.1:9/' # discard: nothing listens
}

AfterAll {
    Disconnect-ExperimentMirror -TimeoutSeconds 0 -WarningAction SilentlyContinue
    Pop-Location
}

Describe 'Connect-, Get- and Disconnect-ExperimentMirror' {
    It 'a mirror lets a run go on without its server, says what it waits for, and warns at the end' {
        $mirror = Connect-ExperimentMirror $address -Store $store -InformationAction Ignore
        $mirror.GetType().FullName | Should -Be ExperimentTracker.Mirrors.ExperimentMirror
        $run = Invoke-Run -Experiment iris -Store $store { Add-Metric loss 3, 2, 1 } -PassThru
        $run.Status | Should -Be Succeeded
        (Get-ExperimentMirror -Store $store).Address | Should -Be $address
        Get-ExperimentMirror -Store (New-TestStore) | Should -BeNullOrEmpty
        for ($i = 0; $i -lt 200 -and $mirror.State -ne 'Waiting'; $i++) { Start-Sleep -Milliseconds 100 }
        $mirror.State, $mirror.Points | Should -Be Waiting, 0
        $mirror.Error | Should -BeLike "*$address*"
        $mirror | Disconnect-ExperimentMirror -TimeoutSeconds 0 -WarningVariable lost -WarningAction SilentlyContinue
        $lost | Should -BeLike "*$address -As MLflow*"
        $mirror.State | Should -Be Stopped
        Get-ExperimentMirror | Should -BeNullOrEmpty
        $mirror | Disconnect-ExperimentMirror
    }

    It 'refuse an address that is not one of a server, and never repeat a password: <Address>' -ForEach @(
        @{ Address = 'ftp://host/' }, @{ Address = './folder' }, @{ Address = 'https://user:s3cretWord@host/' }
    ) {
        $failure = Get-Failure { Connect-ExperimentMirror $address -Store $store -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MirrorAddressInvalid,*'
        "$failure $($failure.TargetObject)" | Should -Not -BeLike '*s3cretWord*'
        Get-ExperimentMirror | Should -BeNullOrEmpty
    }
}
