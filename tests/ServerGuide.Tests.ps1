# docs/server.md on a real server: its commands run one after the other, the SQL as a superuser.

BeforeDiscovery {
    $guide = Join-Path $PSScriptRoot '../docs/server.md'
    $blocks = [regex]::Matches((Get-Content -Raw -LiteralPath $guide), '(?ms)^```(sql|powershell)\n(.*?)^```').ForEach{
        @{ Kind = $_.Groups[1].Value; Code = $_.Groups[2].Value }
    }
}

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ServerSupport.ps1"
}

Describe 'The guide for administrators' {
    It 'leads from an empty server to a store for a team, a backup and an upgrade' -ForEach @{ Blocks = $blocks } {
        $obstacle = 'psql', 'pg_dump', 'pg_restore' | Where-Object { !(Get-Command $_ -CommandType Application -ErrorAction Ignore) } |
            ForEach-Object { "there is no $_; on Debian: apt-get install postgresql-client" } | Select-Object -First 1
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $server = Start-TestPostgres
        if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle; return }
        try {
            $passwords = New-Item "$(New-TestStore)/pgpass" -Value ((@(Get-Content $server.PasswordFile) +
                    ('store_admin', 'ada', 'ben', 'grace', 'dashboard' | ForEach-Object { "*:*:*:${_}:change-me-$($_ -replace 'store_')" })) -join "`n")
            chmod 600 $passwords
            $Blocks.Kind | Select-Object -Unique | Should -Be sql, powershell
            $script = @('$ErrorActionPreference = "Stop"', '$PSNativeCommandUseErrorActionPreference = $true', "`$server = '$($server.Host):$($server.Port)'")
            foreach ($block in $Blocks) {
                $script += $block.Kind -eq 'powershell' ? $block.Code : @"
@'
$($block.Code)
'@ | psql -h $($server.Host) -p $($server.Port) -U $($server.User) -d postgres -v ON_ERROR_STOP=1 -q
"@
            }
            $script += '"RUNS $((Get-ExperimentStore).Runs) ROLE $((Get-ExperimentStore).Role)"'
            $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -Environment @{ PGPASSFILE = "$passwords" } -TimeoutSeconds 120 -Script ($script -join "`n")
            $result.ExitCode | Should -Be 0 -Because $result.StdErr
            $text = $result.StdOut -join "`n"
            $text | Should -Match 'What if: .*Writer to ada, ben; Curator to grace.*schema=vision'
            $text | Should -Match '(?m)^Writer$'
            $text | Should -Match 'iris/000'
            $text | Should -Match '(?m)^NotYours$'
            $text | Should -Match '(?m)^1$' # what the restored copy has removed
            $text | Should -Match 'RUNS 0 ROLE Owner'
        }
        finally { Stop-TestPostgres $server }
    }
}
