using System.Management.Automation;

namespace ExperimentTracker.Sessions;

/// <summary>Refuses what needs the full language where the session restricts it, as in ConstrainedLanguage: PowerShell does not run such blocks there.</summary>
internal static class LanguageModes
{
    /// <summary>Throws unless the session has the full language.</summary>
    /// <param name="session">The session.</param>
    /// <param name="feature">What needs it.</param>
    /// <param name="instead">What to do instead, as a sentence.</param>
    /// <exception cref="TrackerException"><c>LanguageModeNotSupported</c>.</exception>
    public static void RequireFull(SessionState session, string feature, string instead)
    {
        if (session.LanguageMode == PSLanguageMode.FullLanguage) return;
        throw new TrackerException(
            "LanguageModeNotSupported", TrackerErrorKind.Unsupported, session.LanguageMode,
            $"{feature} is not available, because the language mode of this session is {session.LanguageMode}. {instead}");
    }
}
