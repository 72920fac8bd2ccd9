<#
.SYNOPSIS
Converts the rows of a benchmark to the Markdown of docs/performance.md: the machine, and one line per operation.
#>
param([Parameter(Mandatory)][object[]] $Row)

function Format-Number($Value) {
    if ($null -eq $Value) { return '' }
    $Value -ge 100 ? $Value.ToString('N0', [cultureinfo]::InvariantCulture) : $Value.ToString('0.###', [cultureinfo]::InvariantCulture)
}

$processor = $IsLinux ? ((Get-Content /proc/cpuinfo) -match '^model name')[0] -replace '.*: ' : $env:PROCESSOR_IDENTIFIER
"Measured on $(Get-Date -Format yyyy-MM-dd): $([Runtime.InteropServices.RuntimeInformation]::OSDescription), $processor, $([Environment]::ProcessorCount) processors, $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription), PowerShell $($PSVersionTable.PSVersion)."
''
'| operation | per | time, µs | limit | limit''s time, µs | ratio | range | budget | |'
'| --- | --- | ---: | --- | ---: | ---: | --- | ---: | --- |'
foreach ($one in $Row) {
    $verdict = $null -eq $one.Budget ? '' : $one.Ratio -le $one.Budget ? 'met' : '**not met**'
    $ratio, $spread = $one.Limit ? ((Format-Number $one.Ratio), (($one.Spread | ForEach-Object { Format-Number $_ }) -join '–')) : ('', '')
    '| {0} | {1} | {2} | {3} | {4} | {5} | {6} | {7} | {8} |' -f
        $one.Work, $one.Unit, (Format-Number $one.Ours), $one.Limit, (Format-Number $one.LimitTime), $ratio, $spread, (Format-Number $one.Budget), $verdict
}
