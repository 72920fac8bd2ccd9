namespace ExperimentTracker.Tests.Reports;

/// <summary>Texts that would be harmful if they were interpreted as markup or code.</summary>
public static class HostileTexts
{
    public static readonly string[] All =
    [
        "<script>window.pwned=1</script>",
        "</script><img src=http://127.0.0.1:9/x onerror=window.pwned=2>",
        "'; DROP TABLE runs;--",
        "![x](javascript:alert(1))",
        "[x](http://127.0.0.1:9/y) <http://127.0.0.1:9/z>",
        "<a href=\"javascript:alert(1)\" onclick='alert(2)'>x</a>",
        "--><!-- <![CDATA[ ]]> {{script}} {{data}} ${window.pwned=3}",
        "a | b `c` ``d`` \\ **e** _f_ ~~g~~ # h &lt; $i$",
        "__proto__ constructor toString",
        "@everyone see #1, www.example.com and https://example.com",
        "%AZP25 ##vso[task.complete] ::set-output::",
        "\u202Eexe.gnp 日本語 ąćę 🎉",
    ];

    /// <summary>A hostile name. Each kind of record gets another text.</summary>
    public static string Of(string kind) => $"{kind} {All[kind.Sum(c => c) % All.Length]}";
}
