# The workflow files that run on GitHub and not here: their form, by GitHub's own parser, and that what their steps call exists.

BeforeAll {
    $root = Split-Path $PSScriptRoot
    $files = @(Get-ChildItem "$root/.github/workflows/*.yml") + (Get-Item "$root/examples/github-workflow.yml")

    # Gives the folder of a copy of tests/workflows with its packages, made once below out/; or why there is none.
    function Get-Checker {
        foreach ($tool in 'node', 'npm') {
            if (!(Get-Command $tool -CommandType Application -ErrorAction Ignore)) { return @{ Obstacle = "there is no $tool on the PATH; on Debian: apt-get install nodejs npm" } }
        }
        $folder = "$root/out/workflow-check"
        $lock = (Get-FileHash "$PSScriptRoot/workflows/package-lock.json").Hash
        if ((Get-Content "$folder/lock.txt" -ErrorAction Ignore) -ne $lock) {
            $null = New-Item -ItemType Directory -Force $folder
            Copy-Item "$PSScriptRoot/workflows/package*.json" $folder
            $log = npm ci --prefix $folder --ignore-scripts --no-audit --no-fund --fetch-retries=0 --fetch-timeout=20000 2>&1
            if ($LASTEXITCODE) { return @{ Obstacle = "the parser of workflows could not be fetched from npm ($($log -match 'error' | Select-Object -First 1))" } }
            Set-Content "$folder/lock.txt" $lock
        }
        Copy-Item "$PSScriptRoot/workflows/check.mjs" $folder
        @{ Path = "$folder/check.mjs" }
    }
    function Read-Workflow([string[]] $Path) { node $checker.Path @Path | ConvertFrom-Json }

    $checker = Get-Checker
    $workflows = if ($checker.Path) { Read-Workflow $files.FullName }
}

Describe 'The workflow files' {
    BeforeEach { if ($checker.Obstacle) { Set-ItResult -Skipped -Because $checker.Obstacle } }

    It 'are what GitHub Actions takes' {
        $workflows.name | Should -Be $files.FullName
        $workflows.errors | Should -BeNullOrEmpty
        $workflows.jobs | Should -Be 1, 2, 4
    }

    It 'would be found wrong with a misspelt key' {
        $wrong = Join-Path ([IO.Path]::GetTempPath()) "wrong-$([guid]::NewGuid()).yml"
        (Get-Content $files[0] -Raw) -replace 'runs-on', 'run-on' | Set-Content $wrong
        (Read-Workflow $wrong).errors -join ' ' | Should -BeLike "*Unexpected value 'run-on'*"
    }

    It 'have steps that are PowerShell and call scripts of this repository with parameters that these have' {
        $calls = foreach ($step in $workflows.steps) {
            # What the service puts in place of an expression is a value.
            $script = $step.run -replace '\$\{\{.*?\}\}', '0'
            $errors = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput($script, [ref] $null, [ref] $errors)
            $errors | ForEach-Object { throw "$($step.name): $_" }
            foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like './*.ps1' }, $true)) {
                $command = Get-Command (Join-Path $root $call.GetCommandName())
                $given = $call.CommandElements.Where{ $_ -is [Management.Automation.Language.CommandParameterAst] }.ParameterName
                $given | Where-Object { $_ -and !$command.Parameters.ContainsKey($_) } | ForEach-Object { throw "$($step.name): $command has no -$_" }
                if ($command.Name -eq 'build.ps1') {
                    $call.CommandElements[1].Value | Should -BeIn $command.Parameters.Verb.Attributes.ValidValues
                }
                $command.Name
            }
        }
        $calls | Should -Contain build.ps1
        $calls | Should -Contain Start-Sweep.ps1
    }

    It 'test on each system and with each PowerShell that the manifest names' {
        $text = Get-Content "$root/.github/workflows/build.yml" -Raw
        $data = Import-PowerShellDataFile "$root/ExperimentTracker.psd1"
        $systems = @{ Windows = 'windows-latest'; Linux = 'ubuntu-latest'; MacOS = 'macos-latest' }
        $data.PrivateData.PSData.Tags | Where-Object { $systems.ContainsKey($_) } | ForEach-Object { $text | Should -BeLike "*$($systems[$_])*" }
        $text | Should -BeLike "*'$($data.PowerShellVersion)'*"
    }
}
