@{
    RootModule           = 'module/bin/ExperimentTracker.dll'
    ModuleVersion        = '0.0.0' # of a checkout; packing puts the version of the last tag here
    GUID                 = '5d21f712-7fcc-4228-8d01-20bf669c17a3'
    Author               = 'The ExperimentTracker authors'
    CompanyName          = 'ExperimentTracker'
    Copyright            = '(c) 2026 The ExperimentTracker authors. MIT licence.'
    Description          = 'An experiment tracker that lives in PowerShell: runs, parameters, metrics and artifacts in one SQLite file and a folder.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('module/ExperimentTracker.Format.ps1xml', 'module/ExperimentTracker.Comparison.Format.ps1xml')
    TypesToProcess       = @('module/ExperimentTracker.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Connect-ExperimentStore', 'Disconnect-ExperimentStore', 'Get-ExperimentStore', 'Initialize-ExperimentStore'
        'Export-ExperimentStore', 'Import-ExperimentStore', 'Merge-ExperimentStore'
        'Test-ExperimentStore', 'Repair-ExperimentStore', 'Optimize-ExperimentStore', 'Backup-ExperimentStore'
        'Set-RetentionPolicy', 'Get-RetentionPolicy', 'Remove-RetentionPolicy'
        'Register-RunAlert', 'Get-RunAlert', 'Unregister-RunAlert', 'Test-RunAlert', 'Get-RunAlertEvent', 'Watch-ExperimentStore'
        'New-Project', 'Get-Project', 'Set-Project', 'Remove-Project', 'Restore-Project'
        'New-Experiment', 'Get-Experiment', 'Set-Experiment', 'Remove-Experiment', 'Restore-Experiment'
        'New-Trial', 'Get-Trial', 'Set-Trial', 'Remove-Trial', 'Restore-Trial'
        'New-Run', 'Start-Run', 'Complete-Run', 'Stop-Run', 'Resume-Run', 'Invoke-Run', 'Invoke-RunSweep', 'New-SweepRange', 'Test-RunPromise'
        'Get-Run', 'Set-Run', 'Copy-Run', 'Remove-Run', 'Restore-Run', 'Register-RunFilterCompleter'
        'Watch-Run', 'Wait-Run', 'Compare-Run', 'Measure-Run', 'ConvertTo-RunTable'
        'Add-RunParameter', 'Get-RunParameter', 'Get-ParameterHash'
        'Add-Metric', 'Get-Metric', 'Get-MetricSeries', 'Show-MetricSeries', 'Test-Metric', 'Assert-Metric'
        'Add-Distribution', 'Get-Distribution'
        'Add-Epoch', 'Get-Epoch', 'Add-Result', 'Get-Result'
        'Add-ExperimentTag', 'Get-ExperimentTag', 'Remove-ExperimentTag'
        'Add-Artifact', 'Get-Artifact', 'Save-Artifact', 'Remove-Artifact', 'Test-Artifact', 'Get-ArtifactContent'
        'Add-ConfusionMatrix', 'Add-PrecisionRecallCurve'
        'New-Model', 'Get-Model', 'Set-Model', 'Remove-Model'
        'Register-ModelVersion', 'Get-ModelVersion', 'Set-ModelVersion', 'Remove-ModelVersion'
        'Register-Dataset', 'Get-Dataset', 'Set-Dataset', 'Remove-Dataset'
        'Register-Encoder', 'Get-Encoder', 'Set-Encoder', 'Remove-Encoder'
        'Add-ExperimentDataset', 'Add-DatasetEncoder', 'Add-RunInput', 'Get-RunInput'
        'Add-RunLog', 'Get-RunLog'
        'Publish-RunSummary'
        'Invoke-ExperimentQuery'
        'Export-RunReport'
        'Connect-ExperimentMirror', 'Get-ExperimentMirror', 'Disconnect-ExperimentMirror'
        'Show-ExperimentDashboard', 'Start-ExperimentDashboard', 'Get-ExperimentDashboard', 'Stop-ExperimentDashboard', 'Start-ExperimentServer'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'Experiment', 'Tracking', 'MachineLearning', 'MLOps', 'Metrics', 'Benchmark', 'SQLite', 'Artifacts'
                'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            Prerelease   = '' # of a packed module that is between two tags
            ProjectUri   = 'https://github.com/ExperimentTracker/ExperimentTracker'
            LicenseUri   = 'https://github.com/ExperimentTracker/ExperimentTracker/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/ExperimentTracker/ExperimentTracker/blob/main/CHANGELOG.md'
        }
    }
}
