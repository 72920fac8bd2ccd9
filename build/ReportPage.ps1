# The checks of src/ExperimentTracker.ReportPage, a suite of build.ps1, which dot-sources this.

# Type checks, lint, and a comparison of the copy of uPlot with the npm package.
function Get-PageSuite {
    $page = 'src/ExperimentTracker.ReportPage'
    $obstacle = Install-NodePackage $page
    if ($obstacle) { return 'types', 'lint', 'uPlot' | ForEach-Object { New-Result Skipped "report page: $_" $obstacle } }
    foreach ($check in 'types', 'lint') {
        New-Suite "page: $check" npm '--prefix', $page, 'run', '--silent', $check {
            param($suite)
            New-Result ($suite.ExitCode ? 'Failed' : 'Passed') "report $($suite.Name)" $suite.Log
        }
    }
    $published = @{
        'uPlot.iife.min.js' = 'dist/uPlot.iife.min.js'
        'uPlot.min.css' = 'dist/uPlot.min.css'
        'uPlot.LICENSE' = 'LICENSE'
    }
    $other = $published.Keys | Where-Object {
        (Get-FileHash "$page/uPlot/$_").Hash -ne (Get-FileHash "$page/node_modules/uplot/$($published[$_])").Hash
    }
    New-Result ($other ? 'Failed' : 'Passed') 'report page: uPlot' ($other ? "It differs from the npm package: $other" : '')
}
