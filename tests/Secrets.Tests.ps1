# No secret is written to a store: credentials are not valid as values, and they are redacted in captured data. The bytes of the store are searched.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
}

Describe 'A store' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "secrets-$([guid]::NewGuid())")).FullName
        # These secrets are in every text that is captured. The parts are concatenated here, so that no secret scanner reports this file.
        $planted = [ordered]@{
            argument = 'planted-in-an-argument'; environment = 'planted-in-the-environment'; parameter = 'planted-in-a-parameter'
            credential = 'planted-in-a-credential'; nested = 'planted-in-a-hashtable'; output = 'planted-in-the-output'
            connection = 'planted-in-a-connection-string'; diff = 'planted-in-a-difference'; fact = 'planted-in-the-build'
            github = "ghp_$('p' * 36)"; aws = "AKIA$('P' * 16)"; jwt = "eyJ$('p' * 12).eyJ$('q' * 12).$('s' * 20)"; key = "TUlJ$('p' * 30)"
        }
        $script = @'
param($Token, $ApiKey, [pscredential] $Login, [hashtable] $Db, $Note)
$planted = Get-Content planted.json -Raw | ConvertFrom-Json
if ($Token -and (Get-Command git -CommandType Application -ErrorAction Ignore)) {
    git init -q
    Set-Content config.ini one
    git add config.ini
    git -c user.name=t -c user.email=t@t -c commit.gpgsign=false -c core.hooksPath=/dev/null commit -q -m first
    Add-Content config.ini "password = $($planted.diff)"
}
if ($Token) {
    $secure = ConvertTo-SecureString $planted.credential -AsPlainText -Force
    & $PSCommandPath -ApiKey $planted.parameter -Login ([pscredential]::new('me', $secure)) -Db @{ Password = $planted.nested } -Note $planted.aws
    return
}
$null = Connect-ExperimentStore ./store -Create 6> $null
try {
    Invoke-Run -Experiment e -Name failed -Capture -CaptureParameters -CaptureDiff {
        "env: $env:DEPLOY_PASSWORD, secret: $($planted.output)"
        Write-Host "Server=x;Password=$($planted.connection);"
        Write-Host "-----BEGIN PRIVATE KEY-----"; Write-Host $planted.key; Write-Host "-----END PRIVATE KEY-----"
        Write-Warning $planted.github
        Write-Verbose "Authorization: Bearer $($planted.jwt)" -Verbose
        Write-Error "could not sign in with -Password $($planted.output)"
        & ([Environment]::ProcessPath) --version "--token=$($planted.output)" | Out-Null
        throw "no access with token=$($planted.output) and $($planted.jwt)"
    } *> $null
}
catch { }
$run = Start-Run e -Name caught -CaptureParameters
try { throw "once more: $env:DEPLOY_PASSWORD" }
catch { Complete-Run -Status Failed -ErrorRecord $_ }
'the visible text' | Add-RunLog -Run $run
'@
        $planted | ConvertTo-Json | Set-Content "$folder/planted.json"
        Set-Content "$folder/train.ps1" $script
        $environment = @{
            DEPLOY_PASSWORD = $planted.environment; TF_BUILD = 'True'; BUILD_BUILDID = '1'; BUILD_DEFINITIONNAME = "pwd=$($planted.fact)"
            SYSTEM_TEAMPROJECT = 'p'; SYSTEM_COLLECTIONURI = "https://user:$($planted.fact)@host/"; SYSTEM_ACCESSTOKEN = $planted.fact
        }
        $start = [Diagnostics.ProcessStartInfo]::new($pwshCommand[0])
        @($pwshCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$modulePath'; ./train.ps1 -Token $($planted.argument)" | ForEach-Object { $start.ArgumentList.Add($_) }
        $environment.Keys | ForEach-Object { $start.Environment[$_] = $environment[$_] }
        $start.WorkingDirectory = $folder
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = Start-TestProcess $start
        $printed = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        $process.WaitForExit()

        # All bytes of the store: database, write-ahead log, blobs, lock files.
        $bytes = Get-ChildItem "$folder/store" -Recurse -File | ForEach-Object {
            [pscustomobject]@{ Name = $_.Name; Text = [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($_.FullName)) }
        }
        $store = @{ Store = "$folder/store" }
    }

    It 'was filled by the script' {
        "$($printed.Result)".Trim() | Should -BeNullOrEmpty
        @(Get-Run @store).Count | Should -Be 2
        @($bytes.Where({ $_.Text.Contains('the visible text') })).Count | Should -BeGreaterThan 0 -Because 'the search must find what is there'
        $run = Get-Run failed @store
        $run.Parameters.ApiKey, $run.Parameters.Login, $run.Parameters.Db.Password, $run.Parameters.Note | Should -Be '***', '***', '***', '***'
        $run.Origin.CommandLine | Should -BeLike '*-Token `*`*`**'
        $run.Tags.'ci.definition', $run.Tags.'ci.url' | Should -Be 'pwd=***', 'https://***@host/p/_build/results?buildId=1'
        $run.ErrorMessage | Should -BeLike 'no access with token=`*`*`* and `*`*`**'
        (Get-Run caught @store).ErrorMessage | Should -BeLike 'once more: `*`*`**'
        $run | Get-RunLog Output @store | ForEach-Object Message | Should -Be 'env: ***, secret: ***'
        ($run | Get-RunLog Verbose @store).Message | Should -Be 'Authorization: ***'
        if (Get-Command git -CommandType Application -ErrorAction Ignore) {
            "$(Get-ArtifactContent git/uncommitted.diff -Run $run @store)" | Should -Match 'password = \*\*\*'
        }
    }

    It 'has none of the planted secrets in any of its files' {
        foreach ($name in $planted.Keys) {
            foreach ($file in $bytes) { $file.Text.Contains($planted[$name]) | Should -BeFalse -Because "$name must not be in $($file.Name)" }
        }
    }
}

Describe 'Credentials' {
    BeforeAll {
        $null = Connect-ExperimentStore -InMemory
        $secure = ConvertTo-SecureString 'hush-hush' -AsPlainText -Force
        $credential = [pscredential]::new('me', $secure)
    }
    AfterAll { Get-Run -Status Running | Complete-Run; Disconnect-ExperimentStore }

    It 'are refused as values, with the name of the value: <What>' -ForEach @(
        @{ What = 'a parameter'; Do = { Start-Run e -Parameter @{ login = $credential } }; Name = 'login' }
        @{ What = 'a parameter, nested'; Do = { Start-Run e -Parameter @{ db = @{ login = $credential } } }; Name = 'db.login' }
        @{ What = 'a parameter, in a list'; Do = { Start-Run e -Parameter @{ all = 1, $secure } }; Name = 'all`[1`]' }
        @{ What = 'a parameter, as a property'; Do = { Start-Run e -Parameter ([pscustomobject]@{ secret = $secure }) }; Name = 'secret' }
        @{ What = 'what the runtime calls a network credential'; Do = { Start-Run e -Parameter @{ login = $credential.GetNetworkCredential() } }; Name = 'login' }
        @{ What = 'a parameter that is added'; Do = { Invoke-Run { Add-RunParameter login $credential -ErrorAction Stop } }; Name = 'login' }
        @{ What = 'a tag'; Do = { Start-Run e -Tag $secure }; Name = 'tag' }
        @{ What = 'a tag with a key'; Do = { Start-Run e -Tag @{ key = $credential } }; Name = 'key' }
        @{ What = 'a configuration'; Do = { New-Experiment x -Config @{ login = $credential } -ErrorAction Stop }; Name = 'login' }
        @{ What = 'an artifact'; Do = { Invoke-Run { Add-Artifact -Object @{ login = $credential } -Key o -ErrorAction Stop } }; Name = 'login' }
        @{ What = 'the configuration of an artifact'; Do = { Invoke-Run { Add-Artifact -Text t -Key o -Config @{ login = $secure } -ErrorAction Stop } }; Name = 'login' }
    ) {
        $caught = try { & $Do } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'SecretRefused,*'
        "$caught" | Should -BeLike "*'$Name'*never stored*"
    }
}

Describe 'Secrets that are set while a block runs' {
    It 'are redacted from the line on in which they were set' {
        Connect-ExperimentStore -InMemory | Out-Null
        $run = Invoke-Run late -Capture {
            $env:LATE_PASSWORD = 'planted-while-it-runs'
            "set: $env:LATE_PASSWORD"
            $env:LATE_PASSWORD = $null
            'later: planted-while-it-runs'
        } -PassThru | Select-Object -Last 1
        ($run | Get-RunLog Output).Message | Should -Be 'set: ***', 'later: ***'
        Disconnect-ExperimentStore
    }
}
