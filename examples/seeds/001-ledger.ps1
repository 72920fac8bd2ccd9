<#
.SYNOPSIS
A ledger of runs: uids by identifier and folder, status and files, and searches for runs by their parameters.

.DESCRIPTION
Does with cmdlets what the document "Ledger" does: identifier is the experiment, relpath the namespace. The store is in .experiments
below the current folder.

The lock of the document has no counterpart: any number of processes can allocate and log at once.
#>
$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module "$PSScriptRoot/../../ExperimentTracker.psd1" }

# --- Quick start -----------------------------------------------------------------------------------------------------

# uid = led.allocate("train", relpath=Path("mnist/cnn"))
$run = New-Run -Experiment train -Namespace mnist/cnn
$uid = $run.Uid
"Allocated $($run.Path)"
if ($uid -ne '000') { throw 'The first uid is not 000.' }

# led.log("train", uid, status=Status.RUNNING)
$run = Start-Run -Run "train/mnist/cnn/$uid"
if ($run.Status -ne 'Running') { throw 'The run is not running.' }

# led.log("train", uid, status=Status.DONE, path_dict={"model": Path("model.pt")})
Add-Artifact -Reference model.pt -Key model
$run = Complete-Run -Status DONE -PassThru
if ($run.Status -ne 'Succeeded') { throw 'DONE was not accepted.' }

# --- 1: files that are recorded, and not copied, also after the end --------------------------------------------------

$files = @{ tensorboard = 'tb/events.out'; notes = 'notes.yaml' }
foreach ($key in $files.Keys) { Add-Artifact -Run $run -Reference $files[$key] -Key $key }
$record = Get-Artifact -Run $run
if (($record.Key | Sort-Object) -join ',' -ne 'model,notes,tensorboard') { throw 'A file is missing.' }

# --- 2: a previous run, by its parameters ----------------------------------------------------------------------------

# uid = led.allocate("train", relpath=Path("sub"), param_hash=123456)
$null = Start-Run -Experiment train -Namespace sub -ParameterHash 123456
Add-Artifact -Reference w.pt -Key model
Complete-Run

$hit = Get-Run -Experiment train -ParameterHash 123456 -First 1
if ($hit) {
    "Already trained: $((Get-Artifact model -Run $hit).Location)"
}
if ($hit.Path -ne 'train/sub/000') { throw 'The run was not found by its hash.' }
if (Get-Run -Experiment train -ParameterHash 654321) { throw 'A run was found by a hash that no run has.' }

# Neither the hash nor the search is necessary:
$parameters = @{ rate = 0.1; layers = 3 }
$null = Start-Run -Experiment train -Namespace sub -Parameter $parameters
Complete-Run -Status ERROR -Reason 'interrupted'
$again = Start-Run -Experiment train -Namespace sub -Parameter $parameters -Resume
if ($again.Uid -ne '001') { throw 'The failed run was not resumed.' }
Complete-Run
$skipped = Start-Run -Experiment train -Namespace sub -Parameter $parameters -SkipIfCompleted
if ($skipped.Id -ne $again.Id) { throw 'A run that has succeeded was run again.' }

# --- Cheat sheet -----------------------------------------------------------------------------------------------------

# rec = led.get_record(identifier, uid)
$one = Get-Run "train/mnist/cnn/$uid"
if ($one.Id -ne $run.Id) { throw 'The record is another one.' }

# uids = led.get_uid_record_dict(identifier, relpath=Path("sub"))
$byUid = Get-Run -Experiment train -Namespace sub -AsDictionary
"In sub: $($byUid.Keys -join ', ')"
if ($byUid.Count -ne 2 -or $byUid['000'].Id -ne $hit.Id) { throw 'The dictionary is not complete.' }

# data = led.load()
$data = Get-Run | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue | ConvertFrom-Json
if ($data.Count -ne 3) { throw 'The snapshot is not complete.' }
$data | Select-Object Experiment, Namespace, Uid, Status, ParameterHash | Format-Table | Out-String
