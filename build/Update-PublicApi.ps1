#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Updates PublicAPI.Unshipped.txt with the public API of Core.

.DESCRIPTION
A Release build fails when the public types and members of ExperimentTracker.Core differ from PublicAPI.Shipped.txt and PublicAPI.Unshipped.txt.
After an intended change, run this script, review the difference, and commit it with the change. For a release, move all lines from Unshipped to
Shipped.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$project = Join-Path $PSScriptRoot .. src ExperimentTracker.Core
$file = Join-Path $project PublicAPI.Unshipped.txt
$before = Get-Content -LiteralPath $file -Raw
$written = $false
try {
    # The analyzer reports symbols that the files lack (RS0016), and symbols that only the files have (RS0017).
    Set-Content -LiteralPath $file '#nullable enable'
    $log = dotnet build $project --configuration Release --nologo --verbosity quiet -tl:off -p:TreatWarningsAsErrors=false -p:UseSharedCompilation=false
    if ($LASTEXITCODE) { throw "Core does not build:`n$($log -match ': error ' -join "`n")" }
    $lines = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($line in $log) {
        if ($line -match "warning RS0016: Symbol '(.+)' is not part of the declared") { $null = $lines.Add($Matches[1]) }
        elseif ($line -match "warning RS0017: Symbol '(.+)' is part of the declared API, but") { $null = $lines.Add("*REMOVED*$($Matches[1])") }
    }
    Set-Content -LiteralPath $file (@('#nullable enable') + $lines)
    $written = $true
    "$($lines.Count) lines in $(Resolve-Path -LiteralPath $file -Relative)"
}
finally {
    if (!$written) { Set-Content -LiteralPath $file $before -NoNewline }
}
