# A second engine, in a copy of the module: its stores are folders of SQLite that answer as if they were schemas of a server. It shows how an engine is loaded,
# what it is given, and that the cmdlets use nothing but its address.

BeforeAll {
    . "$PSScriptRoot/TestSupport.ps1"
    . "$PSScriptRoot/ModuleSupport.ps1"
    $source = @'
using System;
using System.IO;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Storage.Postgres
{
    public sealed class PostgresEngine : IStoreEngine
    {
        private readonly SqliteEngine files = new SqliteEngine();

        public bool Exists(StoreAddress address) => true;

        public IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation)
        {
            string server = Environment.GetEnvironmentVariable("SERVER");
            File.AppendAllText(Path.Combine(server, "log"), $"{address} create={opening.Create} password={opening.Credentials?.GetPassword()} artifacts={opening.Artifacts}\n");
            string folder = Path.Combine(server, address.Schema);
            if (!opening.Create && !Directory.Exists(folder)) throw StoreErrors.NotFound(address.Text);
            var renamed = (Renamed)(object)DispatchProxy.Create<IExperimentStore, Renamed>();
            renamed.Address = address;
            renamed.Store = files.Open(StoreAddress.OfFolder(folder), opening with { Artifacts = null }, cancellation);
            return (IExperimentStore)(object)renamed;
        }
    }

    public class Renamed : DispatchProxy
    {
        public IExperimentStore Store;
        public StoreAddress Address;

        protected override object Invoke(MethodInfo method, object[] arguments)
        {
            if (method.Name == "get_Address") return Address;
            if (method.Name == "get_Path") return Address.Text;
            if (method.Name == "get_Experiments" && Environment.GetEnvironmentVariable("SLOW") == "1") Task.Delay(-1).Wait();
            object result = method.Invoke(Store, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return result is StoreInfo info ? info with { Path = Address.Text, Engine = "Test", EngineVersion = "1.2", ArtifactLocation = Address.Artifacts } : result;
        }
    }
}
'@
    $manifest = Copy-Module (Join-Path (New-Folder) module)
    $bin = Join-Path (Split-Path $manifest) module bin
    Remove-Item "$bin/engines/postgres" -Recurse -ErrorAction Ignore
    $null = New-Item -ItemType Directory "$bin/engines/postgres"

    # Add-Type would choose the name of the assembly itself.
    Add-Type -AssemblyName Microsoft.CodeAnalysis, Microsoft.CodeAnalysis.CSharp
    $references = ([AppContext]::GetData('TRUSTED_PLATFORM_ASSEMBLIES') -split [IO.Path]::PathSeparator -match '[\\/](System|netstandard)[^\\/]*$') +
        "$bin/ExperimentTracker.Core.dll" + "$bin/deps/ExperimentTracker.Storage.dll"
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
        'ExperimentTracker.Storage.Postgres',
        [Microsoft.CodeAnalysis.SyntaxTree[]]@([Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)),
        [Microsoft.CodeAnalysis.MetadataReference[]]@($references | ForEach-Object { [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile($_) }),
        [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
    $emitted = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, "$bin/engines/postgres/ExperimentTracker.Storage.Postgres.dll")
    if (!$emitted.Success) { throw "The engine does not compile: $($emitted.Diagnostics -match ' error ')" }

    # Runs a script with the copy. What the engine was asked is in Log.
    function Invoke-WithEngine([scriptblock] $Script, [string] $Server = (New-Folder), [hashtable] $Environment = @{}) {
        $result = Invoke-Pwsh -NoImport -WorkingDirectory (New-Folder) -Environment ($Environment + @{ MODULE = $manifest; SERVER = $Server }) -Script (
            [scriptblock]::Create("Import-Module `$env:MODULE; `$InformationPreference = 'Ignore'`n$Script"))
        $result.StdErr | Should -BeNullOrEmpty
        [pscustomobject]@{ Out = @($result.StdOut); Log = @(Get-Content "$Server/log" -ErrorAction Ignore) }
    }
}

Describe 'An engine of its own scheme' {
    It 'is loaded at first use, apart from the session, and shares the assemblies of the first engine' {
        $result = Invoke-WithEngine {
            function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name } -match '^ExperimentTracker' | Sort-Object | Join-String -Separator ' ' }
            Get-Loaded
            $null = Connect-ExperimentStore -InMemory
            Get-Loaded
            $null = New-Project p -Store postgres://localhost/lab
            Get-Loaded
            ([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -Like ExperimentTracker.* | ForEach-Object { "$($_.Name): $($_.Assemblies.ForEach{ $_.GetName().Name } -match '^ExperimentTracker')" } | Sort-Object)
        }
        $result.Out[0] | Should -Be 'ExperimentTracker ExperimentTracker.Core'
        $result.Out[1] | Should -Be 'ExperimentTracker ExperimentTracker.Core ExperimentTracker.Storage'
        $result.Out[2] | Should -Be 'ExperimentTracker ExperimentTracker.Core ExperimentTracker.Storage ExperimentTracker.Storage.Postgres'
        $result.Out[3, 4] | Should -Be 'ExperimentTracker.Storage: ExperimentTracker.Storage', 'ExperimentTracker.Storage.Postgres: ExperimentTracker.Storage.Postgres'
    }

    It 'does everyday work at an address in -Store, the environment, store.json or a connection: <_>' -ForEach '-Store', 'environment', 'store.json', 'connection' {
        $result = Invoke-WithEngine -Environment @{ HOW = $_ } {
            $address = 'postgresql://LOCALHOST/lab?schema=team'
            switch ($env:HOW) {
                '-Store' { $PSDefaultParameterValues['*:Store'] = $address }
                environment { $env:EXPERIMENT_STORE = $address }
                store.json { $null = New-Item -ItemType Directory .experiments, sub; Set-Content .experiments/store.json "{ `"store`": `"$address`" }"; Set-Location sub }
                connection { $null = Connect-ExperimentStore $address -Create }
            }
            try { Get-Run -ErrorAction Stop } catch { $_.Exception.ErrorId; $_.TargetObject }
            $run = Start-Run -Experiment iris
            Add-Metric loss 0.5 -Run $run
            $null = $run | Complete-Run -PassThru
            $PSDefaultParameterValues.Clear()
            ($run | Get-Run).Metrics.loss
            (Get-ExperimentStore $address).Path
        }
        if ($_ -ne 'connection') { $result.Out[0, 1] | Should -Be StoreNotFound, postgres://localhost:5432/lab?schema=team }
        $result.Out[-2, -1] | Should -Be 0.5, postgres://localhost:5432/lab?schema=team
        $result.Log[-1] | Should -Be 'postgres://localhost:5432/lab?schema=team create=True password= artifacts='
    }

    It 'gets the login and the location of artifacts, which nothing else shows' {
        $result = Invoke-WithEngine {
            $login = [pscredential]::new('ada', (ConvertTo-SecureString s3cretWord -AsPlainText -Force))
            $store = Connect-ExperimentStore -Address 'postgres://localhost/lab?schema=a' -Create -Credential $login -Artifacts s3://bucket/p
            $run = Start-Run -Experiment e -Parameter @{ lr = 1 }
            $null = Complete-Run
            $store, $run, (Get-ExperimentStore), (Get-Run) | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 500; [Management.Automation.PSSerializer]::Serialize($_) }
            Get-ChildItem Env:, Variable: -Exclude login | Out-String -Width 500
            Export-ExperimentStore out.json; Get-Content out.json
            "engine $($store.Engine) $($store.EngineVersion) $($store.Latency -ge 0) sqlite=$($store.SqliteVersion);"
        }
        $result.Log[-1] | Should -Be 'postgres://ada@localhost:5432/lab?schema=a create=True password=s3cretWord artifacts=s3://bucket/p'
        $result.Out -match 's3cretWord' | Should -BeNullOrEmpty
        $result.Out[-1] | Should -Be 'engine Test 1.2 True sqlite=;'
    }

    It 'forgets the login with the connection' {
        $result = Invoke-WithEngine {
            $login = [pscredential]::new('ada', (ConvertTo-SecureString s3cretWord -AsPlainText -Force))
            $run = & { $null = Connect-ExperimentStore postgres://localhost/lab -Create -Credential $login; New-Run e }
            Disconnect-ExperimentStore
            ($run | Get-Run).Id -eq $run.Id
        }
        $result.Out | Should -Be True
        $result.Log[-1] | Should -Be 'postgres://ada@localhost:5432/lab?schema=experiments create=False password= artifacts='
    }

    It 'has one handle for an address however it is written, and another for each user' {
        $result = Invoke-WithEngine {
            foreach ($address in 'postgres://localhost/lab', 'postgresql://LocalHost:5432/lab?schema=experiments', 'postgres://ada@localhost/lab') { $null = New-Project ('p' + $address.Length) -Store $address }
            (Get-Project -Store postgres://localhost/lab).Count
        }
        $result.Out | Should -Be 3
        $result.Log -match 'create=True' | Should -HaveCount 1
        $result.Log | Sort-Object -Unique | Should -HaveCount 3
        $result.Log | Should -HaveCount 3
    }

    It 'is found again by a record in another process, if it is the same store' {
        $server = New-Folder
        $first = Invoke-WithEngine -Server $server { New-Run e -Store 'postgres://localhost/lab?schema=a' | Export-Clixml "$env:SERVER/run.xml"; $null = New-Run other -Store 'postgres://localhost/lab?schema=b' }
        $first.Out | Should -BeNullOrEmpty
        $second = Invoke-WithEngine -Server $server {
            $run = Import-Clixml "$env:SERVER/run.xml"
            ($run | Get-Run).Path
            Move-Item "$env:SERVER/a" "$env:SERVER/gone"
        }
        $second.Out | Should -Be e/000
        (Invoke-WithEngine -Server $server { try { Import-Clixml "$env:SERVER/run.xml" | Get-Run -ErrorAction Stop } catch { $_.Exception.ErrorId } }).Out | Should -Be SourceStoreNotFound
        Move-Item "$server/b" "$server/a"
        (Invoke-WithEngine -Server $server { try { Import-Clixml "$env:SERVER/run.xml" | Get-Run -ErrorAction Stop } catch { $_.Exception.ErrorId } }).Out | Should -Be SourceStoreNotFound
    }

    It 'is merged with a folder in both directions' {
        $result = Invoke-WithEngine {
            $null = New-Run here -Store ./local; $null = New-Run there -Store postgres://localhost/lab
            $null = Merge-ExperimentStore postgres://localhost/lab -Store ./local
            $null = Merge-ExperimentStore ./local -Store postgres://localhost/lab
            (Get-Run -Store ./local).Path -join ' '; (Get-Run -Store postgres://localhost/lab).Path -join ' '
        }
        $result.Out | ForEach-Object { (-split $_ | Sort-Object) -join ' ' } | Should -Be 'here/000 there/000', 'here/000 there/000'
    }

    It 'is completed from only while it is open, and never waited for' {
        $result = Invoke-WithEngine {
            function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.Where{ $_.ResultType -eq 'ParameterValue' }.CompletionText -join ' ' }
            $null = New-Run iris -Store postgres://localhost/lab
            Disconnect-ExperimentStore -Store postgres://localhost/lab
            $line = 'Get-Experiment -Store postgres://localhost/lab '
            $null = Complete 'Get-Experiment -Store ./none '
            $opened = (Get-Content "$env:SERVER/log").Count
            "closed: $(Complete $line)"
            "opened: $((Get-Content "$env:SERVER/log").Count - $opened)"
            $null = Get-Run -Store postgres://localhost/lab
            "open: $(Complete $line)"
            $env:SLOW = 1
            $watch = [Diagnostics.Stopwatch]::StartNew()
            "slow: $(Complete $line)"
            $watch.Elapsed.TotalSeconds -lt 5
        }
        $result.Out | Should -Be 'closed: ', 'opened: 0', 'open: iris', 'slow: ', True
    }
}
