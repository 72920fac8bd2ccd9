#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Writes the public API of Core anew, into PublicAPI.Unshipped.txt.

.DESCRIPTION
A build in Release fails when the public types and members of ExperimentTracker.Core are not those of PublicAPI.Shipped.txt and
PublicAPI.Unshipped.txt. After a change that is meant, run this, read the difference, and commit it with the change. With a release, move all lines
from Unshipped to Shipped.
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
    # The analyzer tells what is not in the files (RS0016), and what is only there (RS0017).
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
