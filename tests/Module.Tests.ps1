BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
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
}

Describe 'The module' {
    It 'exports the cmdlets that its manifest names, all that it has, and nothing else' {
        $named = (Import-PowerShellDataFile $modulePath).CmdletsToExport
        $types = $module.ImplementingAssembly.GetExportedTypes() | Where-Object Namespace -EQ ExperimentTracker.Commands
        $written = $types | ForEach-Object {
            $attribute = [Attribute]::GetCustomAttribute($_, [Management.Automation.CmdletAttribute], $false)
            if ($attribute) { "$($attribute.VerbName)-$($attribute.NounName)" }
        }
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($named | Sort-Object)
        $written | Sort-Object | Should -Be ($named | Sort-Object)
        $module.ExportedFunctions.Count, $module.ExportedAliases.Count, $module.ExportedVariables.Count | Should -Be 0, 0, 0
        $named | Should -Not -Contain '*'
    }

    It 'has a manifest that PowerShell finds right, with the version of its assemblies when it is packed' {
        $manifest = Test-ModuleManifest $modulePath
        $manifest.PowerShellVersion | Should -Be ([version]'7.4')
        $manifest.CompatiblePSEditions | Should -Be Core
        $manifest.Description, $manifest.Author, $manifest.Copyright | Should -Not -BeNullOrEmpty
        $manifest.ProjectUri, $manifest.LicenseUri, $manifest.ReleaseNotes | Should -Not -BeNullOrEmpty
        $built = [Diagnostics.FileVersionInfo]::GetVersionInfo($module.ImplementingAssembly.Location).ProductVersion
        if ($manifest.Version -eq [version]'0.0.0') { Set-ItResult -Skipped -Because 'a checkout has no version; a packed module has'; return }
        $built | Should -Match "^$([regex]::Escape($manifest.Version))($|[-+])"
        # The label of 0.1.0-preview.42 is preview0042, because labels are sorted as text.
        $label = "$($manifest.PrivateData.PSData.Prerelease)"
        $label | Should -Match '^[0-9A-Za-z]*$'
        ($label -eq '') | Should -Be ($built -notmatch '^[^+]*-')
    }

    It 'ships SQLite 3.53 for each system that PowerShell runs on, and for no other' {
        $expected = 'linux-arm', 'linux-arm64', 'linux-musl-arm64', 'linux-musl-x64', 'linux-x64', 'osx-arm64', 'osx-x64', 'win-arm64', 'win-x64', 'win-x86'
        $runtimes = Get-ChildItem "$root/module/bin/deps/runtimes"
        $runtimes.Name | Sort-Object | Should -Be $expected
        $found = foreach ($runtime in $runtimes) {
            $file = Get-ChildItem "$runtime/native"
            $file | Should -HaveCount 1
            # sqlite3_libversion() returns this string, which is null-terminated in the library.
            $versions = [regex]::Matches([Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file)), '(?<![0-9.])(3\.\d+\.\d+)\x00')
            "$($runtime.Name) $($versions[0].Groups[1].Value)"
        }
        $loaded = (Connect-ExperimentStore -InMemory).SqliteVersion
        Disconnect-ExperimentStore
        $loaded | Should -Match '^3\.53\.\d+$'
        $found | Sort-Object | Should -Be ($expected | ForEach-Object { "$_ $loaded" })
    }

    It 'is imported twice, and again after Remove-Module' {
        $result = Invoke-Pwsh {
            Import-Module $env:MODULE
            $info = Connect-ExperimentStore -InMemory
            $null = New-Project one
            Remove-Module ExperimentTracker
            Get-Command New-Project -ErrorAction Ignore
            Import-Module $env:MODULE
            $null = New-Project two -Store $info
            (Get-Project -Store $info).Name -join ' '
        } -Environment @{ MODULE = $modulePath }
        $result.StdErr | Should -BeNullOrEmpty
        $result.StdOut | Should -Be 'one two'
    }

    It 'is used by several runspaces at once, each connected to its own store' {
        $folder = New-Folder
        $found = 1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:modulePath
            $null = Connect-ExperimentStore "$using:folder/store $_" -Create -InformationAction Ignore
            $null = Start-Run "experiment $_"
            1..20 | ForEach-Object { Add-Metric loss $_ }
            Complete-Run
            $run = Get-Run
            "$($run.Experiment) $($run.Status) $($run.Metrics.loss)"
            Disconnect-ExperimentStore
        }
        $found | Sort-Object | Should -Be (1..6 | ForEach-Object { "experiment $_ Succeeded 20" })
    }
}

Describe 'Importing the module' {
    BeforeAll {
        $folder = New-Folder
        $result = Invoke-Pwsh -NoImport -WorkingDirectory $folder -Environment @{ MODULE = $modulePath; HOME = (New-Folder) } {
            Set-StrictMode -Version Latest
            $PSModuleAutoLoadingPreference = 'None'
            Import-Module Microsoft.PowerShell.Management, Microsoft.PowerShell.Utility
            function Get-State {
                @(Get-Variable -Scope Global; Get-Alias; Get-ChildItem Function:) | ForEach-Object { "$($_.GetType().Name) $($_.Name)" }
            }
            $before = $after = $null
            $before = Get-State
            Import-Module $env:MODULE
            $after = Get-State
            @{
                Added = @($after | Where-Object { $_ -notin $before })
                Files = @(Get-ChildItem -Recurse -Force | ForEach-Object FullName)
                Assemblies = @([AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name } -match 'Sqlite|Experiment')
            } | ConvertTo-Json
        }
        $state = $result.StdOut | ConvertFrom-Json
    }

    It 'creates no file' { $state.Files | Should -BeNullOrEmpty }

    It 'leaves variables, aliases and functions alone' { $state.Added | Should -BeNullOrEmpty }

    It 'does not load SQLite before it is needed' {
        $state.Assemblies | Sort-Object | Should -Be ExperimentTracker, ExperimentTracker.Core
    }

    It 'writes nothing' { $result.StdErr | Should -BeNullOrEmpty }
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

Describe 'Every cmdlet' {
    BeforeAll {
        $cmdlets = $module.ExportedCmdlets.Values | Sort-Object Name
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

        # Runs a check for each cmdlet, or for each of its parameters that are not common ones, and returns the failures.
        function Find-Fault([scriptblock] $Check) {
            foreach ($cmdlet in $cmdlets) { & $Check $cmdlet | ForEach-Object { "${cmdlet}: $_" } }
        }
        function Find-ParameterFault([scriptblock] $Check) {
            foreach ($cmdlet in $cmdlets) {
                foreach ($parameter in $cmdlet.Parameters.Values | Where-Object Name -NotIn $common) {
                    & $Check $parameter $cmdlet | ForEach-Object { "$cmdlet -$($parameter.Name): $_" }
                }
            }
        }
    }

    It 'has an approved verb' {
        $approved = (Get-Verb).Verb
        Find-Fault { param($it) if ($it.Verb -notin $approved) { $it.Verb } } | Should -BeNullOrEmpty
    }

    It 'declares its output types, which PowerShell finds by name' {
        Find-Fault {
            param($it)
            if (!$it.OutputType) { 'no [OutputType]' }
            $it.OutputType | Where-Object { !($_.Name -as [type]) } | ForEach-Object { "$($_.Name) is not in the default context" }
        } | Should -BeNullOrEmpty
    }

    It 'has -WhatIf and -Confirm if it changes something, and only then; it does not ask by default' {
        $changing = 'New', 'Set', 'Remove', 'Restore', 'Add', 'Register', 'Start', 'Complete', 'Stop', 'Resume', 'Invoke', 'Save', 'Export', 'Import', 'Merge',
            'Repair', 'Optimize', 'Backup', 'Publish'
        Find-Fault {
            param($it)
            $changes = $it.Verb -in $changing -and $it.Name -ne 'Invoke-ExperimentQuery' # it only reads
            $attribute = [Attribute]::GetCustomAttribute($it.ImplementingType, [Management.Automation.CmdletAttribute])
            if ($attribute.SupportsShouldProcess -ne $changes) { "SupportsShouldProcess is $($attribute.SupportsShouldProcess)" }
            if ($it.Parameters.ContainsKey('WhatIf') -ne $changes) { "-WhatIf is there: $(!$changes)" }
            if ($attribute.ConfirmImpact -ge [Management.Automation.ConfirmImpact]::High) { 'High throws under -NonInteractive' }
        } | Should -BeNullOrEmpty
    }

    It 'has no parameter that PowerShell itself has, by name or by alias' {
        $reserved = $common + 'vb', 'db', 'ea', 'wa', 'infa', 'proga', 'ev', 'wv', 'iv', 'ov', 'ob', 'pv', 'wi', 'cf'
        $reserved += ($cmdlets.Parameters.Values | Where-Object Name -In $common).Aliases
        Find-ParameterFault { param($it) @($it.Name) + @($it.Aliases) | Where-Object { $_ -in $reserved } } | Should -BeNullOrEmpty
        $reserved | Should -Contain Debug
    }

    It 'has no two parameters of one name or alias' {
        Find-Fault {
            param($it)
            @($it.Parameters.Values.Name) + @($it.Parameters.Values.Aliases) | Where-Object { $_ } | Group-Object |
                Where-Object Count -GT 1 | ForEach-Object Name
        } | Should -BeNullOrEmpty
    }

    It 'has parameters in Pascal case, and no switch by position' {
        Find-ParameterFault {
            param($it)
            if ($it.Name -cnotmatch '^[A-Z][A-Za-z]+$') { 'not in Pascal case' }
            if ($it.SwitchParameter -and $it.ParameterSets.Values.Position -ge 0) { 'a switch by position' }
        } | Should -BeNullOrEmpty
    }

    It 'completes what names a record' {
        Find-ParameterFault {
            param($it)
            $type = $it.ParameterType.IsArray ? $it.ParameterType.GetElementType() : $it.ParameterType
            if ($type.IsSubclassOf([ExperimentTracker.Binding.RecordIdentity]) -and !($it.Attributes | Where-Object { $_ -is [ArgumentCompleter] })) { 'no completer' }
        } | Should -BeNullOrEmpty
    }

    It 'has -Store, if it uses one' {
        $without = $cmdlets | Where-Object { (@($_.Parameters.Values.Name) + @($_.Parameters.Values.Aliases)) -notcontains 'Store' }
        $without.Name | Sort-Object | Should -Be Get-ParameterHash, Register-RunFilterCompleter
    }

    It 'has help: a synopsis, a description, examples, every parameter and what it emits' {
        Find-Fault {
            param($it)
            $help = Get-Help $it.Name -Full
            if ($help.Synopsis -notmatch '^[A-Z].{10,}\.$') { "the synopsis is '$($help.Synopsis)'" }
            if (($help.Description.Text -join ' ').Length -lt 40) { 'no description' }
            if (!($help.examples.example.code -match '\w')) { 'no example' }
            if (!$help.returnValues.returnValue.type.name) { 'nothing about what it emits' }
            $described = @{}
            foreach ($one in $help.parameters.parameter) { $described[$one.name] = $one.description.Text -join ' ' }
            $it.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters } |
                Where-Object { $described[$_] -notmatch '\w{3}' } | ForEach-Object { "-$_ is not described" }
        } | Should -BeNullOrEmpty
    }
}

Describe 'A script without a user' {
    It 'runs through with -NonInteractive, stopping at errors and without progress, as pipelines run it' {
        $result = Invoke-Pwsh -WorkingDirectory (New-Folder) {
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            $null = New-Experiment iris -Project botany -InformationAction Ignore
            $run = Start-Run iris
            Add-RunParameter lr 0.1
            Add-Metric loss 1
            Add-Artifact -Text x -Key note
            Add-ExperimentTag a, b
            Remove-ExperimentTag a
            Remove-Artifact note
            Complete-Run
            $null = Resume-Run $run
            Stop-Run $run
            Remove-Run $run
            Restore-Run $run
            Remove-Experiment iris
            Restore-Experiment iris
            Remove-Project botany
            Restore-Project botany
            Save-Artifact nothing* -Run $run
            Invoke-Run { 'inside' } -Experiment iris
            (Get-Run).Status -join ' '
        }
        $result.StdErr | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $result.StdOut | Should -Be inside, 'Succeeded Cancelled'
    }

    It 'cannot ask for -Confirm: nothing is changed' {
        $result = Invoke-Pwsh -WorkingDirectory (New-Folder) {
            $null = New-Project botany -InformationAction Ignore
            Remove-Project botany -Confirm
            (Get-Project).Name
        }
        $result.StdErr | Should -Match 'NonInteractive'
        $result.StdOut | Should -Be botany
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
