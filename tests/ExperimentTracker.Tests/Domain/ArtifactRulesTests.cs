using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public sealed class ArtifactRulesTests
{
    [Theory]
    [InlineData("model.json", "model.json")]
    [InlineData("plots/loss.png", "plots/loss.png")]
    [InlineData(@"plots\loss.png", "plots/loss.png")]
    [InlineData("...", "...")]
    [InlineData("ab:c", "ab:c")]
    [InlineData("日本/☕", "日本/☕")]
    public void A_key_has_one_form(string given, string kept) => Assert.Equal(kept, ArtifactRules.CheckKey(given));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/etc/passwd")]
    [InlineData(@"\\server\share")]
    [InlineData("C:/x")]
    [InlineData("c:x")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData(@"a\..\b")]
    [InlineData("./a")]
    [InlineData("a\nb")]
    public void A_key_that_climbs_or_is_absolute_is_refused(string? key) => Expect.Refused("InvalidArtifactKey", () => ArtifactRules.CheckKey(key));

    [Theory]
    [InlineData("model.json", "model.json")]
    [InlineData("a/b c", "a/b c")]
    [InlineData("what?<now>:*|\"", "what__now_____")]
    [InlineData("ends. ", "ends. _")]
    [InlineData("dots./x", "dots._/x")]
    [InlineData("con/AUX.txt/com1", "_con/_AUX.txt/_com1")]
    [InlineData("console/com10", "console/com10")]
    [InlineData("bell\u0007", "bell_")]
    [InlineData(@"back\slash", "back_slash")]
    public void A_key_has_a_path_that_every_system_can_create(string key, string path) => Assert.Equal(path, ArtifactRules.SafePath(key));

    [Fact]
    public void Names_that_become_the_same_are_numbered_and_a_name_that_needs_no_change_keeps_it()
    {
        IReadOnlyDictionary<string, string> paths = DistinctPaths.Of(["a?b.txt", "a:b.txt", "a_b.txt", "d.x/a?", "d.x/a:", ":", "a_b~2.txt"]);
        Assert.Equal(
            ["a_b~3.txt", "a_b~4.txt", "a_b.txt", "d.x/a_", "d.x/a_~2", "_", "a_b~2.txt"],
            new[] { "a:b.txt", "a?b.txt", "a_b.txt", "d.x/a:", "d.x/a?", ":", "a_b~2.txt" }.Select(n => paths[n]));
        Assert.Equal(OperatingSystem.IsLinux() ? "A.txt" : "a~2.txt", DistinctPaths.Of(["A.txt", "a.txt"])[OperatingSystem.IsLinux() ? "A.txt" : "a.txt"]);
    }

    [Fact]
    public void A_digest_is_64_digits_with_or_without_sha256()
    {
        string hex = new('A', 64);
        Assert.Equal("sha256:" + hex.ToLowerInvariant(), ArtifactRules.CheckDigest($" SHA256:{hex} "));
        Assert.Equal("sha256:" + hex.ToLowerInvariant(), ArtifactRules.CheckDigest(hex));
        Assert.Equal(hex, ArtifactRules.HexOf("sha256:" + hex));
        foreach (string? bad in new[] { null, "", hex[1..], hex + "A", "sha256:" + hex[1..], "sha512:" + hex, "sha256:" + hex[1..] + "G", "sha256:" + hex[4..] + "/../" })
        {
            Expect.Refused("InvalidDigest", () => ArtifactRules.CheckDigest(bad));
        }
    }

    [Fact]
    public void The_digest_of_a_folder_does_not_depend_on_the_order_of_its_files()
    {
        ArtifactFile[] files = [.. "baC".Select(c => new ArtifactFile { Path = c.ToString(), Size = c, Digest = "sha256:" + new string('0', 64) })];
        Assert.Equal(ArtifactRules.FolderDigest(files), ArtifactRules.FolderDigest(Enumerable.Reverse(files)));
        Assert.NotEqual(ArtifactRules.FolderDigest(files), ArtifactRules.FolderDigest(files[1..]));

        // printf '' | sha256sum
        Assert.Equal("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ArtifactRules.FolderDigest([]));
    }
}
