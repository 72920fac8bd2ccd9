# The checks of the pages of dashboards and reports, suites of build.ps1, which dot-sources this.

# The libraries in the repository, each with the file of an npm package that it is a copy of. The licences lie beside them.
$pageLibraries = @{
    'src/ExperimentTracker.DashboardPage' = @{
        'lib/preact.module.js' = 'preact/dist/preact.module.js'
        'lib/hooks.module.js' = 'preact/hooks/dist/hooks.module.js'
        'lib/htm.module.js' = 'htm/dist/htm.module.js'
        'lib/preact.LICENSE' = 'preact/LICENSE'
        'lib/htm.LICENSE' = 'htm/LICENSE'
        'uPlot/uPlot.iife.min.js' = 'uplot/dist/uPlot.iife.min.js'
        'uPlot/uPlot.min.css' = 'uplot/dist/uPlot.min.css'
        'uPlot/uPlot.LICENSE' = 'uplot/LICENSE'
    }
}

# Type checks, lint, and a comparison of the libraries with the npm packages.
function Get-PageSuite {
    foreach ($page in $pageLibraries.Keys | Sort-Object) {
        $name = $page -replace '.*ExperimentTracker\.(\w+)Page', '$1 page'
        $obstacle = Install-NodePackage $page
        if ($obstacle) {
            'types', 'lint', 'libraries' | ForEach-Object { New-Result Skipped "${name}: $_" $obstacle }
            continue
        }
        foreach ($check in 'types', 'lint') {
            New-Suite "${name}: $check" npm '--prefix', $page, 'run', '--silent', $check {
                param($suite)
                New-Result ($suite.ExitCode ? 'Failed' : 'Passed') $suite.Name $suite.Log
            }
        }
        $copies = $pageLibraries[$page]
        $other = $copies.Keys | Where-Object { (Read-Library "$page/$_") -cne (Read-Library "$page/node_modules/$($copies[$_])") }
        New-Result ($other ? 'Failed' : 'Passed') "${name}: libraries" ($other ? "They differ from the npm packages: $other" : '')
    }
}

# Without the reference to a file for debuggers, which is not served.
function Read-Library([string] $Path) { [IO.File]::ReadAllText((Get-Item $Path).FullName) -replace '(?m)^//# sourceMappingURL=.*\n?', '' }
