BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'The surface of the cmdlets' {
    # What a script depends on is changed knowingly: see CmdletSurface.ps1 for how the file is written anew.
    It 'is that of tests/CmdletSurface.txt' {
        $kept = Get-Content "$PSScriptRoot/CmdletSurface.txt"
        $found = & "$PSScriptRoot/CmdletSurface.ps1" -Module $modulePath
        $kept.Count | Should -BeGreaterThan 500
        $difference = Compare-Object $kept $found -SyncWindow 40 | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
        $difference | Should -BeNullOrEmpty -Because 'a change that is meant is written by: pwsh -NoProfile -File tests/CmdletSurface.ps1 -Update'
        $found -join "`n" | Should -BeExactly ($kept -join "`n")
    }
}
