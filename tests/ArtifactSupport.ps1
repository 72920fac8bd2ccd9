# Helpers of the tests of artifacts, which dot-source this after TestSupport.ps1.

# Creates a folder with files, from paths and texts.
function New-Folder([Collections.IDictionary] $File = @{}) {
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName
    foreach ($path in $File.Keys) {
        $full = Join-Path $folder $path
        $null = [IO.Directory]::CreateDirectory((Split-Path -LiteralPath $full))
        [IO.File]::WriteAllText($full, $File[$path])
    }
    $folder
}

function Get-Text([string] $Path) { [IO.File]::ReadAllText($Path) }

# The relative paths of all files in a folder, as a folder artifact lists them.
function Get-RelativeFile([string] $Folder) {
    Get-ChildItem -LiteralPath $Folder -Recurse -File -Force |
        ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } | Sort-Object
}
