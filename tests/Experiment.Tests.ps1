BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Experiments' {
    BeforeEach { $null = Connect-TestStore }

    AfterEach { Disconnect-TestStore }

    Context 'New-Experiment' {
        It 'returns the experiment with all its settings' {
            $experiment = New-Experiment iris -Project botany -Description flowers -Tag dataset=fisher, small -Id e-1 -Config @{ seed = 7 }
            $experiment.Name, $experiment.Project, $experiment.Description, $experiment.Id | Should -Be iris, botany, flowers, e-1
            $experiment.ProjectId | Should -Be (Get-Project botany).Id
            $experiment.Tags.dataset | Should -Be fisher
            $experiment.Tags.Keys | Should -Contain small
            $experiment.Config.seed | Should -Be 7
            $experiment.RunCount | Should -Be 0
            $experiment.LastRunAt, $experiment.RemovedAt | Should -Be $null, $null
            $experiment.CreatedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))
            $experiment.CreatedAt | Should -Not -BeGreaterThan ([datetime]::Now)
            "$experiment" | Should -Be iris
        }

        It 'belongs to the project Default when none is named' {
            (New-Experiment iris).Project | Should -Be Default
            (Get-Project).Name | Should -Be Default
        }

        It 'finds its project by name, ignoring case, or by object, or creates it' {
            $botany = New-Project Botany
            (New-Experiment a -Project BOTANY).ProjectId | Should -Be $botany.Id
            (New-Experiment b -Project $botany).ProjectId | Should -Be $botany.Id
            (New-Experiment c -Project zoology).Project | Should -Be zoology
            (Get-Project).Name | Should -Be Botany, zoology
        }

        It 'accepts the rows of a CSV file by their columns' {
            $made = 'Name,Project,Description,Config,Id', 'iris,botany,flowers,x,e-1', 'cats,zoology,animals,y,e-2' |
                ConvertFrom-Csv | New-Experiment
            $made.Name | Should -Be iris, cats
            $made.Project | Should -Be botany, zoology
            $made.Description | Should -Be flowers, animals
            $made.Config | Should -Be x, y
            $made.Id | Should -Be e-1, e-2
        }

        It 'reports a name that its project has, ignoring case, and continues' {
            $made = 'iris', 'IRIS', 'cats' | New-Experiment -ErrorVariable failure -ErrorAction SilentlyContinue
            $made.Name | Should -Be iris, cats
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            $failure.TargetObject | Should -Be IRIS
            "$failure" | Should -BeLike "*Project 'Default' already has an experiment named 'IRIS'*"
            (New-Experiment iris -Project another).Name | Should -Be iris
        }

        It 'reports a used id, even of a removed experiment' {
            New-Experiment iris -Id e-1 | Remove-Experiment
            (Get-Failure { New-Experiment cats -Id e-1 }).FullyQualifiedErrorId | Should -BeLike 'ExperimentIdExists,*'
            Get-Experiment | Should -BeNullOrEmpty
        }

        It 'refuses an id that <Why>' -ForEach @(
            @{ Why = 'is too long'; Id = 'x' * 201 }
            @{ Why = 'has control characters'; Id = "a`tb" }
        ) {
            $failure = Get-Failure { New-Experiment iris -Id $Id }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidId,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            Get-Experiment | Should -BeNullOrEmpty
        }

        It 'only reports what it would do with -WhatIf, and creates no project' {
            Get-WhatIf { New-Experiment iris -Project botany -WhatIf } | Should -BeLike '*"Create experiment" on target "iris"*'
            Get-Experiment | Should -BeNullOrEmpty
            Get-Project | Should -BeNullOrEmpty
        }
    }

    Context 'The configuration of an experiment' {
        It 'is any object, and is read back as one: <What>' -ForEach @(
            @{ What = 'a hashtable'; Config = @{ optimizer = @{ name = 'adam'; lr = 0.1 }; layers = 64, 32 } }
            @{ What = 'an object'; Config = [pscustomobject]@{ optimizer = [pscustomobject]@{ name = 'adam'; lr = 0.1 }; layers = 64, 32 } }
            @{ What = 'JSON that was read'; Config = '{"optimizer": {"name": "adam", "lr": 0.1}, "layers": [64, 32]}' | ConvertFrom-Json }
            @{ What = 'an ordered dictionary'; Config = [ordered]@{ optimizer = [ordered]@{ name = 'adam'; lr = 0.1 }; layers = 64, 32 } }
        ) {
            $null = New-Experiment iris -Config $Config
            $read = (Get-Experiment iris).Config
            $read.optimizer.lr | Should -Be 0.1
            $read.OPTIMIZER.Name | Should -Be adam
            $read['optimizer']['name'] | Should -Be adam
            $read.layers | Should -Be 64, 32
            $read.nothing | Should -BeNullOrEmpty
            ($read | ConvertTo-Json -Compress | ConvertFrom-Json).optimizer.name | Should -Be adam
        }

        It 'keeps the type of <Value>' -ForEach @(
            @{ Value = 3; Type = [long] }
            @{ Value = 3.0; Type = [double] }
            @{ Value = 0.1; Type = [double] }
            @{ Value = [double]::NaN; Type = [double] }
            @{ Value = [double]::NegativeInfinity; Type = [double] }
            @{ Value = [long]::MaxValue; Type = [long] }
            @{ Value = $true; Type = [bool] }
            @{ Value = '007'; Type = [string] }
            @{ Value = '测试 🚀 "quoted" \ </script>'; Type = [string] }
            @{ Value = [datetime]'2024-02-29T12:34:56.1234567'; Type = [datetime] }
            @{ Value = [timespan]'1.02:03:04.0050000'; Type = [timespan] }
        ) {
            $null = New-Experiment iris -Config @{ value = $Value; list = @($Value, $Value) }
            $read = (Get-Experiment iris).Config
            $read.value | Should -BeOfType $Type
            $read.value.Equals($Value -is [int] ? [long]$Value : $Value) | Should -BeTrue
            $read.list | Should -HaveCount 2
        }

        It 'may be a list or a single value' {
            (New-Experiment a -Config 1, 'two', $null).Config | Should -Be 1, 'two', $null
            (New-Experiment b -Config 42).Config | Should -Be 42
            (New-Experiment c -Config @()).Config | Should -BeNullOrEmpty
        }

        It 'is a string when it was a string, even if it looks like JSON' {
            (New-Experiment a -Config '{"lr": 1}').Config | Should -BeExactly '{"lr": 1}'
        }

        It 'never holds a secret: <What>' -ForEach @(
            @{ What = 'a SecureString'; Secret = { ConvertTo-SecureString hunter2 -AsPlainText -Force } }
            @{ What = 'a credential'; Secret = { [pscredential]::new('me', (ConvertTo-SecureString hunter2 -AsPlainText -Force)) } }
        ) {
            $failure = Get-Failure { New-Experiment iris -Config @{ api = @{ key = & $Secret } } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SecretRefused,*'
            $failure.TargetObject | Should -Be api.key
            Get-Experiment | Should -BeNullOrEmpty
        }

        It 'is an error when it contains a cycle' {
            $circle = @{}
            $circle.self = $circle
            $failure = Get-Failure { New-Experiment iris -Config $circle }
            $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedValue,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            Get-Experiment | Should -BeNullOrEmpty
        }

        It 'is replaced completely by Set-Experiment, kept without -Config, and removed by $null' {
            $null = New-Experiment iris -Config @{ lr = 0.1; seed = 1 }
            (Set-Experiment iris -Description x -PassThru).Config.lr | Should -Be 0.1
            $changed = (Set-Experiment iris -Config @{ lr = 0.2 } -PassThru).Config
            $changed.lr, $changed.seed | Should -Be 0.2, $null
            (Set-Experiment iris -Config $null -PassThru).Config | Should -BeNullOrEmpty
        }

        It 'of one experiment can be passed to another unchanged' {
            $null = New-Experiment first -Config @{ optimizer = @{ lr = 0.1 }; when = [datetime]'2024-01-01' }
            $null = New-Experiment second -Config (Get-Experiment first).Config
            (Get-Experiment second).Config.optimizer.lr | Should -Be 0.1
            (Get-Experiment second).Config.when | Should -Be ([datetime]'2024-01-01')
        }
    }

    Context 'Get-Experiment' {
        BeforeEach {
            $one = New-Experiment iris -Project one -Id aaaa-0001
            $two = New-Experiment iris -Project two -Id aaaa-0002
            $cats = New-Experiment cats -Project two -Id bbbb-0001
            $null = New-Experiment 'vision/resnet [18]' -Project 'with/slash' -Id cccc-0001
        }

        It 'returns all, sorted by project and name' { (Get-Experiment).Id | Should -Be aaaa-0001, bbbb-0001, aaaa-0002, cccc-0001 }

        It 'finds <Text> by its <What>' -ForEach @(
            @{ Text = 'CATS'; What = 'name in another case'; Id = 'bbbb-0001' }
            @{ Text = 'aaaa-0002'; What = 'id'; Id = 'aaaa-0002' }
            @{ Text = 'bbbb'; What = 'start of the id'; Id = 'bbbb-0001' }
            @{ Text = '0002'; What = 'end of the id'; Id = 'aaaa-0002' }
            @{ Text = 'two/iris'; What = 'project and name'; Id = 'aaaa-0002' }
            @{ Text = 'ONE/Iris'; What = 'project and name in another case'; Id = 'aaaa-0001' }
            @{ Text = 'with/slash/vision/resnet [18]'; What = 'project and name with brackets'; Id = 'cccc-0001' }
            @{ Text = 'vision/resnet [18]'; What = 'name with a slash and brackets'; Id = 'cccc-0001' }
            @{ Text = '*s'; What = 'wildcard'; Id = 'aaaa-0001', 'bbbb-0001', 'aaaa-0002' }
            @{ Text = 'ir?s'; What = 'wildcard'; Id = 'aaaa-0001', 'aaaa-0002' }
        ) {
            (Get-Experiment $Text).Id | Should -Be $Id
        }

        It 'names those that fit when one name is in two projects' {
            $failure = Get-Failure { Get-Experiment iris }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentAmbiguous,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            "$failure" | Should -BeLike '*one/iris*two/iris*'
            (Get-Experiment iris -Project two).Id | Should -Be aaaa-0002
        }

        It 'returns those of a project, by name, wildcard or object' {
            (Get-Experiment -Project two).Name | Should -Be cats, iris
            (Get-Experiment iris -Project o*, t*).Project | Should -Be one, two
            (Get-Project two | Get-Experiment).Name | Should -Be cats, iris
            (Get-Project | Get-Experiment cats -ErrorAction SilentlyContinue).Id | Should -Be bbbb-0001
            (Get-Failure { Get-Experiment -Project nope }).FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
        }

        It 'accepts experiments, runs, and deserialized records' {
            $run = New-Run $cats
            ($run | Get-Experiment).Id | Should -Be bbbb-0001
            ($two, $cats | Get-Experiment).Id | Should -Be aaaa-0002, bbbb-0001
            $run, $cats | ForEach-Object {
                (Copy-ThroughFile $_ | Get-Experiment).Id | Should -Be bbbb-0001
            }
            ('Name', 'cats', 'two/iris' | ConvertFrom-Csv | Get-Experiment).Id | Should -Be bbbb-0001, aaaa-0002
        }

        It 'reports the missing one and returns the others' {
            $found = 'two/iris', 'nope', 'cats' | Get-Experiment -ErrorVariable failure -ErrorAction SilentlyContinue
            $found.Id | Should -Be aaaa-0002, bbbb-0001
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound
            $failure.TargetObject | Should -Be nope
            Get-Failure { Get-Experiment nope* } | Should -BeNullOrEmpty
        }

        It 'counts the live runs and knows the newest' {
            $null = 1..3 | ForEach-Object { New-Run cats }
            Remove-Run cats/1
            $newest = Get-Run cats/2
            $found = Get-Experiment cats
            $found.RunCount | Should -Be 2
            $found.LastRunAt | Should -Be $newest.CreatedAt
        }
    }

    Context 'Set-Experiment' {
        BeforeEach { $before = New-Experiment iris -Description flowers -Tag a=1 }

        It 'changes the given values and keeps the others' {
            $after = Set-Experiment iris -Name lily -PassThru
            $after.Name, $after.Description, $after.Id, $after.Tags.a | Should -Be lily, flowers, $before.Id, 1
            $after.UpdatedAt | Should -BeGreaterThan $before.UpdatedAt
            Set-Experiment lily -Description x | Should -BeNullOrEmpty
            (Set-Experiment lily -Description '' -PassThru).Description | Should -BeNullOrEmpty
        }

        It 'accepts experiments and runs from the pipeline, and one that is missing does not stop the others' {
            $null = New-Experiment cats
            'iris', 'nope', 'cats' | Set-Experiment -Description same -ErrorVariable failure -ErrorAction SilentlyContinue
            (Get-Experiment).Description | Should -Be same, same
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
            New-Run iris | Set-Experiment -Description ofrun
            (Get-Experiment iris).Description | Should -Be ofrun
        }

        It 'refuses the name of another experiment of the project and changes nothing' {
            $null = New-Experiment cats
            (Get-Failure { Set-Experiment iris -Name CATS -Description gone }).FullyQualifiedErrorId | Should -BeLike 'ExperimentExists,*'
            (Get-Experiment iris).Description | Should -Be flowers
        }

        It 'only reports what it would do with -WhatIf' {
            Get-WhatIf { Set-Experiment iris -Name x -WhatIf } | Should -BeLike "*`"Change`" on target `"experiment 'iris'`"*"
            (Get-Experiment).Name | Should -Be iris
        }

        It 'changes the paths of the runs with the name' {
            $run = New-Run iris
            Set-Experiment iris -Name lily
            ($run | Get-Run).Path | Should -Be lily/000
            (Get-Run lily/0).Id | Should -Be $run.Id
        }
    }

    Context 'Remove-Experiment' {
        BeforeEach {
            $null = New-Experiment iris
            Start-Run iris | Out-Null
            Add-Metric loss (1..10)
            Add-Artifact -Text abc -Key note.txt
            Complete-Run
            Add-Artifact -Text defg -Key plan.txt -Experiment iris
        }

        It 'reports with -WhatIf what would be removed, and removes nothing' {
            Get-WhatIf { Remove-Experiment iris -WhatIf } |
                Should -BeLike "*`"Remove`" on target `"experiment 'iris' (1 experiment, 1 run, 10 points, 2 artifacts; 7 B to be freed)`"*"
            (Get-Run iris/0).Metrics.loss | Should -Be 10
        }

        It 'removes the runs and artifacts too, emits nothing, and is undone by Restore-Experiment' {
            Remove-Experiment iris | Should -BeNullOrEmpty
            Get-Experiment | Should -BeNullOrEmpty
            Get-Run | Should -BeNullOrEmpty
            (Get-ExperimentStore).Runs | Should -Be 0
            (Get-Failure { Get-Artifact -Experiment iris }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
            (Get-Experiment -Removed).Name | Should -Be iris
            (Restore-Experiment iris -PassThru).RemovedAt | Should -BeNullOrEmpty
            (Get-Run iris/0).Metrics.loss | Should -Be 10
            Get-ArtifactContent plan.txt -Experiment iris | Should -Be defg
        }

        It 'accepts wildcards, objects and several; one that is missing does not stop the others' {
            $null = 'p1', 'p2', 'q1', 'q2' | New-Experiment
            Remove-Experiment p*
            Get-Experiment q1 | Remove-Experiment
            Remove-Experiment nope, q2 -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
            (Get-Experiment).Name | Should -Be iris
        }

        It 'refuses while a run of it is running, and removes the others' {
            $null = New-Experiment cats
            Start-Run iris | Out-Null
            $failure = Get-Failure { Remove-Experiment * }
            Complete-Run
            $failure.FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
            $failure.TargetObject | Should -Be iris/001
            (Get-Experiment).Name | Should -Be iris
        }
    }

    Context 'Restore-Experiment' {
        It 'restores by name, wildcard, id or object' {
            $experiments = 'a', 'b', 'c', 'd' | New-Experiment
            $experiments | Remove-Experiment
            Restore-Experiment a | Should -BeNullOrEmpty
            Restore-Experiment $experiments[1].Id
            $experiments[2] | Restore-Experiment
            Get-Experiment -Removed d* | Restore-Experiment
            (Get-Experiment).Name | Should -Be a, b, c, d
        }

        It 'frees the name meanwhile, and then reports a duplicate' {
            $first = New-Experiment iris -Description first
            Remove-Experiment iris
            $null = New-Experiment Iris -Description second
            $failure = Get-Failure { Restore-Experiment iris }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExperimentExists,*'
            (Get-Experiment).Description | Should -Be second
            Set-Experiment iris -Name other
            $first | Restore-Experiment
            (Get-Experiment).Description | Should -Be first, second
        }

        It 'cannot be restored without its project, and says what to restore first' {
            $null = New-Experiment iris -Project botany
            Remove-Experiment iris
            Remove-Project botany
            $failure = Get-Failure { Restore-Experiment iris }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ParentRemoved,*'
            $failure.CategoryInfo.Category | Should -Be InvalidOperation
            $failure.TargetObject | Should -Be iris
            "$failure" | Should -BeLike "*Restore-Project 'botany'*"
            Restore-Project botany
            Restore-Experiment iris
            (Get-Experiment).Name | Should -Be iris
        }

        It 'only reports what it would do with -WhatIf' {
            New-Experiment iris | Remove-Experiment
            Get-WhatIf { Restore-Experiment iris -WhatIf } | Should -BeLike "*`"Restore`" on target `"experiment 'iris'`"*"
            Get-Experiment | Should -BeNullOrEmpty
        }
    }

    Context 'What belongs to a removed experiment or project' {
        BeforeEach {
            $null = New-Experiment iris -Project botany
            $run = New-Run iris
        }

        It 'cannot be changed: <_>' -ForEach 'Remove-Experiment iris', 'Remove-Project botany' {
            & ([scriptblock]::Create($_))
            $before = (Get-ExperimentStore).Artifacts
            $failure = Get-Failure {
                Add-Metric loss 1 -Run $run
                Add-RunParameter lr 1 -Run $run
                Add-Artifact -Text x -Key x -Run $run
            }
            $failure.FullyQualifiedErrorId | Should -BeLike 'RecordRemoved,*'
            $failure | Should -HaveCount 3
            $failure.CategoryInfo.Category | Should -Be InvalidOperation, InvalidOperation, InvalidOperation
            (Get-ExperimentStore).Artifacts | Should -Be $before
        }

        It 'is not created again by a cmdlet that gets its object, but by one that gets its name' {
            $experiment, $project = (Get-Experiment iris), (Get-Project botany)
            Remove-Experiment iris
            (Get-Failure { New-Run $experiment }).FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
            (New-Run iris -Project botany).ExperimentId | Should -Not -Be $experiment.Id
            Remove-Project botany
            (Get-Failure { New-Experiment lily -Project $project }).FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
            (New-Experiment lily -Project botany).ProjectId | Should -Not -Be $project.Id
            (Get-Experiment).Name | Should -Be lily
        }
    }
}
