# Adding artifacts: files, texts and references.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/EngineSupport.ps1"
    . "$PSScriptRoot/ArtifactSupport.ps1"
    $where = Get-Location
}

Describe 'Artifacts' {
    BeforeEach {
        $store = (Connect-TestStore -OnDisk).Path
        $run = Start-Run iris
    }

    AfterEach {
        Set-Location $where
        Complete-Run -ErrorAction Ignore
        Disconnect-TestStore
    }

    Context 'Add-Artifact' {
        It 'adds a file under its name, to the current run' {
            Set-Location (New-Folder @{ 'sub/model.json' = '{"w": 1}' })
            $added = Add-Artifact sub/model.json -PassThru
            $added.Key, $added.Kind, $added.Size, $added.MediaType | Should -Be model.json, File, 8, application/json
            $added.Digest | Should -Be "sha256:$((Get-FileHash sub/model.json).Hash.ToLower())"
            $added.OwnerType, $added.OwnerId, $added.Owner | Should -Be Run, $run.Id, iris/000
            $added.Backend, $added.FileCount | Should -Be store, 1
            if (!$onServer) { Join-Path $store $added.Location | Should -Exist }
            (Get-Artifact).Id | Should -Be $added.Id
        }

        It 'emits nothing without -PassThru' { Add-Artifact -Text x -Key x | Should -BeNullOrEmpty }

        It 'adds several files by wildcard, and one under its own key' {
            Set-Location (New-Folder @{ 'a.txt' = 'a'; 'b.txt' = 'b'; 'c.log' = 'c' })
            Add-Artifact *.txt
            Add-Artifact c.log logs/today
            (Get-Artifact).Key | Should -Be a.txt, b.txt, logs/today
        }

        It 'accepts the output of Get-ChildItem with any names' {
            Set-Location (New-Folder @{ 'x[1].txt' = '1'; 'größe 🚀.txt' = '2'; "it's `$HOME.txt" = '3'; 'sub/deep.txt' = '4' })
            Get-ChildItem -Recurse -File | Add-Artifact -Run iris/0
            (Get-Artifact).Key | Should -Be deep.txt, 'größe 🚀.txt', "it's `$HOME.txt", 'x[1].txt'
            Get-ChildItem *.txt | Select-Object FullName, @{ Name = 'Key'; Expression = { "again/$($_.Name)" } } | Add-Artifact
            Get-Artifact again/* | Should -HaveCount 3
            Get-ArtifactContent 'x[1].txt' | Should -Be 1
        }

        It 'accepts paths from the pipeline and literal ones' {
            Set-Location (New-Folder @{ 'a.txt' = 'a'; 'b.txt' = 'b'; 'x[1].txt' = '1' })
            'a.txt', 'b.txt' | Add-Artifact
            Add-Artifact -LiteralPath 'x[1].txt'
            Add-Artifact (Get-Item -LiteralPath 'x[1].txt') object
            (Get-Artifact).Key | Should -Be a.txt, b.txt, object, 'x[1].txt'
        }

        It 'counts relative paths from $PWD and not from the folder of the process' {
            $folder = New-Folder @{ 'here.txt' = 'here' }
            Set-Location $folder
            [Environment]::CurrentDirectory | Should -Not -Be $folder
            Add-Artifact here.txt
            Add-Artifact -Folder . -Key all
            (Get-Artifact).Key | Should -Be all, here.txt
        }

        It 'adds text as UTF-8, bytes and objects' {
            Add-Artifact -Text "größe 🚀`n" -Key note.md
            Add-Artifact -Bytes (0, 1, 254, 255) -Key raw.bin
            Add-Artifact -Object @{ classes = 'setosa', 'virginica'; threshold = 0.5; when = [datetime]'2024-01-02' } -Key labels
            $found = Get-Artifact
            $found.Key | Should -Be labels, note.md, raw.bin
            $found.Kind | Should -Be Object, Text, Bytes
            $found[1, 2].Size | Should -Be 13, 4
            $found.MediaType | Should -Be application/json, text/markdown, application/octet-stream

            Get-ArtifactContent note.md | Should -BeExactly "größe 🚀`n"
            $bytes = Get-ArtifactContent raw.bin
            $bytes.GetType() | Should -Be ([byte[]])
            $bytes | Should -Be 0, 1, 254, 255
            $object = Get-ArtifactContent labels
            $object.classes | Should -Be setosa, virginica
            $object.threshold | Should -Be 0.5
            $object.when | Should -Be ([datetime]'2024-01-02')
        }

        It 'adds what is empty: <What>' -ForEach @(
            @{ What = 'text'; Add = { Add-Artifact -Text '' -Key empty } }
            @{ What = 'bytes'; Add = { Add-Artifact -Bytes @() -Key empty } }
            @{ What = 'a file'; Add = { Add-Artifact (New-Item (Join-Path (New-Folder) empty)).FullName } }
        ) {
            & $Add
            (Get-Artifact).Size | Should -Be 0
            (Get-ArtifactContent empty -AsByteStream).Length | Should -Be 0
            Test-Artifact -Quiet | Should -BeTrue
        }

        It 'adds $null as an object' {
            Add-Artifact -Object $null -Key nothing
            Get-ArtifactContent nothing | Should -BeNullOrEmpty
            Test-Artifact -Quiet | Should -BeTrue
        }

        It 'records a reference without copying it' {
            $added = Add-Artifact -Reference https://example.org/data.csv -Key data -Size 12 -PassThru
            $added.Kind, $added.Location, $added.Size, $added.Backend, $added.FileCount |
                Should -Be Reference, https://example.org/data.csv, 12, external, 0
            $added.Digest | Should -BeNullOrEmpty
            (Get-ExperimentStore).Blobs | Should -Be 0
        }

        It 'records what is elsewhere by digest and size, one or a pipeline of them' {
            $rows = 1..3 | ForEach-Object {
                [pscustomobject]@{ Key = "part-$_"; Digest = 'SHA256:' + "$_" * 64; Size = "$_"; RunId = $run.Id }
            }
            $rows[0].Digest += '!'
            $rows | Add-Artifact -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidDigest,*'
            $failure.TargetObject | Should -Be $rows[0].Digest
            $found = Get-Artifact
            $found.Key | Should -Be part-2, part-3
            $found.Kind | Should -Be Record, Record
            $found.Digest | Should -BeExactly "sha256:$('2' * 64)", "sha256:$('3' * 64)"
            $found.Size | Should -Be 2, 3
            $found.Backend | Should -Be external, external
        }

        It 'keeps a type, a media type and a configuration' {
            Add-Artifact -Text x -Key model -Type weights -MediaType application/x-model -Config @{ layers = @{ count = 3 } }
            $found = Get-Artifact model
            $found.Type, $found.MediaType, $found.Config.layers.count | Should -Be weights, application/x-model, 3
        }

        It 'belongs to an experiment when one is named' {
            Add-Artifact -Text plan -Key note -Experiment iris
            Add-Artifact -Text log -Key note
            $found = Get-Artifact -Experiment iris
            $found.OwnerType, $found.Owner | Should -Be Experiment, iris
            Get-ArtifactContent note -Experiment iris | Should -Be plan
            Get-ArtifactContent note | Should -Be log
        }

        It 'can be added to a run that has ended' {
            Complete-Run
            Add-Artifact -Text report -Key report.md -Run iris/0
            Get-ArtifactContent report.md -Run iris/0 | Should -Be report
        }

        It 'is the same artifact when the same content is added again' {
            $first = Add-Artifact -Text same -Key note -PassThru
            $again = Add-Artifact -Text same -Key NOTE -PassThru
            $again.Id | Should -Be $first.Id
            (Get-Artifact).Key | Should -BeExactly note
        }

        It 'needs -Force to replace the content of a key, ignoring case' {
            Add-Artifact -Text old -Key note
            $failure = Get-Failure { Add-Artifact -Text new -Key NOTE }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            $failure.TargetObject | Should -Be NOTE
            Get-ArtifactContent note | Should -Be old
            Add-Artifact -Text new -Key note -Force
            Get-ArtifactContent note | Should -Be new
            Get-Artifact | Should -HaveCount 1
            (Get-ExperimentStore).Removed | Should -Be 1
        }

        It 'may have the key <Key>' -ForEach @(
            @{ Key = 'plots/loss curve.png' }, @{ Key = '.hidden' }, @{ Key = 'a..b' }, @{ Key = 'CON' }, @{ Key = 'größe 🚀' }
            @{ Key = '-Force' }, @{ Key = '100%#?*[x].txt' }, @{ Key = '$(whoami)' }, @{ Key = 'x' * 256 }
        ) {
            Add-Artifact -Text content -Key $Key
            (Get-Artifact).Key | Should -BeExactly $Key
            Get-ArtifactContent $Key | Should -Be content
        }

        It 'has / in its key where \ was given' {
            Add-Artifact -Text x -Key plots\loss.png
            (Get-Artifact).Key | Should -Be plots/loss.png
            Get-ArtifactContent plots/loss.png | Should -Be x
        }

        It 'may not be a file and a folder at once: <First>, then <Second>' -ForEach @(
            @{ First = 'model'; Second = 'Model/weights'; Others = 'model2', 'model0/x', 'model.d/x' }
            @{ First = 'a/b/c'; Second = 'a'; Others = 'a.b', 'a/b/d', 'a0' }
            @{ First = 'a/b'; Second = 'A/B/c/d'; Others = 'a/b-2', 'a/b.c/d', 'b' }
        ) {
            Add-Artifact -Text x -Key $First
            $failure = Get-Failure { Add-Artifact -Text x -Key $Second; Add-Artifact -Text x -Key $Second -Force }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactKeyConflict,*'
            $failure.TargetObject | Should -Be $Second, $Second
            (Get-Artifact).Key | Should -Be $First
            foreach ($key in $Others) { Add-Artifact -Text x -Key $key }
            Remove-Artifact $First
            if ($Second -ne 'a') { Add-Artifact -Text x -Key $Second }
            Get-Artifact | Should -HaveCount ($Second -eq 'a' ? 3 : 4)
        }

        It 'may not have the key <Key>, which <Why>' -ForEach @(
            @{ Key = '/etc/passwd'; Why = 'is absolute' }
            @{ Key = '\\server\share'; Why = 'is absolute on Windows' }
            @{ Key = 'C:\x'; Why = 'has a drive' }
            @{ Key = '../x'; Why = 'leads out' }
            @{ Key = 'a/../../x'; Why = 'leads out' }
            @{ Key = 'a/./b'; Why = 'has a dot as a segment' }
            @{ Key = 'a//b'; Why = 'has an empty segment' }
            @{ Key = 'a/'; Why = 'ends with an empty segment' }
            @{ Key = 'tab	key'; Why = 'has a control character' }
            @{ Key = 'x' * 257; Why = 'is too long' }
        ) {
            $failure = Get-Failure { Add-Artifact -Text x -Key $Key }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArtifactKey,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $failure.TargetObject | Should -Be $Key
            Get-Artifact | Should -BeNullOrEmpty
        }

        It 'needs a key for what has no name' {
            (Get-Failure { Add-Artifact -Text x }).FullyQualifiedErrorId | Should -BeLike 'InvalidArtifactKey,*'
        }

        It 'refuses a file that is not there, and adds the others' {
            Set-Location (New-Folder @{ 'a.txt' = 'a'; 'b.txt' = 'b' })
            $failure = Get-Failure { 'a.txt', 'nope.txt', 'b.txt' | Add-Artifact; Add-Artifact *.nope; Add-Artifact -Folder nope }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound, ObjectNotFound, ObjectNotFound
            $failure.TargetObject | Should -Be (Join-Path $PWD nope.txt), '*.nope', (Join-Path $PWD nope)
            (Get-Artifact).Key | Should -Be a.txt, b.txt
        }

        It 'refuses a folder where a file is expected, and adds the others' {
            Set-Location (New-Folder @{ 'a.txt' = 'a'; 'folder/x' = 'x'; 'z.txt' = 'z' })
            $failure = Get-Failure { Get-ChildItem | Add-Artifact }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotAFile,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $failure.TargetObject | Should -Be (Join-Path $PWD folder)
            (Get-Artifact).Key | Should -Be a.txt, z.txt
            (Get-Failure { Add-Artifact -Folder a.txt }).FullyQualifiedErrorId | Should -BeLike 'NotAFolder,*'
        }

        It 'refuses paths of other providers, and relative ones while $PWD is there' {
            Set-Location Env:
            $failure = Get-Failure { Add-Artifact model.bin; Add-Artifact -Folder models; Add-Artifact nodrive:/x }
            Set-Location $where
            $failure += Get-Failure { Add-Artifact Env:/PATH }
            $failure | Should -HaveCount 4
            $failure.FullyQualifiedErrorId | Should -BeLike 'PathNotFileSystem,*'
            $failure[0].CategoryInfo.Category | Should -Be InvalidArgument
            $failure[0].TargetObject | Should -Be model.bin
            Get-Artifact | Should -BeNullOrEmpty
        }

        It 'only reports what it would do with -WhatIf, and copies nothing' {
            $file = Join-Path (New-Folder @{ 'a.txt' = 'a' }) a.txt
            Get-WhatIf { Add-Artifact $file -WhatIf } | Should -BeLike "*`"Add artifact 'a.txt'`" on target*"
            Get-Artifact | Should -BeNullOrEmpty
            Get-StoredContent $store | Should -BeNullOrEmpty
        }

        It 'needs a run or an experiment' {
            Complete-Run
            $failure = Get-Failure {
                Add-Artifact -Text x -Key x
                Add-Artifact -Text x -Key x -Run nope
                Add-Artifact -Text x -Key x -Experiment nope
            }
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NoCurrentRun,*'
            $failure[1].FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
            $failure[2].FullyQualifiedErrorId | Should -BeLike 'ExperimentNotFound,*'
        }
    }
}
