using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Stores;
using static ExperimentTracker.Tests.Support.Expect;

namespace ExperimentTracker.Tests.Servers;

[NeedsPostgres]
public sealed class RoleTests : IDisposable
{
    private readonly SharedStore shared = new();

    public void Dispose() => shared.Dispose();

    [Fact]
    public void A_store_says_what_its_user_may_do()
    {
        Assert.Equal(
            [StoreRole.Reader, StoreRole.Writer, StoreRole.Curator, StoreRole.Owner],
            new[] { shared.Reader, shared.Ada, shared.Curator, shared.Administrator }.Select(login => shared.Open(login).Describe(None).Role));
        Assert.Equal([true, false], new[] { shared.Reader, shared.Ada }.Select(login => shared.Open(login).Describe(None).IsReadOnly));
        Refused("StoreAccessDenied", () => shared.Open(PostgresServer.Shared.NewRole()));
    }

    [Fact]
    public void A_writer_does_everyday_work_and_everyone_reads_it()
    {
        IExperimentStore ada = shared.Open(shared.Ada);
        Run run = Work(ada);
        ada.Runs.Remove([ada.NewRun(false).Id], None);
        foreach (PostgresLogin login in new[] { shared.Reader, shared.Ben, shared.Curator, shared.Administrator })
        {
            IExperimentStore store = shared.Open(login);
            Assert.Equal(1100, store.Points(run, "loss").Values.Length);
            Assert.Equal((1L, 1100L, 1L), (store.Describe(None).Runs, store.Describe(None).Points, store.Describe(None).Removed));
            Assert.Equal("good", Assert.Single(store.Tags.List(RecordType.Run, [run.Id], None)).Key);
        }

        Assert.Equal(shared.Ada.User, shared.Execute($"SELECT owner FROM runs WHERE id = '{run.Id}'"));
    }

    [Fact]
    public void A_run_of_another_writer_is_not_changed()
    {
        IExperimentStore ada = shared.Open(shared.Ada);
        Run run = Work(ada), running = ada.NewRun();
        ada.Log(running, "loss", 1);
        string before = Rows();
        foreach ((PostgresLogin login, string error) in new[] { (shared.Ben, "NotYours"), (shared.Reader, "StoreReadOnly") })
        {
            IExperimentStore store = shared.Open(login);
            Action[] changes =
            [
                () => store.Runs.Remove([run.Id], None),
                () => store.Runs.Update(run.Id, new() { Description = "mine" }, None),
                () => store.End(running),
                () => store.Resume(run),
                () => store.Log(running, "loss", 2),
                () => store.Log(running, "other", 2),
                () => store.Parameters.Add(running.Id, StoreSteps.Named(("new", 1L)), None),
                () => store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("good", "no")), None),
                () => store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("new", null)), None),
                () => store.Tags.Remove(RecordType.Run, run.Id, ["good"], None),
                () => store.AddText(run, "more.txt", "text"),
                () => store.AddText(run, "notes.txt", "other", replace: true),
                () => store.Artifacts.Remove([Assert.Single(store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None)).Id], None),
            ];
            foreach (Action change in changes) Refused(error, change);
        }

        Assert.Equal(before, Rows());
    }

    [Fact]
    public void A_reader_checks_a_store_and_finds_what_its_owner_does()
    {
        Run run = Work(shared.Open(shared.Ada));
        IExperimentStore reader = shared.Open(shared.Reader);
        Assert.Empty(reader.Maintenance.Check(quick: false, null, None));
        shared.Execute($"UPDATE metrics SET count = count + 1 WHERE key = 'loss' AND run_pk = (SELECT pk FROM runs WHERE id = '{run.Id}')");
        Assert.Equal(shared.Open(shared.Administrator).Maintenance.Check(quick: false, null, None), reader.Maintenance.Check(quick: false, null, None));
        Assert.NotEmpty(reader.Maintenance.Check(quick: false, null, None));
    }

    [Fact]
    public void A_curator_changes_and_removes_records_of_others()
    {
        IExperimentStore ada = shared.Open(shared.Ada), curator = shared.Open(shared.Curator);
        Run run = Work(ada);
        curator.Runs.Update(run.Id, new() { Description = "checked" }, None);
        curator.Tags.Remove(RecordType.Run, run.Id, ["good"], None);
        curator.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("checked", null)), None);
        curator.AddText(run, "review.txt", "fine");
        Assert.Equal(("checked", "checked"), (ada.Again(run).Description, Assert.Single(ada.Tags.List(RecordType.Run, [run.Id], None)).Key));
        Assert.Equal(shared.Ada.User, shared.Execute($"SELECT owner FROM runs WHERE id = '{run.Id}'"));
        curator.Runs.Remove([run.Id], None);
        Assert.NotNull(ada.Again(run).RemovedAt);
    }

    [Fact]
    public void The_catalogue_is_shared_and_only_curators_remove_what_others_added()
    {
        IExperimentStore ada = shared.Open(shared.Ada), ben = shared.Open(shared.Ben);
        Experiment experiment = ada.NewExperiment("iris"), own = ben.NewExperiment("mine");
        Run run = ben.End(ben.NewRun(experiment));
        ben.Experiments.Update(experiment.Id, new() { Description = "flowers" }, None);
        ben.Tags.Set(RecordType.Experiment, experiment.Id, StoreSteps.Named(("kind", "x")), None);
        ben.Tags.Remove(RecordType.Experiment, experiment.Id, ["kind"], None);
        Assert.Equal("flowers", Assert.Single(ada.Experiments.Query(new() { Ids = [experiment.Id] }, None)).Description);
        Refused("NotYours", () => ben.Experiments.Remove([experiment.Id], None));
        ben.Experiments.Remove([own.Id], None);
        shared.Open(shared.Curator).Experiments.Remove([experiment.Id], None);
        Assert.Equal(RunStatus.Succeeded, ada.Again(run).Status);
    }

    [Fact]
    public void A_writer_registers_versions_and_a_curator_decides_on_stages_and_aliases()
    {
        IExperimentStore ada = shared.Open(shared.Ada), ben = shared.Open(shared.Ben), curator = shared.Open(shared.Curator);
        Model model = ada.Models.Create([new() { Name = "m", ProjectId = ada.NewProject().Id }], None)[0];
        ModelVersion first = Register(ada, model), second = Register(ben, model);
        Assert.Equal([1, 2], new[] { first.Version, second.Version });
        ada.Models.UpdateVersion(first.Id, new() { Description = "tuned" }, None);
        Refused("NotYours", () => ben.Models.UpdateVersion(first.Id, new() { Description = "mine" }, None));
        Refused("NotYours", () => ada.Models.UpdateVersion(first.Id, new() { Stage = ModelStage.Production }, None));
        Refused("StoreAccessDenied", () => ada.Models.UpdateVersion(first.Id, new() { AddAliases = ["best"] }, None));
        Refused("NotYours", () => ben.Models.RemoveVersions([first.Id], None));
        curator.Models.UpdateVersion(first.Id, new() { Stage = ModelStage.Production, AddAliases = ["best"] }, None);
        Refused("NotYours", () => ada.Models.RemoveVersions([first.Id], None));
        ModelVersion found = Assert.Single(ada.Models.Versions(new() { Ids = [first.Id] }, None));
        Assert.Equal((ModelStage.Production, "tuned", "best"), (found.Stage, found.Description, Assert.Single(found.Aliases)));
    }

    [Fact]
    public void An_alert_is_changed_by_its_user_or_a_curator_and_told_by_the_watcher_of_any_writer()
    {
        IExperimentStore ada = shared.Open(shared.Ada), ben = shared.Open(shared.Ben), curator = shared.Open(shared.Curator);
        Run run = ada.NewRun();
        AlertDraft draft = new() { Name = "a", Definition = new() { Condition = [AlertCondition.Failed], Delivery = [new() { Channel = AlertChannel.BuildIssue }] } };
        RunAlert alert = ada.Alerts.Register(draft, replace: false, [], None);
        Refused("NotYours", () => ben.Alerts.Register(draft, replace: true, [], None));
        ben.Alerts.Unregister([alert.Id], None);
        Assert.Single(ada.Alerts.List(None));
        RunAlertEvent told = Assert.Single(ben.Alerts.Fire(alert.Id, [new("1", AlertCondition.Failed, "It failed.", run.Id)], None));
        Assert.True(ben.Alerts.TryTake(told.Id, 0, "ben", TimeSpan.FromMinutes(1), None));
        ben.Alerts.Record(told.Id, 0, "ben", new(), None);
        ben.Alerts.Advance([alert.Id], alert.LookedAtUtc.AddHours(1), None);
        Refused("StoreReadOnly", () => shared.Open(shared.Reader).Alerts.Fire(alert.Id, [new("2", AlertCondition.Failed, "It failed.", run.Id)], None));
        Assert.Equal(AlertDeliveryState.Sent, Assert.Single(ada.Alerts.Events(new(), None)).Delivery[0].State);
        ada.Alerts.Register(draft with { Enabled = false }, replace: true, [], None);
        curator.Alerts.Unregister([alert.Id], None);
        Assert.Empty(ada.Alerts.Events(new(), None));
    }

    [Fact]
    public void An_orphaned_run_is_ended_by_its_user_or_a_curator()
    {
        IExperimentStore ada = shared.Open(shared.Ada);
        Run first = ada.NewRun(), second = ada.NewRun();
        shared.Execute($"DELETE FROM sessions; UPDATE runs SET owner_lock = 'gone-' || id");
        Assert.Equal(RunStatus.Running, shared.Open(shared.Reader).Again(first).Status);
        Assert.Equal(RunStatus.Running, shared.Open(shared.Ben).Again(first).Status);
        Assert.Equal(RunStatus.Killed, shared.Open(shared.Curator).Again(first).Status);
        Assert.Equal(RunStatus.Killed, shared.Open(shared.Ben).Again(second).Status);
    }

    [Fact]
    public void What_row_level_security_checks_cannot_be_changed_by_those_it_restricts()
    {
        Run run = Work(shared.Open(shared.Ada));
        foreach (string attack in new[]
        {
            $"UPDATE team.runs SET owner = session_user WHERE id = '{run.Id}'",
            "INSERT INTO team.run_totals SELECT * FROM team.run_totals",
            "UPDATE team.run_totals SET runs = 0",
            "UPDATE team.store_info SET value = '9' WHERE name = 'schema_version'",
            "DELETE FROM team.runs",
            "UPDATE team.sessions SET beat_at = 'epoch'",
            "ALTER TABLE team.runs DISABLE ROW LEVEL SECURITY",
            "CREATE TABLE team.mine (x int)",
            $"SET ROLE \"{shared.Database}.team.owner\"",
        })
        {
            Assert.Equal("42501", Assert.Throws<Npgsql.PostgresException>(() => Execute(shared.Ben, attack)).SqlState);
        }

        // A table of the session is not taken for the one of the triggers.
        Execute(shared.Ben, "CREATE TEMP TABLE run_totals (LIKE team.run_totals); SET search_path = pg_temp, team; UPDATE team.runs SET metric_count = 5 WHERE owner = session_user");
        Execute(shared.Ben, $"DELETE FROM team.metric_chunks WHERE true; DELETE FROM team.metric_tail WHERE true");
        Assert.Equal(1100, shared.Open(shared.Ada).Points(run, "loss").Values.Length);
    }

    [Fact]
    public void Each_table_has_a_rule()
    {
        const string exempt = "'run_totals', 'store_info', 'model_aliases'";
        string writer = $"'{shared.Database}.team.writer'";
        Assert.Equal(
            "",
            shared.Execute($"""
                SELECT coalesce(string_agg(tablename, ' '), '') FROM (SELECT tablename FROM pg_tables WHERE schemaname = 'team' OFFSET 0) AS tables
                WHERE tablename NOT IN ({exempt}) AND NOT has_any_column_privilege({writer}, format('team.%I', tablename), 'INSERT')
                """));
        Assert.Equal(0L, shared.Execute($"SELECT count(*) FROM pg_class WHERE relnamespace = 'team'::regnamespace AND pg_get_userbyid(relowner) <> '{shared.Database}.team.owner'"));
    }

    private static Run Work(IExperimentStore store)
    {
        Run run = store.NewRun();
        store.Parameters.Add(run.Id, StoreSteps.Named(("lr", 0.1)), None);
        store.Log(run, "loss", [.. Enumerable.Range(0, 1100).Select(i => (double)i)]);
        store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("good", null)), None);
        store.AddText(run, "notes.txt", "notes");
        return store.End(run);
    }

    private static ModelVersion Register(IExperimentStore store, Model model) =>
        store.Models.Register([new() { ModelId = model.Id }], None)[0];

    private string Rows() => (string)shared.Execute(
        """
        SELECT string_agg(md5(row::text), ' ' ORDER BY row::text) FROM (
            SELECT to_jsonb(r) FROM runs r UNION ALL SELECT to_jsonb(t) FROM tags t UNION ALL SELECT to_jsonb(a) FROM artifacts a
            UNION ALL SELECT to_jsonb(m) FROM metrics m UNION ALL SELECT to_jsonb(p) FROM run_parameters p) AS rows (row)
        """)!;

    private void Execute(PostgresLogin login, string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection($"{PostgresServer.Shared.ConnectionString(shared.Database, login)};Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
