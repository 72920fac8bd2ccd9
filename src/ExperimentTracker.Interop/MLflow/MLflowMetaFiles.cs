using System.Globalization;
using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Interop.Yaml;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads the files <c>meta.yaml</c>, and folders of which each file is a value: those of parameters and tags.</summary>
internal sealed class MLflowMetaFiles(TransferLosses losses)
{
    private const long LargestValue = 16 << 20;
    private const string MetaFile = "meta.yaml";

    /// <summary>Whether a folder has the description of an experiment.</summary>
    public static bool IsExperiment(string folder)
    {
        try
        {
            string path = Path.Combine(folder, MetaFile);
            if (!File.Exists(path)) return false;
            IReadOnlyDictionary<string, object?> meta = YamlMap.ReadFile(path);
            return meta.ContainsKey("experiment_id") && meta.ContainsKey("name") && (meta.ContainsKey("artifact_location") || meta.ContainsKey("lifecycle_stage"));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads the <c>meta.yaml</c> of a folder; <see langword="null"/> if it is damaged, which is reported.</summary>
    public MLflowMeta? Read(string folder)
    {
        string path = Path.Combine(folder, MetaFile);
        try
        {
            return new MLflowMeta(YamlMap.ReadFile(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            losses.Add("damaged file", e is FormatException ? e.Message : "it cannot be read", path);
            return null;
        }
    }

    /// <summary>The values of a folder: each file is one, named by its path.</summary>
    public IReadOnlyList<MLflowTag> Values(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var values = new List<MLflowTag>();
        foreach ((string key, string path) in LocalFiles.In(folder))
        {
            if (LocalFiles.TextOf(path, LargestValue) is { } text) values.Add(new(key, text));
            else losses.Add("damaged file", $"it cannot be read, or is larger than {LargestValue >> 20} MB", path);
        }

        return values;
    }
}

/// <summary>The values of a <c>meta.yaml</c>.</summary>
internal sealed class MLflowMeta(IReadOnlyDictionary<string, object?> values)
{
    /// <summary>An integer in a text, or <see langword="null"/>.</summary>
    public static long? Number(string? text) => long.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    public string? Text(string name) => values.GetValueOrDefault(name) as string;

    public long? Integer(string name) => Number(Text(name));

    /// <summary>A value that is written as a number, which counts from 0, or by its name.</summary>
    public string? Choice(string name, IReadOnlyList<string> names) => Integer(name) is { } number ? number >= 0 && number < names.Count ? names[(int)number] : Text(name) : Text(name);

    public IReadOnlyList<MLflowTag> Map(string name) =>
        values.GetValueOrDefault(name) is IReadOnlyDictionary<string, object?> map ? [.. map.Where(p => p.Value is string).Select(p => new MLflowTag(p.Key, (string)p.Value!))] : [];
}
