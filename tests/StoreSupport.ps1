# Helpers of the tests of stores, which dot-source this after TestSupport.ps1.

function New-Folder {
    (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName
}

# A closed store with one project, whose name identifies the store.
function New-NamedStore([string] $Project, [string] $Path = (New-TestStore)) {
    $null = New-Project $Project -Store $Path -InformationAction Ignore
    Disconnect-ExperimentStore -Store $Path
    $Path
}

# Changes the header of a closed database, as another program or version would.
function Set-HeaderByte([string] $Store, [int] $Offset, [byte] $Value) {
    $stream = [IO.File]::OpenWrite("$Store/tracker.db")
    $stream.Position = $Offset
    $stream.WriteByte($Value)
    $stream.Dispose()
}

function Get-TreeHash([string] $Path) {
    Get-ChildItem -LiteralPath $Path -Recurse -Force -File | Sort-Object FullName |
        ForEach-Object { "$($_.FullName) $((Get-FileHash -LiteralPath $_.FullName).Hash)" }
}
