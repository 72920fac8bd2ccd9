<#
.SYNOPSIS
Executes the lines that it reads, with a store as the current one, and prints "done" after each, or the error. The checks of the dashboard write with it.
#>
param(
    [Parameter(Mandatory)][string] $Module,
    [Parameter(Mandatory)][string] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = Connect-ExperimentStore $Path
while ($null -ne ($line = [Console]::In.ReadLine())) {
    try {
        . ([scriptblock]::Create($line)) | ForEach-Object { [Console]::Out.WriteLine("$_") }
        [Console]::Out.WriteLine('done')
    }
    catch { [Console]::Out.WriteLine("failed: $($_ -replace '\s+', ' ')") }
}
Disconnect-ExperimentStore
