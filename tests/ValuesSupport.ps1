# Helpers of the tests of values, which dot-source this after TestSupport.ps1.

$ours = '^(UnsupportedValue|InvalidStep|InvalidInteger|InvalidTimestamp|InvalidDuration|ValueOutOfRange|SecretRefused),ExperimentTracker\.Commands\.\w+Command$'

function New-Row($Value) {
    $table = [Data.DataTable]::new()
    $null = $table.Columns.Add('v', [double])
    $row = $table.NewRow()
    if ($null -ne $Value) { $row['v'] = [double] $Value }
    $null = $table.Rows.Add($row)
    , $table.Rows[0]
}

function Get-Bits([double] $Number) { [BitConverter]::DoubleToInt64Bits($Number).ToString('X16') }

function Format-Stored($Parameter) {
    $value = $Parameter.Value
    $text = switch ("$($Parameter.Type)") {
        Real { $value.ToString('R', [cultureinfo]::InvariantCulture) }
        Date { $value.ToUniversalTime().ToString('O') }
        Duration { $value.ToString('c') }
        Boolean { $value ? 'true' : 'false' }
        Json { ConvertTo-Json -Compress -Depth 9 $value }
        default { "$value" }
    }
    "$($Parameter.Type) $text"
}

# The failure of a block is ours, in one line, and nothing was written.
function Assert-Refused([string] $Where, [scriptblock] $Block, [string] $Id) {
    $before = "$((Get-Run -Current).MetricStatistics.Values | ForEach-Object { "$($_.Name) $($_.Count)" })"
    $failure = @(Get-Failure $Block)
    $failure | Should -HaveCount 1 -Because "$Name is not right $Where"
    $failure[0].FullyQualifiedErrorId | Should -Match $ours -Because "$Name is refused $Where"
    if ($Id) { $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*" -Because "$Name is refused $Where" }
    "$($failure[0])".Length | Should -BeLessThan 400
    "$($failure[0])" | Should -Not -Match "`n"
    "$((Get-Run -Current).MetricStatistics.Values | ForEach-Object { "$($_.Name) $($_.Count)" })" | Should -Be $before -Because "nothing is written $Where"
}

function Assert-Accepted([string] $Where, [scriptblock] $Block) {
    Get-Failure $Block | ForEach-Object { "$_" } | Should -BeNullOrEmpty -Because "$Name is right $Where"
}
