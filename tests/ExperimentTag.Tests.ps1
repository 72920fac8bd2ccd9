BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Tags' {
    BeforeEach {
        $null = Connect-TestStore
        $project = New-Project botany
        $experiment = New-Experiment iris -Project botany
        $run = New-Run iris
    }

    AfterEach { Disconnect-TestStore }

    Context 'The tags of <_>' -ForEach 'a project', 'an experiment', 'a run' {
        BeforeEach {
            $target, $named = switch ($_) {
                'a project' { $project, @{ Project = 'BOTANY' } }
                'an experiment' { $experiment, @{ Experiment = 'botany/iris' } }
                'a run' { $run, @{ Run = 'iris/0' } }
            }
            function Get-Now { $target | & "Get-$($target.GetType().Name)" }
        }

        It 'are bare, or have a value, and are on the object the next time it is read' {
            $target | Add-ExperimentTag important, owner=ann, 'formula=a=b', 'empty='
            $tags = (Get-Now).Tags
            $tags.owner, $tags.formula, $tags.empty | Should -Be ann, 'a=b', ''
            $tags.Keys | Sort-Object | Should -Be empty, formula, important, owner
            $tags.important | Should -BeNullOrEmpty
            $target.Tags.Count | Should -Be 0
        }

        It 'may be a hashtable, whose values become strings' {
            $target | Add-ExperimentTag @{ seed = 7; rate = 0.5; checked = $true; bare = $null }
            $tags = (Get-Now).Tags
            $tags.seed, $tags.rate, $tags.checked | Should -BeExactly '7', '0.5', 'true'
            $tags.Keys | Should -Contain bare
            $tags.bare | Should -BeNullOrEmpty
        }

        It 'may be passed by name instead of the pipeline' {
            Add-ExperimentTag important @named
            (Get-ExperimentTag @named).Key | Should -Be important
            Remove-ExperimentTag important @named
            Get-ExperimentTag @named | Should -BeNullOrEmpty
        }

        It 'get a new value for the same key, ignoring case' {
            $target | Add-ExperimentTag owner=ann
            $target | Add-ExperimentTag OWNER=bob
            $found = $target | Get-ExperimentTag
            $found | Should -HaveCount 1
            $found.Value | Should -Be bob
            $target | Add-ExperimentTag owner
            ($target | Get-ExperimentTag).Value | Should -BeNullOrEmpty
        }

        It 'are listed by key, with wildcards' {
            $target | Add-ExperimentTag beta, alpha=1, gamma=2, 'a[b]=3'
            $found = $target | Get-ExperimentTag
            $found.Key | Should -Be alpha, 'a[b]', beta, gamma
            $found[0].TargetType | Should -Be $target.GetType().Name
            $found[0].TargetId | Should -Be $target.Id
            $found[0].Target | Should -Be "$target"
            $found[0].CreatedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))
            "$($found[0])" | Should -Be alpha=1
            ($target | Get-ExperimentTag *A, beta).Key | Should -Be alpha, beta, gamma
            ($target | Get-ExperimentTag 'a[b]').Key | Should -Be 'a[b]'
            $target | Get-ExperimentTag x* | Should -BeNullOrEmpty
        }

        It 'are removed by key and by wildcard' {
            $target | Add-ExperimentTag one, two, three, four
            $target | Remove-ExperimentTag FOUR | Should -BeNullOrEmpty
            $target | Remove-ExperimentTag t*
            ($target | Get-ExperimentTag).Key | Should -Be one
            $target | Remove-ExperimentTag *
            (Get-Now).Tags.Count | Should -Be 0
        }

        It 'are read and removed only where they are: a missing key is an error' {
            $target | Add-ExperimentTag one
            $failure = Get-Failure { $target | Get-ExperimentTag nope; $target | Remove-ExperimentTag nope, one }
            $failure | Should -HaveCount 2
            $failure.FullyQualifiedErrorId | Should -BeLike 'TagNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound, ObjectNotFound
            $failure.TargetObject | Should -Be nope, nope
            (Get-Now).Tags.Count | Should -Be 0
        }

        It 'may be added to a deserialized record' {
            $foreign = Copy-ThroughFile $target
            $foreign | Add-ExperimentTag important
            ($foreign | Get-ExperimentTag).Key | Should -Be important
        }

        It 'are only announced under -WhatIf' {
            Get-WhatIf { $target | Add-ExperimentTag owner=ann -WhatIf } | Should -BeLike '*"Add tags owner=ann" on target*'
            (Get-Now).Tags.Count | Should -Be 0
            $target | Add-ExperimentTag owner=ann
            Get-WhatIf { $target | Remove-ExperimentTag own* -WhatIf } | Should -BeLike '*"Remove tags owner" on target*'
            (Get-Now).Tags.owner | Should -Be ann
        }

        It 'are returned by -PassThru, only the added ones' {
            $target | Add-ExperimentTag old | Should -BeNullOrEmpty
            $given = $target | Add-ExperimentTag owner=ann, new -PassThru
            $given.Key | Should -Be new, owner
            $given.TargetId | Should -Be $target.Id, $target.Id
        }
    }

    Context 'Wherever they are' {
        It 'are added to the current run when nothing is named' {
            Start-Run iris | Out-Null
            Add-ExperimentTag live
            (Get-ExperimentTag).Key | Should -Be live
            Remove-ExperimentTag live
            Get-ExperimentTag | Should -BeNullOrEmpty
            Complete-Run
            (Get-Failure { Add-ExperimentTag late }).FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
        }

        It 'stay open on a run that has ended' {
            $ended = Start-Run iris
            Complete-Run
            $ended | Add-ExperimentTag reviewed=yes
            ($ended | Get-Run).Tags.reviewed | Should -Be yes
            $ended | Remove-ExperimentTag reviewed
            ($ended | Get-Run).Tags.Count | Should -Be 0
        }

        It 'are added to records of several kinds in one pipeline' {
            $project, $experiment, $run | Add-ExperimentTag same=1
            (@($project, $experiment, $run) | Get-ExperimentTag).TargetType | Should -Be Project, Experiment, Run
        }

        It 'reach the others when one target is missing' {
            Add-ExperimentTag seen -Run iris/0, nope -Experiment iris -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
            (Get-ExperimentTag -Run iris/0 -Experiment iris).TargetType | Should -Be Run, Experiment
            $failure = Get-Failure { $run, 42, $project | Add-ExperimentTag again }
            $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
            (@($run, $project) | Get-ExperimentTag again).TargetType | Should -Be Run, Project
        }

        It 'are all added, or none: <Why>' -ForEach @(
            @{ Why = 'a key is empty'; Tag = 'good', '=bad'; Id = 'InvalidName' }
            @{ Why = 'a key is blank'; Tag = 'good', ' '; Id = 'NullArgument' }
            @{ Why = 'a key has control characters'; Tag = 'good', "`e[31m"; Id = 'InvalidName' }
            @{ Why = 'a key is too long'; Tag = 'good', ('x' * 257); Id = 'InvalidName' }
        ) {
            $failure = Get-Failure { $run | Add-ExperimentTag $Tag }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $run | Get-ExperimentTag | Should -BeNullOrEmpty
        }

        It 'never hold a secret' {
            $failure = Get-Failure { $run | Add-ExperimentTag @{ good = 1; key = ConvertTo-SecureString hunter2 -AsPlainText -Force } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SecretRefused,*'
            $run | Get-ExperimentTag | Should -BeNullOrEmpty
        }

        It 'cannot be changed on what was removed' {
            $run | Add-ExperimentTag old
            $run | Remove-Run
            $failure = Get-Failure { $run | Add-ExperimentTag new; $run | Remove-ExperimentTag old }
            $failure.FullyQualifiedErrorId | Should -BeLike 'RecordRemoved,*'
            $failure | Should -HaveCount 2
            (Restore-Run $run -PassThru).Tags.Keys | Should -Be old
        }

        It 'keep text of any language, and lines' {
            $run | Add-ExperimentTag @{ 'größe 🚀' = "two`nlines" }
            ($run | Get-ExperimentTag 'GRÖSSE 🚀', 'GRÖßE 🚀' -ErrorAction SilentlyContinue).Value | Should -Be "two`nlines"
        }
    }
}
