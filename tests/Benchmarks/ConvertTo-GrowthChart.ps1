<#
.SYNOPSIS
Draws how the time of an operation grows with the number of runs, points or series, as SVG with logarithmic axes.

.DESCRIPTION
Rows that differ only in such a number ("start a run in a store of 1,000 runs") are one line. Lines with fewer than three numbers are not drawn.

.PARAMETER By
What the numbers count.
#>
param([Parameter(Mandatory)][object[]] $Row, [Parameter(Mandatory)][string[]] $By)

$pattern = "(?<number>\d{1,3}(,\d{3})+|\d+) (?<what>$($By -join '|'))"
$lines = $Row | Where-Object Work -Match $pattern | ForEach-Object {
    $null = $_.Work -match $pattern
    [pscustomobject]@{ Name = $_.Work.Replace($Matches[0], "N $($Matches.what)"); N = [double]($Matches.number -replace ','); Time = [double] $_.Ours; Unit = $_.Unit }
} | Group-Object Name | Where-Object Count -GE 3
if (!$lines) { return }

# The palette of Okabe and Ito, which people with deficient colour vision can tell apart.
$colours = '#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#8C6D31'
$left, $top, $width, $height, $lineHeight = 70, 20, 520, 360, 20
$points = $lines.Group
function Get-Decades([double[]] $Of) {
    $range = $Of | Measure-Object -Minimum -Maximum
    $first = [math]::Floor([math]::Log10($range.Minimum))
    $first, [math]::Max([math]::Ceiling([math]::Log10($range.Maximum)), $first + 1)
}
$x0, $x1 = Get-Decades $points.N
$y0, $y1 = Get-Decades $points.Time
function Get-X([double] $N) { $left + $width * ([math]::Log10($N) - $x0) / ($x1 - $x0) }
function Get-Y([double] $Time) { $top + $height * ($y1 - [math]::Log10($Time)) / ($y1 - $y0) }
function Format-Power([int] $Power, [string[]] $Units) { '{0}{1}' -f [math]::Pow(10, $Power % 3), $Units[[math]::Floor($Power / 3)] }
function Format-Time([int] $Power) { $Power -lt 0 ? "$([math]::Pow(10, $Power + 3)) ns" : (Format-Power $Power ' µs', ' ms', ' s', '000 s') }
function Format-Point([double] $X, [double] $Y) { [string]::Format([cultureinfo]::InvariantCulture, '{0:0.#},{1:0.#}', $X, $Y) }

$legend = $top + $height + 60
$total = $legend + $lineHeight * @($lines).Count + 10
"<svg xmlns=`"http://www.w3.org/2000/svg`" viewBox=`"0 0 640 $total`" font-family=`"system-ui, sans-serif`" font-size=`"12`" role=`"img`" aria-label=`"Time by number of records`">"
"<rect width=`"640`" height=`"$total`" fill=`"#ffffff`"/>"
foreach ($power in $x0..$x1) {
    $x = (Format-Point (Get-X ([math]::Pow(10, $power))) 0) -replace ',.*'
    "<line x1=`"$x`" y1=`"$top`" x2=`"$x`" y2=`"$($top + $height)`" stroke=`"#dddddd`"/>"
    "<text x=`"$x`" y=`"$($top + $height + 18)`" text-anchor=`"middle`" fill=`"#444444`">$(Format-Power $power '', 'k', 'M', 'G')</text>"
}
foreach ($power in $y0..$y1) {
    $y = (Format-Point 0 (Get-Y ([math]::Pow(10, $power)))) -replace '.*,'
    "<line x1=`"$left`" y1=`"$y`" x2=`"$($left + $width)`" y2=`"$y`" stroke=`"#dddddd`"/>"
    "<text x=`"$($left - 8)`" y=`"$y`" dy=`"4`" text-anchor=`"end`" fill=`"#444444`">$(Format-Time $power)</text>"
}
"<text x=`"$($left + $width / 2)`" y=`"$($top + $height + 38)`" text-anchor=`"middle`" fill=`"#444444`">N</text>"
$i = 0
foreach ($line in $lines) {
    $colour = $colours[$i % $colours.Count]
    $dashes = '', ' stroke-dasharray="6 3"', ' stroke-dasharray="2 3"' | Select-Object -Index ([math]::Min(2, [math]::Floor($i / $colours.Count)))
    $places = $line.Group | Sort-Object N | ForEach-Object { Format-Point (Get-X $_.N) (Get-Y $_.Time) }
    "<polyline points=`"$($places -join ' ')`" fill=`"none`" stroke=`"$colour`" stroke-width=`"2`"$dashes/>"
    foreach ($place in $places) { $x, $y = $place -split ','; "<circle cx=`"$x`" cy=`"$y`" r=`"3`" fill=`"$colour`"/>" }
    $y = $legend + $lineHeight * $i
    "<line x1=`"$left`" y1=`"$y`" x2=`"$($left + 24)`" y2=`"$y`" stroke=`"$colour`" stroke-width=`"2`"$dashes/>"
    "<text x=`"$($left + 32)`" y=`"$y`" dy=`"4`" fill=`"#222222`">$([Security.SecurityElement]::Escape("$($line.Name), per $($line.Group[0].Unit)"))</text>"
    $i++
}
'</svg>'
