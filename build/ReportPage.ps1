# The checks of src/ExperimentTracker.ReportPage, a suite of build.ps1, which dot-sources this.

# The types, the lint, and whether uPlot is what npm has.
function Invoke-PageSuite {
    $page = 'src/ExperimentTracker.ReportPage'
    $obstacle = Install-NodePackage $page
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
