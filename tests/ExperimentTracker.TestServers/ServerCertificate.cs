using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExperimentTracker.TestServers;

/// <summary>A certificate of a server of the tests, for "localhost" and the name of this machine, signed by an authority that exists only for it.</summary>
internal sealed record ServerCertificate(string RootPath, string CertificatePath, string KeyPath)
{
    private static readonly Lazy<(string? Name, IPAddress[] Addresses)> Machine = new(Resolve);

    /// <summary>The name of this machine, or <see langword="null"/> when it is not a name of addresses of 127.0.0.0/8 only.</summary>
    public static string? MachineName => Machine.Value.Name;

    /// <summary>The addresses of "localhost" and of this machine's name.</summary>
    public static IEnumerable<string> Addresses => Machine.Value.Addresses.Prepend(IPAddress.Loopback).Select(a => a.ToString()).Distinct();

    /// <summary>Makes the files in a folder: the root certificate for clients, and the certificate and its key for the server.</summary>
    public static ServerCertificate Create(string folder)
    {
        (DateTimeOffset from, DateTimeOffset to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Authority of the tests", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 root = rootRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Server of the tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (MachineName is not null) names.AddDnsName(MachineName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false)); // serverAuth, RFC 5280
        using X509Certificate2 certificate = request.Create(root, from, to, RandomNumberGenerator.GetBytes(16));

        string owned = Directory.CreateDirectory(Path.Combine(folder, "tls"), (UnixFileMode)0b111_000_000).FullName;
        var made = new ServerCertificate(Path.Combine(folder, "root.crt"), Path.Combine(owned, "server.crt"), Path.Combine(owned, "server.key"));
        File.WriteAllText(made.RootPath, root.ExportCertificatePem());
        File.WriteAllText(made.CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(made.KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(made.KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ServerUser.Own(owned);
        return made;
    }

    private static (string? Name, IPAddress[] Addresses) Resolve()
    {
        string name = Environment.MachineName;
        try
        {
            IPAddress[] addresses = Dns.GetHostAddresses(name, AddressFamily.InterNetwork);
            if (name != "localhost" && addresses.Length > 0 && addresses.All(IPAddress.IsLoopback)) return (name, addresses);
        }
        catch (SocketException)
        {
            // No address.
        }

        return (null, []);
    }
}
