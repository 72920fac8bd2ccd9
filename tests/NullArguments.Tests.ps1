# Null and blank values: an unset variable, an empty cell, a command that printed nothing. Such a value is never what a parameter that is not given is: all
# records, the current run, the store of the session. Every parameter of every cmdlet is tried, in one store with records of all kinds.

BeforeDiscovery {
    Import-Module ($env:EXPERIMENTTRACKER_MODULE ? $env:EXPERIMENTTRACKER_MODULE : (Join-Path (Split-Path $PSScriptRoot) ExperimentTracker.psd1))
    $cmdlets = (Get-Command -Module ExperimentTracker -CommandType Cmdlet).Name | Sort-Object
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $where = Get-Location
    Set-Location (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())"))
    Set-Content file.txt file
    $null = New-Item -ItemType Directory folder
    $store = (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore).Path
    $null = New-Experiment demo -Project p -Description about -Tag first
    $null = New-Trial tried demo
    $null = Register-Dataset flowers
    $null = Register-Encoder onehot
    Add-DatasetEncoder flowers onehot
    Add-ExperimentDataset demo flowers
    $sweep = Start-Run demo -Parameter @{ lr = 0.1 } -Tag first -Trial tried -Description about
    foreach ($number in 1, 2) {
        $null = Start-Run -Parameter @{ lr = $number }
        Add-Metric loss (3, 2, 1) -Goal Minimize
        Add-Epoch -Accuracy 0.5
        Add-Result -Accuracy 0.5
        Add-RunLog 'a line' Output
        Add-Distribution w (1..5)
        Add-RunInput -Dataset flowers -Role train
        Add-Artifact -Text x -Key k
        Complete-Run
    }
    $null = Register-ModelVersion m demo/1 -Artifact k
    $null = Set-ModelVersion m/1 -Alias best -Stage Staging
    Remove-Run demo/2
    $null = Register-RunAlert told Failed
    $artifact = Get-Artifact k -Run demo/1
    $null = New-Item -Force (Join-Path $store "artifacts/sha256/00/$('0' * 62)")
    $finding = Test-ExperimentStore | Select-Object -First 1

    # Valid values of the parameters that a call needs besides the one that is tried.
    $valid = @{
        Artifact = $artifact; ArtifactId = $artifact.Id; Baseline = 'demo/1'; BaselineModel = 'm'; Bytes = [byte[]] 1; Config = @{ a = 1 }
        Dataset = 'flowers'; Digest = "sha256:$('0' * 64)"; Encoder = 'onehot'; Experiment = 'demo'; Folder = './folder'; From = $store
        InMemory = $true; Key = 'key'; LiteralPath = './file.txt'; Location = './file.txt'; Message = 'a line'; Metric = 'loss'; Model = 'm'
        ModelVersion = 'm/1'; Name = 'fresh'; Object = 1; Parameter = @{ a = 1 }; Path = './file.txt'; Project = 'p'; Query = 'SELECT 1'
        Reference = 'x:y'; Run = 'demo/0'; ScriptBlock = { }; Tag = 'first'; Text = 'x'; Trial = 'tried'; Type = 'onehot'; Value = 1; Current = $true; Histogram = $true; Join = 'demo/0'
        Minimum = 0; Maximum = 1; Alert = 'told'; Condition = 'Failed'; 'Watch-ExperimentStore -Alert' = $true; When = { $true }; 'Register-RunAlert -Filter' = '$_.Number -eq 1'
        'Add-Metric -Metric' = @{ loss = 1 }; 'Add-Metric -InputObject' = 1; 'Add-RunInput -InputObject' = (Get-Dataset flowers)
        'Add-RunParameter -InputObject' = [pscustomobject]@{ a = 1 }; 'Export-ExperimentStore -Path' = './export'; 'Connect-ExperimentMirror -Address' = 'http://127.0.0.1:9/'
        'Repair-ExperimentStore -Finding' = $finding; 'Add-Distribution -Edges' = 1, 2; 'Add-Distribution -Count' = 1; Actual = '1'; Predicted = '1'; Score = 0.5
    }
    $empty = [ordered]@{
        '$null' = $null; "''" = ''; "' '" = ' '; '@()' = @(); AutomationNull = [Management.Automation.Internal.AutomationNull]::Value
        '@($null)' = @($null); "@('demo/1', `$null)" = @('demo/1', $null); "@('demo/1', ' ')" = @('demo/1', ' ')
    }

    # What a parameter declares that it accepts.
    function Test-Accepted([Management.Automation.ParameterMetadata] $Parameter, [string] $Text, [switch] $Property) {
        $declared = $Parameter.Attributes.ForEach{ $_.GetType().Name }
        switch -wildcard ($Text) {
            "''" { return 'AllowEmptyStringAttribute' -in $declared }
            "' '" { return 'AllowEmptyStringAttribute' -in $declared }
            "*' ')" { return 'AllowEmptyStringAttribute' -in $declared }
            '@()' { return 'AllowEmptyCollectionAttribute' -in $declared }
            default { return 'AllowNullAttribute' -in $declared -or ($Property -and 'NullPropertyIsOmittedAttribute' -in $declared) }
        }
    }

    # A blank number is read as a number or refused by its own rules, before it is bound.
    function Test-Number([type] $Type) {
        $one = $Type.IsArray ? $Type.GetElementType() : $Type
        ([Nullable]::GetUnderlyingType($one) ?? $one) -in [int], [long], [double], [datetime], [timespan], [byte]
    }

    # The bytes of the database and of its write-ahead log, and the names of all other files: reading changes none of them, writing does.
    function Get-Digest {
        foreach ($file in [IO.Directory]::GetFiles($store, '*.db*') -notlike '*-shm' | Sort-Object) {
            $stream = [IO.FileStream]::new($file, 'Open', 'Read', 'ReadWrite, Delete')
            try { "$file $([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($stream)))" } finally { $stream.Dispose() }
        }
        foreach ($folder in "$store/artifacts", $PWD.Path) { [IO.Directory]::GetFileSystemEntries($folder, '*', 'AllDirectories') | Sort-Object }
    }

    # Tries a call. Gives what is wrong: it wrote an object, or no error.
    function Get-Problem([string] $Call, [scriptblock] $Body, [switch] $MayBeSilent) {
        $ErrorActionPreference = 'Continue'
        $result = try { @(& $Body 2>&1 6>$null 3>$null) } catch { @($_) }
        $failures = @($result.Where{ $_ -is [Management.Automation.ErrorRecord] })
        if ($result.Count -gt $failures.Count) { "${Call}: wrote $($result.Where{ $_ -isnot [Management.Automation.ErrorRecord] }[0])" }
        elseif (!$failures -and !$MayBeSilent) { "${Call}: no error" }
        foreach ($failure in $failures) {
            if ($failure.FullyQualifiedErrorId -match '^(RuntimeException|NullReference|InvalidCast|AmbiguousParameterSet|MissingMandatory)') { "${Call}: $($failure.FullyQualifiedErrorId) $failure" }
        }
    }
}

AfterAll {
    while (Get-Run -Current -ErrorAction Ignore) { Stop-Run -WarningAction Ignore }
    Disconnect-ExperimentStore
    Set-Location $where
}

Describe 'A null or blank value' {
    It 'does nothing for any parameter of <_>' -ForEach $cmdlets {
        $cmdlet = Get-Command $_
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $before = Get-Digest
        $tried = 0
        $problems = foreach ($parameter in $cmdlet.Parameters.Values) {
            if ($parameter.Name -in $common -or $parameter.ParameterType -eq [switch]) { continue }
            $ways = @{}
            foreach ($set in $cmdlet.ParameterSets) {
                $own = $set.Parameters.Where({ $_.Name -eq $parameter.Name }, 'First')[0]
                $way = "$($own.IsMandatory) $($own.ValueFromPipeline) $($own.ValueFromPipelineByPropertyName)"
                if (!$own -or $ways[$way]) { continue }
                $ways[$way] = $true
                $others = @{}
                foreach ($other in $set.Parameters.Where{ $_.IsMandatory -and $_.Name -ne $parameter.Name }) {
                    $name = "$($cmdlet.Name) -$($other.Name)"
                    $others[$other.Name] = $valid.ContainsKey($name) ? $valid[$name] : $valid[$other.Name]
                    if ($null -eq $others[$other.Name]) { throw "This test needs a valid value of $name." }
                }
                foreach ($text in $empty.Keys) {
                    $value = $empty[$text]
                    if ($text -like '@(?*)' -and !$parameter.ParameterType.IsArray) { continue }
                    if ((Test-Number $parameter.ParameterType) -and $text -notin '$null', '@()', 'AutomationNull') { continue }
                    $call = "$($cmdlet.Name) -$($parameter.Name) $text in $($set.Name)"
                    if (!(Test-Accepted $parameter $text)) {
                        $tried++
                        $named = $others + @{ $parameter.Name = $value }
                        Get-Problem $call { & $cmdlet @named }
                    }
                    if ($own.ValueFromPipeline -and !(Test-Accepted $parameter $text)) {
                        $tried++
                        if ($cmdlet.Name -eq 'Export-RunReport' -and $text -eq 'AutomationNull') { continue } # an empty pipeline makes a report without runs
                        Get-Problem "piped to $call" { , $value | & $cmdlet @others } -MayBeSilent:($text -like '*@*' -or $text -eq 'AutomationNull')
                    }
                    if ($own.ValueFromPipelineByPropertyName -and !(Test-Accepted $parameter $text -Property)) {
                        $tried++
                        Get-Problem "property of $call" { [pscustomobject]@{ $parameter.Name = $value } | & $cmdlet @others }
                    }
                }
            }
        }
        $problems | Should -BeNullOrEmpty
        Get-Digest | Should -Be $before -Because 'nothing is written, removed or ended'
        (Get-Run -Current).Id | Should -Be $sweep.Id
        if ($_ -notin 'Get-ParameterHash', 'Register-RunFilterCompleter') { $tried | Should -BeGreaterThan 4 }
    }

    It 'is accepted by no parameter that selects records, except to remove the parent of a run' {
        $accepting = foreach ($cmdlet in Get-Command -Module ExperimentTracker -CommandType Cmdlet) {
            foreach ($parameter in $cmdlet.Parameters.Values) {
                $type = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
                $selects = $type.Assembly -eq [ExperimentTracker.Binding.RecordIdentity].Assembly -or $type -eq [scriptblock] -or
                    ($cmdlet.Verb -in 'Get', 'Remove', 'Restore', 'Test', 'Assert', 'Show', 'Save', 'Compare', 'Measure', 'Optimize', 'Repair', 'Disconnect')
                $declared = $parameter.Attributes.ForEach{ $_.GetType().Name } -like 'Allow*'
                if ($selects -and $declared) { "$($cmdlet.Name) -$($parameter.Name) $($declared -replace 'Attribute$' -join ' ')" }
            }
        }
        $accepting | Sort-Object | Should -Be @(
            'Get-Run -Namespace AllowEmptyString'       # the root namespace
            'Measure-Run -GroupBy AllowEmptyCollection' # one group
            'Set-Run -ParentRun AllowNull'              # removes the parent
        )
    }

    It 'is one error that names the parameter and says what to do: <Call>' -ForEach @(
        @{ Call = { Get-Run $unset }; Parameter = 'Run'; Words = '*-Run is null*omit -Run*' }
        @{ Call = { Get-Run -ParentRun $unset | Remove-Run }; Parameter = 'ParentRun'; Words = '*-ParentRun is null*' }
        @{ Call = { $unset | Get-Run }; Parameter = 'Run'; Words = '*-Run is null*' }
        @{ Call = { Get-Run -Status $unset }; Parameter = 'Status'; Words = '*-Status is null*' }
        @{ Call = { Get-Run -Filter $unset | Remove-Run }; Parameter = 'Filter'; Words = '*-Filter is null*' }
        @{ Call = { Get-Run -Trial @() | Remove-Run }; Parameter = 'Trial'; Words = '*-Trial is an empty list*' }
        @{ Call = { Get-Run demo/0, ' ' }; Parameter = 'Run'; Words = '*has a blank value at index 1*' }
        @{ Call = { Get-Run demo/0, $unset }; Parameter = 'Run'; Words = '*has a null at index 1*' }
        @{ Call = { Complete-Run -Run $unset }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { $unset | Stop-Run }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { Add-Metric loss 1 -Run $unset }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { [pscustomobject]@{ Key = 'loss'; Value = 1; Run = $null } | Add-Metric }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { 'Key,Value,Run', 'loss,1,' | ConvertFrom-Csv | Add-Metric }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { @{ Key = 'loss'; Value = 1; RunId = [DBNull]::Value } | Add-Metric }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { [pscustomobject]@{ RunId = $null } | Get-Epoch }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { Get-Run -Store $unset }; Parameter = 'Store'; Words = '*-*' }
        @{ Call = { Optimize-ExperimentStore -RemovedBefore $unset }; Parameter = 'RemovedBefore'; Words = '*-*'; Id = 'InvalidTimestamp' }
        @{ Call = { $null | Export-RunReport none.html }; Parameter = 'Run'; Words = '*-*' }
        @{ Call = { Set-Run demo/0 -Description $unset }; Parameter = 'Description'; Words = '*An empty string is valid*' }
    ) {
        $before = Get-Digest
        $failure = @(Get-Failure $Call)
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$($Id ? $Id : 'NullArgument'),*"
        $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
        if (!$Id) { $failure[0].TargetObject | Should -Be $Parameter }
        "$($failure[0])" | Should -BeLike $Words
        Get-Digest | Should -Be $before
    }

    It 'in a pipeline does not stop the records beside it' {
        $failure = Get-Failure { $null = 'demo/0', $null, 'demo/1' | Set-Run -Description both }
        $failure | Should -HaveCount 1
        (Get-Run demo/0, demo/1).Description | Should -Be both, both
    }

    It 'means what is documented where a parameter declares it' {
        (Set-Run demo/1 -ParentRun $null -PassThru).ParentRunId | Should -BeNullOrEmpty
        (Set-Run demo/1 -Description '' -PassThru).Description | Should -BeNullOrEmpty
        $made = New-Run demo -Tag @() -Description $null
        $made.Tags.Count, $made.Description | Should -Be 0, $null
        ([pscustomobject]@{ Name = 'again'; Description = $null; Id = $null } | New-Experiment -Project q).Name | Should -Be again
        Get-Run $made | New-Run | ForEach-Object Experiment | Should -Be demo
        (Get-Run -Namespace '').Count | Should -BeGreaterThan 2
    }
}
