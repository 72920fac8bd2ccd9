// The description of a report.

/**
 * The description, data and configuration of an experiment.
 * @param {ExperimentData} experiment
 */
function experimentView(experiment) {
    /** @type {Fact[]} */
    const config = (experiment.config ?? []).map(([name, text]) => [name || "Configuration", text]);
    const facts = [...(experiment.datasets ?? []), ...config];
    const parts = nodes([facts.length > 0 && factList(facts), artifactView(experiment.artifacts ?? [])]);
    return parts.length > 0 && div("experiment", experiments.length > 1 && el("h3", null, experiment.name), parts);
}

/**
 * The description of the subject of the report: its run, or its single experiment.
 * @param {Run | ExperimentData} subject
 */
function about({ description, tags = [] }) {
    return [
        description && p("description", description),
        tags.length > 0 &&
            p(
                "",
                tags.map(tag => span("tag", formatTag(tag))),
            ),
    ];
}

function header() {
    const projects = [...new Set(experiments.map(e => e.project))];
    const kind = { run: "Run", comparison: "Comparison", experiment: "Experiment" }[report.kind];
    const theme = el("button", { type: "button", class: "button", id: "theme", click: switchTheme });
    const name = () => {
        theme.textContent = isDark() ? "Light" : "Dark";
        theme.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
    };
    on("theme", name);
    name();
    return el(
        "header",
        { class: "top" },
        div(
            "",
            p("kind", [kind, ...projects.map(project => `project ${project}`)].join(" · ")),
            el("h1", null, report.title),
            report.kind === "run" && runs[0].shownName && p("subtitle", runs[0].shownName),
            report.kind === "run" ? about(runs[0]) : experiments.length === 1 && about(experiments[0]),
        ),
        theme,
    );
}
