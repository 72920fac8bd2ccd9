namespace ExperimentTracker.Alerts;

/// <summary>A server that takes mails.</summary>
/// <param name="Host">The name or address of the machine.</param>
/// <param name="Port">The port; <see langword="null"/> for the usual one.</param>
public sealed record SmtpPlace(string Host, int? Port)
{
    /// <summary>Reads <c>host</c> or <c>host:port</c>, with an IPv6 address in brackets; <see langword="null"/> if it is neither.</summary>
    public static SmtpPlace? Read(string? text) =>
        text is not null && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '/' or '@' or '?' or '#')
        && Uri.TryCreate($"smtp://{text}", UriKind.Absolute, out Uri? place) && place is { Host.Length: > 0, AbsolutePath: "" or "/" }
            ? new(place.IdnHost, place.Port is > 0 and var port ? port : null)
            : null;
}
