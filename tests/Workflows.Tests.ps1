# Workflow files run only on GitHub. These tests check their syntax with GitHub's parser, and that the commands of their steps exist.

BeforeAll {
    $root = Split-Path $PSScriptRoot
    $files = @(Get-ChildItem "$root/.github/workflows/*.yml") + (Get-Item "$root/examples/github-workflow.yml")

    # A copy of tests/workflows with its packages, created once below out/.
    . "$root/build/NodePackages.ps1"
    $folder = "$root/out/workflow-check"
    $obstacle = Install-NodePackage "$PSScriptRoot/workflows" $folder
    if (!$obstacle) { Copy-Item "$PSScriptRoot/workflows/check.mjs" $folder }
    function Read-Workflow([string[]] $Path) { node $folder/check.mjs @Path | ConvertFrom-Json }

    $workflows = if (!$obstacle) { Read-Workflow $files.FullName }
}

Describe 'The workflow files' {
    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'are accepted by GitHub Actions' {
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
            # The service replaces an expression with a value.
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
