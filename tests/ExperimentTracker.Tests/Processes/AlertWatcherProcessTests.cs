using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Processes that watch one store, are killed and are started again, while a web hook and a mail server receive what alerts tell.</summary>
public abstract partial class AlertWatcherProcessTests
{
    private const int Failures = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected static void EachAlertArrivesOnce(IExperimentStore store, string address, TempFolder folder, params (string Name, string Value)[] environment)
    {
        using var hook = new HookReceiver();
        int port = HookReceiver.FreePort(), asked = 0;
        environment = [.. environment, ("ALERT_HOOK", hook.Address.AbsoluteUri), ("ALERT_KEY", "key")];

        // Until it is told otherwise, the receiver fails in the ways that are to be tried again.
        bool isBusy = true;
        hook.Answer = _ => isBusy ? Interlocked.Increment(ref asked) % 2 == 0 ? (500, null) : (429, "1") : (200, null);
        bool hasMail = MailServer.Program is not null;
        AlertDelivery toHook = new() { Channel = AlertChannel.WebHook, Address = "env:ALERT_HOOK", Secret = "env:ALERT_KEY" };
        AlertDelivery toMail = new() { Channel = AlertChannel.Mail, To = "ops@example.org", From = "lab@example.org", SmtpServer = $"127.0.0.1:{port}" };
        Register(store, [AlertCondition.Failed], hasMail ? [toHook, toMail] : [toHook]);

        using (WorkerProcess first = Watching(address, environment))
        {
            Experiment experiment = store.NewExperiment("night");
            foreach (int i in Enumerable.Range(0, Failures))
            {
                store.Runs.ChangeStatus(new() { RunId = store.NewRun(experiment).Id, To = RunStatus.Failed, ErrorMessage = $"error {i}" }, Expect.None);
            }

            // Killed between attempts, and once in the middle of one that the receiver refuses.
            Assert.True(SpinWait.SpinUntil(() => hook.Requests.Count >= 3, Patience));
            first.Kill();
        }

        isBusy = false;
        using MailServer? mails = hasMail ? new MailServer(folder, port) : null;
        using (WorkerProcess second = Watching(address, environment), third = Watching(address, environment))
        {
            // Killed at any time: what it had taken is taken over. What the receiver had accepted from it and was not recorded is sent again, with the same id.
            Assert.True(SpinWait.SpinUntil(() => Accepted(store) >= Failures / 2, Patience));
            second.Kill();
            Assert.True(SpinWait.SpinUntil(() => Open(store) == 0, Patience));
        }

        int received = hook.Requests.Count;
        using (WorkerProcess again = WorkerProcess.Start([], environment))
        {
            again.Ask("open", address, "quick");
            Assert.Equal("0", again.Ask("watch", "once"));
        }

        Assert.Equal(received, hook.Requests.Count);
        RunAlertEvent[] events = [.. store.Alerts.Events(new(), Expect.None)];
        Assert.Equal(Failures, events.Length);
        Assert.All(events.SelectMany(one => one.Delivery), delivery => Assert.Equal(AlertDeliveryState.Sent, delivery.State));

        // Each event was accepted; a second time only under the id of the first, if the watcher was killed in between.
        HookRequest[] accepted = [.. hook.Requests.Skip(asked)];
        Assert.Equal(events.Select(one => $"{one.Id}-0").Order(), accepted.Select(request => request.Headers["webhook-id"]).Distinct().Order());
        Assert.InRange(accepted.Length, Failures, Failures + 1);
        Assert.Equal(Enumerable.Range(0, Failures).Select(i => $"error {i}"), accepted.Select(request => (string)JsonNode.Parse(request.Body)!["data"]!["run"]!["error"]!).Distinct().Order());
        Assert.All(accepted, request => Assert.StartsWith("v1,", request.Headers["webhook-signature"]));
        if (mails is null) return;
        string[] ids = [.. mails.Mails.Select(mail => MessageId().Match(mail).Groups[1].Value)];
        Assert.Equal(events.Select(one => $"{one.Id}-1").Order(), ids.Distinct().Order());
        Assert.InRange(ids.Length, Failures, Failures + 1);
    }

    protected static void WatchersAtOnceSendOnce(IExperimentStore store, string address, params (string Name, string Value)[] environment)
    {
        using var hook = new HookReceiver();
        environment = [.. environment, ("ALERT_HOOK", hook.Address.AbsoluteUri)];
        Register(store, [AlertCondition.Failed], [new() { Channel = AlertChannel.WebHook, Address = "env:ALERT_HOOK" }]);
        using WorkerProcess first = Watching(address, environment), second = Watching(address, environment);
        Experiment experiment = store.NewExperiment("night");
        for (int i = 0; i < 30; i++) store.End(store.NewRun(experiment), RunStatus.Failed);
        Assert.True(SpinWait.SpinUntil(() => Accepted(store) == 30 && Open(store) == 0, Patience));
        Assert.Equal(30, hook.Requests.Count);
        Assert.Equal(30, hook.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
    }

    private static WorkerProcess Watching(string address, (string Name, string Value)[] environment)
    {
        WorkerProcess worker = WorkerProcess.Start([], environment);
        worker.Ask("open", address, "quick");
        worker.Send("watch");
        return worker;
    }

    private static void Register(IExperimentStore store, IReadOnlyList<AlertCondition> conditions, IReadOnlyList<AlertDelivery> deliveries) =>
        store.Alerts.Register(new() { Name = "a", Definition = new() { Condition = conditions, Delivery = deliveries } }, replace: false, [], Expect.None);

    private static int Accepted(IExperimentStore store) => Deliveries(store).Count(delivery => delivery.State == AlertDeliveryState.Sent);

    private static int Open(IExperimentStore store) => Deliveries(store).Count(delivery => delivery.State is AlertDeliveryState.Pending or AlertDeliveryState.Sending);

    private static IEnumerable<AlertEventDelivery> Deliveries(IExperimentStore store) => store.Alerts.Events(new(), Expect.None).SelectMany(one => one.Delivery);

    [GeneratedRegex("(?im)^Message-ID: <([^@]+)@example.org>")]
    private static partial Regex MessageId();
}

public sealed class AlertWatcherInAFolderTests : AlertWatcherProcessTests
{
    [Fact]
    public void Each_alert_arrives_once_while_watchers_are_killed_and_receivers_fail()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        EachAlertArrivesOnce(store, folder.Sub("store"), folder);
    }

    [Fact]
    public void Two_watchers_at_once_send_each_alert_once()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        WatchersAtOnceSendOnce(store, folder.Sub("store"));
    }
}

[NeedsPostgres]
public sealed class AlertWatcherOnAServerTests : AlertWatcherProcessTests
{
    [Fact]
    public void Each_alert_arrives_once_while_watchers_are_killed_and_receivers_fail()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = Open(out string address);
        EachAlertArrivesOnce(store, address, folder, ("PGPASSFILE", PostgresServer.Shared.PasswordFile));
    }

    [Fact]
    public void Two_watchers_at_once_send_each_alert_once()
    {
        using IExperimentStore store = Open(out string address);
        WatchersAtOnceSendOnce(store, address, ("PGPASSFILE", PostgresServer.Shared.PasswordFile));
    }

    private static IExperimentStore Open(out string address)
    {
        PostgresServer server = PostgresServer.Shared;
        address = server.Address(server.NewDatabase(), PostgresServer.NewSchemaName(), server.Admin);
        return new PostgresEngine().Open(StoreAddress.Parse(address), StoreOpening.OrCreate with { Credentials = PostgresSchemas.Admin }, Expect.None);
    }
}

/// <summary>Says why a part of <see cref="AlertWatcherProcessTests"/> is left out.</summary>
public sealed class MailServerTests
{
    [NeedsMailServer]
    public void A_mail_server_is_there_for_the_tests_of_watchers() => Assert.NotNull(MailServer.Program);
}
