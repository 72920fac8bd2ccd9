using System.Net.Mail;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Alerts;

/// <summary>Which definitions of alerts are valid, and what they are without the settings that were left out.</summary>
public static class AlertRules
{
    /// <summary>How long a run is silent when it counts as stalled, unless the alert says otherwise.</summary>
    public static readonly TimeSpan StalledAfter = TimeSpan.FromMinutes(30);

    /// <summary>The free space in bytes below which a disk is low, unless the alert says otherwise: 5 GB.</summary>
    public const long LowSpace = 5L << 30;

    private const int MostDeliveries = 16;
    private const int LongestText = 20_000;

    /// <summary>Returns a definition with the settings that were left out, if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidAlert</c>, <c>AlertAddressIsSecret</c> or <c>SecretReferenceExpected</c>.</exception>
    public static AlertDefinition Check(AlertDefinition definition)
    {
        AlertCondition[] conditions = [.. definition.Condition.Distinct()];
        definition = definition with { Condition = conditions };
        string? why = conditions.Length == 0 ? "It has no condition: specify -Condition, -Filter or -When."
            : Has(AlertCondition.Filter) != definition.Filter is not null || Has(AlertCondition.When) != definition.When is not null ? "A filter and a block are conditions of their own: specify -Filter or -When alone."
            : definition.After is not null && !Has(AlertCondition.Stalled) ? "-After belongs to -Condition Stalled."
            : definition.After <= TimeSpan.Zero ? "-After must be longer than 0."
            : definition.Below is not null && !Has(AlertCondition.DiskLow) ? "-Below belongs to -Condition DiskLow."
            : definition.Below <= 0 ? "-Below must be more than 0 bytes."
            : definition.Metric is null && Has(AlertCondition.WorseThanBaseline) ? "WorseThanBaseline needs the metric to compare: specify -Metric."
            : definition.Metric is not null && !Has(AlertCondition.WorseThanBaseline) && !Has(AlertCondition.NotANumber) ? "-Metric belongs to -Condition WorseThanBaseline or NotANumber."
            : (definition.Tolerance ?? definition.RelativeTolerance ?? definition.BaselineLast) is not null && !Has(AlertCondition.WorseThanBaseline) ? "-Tolerance, -RelativeTolerance and -BaselineLast belong to -Condition WorseThanBaseline."
            : !IsTolerance(definition.Tolerance) || !IsTolerance(definition.RelativeTolerance) || definition.BaselineLast < 1 ? "Tolerances are finite numbers from 0, and the number of runs of a baseline is at least 1."
            : definition.Delivery.Count > MostDeliveries ? $"It has {definition.Delivery.Count} deliveries, and {MostDeliveries} are allowed."
            : definition.Filter?.Length > LongestText || definition.When?.Length > LongestText || definition.Delivery.Any(delivery => delivery.Script?.Length > LongestText) ? $"A block or filter has more than {LongestText} characters: put it into a script, and call that."
            : null;
        if (why is not null) throw AlertErrors.Invalid(null, why);
        foreach (AlertDelivery delivery in definition.Delivery) Check(delivery);
        return definition with
        {
            After = Has(AlertCondition.Stalled) ? definition.After ?? StalledAfter : null,
            Below = Has(AlertCondition.DiskLow) ? definition.Below ?? LowSpace : null,
        };

        bool Has(AlertCondition condition) => conditions.Contains(condition);

        static bool IsTolerance(double? tolerance) => tolerance is null or >= 0 and < double.PositiveInfinity;
    }

    private static void Check(AlertDelivery delivery)
    {
        switch (delivery.Channel)
        {
            case AlertChannel.Action:
                if (string.IsNullOrWhiteSpace(delivery.Script)) throw AlertErrors.Invalid(null, "The block of -Action is empty.");
                break;
            case AlertChannel.WebHook:
                WebHookAddress.Check(delivery.Address);
                CheckReference(delivery.Secret, "WebHookSecret");
                break;
            case AlertChannel.Mail:
                CheckMail(delivery.To, "-Mail");
                CheckMail(delivery.From, "-From");
                if (SmtpPlace.Read(delivery.SmtpServer) is null) throw AlertErrors.Invalid(delivery.SmtpServer, "A mail needs the server that takes it: specify -SmtpServer mail.example.org, or with a port mail.example.org:587.");
                CheckReference(delivery.Credential, "SmtpCredential");
                break;
        }
    }

    private static void CheckReference(string? text, string parameter)
    {
        if (text is not null && !SecretReference.TryParse(text, out _)) throw AlertErrors.ReferenceExpected(parameter);
    }

    // A line end in an address would begin another header.
    private static void CheckMail(string? address, string parameter)
    {
        if (address is null || address.Any(char.IsControl) || !MailAddress.TryCreate(address, out _))
            throw AlertErrors.Invalid(address, $"{parameter} takes an address of mail, such as ops@example.org; a mail needs -Mail and -From.");
    }
}
