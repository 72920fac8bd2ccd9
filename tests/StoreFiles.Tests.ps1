# The files of stores: how many are open, and who can access them.

BeforeDiscovery { $hasHandles = Test-Path /proc/self/fd }

BeforeAll { . "$PSScriptRoot/TestSupport.ps1" }

Describe 'A session that uses many stores' -Skip:(!$hasHandles) {
    It 'keeps the files of the most recent ones open, and each store remains usable' {
        $root = New-TestStore
        function Get-OpenStores { @(Get-ChildItem /proc/self/fd -Force | ForEach-Object LinkTarget | Where-Object { $_ -like "$root/*/tracker.db" } | Sort-Object -Unique).Count }
        $runs = 1..30 | ForEach-Object {
            Start-Run many -Store "$root/$_" -Parameter @{ n = $_ } -InformationAction Ignore
            Complete-Run
        }
        Get-OpenStores | Should -BeLessOrEqual 17
        $runs[0] | Set-Run -Description first
        ($runs | Get-Run | ForEach-Object { $_.Parameters.n }) | Should -Be (1..30)
        (Get-Run many/0 -Store "$root/1").Description | Should -Be first
        Get-OpenStores | Should -BeLessOrEqual 17
    }
}

Describe 'Under umask 000' -Skip:(!$hasHandles) {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "open-$([guid]::NewGuid())")).FullName
        chmod 777 $folder
        $script = Join-Path $folder script.ps1
        Set-Content -LiteralPath $script @"
            Import-Module '$modulePath'
            `$null = New-Item -ItemType Directory ./store, ./shared
            `$null = Connect-ExperimentStore ./store -Create
            `$null = Start-Run open; `$null = Add-Artifact -Text hello -Key a.txt
            Complete-Run
            `$null = Backup-ExperimentStore ./backup
            Export-ExperimentStore ./export -As Folder
            Export-ExperimentStore ./export.json -As Json -WarningAction Ignore
            `$null = Start-Run still
            Get-ChildItem ./store -Recurse -Force | ForEach-Object { '{0} {1}' -f `$_.UnixMode, `$_.FullName }
            Get-ChildItem ./backup, ./export, ./export.json -Recurse -Force | ForEach-Object { '{0} {1}' -f `$_.UnixMode, `$_.FullName }
            `$null = Connect-ExperimentStore ./shared -Create
            Disconnect-ExperimentStore
            chmod -R g+rwX ./shared
            `$null = Start-Run group -Store ./shared; `$null = Add-Artifact -Text hello -Key a.txt
            Get-ChildItem ./shared/artifacts, ./shared/locks -Recurse -Force | ForEach-Object { 'shared {0} {1}' -f `$_.UnixMode, `$_.FullName }
"@
        $lines = sh -c "umask 000; cd '$folder'; exec $(($pwshCommand | ForEach-Object { "'$_'" }) -join ' ') -NoProfile -File script.ps1" 2>&1 | ForEach-Object { "$_" }
    }

    It 'files and folders of stores, backups and exports are private, in a folder that existed too' {
        $modes = $lines -match '^[-d]'
        $modes.Count | Should -BeGreaterThan 15
        $modes -match 'sha256/../.|tracker\.db-wal|locks/|store\.json|export\.json' | Should -Not -BeNullOrEmpty
        $modes -notmatch '^(-rw-------|drwx------) ' | Should -BeNullOrEmpty
    }

    It 'what is created in a store whose owner has shared it follows' {
        $modes = $lines -match '^shared '
        $modes | Should -Not -BeNullOrEmpty
        $modes -notmatch '^shared (-rw-rw----|drwxrwx---) ' | Should -BeNullOrEmpty
    }
}
