# The origin of a run: the build, the git work tree, the arguments of the script, and a parent run from another job.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Sets environment variables while a block runs.
    function Use-Variable([hashtable] $Variables, [scriptblock] $Body) {
        $before = @{}
        foreach ($name in $Variables.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Variables[$name])
        }
        try { & $Body }
        finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
    }

    function New-Script([string] $Text) {
        $path = Join-Path ([IO.Path]::GetTempPath()) "script-$([guid]::NewGuid()).ps1"
        Set-Content -LiteralPath $path $Text
        $path
    }

    $azure = @{
        TF_BUILD = 'True'; BUILD_BUILDID = '4711'; BUILD_DEFINITIONNAME = 'nightly'; BUILD_SOURCEBRANCH = 'refs/heads/main'
        SYSTEM_ACCESSTOKEN = 'an-access-token-of-azure'; BUILD_REQUESTEDFOREMAIL = 'somebody@example.com'
    }
}

Describe 'The build' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-ExperimentStore }

    It 'is stored as tags of a run that it starts, beside the user''s own, which take precedence' {
        $run = Use-Variable $azure { Start-Run e -Tag mine, ci.branch=other }
        $run.Tags.Keys | Should -Contain mine
        $run.Tags.'ci.provider', $run.Tags.'ci.build-id', $run.Tags.'ci.definition' | Should -Be azure-pipelines, 4711, nightly
        $run.Tags.'ci.branch' | Should -Be other
        "$($run | ConvertTo-Json -Depth 5)" | Should -Not -Match 'access-token|somebody'
    }

    It 'is stored on a pending run when it starts, and again when it is resumed' {
        $pending = New-Run e -Tag ci.build-id=1
        $started = Use-Variable $azure { Start-Run -Run $pending }
        $started.Tags.'ci.build-id' | Should -Be 4711
        Complete-Run -Status Failed
        $again = Use-Variable @{ GITHUB_ACTIONS = 'true'; GITHUB_RUN_ID = '99' } { Start-Run e -Resume }
        $again.Id, $again.Tags.'ci.provider', $again.Tags.'ci.build-id' | Should -Be $pending.Id, 'github-actions', '99'
    }

    It 'is kept by Invoke-Run too, and outside of one there are no such tags' {
        (Use-Variable $azure { Invoke-Run { } -PassThru }).Tags.'ci.build-id' | Should -Be 4711
        (Invoke-Run { } -PassThru).Tags.Count | Should -Be 0
    }

    It 'and everything else is left out with -NoProvenance: <_>' -ForEach 'Start-Run', 'New-Run', 'Invoke-Run' {
        $run = Use-Variable $azure {
            switch ($_) {
                Start-Run { Start-Run e -NoProvenance -Tag mine }
                New-Run { New-Run e -NoProvenance -Tag mine }
                Invoke-Run { Invoke-Run { } -Experiment e -NoProvenance -Tag mine -PassThru }
            }
        }
        "$($run.Tags.Keys)" | Should -Be mine
        $origin = (Get-Run $run).Origin
        $origin.PSObject.Properties.Where({ $null -ne $_.Value -and $_.Value -ne '' }).Name | Should -BeNullOrEmpty
        if ($run.Status -eq 'Running') { (Complete-Run -PassThru).Status | Should -Be Succeeded }
    }
}

Describe 'The uncommitted changes' -Skip:(!(Get-Command git -CommandType Application -ErrorAction Ignore)) {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $repository = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "repo-$([guid]::NewGuid())")).FullName
        Push-Location $repository
        git init -q
        Set-Content a.txt one
        git add a.txt
        git -c user.name=t -c user.email=t@t -c commit.gpgsign=false -c core.hooksPath=/dev/null commit -q -m first
    }
    AfterAll { Pop-Location; Disconnect-ExperimentStore }
    AfterEach { Get-Run -Status Running | Complete-Run }

    It 'are kept as artifacts on request, without secrets, and of untracked files the names only' {
        Set-Content a.txt two, 'password = hunter2-hunter2'
        Set-Content new.txt 'what is inside'
        $run = Start-Run e -CaptureDiff
        (Get-Artifact -Run $run).Key | Sort-Object | Should -Be 'git/uncommitted.diff', 'git/untracked.txt'
        $patch = Get-ArtifactContent git/uncommitted.diff -Run $run
        "$patch" | Should -Match '\+two'
        "$patch" | Should -Match 'password = \*\*\*'
        "$(Get-ArtifactContent git/untracked.txt -Run $run)".Trim() | Should -Be new.txt
        $run = Invoke-Run { } -Experiment e -PassThru
        Get-Artifact -Run $run | Should -BeNullOrEmpty
    }

    It 'are not kept with -NoProvenance' {
        Get-Artifact -Run (Start-Run e -CaptureDiff -NoProvenance) | Should -BeNullOrEmpty
    }

    It 'cannot be captured outside of a work tree, which is reported, and the run starts' {
        Push-Location ([IO.Path]::GetTempPath())
        try { $run = Start-Run e -CaptureDiff -WarningVariable messages -WarningAction SilentlyContinue }
        finally { Pop-Location }
        $run.Status | Should -Be Running
        "$messages" | Should -BeLike '*not in a git work tree*'
    }
}

Describe 'The calling script''s arguments' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-ExperimentStore }

    It 'are kept as typed parameters on request, whether it is called or dot-sourced' {
        $script = New-Script @'
param([double] $Rate, [int] $Epochs = 5, [datetime] $Since, [string[]] $Layers, [switch] $Fast, $Block, [hashtable] $Optimizer)
(Start-Run e -CaptureParameters -Parameter @{ rate = 0.5; other = 1 }).Parameters
Complete-Run
'@
        $arguments = @{ Rate = 0.1; Since = [datetime] '2024-01-02'; Layers = 'a', 'b'; Fast = $true; Block = { 1 }; Optimizer = @{ name = 'sgd' } }
        foreach ($found in (& $script @arguments), (. $script @arguments)) {
            $found.rate, $found.other | Should -Be 0.5, 1
            $found.Since, $found.Fast, $found.Optimizer.name | Should -Be ([datetime] '2024-01-02'), $true, sgd
            $found.Layers | Should -Be a, b
            $found.Since | Should -BeOfType datetime
            $found.Contains('Epochs') | Should -BeFalse -Because 'it was not given'
        }
    }

    It 'determine the parameter hash, so that a run is found by them' {
        $script = New-Script 'param($Rate) (Start-Run e -CaptureParameters -SkipIfCompleted).Id; if (Get-Run -Current -ErrorAction Ignore) { Complete-Run }'
        $first = & $script -Rate 1
        & $script -Rate 1 6>$null | Should -Be $first
        & $script -Rate 2 | Should -Not -Be $first
    }

    It 'are kept without secrets, known by name, by form and by type' {
        $script = New-Script @'
param($ApiKey, $Text, $Password, [pscredential] $Login, $Db, $MaxTokens, $Odd)
(Invoke-Run { } -Experiment e -CaptureParameters -PassThru).Parameters
'@
        $secure = ConvertTo-SecureString 'hush-hush' -AsPlainText -Force
        $arguments = @{
            ApiKey = 'hush-hush'; Text = "token ghp_$('a' * 36)"; Password = $secure; Login = [pscredential]::new('me', $secure)
            Db = @{ Server = 'x'; Password = 'hush-hush' }; MaxTokens = 512; Odd = [bigint]::Pow(2, 99)
        }
        $found = & $script @arguments
        $found.ApiKey, $found.Text, $found.Password, $found.Login | Should -Be '***', 'token ***', '***', '***'
        $found.Db.Server, $found.Db.Password, $found.MaxTokens | Should -Be x, '***', 512
        $found.Odd | Should -Be "$([bigint]::Pow(2, 99))"
    }

    It 'are empty at a prompt' {
        (Invoke-Pwsh '$null = Connect-ExperimentStore -InMemory; (Invoke-Run { } -CaptureParameters -PassThru).Parameters.Count').StdOut | Should -Be 0
    }
}

Describe 'A parent of another job' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Get-Run -Status Running | Complete-Run; Disconnect-ExperimentStore }

    It 'is named by EXPERIMENT_PARENT_RUN, by id or by path, and determines the experiment' {
        $parent = Invoke-Run { } -Experiment sweep -PassThru
        foreach ($name in $parent.Id, 'sweep/0') {
            $child = Use-Variable @{ EXPERIMENT_PARENT_RUN = $name } { Invoke-Run { } -PassThru }
            $child.ParentRunId, $child.Experiment | Should -Be $parent.Id, sweep
        }
    }

    It 'is used after -ParentRun and the current run' {
        $parent, $other = (Invoke-Run { } -PassThru), (Invoke-Run { } -PassThru)
        Use-Variable @{ EXPERIMENT_PARENT_RUN = $parent.Id } {
            (Invoke-Run { } -ParentRun $other -PassThru).ParentRunId | Should -Be $other.Id
            $outer = Start-Run
            $outer.ParentRunId, (Invoke-Run { } -PassThru).ParentRunId | Should -Be $parent.Id, $outer.Id
        }
    }

    It 'that the store does not have is reported, and the run has none' {
        Use-Variable @{ EXPERIMENT_PARENT_RUN = "gone`n##vso[task.complete result=Failed]" } {
            $run = Start-Run e -WarningVariable messages -WarningAction SilentlyContinue
            $run.ParentRunId | Should -BeNullOrEmpty
            "$messages" | Should -BeLike '*EXPERIMENT_PARENT_RUN*no such run*no parent*'
            "$messages" | Should -Not -Match '##vso\['
        }
    }

    It 'is handed with $using: to ForEach-Object -Parallel' {
        $parent = Start-Run sweep
        $ids = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:modulePath
            (Invoke-Run { Add-Metric x 1 } -ParentRun $using:parent -PassThru).Id
        }
        (Get-Run -ParentRun $parent).Id | Sort-Object | Should -Be ($ids | Sort-Object)
    }

    It 'is handed with $using: to jobs and other processes' {
        $store = Connect-ExperimentStore (New-TestStore) -Create
        $parent = Start-Run sweep
        $job = Start-Job {
            Import-Module $using:modulePath
            (Invoke-Run { } -Store $using:store.Path -ParentRun $using:parent -PassThru).Id
        }
        $thread = Start-ThreadJob { Import-Module $using:modulePath; (Invoke-Run { } -ParentRun $using:parent -PassThru).Id }
        $ids = $job, $thread | Receive-Job -Wait -AutoRemoveJob
        (Get-Run -ParentRun $parent).Id | Sort-Object | Should -Be ($ids | Sort-Object)
        @($ids).Count | Should -Be 2
    }
}

Describe '-CaptureEnvironment' {
    BeforeEach { $null = Connect-ExperimentStore -InMemory }
    AfterEach { Disconnect-ExperimentStore }

    It 'stores the machine, the modules and the lock files beside the script, without secrets' {
        $folder = New-TestStore
        Set-Content "$folder/requirements.txt" "numpy==2.1.0`n--index-url https://user:ghp_$('a' * 36)@example.com"
        Set-Content "$folder/package-lock.json" '{"lockfileVersion":3}'
        Set-Content "$folder/other.txt" 'not a lock file'
        Set-Content "$folder/train.ps1" 'Start-Run e -CaptureEnvironment; Complete-Run'
        $run = & "$folder/train.ps1"
        (Get-Artifact -Run $run).Key | Should -Be environment/package-lock.json, environment/requirements.txt, environment/system.json
        $system = Get-ArtifactContent environment/system.json -Run $run
        $system.logicalProcessors, $system.powershell, $system.operatingSystem | Should -Be ([Environment]::ProcessorCount), "$($PSVersionTable.PSVersion)", ([Runtime.InteropServices.RuntimeInformation]::OSDescription)
        ($system.modules | Where-Object name -EQ ExperimentTracker).version | Should -Be "$((Get-Module ExperimentTracker).Version)"
        if ($IsLinux) { $system.memory | Should -Be ([long] ((Get-Content /proc/meminfo -TotalCount 1) -replace '\D') * 1KB) }
        $lock = Get-ArtifactContent environment/requirements.txt -Run $run
        $lock | Should -Match 'numpy==2.1.0'
        "$lock" | Should -Not -Match 'ghp_'
    }

    It 'stores nothing with -NoProvenance' {
        $run = Start-Run e -CaptureEnvironment -NoProvenance
        Get-Artifact -Run $run | Should -BeNullOrEmpty
        Complete-Run
    }
}
