# A PowerShell that starts faster, for the verb test of build.ps1, which dot-sources this. The .NET tool "powershell" has assemblies without machine code
# (ReadyToRun), so each of the hundreds of processes that the tests start would compile PowerShell again. Microsoft's other packages have machine code.

function Test-MachineCode([string] $Assembly) {
    $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($Assembly))
    try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 }
    finally { $reader.Dispose() }
}

# The compiler for the .NET runtime of this process.
function Find-PowerShellCompiler([string] $Runtime) {
    $project = 'build/PowerShellCompiler'
    $log = dotnet restore $project @dotnetOptions "-p:RuntimeVersion=$Runtime" 2>&1
    if ($LASTEXITCODE) { throw ($log | Where-Object { "$_" -match 'error' } | Select-Object -First 1) }
    $found = (dotnet msbuild $project -getProperty:NuGetPackageRoot,NETCoreSdkPortableRuntimeIdentifier | ConvertFrom-Json).Properties
    Join-Path $found.NuGetPackageRoot "microsoft.netcore.app.crossgen2.$($found.NETCoreSdkPortableRuntimeIdentifier)" $Runtime tools crossgen2
}

# Compiles those assemblies in a copy of the folder of PowerShell that nearly every process uses, and tries whether it starts.
function New-CompiledPowerShell([string] $Runtime, [string] $Folder) {
    $compiler = Find-PowerShellCompiler $Runtime
    $references = @([Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory(), $PSHOME | ForEach-Object { "--reference:$(Join-Path $_ '*.dll')" })
    Copy-Item $PSHOME $Folder -Recurse
    foreach ($name in 'System.Management.Automation', 'Microsoft.PowerShell.ConsoleHost', 'Microsoft.PowerShell.Commands.Utility',
        'Microsoft.PowerShell.Commands.Management', 'Microsoft.PowerShell.Security', 'pwsh') {
        $log = & $compiler "$PSHOME/$name.dll" -o "$Folder/$name.dll" -O @references 2>&1
        if ($LASTEXITCODE) { throw "$name`: $($log | Select-Object -First 1)" }
    }
    $program, $options = @(Get-PwshIn $Folder) + '-Version'
    $log = & $program @options 2>&1
    if ($LASTEXITCODE) { throw "it does not start: $($log | Select-Object -First 1)" }
}

# The command that starts the PowerShell in a copy of $PSHOME.
function Get-PwshIn([string] $Folder) { (& "$PSScriptRoot/Get-PwshCommand.ps1").Replace($PSHOME, $Folder) }

# The folder of the compiled copy of this PowerShell in the cache of the user, or $PSHOME if there is nothing to compile, or if that fails.
function Get-CompiledPowerShell {
    $PSNativeCommandUseErrorActionPreference = $false
    if (Test-MachineCode "$PSHOME/System.Management.Automation.dll") { return $PSHOME }
    $information = [Runtime.InteropServices.RuntimeInformation]
    $runtime = $information::FrameworkDescription -replace '^\.NET '
    $cache = $env:XDG_CACHE_HOME ? $env:XDG_CACHE_HOME : $IsLinux ? "$HOME/.cache" : [Environment]::GetFolderPath('LocalApplicationData')
    $folder = Join-Path $cache ExperimentTracker "powershell-$($PSVersionTable.PSVersion)-net-$runtime-$($information::RuntimeIdentifier)"
    if (Test-Path $folder) { return $folder }
    $stage = "$folder.$([guid]::NewGuid())"
    try {
        $null = New-Folder (Split-Path $folder)
        New-CompiledPowerShell $runtime $stage
        # Another build can be first.
        try { [IO.Directory]::Move($stage, $folder) } catch [IO.IOException] { if (!(Test-Path $folder)) { throw } }
        $folder
    }
    catch {
        "PowerShell is not compiled, so the tests take longer: $_" | Out-Host
        $PSHOME
    }
    finally { Remove-Item $stage -Recurse -Force -ErrorAction Ignore }
}
