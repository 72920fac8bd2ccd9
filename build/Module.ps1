# The verbs clean, build, pack and publish of build.ps1, which dot-sources this.

function New-Folder([string] $Path) { (New-Item -ItemType Directory -Force $Path).FullName }

# Makes $To equal to $From, and moves only the files that changed. It works while a session has the files loaded: on Windows a loaded assembly can
# be renamed but not deleted, so the old file is moved aside first.
function Update-Folder([string] $From, [string] $To) {
    $From, $To, $aside = (New-Folder $From), (New-Folder $To), (New-Folder "$To/../.old")
    $current = @{}
    foreach ($file in Get-ChildItem -LiteralPath $From -Recurse -File) {
        $name = [IO.Path]::GetRelativePath($From, $file.FullName)
        $current[$name] = $true
        $target = Join-Path $To $name
        if (Test-Path -LiteralPath $target) {
            if ((Get-FileHash -LiteralPath $target).Hash -eq (Get-FileHash -LiteralPath $file.FullName).Hash) { continue }
            Move-Item -LiteralPath $target (Join-Path $aside ([guid]::NewGuid()))
        }
        [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        Move-Item -LiteralPath $file.FullName $target
    }
    Get-ChildItem -LiteralPath $To -Recurse -File |
        Where-Object { !$current.ContainsKey([IO.Path]::GetRelativePath($To, $_.FullName)) } |
        ForEach-Object { Move-Item -LiteralPath $_.FullName (Join-Path $aside ([guid]::NewGuid())) }
    Remove-Item -LiteralPath $aside -Recurse -Force -ErrorAction Ignore # a later build deletes what is still loaded
}

function Invoke-Clean {
    Get-Item out, en-US, module/bin, module/.old, module/.build-*, src/*/bin, src/*/obj, examples/*/bin, examples/*/obj,
        tests/*/bin, tests/*/obj, build/*/obj, src/*/node_modules -Force -ErrorAction Ignore | Remove-Item -Recurse -Force
}

# Compiles into module/bin. bin/ is loaded into PowerShell's load context, bin/deps/ and each folder of bin/engines/ into contexts of the module, which must
# not contain a second copy of Core.
function Invoke-Compile([string] $Configuration) {
    if (!(Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
        throw 'The .NET SDK is required, but dotnet is not on the PATH: https://dotnet.microsoft.com/download'
    }
    $stage = "module/.build-$([guid]::NewGuid())"
    try {
        # Restoring takes as long as building. A quick build restores only after a change of what is restored.
        $isRestored = $Configuration -eq 'Debug' -and (Test-Newer src/ExperimentTracker.Storage/obj/project.assets.json (
                Get-Item Directory.*.props, src/*.props, src/*/*.csproj, build/Module.proj))
        dotnet msbuild build/Module.proj @($isRestored ? @() : '-restore') -t:Publish "-p:Configuration=$Configuration;Stage=$PWD/$stage" @msbuildOptions | Out-Host
        $null = New-Folder "$stage/bin/deps"
        Move-Item "$stage/ExperimentTracker/ExperimentTracker*.dll" "$stage/bin"
        Move-Item "$stage/ExperimentTracker.Storage/*.dll", "$stage/ExperimentTracker.Storage/runtimes" "$stage/bin/deps"
        Remove-Item "$stage/bin/deps/ExperimentTracker.Core.dll"

        # They share what is in bin and bin/deps.
        $shared = (Get-ChildItem "$stage/bin/*.dll", "$stage/bin/deps/*.dll").Name
        foreach ($engine in 'Storage.Postgres', 'Blobs.S3', 'Blobs.Azure', 'Interop', 'Mcp') {
            $folder = New-Folder "$stage/bin/engines/$($engine.Split('.')[-1].ToLowerInvariant())"
            Get-ChildItem "$stage/ExperimentTracker.$engine/*.dll" -Exclude $shared | Move-Item -Destination $folder
            Copy-Item "src/ExperimentTracker.$engine/ThirdPartyNotices.txt" $folder
        }
        Update-Folder "$stage/bin" module/bin
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }
    Set-Content (Join-Path (New-Folder out) compiled.txt) $Configuration
}

function Invoke-Build {
    Invoke-Compile Release
    Update-Help
}

# In a separate process, because the syntax in the help comes from the cmdlets and a loaded module cannot be unloaded.
function Update-Help { & $pwsh @pwshOptions build/New-Help.ps1 -AllowMissing:$AllowMissingHelp | Out-Host }

# Builds what a filtered test run needs: the current sources, in the Debug configuration. The help is built only if there is none.
function Invoke-QuickBuild {
    if (!(Test-Newer out/compiled.txt (Get-BuildInput Directory.*.props, src))) { Invoke-Compile Debug }
    if (!(Test-Path $help)) { Update-Help }
}

# Without pipelines, which take a second for the files of src.
function Get-BuildInput([string[]] $Path) {
    foreach ($item in Get-Item $Path) {
        if ($item -is [IO.FileInfo]) { $item; continue }
        foreach ($file in $item.EnumerateFiles('*', 'AllDirectories')) { if ($file.FullName -notmatch '[\\/](bin|obj|node_modules)[\\/]') { $file } }
    }
}

function Test-Newer([string] $Path, [IO.FileInfo[]] $Inputs) {
    if (!(Test-Path $Path)) { return $false }
    $written = (Get-Item $Path).LastWriteTimeUtc
    foreach ($file in $Inputs) { if ($file.LastWriteTimeUtc -ge $written) { return $false } }
    $true
}

# A build writes the help last. It is current when none of its inputs is newer, and no quick build followed it.
function Test-BuildCurrent {
    (Test-Newer $help (Get-BuildInput Directory.*.props, $manifest, build.ps1, build, docs, src, module/*.ps1xml)) -and
        (Get-Content out/compiled.txt -ErrorAction Ignore) -eq 'Release'
}

# The version that MinVer derived from the git tags, in the form of a module manifest: 1.2.0-preview.7 becomes 1.2.0 and preview0007, because a label
# has only letters and digits and is sorted as text.
function Get-BuiltVersion {
    $built = [Diagnostics.FileVersionInfo]::GetVersionInfo((Get-Item module/bin/ExperimentTracker.dll).FullName).ProductVersion
    $numbers, $label = $built -split '\+' | Select-Object -First 1 | ForEach-Object { $_ -split '-', 2 }
    $parts = "$label" -split '[.-]' | ForEach-Object { $_ -match '^\d+$' ? ([int] $_).ToString('0000') : $_ }
    @{ Version = $numbers; Label = -join $parts }
}

# Returns the folder of the packed module.
function Invoke-Pack {
    $built = Get-BuiltVersion
    $packed = "out/ExperimentTracker/$($built.Version)"
    $stage = "out/.pack-$([guid]::NewGuid())"
    try {
        $null = New-Folder "$stage/module"
        Copy-Item LICENSE, README.md, CHANGELOG.md $stage
        $stamped = (Get-Content $manifest -Raw) -replace "(?m)^(\s*ModuleVersion\s*=\s*)'[^']*'.*$", "`${1}'$($built.Version)'" `
            -replace "(?m)^(\s*Prerelease\s*=\s*)'[^']*'.*$", "`${1}'$($built.Label)'"
        Set-Content "$stage/$manifest" $stamped -NoNewline
        Copy-Item en-US $stage -Recurse
        Copy-Item src/ExperimentTracker.DashboardPage/*/*.LICENSE $stage
        Get-ChildItem module -Exclude '.*' | Copy-Item -Destination "$stage/module" -Recurse
        Update-Folder $stage $packed
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }
    $packed
}

# Returns a message with the version and the repository.
function Invoke-Publish {
    if (!$Repository) { throw 'Specify a repository: build.ps1 publish -Repository PSGallery -ApiKey <key>. Get-PSResourceRepository lists the registered ones.' }
    $packed = Invoke-Pack
    $key = $ApiKey ? @{ ApiKey = $ApiKey } : @{}
    Publish-PSResource -Path $packed -Repository $Repository @key
    $data = Import-PowerShellDataFile "$packed/$manifest"
    $label = $data.PrivateData.PSData.Prerelease
    "ExperimentTracker $($data.ModuleVersion)$($label ? "-$label" : '') is published to $Repository."
}
