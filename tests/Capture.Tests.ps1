# Invoke-Run -Capture: the run stores the output of the block, and the block behaves as without it.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $null = Connect-ExperimentStore -InMemory
    $ErrorActionPreference = 'Continue'
    $sh = !$IsWindows

    function Get-Log([string[]] $Stream) { Get-Run -First 1 | Get-RunLog @PSBoundParameters }
}

AfterAll { Disconnect-ExperimentStore }

Describe 'The log of a captured block' {
    It 'has each stream with its name and its time, in order' {
        $before = Get-Date
        Invoke-Run -Capture {
            'text'
            Write-Warning w
            Write-Verbose v -Verbose
            Write-Debug d -Debug
            Write-Information i
            Write-Host h
            Write-Error e
            Write-Verbose 'nobody wants it'
        } *> $null
        $log = Get-Log
        $log.Stream | Should -Be Output, Warning, Verbose, Debug, Information, Information, Error
        $log[0..5].Message | Should -Be text, w, v, d, i, h
        $log | ForEach-Object { $_.LoggedAt | Should -BeGreaterOrEqual $before; $_.LoggedAt | Should -BeLessOrEqual (Get-Date) }
    }

    It 'has errors with their id and the script stack, and the one that ended the block' {
        { Invoke-Run -Capture { Get-Item /not/there; throw 'the end' } 2> $null } | Should -Throw 'the end'
        $first, $last = (Get-Log Error).Message
        $first | Should -BeLike '*/not/there*'
        $first | Should -Match '(?m)^FullyQualifiedErrorId: PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand\r?$'
        $first | Should -BeLike '*Capture.Tests.ps1: line*'
        $last | Should -BeLike 'the end*'
        (Get-Run -First 1).Status | Should -Be Failed
    }

    It 'has the output of native programs and the exit code of each, with its statement' {
        if (!$sh) { Set-ItResult -Skipped -Because 'there is no sh'; return }
        Invoke-Run -Capture {
            sh -c 'echo out; exit 3'
            sh -c 'echo err >&2'
            $kept = sh -c 'echo kept; exit 4'
        } 2> $null | Should -Be out
        (Get-Log Output).Message | Should -Be out
        (Get-Log StdErr).Message | Should -Be err
        (Get-Log ExitCode).Message | ForEach-Object { $_ -replace ' \(.*' } |
            Should -Be "3: sh -c 'echo out; exit 3'", "0: sh -c 'echo err >&2'", "4: `$kept = sh -c 'echo kept; exit 4'"
        (Get-Log ExitCode)[0].Message | Should -BeLike '*Capture.Tests.ps1: line *'
        $LASTEXITCODE | Should -Be 4
        (Get-Variable LASTEXITCODE -Scope Global).GetType().Name | Should -Be PSVariable
    }

    It 'of a nested one has what leaves the inner block, in both' {
        Invoke-Run -Capture -Experiment nested -Name outer {
            Invoke-Run -Capture -Name inner { 'deep'; if ($sh) { sh -c 'exit 5' } }
            'after'
        } | Should -Be deep, after
        (Get-RunLog Output -Run inner).Message | Should -Be deep
        (Get-RunLog Output -Run outer).Message | Should -Be deep, after
        if ($sh) { 'inner', 'outer' | ForEach-Object { (Get-RunLog ExitCode -Run $_).Message | Should -BeLike '5: *' } }
    }

    It 'has no secrets, known by form, by name and by the environment' {
        $env:SOME_API_KEY = 'a value from the environment'
        try {
            Invoke-Run -Capture {
                "uses ghp_$('a' * 36)"
                "password=hunter2, and $env:SOME_API_KEY"
                Write-Host '-----BEGIN PRIVATE KEY-----'
                Write-Host 'TUlJ'
                Write-Host '-----END PRIVATE KEY-----'
                Write-Host 'after'
                Write-Error "failed with $env:SOME_API_KEY"
            } *> $null
        }
        finally { $env:SOME_API_KEY = $null }
        (Get-Log Output).Message | Should -Be 'uses ***', 'password=***, and ***'
        (Get-Log Information).Message | Should -Be '***', '***', '***', after
        (Get-Log Error).Message | Should -BeLike 'failed with ***`n*'
    }

    It 'accepts many lines, and truncates very long ones' {
        Invoke-Run -Capture { foreach ($i in 1..5000) { "line $i" }; 'x' * 100000 } | Out-Null
        @(Get-Log Output).Count | Should -Be 5001
        (Get-Log -Stream Output)[-2].Message | Should -Be 'line 5000'
        (Get-Log Output)[-1].Message.Length | Should -BeLessThan 33000
    }

    It 'is seen by others while the block runs' {
        $store = Get-ExperimentStore
        $seen = Invoke-Run -Capture -Name watched {
            'early'
            Wait-Until { Get-RunLog -Run watched -Store $store }
            Get-RunLog -Run watched -Store $store
        }
        $seen[1].Message | Should -Be early
    }

    It 'that cannot be written is reported and does not end the block' {
        Invoke-Run -Capture -WarningVariable messages -WarningAction SilentlyContinue {
            'before'
            Complete-Run
            Remove-Run (Get-Run -First 1)
            'after'
        } | Should -Be before, after
        "$messages" | Should -BeLike '*is not complete*'
    }

    It 'is empty without -Capture' {
        Invoke-Run { 'text' } | Out-Null
        Get-Log | Should -BeNullOrEmpty
    }
}

Describe 'A captured block' {
    It 'streams, keeps its scope, and its objects stay what they are' {
        $log = [Collections.Generic.List[string]]::new()
        Invoke-Run -Capture { foreach ($i in 1..3) { $log.Add("in $i"); $i }; $set = 5 } | ForEach-Object { $log.Add("out $_") }
        $log | Should -Be 'in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3'
        $set | Should -Be 5
        @(Invoke-Run -Capture { , @(1, 2, 3); $null; [pscustomobject]@{ PSTypeName = 'My.Type' } }).Count | Should -Be 3
    }

    It 'is left by break, exit and Select-Object -First as without' {
        $seen = foreach ($i in 1..3) { Invoke-Run -Capture { if ($i -eq 2) { break }; $i } }
        $seen | Should -Be 1
        Invoke-Run -Capture { foreach ($i in 1..1000) { $i } } | Select-Object -First 1 | Should -Be 1
        (Get-Run -First 1).Status | Should -Be Succeeded
        $null = Invoke-Pwsh 'Connect-ExperimentStore store -Create; Invoke-Run -Capture { exit 7 }' -WorkingDirectory $TestDrive | ForEach-Object { $_.ExitCode | Should -Be 7 }
        (Get-RunLog ExitCode -Run Default/0 -Store $TestDrive/store).Message | Should -Be '7: the block'
    }

    It 'writes its streams as without it: <Stream>' -ForEach @(
        @{ Stream = '2>&1'; Type = 'ErrorRecord'; Run = { Invoke-Run -Capture { Write-Error x } 2>&1 } }
        @{ Stream = '3>&1'; Type = 'WarningRecord'; Run = { Invoke-Run -Capture { Write-Warning x } 3>&1 } }
        @{ Stream = '4>&1'; Type = 'VerboseRecord'; Run = { Invoke-Run -Capture { Write-Verbose x -Verbose } 4>&1 } }
        @{ Stream = '5>&1'; Type = 'DebugRecord'; Run = { Invoke-Run -Capture { Write-Debug x -Debug } 5>&1 } }
        @{ Stream = '6>&1'; Type = 'InformationRecord'; Run = { Invoke-Run -Capture { Write-Host x } 6>&1 } }
    ) {
        (& $Run).GetType().Name | Should -Be $Type
    }

    It 'obeys the common parameters as without' {
        Invoke-Run -Capture { Write-Error e; Write-Warning w; Write-Information i } -ErrorVariable e -WarningVariable w -InformationVariable i 2>$null 3>$null 6>$null
        "$e $w $i" | Should -Be 'e w i'
        { Invoke-Run -Capture { 'a'; Write-Error x; 'b' } -ErrorAction Stop } | Should -Throw x
        (Get-Run -First 1).Status | Should -Be Failed
        Invoke-Run -Capture { Write-Warning w } -WarningAction SilentlyContinue 3>&1 | Should -BeNullOrEmpty
        (Get-Log Warning).Message | Should -Be w
        Invoke-Run -Capture { Write-Error x; 'on' } -FailOnError 2>$null | Should -Be on
        (Get-Run -First 1).Status | Should -Be Failed
    }

    It 'keeps a local $LASTEXITCODE of the caller, and does not create one' {
        function Test-It { $LASTEXITCODE = 42; Invoke-Run -Capture { $LASTEXITCODE }; $LASTEXITCODE }
        Test-It | Should -Be 42, 42
        $result = Invoke-Pwsh '$null = Connect-ExperimentStore -InMemory; Invoke-Run -Capture { }; Test-Path variable:LASTEXITCODE'
        $result.StdOut | Should -Be False
    }
}
