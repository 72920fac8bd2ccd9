# Helpers of the tests of the model registry, which dot-source this after TestSupport.ps1.

# A version that has reached a stage by the transitions in the table.
function New-VersionAt([string] $Stage) {
    $version = Register-ModelVersion "model-$([guid]::NewGuid())"
    $ways = @{ None = @(); Staging = 'Staging'; Production = 'Production'; Archived = 'Production', 'Archived' }
    foreach ($way in $ways[$Stage]) { Set-ModelVersion $version $way }
    Get-ModelVersion $version
}

# A time that differs from those of earlier and later changes.
function Get-Moment {
    $before = [datetime]::UtcNow
    do { $moment = [datetime]::UtcNow } while ($moment -le $before)
    while ([datetime]::UtcNow -le $moment) { }
    $moment.ToLocalTime()
}

function Get-Stages([string] $Model) { (Get-ModelVersion $Model | Sort-Object Version).Stage -join ',' }

# The object after a job has returned it.
function ConvertTo-Deserialized {
    process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }
}
