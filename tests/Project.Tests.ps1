BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
}

Describe 'Projects' {
    BeforeEach { $null = Connect-TestStore }

    AfterEach { Disconnect-TestStore }

    Context 'New-Project' {
        It 'returns the project with all its settings' {
            $project = New-Project vision -Description 'all about images' -Tag team=blue, important -Id p-1
            $project.Name, $project.Description, $project.Id | Should -Be vision, 'all about images', p-1
            $project.Tags.team | Should -Be blue
            $project.Tags.Keys | Should -Contain important
            $project.ExperimentCount | Should -Be 0
            $project.CreatedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))
            $project.CreatedAt | Should -Not -BeGreaterThan ([datetime]::Now)
            $project.UpdatedAt | Should -Be $project.CreatedAt
            $project.RemovedAt | Should -BeNullOrEmpty
            "$project" | Should -Be vision
        }

        It 'generates an id whose last eight characters are the short one' {
            $project = New-Project vision
            [guid]$project.Id | Should -Not -Be ([guid]::Empty)
            $project.ShortId | Should -Be $project.Id.Substring(28)
        }

        It 'accepts names from the pipeline' {
            ('b', 'a' | New-Project).Name | Should -Be b, a
            (Get-Project).Name | Should -Be a, b
        }

        It 'accepts the rows of a CSV file by their columns' {
            $made = 'Name,Description,Id', 'vision,images,p-1', 'audio,sounds,p-2' | ConvertFrom-Csv | New-Project
            $made.Name | Should -Be vision, audio
            $made.Description | Should -Be images, sounds
            $made.Id | Should -Be p-1, p-2
        }

        It 'reports a used name, in any case and any Unicode form, and continues' {
            $made = 'Größe', "GRO`u{308}ßE", 'next' | New-Project -ErrorVariable failure -ErrorAction SilentlyContinue
            $made.Name | Should -Be 'Größe', 'next'
            $failure | Should -HaveCount 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            $failure.TargetObject | Should -Be "GRO`u{308}ßE"
        }

        It 'reports a used id, even of a removed project' {
            New-Project vision -Id p-1 | Remove-Project
            $failure = Get-Failure { New-Project audio -Id p-1 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectIdExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            $failure.TargetObject | Should -Be p-1
            Get-Project | Should -BeNullOrEmpty
        }

        It 'refuses a name that <Why>' -ForEach @(
            @{ Name = "line`nbreak"; Why = 'has a control character' }
            @{ Name = "`e[31mred"; Why = 'would colour the terminal' }
            @{ Name = 'x' * 257; Why = 'is too long' }
            @{ Name = [string][char]0xD800; Why = 'is half of a surrogate pair' }
        ) {
            $failure = Get-Failure { New-Project $Name }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $failure.TargetObject | Should -Be $Name
            Get-Project | Should -BeNullOrEmpty
        }

        It 'reports a tag with an empty key, and creates no project' {
            (Get-Failure { New-Project vision -Tag '=blue' }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
            Get-Project | Should -BeNullOrEmpty
        }

        It 'only reports what it would do with -WhatIf' {
            Get-WhatIf { New-Project vision -WhatIf } | Should -BeLike '*"Create project" on target "vision"*'
            Get-Project | Should -BeNullOrEmpty
        }
    }

    Context 'Get-Project' {
        BeforeEach {
            $vision = New-Project Vision -Id aaaa-0001-vision
            $null = New-Project audio -Id aaaa-0002-audio
            $null = New-Project 'audio [old]' -Id bbbb-0003
        }

        It 'returns all, sorted by name' { (Get-Project).Name | Should -Be audio, 'audio [old]', Vision }

        It 'finds <Text> by its <What>' -ForEach @(
            @{ Text = 'Vision'; What = 'name'; Name = 'Vision' }
            @{ Text = 'VISION'; What = 'name in another case'; Name = 'Vision' }
            @{ Text = 'aaaa-0001-vision'; What = 'id'; Name = 'Vision' }
            @{ Text = 'aaaa-0002'; What = 'start of the id'; Name = 'audio' }
            @{ Text = '-audio'; What = 'end of the id'; Name = 'audio' }
            @{ Text = '0003'; What = 'last four characters'; Name = 'audio [old]' }
            @{ Text = 'audi?'; What = 'wildcard'; Name = 'audio' }
            @{ Text = '[uv]*'; What = 'wildcard'; Name = 'Vision' }
            @{ Text = 'AUDIO*'; What = 'wildcard in another case'; Name = 'audio', 'audio [old]' }
            @{ Text = 'audio `[old`]'; What = 'escaped brackets'; Name = 'audio [old]' }
        ) {
            (Get-Project $Text).Name | Should -Be $Name
        }

        It 'prefers a name to the id of another project' {
            $null = New-Project aaaa-0002-audio -Id other
            $null = New-Project 0003
            (Get-Project 0003).Name | Should -Be 0003
            (Get-Project aaaa-0002-audio).Name | Should -Be audio
        }

        It 'prefers a name with brackets, which are wildcards too, as it was typed' {
            $null = 'a[b]', 'a[', 'ab' | New-Project
            (Get-Project 'a[b]').Name | Should -Be 'a[b]'
            (Get-Project 'a[').Name | Should -Be 'a['
            (Set-Project 'a[b]' -Description this -PassThru).Name | Should -Be 'a[b]'
            (Get-Failure { Get-Project 'no`[ne`]' }).FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
        }

        It 'does not match three characters as a part of an id' {
            (Get-Failure { Get-Project 003 }).FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
        }

        It 'names what fits when several ids begin alike' {
            $failure = Get-Failure { Get-Project aaaa }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectAmbiguous,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $failure.TargetObject | Should -Be aaaa
            "$failure" | Should -BeLike "*'aaaa' matches 2 projects*"
            "$failure" | Should -Match 'Vision'
            "$failure" | Should -Match 'audio'
        }

        It 'returns nothing, and no error, for a wildcard without a match' {
            Get-Failure { Get-Project x* } | Should -BeNullOrEmpty
            Get-Project x* | Should -BeNullOrEmpty
        }

        It 'reports the missing one and returns the others' {
            $found = 'vision', 'nope', 'audio' | Get-Project -ErrorVariable failure -ErrorAction SilentlyContinue
            $found.Name | Should -Be Vision, audio
            $failure | Should -HaveCount 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound
            $failure.TargetObject | Should -Be nope
            (Get-Project vision, nope, audio -ErrorAction SilentlyContinue).Name | Should -Be Vision, audio
        }

        It 'accepts projects, experiments, and deserialized records' {
            ($vision | Get-Project).Name | Should -Be Vision
            $experiment = New-Experiment resnet -Project vision
            ($experiment | Get-Project).Name | Should -Be Vision
            $vision, $experiment | ForEach-Object {
                (Copy-ThroughFile $_ | Get-Project).Name | Should -Be Vision
            }
            ('Name', 'vision', 'audio' | ConvertFrom-Csv | Get-Project).Name | Should -Be Vision, audio
        }

        It 'returns the current project, not the state of the object' {
            Set-Project vision -Description new
            ($vision | Get-Project).Description | Should -Be new
        }

        It 'counts the live experiments' {
            $null = 'a', 'b', 'c' | New-Experiment -Project vision
            Remove-Experiment b
            (Get-Project vision).ExperimentCount | Should -Be 2
        }
    }

    Context 'Set-Project' {
        BeforeEach { $before = New-Project vision -Description images -Tag a=1 }

        It 'changes the given values and keeps the others' {
            $after = Set-Project vision -Name pictures -PassThru
            $after.Name, $after.Description, $after.Id, $after.Tags.a | Should -Be pictures, images, $before.Id, 1
            $after.CreatedAt | Should -Be $before.CreatedAt
            $after.UpdatedAt | Should -BeGreaterThan $before.UpdatedAt
            (Get-Project).Name | Should -Be pictures
        }

        It 'emits nothing without -PassThru' { Set-Project vision -Description x | Should -BeNullOrEmpty }

        It 'removes the description when it is empty' {
            (Set-Project vision -Description '' -PassThru).Description | Should -BeNullOrEmpty
        }

        It 'may change just the case of the name' { (Set-Project vision -Name VISION -PassThru).Name | Should -BeExactly VISION }

        It 'accepts projects from the pipeline, and one that is missing does not stop the others' {
            $null = New-Project audio
            'vision', 'nope', 'audio' | Set-Project -Description same -ErrorVariable failure -ErrorAction SilentlyContinue
            (Get-Project).Description | Should -Be same, same
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
            Get-Project | Set-Project -Description piped
            (Get-Project).Description | Should -Be piped, piped
        }

        It 'refuses the name of another project and changes nothing' {
            $null = New-Project audio
            $failure = Get-Failure { Set-Project vision -Name AUDIO -Description gone }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectExists,*'
            (Get-Project vision).Description | Should -Be images
        }

        It 'reports an invalid name' {
            (Get-Failure { Set-Project vision -Name "a`nb" }).FullyQualifiedErrorId | Should -BeLike 'InvalidName,*'
            (Get-Project).Name | Should -Be vision
        }

        It 'only reports what it would do with -WhatIf' {
            Get-WhatIf { Set-Project vision -Name x -WhatIf } | Should -BeLike "*`"Change`" on target `"project 'vision'`"*"
            (Get-Project).Name | Should -Be vision
        }
    }

    Context 'Remove-Project' {
        BeforeEach {
            $null = New-Project vision
            $null = 'a', 'b' | New-Experiment -Project vision
            Start-Run a | Out-Null
            Add-Metric loss (1..1200)
            Add-Artifact -Bytes ([byte[]]::new(2048)) -Key zeros
            Complete-Run
            $run = Get-Run
        }

        It 'reports with -WhatIf what would be removed, and removes nothing' {
            Get-WhatIf { Remove-Project vision -WhatIf } |
                Should -BeLike "*`"Remove`" on*`"project 'vision' (2 experiments, 1 run, 1,200 points, 1 artifact; 2.0 KB to be freed)*"
            (Get-Project vision).ExperimentCount | Should -Be 2
        }

        It 'counts nothing as freed that another project uses' {
            $null = New-Experiment c -Project other
            Add-Artifact -Bytes ([byte[]]::new(2048)) -Key same -Experiment c
            Get-WhatIf { Remove-Project vision -WhatIf } | Should -BeLike '*1 artifact; 0 B to be freed*'
        }

        It 'removes the experiments and runs too, emits nothing, and is undone by Restore-Project' {
            Remove-Project vision | Should -BeNullOrEmpty
            Get-Project | Should -BeNullOrEmpty
            Get-Experiment | Should -BeNullOrEmpty
            Get-Run | Should -BeNullOrEmpty
            (Get-Failure { Get-Run $run.Id }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
            (Get-ExperimentStore).Runs | Should -Be 0
            (Get-Project -Removed).RemovedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))

            (Restore-Project vision -PassThru).RemovedAt | Should -BeNullOrEmpty
            (Get-Experiment).Name | Should -Be a, b
            (Get-Run $run.Id).Metrics.loss | Should -Be 1200
        }

        It 'leaves removed what had been removed before, when it is restored' {
            Remove-Experiment b
            Remove-Project vision
            Restore-Project vision
            (Get-Experiment).Name | Should -Be a
        }

        It 'accepts wildcards, objects, and several; one that is missing does not stop the others' {
            $null = 'p1', 'p2', 'q1', 'q2' | New-Project
            Remove-Project p*
            Get-Project q1 | Remove-Project
            'nope', 'q2' | Remove-Project -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
            (Get-Project).Name | Should -Be vision
            (Get-Project -Removed).Name | Should -Be p1, p2, q1, q2
        }

        It 'refuses while a run of it is running' {
            Start-Run b | Out-Null
            $failure = Get-Failure { Remove-Project vision }
            Complete-Run
            $failure.FullyQualifiedErrorId | Should -BeLike 'RunIsRunning,*'
            $failure.CategoryInfo.Category | Should -Be InvalidOperation
            $failure.TargetObject | Should -Be b/000
            (Get-Experiment).Name | Should -Be a, b
        }

        It 'refuses what is removed already' {
            Remove-Project vision
            $failure = Get-Failure { Remove-Project vision; Set-Project vision -Name x; Get-Project vision }
            $failure | Should -HaveCount 3
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
        }
    }

    Context 'Restore-Project' {
        It 'restores by name, wildcard, id or object' {
            $projects = 'a', 'b', 'c', 'd' | New-Project
            $projects | Remove-Project
            Restore-Project a | Should -BeNullOrEmpty
            Restore-Project $projects[1].Id
            $projects[2] | Restore-Project
            (Restore-Project [d] -PassThru).Name | Should -Be d
            (Get-Project).Name | Should -Be a, b, c, d
            Get-Project -Removed | Should -BeNullOrEmpty
        }

        It 'accepts what Get-Project -Removed gives' {
            'a', 'b' | New-Project | Remove-Project
            Get-Project -Removed | Restore-Project
            (Get-Project).Name | Should -Be a, b
        }

        It 'frees the name meanwhile, and then reports a duplicate' {
            $first = New-Project vision -Description first
            Remove-Project vision
            $null = New-Project VISION -Description second
            $failure = Get-Failure { Restore-Project vision }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            (Get-Project).Description | Should -Be second
            (Get-Project -Removed).Description | Should -Be first
            Set-Project vision -Name other
            $first | Restore-Project
            (Get-Project).Description | Should -Be second, first
        }

        It 'reports candidates when several with the name were removed' {
            $ids = 1..2 | ForEach-Object { (New-Project vision).Id; Remove-Project vision }
            (Get-Failure { Restore-Project vision }).FullyQualifiedErrorId | Should -BeLike 'ProjectAmbiguous,*'
            Restore-Project $ids[1]
            (Get-Project).Id | Should -Be $ids[1]
        }

        It 'reports what was not removed, and continues' {
            $null = New-Project live
            New-Project dead | Remove-Project
            $failure = Get-Failure { 'live', 'dead' | Restore-Project }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProjectNotFound,*'
            (Get-Project).Name | Should -Be dead, live
        }

        It 'only reports what it would do with -WhatIf' {
            New-Project vision | Remove-Project
            Get-WhatIf { Restore-Project vision -WhatIf } | Should -BeLike "*`"Restore`" on target `"project 'vision'`"*"
            Get-Project | Should -BeNullOrEmpty
        }
    }
}
