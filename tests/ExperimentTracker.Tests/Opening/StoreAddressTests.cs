using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Opening;

/// <summary>Which addresses of stores are read, and what they mean. What a password is, no error may repeat.</summary>
public sealed class StoreAddressTests
{
    private const string Secret = "s3cretWord";

    [Theory]
    [InlineData("postgres://h/d", "postgres://h:5432/d?schema=experiments", "h", 5432, "d", "experiments", null)]
    [InlineData("postgresql://h/d", "postgres://h:5432/d?schema=experiments", "h", 5432, "d", "experiments", null)]
    [InlineData("POSTGRES://DB.Example.COM:6543/Lab?schema=team_a", "postgres://db.example.com:6543/Lab?schema=team_a", "db.example.com", 6543, "Lab", "team_a", null)]
    [InlineData("postgres://ada@h/d", "postgres://ada@h:5432/d?schema=experiments", "h", 5432, "d", "experiments", "ada")]
    [InlineData("postgres://ada%40lab@h/a%2Fb%20c", "postgres://ada%40lab@h:5432/a%2Fb%20c?schema=experiments", "h", 5432, "a/b c", "experiments", "ada@lab")]
    [InlineData("postgres://ada@lab@h/d", "postgres://ada%40lab@h:5432/d?schema=experiments", "h", 5432, "d", "experiments", "ada@lab")]
    [InlineData("postgres://Zo%C3%AB@h/日本", "postgres://Zo%C3%AB@h:5432/%E6%97%A5%E6%9C%AC?schema=experiments", "h", 5432, "日本", "experiments", "Zoë")]
    [InlineData("postgres://[::1]/d", "postgres://[::1]:5432/d?schema=experiments", "::1", 5432, "d", "experiments", null)]
    [InlineData("postgres://[2001:DB8:0:0::0:7]:7/d", "postgres://[2001:db8::7]:7/d?schema=experiments", "2001:db8::7", 7, "d", "experiments", null)]
    [InlineData("postgres://127.0.0.1:65535/d?sslmode=verify-full", "postgres://127.0.0.1:65535/d?schema=experiments", "127.0.0.1", 65535, "d", "experiments", null)]
    [InlineData("postgres://h/100%25", "postgres://h:5432/100%25?schema=experiments", "h", 5432, "100%", "experiments", null)]
    [InlineData("postgres://h/a+b", "postgres://h:5432/a%2Bb?schema=experiments", "h", 5432, "a+b", "experiments", null)]
    [InlineData("postgres://h/d?artifacts=s3://bucket/p&schema=x", "postgres://h:5432/d?schema=x", "h", 5432, "d", "x", null)]
    public void An_address_of_a_server_has_one_form(string text, string canonical, string host, int port, string database, string schema, string? user)
    {
        StoreAddress address = StoreAddress.Parse(text);
        Assert.Equal((host, port, database, schema, user), (address.Host, address.Port, address.Database, address.Schema, address.User));
        Assert.Equal(("postgres", canonical, true), (address.Scheme, address.Text, address.IsServer));
        Assert.Equal(address.Text, $"{address}");
        Assert.Equal(address, StoreAddress.Parse(address.Text));
        Assert.Equal(address.GetHashCode(), StoreAddress.Parse(address.Text).GetHashCode());
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres:///d")]
    [InlineData("postgres://h")]
    [InlineData("postgres://h/")]
    [InlineData("postgres://h?schema=x")]
    [InlineData("postgres://h/d/e")]
    [InlineData("postgres://h/d/")]
    [InlineData("postgres://h:/d")]
    [InlineData("postgres://h:0/d")]
    [InlineData("postgres://h:65536/d")]
    [InlineData("postgres://h:+5/d")]
    [InlineData("postgres://h:٣/d")]
    [InlineData("postgres://::1/d")]
    [InlineData("postgres://[::1/d")]
    [InlineData("postgres://[::1]5/d")]
    [InlineData("postgres://[127.0.0.1]/d")]
    [InlineData("postgres://[fe80::1%25eth0]/d")]
    [InlineData("postgres://a,b/d")]
    [InlineData("postgres://h%2Fi/d")]
    [InlineData("postgres://hö/d")]
    [InlineData("postgres://h /d")]
    [InlineData("postgres://@h/d")]
    [InlineData("postgres://h/d%")]
    [InlineData("postgres://h/d%4")]
    [InlineData("postgres://h/d%GG")]
    [InlineData("postgres://h/%FF")]
    [InlineData("postgres://h/a%00b")]
    [InlineData("postgres://h/a b")]
    [InlineData("postgres://h/a\nb")]
    [InlineData("postgres://h/d#x")]
    [InlineData("postgres://h/d?")]
    [InlineData("postgres://h/d?schema")]
    [InlineData("postgres://h/d?schema=")]
    [InlineData("postgres://h/d?schema=Team")]
    [InlineData("postgres://h/d?schema=team-a")]
    [InlineData("postgres://h/d?schema=1a")]
    [InlineData("postgres://h/d?schema=pg_x")]
    [InlineData("postgres://h/d?schema=information_schema")]
    [InlineData("postgres://h/d?schema=a%22b")]
    [InlineData("postgres://h/d?schema=ı")]
    [InlineData("postgres://h/d?schema=a&schema=a")]
    [InlineData("postgres://h/d?schema=a&")]
    [InlineData("postgres://h/d?Schema=a")]
    [InlineData("postgres://h/d?options=-c%20x")]
    [InlineData("postgres://h/d?user=ada")]
    [InlineData("postgres://h/d?host=/tmp")]
    [InlineData("postgres://h/d?sslmode=disable")]
    [InlineData("postgres://h/d?sslmode=require")]
    [InlineData("postgres://h/d?sslmode=verify-ca")]
    [InlineData("postgres://localhost/d?sslmode=prefer")]
    [InlineData("postgres://h/d?sslrootcert=ca.pem")]
    [InlineData("postgres://h/d?artifacts=bucket")]
    [InlineData("mysql://h/d")]
    [InlineData("h/d")]
    [InlineData("")]
    public void What_is_not_exactly_an_address_is_refused(string text) => Expect.Refused("StoreAddressInvalid", () => StoreAddress.Parse(text));

    [Theory]
    [InlineData("63", true)]
    [InlineData("64", false)]
    public void A_name_is_as_long_as_one_of_the_database(string length, bool isAccepted)
    {
        string name = new('a', int.Parse(length, null)), wide = new('é', 31);
        if (isAccepted)
        {
            Assert.Equal((name, name, name), (StoreAddress.Parse($"postgres://{name}@h/{name}?schema={name}") is var a ? (a.User, a.Database, a.Schema) : default));
            Assert.Equal(wide + "a", StoreAddress.Parse($"postgres://h/{wide}a").Database);
            return;
        }

        foreach (string text in (string[])[$"{name}@h/d", $"h/{name}", $"h/d?schema={name}", $"h/{wide}aa"]) Expect.Refused("StoreAddressInvalid", () => StoreAddress.Parse("postgres://" + text));
    }

    [Theory]
    [InlineData("postgres://ada:s3cretWord@h/d")]
    [InlineData("postgres://ada:s3cretWord@h:5432/d?schema=x")]
    [InlineData("postgres://ada%3As3cretWord@h/d")]
    [InlineData("postgres://:s3cretWord@h/d")]
    [InlineData("postgres://ada:@h/d")]
    [InlineData("postgres://ada:s3cretWord/x@h/d")]
    [InlineData("postgres://ada:s3cretWord?x@h/d")]
    [InlineData("postgres://ada:s3cretWord#x@h/d")]
    [InlineData("postgres://ada:12@s3cretWord@h/d")]
    [InlineData("postgres://h/d?password=s3cretWord")]
    [InlineData("postgres://h/d?schema=x&sslpassword=s3cretWord")]
    [InlineData("postgres://h/d?artifacts=s3://key:s3cretWord@bucket/p")]
    [InlineData("postgres://h/d?artifacts=https://a/c?sig=s3cretWord")]
    [InlineData("postgres://h/d?artifacts=s3://b/p?X-Amz-Signature=s3cretWord")]
    [InlineData("postgres://h/d?artifacts=s3://b/p?secretkey=s3cretWord")]
    public void A_password_in_an_address_is_refused_and_not_repeated(string text)
    {
        TrackerException error = Expect.Refused("StoreAddressHasPassword", () => StoreAddress.Parse(text));
        Assert.DoesNotContain(Secret, $"{error} {error.Target}", StringComparison.OrdinalIgnoreCase);
    }

    // Nobody can know which part of a wrong address was meant as a password.
    [Theory]
    [InlineData("postgres://ada:123/s3cretWord@h/d")]
    [InlineData("postgres://ada:123?s3cretWord@h/d")]
    [InlineData("postgres://ada@h:s3cretWord/d")]
    [InlineData("postgres://ada@h s3cretWord/d")]
    [InlineData("postgres://ada@h/d?schema=s3cretWord")]
    [InlineData("postgres://ada@h/d?sslmode=s3cretWord")]
    [InlineData("postgres://ada@h/d?token-s3cretWord=1")]
    [InlineData("postgres://ada@h/s3cretWord%")]
    [InlineData("mysql://ada:s3cretWord@h/d")]
    public void No_error_repeats_a_part_of_an_address(string text)
    {
        TrackerException error = Assert.Throws<TrackerException>(() => StoreAddress.Parse(text));
        Assert.DoesNotContain(Secret, $"{error} {error.Target}", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("localhost.example.com", false)]
    [InlineData("127.0.0.1.example.com", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("[::]", false)]
    [InlineData("0.0.0.0", false)]
    public void Only_this_machine_needs_no_verified_server(string host, bool isLoopback) => Assert.Equal(isLoopback, StoreAddress.Parse($"postgres://{host}/d").IsLoopback);

    [Fact]
    public void Certificates_to_trust_are_chosen_by_the_user_alone()
    {
        string path = Path.GetFullPath("ca.pem"), text = $"postgres://h/d?sslrootcert={Uri.EscapeDataString(path)}";
        StoreAddress given = StoreAddress.Parse(text);
        Assert.Equal(path, given.RootCertificate);
        Assert.Equal(StoreAddress.Parse("postgres://h/d"), given);
        Assert.Equal(path, given.WithUser("ada").RootCertificate);
        Expect.Refused("StoreAddressInvalid", () => StoreAddress.Parse(text, isFound: true));
        Assert.Equal(given, StoreAddress.Parse(given.Text, isFound: true));
    }

    [Fact]
    public void A_location_of_artifacts_is_decoded_and_does_not_change_which_store_it_is()
    {
        StoreAddress address = StoreAddress.Parse("postgres://h/d?artifacts=s3%3A%2F%2Fbucket%2Fp%3Fregion%3Deu%26pathstyle%3Dtrue");
        Assert.Equal("s3://bucket/p?region=eu&pathstyle=true", address.Artifacts);
        Assert.Equal(StoreAddress.Parse("postgres://h/d"), address);
        Assert.Equal("s3://b/p?region=eu", StoreAddress.Parse("postgres://h/d?artifacts=s3://b/p?region=eu&schema=x").Artifacts);
    }

    [Fact]
    public void A_login_is_of_the_user_of_the_address()
    {
        StoreAddress address = StoreAddress.Parse("postgres://h/d"), ada = address.WithUser("ada:x");
        Assert.Equal(("ada:x", "postgres://ada%3Ax@h:5432/d?schema=experiments"), (ada.User, ada.Text));
        Assert.NotEqual(address, ada);
        Assert.Equal(ada, ada.WithUser("ada:x"));
        Expect.Refused("StoreCredentialInvalid", () => ada.WithUser("grace"));
        Expect.Refused("StoreCredentialInvalid", () => StoreAddress.OfFolder("x").WithUser("ada"));
        Expect.Refused("StoreCredentialInvalid", () => StoreAddress.NewInMemory().WithUser("ada"));
    }

    [Fact]
    public void A_folder_is_one_store_however_it_is_written_and_memory_is_always_another()
    {
        string here = Path.GetFullPath("s");
        Assert.Equal(StoreAddress.OfFolder("s"), StoreAddress.OfFolder(Path.Combine(here, "x", "..") + Path.DirectorySeparatorChar));
        Assert.NotEqual(StoreAddress.OfFolder("s"), StoreAddress.OfFolder("t"));
        Assert.Equal((here, here, "file", false), (StoreAddress.OfFolder("s").Text, StoreAddress.OfFolder("s").Key, StoreAddress.OfFolder("s").Scheme, StoreAddress.OfFolder("s").IsServer));
        StoreAddress memory = StoreAddress.NewInMemory();
        Assert.NotEqual(StoreAddress.NewInMemory(), memory);
        Assert.Equal((":memory:", "memory", memory), (memory.Text, memory.Scheme, memory));
    }

    [Theory]
    [InlineData("postgres://h/d", true)]
    [InlineData("s3://b", true)]
    [InlineData("C://x", false)]
    [InlineData("./a://b", false)]
    [InlineData("://b", false)]
    [InlineData("1a://b", false)]
    [InlineData("a:b", false)]
    [InlineData("", false)]
    public void What_looks_like_an_address_of_a_server(string text, bool isUrl) => Assert.Equal(isUrl, StoreAddress.IsUrl(text));
}
