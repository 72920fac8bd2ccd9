// The overview of a report.

/**
 * @param {string} name
 * @param {Child} value
 * @param {Child} [note]
 */
function tile(name, value, note) {
    return div("tile", el("dt", null, name), el("dd", null, span("value", value), note && span("note", note)));
}

/** @param {number} first */
function dateTile(first, last = first) {
    const [from, to] = [first, last].map(formatDate);
    const [day, time] = from.split(" ");
    return tile("Started", day, to === from ? time : `${time} to ${to.replace(`${day} `, "")}`);
}

function statusBar() {
    const counts = ["Succeeded", "Running", "Pending", "Cancelled", "Failed", "Killed"]
        .map(status => ({ status, count: runs.filter(run => run.status === status).length }))
        .filter(({ count }) => count > 0);
    const bar = el(
        "div",
        { class: "bar", role: "img", "aria-label": counts.map(({ status, count }) => `${count} ${status}`).join(", ") },
        counts.map(({ status, count }) => {
            const part = span(`part ${status.toLowerCase()}`);
            part.style.flexGrow = String(count);
            return part;
        }),
    );
    return [bar, span("note", counts.map(({ status, count }) => `${count.toLocaleString("en-US")} ${status.toLowerCase()}`).join(", "))];
}

function bestTiles() {
    return metrics
        .filter(metric => metric.goal)
        .slice(0, 4)
        .map(metric => {
            const [best] = rankedRuns(metric);
            if (best === undefined || metric.best === undefined) return null;
            return tile(
                `Best ${metric.name} (${report.ranking})`,
                formatNumber(toNumber(metric.best)),
                button("link", () => openRun(best), best.path),
            );
        });
}

function tiles() {
    if (runs.length === 0) return null;
    if (isSingle) {
        const [run] = runs;
        const few = statisticsOf(run)
            .filter(([metric]) => metric.goal || run.metrics.size <= 4)
            .slice(0, 4);
        return el(
            "dl",
            { class: "tiles" },
            tile("Status", statusBadge(run.status)),
            tile("Duration", formatDuration(run.duration)),
            dateTile(run.started ?? run.created),
            few.map(([metric, s]) =>
                tile(
                    metric.name,
                    formatNumber(s.last),
                    s.best !== null && s.best !== s.last ? `best ${formatNumber(s.best)}` : metric.unit,
                ),
            ),
        );
    }
    const started = runs.flatMap(run => run.started ?? []);
    return el(
        "dl",
        { class: "tiles" },
        div("tile wide", el("dt", null, "Runs"), el("dd", null, span("value", runs.length.toLocaleString("en-US")), statusBar())),
        started.length > 0 &&
            dateTile(
                started.reduce((a, b) => Math.min(a, b)),
                started.reduce((a, b) => Math.max(a, b)),
            ),
        bestTiles(),
    );
}

// Parameters with the same value in all runs are shown once.
function common() {
    if (runs.length < 2) return null;
    const same = parameters.filter(
        p => runs.every(run => run.parameters.has(p.index)) && !varies(runs.map(run => run.parameters.get(p.index))),
    );
    return (
        same.length > 0 &&
        p(
            "common",
            span("", "The same in all runs:"),
            same.map(p => span("pair", span("", p.name), el("b", null, formatParameter(runs[0].parameters.get(p.index))))),
        )
    );
}

// The common environment and code of all runs.
function commonOrigin() {
    /** @type {["code" | "environment", string][]} */
    const origins = [
        ["code", "Code"],
        ["environment", "Environment"],
    ];
    const parts = origins.map(([name, title]) => {
        const facts = (runs[0]?.origin[name] ?? []).filter(([fact, text]) =>
            runs.every(run => (run.origin[name] ?? []).some(([f, t]) => f === fact && t === text)),
        );
        return facts.length > 0 && section(name, runs.length > 1 ? `${title} of all runs` : title, factList(facts));
    });
    return div("beside", parts);
}
