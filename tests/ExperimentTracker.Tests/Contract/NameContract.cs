using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Names and ids of projects. Experiments have the same rules.</summary>
public abstract class NameContract(StoreUnderTest store) : StoreContract(store)
{
    [Theory]
    [InlineData("Vision", "vision")]
    [InlineData("Ärger", "äRGER")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("Caf\u00E9", "CAFE\u0301")]
    [InlineData("Ширина", "ШИРИНА")]
    public void Names_that_differ_in_case_or_composition_only_are_the_same_name(string first, string second)
    {
        Store.NewProject(first);
        Expect.Refused("ProjectExists", () => Store.NewProject(second));
        Assert.Equal([first], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Theory]
    [InlineData("i", "ı")]
    [InlineData("I", "İ")]
    [InlineData("Strasse", "Straße")]
    [InlineData("a b", "a  b")]
    [InlineData("a", "a ")]
    public void Different_names_can_coexist(string first, string second)
    {
        Store.NewProject(first);
        Store.NewProject(second);
        Assert.Equal(2, Store.Projects.Query(new(), None).Count);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("az-Latn-AZ")]
    [InlineData("lt-LT")]
    public void Turkish_rules_for_i_do_not_change_what_a_name_is(string culture) => Under(culture, () =>
    {
        Store.NewProject("TITLE");
        Expect.Refused("ProjectExists", () => Store.NewProject("title"));
        Store.NewProject("tıtle");
        Assert.Equal("TITLE", Identities.FindProject(Store, "Title").Name);
        return 0;
    });

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    [InlineData("escape\u001B[31m")]
    public void A_name_that_is_empty_or_has_control_characters_is_refused(string name) =>
        Expect.Refused("InvalidName", () => Store.NewProject(name));

    [Fact]
    public void A_name_that_is_not_valid_Unicode_is_refused() =>
        Expect.Refused("InvalidName", () => Store.NewProject("half a pair \uD83D"));

    [Fact]
    public void A_name_may_have_256_characters_and_no_more()
    {
        Assert.Equal(256, Store.NewProject(new string('n', 256)).Name.Length);
        Expect.Refused("InvalidName", () => Store.NewProject(new string('m', 257)));
    }

    [Theory]
    [InlineData("Robert'); DROP TABLE projects;--")]
    [InlineData("100% \"sure\" [x] * ? @1 {0}")]
    [InlineData("日本語 ☕ 👩‍🔬")]
    [InlineData("../../etc")]
    public void A_name_that_means_something_elsewhere_is_only_a_name(string name)
    {
        Project made = Store.NewProject(name);
        Assert.Equal(made.Id, Identities.FindProject(Store, name).Id);
        Assert.Equal([made.Id], Store.Projects.Query(new() { NamePrefix = name[..3] }, None).Select(p => p.Id));
    }

    [Fact]
    public void A_prefix_finds_names_in_any_case_and_has_no_wildcards()
    {
        foreach (string name in new[] { "Äpfel", "äpfel 2", "Apfel", "a%", "a_", "ab", "a👩", "a\uFFFD" }) Store.NewProject(name);
        Assert.Equal(["Äpfel", "äpfel 2"], Names("ÄP"));
        Assert.Equal(["a%"], Names("a%"));
        Assert.Equal(["a_"], Names("A_"));
        Assert.Equal(6, Names("a").Length);
        Assert.Contains("a👩", Names("a"));

        string[] Names(string prefix) => [.. Store.Projects.Query(new() { NamePrefix = prefix }, None).Select(p => p.Name)];
    }

    [Fact]
    public void A_chosen_id_is_kept_and_never_reused()
    {
        Store.Projects.Create([new ProjectDraft { Id = "proj_1", Name = "first" }], None);
        Expect.Refused("ProjectIdExists", () => Store.Projects.Create([new ProjectDraft { Id = "proj_1", Name = "second" }], None));
        Store.Projects.Remove(["proj_1"], None);
        Expect.Refused("ProjectIdExists", () => Store.Projects.Create([new ProjectDraft { Id = "proj_1", Name = "third" }], None));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("tab\there")]
    public void An_id_that_is_empty_or_has_control_characters_is_refused(string id) =>
        Expect.Refused("InvalidId", () => Store.Projects.Create([new ProjectDraft { Id = id, Name = "p" }], None));

    [Fact]
    public void An_id_may_have_200_characters_and_no_more()
    {
        Store.Projects.Create([new ProjectDraft { Id = new string('x', 200), Name = "p" }], None);
        Expect.Refused("InvalidId", () => Store.Projects.Create([new ProjectDraft { Id = new string('x', 201), Name = "q" }], None));
    }

    [Fact]
    public void The_same_id_may_be_a_project_an_experiment_and_a_run()
    {
        Store.Projects.Create([new ProjectDraft { Id = "same", Name = "p" }], None);
        Store.Experiments.Create([new ExperimentDraft { Id = "same", Name = "e", ProjectId = "same" }], None);
        Store.NewRun(new RunDraft { Id = "same", ExperimentId = "same" });
        Assert.Equal("e/000", Identities.FindRun(Store, "same").Path);
    }
}
