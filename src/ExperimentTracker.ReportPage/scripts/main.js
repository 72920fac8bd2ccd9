applyTheme();
selectFirst();

/**
 * A report about one run shows its parts as sections, lists of facts side by side.
 * @param {Run} run
 */
function runSections(run) {
    const wide = new Set(["metrics", "artifacts"]);
    const parts = runParts(run);
    const sections = (/** @type {RunPart[]} */ list) => list.map(([id, title, content]) => section(id, title, content));
    return [
        ...sections(parts.filter(([id]) => id === "metrics")),
        div("beside", sections(parts.filter(([id]) => !wide.has(id)))),
        ...sections(parts.filter(([id]) => id === "artifacts")),
    ];
}

document.body.append(
    header(),
    el(
        "main",
        null,
        tiles(),
        report.kind === "run" && runs[0].error && el("pre", { class: "error" }, runs[0].error),
        common(),
        report.kind !== "run" && experiments.map(experimentView),
        chartsSection(),
        report.kind === "run"
            ? runSections(runs[0])
            : [scatterSection(), runTable(), differencesSection(), artifactsSection(), commonOrigin()],
    ),
    el(
        "footer",
        null,
        `Exported ${formatDate(report.exportedAt)} by ExperimentTracker. Times are in your time zone. This file loads nothing from elsewhere.`,
    ),
);
