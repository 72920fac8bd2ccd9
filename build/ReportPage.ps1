# The checks of src/ExperimentTracker.ReportPage, a suite of build.ps1, which dot-sources this. They need Node.js; the module does not.

# What npm has of the page's package-lock.json; what goes wrong is the reason why there are no checks.
function Install-PagePackage([string] $Page) {
    if (@(Get-Command node, npm -CommandType Application -ErrorAction Ignore).Count -lt 2) {
        return "'node' and 'npm' are not on the PATH of this machine; on Debian: apt-get install nodejs npm"
    }
    $installed = Get-Item "$Page/node_modules/.package-lock.json" -Force -ErrorAction Ignore
    if ($installed -and $installed.LastWriteTimeUtc -ge (Get-Item "$Page/package-lock.json").LastWriteTimeUtc) { return }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = npm ci --prefix $Page --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=0 --fetch-timeout=20000 2>&1
    if ($LASTEXITCODE) {
        $reason = $log | Where-Object { "$_" -match 'error' } | Select-Object -First 1
        "its packages could not be fetched ($reason); with a network: npm ci --prefix $Page"
    }
}

# The types, the lint, and whether uPlot is what npm has.
function Invoke-PageSuite {
    $page = 'src/ExperimentTracker.ReportPage'
    $obstacle = Install-PagePackage $page
    if ($obstacle) { return 'types', 'lint', 'uPlot' | ForEach-Object { New-Result Skipped "report page: $_" $obstacle } }
    $PSNativeCommandUseErrorActionPreference = $false
    foreach ($check in 'types', 'lint') {
        $log = npm --prefix $page run --silent $check 2>&1 | Out-String
        New-Result ($LASTEXITCODE ? 'Failed' : 'Passed') "report page: $check" $log
    }
    $published = @{
        'uPlot.iife.min.js' = 'dist/uPlot.iife.min.js'
        'uPlot.min.css' = 'dist/uPlot.min.css'
        'uPlot.LICENSE' = 'LICENSE'
    }
    $other = $published.Keys | Where-Object {
        (Get-FileHash "$page/uPlot/$_").Hash -ne (Get-FileHash "$page/node_modules/uplot/$($published[$_])").Hash
    }
    New-Result ($other ? 'Failed' : 'Passed') 'report page: uPlot' ($other ? "It is not what npm has: $other" : '')
}
