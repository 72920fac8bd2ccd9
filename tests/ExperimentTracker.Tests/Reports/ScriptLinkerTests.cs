using ExperimentTracker.Page;

namespace ExperimentTracker.Tests.Reports;

/// <summary>Modules that become one script; executed by Node.js, and in reports by a browser.</summary>
public sealed class ScriptLinkerTests
{
    private static readonly Dictionary<string, string> Libraries = new() { ["little"] = "lib/little.js" };

    [NeedsBrowserTheory]
    [InlineData("""import { a, b as c } from "./one.js"; console.log(a, c);""", """export const a = 1; export { b }; const b = 2;""", "1 2")]
    [InlineData("""import some from "./one.js"; console.log(some(2));""", """var n=1;export default function(s){return s+n}""", "3")]
    [InlineData("""import { x, y } from "./one.js"; console.log(x(), new y().z);""", "const hidden = 1;\nexport function x() { return hidden; }\nexport class y { z = 2; }", "1 2")]
    [InlineData("""import { f } from "./one.js"; f().then(console.log);""", "export async function f() { return 7; }", "7")]
    [InlineData("""import { v, w } from "./one.js"; console.log(v, w);""", "export { value as v } from \"little\";\nexport { w } from \"./two.js\";", "5 6")]
    [InlineData("""import "./one.js"; console.log("main");""", """console.log("one");""", "one\nmain")]
    public void Imports_get_what_exports_give(string main, string one, string expected)
    {
        // Statements begin a line, as in the page.
        string script = ScriptLinker.Link("a/main.js", Files(("a/main.js", Lines(main)), ("a/one.js", Lines(one)), ("a/two.js", "export const w = 6;"), ("lib/little.js", "const q=5;export{q as value};")), Libraries);
        using var folder = new TempFolder();
        folder.Write("linked.js", script);
        Assert.Equal(expected, Tools.Run(ReportBrowser.Found.Node, folder.Path, "linked.js").Trim().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_module_is_in_the_script_once_and_after_what_it_imports()
    {
        string script = ScriptLinker.Link(
            "main.js",
            Files(("main.js", "import { b } from \"./sub/b.js\";\nimport { c } from \"./c.js\";"), ("sub/b.js", "import { c } from \"../c.js\";\nexport const b = c;"), ("c.js", "export const c = 1;")),
            Libraries);
        string[] order = [.. script.Split('\n').Where(line => line.StartsWith("// ", StringComparison.Ordinal)).Select(line => line[3..])];
        Assert.Equal(["c.js", "sub/b.js", "main.js"], order);
    }

    [Theory]
    [InlineData("import { a } from \"./main.js\";", "circle")]
    [InlineData("import { a } from \"other\";", "other")]
    [InlineData("export * from \"./one.js\";", "cannot be linked")]
    [InlineData("import * as all from \"./one.js\";", "cannot be linked")]
    public void What_cannot_be_linked_is_an_error(string main, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => ScriptLinker.Link("main.js", Files(("main.js", main), ("one.js", "")), Libraries)).Message, StringComparison.Ordinal);

    private static string Lines(string code) => code.Contains('\n', StringComparison.Ordinal) ? code : code.Replace("; ", ";\n", StringComparison.Ordinal);

    private static Func<string, string> Files(params (string Path, string Text)[] files) => path => files.Single(file => file.Path == path).Text;
}
