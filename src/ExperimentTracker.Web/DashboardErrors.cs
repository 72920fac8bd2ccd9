using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Web;

/// <summary>Errors of dashboards.</summary>
public static class DashboardErrors
{
    /// <summary>The address or the port cannot be used. Id: <c>DashboardAddressUnavailable</c>.</summary>
    public static TrackerException AddressUnavailable(IPAddress address, int port, SocketException inner) => new(
        "DashboardAddressUnavailable", TrackerErrorKind.Unavailable, $"{address}:{port}",
        $"No dashboard can listen on {address}, port {port}: {inner.Message}. Use another -Port, or none for a free one.", inner);

    /// <summary>A dashboard for other machines without a token of the user's. Id: <c>DashboardTokenMissing</c>.</summary>
    public static TrackerException TokenMissing(IPAddress address) => new(
        "DashboardTokenMissing", TrackerErrorKind.InvalidArgument, address.ToString(),
        $"A dashboard that listens on {address} can be reached from other machines. Give it a token of your own with -Token, or listen on the loopback address.");

    /// <summary>A token that can be guessed. Id: <c>DashboardTokenTooShort</c>.</summary>
    public static TrackerException TokenTooShort(int shortest) => new(
        "DashboardTokenTooShort", TrackerErrorKind.InvalidArgument, null, $"The token of a dashboard needs at least {shortest} characters. Use a longer, random one.");

    /// <summary>A public address that is not one. Id: <c>DashboardAddressInvalid</c>.</summary>
    public static TrackerException AddressInvalid(string address) => new(
        "DashboardAddressInvalid", TrackerErrorKind.InvalidArgument, address,
        $"'{address}' is not the public address of a dashboard. Write it as https://host/ or https://host/prefix/, without a query.");

    /// <summary>Objects that no page shows. Id: <c>DashboardPageUnknown</c>.</summary>
    public static TrackerException PageUnknown(string what) => new(
        "DashboardPageUnknown", TrackerErrorKind.InvalidArgument, what,
        $"The dashboard has no page for {what}. Pass one run, up to a hundred runs to compare, experiments, or a model.");
}
