using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

internal sealed class ParameterTable(Database database) : IParameterStore
{
    public void Add(string runId, NamedValues parameters, CancellationToken cancellation) => database.WriteRun(
        connection =>
        {
            CatalogRow run = CatalogRecords.FindLive(connection, RecordType.Run, runId);
            var status = (RunStatus)connection.Number("SELECT status FROM runs WHERE pk = @1", run.Pk)!;
            if (status.IsEnded()) throw RunErrors.NotOpen(run.Name, status, "parameters");
            ParameterRows.Add(connection, run.Pk, run.Name, parameters);
            return 0;
        },
        flush: false, cancellation);

    public IReadOnlyList<RunParameter> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        connection => runIds
            .SelectMany(id => connection.Number("SELECT pk FROM runs WHERE id = @1", id) is { } pk ? ParameterColumns.Load(connection, pk, id) : [])
            .ToList(),
        cancellation);
}
