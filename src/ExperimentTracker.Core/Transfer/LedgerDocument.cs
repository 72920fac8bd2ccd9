using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>
/// The <c>metadata.json</c> of a ledger: identifier → relpath → uid → { status, param_hash, files, timestamp_status_lst }. An identifier is an
/// experiment, a relpath a namespace, a uid a number, a file an artifact reference. Its times have no time zone and are local.
/// </summary>
internal static class LedgerDocument
{
    private static readonly string[] Fields = ["status", "param_hash", "files", "timestamp_status_lst"];

    /// <summary>Whether the JSON has this format.</summary>
    public static bool Fits(IReadOnlyDictionary<string, JsonElement> identifiers) => identifiers.Values.All(relpaths =>
        IsObject(relpaths) && relpaths.EnumerateObject().All(relpath =>
            IsObject(relpath.Value) && relpath.Value.EnumerateObject().All(uid =>
                IsObject(uid.Value) && uid.Name.Length > 0 && uid.Name.All(char.IsAsciiDigit) && uid.Value.EnumerateObject().All(f => Fields.Contains(f.Name)))));

    /// <exception cref="TrackerException"><c>ImportStatusUnknown</c> or <c>ImportRecordInvalid</c>.</exception>
    public static IReadOnlyList<TransferItem> Read(ForeignOrigin origin, IReadOnlyDictionary<string, JsonElement> identifiers)
    {
        var runs = new List<(TransferRun Run, IEnumerable<TransferArtifact> Files)>();
        foreach ((string identifier, JsonElement relpaths) in identifiers)
        {
            foreach (JsonProperty relpath in relpaths.EnumerateObject())
            {
                foreach (JsonProperty uid in relpath.Value.EnumerateObject()) runs.Add(Read(origin, identifier, relpath.Name, uid));
            }
        }

        return
        [
            origin.ProjectItem,
            .. identifiers.Keys.Select(identifier => origin.Experiment(ExperimentId(origin, identifier), identifier) with
            {
                NextNumbers = [.. runs.Select(r => r.Run.Run).Where(r => r.ExperimentId == ExperimentId(origin, identifier))
                    .GroupBy(r => r.Namespace).Select(g => new TransferCounter(g.Key, g.Max(r => r.Number) + 1))],
            }),
            .. runs.Select(r => r.Run),
            .. runs.SelectMany(r => r.Files),
        ];
    }

    private static (TransferRun Run, IEnumerable<TransferArtifact> Files) Read(ForeignOrigin origin, string identifier, string relpath, JsonProperty uid)
    {
        var fields = new RecordFields(string.Join('/', new[] { identifier, relpath, uid.Name }.Where(p => p.Length > 0)), uid.Value);
        StatusChange[] history = History(fields);
        RunStatus status = fields.Status("status") ?? (history.Length > 0 ? history[^1].To : RunStatus.Pending);
        DateTime createdAt = history.Length > 0 ? history[0].ChangedAt : origin.WrittenAt;

        // Two ledgers can have the same uid, but no two runs were allocated in the same microsecond.
        string id = RecordId.From("ledger", identifier, relpath, uid.Name, history.Length > 0 ? createdAt.ToString("O", CultureInfo.InvariantCulture) : "");
        Run run = TransferRun.Blank with
        {
            Id = id,
            ExperimentId = ExperimentId(origin, identifier),
            Namespace = relpath,
            Number = long.TryParse(uid.Name, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw fields.Invalid($"its uid '{uid.Name}' is too large."),
            Status = status,
            ParameterHash = fields.String("param_hash"),
            CreatedAt = createdAt,
            StartedAt = history.FirstOrDefault(c => c.To == RunStatus.Running)?.ChangedAt,
            EndedAt = status.IsEnded() ? history.LastOrDefault(c => c.To == status)?.ChangedAt ?? createdAt : null,
            UpdatedAt = history.Length > 0 ? history[^1].ChangedAt : origin.WrittenAt,
        };
        return (new TransferRun { Run = run, History = history }, fields.Map("files").Select(f => Reference(run, fields, f)));
    }

    private static StatusChange[] History(RecordFields fields)
    {
        var changes = new List<StatusChange>();
        foreach (JsonElement pair in fields.List("timestamp_status_lst"))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2) throw fields.Invalid("its timestamp_status_lst is not a list of pairs of time and status.");
            changes.Add(new()
            {
                RunId = "",
                From = changes.Count > 0 ? changes[^1].To : null,
                To = fields.ToStatus(pair[1]),
                ChangedAt = fields.ToTime("timestamp_status_lst", pair[0]),
            });
        }

        return [.. changes];
    }

    private static TransferArtifact Reference(Run run, RecordFields fields, JsonProperty file)
    {
        string location = file.Value.ValueKind == JsonValueKind.String ? file.Value.GetString()! : throw fields.Invalid($"the path of its file '{file.Name}' is not a string.");
        return new()
        {
            RunId = run.Id,
            Artifact = new()
            {
                Id = RecordId.From("file", run.Id, file.Name, location),
                OwnerType = RecordType.Run,
                OwnerId = run.Id,
                Owner = "",
                Key = file.Name,
                Kind = ArtifactKind.Reference,
                Backend = Artifact.ExternalBackend,
                Location = location,
                CreatedAt = run.UpdatedAt,
            },
        };
    }

    private static string ExperimentId(ForeignOrigin origin, string identifier) => RecordId.From("experiment", Names.Fold(origin.Project), Names.Fold(identifier));

    private static bool IsObject(JsonElement element) => element.ValueKind == JsonValueKind.Object;
}
