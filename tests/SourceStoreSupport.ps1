# The two stores of the tests of source stores, and their helpers. They dot-source this after TestSupport.ps1.

# The content that both stores have.
function New-Store {
    $path = Join-Path (New-TestStore) from
    $null = New-Project p -Store $path -Tag first -InformationAction Ignore
    $null = New-Project spare -Store $path
    $null = New-Experiment demo -Project p -Tag first -Store $path
    $null = New-Experiment spare -Project p -Store $path
    $null = New-Trial tried demo -Store $path
    Set-RetentionPolicy spare -KeepLast 3 -Store $path
    $null = Register-Dataset flowers -Store $path
    $null = Register-Dataset trees -Store $path
    $null = Register-Encoder onehot -Store $path
    $null = Register-Encoder other -Store $path
    Add-DatasetEncoder flowers onehot -Store $path
    Add-ExperimentDataset demo flowers -Store $path
    $null = Register-RunAlert ended -Filter '$_.Number -eq 0' -IncludeExisting -WebHook http://127.0.0.1:9/ -Store $path
    $null = Start-Run demo -Trial tried -Parameter @{ lr = 0.1 } -Tag first -Store $path
    Add-Metric loss 3, 2, 1 -Goal Minimize
    Add-Epoch 0 -Accuracy 0.5
    Add-Result 0 -Accuracy 0.6
    Add-RunLog 'a line'
    Add-Distribution w (1..5)
    Add-RunInput -Dataset flowers -Role train
    Add-Artifact -Text 'of the run' -Key k
    $null = Register-ModelVersion m -Artifact k -Tag first
    Complete-Run
    Add-Artifact -Text 'of the experiment' -Key e -Experiment demo -Store $path
    Set-ModelVersion m/1 Production -Store $path
    Add-ExperimentTag first -InputObject (Get-Model m -Store $path) -Store $path
    $null = New-Run demo -Store $path
    $null = Start-Run demo -Parameter @{ lr = 0.2 } -Store $path
    Add-Metric loss 4, 5
    Complete-Run
    $null = New-Run demo child -ParentRun demo/1 -Trial tried -Store $path
    $null = Watch-ExperimentStore -Alert -Once -Store $path
    $path
}

# The copy, in which every record differs.
function New-ChangedCopy([string] $Of) {
    $path = Join-Path (New-TestStore) copy
    $null = Merge-ExperimentStore $Of -Store $path -InformationAction Ignore
    foreach ($id in (Get-Run -Store $path).Id) { Set-Run $id -Description changed -Store $path }
    Get-Experiment -Store $path | Set-Experiment -Description changed
    Set-RetentionPolicy spare -KeepLast 4 -Store $path
    Get-Trial -Store $path | Set-Trial -Description changed
    Get-Project -Store $path | Set-Project -Description changed
    Get-Model -Store $path | Set-Model -Description changed
    Get-Dataset -Store $path | Set-Dataset -Location changed
    foreach ($type in 'onehot', 'other') { Set-Encoder $type changed -Store $path }
    Set-ModelVersion m/1 -Description changed -Store $path
    foreach ($number in 0, 2) {
        $null = Resume-Run demo/$number -Store $path
        Add-Metric loss 99
        Add-RunParameter more 1
        Add-Epoch -Accuracy 0.9
        Add-Result -Accuracy 0.9
        Add-RunLog 'a changed line'
        Add-Distribution w (1..9)
        Add-RunInput -Dataset trees -Role train
        Complete-Run
    }
    foreach ($target in (Get-Run demo/0 -Store $path), (Get-Experiment demo -Store $path), (Get-Project p -Store $path), (Get-Model m -Store $path), (Get-ModelVersion m 1 -Store $path)) {
        Add-ExperimentTag first=changed -InputObject $target -Store $path
    }
    Add-Artifact -Text 'changed' -Key k -Run demo/0 -Force -Store $path
    Add-Artifact -Text 'changed' -Key e -Experiment demo -Force -Store $path

    # The copy must not have blobs with the digests of the source.
    Get-ChildItem $path/artifacts -Recurse -File | Where-Object { (Get-Content $_ -Raw) -like 'of the *' } | Remove-Item
    $path
}

# Copies a store without the lock files of this process, which owns the runs. Copy-Item -Recurse would take a hundred times as long.
function Copy-Store([string] $Path) {
    $copy = Join-Path (New-TestStore) (Split-Path $Path -Leaf)
    foreach ($file in [IO.Directory]::GetFiles($Path, '*', 'AllDirectories')) {
        $name = [IO.Path]::GetRelativePath($Path, $file)
        if ((Split-Path $name) -eq 'locks') { continue }
        $null = [IO.Directory]::CreateDirectory((Split-Path "$copy/$name"))
        [IO.File]::Copy($file, "$copy/$name")
    }
    $copy
}

# All records of a store.
function Read-Store([string] $Path) {
    $file = Join-Path (New-TestStore) store.json
    $null = Export-ExperimentStore $file -Store $Path -WarningAction Ignore
    (Get-Content $file) -notmatch '"exportedAt"' -join "`n"
}

# The bytes of the database and of the write-ahead log, and the names of the blobs. Writing changes them; reading does not.
function Get-StoreDigest([string] $Path) {
    $sha = [Security.Cryptography.SHA256]::Create()
    foreach ($file in [IO.Directory]::GetFiles($Path, '*.db*') -notlike '*-shm' | Sort-Object) {
        $stream = [IO.FileStream]::new($file, 'Open', 'Read', 'ReadWrite, Delete')
        try { "$file $([Convert]::ToHexString($sha.ComputeHash($stream)))" } finally { $stream.Dispose() }
    }
    [IO.Directory]::GetFiles("$Path/artifacts", '*', 'AllDirectories') | Sort-Object
}

# The output or the error, as text for comparisons.
function Format-Outcome([scriptblock] $Call) {
    try { @(& $Call) | ForEach-Object { $_ -is [string] ? $_ : ($_ | ConvertTo-Json -Depth 3 -WarningAction Ignore) } }
    catch { "failed: $_" }
}

function Invoke-With([string] $Cmdlet, [string] $Parameter, [object] $Record, [hashtable] $With, [string] $How) {
    $ErrorActionPreference = 'Stop'
    if ($How -like '*piped') { return $Record | & $Cmdlet @With }
    $argument = @{ $Parameter = $Record }
    & $Cmdlet @argument @With
}

# The record, live or deserialized.
function Get-Record([scriptblock] $Get, [string] $How) {
    $record = @(& $Get)
    if ($record.Count -eq 0) { throw "there is no such record: $Get" }
    if ($How -like 'deserialized*') { $record = @($record | ForEach-Object { Copy-ThroughFile $_ }) }
    $record.Count -eq 1 ? $record[0] : $record
}

# Pipes the record by value, unless another parameter accepts pipeline input; otherwise in a property.
function Test-Pipeable([string] $Cmdlet, [string] $Parameter, [string] $Kind) {
    $meant = @{ Experiment = 'Experiment'; Project = 'Project'; Trial = 'Trial', 'Run', 'Run without a trial' }
    if ($meant[$Parameter] -and $Kind -notin $meant[$Parameter]) { return $false }
    $sets = (Get-Command $Cmdlet).Parameters[$Parameter].ParameterSets.Values
    $sets.ValueFromPipeline -contains $true -or
        $sets.ValueFromPipelineByPropertyName -contains $true -and $Kind -in 'Metric', 'StatusChange', 'Encoder'
}

function Get-Ways([string] $Cmdlet, [string] $Parameter, [string] $Kind) {
    'live argument', 'deserialized argument'
    if (Test-Pipeable $Cmdlet $Parameter $Kind) { 'live piped', 'deserialized piped' }
}

$from = New-Store
$to = New-ChangedCopy $from
Disconnect-ExperimentStore -Store $from
Disconnect-ExperimentStore -Store $to
$fromContent, $toContent = (Read-Store $from), (Read-Store $to)
