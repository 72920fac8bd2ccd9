namespace ExperimentTracker.Stress;

/// <summary>Names, texts and numbers that often cause errors in software.</summary>
public static class HostileValues
{
    /// <summary>Texts that are dangerous only when they are interpreted as something else: SQL, paths, escapes, markup.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "'; DROP TABLE runs; --", "\" OR \"\"=\"", "Robert'); DELETE FROM metrics WHERE ('1'='1", "@1", "%s%n", "{0}", "x' UNION SELECT value FROM store_info --",
        "../../etc/passwd", "..\\..\\windows\\system32", "/etc/passwd", "C:\\Windows\\win.ini", "C:evil", "\\\\host\\share\\x", "//host/share", "file:///etc/passwd", "~/.ssh/id_rsa", ".", "..", "a/./b",
        "a//b", "a/", "NUL", "con", "COM1.txt", "LPT9", "aux.", "AUX.tar.gz", "PRN ", "CONIN$", "COM\u00B9", "trailing.", "trailing ", "a:b", "a*b?", "<x>|y", "$HOME", "`whoami`", "$(calc)", "%PATH%", "-rf", "--", "#", ";",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "&lt;b&gt;", "javascript:alert(1)", "]]>", "<!--", "</style><script>", "' onmouseover='x",
        "##vso[task.setvariable variable=x]y", "::set-output name=x::y", "=1+1", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "+1", "NaN", "null", "undefined", "true", "0x10", "1e999", "\uFEFFbom", "İstanbul", "ıI", "straße", "Ⅷ", "é", "e\u0301",
        "\u202Egnp.exe", "zero\u200Bwidth", "😀", "👩‍👩‍👧", "\U0010FFFF", "中文", "ﷺ", new string('x', 256), new string('é', 200), string.Concat(Enumerable.Repeat("😀", 128)),
    ];

    /// <summary>Texts that are not valid as names: empty, with control characters, too long, or not Unicode.</summary>
    public static IReadOnlyList<string> NoNames { get; } =
    [
        "", " ", "\t", "nul\0byte", "line\nbreak", "carriage\rreturn", "\u001b[2J", "\u001b]0;title\u0007", "\u009b31m", "bell\u0007", "back\bspace", "delete\u007f", new string('x', 300), new string('y', 100_000),
    ];

    /// <summary>Texts that are not Unicode. JSON can contain them only as escapes.</summary>
    public static IReadOnlyList<string> BrokenTexts { get; } = ["\ud800", "x\udc00", "\udfff\ud800"];

    public static IReadOnlyList<long> Numbers { get; } =
    [
        0, -1, 1, 2, 63, 1024, 1025, int.MaxValue, int.MinValue, uint.MaxValue, (1L << 53) + 1, -(1L << 53) - 1, long.MaxValue, long.MinValue, DateTime.MaxValue.Ticks, DateTime.MaxValue.Ticks + 1,
    ];

    public static IReadOnlyList<double> Reals { get; } =
    [
        0.5, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, 9007199254740993.0, 1e-320,
    ];

    public static IReadOnlyList<string> Timestamps { get; } =
    [
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "2024-02-30T00:00:00Z", "2024-13-01", "1969-12-31T23:59:59Z", "2024-06-30T23:59:60Z", "0000-00-00", "10000-01-01T00:00:00Z", "01.02.2024", "yesterday", "",
    ];

    public static T OneOf<T>(this Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
