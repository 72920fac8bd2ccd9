# Alerts: registering, watching once, and what is refused. RunAlert.Watching.Tests.ps1 has the watcher as a process.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"

    function Watch-Once { Watch-ExperimentStore -Alert -Once @args }
    function Invoke-FailingRun([string] $Experiment = 'night', [string] $Message = 'out of memory') {
        try { Invoke-Run -Experiment $Experiment { throw $Message } } catch { $null = $_ }
    }
}

Describe 'Alerts' {
    BeforeEach { $null = Connect-TestStore -OnDisk }
    AfterEach { Disconnect-TestStore }

    It 'are kept in the store and replaced with -Force' {
        $made = Register-RunAlert 'Silent runs' Stalled, Failed -After 10m -Mail ops@example.org, lab@example.org -From a@example.org -SmtpServer mail.example.org -SmtpCredential env:LOGIN
        $made | Should -BeOfType ExperimentTracker.RunAlert
        "$($made.Condition)", $made.After, $made.Enabled, $made.Delivery.Count | Should -Be 'Stalled Failed', ([timespan] '00:10:00'), $true, 2
        (Get-RunAlert 'silent*').Id | Should -Be $made.Id
        (Get-Failure { Register-RunAlert 'SILENT RUNS' Killed }).FullyQualifiedErrorId | Should -BeLike 'AlertExists,*'
        $made.Condition[1], $made.Delivery[1].To | Should -Be Failed, lab@example.org
        $other = Register-RunAlert 'Silent runs' Killed -Disabled -Force
        $other.Id, $other.Enabled, $other.Delivery.Count | Should -Be $made.Id, $false, 0
        $null = New-Experiment night
        (Register-RunAlert narrow Failed -Experiment night).Experiment | Should -Be night
        (Get-RunAlert).Name | Should -Be narrow, 'Silent runs'
        Unregister-RunAlert s* -WhatIf
        Get-RunAlert narrow | Unregister-RunAlert
        (Get-RunAlert).Name | Should -Be 'Silent runs'
        (Get-Failure { Unregister-RunAlert narrow }).FullyQualifiedErrorId | Should -BeLike 'AlertNotFound,*'
    }

    It 'tell each cause once, and what existed only with -IncludeExisting' {
        Invoke-FailingRun
        $null = Register-RunAlert new Failed
        $null = Register-RunAlert all Failed -IncludeExisting
        $null = Register-RunAlert off Failed -Disabled
        (Watch-Once).Alert | Should -Be all
        Invoke-FailingRun -Message 'it broke'
        $told = Watch-Once | Sort-Object Alert
        $told.Alert | Should -Be all, new
        $told[0].Message, $told[0].Run, $told[0].Condition | Should -Be 'Run night/001 failed: it broke', night/001, Failed
        Watch-Once | Should -BeNullOrEmpty
        $null = Resume-Run night/1
        Complete-Run -Status Failed
        (Watch-Once).Run | Should -Be night/001, night/001
        (Get-RunAlertEvent new -Run night/1).Count, @(Get-RunAlertEvent -First 1).Count | Should -Be 2, 1
        (Get-RunAlertEvent all | Get-Run).Path | Sort-Object -Unique | Should -Be night/000, night/001
    }

    It 'know metrics that are no numbers, filters, and runs that got worse' {
        $null = Register-RunAlert nan NotANumber
        $null = Register-RunAlert worse WorseThanBaseline -Metric loss -Tolerance 0.5
        $null = Register-RunAlert high -Filter '$_.Metrics.loss -gt 10 -and $_.Name -like "*x*"'
        Invoke-Run -Experiment night { Add-Metric loss 1 -Goal Minimize }
        Invoke-Run -Experiment night { Add-Metric loss 1.5 -Goal Minimize }
        Watch-Once | Should -BeNullOrEmpty
        Invoke-Run -Experiment night -Name x1 { Add-Metric loss 20 -Goal Minimize }
        $run = Start-Run night
        Add-Metric acc 1, ([double]::PositiveInfinity)
        $told = Watch-Once | Sort-Object Alert
        $told.Alert | Should -Be high, nan, worse
        $told.Run | Should -Be night/002, night/003, night/002
        $told[2].Message | Should -BeLike '*worse than the baseline 1.5 by 18.5*'
        Stop-Run $run -Reason enough
        Watch-Once | Should -BeNullOrEmpty
    }

    It 'leave out what running runs have already, and tell a promotion' {
        $null = Start-Run night
        Add-Metric loss ([double]::NaN), 20
        $null = Register-RunAlert nan NotANumber
        $null = Register-RunAlert high -Filter '$_.Metrics.loss -gt 10'
        $null = Register-RunAlert stage Promoted
        $null = New-Model iris
        $null = Register-ModelVersion iris
        $null = Set-ModelVersion iris/1 Staging -Alias best
        Complete-Run
        $told = @(Watch-Once)
        $told.Alert | Should -Be stage, stage
        $told.Message | Sort-Object | Should -Be "Model version iris/1 changed from None to Staging.", "Model version iris/1 got the alias 'best'."
        $told[0].ModelVersion | Should -Be iris/1
    }

    It 'run stored blocks only with -AllowScript' {
        $file = Join-Path (New-StoreFolder) told.txt
        $env:ALERT_FILE = $file
        $null = Register-RunAlert block -When { $_.Metrics.loss -gt 10 -and (Get-Run $_.Id).Name -eq 'x' } -Action { Add-Content $env:ALERT_FILE "$($_.Alert) $($_.Run)" }
        $null = Register-RunAlert broken Failed -Action { Get-Item nowhere }
        Invoke-Run -Experiment night -Name x { Add-Metric loss 20 }
        Invoke-FailingRun
        (Watch-ExperimentStore -Alert -Once -WarningVariable warnings -WarningAction SilentlyContinue).Alert | Should -Be broken
        $warnings.Count, @($warnings -match 'AllowScript').Count | Should -Be 2, 2
        (Watch-Once -AllowScript).Alert | Should -Be block
        Get-Content $file | Should -Be 'block night/000'
        $failed = (Get-RunAlertEvent broken -DeliveryState Pending).Delivery
        $failed.Attempts, $failed.Error | Should -Be 1, "The block failed: Cannot find path '$(Join-Path $PWD nowhere)' because it does not exist."
        Remove-Item Env:ALERT_FILE
    }

    It 'refuse <Why>, and nothing is registered' -ForEach @(
        @{ Why = 'an address that is a secret'; With = @{ WebHook = 'https://hooks.slack.com/services/T/B/hunter2' }; Id = 'AlertAddressIsSecret' }
        @{ Why = 'an address that is none'; With = @{ WebHook = 'example.org' }; Id = 'InvalidAlert' }
        @{ Why = 'a secret in place of a reference'; With = @{ WebHook = 'env:A'; WebHookSecret = 'hunter2' }; Id = 'SecretReferenceExpected' }
        @{ Why = 'a signature without a web hook'; With = @{ WebHookSecret = 'env:A' }; Id = 'InvalidAlert' }
        @{ Why = 'a mail without a sender'; With = @{ Mail = 'a@example.org'; SmtpServer = 'mail' }; Id = 'InvalidAlert' }
        @{ Why = 'a header in an address'; With = @{ Mail = "a@example.org`r`nBcc: b@example.org"; From = 'c@example.org'; SmtpServer = 'mail' }; Id = 'InvalidAlert' }
        @{ Why = 'a server without a recipient'; With = @{ SmtpServer = 'mail' }; Id = 'InvalidAlert' }
        @{ Why = 'a setting of another condition'; With = @{ After = '10m' }; Id = 'InvalidAlert' }
        @{ Why = 'a block that needs a variable of this session'; With = @{ Action = { $told.Add($_) } }; Id = 'InvalidAlert' }
        @{ Why = 'a name that is too long'; Name = 'x' * 300; With = @{}; Id = 'InvalidName' }
    ) {
        $error = Get-Failure { Register-RunAlert ($Name ?? 'a') Failed @With }
        $error.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$error" | Should -Not -Match hunter2
        Get-RunAlert | Should -BeNullOrEmpty
    }

    It 'refuse filters that call something, and blocks that compare with nothing' {
        (Get-Failure { Register-RunAlert a -Filter 'Remove-Item x' }).FullyQualifiedErrorId | Should -BeLike 'FilterNotSupported,*'
        (Get-Failure { Register-RunAlert a -Filter '$_.Metrics.loss -gt' }).FullyQualifiedErrorId | Should -BeLike 'FilterSyntax,*'
        (Get-Failure { Register-RunAlert a -When { $_.Metrics.loss -gt $limit } }).FullyQualifiedErrorId | Should -BeLike 'InvalidAlert,*'
        (Get-Failure { Register-RunAlert a -When { $_.Metricz.loss -gt 1 } }).FullyQualifiedErrorId | Should -BeLike 'FilterUnknownProperty,*'
        (Get-Failure { Register-RunAlert a Failed -After 30 }).FullyQualifiedErrorId | Should -BeLike '*,*RegisterRunAlertCommand'
        (Register-RunAlert b -When { foreach ($m in $_.Metrics.Values) { if ($m -gt 1) { $true } } }).HasScript | Should -BeTrue
    }

    It 'are tried by Test-RunAlert, which records nothing' {
        $null = Register-RunAlert a Failed -WebHook env:ALERT_MISSING, secret:vault/hook, http://127.0.0.1:9/hook -Action { throw 'no' } -BuildIssue
        $tried = Test-RunAlert a
        $tried.State | Should -Be Pending, Failed, Failed, Failed, Pending
        $tried[1].Error | Should -Be 'env:ALERT_MISSING: the watcher has no environment variable of this name.'
        $tried[2].Error | Should -BeLike 'secret:vault/hook: *SecretManagement*'
        $tried[3].Error | Should -BeLike 'The web hook could not be reached: *'
        (Test-RunAlert a -AllowScript)[0].Error | Should -Be 'The block failed: no'
        Get-RunAlertEvent | Should -BeNullOrEmpty
    }

    It 'read secrets of SecretManagement' {
        $folder = Join-Path (New-StoreFolder) Microsoft.PowerShell.SecretManagement
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/Microsoft.PowerShell.SecretManagement.psm1" 'function Get-Secret($Name, $Vault) { if ($Name -ne "hook") { throw "There is no secret $Name." }; ConvertTo-SecureString "http://127.0.0.1:9/$Vault" -AsPlainText }'
        $before = $env:PSModulePath
        $env:PSModulePath = "$(Split-Path $folder)$([IO.Path]::PathSeparator)$before"
        try {
            $null = Register-RunAlert a Failed -WebHook secret:v/hook, secret:v/other
            $tried = Test-RunAlert a
            $tried[0].Error | Should -BeLike 'The web hook could not be reached: *'
            $tried[1].Error | Should -Be 'secret:v/other: SecretManagement says: There is no secret other.'
        }
        finally {
            $env:PSModulePath = $before
            Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
        }
    }

    It 'use only the secrets that the watcher allows' {
        $env:ALERT_A = $env:OTHER_A = 'http://127.0.0.1:9/hook'
        $null = Register-RunAlert a Failed -WebHook env:ALERT_A, env:OTHER_A
        Invoke-FailingRun
        $null = Watch-ExperimentStore -Alert -Once -AllowSecret env:ALERT_* -WarningVariable warnings -WarningAction SilentlyContinue
        (Get-RunAlertEvent).Delivery.Attempts | Should -Be 1, 0
        "$warnings" | Should -BeLike "Alert 'a', web hook env:OTHER_A: it cannot be sent here*-AllowSecret*"
        Remove-Item Env:ALERT_A, Env:OTHER_A
    }

    It 'show an issue in a build' {
        $null = Register-RunAlert a Failed -BuildIssue
        Invoke-FailingRun -Message "it`n##vso[task.complete result=Succeeded]broke"
        $env:TF_BUILD = 'True'
        try { $lines = Watch-Once 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] } } finally { $env:TF_BUILD = $null }
        "$lines" | Should -BeLike '##vso`[task.logissue type=warning;`]a: Failed: Run night/000 failed: it*'
        "$lines" | Should -Not -Match 'complete'
        (Get-RunAlertEvent).Delivery.State | Should -Be Sent
    }

    It 'are in the view ALERT_EVENT, and not in an export' {
        $null = Register-RunAlert a Failed -BuildIssue
        Invoke-FailingRun
        $null = Watch-Once -WarningAction Ignore
        $row = Invoke-ExperimentQuery 'SELECT * FROM ALERT_EVENT'
        $row.PSObject.Properties.Name | Should -Be alert_event_id, alert, condition, trial_run_id, model_version_id, message, fired_at, sent, failed, pending
        $row.alert, $row.condition, $row.sent, $row.failed, $row.pending | Should -Be a, Failed, 0, 0, 1
        $row.trial_run_id | Should -Be (Get-Run night/0).Id
        $file = Join-Path (New-StoreFolder) export.json
        Export-ExperimentStore $file
        (Get-Content $file -Raw | ConvertFrom-Json).PSObject.Properties.Name | Should -Not -Contain Alerts
    }
}
