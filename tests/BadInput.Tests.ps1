BeforeDiscovery {
    $mistakes = @(
        # Names, ids and prefixes
        @{ Mistake = { Get-Project nope }; Id = 'ProjectNotFound'; Target = 'nope'; Words = "*No project matches 'nope'*" }
        @{ Mistake = { Set-Project nope -Name x }; Id = 'ProjectNotFound'; Target = 'nope' }
        @{ Mistake = { Remove-Project nope }; Id = 'ProjectNotFound'; Target = 'nope' }
        @{ Mistake = { Restore-Project botany }; Id = 'ProjectNotFound'; Target = 'botany' }
        @{ Mistake = { New-Project BOTANY }; Id = 'ProjectExists'; Target = 'BOTANY'; Words = '*(case is ignored)*' }
        @{ Mistake = { New-Project ("x`e[0m") }; Id = 'InvalidName'; Target = "x`e[0m"; Words = '*has control characters*' }
        @{ Mistake = { Get-Experiment nope }; Id = 'ExperimentNotFound'; Target = 'nope'; Words = "*No experiment matches 'nope'*" }
        @{ Mistake = { Get-Experiment iris -Project nope }; Id = 'ProjectNotFound'; Target = 'nope' }
        @{ Mistake = { Get-Experiment twin }; Id = 'ExperimentAmbiguous'; Target = 'twin'
            Words = "*matches 2 experiments*botany/twin*zoology/twin*" }
        @{ Mistake = { New-Experiment IRIS -Project botany }; Id = 'ExperimentExists'; Target = 'IRIS' }
        @{ Mistake = { Set-Experiment iris -Name twin }; Id = 'ExperimentExists'; Target = 'twin' }
        @{ Mistake = { Remove-Experiment nope }; Id = 'ExperimentNotFound'; Target = 'nope' }
        @{ Mistake = { New-Run twin }; Id = 'ExperimentAmbiguous'; Target = 'twin' }
        @{ Mistake = { Get-Run nope }; Id = 'RunNotFound'; Target = 'nope'; Words = "*No run matches 'nope'*" }
        @{ Mistake = { Get-Run iris/99 }; Id = 'RunNotFound'; Target = 'iris/99' }
        @{ Mistake = { Get-Run 0123456789ab }; Id = 'RunNotFound'; Target = '0123456789ab' }
        @{ Mistake = { Get-Run ended -Experiment nope }; Id = 'ExperimentNotFound'; Target = 'nope' }
        @{ Mistake = { Set-Run alike -Name x }; Id = 'RunAmbiguous'; Target = 'alike'; Words = '*matches 2 runs*iris/00?*(alike-?)*' }
        @{ Mistake = { Add-Metric loss 1 -Run alike }; Id = 'RunAmbiguous'; Target = 'alike' }
        @{ Mistake = { Set-Run nope -Name x }; Id = 'RunNotFound'; Target = 'nope' }
        @{ Mistake = { Remove-Run nope }; Id = 'RunNotFound'; Target = 'nope' }
        @{ Mistake = { Restore-Run ended }; Id = 'RunNotFound'; Target = 'ended' }
        @{ Mistake = { Complete-Run nope }; Id = 'RunNotFound'; Target = 'nope' }
        @{ Mistake = { Start-Run -Run nope }; Id = 'RunNotFound'; Target = 'nope' }
        @{ Mistake = { Start-Run iris -ParentRun nope }; Id = 'RunNotFound'; Target = 'nope' }
        @{ Mistake = { New-Run iris -Id open }; Id = 'RunIdExists'; Target = 'open'; Words = '*Ids are never reused*' }
        @{ Mistake = { New-Run iris -Id "a`0b" }; Id = 'InvalidId'; Target = "a`0b" }
        @{ Mistake = { New-Run iris -Namespace a/../b }; Id = 'InvalidName'; Target = 'a/../b'; Words = '*The namespace*' }
        @{ Mistake = { New-Run ' ' }; Id = 'NullArgument'; Target = 'Experiment'; Words = '*-Experiment is blank*omit -Experiment*' }
        @{ Mistake = { Start-Run ('x' * 300) -Project other }; Id = 'InvalidName'; Target = 'x' * 300
            Words = '*300 characters*256 are allowed*' }
        @{ Mistake = { New-Run fresh -Namespace .. }; Id = 'InvalidName'; Target = '..' }
        @{ Mistake = { New-Run fresh -Name "a`tb" -Project fresh }; Id = 'InvalidName'; Target = "a`tb" }
        @{ Mistake = { New-Run fresh -Id open -Project fresh }; Id = 'RunIdExists'; Target = 'open' }
        @{ Mistake = { New-Run fresh -Parameter @{ ' ' = 1 } }; Id = 'InvalidName'; Target = ' ' }
        @{ Mistake = { Start-Run fresh -Tag a, '=b' }; Id = 'InvalidName'; Target = '' }
        @{ Mistake = { New-Experiment fresh -Project fresh -Id "a`nb" }; Id = 'InvalidId'; Target = "a`nb" }
        @{ Mistake = { New-Experiment fresh -Project fresh -Id iris-1 }; Id = 'ExperimentIdExists'; Target = 'iris-1' }
        @{ Mistake = { New-Experiment fresh -Project fresh -Tag '=b' }; Id = 'InvalidName'; Target = '' }
        @{ Mistake = { New-Experiment fresh -Project "a`rb" }; Id = 'InvalidName'; Target = "a`rb" }
        @{ Mistake = { Set-Run open -ParentRun open }; Id = 'ParentCycle'; Words = '*cannot be the parent of*' }

        # Runs with an unsuitable status
        @{ Mistake = { Add-Metric loss 1 -Run ended }; Id = 'RunNotOpen'
            Words = '*is Succeeded and does not accept more metrics*Resume-Run*' }
        @{ Mistake = { Add-Metric loss (1..5000) -Run ended }; Id = 'RunNotOpen' }
        @{ Mistake = { Add-RunParameter lr 1 -Run ended }; Id = 'RunNotOpen'; Words = '*is Succeeded and does not accept more parameters*' }
        @{ Mistake = { Complete-Run ended }; Id = 'InvalidStatusTransition'; Words = '*is Succeeded and cannot become Succeeded*' }
        @{ Mistake = { Stop-Run ended }; Id = 'InvalidStatusTransition' }
        @{ Mistake = { Start-Run -Run ended }; Id = 'InvalidStatusTransition'; Words = '*Resume-Run opens an ended run again*' }
        @{ Mistake = { Resume-Run open }; Id = 'InvalidStatusTransition' }
        @{ Mistake = { Complete-Run pending }; Id = 'InvalidStatusTransition'; Words = '*is Pending and cannot become Succeeded*' }
        @{ Mistake = { Remove-Run open }; Id = 'RunIsRunning'; Words = '*is running and cannot be removed*' }
        @{ Mistake = { Add-ExperimentTag x -Run removed }; Id = 'RunNotFound'; Target = 'removed' }

        # No current run
        @{ Mistake = { Add-Metric loss 1 }; Id = 'NoCurrentRun'; Words = '*no current run*Start-Run*-Run*' }
        @{ Mistake = { Add-RunParameter lr 1 }; Id = 'NoCurrentRun' }
        @{ Mistake = { Add-Artifact -Text x -Key x }; Id = 'NoCurrentRun' }
        @{ Mistake = { Add-ExperimentTag x }; Id = 'NoCurrentRun' }
        @{ Mistake = { Complete-Run }; Id = 'NoCurrentRun' }
        @{ Mistake = { Get-Metric }; Id = 'NoCurrentRun' }
        @{ Mistake = { Get-Run -Current }; Id = 'NoCurrentRun' }

        # Metrics
        @{ Mistake = { Add-Metric '' 1 -Run open }; Id = 'InvalidMetricKey'; Target = ''; Words = '*metric key*is empty*' }
        @{ Mistake = { Add-Metric ' ' 1 -Run open }; Id = 'InvalidMetricKey'; Target = ' ' }
        @{ Mistake = { Add-Metric NaN 1 -Run open }; Id = 'InvalidMetricKey'; Target = 'NaN'; Words = '*it is a value, not a name*' }
        @{ Mistake = { Add-Metric ([double]::NaN) 1 -Run open }; Id = 'InvalidMetricKey'; Target = 'NaN' }
        @{ Mistake = { Add-Metric @{ good = 1; '' = 2 } -Run open }; Id = 'InvalidMetricKey'; Target = '' }
        @{ Mistake = { Add-Metric @{ good = 1; [double]::NaN = 2 } -Run open }; Id = 'InvalidMetricKey'; Target = 'NaN' }
        @{ Mistake = { Add-Metric ('k' * 257) 1 -Run open }; Id = 'InvalidMetricKey'; Target = 'k' * 257 }
        @{ Mistake = { Add-Metric loss 1 -Step -1 -Run open }; Id = 'InvalidStep'; Target = -1
            Words = "*Step -1 of metric 'loss' is negative*" }
        @{ Mistake = { Add-Metric loss 1, 2, 3 -Step 0, 1, -2 -Run open }; Id = 'InvalidStep'; Target = -2 }
        @{ Mistake = { Add-Metric @{ a = 1; b = 2 } -Step -7 -Run open }; Id = 'InvalidStep'; Target = -7 }
        @{ Mistake = { Add-Metric loss 1, 2, 3 -Step 0, 1 -Run open }; Id = 'LengthMismatch'; Target = 'loss'
            Words = "*'loss' has 3 values*2*" }
        @{ Mistake = { Add-Metric @{ good = 1; bad = 'text' } -Run open }; Id = 'UnsupportedValue'; Target = 'bad' }
        @{ Mistake = { Get-Metric nope -Run open }; Id = 'MetricNotFound'; Target = 'nope'; Words = "*no metric 'nope'*" }
        @{ Mistake = { Get-MetricSeries nope -Run open }; Id = 'MetricNotFound'; Target = 'nope' }

        # Parameters, tags and configurations
        @{ Mistake = { Add-RunParameter lr 0.2 -Run open }; Id = 'ParameterConflict'; Target = 'lr'
            Words = '*already 0.1 and cannot become 0.2*' }
        @{ Mistake = { Add-RunParameter @{ new = 1; lr = 0.2 } -Run open }; Id = 'ParameterConflict'; Target = 'lr' }
        @{ Mistake = { Add-RunParameter @{ new = 1; '' = 2 } -Run open }; Id = 'InvalidName'; Target = '' }
        @{ Mistake = { Add-RunParameter key (ConvertTo-SecureString x -AsPlainText -Force) -Run open }
            Id = 'SecretRefused'; Target = 'key' }
        @{ Mistake = { Add-RunParameter big ([bigint]::Pow(2, 64)) -Run open }; Id = 'UnsupportedValue'; Target = 'big' }
        @{ Mistake = { Get-RunParameter nope -Run open }; Id = 'ParameterNotFound'; Target = 'nope' }
        @{ Mistake = { Add-ExperimentTag good, '=x' -Run open }; Id = 'InvalidName'; Target = '' }
        @{ Mistake = { Get-ExperimentTag nope -Run open }; Id = 'TagNotFound'; Target = 'nope' }
        @{ Mistake = { Remove-ExperimentTag nope -Run open }; Id = 'TagNotFound'; Target = 'nope' }
        @{ Mistake = { New-Experiment x -Project fresh -Config @{ p = ConvertTo-SecureString x -AsPlainText -Force } }
            Id = 'SecretRefused'; Target = 'p' }

        # Files and artifacts
        @{ Mistake = { Add-Artifact nope.txt -Run open }; Id = 'FileNotFound'; Target = { Join-Path $PWD nope.txt }
            Words = '*does not exist*' }
        @{ Mistake = { Add-Artifact nope*.txt -Run open }; Id = 'FileNotFound'; Target = 'nope*.txt' }
        @{ Mistake = { Add-Artifact folder -Run open }; Id = 'NotAFile'; Target = { Join-Path $PWD folder }
            Words = '*a folder where a single file is expected*-Folder*' }
        @{ Mistake = { Add-Artifact -Folder file.txt -Run open }; Id = 'NotAFolder'; Target = { Join-Path $PWD file.txt } }
        @{ Mistake = { Add-Artifact file.txt ../out -Run open }; Id = 'InvalidArtifactKey'; Target = '../out' }
        @{ Mistake = { Add-Artifact file.txt taken -Run open }; Id = 'ArtifactExists'; Target = 'taken'
            Words = '*other content*-Force*' }
        @{ Mistake = { Add-Artifact -Digest sha256:123 -Key x -Run open }; Id = 'InvalidDigest'; Target = 'sha256:123' }
        @{ Mistake = { Add-Artifact -Digest "sha256:$('0' * 64)" -Size 1e17 -Key x -Run open }; Id = 'InvalidSize'; Target = 100000000000000000 }
        @{ Mistake = { Get-Artifact nope -Run open }; Id = 'ArtifactNotFound'; Target = 'nope' }
        @{ Mistake = { Save-Artifact taken -Run open -Destination file.txt }
            Id = 'DestinationExists'; Target = { Join-Path $PWD file.txt } }
        @{ Mistake = { Remove-Artifact nope -Run open }; Id = 'ArtifactNotFound'; Target = 'nope' }
        @{ Mistake = { Remove-Artifact -Run open }; Id = 'InvalidArtifactKey' }
        @{ Mistake = { Set-Location Env:; Add-Artifact x.txt -Run open }; Id = 'PathNotFileSystem'; Target = 'x.txt'
            Words = '*of the Environment provider*' }
        @{ Mistake = { Set-Location Env:; Save-Artifact taken -Run open }; Id = 'PathNotFileSystem'; Target = '.' }

        # Stores
        @{ Mistake = { Get-Run -Store nowhere }; Id = 'StoreNotFound'; Target = { Join-Path $PWD nowhere }
            Words = '*no experiment store at*' }
        @{ Mistake = { Get-Run -Store file.txt }; Id = 'StorePathInvalid'; Target = { Join-Path $PWD file.txt }; Words = '*is a file*' }
        @{ Mistake = { New-Run x -Store file.txt }; Id = 'StorePathInvalid'; Target = { Join-Path $PWD file.txt } }
        @{ Mistake = { Get-Run -Store Env:/x }; Id = 'StorePathInvalid'; Target = 'Env:/x' }
        @{ Mistake = { Get-Run -Store diary }; Id = 'StoreNotADatabase'; Words = '*is not an experiment store*' }
        @{ Mistake = { Start-Run x -Store diary }; Id = 'StoreNotADatabase' }
        @{ Mistake = { Connect-ExperimentStore diary }; Id = 'StoreNotADatabase' }
        @{ Mistake = { Connect-ExperimentStore file.txt }; Id = 'StorePathInvalid' }
    )

    # In each, the second of three records is invalid.
    $pipelines = @(
        @{
            Pipeline = { 'a', ' ', 'b' | New-Project }
            Id = 'NullArgument'
            Check = { (Get-Project [ab]).Name }
            Expected = 'a', 'b'
        }
        @{
            Pipeline = { 'a', ' ', 'b' | New-Experiment -Project zoology }
            Id = 'NullArgument'
            Check = { (Get-Experiment [ab]).Name }
            Expected = 'a', 'b'
        }
        @{
            Pipeline = { 'Experiment,Id', 'iris,n1', 'iris,open', 'iris,n2' | ConvertFrom-Csv | New-Run }
            Id = 'RunIdExists'
            Check = { Get-Run n1, n2 | ForEach-Object Id }
            Expected = 'n1', 'n2'
        }
        @{
            Pipeline = { 'Key,Value,Step', 'm,1,0', 'm,2,-1', 'm,3,1' | ConvertFrom-Csv | Add-Metric -Run open }
            Id = 'InvalidStep'
            Check = { (Get-MetricSeries m -Run open).Value }
            Expected = 1, 3
        }
        @{
            Pipeline = { 'Key,Value', 'm,1', ',2', 'n,3' | ConvertFrom-Csv | Add-Metric -Run open }
            Id = 'InvalidMetricKey'
            Check = { (Get-Metric m, n -Run open).Last }
            Expected = 1, 3
        }
        @{
            Pipeline = { 'Key,Value,Run', 'm,1,open', 'm,2,ended', 'n,3,open' | ConvertFrom-Csv | Add-Metric }
            Id = 'RunNotOpen'
            Check = { (Get-Metric m, n -Run open).Last }
            Expected = 1, 3
        }
        @{
            Pipeline = { 'Key,Value', 'm,1', 'm,abc', 'm,3' | ConvertFrom-Csv | Add-Metric -Run open }
            Id = 'UnsupportedValue'
            Check = { (Get-MetricSeries m -Run open).Value }
            Expected = 1, 3
        }
        @{
            Pipeline = { 'Name,Value', 'a,1', 'lr,2', 'b,3' | ConvertFrom-Csv | Add-RunParameter -Run open }
            Id = 'ParameterConflict'
            Check = { (Get-RunParameter a, b -Run open).Value }
            Expected = '1', '3'
        }
        @{
            Pipeline = { 'file.txt', 'nope', 'other.txt' | Add-Artifact -Run open }
            Id = 'FileNotFound'
            Check = { (Get-Artifact *.txt -Run open).Key }
            Expected = 'file.txt', 'other.txt'
        }
        @{
            Pipeline = { 'open', 'nope', 'ended' | Get-Run | Add-ExperimentTag seen }
            Id = 'RunNotFound'
            Check = { 'open', 'ended' | Get-Run | ForEach-Object { $_.Tags.Contains('seen') } }
            Expected = $true, $true
        }
        @{
            Pipeline = { 'open', 'nope', 'ended' | Set-Run -Description seen }
            Id = 'RunNotFound'
            Check = { ('open', 'ended' | Get-Run).Description }
            Expected = 'seen', 'seen'
        }
        @{
            Pipeline = { 'alike-1', 'ended', 'alike-2' | Stop-Run }
            Id = 'InvalidStatusTransition'
            Check = { ('alike-1', 'alike-2' | Get-Run).Status }
            Expected = 'Cancelled', 'Cancelled'
        }
        @{
            Pipeline = { 'ended', 'open', 'pending' | Remove-Run }
            Id = 'RunIsRunning'
            Check = { Get-Run -Removed ended, pending | ForEach-Object Id }
            Expected = 'ended', 'pending'
        }
    )
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # The error category of each id.
    $categories = @{
        InvalidArgument = 'ExperimentAmbiguous', 'InvalidArtifactKey', 'InvalidDigest', 'InvalidId', 'InvalidMetricKey',
            'InvalidName', 'InvalidSize', 'InvalidStep', 'LengthMismatch', 'NotAFile', 'NotAFolder', 'NullArgument', 'ParentCycle', 'PathNotFileSystem',
            'RunAmbiguous', 'SecretRefused', 'StorePathInvalid', 'UnsupportedValue'
        InvalidData = 'StoreNotADatabase'
        InvalidOperation = 'InvalidStatusTransition', 'NoCurrentRun', 'RunIsRunning', 'RunNotOpen'
        ObjectNotFound = 'ArtifactNotFound', 'ExperimentNotFound', 'FileNotFound', 'MetricNotFound', 'ParameterNotFound',
            'ProjectNotFound', 'RunNotFound', 'StoreNotFound', 'TagNotFound'
        ResourceExists = 'ArtifactExists', 'DestinationExists', 'ExperimentExists', 'ExperimentIdExists', 'ParameterConflict',
            'ProjectExists', 'RunIdExists'
    }

    # All parts of a store that a write would change.
    function Get-Census {
        "$(Get-ExperimentStore | Select-Object * -ExcludeProperty DatabaseSize, Latency)"
        foreach ($run in Get-Run | Sort-Object Id) {
            $run.Id, $run.Name, $run.Status, $run.Parameters, $run.Metrics, $run.Tags, $run.Description -join ' '
        }
        [IO.Directory]::GetFiles((Get-ExperimentStore).Path, '*', 'AllDirectories') -notmatch '\.(db[^/\\]*|lock)$'
        [IO.Directory]::GetFileSystemEntries($folder, '*', 'AllDirectories')
    }

    # A folder, and a store with runs in every state. Another session started them, so that none is the current run of this one.
    function New-Lab {
        Set-Location (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())"))
        Set-Content file.txt file
        Set-Content other.txt other
        $null = New-Item -ItemType Directory folder, diary
        Set-Content diary/tracker.db ('dear diary, ' * 1000)
        $store = (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore).Path
        $null = New-Experiment iris -Project botany -Id iris-1
        $null = New-Experiment twin -Project botany
        $null = New-Experiment twin -Project zoology
        $null = New-Run iris -Id pending
        $session = [powershell]::Create()
        $null = $session.AddScript({
            param($Module, $Store)
            Import-Module $Module
            foreach ($name in 'ended', 'open', 'alike-1', 'alike-2', 'removed') {
                $null = Start-Run iris -Id $name -Name $name -Parameter @{ lr = 0.1 } -Store $Store
                Add-Metric old 1
                Add-Artifact -Text text -Key taken
                Add-ExperimentTag old
                if ($name -in 'ended', 'removed') { Complete-Run }
            }
            Remove-Run removed -Store $Store
        }).AddArgument($modulePath).AddArgument($store).Invoke()
        if ($session.HadErrors) { throw $session.Streams.Error[0] }
        $session
    }

    function Remove-Lab([powershell] $Session) {
        Set-Location $where
        Disconnect-ExperimentStore
        $Session.Dispose()
    }

    $where = Get-Location
}

Describe 'A mistake' {
    BeforeAll {
        $session = New-Lab
        $folder = $PWD.Path
        $seen = @{ Census = Get-Census }
    }

    AfterAll { Remove-Lab $session }

    BeforeEach { Set-Location $folder }

    It 'is one clear error and changes nothing: <Mistake>' -ForEach $mistakes {
        $before = $seen.Census
        $failure = @(Get-Failure $Mistake)
        Set-Location $folder
        $seen.Census = Get-Census
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Match "^$Id,ExperimentTracker\.Commands\.\w+Command$"
        $Id | Should -BeIn $categories["$($failure[0].CategoryInfo.Category)"]
        if ($_.ContainsKey('Target')) { $failure[0].TargetObject | Should -BeExactly ($Target -is [scriptblock] ? (& $Target) : $Target) }
        "$($failure[0])" | Should -BeLike ($_.ContainsKey('Words') ? $Words : '*?.*')
        "$($failure[0])" | Should -Not -Match 'SQLite|Exception|System\.\w|constraint' -Because 'that is not of the domain'
        $failure[0].Exception.GetType().Name | Should -Be TrackerException
        $seen.Census | Should -Be $before
    }
}

Describe 'A mistake in one record of a pipeline' {
    BeforeEach { $session = New-Lab }

    AfterEach { Remove-Lab $session }

    It 'does not stop the others: <Pipeline>' -ForEach $pipelines {
        $failure = @(Get-Failure $Pipeline)
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be $Id
        & $Check | Should -Be $Expected
    }
}

Describe 'A store that may not be written' {
    BeforeAll {
        $obstacle = Get-PrivilegeObstacle
        if (!$obstacle) {
            $session = New-Lab
            $path = (Get-ExperimentStore).Path
            Remove-Lab $session
            chmod -R a+rX,a-w $path
            $result = Invoke-Pwsh -Unprivileged -Environment @{ EXPERIMENT_STORE = $path } {
                $answers = [ordered]@{}
                foreach ($mistake in @(
                        'New-Project x', 'Set-Project botany -Name x', 'Remove-Project botany', 'New-Experiment x', 'New-Run iris'
                        'Start-Run iris', 'Invoke-Run { throw "ran" } -Experiment iris', 'Start-Run -Run pending', 'Complete-Run open'
                        'Resume-Run ended', 'Set-Run open -Name x'
                        'Remove-Run ended', 'Restore-Run removed', 'Add-Metric loss 1 -Run ended', 'Add-RunParameter x 1 -Run ended'
                        'Add-ExperimentTag x -Run ended', 'Remove-ExperimentTag old -Run ended', 'Add-Artifact -Text x -Key x -Run ended'
                        'Remove-Artifact taken -Run ended'
                    )) {
                    $answers[$mistake] = @(try { & ([scriptblock]::Create($mistake)) 2>&1 } catch { $_ }) | ForEach-Object {
                        $_ -isnot [Management.Automation.ErrorRecord] ? "emitted $_" :
                            "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.TargetObject)"
                    }
                }
                $answers.reads = (Get-Run).Count
                $answers | ConvertTo-Json
            }
            $answers = $result.StdOut | ConvertFrom-Json -AsHashtable
        }
    }

    AfterAll { if ($path) { chmod -R u+w $path } }

    It 'is read, and refuses every cmdlet that writes with the same error' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $result.StdErr | Should -BeNullOrEmpty
        $answers.reads | Should -Be 5
        $answers.Remove('reads')
        $answers.Count | Should -Be 19
        foreach ($mistake in $answers.Keys) { $answers[$mistake] | Should -BeLike "StoreReadOnly,* PermissionDenied $path" -Because $mistake }
    }
}
