using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Evaluations;

/// <summary>The columns of epochs and of results, which are the same.</summary>
internal sealed class EvaluationColumns
{
    public static readonly EvaluationColumns Epochs = new("run_epochs");
    public static readonly EvaluationColumns Results = new("run_results");

    private readonly RecordColumns<Evaluation> all;
    private readonly Column<Evaluation, long> runPk;
    private readonly Column<Evaluation, string> id;
    private readonly Column<Evaluation, string> runId;
    private readonly Column<Evaluation, string> run;
    private readonly Column<Evaluation, long> index;
    private readonly Column<Evaluation, double?> accuracy;
    private readonly Column<Evaluation, NamedValues> accuracyPerLabel;
    private readonly Column<Evaluation, double?> loss;
    private readonly Column<Evaluation, NamedValues> lossPerLabel;
    private readonly Column<Evaluation, NamedValues> metrics;
    private readonly Column<Evaluation, long> createdAt;

    private EvaluationColumns(string table)
    {
        all = new RecordColumns<Evaluation>(table, "x");
        runPk = all.Int64("x.run_pk");
        id = all.String("id", e => e.Id);
        runId = all.String("r.id");
        run = all.String(RunSql.Path);
        index = all.Int64("number", e => e.Index);
        accuracy = all.DoubleOrNull("total_accuracy", e => e.Accuracy);
        accuracyPerLabel = all.NamedValues("accuracy_per_label", e => e.AccuracyPerLabel);
        loss = all.DoubleOrNull("total_loss", e => e.Loss);
        lossPerLabel = all.NamedValues("loss_per_label", e => e.LossPerLabel);
        metrics = all.NamedValues("extra", e => e.Metrics);
        createdAt = all.Time("created_at", e => e.CreatedAt);
        Select = $"""
            SELECT {all} FROM {table} x JOIN runs r ON r.pk = x.run_pk JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
            """;
        Insert = all.Insert("run_pk");
    }

    /// <summary>The table.</summary>
    public string Table => all.Table;

    /// <summary>The query that <see cref="Read"/> expects.</summary>
    public string Select { get; }

    public Insertion<Evaluation> Insert { get; }

    public static EvaluationColumns Of(RecordType type) => type == RecordType.Epoch ? Epochs : Results;

    /// <summary>Loads the rows by the internal keys of their runs, as epochs.</summary>
    public ILookup<long, Epoch> Load(StoreConnection connection, IEnumerable<long> runPks, DateTimeKind times) => connection.Query(
        $"{Select} WHERE x.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY x.run_pk, x.pk",
        row => (Run: runPk.Read(row), Item: Read(row, times)),
        SqlList.Of(runPks)).ToLookup(e => e.Run, e => e.Item);

    /// <summary>Reads a row, as an epoch.</summary>
    public Epoch Read(Statement row, DateTimeKind times) => new()
    {
        Id = id.Read(row),
        RunId = runId.Read(row),
        Run = run.Read(row),
        Index = index.Read(row),
        Accuracy = accuracy.Read(row),
        AccuracyPerLabel = accuracyPerLabel.Read(row),
        Loss = loss.Read(row),
        LossPerLabel = lossPerLabel.Read(row),
        Metrics = metrics.Read(row),
        CreatedAt = createdAt.ReadTime(row, times),
    };
}
