BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ServerSupport.ps1"
}

Describe 'A server for tests' {
    It 'is started, answers through a pooler and a network, survives a crash and leaves nothing' {
        $server = Start-TestPostgres -PgBouncer -Network
        if ($server.Obstacle) { Set-ItResult -Skipped -Because $server.Obstacle; return }
        $role = $server.Ask('role') | ConvertFrom-Json
        $database = $server.Ask('database')
        $server.Ask('execute', $database, "CREATE TABLE kept AS SELECT 'x' AS value")
        $server.Ask('execute', $database, "GRANT SELECT ON kept TO $($role.User)")
        $server.Ask('kill')
        { $server.Ask('execute', $database, 'SELECT 1') } | Should -Throw '*execute*failed*'
        $server.Ask('start')

        # psql finds the password in the file.
        if (!(Get-Command psql -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no psql; on Debian: apt-get install postgresql-client'; return }
        $env:PGPASSFILE = $server.PasswordFile
        try {
            $found = psql -h $server.Host -p $server.NetworkPort -U $role.User -d $database -w -At -c "SELECT value, current_user FROM kept"
        }
        finally { $env:PGPASSFILE = $null }
        $found | Should -Be "x|$($role.User)"
        ($server.Ask('traffic') | ConvertFrom-Json).Connections | Should -Be 1

        Stop-TestPostgres $server
        $server.PasswordFile | Should -Not -Exist
        { [Net.Sockets.TcpClient]::new($server.Host, $server.Port) } | Should -Throw
    }
}
