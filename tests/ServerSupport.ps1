# Servers for Pester files that test stores on a server, which dot-source this, and for build.ps1.

<#
.SYNOPSIS
Starts a PostgreSQL server of the caller's own and returns an object with its addresses, or only with the Obstacle why it cannot be started here.

.DESCRIPTION
The object has the properties Obstacle, Host, Port, PoolerPort, NetworkPort, User, Password, PasswordFile (in the format of pgpass), RootCertificate and
OtherHost, and a method Ask(command, arguments...), which returns the result of a command of the program tests/ExperimentTracker.TestServers: 'database',
'role', 'execute', 'kill', 'start', 'latency', 'cut' and others. Stop-TestPostgres, or the end of the file, ends the server and deletes all it wrote.

.PARAMETER Tls
Accepts only encrypted connections, by the certificate of RootCertificate.

.PARAMETER Durable
Flushes to the disk.

.PARAMETER PgBouncer
Starts PgBouncer in transaction mode before it, at PoolerPort.

.PARAMETER Network
Starts a proxy before it, at NetworkPort, which delays, counts and breaks connections.
#>
function Start-TestPostgres([switch] $Tls, [switch] $Durable, [switch] $PgBouncer, [switch] $Network) {
    $program = Get-Item "$PSScriptRoot/ExperimentTracker.TestServers/bin/*/net8.0/ExperimentTracker.TestServers.dll" -ErrorAction Ignore |
        Sort-Object LastWriteTimeUtc | Select-Object -Last 1
    if (!$program) {
        return [pscustomobject]@{ Obstacle = 'the program that starts servers is not built: dotnet build tests/ExperimentTracker.TestServers' }
    }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add($program.FullName)
    if ($Tls) { $start.ArgumentList.Add('tls') }
    if ($Durable) { $start.ArgumentList.Add('durable') }
    if ($PgBouncer) { $start.ArgumentList.Add('pgbouncer') }
    if ($Network) { $start.ArgumentList.Add('network') }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start) # ends with this one
    $kind, $text = "$($process.StandardOutput.ReadLine())" -split "`t", 2
    switch ($kind) {
        'unavailable' { return [pscustomobject]@{ Obstacle = $text } }
        'ready' { }
        default { throw "The program that starts servers ended with code $($process.ExitCode)." }
    }
    $server = $text | ConvertFrom-Json
    $server | Add-Member -NotePropertyMembers @{ Obstacle = $null; Process = $process }
    $server | Add-Member -MemberType ScriptMethod Ask {
        $this.Process.StandardInput.WriteLine($args -join "`t")
        $kind, $text = "$($this.Process.StandardOutput.ReadLine())" -split "`t", 2
        if ($kind -ne 'ok') { throw "The command '$($args[0])' of the test servers failed: $text" }
        $text
    }
    $server
}

<#
.SYNOPSIS
Ends a server of Start-TestPostgres and waits until nothing is left of it. A server that could not be started is no error.
#>
function Stop-TestPostgres($Server) {
    if ($null -eq $Server -or $Server.Obstacle) { return }
    $Server.Process.StandardInput.Close()
    if (!$Server.Process.WaitForExit(60000)) { throw 'The test servers did not end.' }
}
