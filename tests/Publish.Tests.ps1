# The module is published to a repository, installed from there by name, updated and uninstalled.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    $root = Split-Path $PSScriptRoot
    $packed = Split-Path $modulePath
    $folder = New-TestStore
    $feed = (New-Item -ItemType Directory "$folder/feed").FullName
    $homeFolder = (New-Item -ItemType Directory "$folder/home").FullName
    # PowerShell finds the repositories and modules of a user through the home folder.
    $environment = @{
        HOME = $homeFolder; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; FEED = $feed; ROOT = $root; PACKED = $packed; FOLDER = $folder
        LOCALAPPDATA = "$homeFolder/local"; APPDATA = "$homeFolder/roaming"; USERPROFILE = $homeFolder
    }
    function Invoke-User([string] $Script, [string] $WorkingDirectory = $homeFolder) {
        $result = Invoke-Pwsh -NoImport -TimeoutSeconds 120 -WorkingDirectory $WorkingDirectory -Environment $environment "`$ErrorActionPreference = 'Stop'; $Script"
        if ($result.ExitCode -or $result.StdErr) { throw "It ended with $($result.ExitCode): $($result.StdErr) $($result.StdOut -join "`n")" }
        $result.StdOut
    }
    $obstacle = if ($IsWindows) { 'Windows finds the folder of documents in the registry and not in the environment' }
    elseif ($packed -notlike '*out*ExperimentTracker*') { 'only a packed module is published: run ./build.sh pack, and the tests without -Filter' }
    elseif (!(Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)) { 'there is no Microsoft.PowerShell.PSResourceGet in this PowerShell' }
}

Describe 'A module that is published to a folder' {
    BeforeAll {
        if ($obstacle) { return }
        $null = Invoke-User 'Register-PSResourceRepository -Name shelf -Uri $env:FEED -Trusted'
        $published = Invoke-User './build.ps1 publish -Repository shelf -NoBuild' -WorkingDirectory $root
        $data = Import-PowerShellDataFile $modulePath
        $label = $data.PrivateData.PSData.Prerelease
        $version = "$($data.ModuleVersion)$($label ? "-$label" : '')"
    }
    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'has the version of its build, and what a gallery shows of it' {
        $published | Should -Contain "ExperimentTracker $version is published to shelf."
        (Get-ChildItem $feed).Name | Should -Be "ExperimentTracker.$version.nupkg"
        $found = Invoke-User 'Find-PSResource ExperimentTracker -Repository shelf -Prerelease | Select-Object Version, Prerelease, Tags, ProjectUri, LicenseUri, ReleaseNotes, Author | ConvertTo-Json' | ConvertFrom-Json
        $found.ProjectUri, $found.LicenseUri, $found.ReleaseNotes | ForEach-Object { [uri]::IsWellFormedUriString($_, 'Absolute') | Should -BeTrue }
        $found.Tags | Should -Contain Experiment
        $found.Author | Should -Be $data.Author
    }

    It 'is installed into an empty module path, imported by name, and runs the tour of the README' {
        $null = Invoke-User 'Install-PSResource ExperimentTracker -Repository shelf -Prerelease'
        $where = Invoke-User 'Import-Module ExperimentTracker; (Get-Module ExperimentTracker).ModuleBase; (Get-Help Add-Metric).Synopsis'
        $where[0] | Should -BeLike "$homeFolder*"
        $where[1] | Should -Be 'Adds points to the metrics of a run.'

        $readme = Get-Content "$root/README.md" -Raw
        $tour = [regex]::Match($readme, '(?s)## A five-minute tour(.*?)\n## ').Groups[1].Value
        $pieces = [regex]::Matches($tour, '(?ms)^```powershell\r?\n(.*?)^```').ForEach{ $_.Groups[1].Value }
        $pieces.Count | Should -BeGreaterThan 3
        $printed = Invoke-User ((($pieces -join "`n") -replace 'Import-Module \./ExperimentTracker\.psd1', 'Import-Module ExperimentTracker') + "`n'the end'")
        $printed[-1] | Should -Be 'the end'
    }

    It 'is updated to a next version beside the old one, and uninstalled' {
        $next = "$folder/next/ExperimentTracker"
        Copy-Item $packed $next -Recurse
        (Get-Content "$next/ExperimentTracker.psd1" -Raw) -replace "ModuleVersion\s*=\s*'[^']*'", "ModuleVersion = '99.1.0'" -replace "Prerelease\s*=\s*'[^']*'", "Prerelease = ''" |
            Set-Content "$next/ExperimentTracker.psd1"
        $null = Invoke-User "Publish-PSResource -Path '$next' -Repository shelf; Update-PSResource ExperimentTracker -Repository shelf"
        $versions = Invoke-User 'Get-Module ExperimentTracker -ListAvailable | ForEach-Object { $_.Version.ToString() }'
        $versions | Should -Be '99.1.0', $data.ModuleVersion
        Invoke-User 'Import-Module ExperimentTracker; (Get-Module ExperimentTracker).Version.ToString(); Start-Run updated -InformationAction Ignore | Out-Null; Add-Metric loss 1; Complete-Run; (Get-Run).Metrics.loss' |
            Should -Be '99.1.0', 1
        Invoke-User 'Uninstall-PSResource ExperimentTracker -Version "*"; @(Get-Module ExperimentTracker -ListAvailable).Count' |
            Should -Be 0
        Get-ChildItem $homeFolder -Recurse -Filter ExperimentTracker.dll | Should -BeNullOrEmpty
    }
}
