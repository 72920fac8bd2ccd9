# The verbs stress and bench of build.ps1, which dot-sources this.

# Writes to a store from many processes and runspaces, kills them, fills its disk, and imports invalid data.
function Invoke-Stress {
    $folder = New-Folder out/stress
    dotnet build tests/ExperimentTracker.Stress --configuration Release @dotnetOptions --output $folder | Out-Host
    $options = @{
        minutes = $Minutes.ToString([cultureinfo]::InvariantCulture); openings = $Openings; kills = $Kills; inputs = $Inputs; megabytes = $Megabytes
        seed = $Seed; only = $Filter; module = (Get-Item $manifest).FullName; pwsh = (@($pwsh) + @($pwshOptions -like '*.dll')) -join '|'
    }
    $arguments = $options.Keys | ForEach-Object { "--$_", "$($options[$_])" }
    $PSNativeCommandUseErrorActionPreference = $false
    Use-Environment $testEnvironment { dotnet "$folder/ExperimentTracker.Stress.dll" @arguments | Out-Host }
    $script:exitCode = $LASTEXITCODE
}

function Invoke-Bench {
    $bench, $rows = (New-Folder out/bench), @()
    $engine = "$bench/ExperimentTracker.Benchmarks/ExperimentTracker.Benchmarks.dll"
    foreach ($project in 'ExperimentTracker.Benchmarks', 'Nothing/ExperimentTracker.Nothing') {
        dotnet build "tests/Benchmarks/$project.csproj" --configuration Release @dotnetOptions --output "$bench/$(Split-Path $project -Leaf)" | Out-Host
    }
    if ($Points) {
        dotnet $engine out/bench.json "points=$Points" @($Series ? "series=$Series" : @()) | Out-Host
        return
    }
    dotnet $engine "$bench/engine.json" ($Quick ? 'quick' : 'full') | Out-Host
    $rows = @(Get-Content "$bench/engine.json" -Raw | ConvertFrom-Json)
    # A PowerShell whose assemblies have machine code, as those of Microsoft's installers do.
    $program, $options = @(Get-PwshIn (Get-CompiledPowerShell)) + $pwshRun
    & $program @options tests/Benchmarks/Show-Cmdlets.ps1 -Module (Get-Item $manifest).FullName `
        -Nothing "$bench/ExperimentTracker.Nothing/ExperimentTracker.Nothing.dll" -Out "$bench/cmdlets.json" -Quick:$Quick | Out-Host
    $rows += @(Get-Content "$bench/cmdlets.json" -Raw | ConvertFrom-Json)
    # The budget of a write that survives the termination of its process: two calls of a cmdlet, and a commit.
    $loop = $rows | Where-Object Work -EQ 'one Add-Metric in a loop'
    $loop.Budget = 2 + ($rows | Where-Object Work -Like 'one point per transaction*').LimitTime / $loop.LimitTime
    # Arrays through the cmdlet are compared with the limit of the engine's benchmark.
    $limit = $rows | Where-Object Work -Like 'bulk ingest of arrays*' | Select-Object -Last 1
    foreach ($row in $rows | Where-Object Work -Like 'arrays by Add-Metric*') {
        $row.Limit, $row.LimitTime, $row.Ratio = "$($limit.Limit), from the engine's benchmark", $limit.LimitTime, ($row.Ours / $limit.LimitTime)
        $row.Budget, $row.Spread = ($row.Work -like '*typed' ? 1 / 3 : $null), @($row.Spread | ForEach-Object { $_ / $limit.LimitTime })
    }
    # Points as objects are compared with the C program, which reads them into an array.
    foreach ($row in $rows | Where-Object Work -Like 'read * points as objects') {
        $limit = $rows | Where-Object Work -EQ ($row.Work -replace 'objects', 'arrays')
        if (!$limit) { continue }
        $row.Limit, $row.LimitTime, $row.Ratio = "$($limit.Limit), from the engine's benchmark", $limit.LimitTime, ($row.Ours / $limit.LimitTime)
        $row.Budget, $row.Spread = 2, @($row.Spread | ForEach-Object { $_ / $limit.LimitTime })
    }
    $rows | ConvertTo-Json -Depth 4 | Set-Content out/bench.json
    tests/Benchmarks/ConvertTo-BenchTable.ps1 $rows | Set-Content out/bench.md
    $charts = $Quick ? 'out' : 'docs'
    tests/Benchmarks/ConvertTo-GrowthChart.ps1 $rows -By runs | Set-Content $charts/growth-runs.svg
    tests/Benchmarks/ConvertTo-GrowthChart.ps1 $rows -By points, series | Set-Content $charts/growth-points.svg
    "The table is in out/bench.json and, as Markdown, in out/bench.md; the growth curves are in $charts/growth-runs.svg and growth-points.svg."
    if ($Quick) { Compare-Bench $rows }
}

# Lists ratios that changed by more than a quarter and lie outside the range of the baseline, whose ratio lies outside their own range.
function Compare-Bench([object[]] $Rows) {
    $baseline = 'tests/Benchmarks/baseline.json'
    if (!(Test-Path $baseline)) { return "There is no $baseline to compare with." }
    $kept = @{}
    foreach ($row in Get-Content $baseline -Raw | ConvertFrom-Json) { $kept[$row.Work] = $row }
    $moved = foreach ($row in $Rows | Where-Object { $_.LimitTime -and $kept[$_.Work] }) {
        if ([math]::Abs([math]::Log($row.Ratio / $kept[$row.Work].Ratio)) -lt [math]::Log(1.25)) { continue }
        $before = $kept[$row.Work]
        if ($row.Ratio -gt $before.Spread[1] -and $before.Ratio -lt $row.Spread[0]) { '{0}: {1:0.00} was {2:0.00}, slower' -f $row.Work, $row.Ratio, $before.Ratio }
        if ($row.Ratio -lt $before.Spread[0] -and $before.Ratio -gt $row.Spread[1]) { '{0}: {1:0.00} was {2:0.00}, faster' -f $row.Work, $row.Ratio, $before.Ratio }
    }
    $moved ? $moved : 'No ratio changed by more than its noise.'
}
