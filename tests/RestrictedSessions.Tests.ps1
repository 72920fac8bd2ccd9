# Sessions with a restricted language or without the file system provider, as constrained endpoints (JEA) have.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function New-Session([initialsessionstate] $State) {
        $State.ImportPSModule($modulePath)
        $opened = [runspacefactory]::CreateRunspace($State)
        $opened.Open()
        $opened
    }

    # The output of a command in a session; an error throws.
    function Invoke-Remote([runspace] $Session, [string] $Command, [hashtable] $With = @{}) {
        $shell = [powershell]::Create($Session)
        try {
            $output = $shell.AddCommand($Command).AddParameters($With).AddParameter('ErrorAction', 'Stop').Invoke()
            if ($shell.Streams.Error.Count) { throw $shell.Streams.Error[0] }
            $output
        }
        catch [Management.Automation.MethodInvocationException] { throw $_.Exception.InnerException.ErrorRecord }
        finally { $shell.Dispose() }
    }
}

Describe 'A session without the file system provider' {
    BeforeAll {
        $state = [initialsessionstate]::CreateRestricted('RemoteServer')
        $state.LanguageMode = 'NoLanguage'
        $state.Providers.Remove('FileSystem', [object])
        $session = New-Session $state
        $folder = New-TestStore
        $store = Join-Path $folder store
    }

    AfterAll {
        $session.Dispose()
    }

    It 'opens a store by its full path, and tracks a run in it' {
        Invoke-Remote $session Connect-ExperimentStore @{ Path = $store; Create = $true } | Out-Null
        Invoke-Remote $session Start-Run @{ Experiment = 'jea'; Parameter = @{ lr = 0.1 } } | Out-Null
        Invoke-Remote $session Add-Metric @{ Key = 'loss'; Value = 0.5 }
        (Invoke-Remote $session Complete-Run @{ PassThru = $true }).Status | Should -Be Succeeded
        (Invoke-Remote $session Get-Run @{ Store = $store }).Metrics.loss | Should -Be 0.5
        Invoke-Remote $session Disconnect-ExperimentStore
        (Get-Run -Store $store).Parameters.lr | Should -Be 0.1
    }

    It 'asks for a store where none is named, and creates none' {
        { Invoke-Remote $session Start-Run @{ Experiment = 'nowhere' } } | Should -Throw -ErrorId 'StoreNotFound,*'
        { Invoke-Remote $session Get-Run } | Should -Throw -ErrorId 'StoreNotFound,*'
    }

    It 'reads and writes files by their full paths' {
        Set-Content "$folder/in.txt" content
        Invoke-Remote $session Add-Artifact @{ Run = 'jea/0'; Store = $store; Path = "$folder/in.txt" }
        Invoke-Remote $session Save-Artifact @{ Run = 'jea/0'; Store = $store; Key = 'in.txt'; Destination = "$folder/out.txt" } | Out-Null
        Get-Content "$folder/out.txt" | Should -Be content
        (Invoke-Remote $session Export-RunReport @{ Run = 'jea/0'; Store = $store; Path = "$folder/report.md" }).FullName | Should -Be (Get-Item "$folder/report.md").FullName
    }
}

Describe 'A session with a constrained language' {
    BeforeAll {
        $session = New-Session ([initialsessionstate]::CreateDefault2())
        $session.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        function Invoke-Constrained([string] $Script) {
            $shell = [powershell]::Create($session).AddScript($Script)
            try { $shell.Invoke() } finally { $shell.Dispose() }
        }
        Invoke-Constrained 'Connect-ExperimentStore -InMemory' | Out-Null
    }

    AfterAll {
        Invoke-Constrained 'Disconnect-ExperimentStore' | Out-Null
        $session.Dispose()
    }

    It 'tracks runs with Start-Run and Complete-Run' {
        $run = Invoke-Constrained '$null = Start-Run demo -Parameter @{ lr = 0.1 }; 1..3 | Add-Metric loss; try { throw "no" } catch { Complete-Run -ErrorRecord $_ -PassThru }'
        $run.Status, $run.ErrorMessage, $run.Metrics.loss | Should -Be Failed, no, 3
        Invoke-Constrained 'Get-Run | Where-Object { $_.Metrics.loss -eq 3 } | ForEach-Object Path' | Should -Be demo/000
    }

    It 'refuses <What> with one error that says what to do instead' -ForEach @(
        @{ What = 'a filter'; Script = 'Get-Run -Filter { $_.Metrics.loss -lt 5 }'; Instead = '*Where-Object*' }
        @{ What = 'a filter of a baseline'; Script = 'Test-Metric loss -Run demo/0 -BaselineFilter { $true }'; Instead = '*Where-Object*' }
        @{ What = 'Invoke-Run'; Script = 'Invoke-Run demo { Add-Metric loss 1 }'; Instead = '*Start-Run*Complete-Run*' }
        @{ What = 'Invoke-Run with the block first'; Script = 'Invoke-Run { Add-Metric loss 1 }'; Instead = '*Start-Run*Complete-Run*' }
    ) {
        $failure = @(Invoke-Constrained "try { $Script -ErrorAction Stop } catch { `$_ }")
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotSupported,*'
        "$failure" | Should -BeLike $Instead
        "$failure" | Should -BeLike '*ConstrainedLanguage*'
        (Invoke-Constrained 'Get-Run').Count | Should -Be 1
    }
}
