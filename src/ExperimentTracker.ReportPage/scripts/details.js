// The details of a run: the page of a report about a single run, a dialog over the page in other reports.

/** @param {Curve | undefined} curve */
function sparkline(curve) {
    if (!curve) return null;
    const { steps, values } = curve;
    const finite = values.filter(Number.isFinite);
    if (finite.length < 2) return null;
    const [width, height, room] = [96, 20, 2];
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const [first, last] = [steps[0], steps[steps.length - 1]];
    const points = steps
        .map((step, i) => [step, values[i]])
        .filter(([, value]) => Number.isFinite(value))
        .map(([step, value]) =>
            [((step - first) / (last - first || 1)) * width, height - room - ((value - low) / (high - low || 1)) * (height - 2 * room)]
                .map(place => place.toFixed(1))
                .join(","),
        )
        .join(" ");
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg"),
        line = document.createElementNS(space, "polyline");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("class", "sparkline");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("points", points);
    svg.append(line);
    return svg;
}

/** @param {Run} run */
function metricTable(run) {
    if (run.metrics.size === 0) return null;
    const names = ["Last", "Min", "Max", "Mean", "Points"];
    const number = (/** @type {number | null} */ value) =>
        el("td", { class: "number", title: value === null || value === undefined ? null : String(value) }, formatNumber(value));
    return div(
        "scroll",
        el(
            "table",
            { class: "plain" },
            el(
                "thead",
                null,
                tr(
                    columnHead("Metric"),
                    names.map(name => columnHead(name, "number")),
                    columnHead("Trend"),
                ),
            ),
            el(
                "tbody",
                null,
                statisticsOf(run).map(([metric, s]) =>
                    tr(
                        rowHead(metric.name, metric.unit && span("unit", metric.unit)),
                        [s.last, s.min, s.max, s.mean].map(number),
                        el("td", { class: "number" }, s.count.toLocaleString("en-US")),
                        el("td", null, sparkline(run.curves.get(metric.index))),
                    ),
                ),
            ),
        ),
    );
}

/**
 * The parts of a run with their titles; empty parts are omitted.
 * @param {Run} run
 */
function runParts(run) {
    /** @type {RunPart[]} */
    const parts = [
        ["metrics", "Metrics", metricTable(run)],
        [
            "parameters",
            "Parameters",
            run.parameters.size > 0 &&
                factList([...run.parameters].map(([index, value]) => [parameters[index].name, formatParameter(value)])),
        ],
        ["data", "Data and models", run.data.length > 0 && factList(run.data)],
        ["artifacts", "Artifacts", artifactView(run.artifacts)],
        ["code", "Code", run.origin.code && factList(run.origin.code)],
        ["environment", "Environment", run.origin.environment && factList(run.origin.environment)],
        ["identity", "Identity", factList(run.place)],
    ];
    return parts.filter(([, , content]) => content);
}

/** @param {Run} run */
function runHead(run) {
    return [
        div(
            "run-head",
            statusBadge(run.status),
            span("", formatDate(run.started ?? run.created)),
            span("", formatDuration(run.duration)),
            run.tags.map(tag => span("tag", formatTag(tag))),
        ),
        run.description && p("description", run.description),
        run.error && el("pre", { class: "error" }, run.error),
    ];
}

/** @param {Run} run */
function openRun(run) {
    openDialog(
        [run.path, run.shownName].filter(Boolean).join(" · "),
        [runHead(run), runParts(run).map(([, title, content]) => el("section", null, el("h3", null, title), content))],
        "sheet",
    );
}
