BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ModuleSupport.ps1"
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
            'Repair', 'Optimize', 'Backup', 'Publish', 'Initialize', 'Copy', 'Unregister'
        Find-Fault {
            param($it)
            $changes = $it.Verb -in $changing -and $it.Name -notin 'Invoke-ExperimentQuery', 'New-SweepRange' # they write nothing
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
        $without.Name | Sort-Object | Should -Be Get-ParameterHash, New-SweepRange, Register-RunFilterCompleter
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
