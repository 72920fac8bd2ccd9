using System.Management.Automation;
using ExperimentTracker.Alerts;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Registers an alert in a store: what Watch-ExperimentStore watches for, and how it tells it.</summary>
[Cmdlet(VerbsLifecycle.Register, "RunAlert", SupportsShouldProcess = true, DefaultParameterSetName = ConditionSet)]
[OutputType(typeof(RunAlert))]
public sealed class RegisterRunAlertCommand : TrackerCommand
{
    private const string ConditionSet = "Condition";
    private const string FilterSet = "Filter";
    private const string WhenSet = "When";

    /// <summary>The name of the alert, unique in the store.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>What it tells; one of them is enough.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ConditionSet)]
    [ValidateSet(
        nameof(AlertCondition.Failed), nameof(AlertCondition.Killed), nameof(AlertCondition.Stalled), nameof(AlertCondition.WorseThanBaseline), nameof(AlertCondition.NotANumber),
        nameof(AlertCondition.DiskLow), nameof(AlertCondition.Promoted))]
    public string[] Condition { get; set; } = [];

    /// <summary>A filter that is true for the runs to tell, as text: '$_.Metrics.loss -gt 10'. It compares and calls nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FilterSet)]
    public string? Filter { get; set; }

    /// <summary>A block that is true for the runs to tell; <c>$_</c> is the run. A watcher runs it only with -AllowScript.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WhenSet)]
    public ScriptBlock? When { get; set; }

    /// <summary>The experiment whose runs it watches. Without it, all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>How long a run is silent when it counts as stalled: a duration with its unit, such as 30m.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [AgeTransformation(typeof(TimeSpan?))]
    public TimeSpan? After { get; set; }

    /// <summary>The metric that is compared with the baseline, or that must be a number.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Metric { get; set; }

    /// <summary>How much worse than the baseline the metric can be, in its own unit.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [NumberTransformation(typeof(double?), Lowest = 0, Highest = double.MaxValue)]
    public double? Tolerance { get; set; }

    /// <summary>How much worse than the baseline the metric can be, as a fraction of it.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [NumberTransformation(typeof(double?), Lowest = 0, Highest = double.MaxValue)]
    public double? RelativeTolerance { get; set; }

    /// <summary>The number of successful runs before the run whose mean is the baseline.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? BaselineLast { get; set; }

    /// <summary>The free space of a disk below which it is low, in bytes: 5GB.</summary>
    [Parameter(ParameterSetName = ConditionSet)]
    [IntegerTransformation(typeof(long?), Lowest = 1)]
    public long? Below { get; set; }

    /// <summary>A block to run; <c>$_</c> is the event. A watcher runs it only with -AllowScript.</summary>
    [Parameter]
    public ScriptBlock? Action { get; set; }

    /// <summary>The addresses of web hooks: references such as env:NAME or secret:NAME, or addresses that are no secrets.</summary>
    [Parameter]
    public string[]? WebHook { get; set; }

    /// <summary>The form of what is sent to web hooks.</summary>
    [Parameter]
    public WebHookFormat WebHookFormat { get; set; }

    /// <summary>The reference of the secret that requests to web hooks are signed with.</summary>
    [Parameter]
    public string? WebHookSecret { get; set; }

    /// <summary>The recipients of mails.</summary>
    [Parameter]
    public string[]? Mail { get; set; }

    /// <summary>The sender of mails.</summary>
    [Parameter]
    public string? From { get; set; }

    /// <summary>The server that takes mails: a name, or a name and a port.</summary>
    [Parameter]
    public string? SmtpServer { get; set; }

    /// <summary>The reference of the credential for this server: user:password, or a credential of SecretManagement.</summary>
    [Parameter]
    public string? SmtpCredential { get; set; }

    /// <summary>Shows an issue in the build in which the watcher runs.</summary>
    [Parameter]
    public SwitchParameter BuildIssue { get; set; }

    /// <summary>Also tells what was so before the alert was registered.</summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>Registers the alert without watching for it.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Replaces the alert of this name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        AlertDefinition definition = AlertRules.Check(Definition());
        using var blocks = new AlertBlocks(SessionState, (_, error) => throw error, RememberSource);
        if (definition.Filter is { } filter) blocks.Filter(filter);
        if (!ShouldCreate($"alert '{Name}'", "Register")) return;
        IExperimentStore store = Experiment is null ? CreationStore : StoreOf(Experiment);
        var draft = new AlertDraft { Name = Name, ExperimentId = Experiment?.Find(store, Cancellation).Id, Definition = definition, Enabled = !Disabled };

        // What cannot be evaluated now is evaluated, and reported, when it is watched.
        IReadOnlyList<AlertCause> known = IncludeExisting ? [] : new AlertEvaluator(store, blocks.Holds, (_, _) => { }).Existing(draft, Cancellation);
        WriteObject(store.Alerts.Register(draft, Force, known, Cancellation));
    }

    private AlertDefinition Definition()
    {
        if (When is not null || Action is not null) LanguageModes.RequireFull(SessionState, "A block of an alert", "Specify -Condition or -Filter, and another delivery.");
        if (When is not null) StoredBlock.CheckCondition(When);
        bool hasMail = Mail is not null || From is not null || SmtpServer is not null || SmtpCredential is not null;
        string[] recipients = Mail ?? (hasMail ? [""] : []), hooks = WebHook ?? (WebHookSecret is null && WebHookFormat == WebHookFormat.Json ? [] : [""]);
        return new()
        {
            Condition = Filter is not null ? [AlertCondition.Filter] : When is not null ? [AlertCondition.When] : [.. Condition.Select(name => Enum.Parse<AlertCondition>(name, ignoreCase: true))],
            After = After,
            Metric = Metric,
            Tolerance = Tolerance,
            RelativeTolerance = RelativeTolerance,
            BaselineLast = BaselineLast,
            Below = Below,
            Filter = Filter,
            When = When is null ? null : StoredBlock.TextOf(When, nameof(When)),
            IncludesExisting = IncludeExisting,
            Delivery =
            [
                .. Action is null ? Array.Empty<AlertDelivery>() : [new() { Channel = AlertChannel.Action, Script = StoredBlock.TextOf(Action, nameof(Action)) }],
                .. hooks.Select(address => new AlertDelivery { Channel = AlertChannel.WebHook, Address = address, Format = WebHookFormat, Secret = WebHookSecret }),
                .. recipients.Select(to => new AlertDelivery { Channel = AlertChannel.Mail, To = to, From = From, SmtpServer = SmtpServer, Credential = SmtpCredential }),
                .. BuildIssue ? [new() { Channel = AlertChannel.BuildIssue }] : Array.Empty<AlertDelivery>(),
            ],
        };
    }
}
