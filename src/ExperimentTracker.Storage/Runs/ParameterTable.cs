using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

internal sealed class ParameterTable(Database database) : IParameterStore
{
    public void Add(string runId, NamedValues parameters, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow run = CatalogRecords.FindLive(connection, RecordType.Run, runId);
            var status = (RunStatus)connection.Number("SELECT status FROM runs WHERE pk = @1", run.Pk)!;
            if (status.IsEnded()) throw RunErrors.NotOpen(run.Name, status, "parameters");
            ParameterRows.Add(connection, run.Pk, run.Name, parameters);
            return 0;
        },
        cancellation);

    public IReadOnlyList<RunParameter> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        connection => runIds.SelectMany(id => connection.Query(
            """
            SELECT p.name, p.type, p.value FROM run_parameters p JOIN runs r ON r.pk = p.run_pk WHERE r.id = @1 ORDER BY p.name_fold
            """,
            row => new RunParameter
            {
                RunId = id,
                Name = row.GetString(0),
                Type = row.GetEnum<ParameterType>(1),
                Value = ParameterRows.FromDb(row, 1, 2),
            },
            id)).ToList(),
        cancellation);
}
