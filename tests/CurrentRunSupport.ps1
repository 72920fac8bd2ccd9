# Helpers of the tests of the current run, which dot-source this after TestSupport.ps1.

# The runs of an experiment as lines: name|status|name of the parent|error message.
$showRuns = 'function Show-Runs($Experiment) { ' +
    '$runs = @(Get-Run -Experiment $Experiment | Sort-Object Number); ' +
    'foreach ($run in $runs) { "$($run.Name)|$($run.Status)|$(($runs | Where-Object Id -EQ $run.ParentRunId).Name)|$($run.ErrorMessage)" } }; ' +
    'function Show-Current { "current: $((Get-Run -Current -ErrorAction Ignore).Name)" }'

$forgotten = 'script ended without Complete-Run'
