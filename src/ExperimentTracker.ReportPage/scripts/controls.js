// The controls above the table of runs.

/**
 * @param {string} status
 * @param {number} number
 * @param {Set<string>} statuses
 * @param {() => void} change
 */
function statusChip(status, number, statuses, change) {
    const chip = el(
        "button",
        { type: "button", class: "chip", "aria-pressed": "false" },
        statusBadge(status),
        span("number", number.toLocaleString("en-US")),
    );
    chip.addEventListener("click", () => {
        if (!statuses.delete(status)) statuses.add(status);
        chip.setAttribute("aria-pressed", String(statuses.has(status)));
        change();
    });
    return chip;
}

/**
 * @param {Set<string>} statuses
 * @param {() => void} change
 */
function statusChips(statuses, change) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const run of runs) counts.set(run.status, (counts.get(run.status) ?? 0) + 1);
    if (counts.size < 2) return null;
    return el(
        "div",
        { class: "chips", role: "group", "aria-label": "Status" },
        [...counts].map(([status, number]) => statusChip(status, number, statuses, change)),
    );
}

// The statistic of a metric that its column shows.
function statisticChoice() {
    /** @type {[StatisticName, string][]} */
    const names = [
        ["last", "Last value"],
        ["best", "Best value"],
        ["min", "Minimum"],
        ["max", "Maximum"],
        ["mean", "Mean"],
    ];
    const change = (/** @type {string} */ value) => {
        state.statistic = names.find(([name]) => name === value)?.[0] ?? "last";
        emit("statistic");
    };
    return choice("Metrics", names, state.statistic, change, { id: "statistic" });
}

function filterHint() {
    return el(
        "p",
        { class: "hint", id: "filter-hint" },
        "Words, or conditions such as ",
        code("status=failed"),
        " ",
        code("duration>60"),
        hintCondition(),
        ". Selected runs are drawn and compared.",
    );
}

// An example condition with a name of this report, for the hint.
function hintCondition() {
    const quote = (/** @type {string} */ name) => (/[\s"'<>=!:]/.test(name) ? `"${name.replaceAll('"', "'")}"` : name);
    const column = columns.find(c => c.group === "Parameters" && c.numeric && c.varies);
    const known = column && runs.map(column.get).find(value => value !== undefined && value !== null);
    const metric = mainMetric && runs.map(run => metricValue(run, mainMetric.index)).find(Number.isFinite);
    return [
        column && known !== undefined && [" ", code(`${quote(column.title)}=${formatValue(known)}`)],
        mainMetric && metric !== undefined && [" ", code(`${quote(mainMetric.name)}<${formatNumber(metric, 2)}`)],
    ];
}
