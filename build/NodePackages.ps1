# npm packages for checks that need Node.js. The module itself does not need it. The suites and tests/Workflows.Tests.ps1 dot-source this file.

<#
.SYNOPSIS
Installs the packages in the package-lock.json of a folder, into that folder or another one, unless they are already installed. Returns nothing, or
the reason for a failure and the command to run.
#>
function Install-NodePackage([string] $Source, [string] $Folder = $Source) {
    if (@(Get-Command node, npm -CommandType Application -ErrorAction Ignore).Count -lt 2) {
        return "'node' and 'npm' are not on the PATH of this machine; on Debian: apt-get install nodejs npm"
    }
    $stamp, $lock = "$Folder/node_modules/.installed", (Get-FileHash "$Source/package-lock.json").Hash
    if ((Get-Content $stamp -ErrorAction Ignore) -eq $lock) { return }
    $null = New-Item -ItemType Directory -Force $Folder
    if ($Folder -ne $Source) { Copy-Item "$Source/package.json", "$Source/package-lock.json" $Folder }
    $PSNativeCommandUseErrorActionPreference = $false
    $log = npm ci --prefix $Folder --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=0 --fetch-timeout=20000 2>&1
    if ($LASTEXITCODE) {
        $reason = $log | Where-Object { "$_" -match 'error' } | Select-Object -First 1
        return "its packages could not be fetched ($reason); with a network: npm ci --prefix $Folder"
    }
    Set-Content $stamp $lock
}
