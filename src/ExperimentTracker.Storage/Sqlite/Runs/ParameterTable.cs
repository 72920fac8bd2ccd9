namespace ExperimentTracker.Storage.Sqlite;

internal sealed class ParameterTable(Database database) : IParameterStore
{
    public void Add(string runId, NamedValues parameters, CancellationToken cancellation) => database.Write(
        session =>
        {
            CatalogRow run = Catalog.FindLive(session, RecordType.Run, runId);
            var status = (RunStatus)session.Number("SELECT status FROM runs WHERE pk = @1", run.Pk)!;
            if (status.IsEnded()) throw RunErrors.NotOpen(run.Name, status, "parameters");
            ParameterRows.Add(session, run.Pk, run.Name, parameters);
            return 0;
        },
        cancellation);

    public IReadOnlyList<RunParameter> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        session => runIds.SelectMany(id => session.Query(
            """
            SELECT p.name, p.type, p.value FROM run_parameters p JOIN runs r ON r.pk = p.run_pk WHERE r.id = @1 ORDER BY p.name_fold
            """,
            row => new RunParameter
            {
                RunId = id,
                Name = row.GetString(0),
                Type = row.Word<ParameterType>(1),
                Value = ParameterRows.FromDb(row, 1, 2),
            },
            id)).ToList(),
        cancellation);
}
