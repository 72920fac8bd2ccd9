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

    # Starts an emulator of S3 with an empty bucket, and returns its Obstacle or the Location in it.
    function Start-TestBucket {
        $python = Get-Command python3 -CommandType Application -ErrorAction Ignore
        if (!$python) { return @{ Obstacle = 'there is no python3, which runs moto, an emulator of S3' } }
        python3 -c 'import moto.server' 2>$null
        if ($LASTEXITCODE) { return @{ Obstacle = "Python has no module moto.server; with a network: pip install 'moto[server,s3]'" } }
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $start = [Diagnostics.ProcessStartInfo]::new('python3')
        '-m', 'moto.server', '-H', '127.0.0.1', '-p', "$port" | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = Start-TestProcess $start
        $process.BeginOutputReadLine()
        $process.BeginErrorReadLine()
        Wait-Until { try { Invoke-RestMethod -Method Put "http://127.0.0.1:$port/team" -Headers @{ Authorization = 'AWS4-HMAC-SHA256 Credential=t/20240101/us-east-1/s3/aws4_request' } -SkipHeaderValidation; $true } catch { $false } }
        @{ Obstacle = $null; Location = "s3://team/audio?endpoint=http://127.0.0.1:$port&pathstyle=true&region=us-east-1"; Process = $process }
    }
}

Describe 'The guide for administrators' -ForEach @{ Blocks = $blocks } {
    BeforeAll {
        $obstacle = 'psql', 'pg_dump', 'pg_restore' | Where-Object { !(Get-Command $_ -CommandType Application -ErrorAction Ignore) } |
            ForEach-Object { "there is no $_; on Debian: apt-get install postgresql-client" } | Select-Object -First 1
        if ($obstacle) { return }
        $server = Start-TestPostgres
        $obstacle = $server.Obstacle
        if ($obstacle) { return }
        $bucket = Start-TestBucket
        $passwords = New-Item "$(New-TestStore)/pgpass" -Value ((@(Get-Content $server.PasswordFile) +
                ('store_admin', 'ada', 'ben', 'grace', 'dashboard' | ForEach-Object { "*:*:*:${_}:change-me-$($_ -replace 'store_')" })) -join "`n")
        chmod 600 $passwords
        $script = @(
            '$ErrorActionPreference = "Stop"', '$PSNativeCommandUseErrorActionPreference = $true', "`$server = '$($server.Host):$($server.Port)'"
            "`$bucket = '$($bucket.Location)'"
            foreach ($block in $Blocks) {
                # Without the emulator, the store in the bucket is not created.
                if ($bucket.Obstacle -and $block.Code -match '\$bucket|schema=audio') { continue }
                $block.Kind -eq 'powershell' ? $block.Code : @"
@'
$($block.Code)
'@ | psql -h $($server.Host) -p $($server.Port) -U $($server.User) -d postgres -v ON_ERROR_STOP=1 -q
"@
            }
            '"RUNS $((Get-ExperimentStore).Runs) ROLE $((Get-ExperimentStore).Role)"'
        )
        $result = Invoke-Pwsh -WorkingDirectory (New-TestStore) -TimeoutSeconds 300 -Script ($script -join "`n") -Environment @{
            PGPASSFILE = "$passwords"; AWS_ACCESS_KEY_ID = 'tests'; AWS_SECRET_ACCESS_KEY = 'tests'
        }
        $text = $result.StdOut -join "`n"
    }

    AfterAll {
        Stop-TestPostgres $server
        if ($bucket.Process -and !$bucket.Process.HasExited) { $bucket.Process.Kill($true) }
    }

    It 'leads from an empty server to a store for a team, a backup and an upgrade' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $Blocks.Kind | Select-Object -Unique | Should -Be sql, powershell
        $result.ExitCode | Should -Be 0 -Because $result.StdErr
        $text | Should -Match 'What if: .*Writer to ada, ben; Curator to grace.*schema=vision'
        $text | Should -Match '(?m)^Writer$'
        $text | Should -Match 'iris/000'
        $text | Should -Match '(?m)^NotYours$'
        $text | Should -Match '(?m)^1$' # what the restored copy has removed
        $text | Should -Match 'RUNS 0 ROLE Owner'
    }

    It 'keeps artifacts in a bucket, and restores them from a backup in a folder' {
        $missing = $obstacle ?? $bucket.Obstacle
        if ($missing) { Set-ItResult -Skipped -Because $missing; return }
        $text | Should -Match "(?m)^s3://team/audio"
        [regex]::Matches($text, '(?m)^weights$').Count | Should -Be 2
        [regex]::Matches($text, '(?m)^True$').Count | Should -Be 2
    }
}
