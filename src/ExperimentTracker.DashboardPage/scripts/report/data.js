// The records of a report, from the JSON in its page: as the API of a dashboard would send them.
import { toNumber } from "../format.js";

/**
 * @typedef {{ run: RunRow, data: ReportRunData, curves: Map<string, { steps: number[], values: NumberData[] }> }} Entry A run of the report.
 * @typedef {{
 *   data: ReportData, metrics: ReportMetric[], entries: Entry[], byId: Map<string, Entry>, experiments: ReportExperiment[], contents: Map<string, string>, makers: Map<string, { run: string, artifact?: string }>
 * }} Report `contents`: addresses of the images and data, by the identity of their artifact and their path in it.
 *   `makers`: the runs that made artifacts and versions of models, by the identities of these.
 */

/**
 * A map whose members are only its own: names in a store are data, and some of them are "__proto__" or "constructor".
 * @template T
 * @param {[name: string, value: T][]} pairs
 * @returns {Record<string, T>}
 */
const record = pairs => Object.setPrototypeOf(Object.fromEntries(pairs), null);

/**
 * The position of a value among the metric's values of a run.
 * @param {ReportMetric} metric
 * @param {StatisticsData} statistics
 * @returns {MetricValue}
 */
function valueOf({ unit, goal }, [, count, lastStep, last, min, max, mean]) {
    const best = goal === "Minimize" ? min : goal === "Maximize" ? max : null;
    const given = Object.entries({ last, min, max, mean, best, unit, goal }).filter(([, value]) => value !== null && value !== undefined);
    return { count, lastStep, ...Object.fromEntries(given) };
}

/** Steps are the first one and the differences between consecutive ones. @param {number[]} differences */
function stepsOf(differences) {
    let step = 0;
    return differences.map(difference => (step += difference));
}

/** @param {ArtifactEntry[]} artifacts @param {Map<string, string>} contents */
function keepContents(artifacts, contents) {
    for (const { id, contents: kept = [] } of artifacts) {
        for (const [path, mediaType, content] of kept) contents.set(`${id}/${path}`, `data:${mediaType};base64,${content}`);
    }
}

/** @param {ReportData} data @returns {Report} */
export function readReport(data) {
    const { metrics = [], parameters = [], experiments = [], origins = [] } = data;
    /** @type {Map<string, string>} */
    const contents = new Map();
    const entries = (data.runs ?? []).map(run => {
        const { id, shortId, path, name, number, status, created, started, ended, duration, description, message, parent, progress } = run;
        const experiment = experiments[run.experiment];
        const { user, host } = origins[run.origin] ?? {};
        keepContents(run.artifacts ?? [], contents);
        /** @type {RunRow} */
        const row = {
            ...{ id, shortId, uid: id, path, name, number, status, created, started, ended, duration, description, error: message, parent, progress, user, host },
            experiment: { id: experiment.id, name: experiment.name },
            project: experiment.project,
            tags: record((run.tags ?? []).map(([tag, text]) => [tag, text ?? null])),
            parameters: record((run.p ?? []).map(([index, value]) => [parameters[index], value])),
            metrics: record((run.m ?? []).map(statistics => [metrics[statistics[0]].name, valueOf(metrics[statistics[0]], statistics)])),
        };
        const curves = new Map((run.c ?? []).map(([metric, differences, values]) => [metrics[metric].name, { steps: stepsOf(differences), values }]));
        return { run: row, data: run, curves };
    });
    /** @type {Report["makers"]} */
    const makers = new Map();
    for (const { id: run, artifacts = [], models = [] } of data.runs ?? []) {
        for (const { id, key } of artifacts) makers.set(id, { run, artifact: key });
        for (const { id } of models) makers.set(id, { run });
    }
    experiments.forEach(({ artifacts = [] }) => keepContents(artifacts, contents));
    return { data, metrics, entries, byId: new Map(entries.flatMap(entry => [[entry.run.id, entry], [entry.run.shortId, entry]])), experiments, contents, makers };
}

/** The runs that are ranked by a metric, best first. @param {Report} report @param {ReportMetric} metric */
export const rankedRuns = (report, { ranked = [] }) => ranked.map(index => report.entries[index].run);

/** The number of runs of each status, those that one wants to know first. @param {RunRow[]} runs */
export const statusCounts = runs =>
    /** @type {StatusName[]} */ (["Succeeded", "Running", "Pending", "Cancelled", "Failed", "Killed"])
        .map(status => ({ status, count: runs.filter(run => run.status === status).length }))
        .filter(({ count }) => count > 0);

/**
 * What a run has for an order or a condition: "created", "p:lr", "t:team", "m:loss", "m:loss:min" …
 * @param {RunRow} run
 * @param {string} by
 * @returns {ParameterValue | undefined}
 */
export function valueBy(run, by) {
    const name = by.slice(2);
    if (by.startsWith("p:")) return run.parameters[name];
    if (by.startsWith("t:")) return name in run.tags ? (run.tags[name] ?? "") : undefined;
    if (by.startsWith("m:")) return metricBy(run, name);
    if (by === "experiment") return run.experiment.name;
    return /** @type {any} */ (run)[by];
}

/** @param {RunRow} run @param {string} name */
function metricBy(run, name) {
    const whole = run.metrics[name];
    if (whole) return number(whole.last);
    const colon = name.lastIndexOf(":");
    const value = run.metrics[name.slice(0, Math.max(0, colon))];
    return value && number(/** @type {any} */ (value)[name.slice(colon + 1)]);
}

/** @param {NumberData | undefined} value */
const number = value => (value === undefined ? undefined : toNumber(value));
