#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Measures the compression ratio and speed of .NET's compressors with files of this machine, and tracks a run for each.

.DESCRIPTION
Compresses the same files in memory with GZip, Deflate, ZLib and Brotli at three levels each, and checks that they decompress to the same bytes.
Records the size of every file, the ratio overall and by kind of file, and the speed of every pass.

Finally prints a table of ratios and speeds, and the path of the store.

.PARAMETER Path
The files to compress, or folders with files. The default is the folder of PowerShell.

.PARAMETER MaxBytes
The maximum number of bytes. Files of each kind are selected in turn, and none that is larger than a sixteenth of this. The selection is always the
same.

.PARAMETER Seconds
How long to repeat the passes of each compressor. There is at least one pass.

.PARAMETER Store
The folder of the store. The default is the store that the cmdlets of this session use.

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

# Selects files with their bytes: of each kind in turn, until the maximum is reached.
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

# Makes passes over all files until the time is over. The metrics are added to the current run.
function Measure-Compressor([type] $Compressor, [string] $Level, [object[]] $Sample) {
    $megabytes = ($Sample | Measure-Object Size -Sum).Sum / 1e6
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $start = $clock.Elapsed
        $packed = @(foreach ($one in $Sample) { , (Compress-Bytes $one.Bytes $Compressor $Level) })
        $middle = $clock.Elapsed
        $plain = @(for ($i = 0; $i -lt $Sample.Length; $i++) { , (Expand-Bytes $packed[$i] $Compressor $Sample[$i].Size) })
        $end = $clock.Elapsed

        # Two metrics at the next step: one point each per pass.
        Add-Metric -Goal Maximize -Unit MB/s @{
            'compress/speed' = $megabytes / ($middle - $start).TotalSeconds
            'decompress/speed' = $megabytes / ($end - $middle).TotalSeconds
        }
    } while ($clock.Elapsed.TotalSeconds -lt $Seconds)

    # An exception ends the run as Failed.
    for ($i = 0; $i -lt $Sample.Length; $i++) {
        if (![Linq.Enumerable]::SequenceEqual($Sample[$i].Bytes, $plain[$i])) { throw "$($Sample[$i].File) was not restored by decompression." }
    }

    # The sizes of the files as an array: the steps are the lines of files.csv. The ratio has a series with a label for each kind of file.
    $sizes = $packed.ForEach('Length')
    Add-Metric size $sizes -Goal Minimize -Unit B
    Add-Metric ratio (1e6 * $megabytes / ($sizes | Measure-Object -Sum).Sum) -Goal Maximize
    0..($Sample.Length - 1) | Group-Object { $Sample[$_].Kind } | ForEach-Object {
        $before, $after = ($Sample[$_.Group].Size | Measure-Object -Sum).Sum, ($sizes[$_.Group] | Measure-Object -Sum).Sum
        [pscustomobject]@{ Label = $_.Name; Value = $before / $after }
    } | Add-Metric ratio -Goal Maximize
}

$sample = @(Get-Sample)
if (!$sample) { throw "$($Path -join ', ') has no file of at most $($MaxBytes / 16) bytes. Increase -MaxBytes." }
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

# Each measurement is a run, and a child of the run in which it is started. -PassThru emits it when it has ended, with its metrics.
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

# Plain text, in a terminal and in a file. Of several passes, the fastest was disturbed least.
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
