# Runs around the hour that clocks in Berlin show twice: on 2025-10-26 from 00:00 to 02:00 UTC. A process has one time zone, so one child process with TZ
# evaluates everything, and the tests compare its results.

BeforeDiscovery { $skip = $IsWindows }

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    if ($IsWindows) { return } # it takes its zone from the system and not from TZ
    $script = @'
    $run = { param($id, $from, $to) @{ run_id = $id; experiment_id = 'e'; status = 'SUCCESS'; started_at = "2025-10-26T${from}Z"; ended_at = "2025-10-26T${to}Z" } }
    @{
        experiments = @(@{ experiment_id = 'e'; name = 'clocks' })
        runs = @((& $run long '00:30:00.1234567' '01:30:00.1234567'), (& $run early '00:10:00' '00:20:00'), (& $run late '01:10:00' '01:20:00'))
        metrics = @(@{ run_id = 'long'; key = 'loss'; step = 0; value = 1.5; timestamp = '2025-10-26T00:45:00.1234567Z' })
        artifacts = @()
    } | ConvertTo-Json -Depth 9 | Set-Content ./records.json
    $null = Import-ExperimentStore ./records.json -Store ./clocks -InformationAction Ignore
    $null = Connect-ExperimentStore ./clocks
    $all = @{}
    Get-Run | ForEach-Object { $all[$_.Id] = $_ }
    $at = [datetimeoffset] '2025-10-26T01:00:00Z'
    $local = $at.LocalDateTime   # 02:00 CET, which the clock also showed an hour before
    function Get-Ids { @(Get-Run @args | ForEach-Object Id | Sort-Object) -join ' ' }
    [ordered]@{
        Zone = [TimeZoneInfo]::Local.Id
        ClockTimes = ($all.long.EndedAt - $all.long.StartedAt).TotalMinutes
        Twins = ($all.long.EndedAtUtc - $all.long.StartedAtUtc).TotalMinutes
        Duration = $all.long.Duration.TotalMinutes
        OffsetAfter = Get-Ids -Filter { $_.StartedAt -gt $at }
        OffsetBefore = Get-Ids -Filter { $_.StartedAt -lt $at }
        OffsetLeft = Get-Ids -Filter { $at -le $_.StartedAt }
        OffsetCast = Get-Ids -Filter { $_.StartedAt -gt [datetimeoffset] '2025-10-26T01:00:00Z' }
        Local = Get-Ids -Filter { $_.StartedAt -ge $local }
        Twin = Get-Ids -Filter { $_.StartedAtUtc -ge $local }
        TwinString = Get-Ids -Filter { $_.StartedAtUtc -gt '2025-10-26T01:00' }
        StringWithZone = Get-Ids -Filter { '2025-10-26T01:00:00Z' -lt $_.StartedAt }
        Equal = Get-Ids -Filter { $_.StartedAt -eq [datetimeoffset] '2025-10-26T01:10:00Z' }
        In = Get-Ids -Filter { $_.StartedAt -in [datetimeoffset] '2025-10-26T01:10:00Z', [datetimeoffset] '2025-10-26T00:10:00Z' }
        Difference = Get-Ids -Filter { $_.EndedAt - $_.StartedAt -gt [timespan] '0:59' }
        Hour = Get-Ids -Filter { $_.StartedAt.Hour -eq 2 -and ($_.StartedAt - [timespan] '1:00').Hour -eq 1 }
        Order = @(Get-Run -OrderBy StartedAtUtc | ForEach-Object Id) -join ' '
        Json = ($all.long | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json -DateKind String).EndedAtUtc
        RunCsv = ($all.long | ConvertTo-Csv | ConvertFrom-Csv).StartedAtUtc
        PointCsv = (Get-MetricSeries -Run long | ConvertTo-Csv | ConvertFrom-Csv).TimestampUtc
        TableCsv = (ConvertTo-RunTable long | ConvertTo-Csv | ConvertFrom-Csv).StartedAt
        Series = (Get-MetricSeries -Run long -AsSeries).TimestampsUtc[0].ToString('o')
    } | ConvertTo-Json
'@
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "clocks-$([guid]::NewGuid())")).FullName
    $child = Invoke-Pwsh $script -WorkingDirectory $folder -Environment @{ TZ = 'Europe/Berlin' }
    $child.StdErr | Should -BeNullOrEmpty
    $result = $child.StdOut -join "`n" | ConvertFrom-Json -DateKind String
}

Describe 'In the hour that clocks show twice' -Skip:$skip {
    It 'the clock times of a run of an hour are equal, and its times in UTC are not' {
        $result.Zone, $result.ClockTimes, $result.Twins, $result.Duration | Should -Be Europe/Berlin, 0, 60, 60
    }

    It 'a filter compares instants: <Name>' -ForEach @(
        @{ Name = 'OffsetAfter'; Ids = 'late' }
        @{ Name = 'OffsetBefore'; Ids = 'early long' }
        @{ Name = 'OffsetLeft'; Ids = 'late' }
        @{ Name = 'OffsetCast'; Ids = 'late' }
        @{ Name = 'Local'; Ids = 'late' }
        @{ Name = 'Twin'; Ids = 'late' }
        @{ Name = 'TwinString'; Ids = 'late' }
        @{ Name = 'StringWithZone'; Ids = 'late' }
        @{ Name = 'Equal'; Ids = 'late' }
        @{ Name = 'In'; Ids = 'early late' }
        @{ Name = 'Difference'; Ids = 'long' }
        @{ Name = 'Hour'; Ids = 'early late long' }
        @{ Name = 'Order'; Ids = 'early long late' }
    ) {
        $result.$Name | Should -Be $Ids
    }

    It 'JSON and CSV keep the zone and the fraction' {
        $result.Json | Should -BeExactly '2025-10-26T01:30:00.1234567Z'
        $result.RunCsv | Should -BeExactly '2025-10-26T00:30:00.1234567Z'
        $result.PointCsv, $result.Series | Should -BeExactly '2025-10-26T00:45:00.1234567Z', '2025-10-26T00:45:00.1234567Z'
        $result.TableCsv | Should -BeExactly '2025-10-26T02:30:00.1234567+02:00'
    }
}

Describe 'Every time of a record' {
    It 'has its twin in UTC' {
        $types = [ExperimentTracker.Run].Assembly.GetExportedTypes() | Where-Object { $_.Namespace -eq 'ExperimentTracker' -and !$_.IsAbstract }
        $times = foreach ($type in $types) {
            foreach ($property in $type.GetProperties()) {
                if ($property.PropertyType -in [datetime], [Nullable[datetime]] -and $property.Name -notlike '*Utc') { "$($type.Name).$($property.Name)Utc" }
            }
        }
        @($times).Count | Should -BeGreaterThan 35
        $missing = $times | Where-Object { $name = $_ -split '\.'; !("ExperimentTracker.$($name[0])" -as [type]).GetProperty($name[1]) }
        $missing | Should -BeNullOrEmpty
    }
}
