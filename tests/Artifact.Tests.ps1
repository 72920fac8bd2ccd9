BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    # Creates a folder with files, from paths and texts.
    function New-Folder([Collections.IDictionary] $File = @{}) {
        $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName
        foreach ($path in $File.Keys) {
            $full = Join-Path $folder $path
            $null = [IO.Directory]::CreateDirectory((Split-Path -LiteralPath $full))
            [IO.File]::WriteAllText($full, $File[$path])
        }
        $folder
    }

    function Get-Text([string] $Path) { [IO.File]::ReadAllText($Path) }

    # The relative paths of all files in a folder, as a folder artifact lists them.
    function Get-RelativeFile([string] $Folder) {
        Get-ChildItem -LiteralPath $Folder -Recurse -File -Force |
            ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } | Sort-Object
    }

    $where = Get-Location
}

Describe 'Artifacts' {
    BeforeEach {
        $store = (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore).Path
        $run = Start-Run iris
    }

    AfterEach {
        Set-Location $where
        Complete-Run -ErrorAction Ignore
        Disconnect-ExperimentStore
    }

    Context 'Add-Artifact' {
        It 'adds a file under its name, to the current run' {
            Set-Location (New-Folder @{ 'sub/model.json' = '{"w": 1}' })
            $added = Add-Artifact sub/model.json -PassThru
            $added.Key, $added.Kind, $added.Size, $added.MediaType | Should -Be model.json, File, 8, application/json
            $added.Digest | Should -Be "sha256:$((Get-FileHash sub/model.json).Hash.ToLower())"
            $added.OwnerType, $added.OwnerId, $added.Owner | Should -Be Run, $run.Id, iris/000
            $added.Backend, $added.FileCount | Should -Be store, 1
            Join-Path $store $added.Location | Should -Exist
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
            Get-ChildItem "$store/artifacts" -Recurse -File -ErrorAction Ignore | Should -BeNullOrEmpty
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

    Context 'A folder' {
        BeforeEach {
            $source = New-Folder ([ordered]@{
                    'README.md' = '# read'; 'sub dir/b c.txt' = 'b'; 'sub dir/deeper/größe 🚀.txt' = 'c'
                    '.hidden' = 'h'; 'empty' = ''; 'same.md' = '# read'
                })
        }

        It 'is one artifact of all its files, hidden and empty ones too, and is saved as it was' {
            $added = Add-Artifact -Folder $source -Key data -PassThru
            $added.Kind, $added.FileCount, $added.Size | Should -Be Folder, 6, 15
            $files = Get-Artifact data -Files
            $files.Path | Should -Be .hidden, README.md, empty, same.md, 'sub dir/b c.txt', 'sub dir/deeper/größe 🚀.txt'
            $files.Size | Should -Be 1, 6, 0, 6, 1, 1
            (Get-ExperimentStore).Blobs | Should -Be 5

            $to = Join-Path (New-Folder) out
            Save-Artifact data -Destination $to
            Get-RelativeFile $to | Should -Be (Get-RelativeFile $source)
            foreach ($file in Get-RelativeFile $source) { Get-Text "$to/$file" | Should -Be (Get-Text "$source/$file") }
        }

        It 'is named like the folder, and its digest depends only on the contents' {
            $first = Add-Artifact -Folder $source -PassThru
            $first.Key | Should -Be (Split-Path $source -Leaf)
            (Add-Artifact -Folder "$source/" -Key copy -PassThru).Digest | Should -Be $first.Digest
            Rename-Item "$source/empty" renamed
            (Add-Artifact -Folder $source -Key other -PassThru).Digest | Should -Not -Be $first.Digest
        }

        It 'returns one file of it' {
            Add-Artifact -Folder $source -Key data
            Get-ArtifactContent data -File 'sub dir/b c.txt' | Should -Be b
            Get-ArtifactContent data -File 'sub dir\b c.txt' | Should -Be b
            $failure = Get-Failure {
                Get-ArtifactContent data
                Get-ArtifactContent data -File nope
                Get-ArtifactContent data -File ../README.md
            }
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'ArtifactIsFolder,*'
            $failure[1, 2].FullyQualifiedErrorId | Should -BeLike 'ArtifactFileNotFound,*'
            $failure[1].TargetObject | Should -Be nope
        }

        It 'refuses <Kind> before it is opened, as a file and in a folder' -ForEach @(
            @{ Kind = 'a named pipe'; Make = { mkfifo "$folder/x" } }
            @{ Kind = 'a socket'; Make = { $null = ($script:socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')).Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$folder/x")) } }
            @{ Kind = 'a device'; Make = { $null = New-Item -ItemType SymbolicLink "$folder/x" -Target /dev/zero } }
        ) {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no such files in folders'; return }
            # The path of a socket must be short.
            $folder = (New-Item -ItemType Directory (Join-Path /tmp "x$(Get-Random)")).FullName
            try {
                & $Make
                $failure = Get-Failure { Add-Artifact "$folder/x"; 'x' | Set-Content "$folder/y"; Get-Item "$folder/y" | Add-Artifact }
                $failure | Should -HaveCount 1
                $failure.FullyQualifiedErrorId | Should -BeLike 'NotARegularFile,*'
                $failure.TargetObject | Should -Be "$folder/x"
                "$failure" | Should -BeLike "*is $Kind*"
                if ($Kind -ne 'a device') { (Get-Failure { Add-Artifact -Folder $folder -Key data }).FullyQualifiedErrorId | Should -BeLike 'NotARegularFile,*' }
                (Get-Artifact).Key | Should -Be y
            }
            finally {
                Remove-Item -LiteralPath $folder -Recurse -Force
                if ($script:socket) { $script:socket.Dispose() }
            }
        }

        It 'leaves out what it cannot keep, and warns' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'links need a privilege on Windows'; return }
            $null = New-Item -ItemType SymbolicLink "$source/nowhere" -Target "$source/gone"
            $null = New-Item -ItemType SymbolicLink "$source/outside" -Target '/gone/too'
            $null = New-Item -ItemType Directory "$source/void/inner"
            sh -c "printf x > `"`$(printf '%s/bad\377name' '$source')`"; chmod +x '$source/README.md'"
            $warnings = @(Add-Artifact -Folder $source -Key data 3>&1)
            $warnings.Message | Should -HaveCount 3
            $warnings[0].Message | Should -BeLike '*left out: links that lead nowhere, or names that are not Unicode: bad*, nowhere, outside.'
            $warnings[1].Message | Should -BeLike '*left out: empty folders: void/inner/.'
            $warnings[2].Message | Should -BeLike '*without the executable bit: README.md.'
            (Get-Artifact data -Files).Path | Should -Be .hidden, README.md, empty, same.md, 'sub dir/b c.txt', 'sub dir/deeper/größe 🚀.txt'
        }

        It 'may be empty' {
            Add-Artifact -Folder (New-Folder) -Key nothing
            (Get-Artifact).FileCount | Should -Be 0
            $to = Join-Path (New-Folder) out
            Save-Artifact nothing -Destination $to
            Get-ChildItem $to | Should -BeNullOrEmpty
            Test-Artifact -Quiet | Should -BeTrue
        }

        It 'follows links that stay inside' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'links need a privilege on Windows'; return }
            $null = New-Item -ItemType SymbolicLink "$source/link.md" -Target "$source/README.md"
            $null = New-Item -ItemType SymbolicLink "$source/linked" -Target "$source/sub dir"
            Add-Artifact -Folder $source -Key data
            Get-ArtifactContent data -File link.md | Should -Be '# read'
            Get-ArtifactContent data -File 'linked/b c.txt' | Should -Be b
        }

        It 'refuses a link that <Why>, and adds nothing of it' -ForEach @(
            @{ Why = 'leads to a file outside'; Target = { Join-Path (New-Folder @{ secret = 's' }) secret } }
            @{ Why = 'leads to a folder outside'; Target = { New-Folder @{ secret = 's' } } }
            @{ Why = 'leads to the folder itself'; Target = { $source } }
            @{ Why = 'leads to a folder whose name begins alike'; Target = { (New-Item -ItemType Directory "$source-2").FullName } }
        ) {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'links need a privilege on Windows'; return }
            $null = New-Item -ItemType SymbolicLink (Join-Path $source link) -Target (& $Target)
            $failure = Get-Failure { Add-Artifact -Folder $source -Key data }
            $failure.FullyQualifiedErrorId | Should -BeLike 'LinkLeavesFolder,*'
            $failure.CategoryInfo.Category | Should -Be InvalidArgument
            $failure.TargetObject | Should -Be (Join-Path $source link)
            Get-Artifact | Should -BeNullOrEmpty
            Get-ChildItem "$store/artifacts" -Recurse -File -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'that cannot be read completely is not added at all' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'links need a privilege on Windows'; return }
            $null = New-Item -ItemType SymbolicLink "$source/broken" -Target broken
            $failure = Get-Failure { Add-Artifact -Folder $source -Key data }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileUnavailable,*'
            $failure.TargetObject | Should -Be $source
            Get-Artifact | Should -BeNullOrEmpty
            Get-ChildItem "$store/artifacts" -Recurse -File -ErrorAction Ignore | Should -BeNullOrEmpty
        }
    }

    Context 'Get-Artifact' {
        BeforeEach {
            Add-Artifact -Text 1 -Key plots/loss.png
            Add-Artifact -Text 2 -Key plots/accuracy.png
            Add-Artifact -Text 3 -Key 'notes[1].md'
        }

        It 'finds by key in any case and by wildcard, which runs through /' {
            (Get-Artifact PLOTS/LOSS.png).Key | Should -Be plots/loss.png
            (Get-Artifact *.png).Key | Should -Be plots/accuracy.png, plots/loss.png
            (Get-Artifact 'notes[1].md').Key | Should -Be 'notes[1].md'
            Get-Artifact *.txt | Should -BeNullOrEmpty
        }

        It 'reports a key that is missing, and returns the others' {
            $found = Get-Artifact nope, 'notes[1].md' -ErrorVariable failure -ErrorAction SilentlyContinue
            $found.Key | Should -Be 'notes[1].md'
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactNotFound,*'
            $failure.CategoryInfo.Category | Should -Be ObjectNotFound
            $failure.TargetObject | Should -Be nope
            "$failure" | Should -BeLike "*iris/000 has no artifact 'nope'*"
        }

        It 'returns those of many runs, by name, wildcard or object' {
            Complete-Run
            $second = Start-Run iris
            Add-Artifact -Text 4 -Key other.md
            (Get-Artifact *.md -Run iris/0, iris/1).Owner | Should -Be iris/000, iris/001
            (Get-Artifact -Run run-*).Key | Should -HaveCount 4
            (Get-Run | Get-Artifact *.md).Key | Sort-Object | Should -Be 'notes[1].md', other.md
            ($second | Get-Artifact).Key | Should -Be other.md
            ($run | Get-Artifact *.png | Get-ArtifactContent) | Should -Be 2, 1
        }
    }

    Context 'Save-Artifact' {
        BeforeEach {
            Add-Artifact -Text loss -Key plots/loss.txt
            Add-Artifact -Text note -Key note.md
            Add-Artifact -Object @{ a = 1 } -Key labels
            Set-Location (New-Folder)
        }

        It 'writes into a folder that is there, under the key' {
            $null = New-Item -ItemType Directory out
            Save-Artifact plots/loss.txt, note.md -Destination out | Should -BeNullOrEmpty
            Get-RelativeFile $PWD | Should -Be out/note.md, out/plots/loss.txt
            Get-Text "$PWD/out/plots/loss.txt" | Should -Be loss
        }

        It 'writes here without a destination' {
            Save-Artifact note.md
            Get-RelativeFile $PWD | Should -Be note.md
        }

        It 'writes to a name that is not there yet' {
            $saved = Save-Artifact note.md -Destination new/name.txt -PassThru
            $saved | Should -BeOfType IO.FileInfo
            $saved.FullName | Should -Be (Join-Path $PWD new name.txt)
            Get-Text $saved.FullName | Should -Be note
        }

        It 'creates the folder when the destination ends with a slash' {
            Save-Artifact note.md, labels -Destination new/
            Get-RelativeFile $PWD | Should -Be new/labels, new/note.md
        }

        It 'writes the artifacts that are piped' {
            $run | Get-Artifact *.* | Save-Artifact -Destination .
            Get-RelativeFile $PWD | Should -Be note.md, plots/loss.txt
        }

        It 'writes an object as JSON' {
            Save-Artifact labels
            (Get-Content labels | ConvertFrom-Json).a | Should -Be 1
        }

        It 'replaces a file only with -Force, and saves the others' {
            Set-Content note.md mine -NoNewline
            $failure = Get-Failure { Save-Artifact note.md, labels }
            $failure.FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
            $failure.CategoryInfo.Category | Should -Be ResourceExists
            $failure.TargetObject | Should -Be (Join-Path $PWD note.md)
            Get-Text "$PWD/note.md" | Should -Be mine
            Get-RelativeFile $PWD | Should -Be labels, note.md
            Save-Artifact note.md -Force
            Get-Text "$PWD/note.md" | Should -Be note
        }

        It 'replaces nothing of a folder that has one of its files, without -Force' {
            Add-Artifact -Folder (New-Folder @{ 'a' = 'new a'; 'b' = 'new b' }) -Key data
            $to = New-Folder @{ 'data/b' = 'mine' }
            $failure = Get-Failure { Save-Artifact data -Destination $to }
            $failure.FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
            Get-RelativeFile $to | Should -Be data/b
            $saved = Save-Artifact data -Destination $to -Force -PassThru
            $saved | Should -BeOfType IO.DirectoryInfo
            $saved.FullName | Should -Be (Join-Path $to data)
            Get-Text "$to/data/b" | Should -Be 'new b'
        }

        It 'creates a folder for several artifacts, and a file for one' {
            Save-Artifact note.md -Destination one
            Get-Text "$PWD/one" | Should -Be note
            $saved = Save-Artifact note.md, labels -Destination deep/new -PassThru
            $saved.FullName | Should -Be (Join-Path $PWD deep new labels), (Join-Path $PWD deep new note.md)
            Get-Artifact note.md, labels | Save-Artifact -Destination piped
            Get-RelativeFile "$PWD/piped" | Should -Be labels, note.md
            $failure = Get-Failure { Save-Artifact note.md, labels -Destination one -Force }
            $failure | Should -HaveCount 1
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotAFolder,*'
            Get-Text "$PWD/one" | Should -Be note
        }

        It 'changes names that Windows could not keep' {
            Add-Artifact -Text x -Key 'CON/a:b?.txt '
            Save-Artifact 'CON/a:b?.txt '
            Get-RelativeFile $PWD | Should -Be '_CON/a_b_.txt _'
        }

        It 'never replaces what it wrote itself for another artifact' {
            Add-Artifact -Text one -Key 'ab:c.txt'; Add-Artifact -Text two -Key 'ab?c.txt'
            $failure = Get-Failure { Save-Artifact 'ab[:?]c.txt' -Force }
            $failure.FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
            $failure.Exception.Message | Should -BeLike "*was just written for artifact 'ab:c.txt'*"
            Get-Text "$PWD/ab_c.txt" | Should -Be one
            Save-Artifact 'ab[?]c.txt' -Force
            Get-Text "$PWD/ab_c.txt" | Should -Be two
        }

        It 'keeps files of a folder apart whose names become the same' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no files of such names'; return }
            Add-Artifact -Folder (New-Folder @{ 'a:b.txt' = 'one'; 'a?b.txt' = 'two'; 'a_b.txt' = 'three' }) -Key data
            Save-Artifact data
            Get-RelativeFile "$PWD/data" | Should -Be a_b.txt, a_b~2.txt, a_b~3.txt
            Get-Text "$PWD/data/a_b~2.txt" | Should -Be one
            Get-Text "$PWD/data/a_b.txt" | Should -Be three
        }

        It 'says where the bytes are when the store does not have them' {
            Add-Artifact -Reference s3://bucket/model -Key model
            Add-Artifact -Digest "sha256:$('a' * 64)" -Size 3 -Key weights
            $failure = Get-Failure { Save-Artifact model, weights; Get-ArtifactContent model }
            $failure | Should -HaveCount 3
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactNotStored,*'
            $failure[0].CategoryInfo.Category | Should -Be InvalidOperation
            "$($failure[0])" | Should -BeLike '*s3://bucket/model*'
            Get-ChildItem | Should -BeNullOrEmpty
            (Test-Artifact model, weights).Health | Should -Be NotStored, NotStored
            Test-Artifact model -Quiet | Should -BeFalse
        }

        It 'refuses a destination that is no path of the file system' {
            Set-Location Env:
            $failure = Get-Failure { Save-Artifact note.md; Save-Artifact note.md -Destination out }
            $failure | Should -HaveCount 2
            $failure.FullyQualifiedErrorId | Should -BeLike 'PathNotFileSystem,*'
        }

        It 'says so when the destination cannot be written' {
            Set-Content file x
            $failure = Get-Failure { Save-Artifact note.md -Destination file/below }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileUnavailable,*'
            $failure.CategoryInfo.Category | Should -Be ResourceUnavailable
            Get-RelativeFile $PWD | Should -Be file
        }

        It 'only reports what it would do with -WhatIf' {
            Get-WhatIf { Save-Artifact note.md -Destination out/ -WhatIf } |
                Should -BeLike "*`"Save artifact 'note.md'`" on target `"$(Join-Path $PWD out note.md)`"*"
            Get-ChildItem | Should -BeNullOrEmpty
        }
    }

    Context 'Get-ArtifactContent' {
        It 'reads a text file as Get-Content -Raw does: <Encoding>' -ForEach @(
            @{ Encoding = 'utf8' }, @{ Encoding = 'utf8BOM' }, @{ Encoding = 'unicode' }, @{ Encoding = 'bigendianunicode' }
            @{ Encoding = 'utf32' }
        ) {
            $file = Join-Path (New-Folder) text.txt
            "größe 🚀", 'second line' | Set-Content $file -Encoding $Encoding
            Add-Artifact $file
            Get-ArtifactContent text.txt | Should -BeExactly (Get-Content $file -Raw)
            (Get-ArtifactContent text.txt -AsByteStream) | Should -Be ([IO.File]::ReadAllBytes($file))
        }

        It 'returns the bytes of a file that is no text: <Name>' -ForEach @(
            @{ Name = 'plot.png'; Bytes = 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10 }; @{ Name = 'drawn.png'; Bytes = 97, 98 }
            @{ Name = 'model.bin'; Bytes = 97, 0, 98 }; @{ Name = 'latin1.csv'; Bytes = 0xE9, 0x3B }; @{ Name = 'half.txt'; Bytes = 0xFF, 0xFE, 0x3D, 0xD8 }
        ) {
            $folder = New-Folder
            [IO.File]::WriteAllBytes("$folder/$Name", $Bytes)
            Add-Artifact "$folder/$Name"
            Add-Artifact -Folder $folder -Key folder
            foreach ($content in (Get-ArtifactContent $Name), (Get-ArtifactContent folder -File $Name)) {
                , $content | Should -BeOfType byte[]
                $content | Should -Be $Bytes
            }
        }

        It 'returns text of an unknown media type as text' {
            $folder = New-Folder
            [IO.File]::WriteAllText("$folder/notes.rst", "`e[31mrot`e[0m`tü`r`n")
            [IO.File]::WriteAllText("$folder/empty", '')
            Get-ChildItem $folder | Add-Artifact
            Get-ArtifactContent notes.rst | Should -BeExactly "`e[31mrot`e[0m`tü`r`n"
            Get-ArtifactContent empty | Should -BeExactly ''
        }

        It 'returns the bytes of anything with -AsByteStream' {
            Add-Artifact -Text abc -Key text
            (Get-ArtifactContent text -AsByteStream) | Should -Be 97, 98, 99
        }

        It 'has no files in an artifact that is not a folder' {
            Add-Artifact -Text abc -Key text
            (Get-Failure { Get-ArtifactContent text -File x }).FullyQualifiedErrorId | Should -BeLike 'ArtifactFileNotFound,*'
        }
    }

    Context 'Remove-Artifact' {
        BeforeEach { 'a', 'b', 'c' | ForEach-Object { Add-Artifact -Text "text $_" -Key $_ } }

        It 'removes by key, wildcard or object, and emits nothing' {
            Remove-Artifact a | Should -BeNullOrEmpty
            Get-Artifact b | Remove-Artifact
            (Get-Artifact).Key | Should -Be c
            Remove-Artifact *
            Get-Artifact | Should -BeNullOrEmpty
            (Get-ExperimentStore).Removed | Should -Be 3
        }

        It 'frees the key, and leaves the bytes to others that have them' {
            Add-Artifact -Text 'text a' -Key same
            Remove-Artifact a
            Get-ArtifactContent same | Should -Be 'text a'
            Add-Artifact -Text another -Key a
            Get-ArtifactContent a | Should -Be another
        }

        It 'needs to know what to remove' {
            $failure = Get-Failure { Remove-Artifact }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArtifactKey,*'
            Get-Artifact | Should -HaveCount 3
        }

        It 'reports a key that is missing, and removes the others' {
            (Get-Failure { Remove-Artifact a, nope, b }).FullyQualifiedErrorId | Should -BeLike 'ArtifactNotFound,*'
            (Get-Artifact).Key | Should -Be c
        }

        It 'only reports what it would do with -WhatIf, with the size' {
            Get-WhatIf { Remove-Artifact a -WhatIf } | Should -BeLike "*`"Remove`" on target `"artifact 'a' of iris/000, 6 B`"*"
            Get-Artifact | Should -HaveCount 3
        }
    }
}
