# Copies of the module beside each other, and the assemblies of other modules in the session.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ModuleSupport.ps1"
}

Describe 'A copy of the module' {
    It 'works from a folder with spaces and quotes in its name, including its help' {
        $manifest = Copy-Module (Join-Path (New-Folder) "it's a copy, größer")
        $result = Invoke-Pwsh -NoImport -WorkingDirectory (New-Folder) -Environment @{ MODULE = $manifest } {
            Import-Module $env:MODULE
            Start-Run vision -InformationAction Ignore | Out-Null
            Add-Metric loss 0.5
            Complete-Run
            (Get-Run).Metrics.loss
            (Get-Command Add-Metric).Module.ModuleBase -eq (Split-Path $env:MODULE)
            (Get-Help Add-Metric).Synopsis
        }
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut[0, 1] | Should -Be 0.5, True
        $result.StdOut[2] | Should -Be 'Adds points to the metrics of a run.'
    }

    It 'is found by name on the module path, and loads itself when a cmdlet is called' {
        $path = New-Folder
        $null = New-Item -ItemType Directory "$path/ExperimentTracker"
        $version = (Import-PowerShellDataFile $modulePath).ModuleVersion
        $null = Copy-Module "$path/ExperimentTracker/$version"
        $result = Invoke-Pwsh -NoImport -Environment @{ ADDED = $path } {
            $env:PSModulePath = $env:ADDED + [IO.Path]::PathSeparator + $env:PSModulePath
            $null = Connect-ExperimentStore -InMemory
            (New-Project vision).Name
            (Get-Module ExperimentTracker).Path.StartsWith($env:ADDED)
        }
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Be vision, True
    }

    It 'is imported while another session has it loaded, and can be replaced meanwhile' {
        if ($IsWindows) {
            Set-ItResult -Skipped -Because 'Windows keeps loaded assemblies from being replaced; build.ps1 moves them aside'
            return
        }
        $manifest = Copy-Module (Join-Path (New-Folder) module)
        $store = New-TestStore
        $first = Start-Pwsh -NoImport -Environment @{ MODULE = $manifest; EXPERIMENT_STORE = $store } {
            Import-Module $env:MODULE
            $null = New-Project first
            'ready'
            $null = [Console]::In.ReadLine()
            (Get-Project).Name -join ' '
        }
        try {
            Wait-Ready $first
            $aside = New-Folder
            Move-Item "$(Split-Path $manifest)/module/bin" $aside
            Copy-Item "$aside/bin" "$(Split-Path $manifest)/module" -Recurse
            $second = Invoke-Pwsh -NoImport -Environment @{ MODULE = $manifest; EXPERIMENT_STORE = $store } {
                Import-Module $env:MODULE
                (New-Project second).Name
            }
            $second.StdOut | Should -Be second
            $first.StandardInput.WriteLine()
            $first.StandardOutput.ReadToEnd().Trim() | Should -Be 'first second'
        }
        finally {
            if (!$first.HasExited) { $first.Kill() }
            $first.Dispose()
        }
    }
}

Describe 'The assemblies of others' {
    BeforeAll {
        $null = Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore
        $null = New-Project vision
        $contexts = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ExperimentTracker.Storage
        $ours = $contexts.Assemblies | ForEach-Object { $_.GetName() }
        Disconnect-ExperimentStore
    }

    It 'are loaded separately from those of the session' {
        @($contexts) | Should -HaveCount 1
        $ours.Name | Should -Contain Microsoft.Data.Sqlite
        $ours.Name | Should -Contain SQLitePCLRaw.core
        $ours.Name | Should -Contain ExperimentTracker.Storage
        $ours.Name | Should -Not -Contain ExperimentTracker.Core
        [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match 'Sqlite' | Should -BeNullOrEmpty
    }

    It 'include the native library of the module' {
        $native = [Diagnostics.Process]::GetCurrentProcess().Modules.FileName | Where-Object { $_ -match '[\\/](lib)?e_sqlite3\.' }
        $native | Should -HaveCount 1
        (Get-Item $native).FullName | Should -BeLike "$(Join-Path (Get-Item $root).FullName module bin deps runtimes)*"
    }

    It 'may be in the session in another version, loaded first: both are used, one after the other' {
        if (!(Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'there is no dotnet to restore one with'
            return
        }
        $version, $folder = '6.0.0', (New-Folder OtherSqlite)
        $own = ($ours | Where-Object Name -EQ Microsoft.Data.Sqlite).Version
        if ($own -eq [version]"$version.0") {
            Set-ItResult -Skipped -Because "the module itself has Microsoft.Data.Sqlite $version"
            return
        }
        Set-Content "$folder/Other.csproj" @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.Sqlite.Core" Version="$version" />
    <PackageReference Include="SQLitePCLRaw.bundle_e_sqlite3" Version="2.0.6" />
  </ItemGroup>
</Project>
"@
        # For one platform, so that the native library is in the folder of the assemblies, where .NET searches for it.
        $log = dotnet publish "$folder/Other.csproj" --runtime ([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier) `
            --no-self-contained --output $folder/module --nologo --verbosity quiet 2>&1
        if ($LASTEXITCODE) {
            Set-ItResult -Skipped -Because "Microsoft.Data.Sqlite $version could not be restored ($($log | Select-Object -Last 1))"
            return
        }
        Set-Content $folder/module/Other.psd1 @'
@{
    ModuleVersion = '1.0'
    RootModule = 'Other.psm1'
    RequiredAssemblies = @(
        'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'SQLitePCLRaw.batteries_v2.dll', 'Microsoft.Data.Sqlite.dll'
    )
}
'@
        Set-Content $folder/module/Other.psm1 @'
[SQLitePCL.Batteries_V2]::Init()
$connection = [Microsoft.Data.Sqlite.SqliteConnection]::new('Data Source=:memory:')
$connection.Open()
function Invoke-Other([string] $Sql) {
    $command = $connection.CreateCommand()
    $command.CommandText = $Sql
    $command.ExecuteScalar()
}
function Get-OtherVersion { [Microsoft.Data.Sqlite.SqliteConnection].Assembly.GetName().Version.ToString() }
'@
        $environment = @{ MODULE = $modulePath; OTHER = "$folder/module/Other.psd1" }
        $result = Invoke-Pwsh -NoImport -WorkingDirectory (New-Folder) -Environment $environment {
            Import-Module $env:OTHER
            $null = Invoke-Other 'CREATE TABLE t (x)'
            Import-Module $env:MODULE
            Start-Run vision -InformationAction Ignore | Out-Null
            Add-Metric loss (1..3000)
            $null = Invoke-Other 'INSERT INTO t VALUES (42)'
            Complete-Run
            (Get-MetricSeries loss -Run vision/0).Count
            Invoke-Other 'SELECT x FROM t'
            Get-OtherVersion
            $loaded = [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName() } | Where-Object Name -EQ Microsoft.Data.Sqlite
            $loaded.Version | Sort-Object | ForEach-Object ToString
        }
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Be (@('3000', '42', "$version.0") + @("$version.0", "$own" | Sort-Object { [version]$_ }))
    }
}

Describe 'A second copy of the module' {
    It 'that runs the code of the first says so in one sentence' {
        $copy = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "copy-$([guid]::NewGuid())/ExperimentTracker")
        $base = Split-Path $modulePath
        Copy-Item $modulePath, (Join-Path $base module) $copy -Recurse
        $session = [runspacefactory]::CreateRunspace()
        $session.Open()
        try {
            $shell = [powershell]::Create($session).AddScript("Import-Module '$copy/ExperimentTracker.psd1'; Connect-ExperimentStore -InMemory; Get-Run; Disconnect-ExperimentStore")
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $warnings = @($shell.Streams.Warning | Where-Object Message -Like 'The module in *')
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike "The module in $copy runs the code of *, which this process loaded before. Start a new PowerShell *"
        }
        finally {
            $session.Dispose()
        }
    }
}
