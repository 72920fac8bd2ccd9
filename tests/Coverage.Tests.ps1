# The cmdlets and tests exist that docs/coverage.md lists for each feature of the documents, docs/reliability.md for each promise, and
# docs/testing.md for each mutation, and docs/faults.md for each fault.
BeforeDiscovery {
    $text = (Get-Content -LiteralPath "$PSScriptRoot/../docs/coverage.md" -Raw) -replace '(?s)\n## Open.*'
    $promises = (Get-Content -LiteralPath "$PSScriptRoot/../docs/reliability.md" -Raw) -replace '(?s)\n## Figures.*'
    $promises += "`n" + ((Get-Content -LiteralPath "$PSScriptRoot/../docs/testing.md" -Raw) -replace '(?s)\n# What the tests cost.*')
    $faults = Get-Content -LiteralPath "$PSScriptRoot/../docs/faults.md" -Raw
    $rows = "$text`n$promises`n$faults" -split '\n' -match '^\|' -notmatch '(---|shown by) \|$' | ForEach-Object {
        $cells = $_.Trim('| ') -split '\s\|\s' -replace '\\\|', '|'
        @{ Document = $cells[0]; Here = $cells[1]; Tests = $cells[2]; Cells = $cells.Count }
    }

    # A part without a file name belongs to the previous file.
    $tests = foreach ($row in $rows) {
        $file = $null
        foreach ($part in $row.Tests -split ';\s+') {
            $named, $phrase = $part -split ':\s+', 2
            if ($named -cmatch '^[A-Z][A-Za-z.]+$') { $file = $named } else { $phrase = $part }
            @{ File = $file; Phrase = $phrase; Document = $row.Document }
        }
    }
    $tests = $tests | Group-Object { "$($_.File): $($_.Phrase)" } | ForEach-Object { $_.Group[0] }
    $commands = [regex]::Matches("$text`n$promises", '`([^`]*)`').ForEach{ $_.Groups[1].Value } | ForEach-Object {
        foreach ($use in [regex]::Matches($_, '(?<![-/\w])([A-Z][a-z]+-[A-Z][A-Za-z]+)([^|]*?)(?=$|\||\b[A-Z][a-z]+-[A-Z])')) {
            @{ Name = $use.Groups[1].Value; Parameters = [regex]::Matches($use.Groups[2].Value, '(?<=\s-)[A-Z]\w+').Value }
        }
    } | Group-Object { $_.Name } | ForEach-Object { @{ Name = $_.Name; Parameters = @($_.Group.Parameters | Where-Object { $_ } | Sort-Object -Unique) } }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    $known, $classes = @{}, @{}
    foreach ($path in [IO.Directory]::GetFiles("$PSScriptRoot/ExperimentTracker.Tests", '*.cs', 'AllDirectories')) { $classes[[IO.Path]::GetFileNameWithoutExtension($path)] = $path }

    # The names of the tests in a file: for Pester with the names of their groups, for a class its methods.
    function Get-TestName([string] $File) {
        if ($known[$File]) { return $known[$File] }
        $class = $classes[$File]
        $known[$File] = if ($class) {
            [regex]::Matches((Get-Content $class -Raw), 'public (?:async )?(?:void|Task) (\w+)\(').ForEach{ $_.Groups[1].Value }
        }
        elseif (Test-Path "$PSScriptRoot/$File.Tests.ps1") {
            # Indentation shows which group contains a test. Walking the syntax trees would take half a minute.
            $within = [Collections.Generic.SortedDictionary[int, string]]::new()
            foreach ($line in [IO.File]::ReadLines("$PSScriptRoot/$File.Tests.ps1")) {
                if ($line -cnotmatch '^( *)(?:Describe|Context|It) (?:''((?:[^'']|'''')*)''|"([^"]*)")') { continue }
                $depth = $Matches[1].Length
                @($within.Keys) -ge $depth | ForEach-Object { $null = $within.Remove($_) }
                $within[$depth] = "$($Matches[2])$($Matches[3])".Replace("''", "'")
                if ($line.TrimStart().StartsWith('It ')) { $within.Values -join ' ' }
            }
        }
        $known[$File]
    }
}

Describe 'A row of the coverage' {
    It 'names the feature and its test: <Document>' -ForEach $rows {
        $Cells | Should -Be 3
        $Document, $Here, $Tests | Should -Not -Match '^\s*$'
    }

    It 'names a test that exists: <File>: <Phrase>' -ForEach $tests {
        $names = @(Get-TestName $File)
        $pattern = '*' + ([WildcardPattern]::Escape($Phrase) -replace '…', '*') + '*'
        @($names -like $pattern).Count | Should -BeGreaterThan 0 -Because "'$Document' relies on it"
    }

    It 'names a cmdlet that is there, and its parameters: <Name> <Parameters>' -ForEach $commands {
        $command = Get-Command $Name -ErrorAction Stop
        $command.Source | Should -BeIn ExperimentTracker, Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management
        foreach ($parameter in $Parameters) { $command.Parameters.Keys | Should -Contain $parameter }
    }
}

Describe 'The coverage' {
    It 'lists every document' {
        Get-Content -LiteralPath "$PSScriptRoot/../docs/coverage.md" | Where-Object { $_ -match '^## (\d+)' } | ForEach-Object { $Matches[1] } | Should -Be 000, 001, 002, 003
    }

    It 'lists every fault, once' {
        $expected = @{ A = 11; B = 7; C = 5; D = 7; E = 11; F = 17; G = 12 }.GetEnumerator() | ForEach-Object { foreach ($i in 1..$_.Value) { "$($_.Key)$i" } }
        $listed = Get-Content -LiteralPath "$PSScriptRoot/../docs/faults.md" | Where-Object { $_ -match '^\| ([A-G]\d+) \|' } | ForEach-Object { $Matches[1] }
        $listed | Sort-Object | Should -Be ($expected | Sort-Object)
    }
}
