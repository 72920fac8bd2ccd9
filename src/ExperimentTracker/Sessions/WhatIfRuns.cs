using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Sessions;

/// <summary>Starts what-if runs in place of runs that exist.</summary>
internal static class WhatIfRuns
{
    /// <summary>Starts a run in the what-if store with the experiment, the name and the parameters of a run that would be started or resumed.</summary>
    public static Run Copy(IExperimentStore whatIf, Run run, CancellationToken cancellation) => RunFactory.Create(
        whatIf,
        new RunRequest
        {
            Experiment = run.Experiment,
            Project = run.Project,
            Trial = run.Trial,
            Namespace = run.Namespace,
            Name = run.Name,
            Description = run.Description,
            Parameters = run.Parameters,
            Tags = run.Tags,
            Start = true,
        },
        cancellation);
}
