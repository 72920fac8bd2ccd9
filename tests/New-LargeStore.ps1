<#
.SYNOPSIS
Creates a store with many runs. Each has five parameters, five metrics and two tags. The content is always the same.

.DESCRIPTION
The runs are written with one import, which takes seconds; starting and ending each run would take minutes. Every fifth run has failed, every
seventh lacks the metric accuracy, and the newest started a minute ago.
#>
param(
    [Parameter(Mandatory)][string] $Path,
    [int] $Count = 10000
)

$random = [random]::new(1)
$culture = [cultureinfo]::InvariantCulture
$end = [datetime]::UtcNow.AddMinutes(-1)
$rates = 0.1, 0.03, 0.01, 0.003, 0.001
$optimizers = 'adam', 'sgd', 'rmsprop'
$file = Join-Path ([IO.Path]::GetTempPath()) "large-$([guid]::NewGuid()).json"
$json = [IO.StreamWriter]::new($file)
try {
    $epoch = '2024-01-01T00:00:00Z'
    $json.Write("{`"Format`":`"ExperimentTracker`",`"FormatVersion`":1,`"Projects`":[{`"Id`":`"p`",`"Name`":`"Default`",`"CreatedAt`":`"$epoch`",`"UpdatedAt`":`"$epoch`"}],`"Experiments`":[")
    $json.Write((0..9 | ForEach-Object { "{`"Id`":`"e$_`",`"Name`":`"experiment-$_`",`"ProjectId`":`"p`",`"CreatedAt`":`"$epoch`",`"UpdatedAt`":`"$epoch`"}" }) -join ',')
    $json.Write('],"Runs":[')
    for ($i = 0; $i -lt $Count; $i++) {
        $started = $end.AddMinutes($i - $Count)
        $at = $started.ToString('o', $culture)
        $ended = $started.AddSeconds(10 + $random.Next(50)).ToString('o', $culture)
        $failed = $i % 5 -eq 0
        $status = $failed ? 'Failed' : 'Succeeded'
        $accuracy = $i % 7 ? $random.NextDouble() : $null
        $metrics = @(
            foreach ($metric in @{ accuracy = $accuracy; loss = 1 - $random.NextDouble(); 'val/loss' = $random.NextDouble(); seconds = 60 * $random.NextDouble(); memory = 1e9 * $random.NextDouble() }.GetEnumerator()) {
                if ($null -eq $metric.Value) { continue }
                $value = ([double] $metric.Value).ToString('R', $culture)
                "{`"Key`":`"$($metric.Key)`",`"Goal`":`"$($metric.Key -eq 'accuracy' ? 'Maximize' : 'Minimize')`",`"Points`":{`"FirstAt`":`"$at`",`"Steps`":[0],`"Values`":[$value],`"Ticks`":[0]}}"
            }
        ) -join ','
        $parameters = "{`"lr`":$($rates[$random.Next(5)].ToString($culture)),`"optimizer`":`"$($optimizers[$random.Next(3)])`",`"batch`":$(16 * (1 + $random.Next(8))),`"seed`":$i,`"augment`":$($random.Next(2) ? 'true' : 'false')}"
        $history = "[{`"To`":`"Running`",`"ChangedAt`":`"$at`"},{`"From`":`"Running`",`"To`":`"$status`",`"ChangedAt`":`"$ended`"}]"
        $json.Write(($i ? ',' : '') + "{`"Id`":`"run-$i`",`"ExperimentId`":`"e$($i % 10)`",`"Number`":$([math]::Floor($i / 10)),`"Status`":`"$status`",`"CreatedAt`":`"$at`",`"StartedAt`":`"$at`",`"EndedAt`":`"$ended`",`"UpdatedAt`":`"$ended`",$($failed ? '"ErrorMessage":"out of memory",' : '')`"Parameters`":$parameters,`"Tags`":[{`"Key`":`"team`",`"Value`":`"$('red', 'blue' | Get-Random -SetSeed $i)`",`"CreatedAt`":`"$at`"}],`"History`":$history,`"Metrics`":[$metrics]}")
    }
    $json.Write(']}')
    $json.Dispose()
    $null = Import-ExperimentStore $file -Store $Path -InformationAction Ignore
}
finally {
    $json.Dispose()
    Remove-Item $file
}
