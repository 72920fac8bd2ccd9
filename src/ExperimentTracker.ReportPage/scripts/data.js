// The report as it was written into the page; see HtmlReportData for its format.
/** @type {ReportData} */
const report = JSON.parse(document.querySelector("#data")?.textContent ?? "");

const unwritten = { NaN, Infinity, "-Infinity": -Infinity };
/** @param {NumberData} value */
const toNumber = value => (typeof value === "string" ? unwritten[value] : value);
/** @param {NumberData | null} value */
const toKnown = value => (value === null ? null : toNumber(value));

/** @type {Metric[]} */
const metrics = (report.metrics ?? []).map((metric, index) => ({ ...metric, index }));
/** @type {Parameter[]} */
const parameters = (report.parameters ?? []).map((name, index) => ({ name, index }));

/**
 * @param {StatisticsData} written
 * @returns {[number, Statistics]}
 */
function readStatistics([index, count, lastStep, ...numbers]) {
    const [last, min, max, mean] = numbers.map(toKnown);
    const goal = metrics[index].goal;
    const best = goal === "Minimize" ? min : goal === "Maximize" ? max : null;
    return [index, { count, lastStep, last, min, max, mean, best }];
}

/**
 * A curve keeps values that cannot be drawn, for the tooltip.
 * @param {CurveData} written
 * @returns {[number, Curve]}
 */
function readCurve([index, differences, written]) {
    let step = 0;
    const steps = differences.map(difference => (step += difference));
    const values = written.map(toNumber);
    return [index, { steps, values }];
}

/**
 * @param {RunData} run
 * @param {number} index
 * @returns {Run}
 */
function readRun(run, index) {
    const known = new Map((run.m ?? []).map(readStatistics));
    const curves = new Map((run.c ?? []).map(readCurve));
    for (const [metric, statistics] of known) {
        const { count, lastStep, last } = statistics;
        if (count === 1 && last !== null) curves.set(metric, { steps: [lastStep], values: [last] });
    }
    return {
        ...run,
        index,
        curves,
        metrics: known,
        parameters: new Map(run.p ?? []),
        tags: run.tags ?? [],
        data: run.data ?? [],
        artifacts: run.artifacts ?? [],
        place: run.place ?? [],
        origin: report.origins?.[run.origin] ?? {},
        // A generated name adds nothing to the path.
        shownName: /^run-\d+$/.test(run.name) && run.path.endsWith(`/${run.name.slice(4)}`) ? "" : run.name,
    };
}

const runs = (report.runs ?? []).map(readRun);
const experiments = report.experiments ?? [];
const isSingle = runs.length === 1;

// Natural order of strings: layer2 before layer10.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// Metrics are sorted by importance.
/** @type {Metric | undefined} */
const mainMetric = metrics[0];

/**
 * @param {Run} run
 * @returns {[Metric, Statistics][]}
 */
function statisticsOf(run) {
    return metrics.flatMap(metric => {
        const statistics = run.metrics.get(metric.index);
        return statistics ? [[metric, statistics]] : [];
    });
}
