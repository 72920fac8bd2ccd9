# Reading, saving and removing artifacts.

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
