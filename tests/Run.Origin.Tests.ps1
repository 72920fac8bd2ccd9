# Where a run comes from: computer, account, script, git, command line.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/RunSupport.ps1"
}

Describe 'The origin of a run' {
    BeforeAll {
        Set-Location (New-StoreFolder)
        $env:EXPERIMENT_STORE = Join-Path $PWD store
        $repository = New-TestStore
        $script = Join-Path $repository 'train here.ps1'
        Set-Content $script 'Start-Run iris; Complete-Run'
        $hasGit = [bool](Get-Command git -CommandType Application -ErrorAction Ignore)
        function Invoke-Git { git -C $repository -c user.email=a@b.invalid -c user.name=a @args 2>&1 | Out-Null }
        if ($hasGit) {
            Invoke-Git init --initial-branch 'topic/one'
            Invoke-Git add .
            Invoke-Git commit -m first
        }
    }
    AfterAll { $env:EXPERIMENT_STORE = $null }
    AfterEach { Stop-CurrentRun }

    It 'names computer, account, process, folder and versions' {
        $origin = (Start-Run iris).Origin
        $origin.Host | Should -BeExactly ([Environment]::MachineName)
        $origin.User | Should -BeExactly ([Environment]::UserName)
        $origin.Process.Id | Should -Be $PID
        $origin.Process.StartedAt | Should -BeLessThan (Get-Date)
        $origin.WorkingDirectory | Should -BeExactly "$PWD"
        $origin.PowerShellVersion | Should -BeExactly "$($PSVersionTable.PSVersion)"
        $origin.RuntimeVersion | Should -BeExactly "$([Environment]::Version)"
        $assembly = (Get-Command Get-Run).ImplementingType.Assembly.Location
        $origin.ModuleVersion | Should -BeExactly ([Diagnostics.FileVersionInfo]::GetVersionInfo($assembly).ProductVersion -replace '\+.*')
        $origin.CommandLine | Should -Not -BeNullOrEmpty
        $origin.OperatingSystem | Should -Not -BeNullOrEmpty
    }

    It 'is read again as it was written' {
        $run = Start-Run iris
        (Get-Run -Current).Origin | Should -Be $run.Origin
    }

    It 'names the script that started the run, and the folder it worked in' {
        $run = & $script | Select-Object -First 1
        $run.Origin.Script | Should -BeExactly $script
        $run.Origin.WorkingDirectory | Should -BeExactly "$PWD"
    }

    It 'has the commit and the branch of the work tree that the script is in' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        $origin = (& $script | Select-Object -First 1).Origin
        $origin.GitCommit | Should -BeExactly (git -C $repository rev-parse HEAD)
        $origin.GitBranch | Should -BeExactly 'topic/one'
    }

    It 'has the commit and no branch when the head is detached' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        Invoke-Git checkout --detach
        try {
            $origin = (& $script | Select-Object -First 1).Origin
            $origin.GitCommit | Should -BeExactly (git -C $repository rev-parse HEAD)
            $origin.GitBranch | Should -BeNullOrEmpty
        }
        finally { Invoke-Git checkout 'topic/one' }
    }

    It 'learns in the background whether the work tree has changes' {
        if (!$hasGit) { Set-ItResult -Skipped -Because 'there is no git on the PATH; on Debian: apt-get install git' }
        $clean = & $script | Select-Object -First 1
        $clean.Origin.GitDirty | Should -BeNullOrEmpty
        Wait-GitDirty $clean | Should -BeFalse
        Set-Content (Join-Path $repository new.txt) changed
        $dirty = & $script | Select-Object -First 1
        Wait-GitDirty $dirty | Should -BeTrue
        (Get-Run $clean).Origin.GitDirty | Should -BeFalse
    }

    It 'of a pending run is that of the place where it was started' {
        $pending = New-Run iris
        Push-Location $repository
        try { $started = $pending | Start-Run } finally { Pop-Location }
        $started.Origin.WorkingDirectory | Should -BeExactly $repository
    }
}

Describe 'The command line of a run' {
    It 'is kept without the values of arguments whose names look secret' {
        $script = Join-Path (New-TestStore) train.ps1
        Set-Content $script @"
param([string] `$Name, [string] `$ApiToken, [string] `$Password)
Import-Module '$modulePath'
Connect-ExperimentStore -InMemory | Out-Null
(Start-Run iris).Origin.CommandLine
Complete-Run
"@
        $line = & $pwshCommand[0] @($pwshCommand | Select-Object -Skip 1) -NoProfile -File $script -Name ann -ApiToken hunter2 -Password:hunter3
        $line | Should -BeLike '*train.ps1 -Name ann -ApiToken *** -Password:***'
    }
}
