# Helpers of the tests of Invoke-Run, which dot-source this after TestSupport.ps1.

function Get-LastRun { Get-Run -First 1 }

function New-ErrorRecord($Message, $Id, $Target) {
    [Management.Automation.ErrorRecord]::new([Exception]::new($Message), $Id, 'NotSpecified', $Target)
}
