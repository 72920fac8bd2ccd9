<#
.SYNOPSIS
The stores of Pester files that run on every engine. Such a file dot-sources this after TestSupport.ps1.

.DESCRIPTION
build.ps1 runs these files twice: on SQLite, and with $env:EXPERIMENTTRACKER_TEST_SERVER on PostgreSQL. The variable is a JSON object with the Host, Port,
User and PasswordFile of a server of Start-TestPostgres. A test that is about one engine has a tag that starts with its name and says why it is no test of the other, such as
-Tag 'SQLite: reads the file of the database'; build.ps1 does not run it on the other.

A schema takes much longer to create than to empty. So the stores of Connect-TestStore are emptied and used again after Disconnect-TestStore.
#>
$onServer = [bool] $env:EXPERIMENTTRACKER_TEST_SERVER
if ($onServer) {
    $testServer = $env:EXPERIMENTTRACKER_TEST_SERVER | ConvertFrom-Json
    $env:PGPASSFILE = $testServer.PasswordFile
}
$engineName = $onServer ? 'PostgreSQL' : 'SQLite'

# The schemas that wait to be used again, by all files of this process.
$freeStores = [AppDomain]::CurrentDomain.GetData('ExperimentTracker.FreeTestStores')
if (!$freeStores) {
    $freeStores = [Collections.Generic.Stack[string]]::new()
    [AppDomain]::CurrentDomain.SetData('ExperimentTracker.FreeTestStores', $freeStores)
}

<#
.SYNOPSIS
Returns the address of a store that does not exist, for -Store: a folder, or a schema of the server.
#>
function New-TestAddress {
    if (!$onServer) { return New-TestStore }
    "postgres://$($testServer.User)@$($testServer.Host):$($testServer.Port)/postgres?schema=s$([guid]::NewGuid().ToString('N'))"
}

<#
.SYNOPSIS
Creates a folder whose store does not exist yet, and returns its path. On a server, the folder has a file store.json that names a schema.
#>
function New-StoreFolder {
    $folder = New-TestStore
    if ($onServer) {
        $null = New-Item -ItemType Directory "$folder/.experiments"
        Set-Content -LiteralPath "$folder/.experiments/store.json" (@{ store = New-TestAddress } | ConvertTo-Json)
    }
    $folder
}

<#
.SYNOPSIS
Returns the address of the store of a folder of New-StoreFolder, for -Store.
#>
function Get-StoreAddress([string] $Folder) {
    $onServer ? (Get-Content -LiteralPath "$Folder/.experiments/store.json" | ConvertFrom-Json).store : (Join-Path $Folder .experiments)
}

<#
.SYNOPSIS
Connects an empty store and returns its description. With SQLite it is in memory, unless OnDisk is given.
#>
function Connect-TestStore([switch] $OnDisk) {
    if (!$onServer) { return $OnDisk ? (Connect-ExperimentStore (New-TestStore) -Create -InformationAction Ignore) : (Connect-ExperimentStore -InMemory) }
    if ($freeStores.Count -eq 0) { return Connect-ExperimentStore (New-TestAddress) -Create -InformationAction Ignore }
    $address = $freeStores.Pop()
    $null = Clear-TestSchema ($address -replace '.*schema=')
    Connect-ExperimentStore $address
}

<#
.SYNOPSIS
Disconnects the connected store, which the tests do not use any more.
#>
function Disconnect-TestStore {
    # A store in memory takes its current runs along.
    for ($last = $null; $onServer -and ($run = Get-Run -Current -ErrorAction Ignore) -and $run.Id -ne $last; $last = $run.Id) {
        Complete-Run -ErrorAction Ignore -WarningAction Ignore
    }
    if ($onServer -and ($path = (Get-ExperimentStore -ErrorAction Ignore).Path) -match '^postgres:.*schema=s[0-9a-f]{32}$') { $freeStores.Push($path) }
    Disconnect-ExperimentStore
}

<#
.SYNOPSIS
Returns what a store has as contents of artifacts: files, or rows of a table.
#>
function Get-StoredContent([string] $Store) {
    if (!$onServer) { return Get-ChildItem -LiteralPath "$Store/artifacts" -Recurse -File -Force -ErrorAction Ignore }
    Invoke-ServerStatement "SELECT string_agg(key, ' ') FROM $($Store -replace '.*schema=').objects"
}

# Makes a store as it was when it was created, but for its id: only store_info has rows then. Triggers and references do not matter when all rows go.
function Clear-TestSchema([string] $Schema) {
    Invoke-ServerStatement @"
SET session_replication_role = replica;
DO `$`$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = '$Schema'::regnamespace AND relkind = 'r' AND relname <> 'store_info' LOOP
        EXECUTE format('DELETE FROM %I.%I', '$Schema', name);
    END LOOP;
END `$`$;
UPDATE $Schema.store_info SET value = '$([guid]::NewGuid().ToString('N'))' WHERE name = 'store_id';
"@
}

# Runs SQL as the superuser, and returns the first column of the first row. The client that the engine has loaded is used, because a process for each test
# would take longer than the test.
function Invoke-ServerStatement([string] $Sql) {
    $client = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Npgsql' } | Select-Object -Last 1
    $connection = $client.GetType('Npgsql.NpgsqlConnection')::new("Host=$($testServer.Host);Port=$($testServer.Port);Database=postgres;" +
        "Username=$($testServer.User);Passfile=$($testServer.PasswordFile)")
    try {
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = $Sql
        $command.ExecuteScalar()
    }
    finally { $connection.Dispose() }
}
