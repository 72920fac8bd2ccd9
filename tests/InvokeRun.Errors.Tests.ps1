# Invoke-Run: errors in the block, and the outcome of the run.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/InvokeRunSupport.ps1"
    Connect-TestStore | Out-Null
    $ErrorActionPreference = 'Continue' # as at a prompt, whatever runs the tests
}

AfterAll { Disconnect-TestStore }

Describe 'Errors that end the block' {
    It 'are thrown unchanged: a string' {
        $caught = try { Invoke-Run { 'before'; throw 'boom' } | Out-Null } catch { $_ }
        $caught.Exception.GetType().Name, "$caught", $caught.FullyQualifiedErrorId | Should -Be RuntimeException, boom, boom
        $caught.InvocationInfo.Line | Should -BeLike "*throw 'boom'*"
        $caught.ScriptStackTrace | Should -BeLike '*InvokeRun.Errors.Tests.ps1*'
        $run = Get-LastRun
        $run.Status | Should -Be Failed
        $run.ErrorMessage | Should -BeExactly boom
        $run.ScriptStackTrace | Should -Match '^at .*InvokeRun\.Errors\.Tests\.ps1: line \d+'
    }

    It 'keep their type, id, position, stack and inner exceptions: <What>' -ForEach @(
        @{ What = 'a method of .NET'; Block = { [IO.File]::ReadAllText('/not/there') }; Type = 'System.Management.Automation.MethodInvocationException'
            Id = 'DirectoryNotFoundException'; Inner = 'System.IO.DirectoryNotFoundException: *not/there*'; Line = '*ReadAllText*' }
        @{ What = 'a cmdlet'; Block = { Get-Item /not/there -ErrorAction Stop }; Type = 'System.Management.Automation.ItemNotFoundException'
            Id = 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand'; Inner = $null; Line = '*Get-Item*' }
        @{ What = 'several inner exceptions'; Type = 'System.AggregateException'; Id = 'One or more errors occurred. (a) (b)'; Line = '*throw*'
            Block = { throw [AggregateException]::new([Exception[]]@([IO.IOException]::new('a'), [Exception]::new('b', [FormatException]::new('c')))) }
            Inner = "System.IO.IOException: a`nSystem.Exception: b`nSystem.FormatException: c" }
    ) {
        $caught = try { Invoke-Run $Block } catch { $_ }
        $run = Get-LastRun
        $run.ErrorMessage, $run.ErrorType, $run.ErrorId | Should -Be "$caught", $Type, $Id
        if ($Inner) { $run.Error.InnerErrors | Should -BeLike $Inner } else { $run.Error.InnerErrors | Should -BeNullOrEmpty }
        $run.Error.Line | Should -BeLike $Line
        $run.Error.Position | Should -Be "$PSCommandPath`: line $($caught.InvocationInfo.ScriptLineNumber)"
        $run.Error.Category | Should -Be "$($caught.CategoryInfo)"
        $run.ScriptStackTrace | Should -Be $caught.ScriptStackTrace
        Get-Run -Filter { $_.ErrorType -eq $Type -and $_.Error.Position -like '*InvokeRun*' } -First 1 | ForEach-Object Id | Should -Be $run.Id
        Resume-Run $run | Out-Null
        (Get-Run $run).ErrorType, (Get-Run $run).ScriptStackTrace, (Get-Run $run).Error.Line | Should -Be $null, $null, $null
        Complete-Run $run
    }

    It 'are thrown unchanged: an exception of a type' {
        $caught = try { Invoke-Run { throw [InvalidOperationException]::new('x') } } catch [InvalidOperationException] { $_ }
        $caught.Exception.Message | Should -Be x
    }

    It 'are thrown unchanged: an error record' {
        $record = New-ErrorRecord e MyId 42
        $caught = try { Invoke-Run { throw $record } } catch { $_ }
        $caught.TargetObject, $caught.FullyQualifiedErrorId | Should -Be 42, MyId
        (Get-LastRun).ErrorMessage | Should -BeLike 'e*'
    }

    It 'are thrown unchanged: that of a cmdlet, with its name' {
        $caught = try { Invoke-Run { Get-Item /not/there -ErrorAction Stop } } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -Be 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand'
        $caught.InvocationInfo.MyCommand.Name | Should -Be Get-Item
        (Get-LastRun).Status | Should -Be Failed
        (Get-LastRun).ErrorMessage | Should -BeLike '*/not/there*'
    }

    It 'are thrown unchanged: <What>' -ForEach @(
        @{ What = 'a method of .NET'; Block = { [int]::Parse('x') }; Id = 'FormatException' }
        @{ What = 'a statement'; Block = { 1 / 0; 'not reached' }; Id = 'RuntimeException' }
        @{ What = 'a parameter that is not there'; Block = { Get-Item -NoSuchParameter 1 }; Id = 'NamedParameterNotFound,Microsoft.PowerShell.Commands.GetItemCommand' }
        @{ What = 'ThrowTerminatingError'; Block = {
                function Test-It { [CmdletBinding()] param() $PSCmdlet.ThrowTerminatingError((New-ErrorRecord tt Tid 1)) }
                Test-It
            }; Id = 'Tid,Test-It'
        }
        @{ What = 'a command that is not there'; Block = { Get-Nothing-Like-This }; Id = 'CommandNotFoundException' }
    ) {
        $caught = try { Invoke-Run $Block } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -Be $Id
        (Get-LastRun).Status | Should -Be Failed
        (Get-LastRun).ErrorMessage | Should -BeLike "$caught*"
    }

    It 'pass through a nested one: both runs have failed' {
        { Invoke-Run { Invoke-Run { throw 'deep' } -Name inner } -Name outer -Experiment nested } | Should -Throw deep
        (Get-Run -Experiment nested).Status | Should -Be Failed, Failed
    }

    It 'are in $Error once, as without Invoke-Run' {
        $Error.Clear()
        try { Invoke-Run { throw 'x' } } catch { }
        $Error.Count | Should -Be 1
    }

    It 'are handled by a trap' {
        & { trap { "trapped $_"; continue } Invoke-Run { throw 'x' }; 'went on' } | Should -Be 'trapped x', 'went on'
    }

    It 'that are caught in the block do not count' {
        Invoke-Run { try { Get-Item /not/there -ErrorAction Stop } catch { 'caught' }; 'went on' } -FailOnError | Should -Be caught, 'went on'
        (Get-LastRun).Status | Should -Be Succeeded
    }
}

Describe 'Errors that do not end the block' {
    It 'are written in order, with the command that wrote them' {
        $output = Invoke-Run { 'a'; Get-Item /not/there; 'b' } 2>&1
        $output[0, 2] | Should -Be a, b
        $output[1].FullyQualifiedErrorId | Should -Be 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand'
        $output[1].InvocationInfo.MyCommand.Name | Should -Be Get-Item
        $output[1].InvocationInfo.Line | Should -BeLike '*Get-Item /not/there*'
    }

    It 'set $? to false and are in $Error once' {
        $Error.Clear()
        Invoke-Run { Write-Error x } 2>$null
        $? | Should -BeFalse
        $Error.Count | Should -Be 1
    }

    It 'leave the run Succeeded, and make it Failed with -FailOnError, which counts them' {
        Invoke-Run { Write-Error x; Write-Error y; 'on' } 2>$null | Should -Be on
        (Get-LastRun).Status | Should -Be Succeeded
        Invoke-Run { Write-Error x; Write-Error y; 'on' } -FailOnError 2>$null | Should -Be on
        (Get-LastRun).Status, (Get-LastRun).ErrorMessage | Should -Be Failed, 'The block wrote 2 errors.'
        (Get-LastRun).ErrorType, (Get-LastRun).Error.InnerErrors | Should -Be Microsoft.PowerShell.Commands.WriteErrorException, 'Microsoft.PowerShell.Commands.WriteErrorException: x'
        Invoke-Run { Get-Item /not/there | Out-Null } -FailOnError 2>$null
        (Get-LastRun).ErrorMessage | Should -Be 'The block wrote 1 error.'
        Invoke-Run { } -FailOnError
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'count with -FailOnError only when they were not caught or silenced' {
        Invoke-Run {
            try { throw 'x' } catch { }
            Get-Item /not/there -ErrorAction SilentlyContinue
            Get-Item /not/there 2>$null
            Write-Error x -ErrorAction Ignore
        } -FailOnError
        (Get-LastRun).Status | Should -Be Succeeded
    }

    It 'of a nested one count in both' {
        Invoke-Run { Invoke-Run { Write-Error x } -FailOnError } -FailOnError -Experiment counted 2>$null
        (Get-Run -Experiment counted).Status | Should -Be Failed, Failed
    }

    It 'end the block with <How>: the run has failed' -ForEach @(
        @{ How = '-ErrorAction Stop'; Run = { Invoke-Run { 'a'; Write-Error x; 'b' } -ErrorAction Stop } }
        @{ How = '$ErrorActionPreference'; Run = { $ErrorActionPreference = 'Stop'; Invoke-Run { 'a'; Write-Error x; 'b' } } }
        @{ How = '-ErrorAction Stop in a nested one'; Run = { Invoke-Run { 'a'; Invoke-Run { Write-Error x } -ErrorAction Stop; 'b' } } }
        @{ How = '-ErrorAction Stop inside'; Run = { Invoke-Run { 'a'; Write-Error x -ErrorAction Stop; 'b' } } }
    ) {
        $output = [Collections.Generic.List[object]]::new()
        $caught = try { & $Run | ForEach-Object { $output.Add($_) } } catch { $_ }
        $caught.Exception.Message | Should -BeLike '*x'
        $caught.FullyQualifiedErrorId | Should -BeLike 'Microsoft.PowerShell.Commands.WriteErrorException*'
        $output | Should -Be a
        (Get-LastRun).Status | Should -Be Failed
        (Get-LastRun).ErrorMessage | Should -BeLike 'x*'
    }

    It 'are silenced with -ErrorAction SilentlyContinue, and go into the variable' {
        Invoke-Run { 'a'; Write-Error x; 'b' } -ErrorAction SilentlyContinue -ErrorVariable errors | Should -Be a, b
        $errors.Count | Should -Be 1
        $kept = & { $ErrorActionPreference = 'Stop'; Invoke-Run { Write-Error x -ErrorAction Continue; 'b' } 2>$null }
        $kept | Should -Be b
    }
}
