using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Json;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Tables;

/// <summary>Rows of tables as records.</summary>
internal static class TableRows
{
    public static Run RunOf(ITableReader row, string id, RunStatus status, DateTime createdAt) => TransferRun.Blank with
    {
        Id = id,
        Namespace = row.Text("namespace") ?? "",
        Number = row.Integer("number") ?? TransferRun.NextNumber,
        Name = row.Text("name") ?? "",
        Status = status,
        CreatedAt = createdAt,
        StartedAt = row.Time("started_at"),
        EndedAt = row.Time("ended_at"),
        Description = row.Text("description"),
        ErrorMessage = row.Text("error_message"),
        ParentRunId = row.Text("parent_run_id"),
        Origin = RunOrigin.Unknown with { Host = row.Text("host"), User = row.Text("user"), Script = row.Text("script"), GitCommit = row.Text("git_commit"), GitBranch = row.Text("git_branch") },
        ParameterHash = row.Text("parameter_hash"),
        UpdatedAt = row.Time("updated_at") ?? createdAt,
        RemovedAt = row.Time("removed_at"),
    };

    public static KeyValuePair<string, object?> ParameterOf(ITableReader row, TransferLosses losses)
    {
        (string name, string text) = (row.Text("name") ?? "", row.Text("value") ?? "");
        if (Enum.TryParse(row.Text("type"), out ParameterType type) && Value(type, text, out object? value)) return KeyValuePair.Create(name, value);
        losses.Add("type of a parameter", "its value is not one of its type, so it is a text", $"{name}, {row.Place}");
        return KeyValuePair.Create(name, (object?)text);
    }

    public static ExperimentTag TagOf(ITableReader row, DateTime createdAt) => new()
    {
        TargetType = RecordType.Run, TargetId = "", Target = "", Key = row.Text("key") ?? "", Value = row.Text("value"), CreatedAt = row.Time("created_at") ?? createdAt,
    };

    public static RunLog LogOf(ITableReader row, string run, int index, DateTime createdAt) => new()
    {
        Id = row.Text("log_id") ?? RecordId.From("log", run, index.ToString(CultureInfo.InvariantCulture)),
        RunId = run,
        Run = "",
        Stream = row.Text("stream"),
        Message = row.Text("message"),
        Location = row.Text("location"),
        LoggedAt = row.Time("logged_at") ?? createdAt,
    };

    public static TransferArtifact ReferenceOf(ITableReader row, string run) => new()
    {
        RunId = run,
        Artifact = new()
        {
            Id = row.Text("artifact_id")!,
            OwnerType = RecordType.Run,
            OwnerId = run,
            Owner = "",
            Key = row.Text("key") ?? "",
            Step = row.Integer("step"),
            Kind = ArtifactKind.Reference,
            Type = row.Text("type"),
            MediaType = row.Text("media_type"),
            Size = row.Integer("size"),
            Digest = row.Text("digest"),
            Location = row.Text("location"),
            Backend = Artifact.ExternalBackend,
            CreatedAt = row.Time("created_at") ?? ForeignTimes.Unknown,
        },
    };

    private static bool Value(ParameterType type, string text, out object? value)
    {
        (bool isValue, value) = type switch
        {
            ParameterType.Null => (text.Length == 0, null),
            ParameterType.Integer => (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer), integer),
            ParameterType.Real => (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real), real),
            ParameterType.Text => (true, text),
            ParameterType.Boolean => (text is "true" or "false", text == "true"),
            ParameterType.Date => (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time), time),
            ParameterType.Duration => (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan duration), duration),
            ParameterType.Json => Json(text),
            _ => (false, (object?)null),
        };
        return isValue;
    }

    private static (bool IsValue, object? Value) Json(string text)
    {
        try
        {
            return (true, JsonText.Read(text));
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }
}
