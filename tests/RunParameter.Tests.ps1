# Add-RunParameter, Get-RunParameter and Get-ParameterHash.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    Set-Location (New-StoreFolder)

    function Get-Hash($Text) {
        [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Text))).ToLowerInvariant()
    }
    function Use-Culture($Name, $Block) {
        $before = [cultureinfo]::CurrentCulture
        try { [cultureinfo]::CurrentCulture = $Name; & $Block }
        finally { [cultureinfo]::CurrentCulture = $before }
    }
    function New-Secret { ConvertTo-SecureString 'very secret' -AsPlainText -Force }
}

Describe 'A parameter' {
    BeforeAll { $run = Start-Run types }
    AfterAll { Complete-Run }

    It 'is read back as <Type>: <What>' -ForEach @(
        @{ What = 'an int'; Value = 42; Type = 'Integer'; Back = 42L }
        @{ What = 'the largest long'; Value = [long]::MaxValue; Type = 'Integer'; Back = [long]::MaxValue }
        @{ What = 'the smallest long'; Value = [long]::MinValue; Type = 'Integer'; Back = [long]::MinValue }
        @{ What = 'a byte'; Value = [byte]7; Type = 'Integer'; Back = 7L }
        @{ What = 'a ulong that fits'; Value = [ulong]5; Type = 'Integer'; Back = 5L }
        @{ What = 'a BigInteger that fits'; Value = [bigint]5; Type = 'Integer'; Back = 5L }
        @{ What = 'a double'; Value = 0.1; Type = 'Real'; Back = 0.1 }
        @{ What = 'a whole double'; Value = 1.0; Type = 'Real'; Back = 1.0 }
        @{ What = 'a single, as it reads'; Value = [single]0.1; Type = 'Real'; Back = 0.1 }
        @{ What = 'a decimal'; Value = 1.50d; Type = 'Real'; Back = 1.5 }
        @{ What = 'infinity'; Value = [double]::PositiveInfinity; Type = 'Real'; Back = [double]::PositiveInfinity }
        @{ What = 'a string'; Value = 'ädam "quoted" ¶'; Type = 'Text'; Back = 'ädam "quoted" ¶' }
        @{ What = 'an empty string'; Value = ''; Type = 'Text'; Back = '' }
        @{ What = 'a text that looks like a number'; Value = '007'; Type = 'Text'; Back = '007' }
        @{ What = 'a char'; Value = [char]'c'; Type = 'Text'; Back = 'c' }
        @{ What = 'a bool'; Value = $false; Type = 'Boolean'; Back = $false }
        @{ What = 'a switch'; Value = [switch]$true; Type = 'Boolean'; Back = $true }
        @{ What = 'a time span'; Value = [timespan]'1.02:03:04.5670001'; Type = 'Duration'; Back = [timespan]'1.02:03:04.5670001' }
        @{ What = 'an enum'; Value = [DayOfWeek]::Monday; Type = 'Text'; Back = 'Monday' }
        @{ What = 'a guid'; Value = [guid]::Empty; Type = 'Text'; Back = '00000000-0000-0000-0000-000000000000' }
        @{ What = 'a version'; Value = [version]'1.2.3'; Type = 'Text'; Back = '1.2.3' }
        @{ What = 'a uri'; Value = [uri]'https://example.invalid/x'; Type = 'Text'; Back = 'https://example.invalid/x' }
        @{ What = 'a script block'; Value = { $x + 1 }; Type = 'Text'; Back = ' $x + 1 ' }
    ) {
        Add-RunParameter $What $Value
        $parameter = Get-RunParameter $What
        $parameter.Type | Should -Be $Type
        $parameter.Value | Should -BeExactly $Back
        $parameter.Value.GetType() | Should -Be $Back.GetType()
        (Get-Run $run).Parameters.$What | Should -BeExactly $Back
    }

    It 'is read back as Null: $null' {
        Add-RunParameter nothing $null
        (Get-RunParameter nothing).Type | Should -Be Null
        (Get-RunParameter nothing).Value | Should -Be $null
        (Get-Run $run).Parameters.Contains('nothing') | Should -BeTrue
    }

    It 'keeps NaN and the sign of zero' {
        Add-RunParameter @{ nan = [double]::NaN; minus = -0.0 }
        [double]::IsNaN((Get-RunParameter nan).Value) | Should -BeTrue
        [double]::IsNegative((Get-RunParameter minus).Value) | Should -BeTrue
        Add-RunParameter nan ([double]::NaN)
    }

    It 'is read back as the same time in local time: <What>' -ForEach @(
        @{ What = 'a local date'; Value = [datetime]::new(2024, 7, 1, 12, 0, 0, 123, 456, 'Local').AddTicks(7) }
        @{ What = 'a UTC date'; Value = [datetime]::SpecifyKind('2024-01-02T03:04:05.1234567', 'Utc') }
        @{ What = 'a date of no zone, which is local'; Value = [datetime]'2024-01-02T03:04:05' }
        @{ What = 'a date with an offset'; Value = [datetimeoffset]'2024-01-02T03:04:05.1234567+05:30' }
    ) {
        $time = $Value -is [datetimeoffset] ? $Value.UtcDateTime : $Value.ToUniversalTime()
        Add-RunParameter $What $Value
        $parameter = Get-RunParameter $What
        $parameter.Type, $parameter.Value.Kind | Should -Be Date, Local
        $parameter.Value.ToUniversalTime().Ticks | Should -Be $time.Ticks
        (Get-Run $run).Parameters.$What.Ticks | Should -Be $parameter.Value.Ticks
    }

    It 'is read back as Json: <What>' -ForEach @(
        @{ What = 'an array'; Value = @(1, 'x', 2.5, $null, $true) }, @{ What = 'an empty array'; Value = @() }
        @{ What = 'an array of one'; Value = @(5) }, @{ What = 'a typed array'; Value = [int[]](1, 2) }
        @{ What = 'arrays of arrays'; Value = @(@(1, 2), @(3)) }, @{ What = 'a list'; Value = [Collections.Generic.List[string]]('a', 'b') }
    ) {
        Add-RunParameter $What $Value
        $parameter = Get-RunParameter $What
        $parameter.Type | Should -Be Json
        , $parameter.Value | Should -BeOfType object[]
        ConvertTo-Json -Compress $parameter.Value | Should -BeExactly (ConvertTo-Json -Compress @($Value))
    }

    It 'may be a hashtable, an ordered dictionary or an object, nested as deep as one likes' {
        Add-RunParameter optimizer @{ name = 'adam'; betas = 0.9, 0.999; schedule = [pscustomobject]@{ Warmup = 100; kind = [ordered]@{ z = 1; a = $null } } }
        $back = (Get-Run $run).Parameters.optimizer
        $back | Should -BeOfType ExperimentTracker.NamedValues
        $back.name, $back.betas[1], $back.schedule.warmup | Should -Be adam, 0.999, 100
        $back.SCHEDULE.Kind.Keys | Should -Be z, a
        $back.schedule.kind.Contains('A') | Should -BeTrue
    }
}

Describe 'Add-RunParameter' {
    BeforeAll { Set-Location (New-StoreFolder) }
    BeforeEach { $run = Start-Run iris }
    AfterEach { if (Get-Run -Current -ErrorAction Ignore) { Complete-Run } }

    It 'accepts a name and a value' {
        Add-RunParameter rate 0.5
        Add-RunParameter -Name epochs -Value 3
        (Get-Run $run).Parameters.ToString() | Should -Be 'epochs=3; rate=0.5'
    }

    It 'accepts a dictionary; a run has its parameters sorted by name' {
        Add-RunParameter ([ordered]@{ z = 1; a = 2 })
        Add-RunParameter @{ q = 1; b = 2 }
        @((Get-Run $run).Parameters.Keys) | Should -Be a, b, q, z
    }

    It 'accepts an object with a property for each' {
        Add-RunParameter -InputObject ([pscustomobject]@{ rate = 1; name = 'x' })
        (Get-Run $run).Parameters.rate, (Get-Run $run).Parameters.name | Should -Be 1, x
    }

    It 'accepts names and values from the pipeline, and the run too' {
        $other = New-Run iris
        [pscustomobject]@{ Name = 'a'; Value = 1 }, [pscustomobject]@{ Name = 'b'; Value = $null }, [pscustomobject]@{ Name = 'c'; Value = 1, 2 } | Add-RunParameter
        [pscustomobject]@{ Name = 'd'; Value = 4; Run = $other.Path }, [pscustomobject]@{ Name = 'e'; Value = 5; RunId = $other.Id } | Add-RunParameter
        (Get-Run $run).Parameters.ToString() | Should -Be 'a=1; b; c=[1, 2]'
        (Get-Run $other).Parameters.ToString() | Should -Be 'd=4; e=5'
    }

    It 'accepts the parameters of another run' {
        Add-RunParameter @{ a = 1; b = 'x'; c = @{ d = 1.5 } }
        $copy = New-Run iris
        Get-RunParameter | Add-RunParameter -Run $copy
        (Get-Run $copy).Parameters | Should -Be (Get-Run $run).Parameters
    }

    It 'accepts those of a run, also of a pending one' {
        $pending = New-Run iris
        Add-RunParameter @{ x = 1 } -Run $pending
        (Get-Run $pending).Parameters.x | Should -Be 1
        (Get-Run $run).Parameters.Count | Should -Be 0
    }

    It 'returns with -PassThru the named ones, and nothing without' {
        Add-RunParameter a 1 | Should -BeNullOrEmpty
        $given = Add-RunParameter @{ b = 2; c = 'x' } -PassThru
        $given | Should -BeOfType ExperimentTracker.RunParameter
        "$given" | Should -Be 'b=2 c=x'
        $given.RunId | Select-Object -Unique | Should -Be $run.Id
    }

    It 'accepts the same value again, ignoring case and type of number' {
        Add-RunParameter @{ n = 1; t = 'x'; l = 1, 2 }
        Add-RunParameter n 1
        Add-RunParameter n 1.0
        Add-RunParameter N 1d
        Add-RunParameter @{ T = 'x'; L = [long[]](1, 2); extra = 1 }
        (Get-Run $run).Parameters.ToString() | Should -Be 'extra=1; l=[1, 2]; n=1; t=x'
    }

    It 'refuses another value, and writes nothing of the call: <What>' -ForEach @(
        @{ What = 'a number'; Value = 2 }, @{ What = 'a text'; Value = '1' }, @{ What = 'null'; Value = $null }, @{ What = 'true'; Value = $true }
    ) {
        Add-RunParameter x 1
        $failure = Get-Failure { Add-RunParameter ([ordered]@{ before = 1; X = $Value; after = 1 }) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterConflict,*'
        $failure.CategoryInfo.Category | Should -Be ResourceExists
        (Get-Run $run).Parameters.ToString() | Should -Be 'x=1'
    }

    It 'refuses a <What>, also inside of other values, and writes nothing of the call' -ForEach @(
        @{ What = 'SecureString'; Secret = { New-Secret } }
        @{ What = 'PSCredential'; Secret = { [pscredential]::new('ann', (New-Secret)) } }
    ) {
        $secret = & $Secret
        foreach ($act in @(
                { Add-RunParameter password $secret }
                { Add-RunParameter ([ordered]@{ fine = 1; inner = @{ deep = @(1, $secret) } }) }
                { Add-RunParameter -InputObject ([pscustomobject]@{ fine = 1; secret = $secret }) }
                { Start-Run iris secretive -Parameter @{ secret = $secret } }
                { New-Run iris secretive -Parameter @{ secret = $secret } }
            )) {
            $failure = Get-Failure $act
            $failure.FullyQualifiedErrorId | Should -BeLike 'SecretRefused,*'
            "$failure $($failure.Exception)" | Should -Not -Match 'very secret'
        }
        (Get-Run $run).Parameters.Count | Should -Be 0
        Get-Run secretive* | Should -BeNullOrEmpty
        (Get-Failure { Get-ParameterHash @{ s = $secret } }).FullyQualifiedErrorId | Should -BeLike 'SecretRefused,*'
    }

    It 'refuses what cannot be kept exactly: <What>' -ForEach @(
        @{ What = 'a BigInteger that is too large'; Value = [bigint]::Pow(2, 63) }, @{ What = 'a ulong that is too large'; Value = [ulong]::MaxValue }
        @{ What = 'an object with a property that fails'; Value = [pscustomobject]@{ a = 1 } | Add-Member -PassThru ScriptProperty bad { throw 'no' } }
    ) {
        $failure = Get-Failure { Add-RunParameter ([ordered]@{ fine = 1; odd = $Value }) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
        "$failure" | Should -BeLike '*odd*'
        (Get-Run $run).Parameters.Count | Should -Be 0
    }

    It 'refuses a value that contains itself' {
        $circle = @{}
        $circle.me = $circle
        (Get-Failure { Add-RunParameter circle $circle }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
    }

    It 'refuses a name that cannot be kept: <_>' -ForEach ' ', "a`tb" {
        (Get-Failure { Add-RunParameter $_ 1 }).FullyQualifiedErrorId | Should -BeLike ($_ -eq ' ' ? 'NullArgument,*' : 'InvalidName,*')
        (Get-Failure { Add-RunParameter @{ fine = 1; $_ = 1 } }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
        (Get-Run $run).Parameters.Count | Should -Be 0
    }

    It 'refuses a run that has ended' {
        Complete-Run
        $failure = Get-Failure { Add-RunParameter late 1 -Run $run }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotOpen,*'
        $failure.CategoryInfo.Category | Should -Be InvalidOperation
        "$failure" | Should -BeLike '*Resume-Run*'
        (Get-Run $run).Parameters.Count | Should -Be 0
    }

    It 'reports that there is no current run' {
        Complete-Run
        (Get-Failure { Add-RunParameter a 1 }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
    }

    It 'reports one record of a pipeline and accepts the others' {
        Add-RunParameter b 0
        $failure = $null
        [pscustomobject]@{ Name = 'a'; Value = 1 }, [pscustomobject]@{ Name = 'b'; Value = 2 }, [pscustomobject]@{ Name = 'c'; Value = 3 } |
            Add-RunParameter -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterConflict,*'
        (Get-Run $run).Parameters.ToString() | Should -Be 'a=1; b=0; c=3'
    }

    It 'writes nothing with -WhatIf' {
        Add-RunParameter a 1 -WhatIf
        (Get-Run $run).Parameters.Count | Should -Be 0
    }
}

Describe 'Get-RunParameter' {
    BeforeAll {
        Set-Location (New-StoreFolder)
        $a = New-Run iris a -Parameter @{ rate = 0.1; epochs = 10; 'opt.lr' = 1 }
        $b = New-Run iris b -Parameter @{ rate = 0.2 }
    }

    It 'returns all of a run, or those with a name, ignoring case, or that match wildcards' {
        (Get-RunParameter -Run a).Name | Sort-Object | Should -Be epochs, opt.lr, rate
        (Get-RunParameter RATE -Run a).Value | Should -Be 0.1
        (Get-RunParameter e*, 'opt?lr' -Run a).Name | Sort-Object | Should -Be epochs, opt.lr
        Get-RunParameter zz* -Run a | Should -BeNullOrEmpty
    }

    It 'returns those of the piped or named runs' {
        (Get-Run -Experiment iris | Get-RunParameter rate).Value | Should -Be 0.2, 0.1
        (Get-RunParameter rate -Run a, b).Value | Should -Be 0.1, 0.2
        (Get-RunParameter rate -Run *).Value | Sort-Object | Should -Be 0.1, 0.2
    }

    It 'reports a missing name once' {
        $failure = Get-Failure { Get-Run -Experiment iris | Get-RunParameter nothing }
        $failure | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterNotFound,*'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
        $failure.TargetObject | Should -Be nothing
    }

    It 'writes no error when one of several runs has the name' {
        Get-Failure { Get-Run -Experiment iris | Get-RunParameter epochs } | Should -BeNullOrEmpty
        (Get-Run -Experiment iris | Get-RunParameter epochs).Value | Should -Be 10
    }
}

Describe 'Get-ParameterHash' {
    It 'is the SHA-256 of the canonical JSON of the parameters' {
        Get-ParameterHash @{ a = 1; b = 'x' } | Should -BeExactly (Get-Hash '{"a":1,"b":"x"}')
        Get-ParameterHash @{ a = 1; b = 2 } | Should -BeExactly '43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777'
        Get-ParameterHash @{} | Should -BeExactly (Get-Hash '{}')
        Get-ParameterHash @{ n = $null; t = $true; r = 0.1; big = 1e21; list = 1, 'ä'; min = -1.5e-7 } |
            Should -BeExactly (Get-Hash '{"big":1e+21,"list":[1,"ä"],"min":-1.5e-7,"n":null,"r":0.1,"t":true}')
    }

    It 'does not depend on order, case of names, how they are given, or the type of number' {
        $expected = Get-ParameterHash @{ Rate = 1; name = 'x'; deep = @{ A = 2 } }
        Get-ParameterHash ([ordered]@{ name = 'x'; DEEP = [pscustomobject]@{ a = 2.0 }; rate = 1.0 }) | Should -BeExactly $expected
        [pscustomobject]@{ rate = 1d; deep = @{ a = [byte]2 }; name = 'x' } | Get-ParameterHash | Should -BeExactly $expected
        Get-ParameterHash @{ rate = 1; name = 'x'; 'deep.a' = 2 } | Should -BeExactly $expected
        (Start-Run iris -Parameter @{ NAME = 'x'; rate = 1; deep = @{ a = 2 } }).ParameterHash | Should -BeExactly $expected
        Complete-Run
    }

    It 'depends on <What>' -ForEach @(
        @{ What = 'the type of a value'; Other = @{ a = '1'; t = 'x' } }, @{ What = 'the case of a text'; Other = @{ a = 1; t = 'X' } }
        @{ What = 'a value'; Other = @{ a = 2; t = 'x' } }, @{ What = 'a name'; Other = @{ b = 1; t = 'x' } }
        @{ What = 'a null'; Other = @{ a = 1; t = 'x'; n = $null } }, @{ What = 'the order of a list'; Other = @{ a = 1; t = 'x', 'y' } }
    ) {
        Get-ParameterHash $Other | Should -Not -Be (Get-ParameterHash @{ a = 1; t = 'x' })
        Get-ParameterHash @{ a = 1; t = 'y', 'x' } | Should -Not -Be (Get-ParameterHash @{ a = 1; t = 'x', 'y' })
    }

    It 'is the same in every culture: <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA', 'th-TH' {
        $parameters = @{
            Iris = 1.5; TITLE = 'Iı'; when = [datetime]::SpecifyKind('2024-01-02T03:04:05.6789', 'Utc'); took = [timespan]'1.02:03:04.5'; many = 1234567.25, -0.0
        }
        $invariant = Use-Culture '' { Get-ParameterHash $parameters }
        $invariant | Should -BeExactly (Get-Hash (
                '{"iris":1.5,"many":[1234567.25,0],"title":"Iı","took":"PT93784.5S","when":"2024-01-02T03:04:05.6789000Z"}'))
        Use-Culture $_ { Get-ParameterHash $parameters } | Should -BeExactly $invariant
        $run = Use-Culture $_ { New-Run iris -Parameter $parameters }
        $started = Use-Culture $_ { Start-Run -Run $run; Complete-Run }
        $started.ParameterHash | Should -BeExactly $invariant
    }

    It 'is that of numbers for rows of a CSV file with -InferType' {
        $row = 'lr,epochs,deep', '0.1,5,true' | ConvertFrom-Csv
        Get-ParameterHash $row -InferType | Should -Be (Get-ParameterHash @{ lr = 0.1; epochs = 5; deep = $true })
        Get-ParameterHash $row | Should -Not -Be (Get-ParameterHash $row -InferType)
    }

    It 'accepts several from the pipeline' {
        @{ a = 1 }, @{ a = 2 } | Get-ParameterHash | Should -Be (Get-ParameterHash @{ a = 1 }), (Get-ParameterHash @{ a = 2 })
    }

    It 'refuses what has no names: <_>' -ForEach 5, 'text', @(, @(1, 2)) {
        (Get-Failure { Get-ParameterHash $_ }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
    }

    It 'needs no store' {
        Push-Location (New-StoreFolder)
        try { Get-ParameterHash @{ a = 1 } | Should -Not -BeNullOrEmpty; { Get-ExperimentStore -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*' }
        finally { Pop-Location }
    }
}

Describe 'Strings of parameters' {
    BeforeAll { $null = Connect-TestStore }
    AfterAll { Disconnect-TestStore }

    It 'become numbers and booleans with -InferType, unless something would be lost: <Text>' -ForEach @(
        @{ Text = '5'; Value = 5L }, @{ Text = '-5'; Value = -5L }, @{ Text = '0'; Value = 0L }, @{ Text = ' 7 '; Value = 7L }, @{ Text = '9223372036854775807'; Value = [long]::MaxValue }
        @{ Text = '0.1'; Value = 0.1 }, @{ Text = '1e-3'; Value = 0.001 }, @{ Text = '.5'; Value = 0.5 }, @{ Text = '2.0'; Value = 2.0 }, @{ Text = 'True'; Value = $true }
        @{ Text = '1,5' }, @{ Text = '007' }, @{ Text = '+5' }, @{ Text = '' }, @{ Text = 'NaN' }, @{ Text = '0x10' }, @{ Text = '1e999' }, @{ Text = '9223372036854775808' }
        @{ Text = '2026-01-02' }, @{ Text = '10.0.0.1' }, @{ Text = '5e' }, @{ Text = '-' }, @{ Text = 'adam' }, @{ Text = '00.5' }
    ) {
        $Value = $Value ?? $Text
        $row = [pscustomobject]@{ plain = $Text; list = @($Text, 1); nested = @{ inner = $Text } }
        $run = New-Run infer -Parameter $row -InferType
        foreach ($read in $run.Parameters.plain, $run.Parameters.list[0], $run.Parameters.'nested.inner') {
            $read | Should -BeExactly $Value
            , $read | Should -BeOfType $Value.GetType()
        }
        (New-Run infer -Parameter $row).Parameters.plain | Should -BeExactly $Text
    }

    It 'are converted by each cmdlet that accepts parameters, which names them with -Verbose' {
        $row = 'lr,name', '0.1,adam' | ConvertFrom-Csv
        $messages = @(Start-Run infer -Parameter $row -InferType -Verbose 4>&1)
        $messages.Where{ $_ -is [Management.Automation.VerboseRecord] }.Message | Should -Contain 'Strings that became numbers or booleans: lr=0.1.'
        Add-RunParameter -InputObject ('epochs,x', '5,y' | ConvertFrom-Csv) -InferType
        Add-RunParameter depth '3' -InferType
        Add-RunParameter label '3'
        (Get-RunParameter).Value | Should -Be 3, 5, '3', 0.1, 'adam', 'y'
        (Get-RunParameter).Type | Should -Be Integer, Integer, Text, Real, Text, Text
        Complete-Run
        (Invoke-Run -Experiment infer -Parameter $row -InferType { Get-Run -Current }).Parameters.lr | Should -BeOfType double
    }
}
