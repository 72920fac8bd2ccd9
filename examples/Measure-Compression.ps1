#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Measures how well and how fast .NET's compressors do on files of this machine, and tracks a run for each.

.DESCRIPTION
Sends the same files, in memory, through GZip, Deflate, ZLib and Brotli at three levels each, checks that they come back as they
were, and keeps the size of every file, the ratio in all and by kind of file, and the speed of every pass.

Ends with a table of ratio against speed, and where all of it is kept.

.PARAMETER Path
Files, and folders whose files to take. Without it, the folder of PowerShell.

.PARAMETER MaxBytes
How many bytes to take at most: of each kind of file in turn, and no file larger than a sixteenth of it. The same files each time.

.PARAMETER Seconds
How long to repeat the passes of one compressor; there is always one.

.PARAMETER Store
The folder of the store. Without it, the store that every cmdlet of this session uses.

.EXAMPLE
./Measure-Compression.ps1

.EXAMPLE
./Measure-Compression.ps1 -Path /var/log -MaxBytes 24MB
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSHOME,
    [ValidateRange('Positive')] [long] $MaxBytes = 4MB,
    [ValidateRange('NonNegative')] [double] $Seconds = 0.5,
    [string] $Store
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module "$PSScriptRoot/../ExperimentTracker.psd1" }

# The files to take, with their bytes: of each kind in turn, for as long as there is room.
function Get-Sample {
    $taken, $turn = 0, @{}
    $files = Get-Item $Path | Get-ChildItem -Recurse -File -ErrorAction SilentlyContinue | Sort-Object FullName |
        Where-Object { $_.Length -gt 0 -and $_.Length -le $MaxBytes / 16 } | Sort-Object { $turn[$_.Extension]++ } -Stable
    foreach ($file in $files) {
        if ($taken + $file.Length -gt $MaxBytes) { continue }
        try { $bytes = [IO.File]::ReadAllBytes($file.FullName) }
        catch { Write-Warning $_.Exception.InnerException.Message; continue }
        $taken += $bytes.Length
        [pscustomobject]@{ File = $file.FullName; Kind = $file.Extension ? $file.Extension : 'other'; Size = $bytes.Length; Bytes = $bytes }
    }
}

function Compress-Bytes([byte[]] $Bytes, [type] $Compressor, [IO.Compression.CompressionLevel] $Level) {
    $packed = [IO.MemoryStream]::new()
    $stream = $Compressor::new($packed, $Level, $true)
    $stream.Write($Bytes, 0, $Bytes.Length)
    $stream.Dispose()
    , $packed.ToArray()
}

function Expand-Bytes([byte[]] $Bytes, [type] $Compressor, [int] $Size) {
    $plain = [IO.MemoryStream]::new($Size)
    $stream = $Compressor::new([IO.MemoryStream]::new($Bytes), [IO.Compression.CompressionMode]::Decompress)
    $stream.CopyTo($plain)
    $stream.Dispose()
    , $plain.ToArray()
}

# Passes over all files for as long as there is time, recorded into the current run.
function Measure-Compressor([type] $Compressor, [string] $Level, [object[]] $Sample) {
    $megabytes = ($Sample | Measure-Object Size -Sum).Sum / 1e6
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $start = $clock.Elapsed
        $packed = @(foreach ($one in $Sample) { , (Compress-Bytes $one.Bytes $Compressor $Level) })
        $middle = $clock.Elapsed
        $plain = @(for ($i = 0; $i -lt $Sample.Length; $i++) { , (Expand-Bytes $packed[$i] $Compressor $Sample[$i].Size) })
        $end = $clock.Elapsed

        # Two keys at the next step: a point each for every pass.
        Add-Metric -Goal Maximize -Unit MB/s @{
            'compress/speed' = $megabytes / ($middle - $start).TotalSeconds
            'decompress/speed' = $megabytes / ($end - $middle).TotalSeconds
        }
    } while ($clock.Elapsed.TotalSeconds -lt $Seconds)

    # What throws ends the run as Failed.
    for ($i = 0; $i -lt $Sample.Length; $i++) {
        if (![Linq.Enumerable]::SequenceEqual($Sample[$i].Bytes, $plain[$i])) { throw "$($Sample[$i].File) came back changed." }
    }

    # A series over the files as an array: its steps are the lines of files.csv. The ratio has a label for each kind of file.
    $sizes = $packed.ForEach('Length')
    Add-Metric size $sizes -Goal Minimize -Unit B
    Add-Metric ratio (1e6 * $megabytes / ($sizes | Measure-Object -Sum).Sum) -Goal Maximize
    0..($Sample.Length - 1) | Group-Object { $Sample[$_].Kind } | ForEach-Object {
        $before, $after = ($Sample[$_.Group].Size | Measure-Object -Sum).Sum, ($sizes[$_.Group] | Measure-Object -Sum).Sum
        [pscustomobject]@{ Label = $_.Name; Value = $before / $after }
    } | Add-Metric ratio -Goal Maximize
}

$sample = @(Get-Sample)
if (!$sample) { throw "$($Path -join ', ') has no file of at most $($MaxBytes / 16) bytes; -MaxBytes lets larger ones in." }
$compressors = [ordered]@{
    GZip = [IO.Compression.GZipStream]
    Deflate = [IO.Compression.DeflateStream]
    ZLib = [IO.Compression.ZLibStream]
    Brotli = [IO.Compression.BrotliStream]
}
$levels = 'Fastest', 'Optimal', 'SmallestSize'
$total = ($sample | Measure-Object Size -Sum).Sum
$at = $Store ? @{ Store = $Store } : @{}
$survey = @{
    Experiment = 'compression'
    Name = 'survey'
    Description = "The compressors of .NET on $($sample.Count) files of $([Environment]::MachineName)."
    Parameter = @{ path = $Path; files = $sample.Count; bytes = $total }
    Tag = 'example', "runtime=$([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"
}

# Each measurement is a run, and a child of the run it is started in. -PassThru gives it back when it has ended, with what it recorded.
Invoke-Run @at @survey {
    Add-Artifact -Key files.csv -Text ($sample | Select-Object File, Kind, Size | ConvertTo-Csv | Out-String) -Type dataset
    $measured = foreach ($name in $compressors.Keys) {
        foreach ($level in $levels) {
            Write-Progress Measuring "$name $level"
            Invoke-Run -Name "$name $level" -Parameter @{ algorithm = $name; level = $level } -Tag example -PassThru {
                Measure-Compressor $compressors[$name] $level $sample
            }
        }
    }
    Write-Progress Measuring -Completed
}

# Lines of plain text, on a terminal as in a file. Of several passes the fastest was disturbed least.
$ratio = { $_.Metrics.ratio }
$columns = @(
    @{ Name = 'Run'; Expression = { $_.Path } }
    @{ Name = 'Compressor'; Expression = { $_.Name } }
    @{ Name = 'Pack'; Expression = { $_.MetricStatistics.'compress/speed'.Max }; FormatString = '0.0' }
    @{ Name = 'Unpack'; Expression = { $_.MetricStatistics.'decompress/speed'.Max }; FormatString = '0' }
    @{ Name = 'Ratio'; Expression = $ratio; FormatString = '0.00' }
    foreach ($kind in $sample | Group-Object Kind | Sort-Object { ($_.Group.Size | Measure-Object -Sum).Sum } -Descending -Top 3) {
        @{ Name = $kind.Name; Expression = { $_.Metrics["ratio[$($kind.Name)]"] }.GetNewClosure(); FormatString = '0.00' }
    }
)
''
'Ratio and speed (MB/s) on {0} files of {1:0.0} MB, and ratio by kind of file' -f $sample.Count, ($total / 1e6)
($measured | Sort-Object $ratio -Descending | Format-Table $columns -AutoSize | Out-String).TrimEnd()
''
"All of it is in $((Get-ExperimentStore @at).Path)"
