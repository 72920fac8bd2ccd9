using System.Globalization;

namespace ExperimentTracker.TestServers;

/// <summary>The files of a PostgreSQL server.</summary>
internal static class PostgresFiles
{
    /// <summary>The folder inside the server's, which is the current one of its processes.</summary>
    public const string Data = "data";

    /// <summary>Creates the files, with a superuser.</summary>
    public static void Create(ScratchFolder folder, PostgresLogin admin)
    {
        string data = folder.MakeOwned(Data), setup = folder.MakeOwned("setup"), password = Path.Combine(setup, "password");
        File.WriteAllText(password, admin.Password);
        ServerUser.Own(setup);
        // With the rules of English, as users have them, an ORDER BY without COLLATE is not by code point.
        (string? output, string errors) = ServerUser.Run(data, PostgresPrograms.PathOf("initdb"), "-D", data, "-U", admin.User, $"--pwfile={password}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync", "--no-instructions");
        Directory.Delete(setup, recursive: true);
        if (output is not null) return;
        folder.Dispose();
        throw new ServerException($"initdb failed: {errors}");
    }

    /// <summary>Writes the settings, and who may connect: all roles by password, from this machine.</summary>
    public static void Configure(ScratchFolder folder, int port, PostgresOptions options, ServerCertificate? certificate)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = string.Join(',', ServerCertificate.Addresses),
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = "300",
            ["wal_level"] = "minimal",
            ["max_wal_senders"] = "0",
            ["fsync"] = options.Durable ? "on" : "off",
            ["full_page_writes"] = options.Durable ? "on" : "off",
        };
        if (certificate is not null)
        {
            settings["ssl"] = "on";
            settings["ssl_cert_file"] = certificate.CertificatePath;
            settings["ssl_key_file"] = certificate.KeyPath;
        }

        foreach ((string name, string value) in options.Settings) settings[name] = value;
        string data = folder.Sub(Data);
        File.WriteAllLines(Path.Combine(data, "postgresql.auto.conf"), settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'"));
        File.WriteAllText(Path.Combine(data, "pg_hba.conf"), $"{(certificate is null ? "host" : "hostssl")} all all 127.0.0.0/8 scram-sha-256\n");
    }
}
