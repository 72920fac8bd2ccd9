<#
.SYNOPSIS
Returns the public surface of the module's cmdlets as text, one parameter per line: everything that scripts depend on.

.DESCRIPTION
The lines of a cmdlet contain its default parameter set, its output types and whether it asks for confirmation. Then follow its parameters, sorted by
name: type, aliases, parameter sets, and what they accept. For a set, (mandatory 0 pipeline property remaining) means: mandatory, at position 0, bound
from the pipeline by value and by property name, and from the remaining arguments. The set * means all sets. PowerShell's common parameters are omitted.

tests/Surface.Tests.ps1 compares these lines with tests/CmdletSurface.txt. After an intended change, build and run this in the checkout:

    pwsh -NoProfile -File tests/CmdletSurface.ps1 -Update

.PARAMETER Module
The path of the module. The default is the module in the checkout.

.PARAMETER Update
Writes the lines to tests/CmdletSurface.txt instead of returning them.
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path (Split-Path $PSScriptRoot) ExperimentTracker.psd1),
    [switch] $Update
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Without namespaces: scripts do not name the types of parameters.
function Format-Type([type] $Type) {
    if ($Type.IsArray) { return "$(Format-Type $Type.GetElementType())[]" }
    if ($of = [Nullable]::GetUnderlyingType($Type)) { return "$(Format-Type $of)?" }
    $Type.Name
}

function Format-Set([string] $Name, [Management.Automation.ParameterSetMetadata] $Set) {
    $flags = @(
        if ($Set.IsMandatory) { 'mandatory' }
        if ($Set.Position -ge 0) { $Set.Position }
        if ($Set.ValueFromPipeline) { 'pipeline' }
        if ($Set.ValueFromPipelineByPropertyName) { 'property' }
        if ($Set.ValueFromRemainingArguments) { 'remaining' }
    )
    ($Name -eq '__AllParameterSets' ? '*' : $Name) + ($flags ? "($($flags -join ' '))" : '')
}

function Format-Acceptance([Attribute] $Attribute) {
    switch ($Attribute.GetType().Name) {
        AllowNullAttribute { 'null' }
        NullPropertyIsOmittedAttribute { 'null property' }
        AllowEmptyStringAttribute { 'empty text' }
        AllowEmptyCollectionAttribute { 'empty list' }
        ValidateNotNullOrEmptyAttribute { 'not empty' }
        ValidateRangeAttribute { "$($Attribute.MinRange) to $($Attribute.MaxRange)" }
        { $_ -in 'NumberTransformationAttribute', 'IntegerTransformationAttribute', 'StepTransformationAttribute' } { if ($Attribute.IsLimited) { "$($Attribute.Lowest) to $($Attribute.Highest)" } }
        SupportsWildcardsAttribute { 'wildcards' }
    }
}

function Format-Parameter([Management.Automation.ParameterMetadata] $Parameter) {
    $aliases = @($Parameter.Aliases | Sort-Object -Culture '')
    $sets = @($Parameter.ParameterSets.Keys | Sort-Object | ForEach-Object { Format-Set $_ $Parameter.ParameterSets[$_] })
    $accepts = @($Parameter.Attributes | ForEach-Object { Format-Acceptance $_ } | Sort-Object -Culture '')
    "  -$($Parameter.Name) <$(Format-Type $Parameter.ParameterType)>" +
        ($aliases ? " alias $($aliases -join ', ')" : '') + " in $($sets -join ', ')" + ($accepts ? "; accepts $($accepts -join ', ')" : '')
}

function Format-Cmdlet([Management.Automation.CmdletInfo] $Cmdlet) {
    $attribute = [Attribute]::GetCustomAttribute($Cmdlet.ImplementingType, [Management.Automation.CmdletAttribute])
    $Cmdlet.Name
    if ($Cmdlet.DefaultParameterSet) { "  default set $($Cmdlet.DefaultParameterSet)" }
    "  emits $(@($Cmdlet.OutputType.Name | Sort-Object -Culture '') -join ', ')"
    if ($attribute.SupportsShouldProcess) { "  asks, impact $($attribute.ConfirmImpact)" }
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    $Cmdlet.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name -Culture '' | ForEach-Object { Format-Parameter $_ }
    ''
}

$imported = Import-Module $Module -PassThru
$lines = @(Get-Command -Module $imported.Name -CommandType Cmdlet | Sort-Object Name -Culture '' | ForEach-Object { Format-Cmdlet $_ } | Select-Object -SkipLast 1)
if (!$Update) { return $lines }
[IO.File]::WriteAllText((Join-Path $PSScriptRoot CmdletSurface.txt), ($lines -join "`n") + "`n")
