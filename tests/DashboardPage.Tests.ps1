# The page of the dashboard in a browser, over a store that another process writes to. Each check is in tests/browser/dashboard-*.mjs.

BeforeDiscovery {
    $checks = @(Select-String -Path "$PSScriptRoot/browser/dashboard-*.mjs" -Pattern '^\s*(?:async )?"([^"]+)"\(' | ForEach-Object { $_.Matches[0].Groups[1].Value }) + 'silence'
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/../build/NodePackages.ps1"

    # Why no browser can be used here, or nothing.
    function Get-BrowserObstacle {
        if ($env:EXPERIMENTTRACKER_BROWSER) { $script:browser = $env:EXPERIMENTTRACKER_BROWSER }
        else { $script:browser = Get-Command chromium, chromium-browser, google-chrome, google-chrome-stable, msedge -CommandType Application -ErrorAction Ignore | Select-Object -First 1 -ExpandProperty Source }
        if (!$browser) { return 'there is no Chromium, Chrome or Edge on the PATH of this machine; EXPERIMENTTRACKER_BROWSER may name one, or on Debian: apt-get install chromium' }
        Push-Location "$PSScriptRoot/.."
        try { Install-NodePackage tests/browser out/browser }
        finally { Pop-Location }
    }

    $obstacle = Get-BrowserObstacle
    $found = @{}
    if ($obstacle) { return }
    $path, $largePath = (New-TestStore), (New-TestStore)
    & "$PSScriptRoot/browser/New-DashboardStore.ps1" $path
    & "$PSScriptRoot/New-LargeStore.ps1" $largePath -Count ($env:DASHBOARD_LARGE_RUNS ?? 20000)
    $dashboard = Start-ExperimentDashboard -Store $path -AllowChanges
    $large = Start-ExperimentDashboard -Store $largePath
    $env:DASHBOARD_LARGE = $large.Url
    $env:DASHBOARD_WRITER = ConvertTo-Json @($pwshCommand + '-NoProfile', '-File', "$PSScriptRoot/browser/Write-Store.ps1", $modulePath, $path)
    try { $output = node "$PSScriptRoot/browser/check-dashboard.mjs" (Resolve-Path "$PSScriptRoot/../out/browser/node_modules/playwright-core") $browser $dashboard.Url }
    finally {
        $env:DASHBOARD_LARGE = $env:DASHBOARD_WRITER = $null
        $dashboard, $large | Stop-ExperimentDashboard
    }
    $found = $output | ConvertFrom-Json -AsHashtable
}

Describe 'The page of the dashboard' {
    It '<_>' -ForEach $checks {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $found.Keys | Should -Contain $_
        $found[$_] | Should -BeNullOrEmpty
    }
}
