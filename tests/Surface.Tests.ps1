BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'The surface of the cmdlets' {
    # Scripts depend on this surface. CmdletSurface.ps1 describes how to update the file after an intended change.
    It 'is that of tests/CmdletSurface.txt' {
        $kept = Get-Content "$PSScriptRoot/CmdletSurface.txt"
        $found = & "$PSScriptRoot/CmdletSurface.ps1" -Module $modulePath
        $kept.Count | Should -BeGreaterThan 500
        $difference = Compare-Object $kept $found -SyncWindow 40 | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
        $difference | Should -BeNullOrEmpty -Because 'a change that is meant is written by: pwsh -NoProfile -File tests/CmdletSurface.ps1 -Update'
        $found -join "`n" | Should -BeExactly ($kept -join "`n")
    }
}
