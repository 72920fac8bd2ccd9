# Folders as artifacts.

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
            Get-StoredContent $store | Should -BeNullOrEmpty
        }

        It 'that cannot be read completely is not added at all' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'links need a privilege on Windows'; return }
            $null = New-Item -ItemType SymbolicLink "$source/broken" -Target broken
            $failure = Get-Failure { Add-Artifact -Folder $source -Key data }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileUnavailable,*'
            $failure.TargetObject | Should -Be $source
            Get-Artifact | Should -BeNullOrEmpty
            Get-StoredContent $store | Should -BeNullOrEmpty
        }
    }
}
