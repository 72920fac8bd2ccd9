// The report as it was written into the page; see HtmlReportData for its form.
const report = JSON.parse(document.getElementById("data").textContent);

const unwritten = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity };
const toNumber = value => (typeof value === "string" ? unwritten[value] : value);

const metrics = (report.metrics ?? []).map((metric, index) => ({ ...metric, index }));
const parameters = (report.parameters ?? []).map((name, index) => ({ name, index }));

function readStatistics([index, count, lastStep, last, min, max, mean]) {
    const statistics = { count, lastStep, last: toNumber(last), min: toNumber(min), max: toNumber(max), mean: toNumber(mean) };
    const goal = metrics[index].goal;
    statistics.best = goal === "Minimize" ? statistics.min : goal === "Maximize" ? statistics.max : null;
    return [index, statistics];
}

// A curve keeps what cannot be drawn as gaps (null) and what it says there for whoever points at it.
function readCurve([index, differences, written]) {
    let step = 0;
    const steps = differences.map(difference => (step += difference));
    const values = written.map(toNumber);
    return [index, { steps, values }];
}

function readRun(run, index) {
    const known = new Map((run.m ?? []).map(readStatistics));
    const curves = new Map((run.c ?? []).map(readCurve));
    for (const [metric, statistics] of known) {
        if (statistics.count === 1) curves.set(metric, { steps: [statistics.lastStep], values: [statistics.last] });
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
        origin: report.origins[run.origin],
        // A name that was made of the number says nothing more than the path.
        shownName: /^run-\d+$/.test(run.name) && run.path.endsWith(`/${run.name.slice(4)}`) ? "" : run.name,
    };
}

const runs = (report.runs ?? []).map(readRun);
const experiments = report.experiments ?? [];
const isSingle = runs.length === 1;

// Texts as people sort them: layer2 before layer10.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// Metrics come with the most telling one first.
const mainMetric = metrics[0];
const statisticsOf = run => metrics.filter(metric => run.metrics.has(metric.index)).map(metric => [metric, run.metrics.get(metric.index)]);
