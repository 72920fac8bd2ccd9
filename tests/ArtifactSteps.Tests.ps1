BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'Artifacts by step' {
    BeforeEach {
        $null = Connect-ExperimentStore -InMemory
        $null = Start-Run e -Id run_1 -InformationAction Ignore
        foreach ($step in 100, 5) { Add-Artifact -Text "at $step" -Key samples.txt -Step $step }
        Add-Artifact -Text plain -Key samples.txt
    }
    AfterEach {
        if (Get-Run -Current -ErrorAction Ignore) { Complete-Run }
        Disconnect-ExperimentStore
    }

    It 'keeps one artifact for each key and step' {
        (Get-Artifact samples.txt).Step | Should -Be $null, 5, 100
        "$(Get-Artifact samples.txt)" | Should -Be 'samples.txt samples.txt@5 samples.txt@100'
        Get-Artifact samples.txt -Step 5, 7 | Get-ArtifactContent | Should -Be 'at 5'
        Get-ArtifactContent samples.txt -Step 100, 5 | Should -Be 'at 5', 'at 100'
        { Get-Artifact samples.txt -Step 7 -ErrorAction Stop } | Should -Throw -ErrorId 'ArtifactNotFound,*'
    }

    It 'needs -Force for another content of the same step' {
        { Add-Artifact -Text other -Key samples.txt -Step 5 -ErrorAction Stop } | Should -Throw -ErrorId 'ArtifactExists,*'
        (Add-Artifact -Text other -Key samples.txt -Step 5 -Force -PassThru).Step | Should -Be 5
        Get-ArtifactContent samples.txt | Should -Be plain, other, 'at 100'
        { Add-Artifact -Text x -Key y -Step -1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidStep,*'
    }

    It 'removes and checks those of a step' {
        Remove-Artifact samples.txt -Step 5
        (Get-Artifact).Step | Should -Be $null, 100
        (Test-Artifact -Step 100).Artifact.Step | Should -Be 100
    }

    It 'saves each to a file of its own' {
        $to = New-TestStore
        (Save-Artifact -Destination "$to/" -PassThru).Name | Should -Be samples.txt, samples.5.txt, samples.100.txt
        Get-Content "$to/samples.100.txt" | Should -Be 'at 100'
    }

    It 'shows the step with the key' {
        (Get-Artifact -Step 5 | Format-Table | Out-String) | Should -Match '(?m)^samples\.txt@5 +Text'
        (Get-Artifact -Step 5 | Format-List | Out-String) | Should -Match '(?m)^Step +: 5'
    }

    It 'is a view for SQL' {
        $rows = Invoke-ExperimentQuery 'SELECT * FROM ARTIFACT_STEP ORDER BY step'
        $rows[0].PSObject.Properties.Name | Should -Be artifact_id, key, step
        $rows.step | Should -Be 5, 100
        $rows.artifact_id | Should -Be (Get-Artifact -Step 5, 100).Id
    }
}
