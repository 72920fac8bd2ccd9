# The bytes of artifacts: they are stored once and checked when they are read, and a failed or stopped command leaves nothing.
BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"

    function New-Folder {
        (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "folder-$([guid]::NewGuid())")).FullName
    }

    function Get-StoredFile { Get-ChildItem "$store/artifacts" -Recurse -File -Force -ErrorAction Ignore }

    # The blob file of a digest.
    function Find-Blob([string] $Digest) {
        $hex = $Digest -replace '^sha256:'
        Get-Item "$store/artifacts/sha256/$($hex.Substring(0, 2))/$($hex.Substring(2))"
    }

    # Damages stored bytes without changing their number.
    function Edit-Blob([string] $Digest, [long] $Offset = 0) {
        $stream = (Find-Blob $Digest).Open('Open', 'ReadWrite')
        $stream.Position = $Offset
        $byte = $stream.ReadByte()
        $stream.Position = $Offset
        $stream.WriteByte($byte -bxor 1)
        $stream.Dispose()
    }
}

Describe 'The bytes of artifacts' {
    BeforeEach {
        $store = (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore).Path
        $run = Start-Run iris
    }

    AfterEach {
        Complete-Run -ErrorAction Ignore
        Disconnect-ExperimentStore
    }

    Context 'of 50 MB on two runs' {
        BeforeAll {
            $bytes = [byte[]]::new(50MB)
            [Random]::new(7).NextBytes($bytes)
            $big = Join-Path (New-Folder) big.bin
            [IO.File]::WriteAllBytes($big, $bytes)
            Remove-Variable bytes
        }

        It 'are stored once, found damaged when one byte changes, and then refused by everything that reads them' {
            Add-Artifact $big
            Complete-Run
            Start-Run iris | Out-Null
            Add-Artifact $big -Key another/key.bin
            Get-StoredFile | Should -HaveCount 1
            (Get-StoredFile).Length | Should -Be 50MB
            (Get-ExperimentStore).Blobs, (Get-ExperimentStore).ArtifactSize | Should -Be 1, 50MB
            $digest = (Get-Artifact).Digest
            $digest | Should -Be "sha256:$((Get-FileHash $big).Hash.ToLower())"
            (Get-Run | Test-Artifact).Health | Should -Be Intact, Intact

            Edit-Blob $digest 40MB
            $check = Get-Run | Test-Artifact
            $check.Health | Should -Be Corrupt, Corrupt
            $check.IsIntact | Should -Be $false, $false
            $check.Digest | Should -Be $digest, $digest
            Get-Run | Test-Artifact -Quiet | Should -Be $false, $false

            $to = New-Folder
            $failure = Get-Failure {
                Save-Artifact * -Destination $to
                Save-Artifact * -Destination $to/new/name.bin
                $run | Save-Artifact -Destination $to/
                $null = Get-ArtifactContent another/key.bin -AsByteStream
            }
            $failure | Should -HaveCount 4
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
            $failure[0].CategoryInfo.Category | Should -Be InvalidData
            $failure[0].TargetObject | Should -Be $digest
            "$($failure[0])" | Should -BeLike "*'another/key.bin' of iris/001*"
            "$($failure[2])" | Should -BeLike "*'big.bin' of iris/000*"
            Get-ChildItem $to -Recurse -Force | Should -BeNullOrEmpty
        }
    }

    Context 'that are damaged' {
        BeforeEach {
            $digest = (Add-Artifact -Text 'the text' -Key note -PassThru).Digest
            Add-Artifact -Text 'other text' -Key other
        }

        It 'leave everything else working' {
            Edit-Blob $digest
            (Test-Artifact).Health | Should -Be Corrupt, Intact
            $to = New-Folder
            (Get-Failure { Save-Artifact * -Destination $to }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
            (Get-ChildItem $to).Name | Should -Be other
            Get-ArtifactContent * -ErrorAction SilentlyContinue | Should -Be 'other text'
        }

        It 'leave the file that is already there as it is, even with -Force' {
            Edit-Blob $digest
            $file = Join-Path (New-Folder) note
            Set-Content $file mine -NoNewline
            (Get-Failure { Save-Artifact note -Destination $file -Force }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
            Get-Content $file | Should -Be mine
            Get-ChildItem (Split-Path $file) | Should -HaveCount 1
        }

        It 'are found when they are <What>' -ForEach @(
            @{ What = 'cut off'; Length = 3 }, @{ What = 'empty'; Length = 0 }, @{ What = 'longer'; Length = 100 }
        ) {
            $stream = (Find-Blob $digest).OpenWrite()
            $stream.SetLength($Length)
            $stream.Dispose()
            (Test-Artifact note).Health | Should -Be Corrupt
            (Get-Failure { Get-ArtifactContent note }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
        }

        It 'are reported when they are missing' {
            Find-Blob $digest | Remove-Item
            (Test-Artifact note).Health | Should -Be Missing
            $to = New-Folder
            $failure = Get-Failure { Get-ArtifactContent note; Save-Artifact note -Destination $to }
            $failure | Should -HaveCount 2
            $failure.FullyQualifiedErrorId | Should -BeLike 'ArtifactMissing,*'
            $failure[0].CategoryInfo.Category | Should -Be InvalidData
            $failure[0].TargetObject | Should -Be $digest
            Get-ChildItem $to | Should -BeNullOrEmpty
        }

        It 'are repaired by adding them again with -Force' {
            Edit-Blob $digest
            Add-Artifact -Text 'the text' -Key note -Force
            Get-ArtifactContent note | Should -Be 'the text'
            Find-Blob $digest | Remove-Item
            Add-Artifact -Text 'the text' -Key elsewhere
            (Test-Artifact).Health | Should -Be Intact, Intact, Intact
        }
    }

    Context 'of a folder' {
        BeforeEach {
            $source = New-Folder
            $null = New-Item -ItemType Directory "$source/sub"
            Set-Content "$source/a" a -NoNewline
            Set-Content "$source/sub/b" b -NoNewline
            Set-Content "$source/z" z -NoNewline
            Add-Artifact -Folder $source -Key data
        }

        It 'cannot be saved when one file is damaged, which is named; the others can still be read' {
            $damaged = (Get-Artifact data -Files)[1]
            $damaged.Path | Should -Be sub/b
            Edit-Blob $damaged.Digest
            $check = Test-Artifact data
            $check.Health, $check.File, $check.Digest | Should -Be Corrupt, sub/b, $damaged.Digest
            $to = New-Folder
            (Get-Failure { Save-Artifact data -Destination $to }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
            (Get-Failure { Save-Artifact data -Destination $to/new/deep }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
            Get-ChildItem $to -Recurse -Force | Should -BeNullOrEmpty
            Get-ArtifactContent data -File z | Should -Be z
            (Get-Failure { Get-ArtifactContent data -File sub/b }).FullyQualifiedErrorId | Should -BeLike 'ArtifactCorrupt,*'
        }
    }

    Context 'that were not added after all' {
        It 'are not left in the store when the key is used' {
            Add-Artifact -Text old -Key note
            $before = (Get-StoredFile).FullName
            (Get-Failure { Add-Artifact -Text 'something new' -Key note }).FullyQualifiedErrorId | Should -BeLike 'ArtifactExists,*'
            (Get-StoredFile).FullName | Should -Be $before
            (Get-ExperimentStore).Blobs | Should -Be 1
        }

        It 'are not left in the store when the run was removed' {
            Complete-Run
            $run | Remove-Run
            (Get-Failure { Add-Artifact -Text new -Key note -Run $run }).FullyQualifiedErrorId | Should -BeLike 'RecordRemoved,*'
            Get-StoredFile | Should -BeNullOrEmpty
            (Get-ExperimentStore).Blobs | Should -Be 0
        }
    }

    Context 'of a large file' {
        BeforeAll {
            # A sparse file, which uses no disk space.
            $huge = Join-Path (New-Folder) huge.bin
            $stream = [IO.File]::Create($huge)
            $stream.SetLength(4GB)
            $stream.Dispose()

            # Runs a script in another runspace and stops it when it shows progress, as Ctrl+C would. Returns the progress.
            function Stop-WhenBusy([string] $Script) {
                $shell = [powershell]::Create()
                try {
                    $null = $shell.AddScript("Import-Module '$modulePath'; `$null = Connect-ExperimentStore '$store'; $Script")
                    $running = $shell.BeginInvoke()
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    while (!$shell.Streams.Progress.Count -and !$running.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 30) {
                        Start-Sleep -Milliseconds 10
                    }
                    if (!$shell.Streams.Progress.Count) { throw "There was no progress to see. $($shell.Streams.Error)" }
                    $shell.Stop()
                    [pscustomobject]@{
                        Progress = @($shell.Streams.Progress)
                        State = $shell.InvocationStateInfo.State
                    }
                }
                finally { $shell.Dispose() }
            }
        }

        It 'are announced while they are added; stopping then ends that, and leaves nothing of them' {
            $stopped = Stop-WhenBusy "Add-Artifact '$huge' -Run iris/0"
            $stopped.State | Should -Be Stopped
            $stopped.Progress[-1].PercentComplete | Should -BeLessThan 100 -Because 'it does not go on to the end of the file'
            $shown = $stopped.Progress[0]
            $shown.Activity | Should -Be 'Adding an artifact'
            $shown.StatusDescription | Should -BeLike '*huge.bin*MB of 4.0 GB'
            $shown.PercentComplete | Should -BeIn (0..99)
            Get-StoredFile | Should -BeNullOrEmpty
            Get-Artifact | Should -BeNullOrEmpty
            (Get-Run iris/0).Status | Should -Be Running
        }

        It 'leave no part of a folder either when adding that is stopped' {
            $folder = New-Folder
            Set-Content $folder/a a
            Move-Item $huge $folder/b.bin
            $stopped = Stop-WhenBusy "Add-Artifact -Folder '$folder' -Run iris/0 -Key data"
            Move-Item $folder/b.bin $huge
            $stopped.State | Should -Be Stopped
            Get-StoredFile | Should -BeNullOrEmpty
            Get-Artifact | Should -BeNullOrEmpty
        }

        It 'need no progress when they are few' {
            # Progress appears after a quarter of a second, which a busy machine can need for five bytes: one addition that is quicker must show none.
            $folder = New-Folder
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$modulePath'").Invoke()
            foreach ($attempt in 1..20) {
                Set-Content $folder/small$attempt.txt small
                $shell.Commands.Clear()
                $shell.Streams.ClearStreams()
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $null = $shell.AddScript("Add-Artifact '$folder/small$attempt.txt' -Run iris/0 -Store '$store'").Invoke()
                if ($watch.ElapsedMilliseconds -lt 200) { break }
            }
            $watch.ElapsedMilliseconds | Should -BeLessThan 200 -Because 'no addition was quick enough to tell'
            $shell.Streams.Progress.Count | Should -Be 0
            $shell.Dispose()
            (Get-Artifact).Key | Should -Contain "small$attempt.txt"
        }
    }
}
