# Helpers of the tests of runs, which dot-source this after TestSupport.ps1.

function Stop-CurrentRun { while (Get-Run -Current -ErrorAction Ignore) { Stop-Run -WarningAction Ignore } }

# The object after serialization.
function ConvertTo-Deserialized($Value) {
    [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value))
}

# Waits until a background task has updated a run.
function Wait-GitDirty($Run) {
    Wait-Until { $null -ne (Get-Run $Run).Origin.GitDirty }
    (Get-Run $Run).Origin.GitDirty
}
