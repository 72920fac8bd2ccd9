# Machine code (ReadyToRun) for the verb test of build.ps1, which dot-sources this. Without it, each of the hundreds of processes that the tests start
# compiles PowerShell and the module again. The .NET tool "powershell" has none; Microsoft's other packages have.

function Test-MachineCode([string] $Assembly) {
    $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($Assembly))
    try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 }
    finally { $reader.Dispose() }
}

$runtimeVersion = [Runtime.InteropServices.RuntimeInformation]::FrameworkDescription -replace '^\.NET '

# The compiler for the .NET runtime of this process.
function Find-Compiler {
    $project = 'build/Crossgen'
    $log = dotnet restore $project @dotnetOptions "-p:RuntimeVersion=$runtimeVersion" 2>&1
    if ($LASTEXITCODE) { throw ($log | Where-Object { "$_" -match 'error' } | Select-Object -First 1) }
    $found = (dotnet msbuild $project -getProperty:NuGetPackageRoot,NETCoreSdkPortableRuntimeIdentifier | ConvertFrom-Json).Properties
    Join-Path $found.NuGetPackageRoot "microsoft.netcore.app.crossgen2.$($found.NETCoreSdkPortableRuntimeIdentifier)" $runtimeVersion tools crossgen2
}

# Compiles the named assemblies of a folder into a copy of it.
function Add-MachineCode([string] $From, [string] $To, [string[]] $Name, [string[]] $Reference = @()) {
    $compiler = Find-Compiler
    $references = @([Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory(), $PSHOME; $Reference) | ForEach-Object { "--reference:$(Join-Path $_ '*.dll')" }
    foreach ($one in $Name) {
        $log = & $compiler "$From/$one.dll" -o "$To/$one.dll" -O @references 2>&1
        if ($LASTEXITCODE) { throw "$one`: $($log | Select-Object -First 1)" }
    }
}

# Compiles those assemblies of PowerShell that nearly every process uses, and tries whether the copy starts.
function New-CompiledPowerShell([string] $Folder) {
    Copy-Item $PSHOME $Folder -Recurse
    Add-MachineCode $PSHOME $Folder 'System.Management.Automation', 'Microsoft.PowerShell.ConsoleHost', 'Microsoft.PowerShell.Commands.Utility',
        'Microsoft.PowerShell.Commands.Management', 'Microsoft.PowerShell.Security', 'pwsh'
    $program, $options = @(Get-PwshIn $Folder) + '-Version'
    $log = & $program @options 2>&1
    if ($LASTEXITCODE) { throw "it does not start: $($log | Select-Object -First 1)" }
}

# The command that starts the PowerShell in a copy of $PSHOME.
function Get-PwshIn([string] $Folder) { (& "$PSScriptRoot/Get-PwshCommand.ps1").Replace($PSHOME, $Folder) }

# The folder of the compiled copy of this PowerShell, or $PSHOME if there is nothing to compile, or if that fails.
function Get-CompiledPowerShell {
    $PSNativeCommandUseErrorActionPreference = $false
    if (Test-MachineCode "$PSHOME/System.Management.Automation.dll") { return $PSHOME }
    $folder = Join-Path (New-Folder out/powershell) "$($PSVersionTable.PSVersion)-net-$runtimeVersion"
    if (Test-Path $folder) { return $folder }
    $stage = "$folder.$([guid]::NewGuid())"
    try {
        New-CompiledPowerShell $stage
        # A build that was interrupted leaves no folder of this name; one that runs beside this one can be first.
        try { [IO.Directory]::Move($stage, $folder) } catch [IO.IOException] { if (!(Test-Path $folder)) { throw } }
        $folder
    }
    catch {
        "PowerShell is not compiled, so the tests take longer: $_" | Out-Host
        $PSHOME
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }
}

# A copy of the packed module, with machine code beside the code that ships; or the packed module itself if it cannot be compiled.
function Get-CompiledModule([string] $Packed) {
    $PSNativeCommandUseErrorActionPreference = $false
    $folder = Join-Path (New-Folder out/compiled/ExperimentTracker) (Split-Path $Packed -Leaf)
    try {
        if (Test-Path $folder) { Remove-Item $folder -Recurse }
        $bin = (Get-Item "$Packed/module/bin").FullName
        Copy-Item $Packed $folder -Recurse
        $folders = $bin, "$bin/deps", "$bin/engines/postgres" # few processes use the others
        $names = Get-ChildItem $folders -Filter *.dll | ForEach-Object { [IO.Path]::GetRelativePath($bin, $_.FullName) -replace '\.dll$' }
        Add-MachineCode $bin $folder/module/bin $names $folders
        $folder
    }
    catch {
        "The module is not compiled, so the tests take longer: $_" | Out-Host
        $Packed
    }
}
