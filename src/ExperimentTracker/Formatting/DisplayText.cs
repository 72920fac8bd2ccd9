using System.Globalization;

namespace ExperimentTracker.Formatting;

/// <summary>Values as the tables show them. Called by the format file.</summary>
public static class DisplayText
{
    // Whole numbers below this are shown in full.
    private const double LargestInFull = 1e9;

    private const int ColumnWidth = 10;
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Cyan = "\u001b[36m";

    /// <summary>How long ago a moment was, in words: <c>just now</c>, <c>5 min ago</c>, <c>3 days ago</c>, or its date after a month.</summary>
    public static string Age(DateTime? moment)
    {
        if (moment is not { } then) return "";
        TimeSpan age = DateTime.UtcNow - then.ToUniversalTime();
        return age switch
        {
            { TotalSeconds: < 10 } => "just now",
            { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds} s ago",
            { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min ago",
            { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
            { TotalDays: < 31 } => (int)age.TotalDays == 1 ? "1 day ago" : $"{(int)age.TotalDays} days ago",
            _ => then.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A length of time in its two largest units: <c>340 ms</c>, <c>4.2 s</c>, <c>3 min 05 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan? duration)
    {
        if (duration is not { } span) return "";
        CultureInfo culture = CultureInfo.InvariantCulture;

        // The unit is that of what is shown, not of what it was rounded from.
        var whole = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
        return span switch
        {
            { TotalMilliseconds: < 999.5 } => string.Create(culture, $"{span.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 59.95 } => string.Create(culture, $"{span.TotalSeconds:0.0} s"),
            _ when whole.TotalHours < 1 => string.Create(culture, $"{whole.Minutes} min {whole.Seconds:00} s"),
            _ when whole.TotalDays < 1 => string.Create(culture, $"{whole.Hours} h {whole.Minutes:00} min"),
            _ => string.Create(culture, $"{(int)whole.TotalDays} d {whole.Hours} h"),
        };
    }

    /// <summary>A number: whole ones in full, others in six significant digits; the exact value is in the object.</summary>
    public static string Number(double? value) => value is not { } number ? ""
        : Math.Abs(number) < LargestInFull && number == Math.Floor(number) ? number.ToString("0", CultureInfo.CurrentCulture)
        : number.ToString("G6", CultureInfo.CurrentCulture);

    /// <summary>A number in ten characters, for a column: a longer one loses digits rather than its beginning.</summary>
    public static string ShortNumber(double? value)
    {
        string text = Number(value);
        for (int digits = 5; text.Length > ColumnWidth && digits > 0; digits--)
        {
            text = value!.Value.ToString($"G{digits}", CultureInfo.CurrentCulture);
        }

        return text;
    }

    /// <summary>A size with its unit.</summary>
    public static string Size(long? bytes) => bytes is { } size ? ByteSize.Format(size) : "";

    /// <summary>Where a run is found, with its name unless that was made of the number.</summary>
    public static string Run(Run run) => Clean(run.Name == $"run-{run.Uid}" ? run.Path : $"{run.Path} {run.Name}");

    /// <summary>Values by name on one line: numbers in six significant digits.</summary>
    public static string Values(NamedValues values) => Clean(string.Join(" ", values.Pairs.Select(p => $"{p.Key}={Value(p.Value)}")));

    /// <summary>Tags on one line.</summary>
    public static string Tags(NamedValues tags) => Clean(string.Join(", ", tags.Pairs.Select(p => p.Value is null ? p.Key : $"{p.Key}={p.Value}")));

    /// <summary>One value: a number in six significant digits, anything else in full.</summary>
    public static string Value(object? value) => value is double number ? Number(number) : Clean(ValueText.Format(value));

    /// <summary>Text in its lines.</summary>
    public static string Text(string? text) =>
        text is null ? "" : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Clean))));

    /// <summary>The commit, branch and state of a work tree.</summary>
    public static string Git(RunOrigin? origin) => origin?.GitCommit is not { } commit ? "" : Clean(
        $"{commit[..Math.Min(10, commit.Length)]}{(origin.GitBranch is null ? "" : $" on {origin.GitBranch}")}{(origin.GitDirty is true ? ", with changes" : "")}");

    /// <summary>Which end of a series is the better one, in a narrow column.</summary>
    public static string Goal(MetricGoal? goal) => goal switch
    {
        MetricGoal.Minimize => "min",
        MetricGoal.Maximize => "max",
        _ => "",
    };

    /// <summary>A status in its colour; PowerShell takes the colour away where it shows none.</summary>
    public static string Status(RunStatus status) => Colour(status.ToString(), status switch
    {
        RunStatus.Running => Cyan,
        RunStatus.Succeeded => Green,
        RunStatus.Failed or RunStatus.Killed => Red,
        RunStatus.Cancelled => Yellow,
        _ => "",
    });

    /// <summary>What a check found, in its colour.</summary>
    public static string Health(ArtifactHealth health) => Colour(health.ToString(), health switch
    {
        ArtifactHealth.Intact => Green,
        ArtifactHealth.NotStored => "",
        _ => Red,
    });

    /// <summary>How much a finding matters, in its colour.</summary>
    public static string Severity(FindingSeverity severity) => Colour(severity.ToString(), severity switch
    {
        FindingSeverity.Error => Red,
        FindingSeverity.Warning => Yellow,
        _ => "",
    });

    private static string Colour(string text, string code) => code.Length == 0 ? text : $"{code}{text}{Reset}";

    // Text that came from users or files must not steer the terminal.
    private static string Clean(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
