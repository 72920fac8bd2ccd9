# Helpers of the tests of the module, which dot-source this after TestSupport.ps1.

$root = Split-Path $modulePath
$module = Get-Module ExperimentTracker

function New-Folder([string] $Name = "folder-$([guid]::NewGuid())") {
    (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) $Name)).FullName
}

# A copy of the module, from the package or from a checkout.
function Copy-Module([string] $To) {
    $null = New-Item -ItemType Directory $To
    'ExperimentTracker.psd1', 'module', 'en-US' | ForEach-Object { Copy-Item "$root/$_" $To -Recurse }
    Join-Path $To ExperimentTracker.psd1
}
