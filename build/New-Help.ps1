<#
.SYNOPSIS
Converts docs/help/*.md to the MAML that Get-Help reads, and copies docs/about.

.DESCRIPTION
The pages contain only prose and examples. Names, types, parameter sets, positions, pipeline input, aliases, defaults and wildcards come from the
compiled cmdlets, so that they are always correct. docs/help/README.md describes the format of a page.
#>
param([switch] $AllowMissing)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$docs = Join-Path $root docs/help
$manifest = Join-Path $root ExperimentTracker.psd1
$problems = [Collections.Generic.List[string]]::new()
$module = Import-Module $manifest -PassThru
$cmdlets = $module.ExportedCmdlets
$project = $module.PrivateData.PSData.ProjectUri
$undocumented = [Management.Automation.Cmdlet]::CommonParameters # PowerShell writes [<CommonParameters>] itself

function Add-Problem([string] $Text) { $problems.Add($Text) }

# ---- Markdown ----------------------------------------------------------------------------------------------------------

# The text below each heading of a level, by title. The key '' has the text before the first heading. A # in a code block is not a heading.
function Split-Section([string] $Markdown, [string] $Level) {
    $sections, $title, $fenced = [ordered]@{ '' = '' }, '', $false
    foreach ($line in $Markdown -split '\r?\n') {
        if ($line.StartsWith('```')) { $fenced = !$fenced }
        if (!$fenced -and $line.StartsWith("$Level ")) { $sections[($title = $line.Substring($Level.Length).Trim())] = '' }
        else { $sections[$title] += "$line`n" }
    }
    $sections
}

function Get-Code([string] $Markdown) {
    [regex]::Matches($Markdown, '(?ms)^```\w*\n(.*?)\n?^```') | ForEach-Object { $_.Groups[1].Value }
}

# Plain paragraphs. A blank line ends a paragraph, a list item starts one, and a code block keeps its lines.
function Get-Paragraph([string] $Markdown) {
    foreach ($part in $Markdown -split '(?ms)(^```.*?^```)') {
        if ($part.StartsWith('```')) { (Get-Code $part) -replace '(?m)^', '    '; continue }
        $part -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`|\*\*' -split '\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)' |
            ForEach-Object { ($_ -replace '\s+', ' ').Trim() } | Where-Object { $_ }
    }
}

function Read-Page([string] $Path) {
    $page = Split-Section (Get-Content -LiteralPath $Path -Raw) '##'
    $name = Split-Path $Path -LeafBase
    if ($page[''].Trim() -notmatch "^# $name\s+\S") {
        Add-Problem "$name.md does not start with '# $name' and a sentence."
    }
    foreach ($section in 'Description', 'Examples', 'Parameters', 'Outputs', 'Notes', 'Related') {
        if ($section -notin $page.Keys) { $page[$section] = '' }
        if ($section -notin 'Notes', 'Parameters' -and !$page[$section].Trim()) { Add-Problem "$name.md has no '## $section'." }
    }
    $page
}

function Read-ParameterText([string] $Markdown) {
    $texts = Split-Section $Markdown '###'
    $byName = [ordered]@{}
    foreach ($title in $texts.Keys | Where-Object { $_ }) { $byName[$title.TrimStart('-')] = $texts[$title] }
    $byName
}

# ---- MAML --------------------------------------------------------------------------------------------------------------

# <Name a="b">…</Name>. The content is already XML.
function Format-Tag([string] $Name, [string[]] $Content, [Collections.IDictionary] $Attributes = @{}) {
    $pairs = foreach ($key in $Attributes.Keys) {
        $value = $Attributes[$key] -is [bool] ? "$($Attributes[$key])".ToLower() : $Attributes[$key]
        ' {0}="{1}"' -f $key, (Format-Text $value)
    }
    "<$Name$(-join $pairs)>$(-join $Content)</$Name>"
}

function Format-Text([string] $Text) { [Security.SecurityElement]::Escape($Text) }

function Format-Paragraph([string[]] $Text) { $Text | ForEach-Object { Format-Tag maml:para (Format-Text $_) } }

function Format-Markdown([string] $Markdown) { Format-Paragraph (Get-Paragraph $Markdown) }

function Format-TypeTag([string] $Name) { Format-Tag dev:type (Format-Tag maml:name (Format-Text $Name)) }

# The name of a type as a user would type it, without its namespace: double[], datetime, MetricGoal.
function Get-TypeName([type] $Type) { ([Microsoft.PowerShell.ToStringCodeMethods]::Type($Type) -split '\.')[-1] }

function Format-Parameter($Parameter, [string] $Markdown) {
    $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
    $typeName = Get-TypeName $type
    $attribute = @{}
    foreach ($one in $Parameter.Attributes) { $attribute[$one.GetType().Name] = $one }

    $from = @(if ($Parameter.ValueFromPipeline) { 'ByValue' }; if ($Parameter.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    $choices = $type.IsEnum ? [enum]::GetNames($type) : $attribute['ValidateSetAttribute']?.ValidValues
    $default = $attribute['PSDefaultValueAttribute']
    $default = if ($default) { $default.Help ? $default.Help : $default.Value } else { $type -eq [switch] ? 'False' : 'None' }

    Format-Tag command:parameter @(
        Format-Tag maml:name $Parameter.Name
        Format-Tag maml:description (Format-Markdown $Markdown)
        if ($choices) {
            Format-Tag command:parameterValueGroup ($choices | ForEach-Object { Format-Tag command:parameterValue (Format-Text $_) })
        }
        if ($type -ne [switch]) { Format-Tag command:parameterValue (Format-Text $typeName) @{ required = $true } }
        Format-TypeTag $typeName
        Format-Tag dev:defaultValue (Format-Text $default)
    ) ([ordered]@{
        required = $Parameter.IsMandatory
        globbing = $attribute.ContainsKey('SupportsWildcardsAttribute')
        pipelineInput = $from ? "True ($($from -join ', '))" : 'False'
        position = $Parameter.Position -lt 0 ? 'Named' : $Parameter.Position
        aliases = $Parameter.Aliases ? $Parameter.Aliases -join ', ' : 'None'
    })
}

function Format-Example([string] $Title, [string] $Markdown) {
    Format-Tag command:example @(
        Format-Tag maml:title (Format-Text "---------- $Title ----------")
        Format-Tag dev:code (Format-Text ((Get-Code $Markdown) -join "`n`n"))
        Format-Tag dev:remarks @((Format-Markdown ($Markdown -replace '(?ms)^```.*?^```')), (Format-Tag maml:para)) # a blank line
    )
}

function Format-Typed([string] $Kind, [string] $Name, [string] $Markdown) {
    Format-Tag "command:$Kind" @((Format-TypeTag $Name), (Format-Tag maml:description (Format-Markdown $Markdown)))
}

function Format-Command($Command, $Page) {
    $sets = $Command.ParameterSets | Sort-Object { !$_.IsDefault } -Stable
    $texts = Read-ParameterText $Page.Parameters
    $actual = @{}
    foreach ($one in $sets.Parameters | Where-Object Name -NotIn $undocumented) {
        $actual[$one.Name] ??= $one
        $texts[$one.Name] ??= $commonTexts[$one.Name]
        if (!$texts[$one.Name]) { Add-Problem "The page of $Command does not document -$($one.Name)." }
    }
    $parameters = [ordered]@{} # in the order of the page; then those that _common.md describes
    foreach ($name in $texts.Keys) {
        if ($actual.ContainsKey($name)) { $parameters[$name] = $actual[$name] }
        else { Add-Problem "The page of $Command documents -$name, which is not a parameter of the cmdlet." }
    }
    $byName = @($parameters.Values | Where-Object ValueFromPipelineByPropertyName | ForEach-Object { "-$($_.Name)" })
    $outputs = @($Command.OutputType | ForEach-Object { $_.Name -replace '^System\.Void$', 'None' })
    $examples = Split-Section $Page.Examples '###'
    $titles = @($examples.Keys | Where-Object { $_ })
    $related = @([regex]::Matches($Page.Related, '(?m)^- \[?([\w-]+)').ForEach{ $_.Groups[1].Value })

    foreach ($name in $related -notlike 'about_*' | Where-Object { !$cmdlets.ContainsKey($_) }) {
        Add-Problem "The page of $Command refers to $name, which does not exist."
    }

    Format-Tag command:command @(
        Format-Tag command:details @(
            Format-Tag command:name $Command.Name
            Format-Tag command:verb $Command.Verb
            Format-Tag command:noun $Command.Noun
            Format-Tag maml:description (Format-Markdown ($Page[''] -replace '^# .*'))
        )
        Format-Tag maml:description (Format-Markdown $Page.Description)
        Format-Tag command:syntax ($sets | ForEach-Object {
            Format-Tag command:syntaxItem @(
                Format-Tag maml:name $Command.Name
                $_.Parameters | Where-Object Name -NotIn $undocumented |
                    Sort-Object { $_.Position -lt 0 ? [int]::MaxValue : $_.Position } -Stable | ForEach-Object { Format-Parameter $_ }
            )
        })
        Format-Tag command:parameters ($parameters.Values | ForEach-Object { Format-Parameter $_ $texts[$_.Name] })
        Format-Tag command:inputTypes @(
            $parameters.Values | Where-Object ValueFromPipeline |
                ForEach-Object { Format-Typed inputType (Get-TypeName $_.ParameterType) "Accepted by -$($_.Name)." }
            if ($byName) { Format-Typed inputType 'Any object' "These properties are bound by name: $($byName -join ', ')." }
        )
        Format-Tag command:returnValues ($outputs | ForEach-Object {
            Format-Typed returnValue $_ ($_ -eq $outputs[-1] ? $Page.Outputs : '')
        })
        if ($Page.Notes) { Format-Tag maml:alertSet (Format-Tag maml:alert (Format-Markdown $Page.Notes)) }
        Format-Tag command:examples ($titles | ForEach-Object {
            Format-Example "Example $($titles.IndexOf($_) + 1): $_" $examples[$_]
        })
        Format-Tag command:relatedLinks @(
            # Get-Help -Online opens the first link with an address.
            Format-Tag maml:navigationLink @(Format-Tag maml:linkText 'Online version:'; Format-Tag maml:uri "$project/blob/main/docs/help/$Command.md")
            $related | ForEach-Object { Format-Tag maml:navigationLink (Format-Tag maml:linkText $_) }
        )
    ) ([ordered]@{
        'xmlns:maml' = 'http://schemas.microsoft.com/maml/2004/10'
        'xmlns:command' = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
        'xmlns:dev' = 'http://schemas.microsoft.com/maml/dev/2004/10'
    })
}

# ---- Read pages, write files ---------------------------------------------------------------------------------------------

$commonTexts = Read-ParameterText (Get-Content -LiteralPath "$docs/_common.md" -Raw)
$pages = Get-ChildItem -LiteralPath $docs -Filter '*-*.md'
foreach ($name in (Import-PowerShellDataFile -LiteralPath $manifest).CmdletsToExport) {
    if (!$cmdlets.ContainsKey($name)) { Add-Problem "ExperimentTracker.psd1 exports $name, which is not a cmdlet of the module." }
    elseif ($name -notin $pages.BaseName) { Add-Problem "$name has no page. Add docs/help/$name.md." }
}
$commands = foreach ($page in $pages) {
    if ($cmdlets.ContainsKey($page.BaseName)) { Format-Command $cmdlets[$page.BaseName] (Read-Page $page.FullName) }
    else { Add-Problem "$($page.Name) does not belong to a cmdlet." }
}
$problems | ForEach-Object { "docs/help: $_" }
if ($problems -and !$AllowMissing) { exit 1 }

$target = Join-Path $root en-US
Remove-Item -LiteralPath $target -Recurse -Force -ErrorAction Ignore
$null = New-Item -ItemType Directory $target
Copy-Item "$root/docs/about/*.help.txt" $target
([xml]"<helpItems schema=`"maml`" xmlns=`"http://msh`">$commands</helpItems>").Save("$target/ExperimentTracker.dll-Help.xml")
