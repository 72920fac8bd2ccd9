// Answers the requests of the pages from the data of a report. Nothing is asked of a server.
import { ApiError } from "../api.js";
import { compareEntries } from "./comparison.js";
import { readReport } from "./data.js";
import { rowReader } from "./rows.js";

/** @typedef {import("./data.js").Report} Report */
/** @typedef {import("./data.js").Entry} Entry */
/** @typedef {import("../api.js").Query} Query */

/** @param {Report} report @param {string} id */
function find(report, id) {
    const entry = report.byId.get(id);
    if (!entry) throw new ApiError("The run is not in this report.", { status: 404 });
    return entry;
}

/** @param {Report} report @returns {HomeData} */
function homeOf({ entries, experiments }) {
    const runs = entries.map(({ run }) => run);
    const count = (/** @type {RunRow[]} */ list, /** @type {StatusName[]} */ ...statuses) => list.filter(({ status }) => statuses.includes(status)).length;
    const rows = experiments.map(({ id, name, project, description, tags = [], created }) => {
        const own = runs.filter(run => run.experiment.id === id);
        const numbers = { runs: own.length, running: count(own, "Running"), failed: count(own, "Failed", "Killed"), succeeded: count(own, "Succeeded") };
        return { id, name, project, description, created, tags: Object.fromEntries(tags.map(([tag, text]) => [tag, text ?? null])), ...numbers };
    });
    const failures = runs.filter(({ status }) => status === "Failed" || status === "Killed");
    return { experiments: rows, running: runs.filter(({ status }) => status === "Running"), failures, counts: { runs: runs.length, running: count(runs, "Running"), failed24h: failures.length } };
}

/** @param {Report} report @returns {ColumnsData} */
function columnsOf({ data, metrics, entries }) {
    const tags = new Set(entries.flatMap(({ run }) => Object.keys(run.tags)));
    const parameters = (data.parameters ?? []).map(name => {
        const values = entries.flatMap(({ run }) => (name in run.parameters ? [run.parameters[name]] : []));
        const distinct = new Set(values.map(value => `${typeof value} ${value}`)).size + (values.length < entries.length ? 1 : 0);
        return { name, type: values.every(value => typeof value === "number") ? "number" : "text", distinct };
    });
    return { parameters, metrics, tags: [...tags].map(name => ({ name })) };
}

/** The points that the report has of a series. @param {Report} report @param {SeriesRequest & { to?: number }} asked @returns {SeriesData} */
function seriesOf(report, { run, metric, from = -Infinity, to = Infinity }) {
    const { curves, run: row } = find(report, run);
    const curve = curves.get(metric), count = row.metrics[metric]?.count ?? 0;
    if (!curve) return { run, metric, count, thinned: false, steps: [], values: [] };
    const within = curve.steps.map((_, i) => i).filter(i => curve.steps[i] >= from && curve.steps[i] <= to);
    return { run, metric, count, thinned: curve.steps.length < count, steps: within.map(i => curve.steps[i]), values: within.map(i => curve.values[i]) };
}

/** @param {ArtifactEntry} artifact @returns {ArtifactData} */
const artifactOf = artifact => ({ ...artifact, files: artifact.files?.map(([path, size, mediaType]) => ({ path, size, mediaType })) });

/** Inputs with the run that made them, if it is in the report. @param {Report} report @param {Pick<Entry, "data">} entry @returns {InputData[]} */
const inputsOf = ({ makers }, { data: { inputs = [] } }) => inputs.map(input => ({ ...input, ...makers.get(input.id) }));

/** @param {Report} report @param {Entry} entry @returns {RunData} */
function runOf(report, { run, data }) {
    const named = (/** @type {RunRow} */ { id, path, name }) => ({ id, path, name });
    const ancestors = [];
    for (let above = report.byId.get(run.parent ?? ""); above && ancestors.length < 32; above = report.byId.get(above.run.parent ?? "")) ancestors.unshift(named(above.run));
    const children = report.entries.filter(({ run: other }) => other.parent === run.id).map(({ run: child }) => child);
    const metrics = Object.entries(run.metrics).map(([name, value]) => ({ name, key: name, ...value }));
    const usedBy = report.entries.flatMap(other => inputsOf(report, other).filter(input => input.run === run.id).map(input => ({ run: named(other.run), what: input.name })));
    const { code = [], environment = [] } = report.data.origins?.[data.origin] ?? {};
    return {
        run,
        parameters: Object.entries(run.parameters).map(([name, value]) => ({ name, type: value === null ? "null" : typeof value, value })),
        metrics,
        history: (data.history ?? []).map(([to, time, reason, actor]) => ({ to, time, reason: reason ?? undefined, actor: actor ?? undefined })),
        inputs: inputsOf(report, { data }),
        usedBy,
        ancestors,
        children,
        childCount: children.length,
        artifacts: (data.artifacts ?? []).map(artifactOf),
        modelVersions: data.models ?? [],
        code,
        environment,
        place: data.place ?? [],
        errorDetails: data.error,
        epochs: data.epochs ?? [],
        results: data.results ?? [],
        logCount: data.logCount,
        distributions: (data.distributions ?? []).map(({ key }) => key),
    };
}

/** @param {Entry} entry @param {Query} query @returns {LogPage} */
function logOf({ data: { log = [], logCount = 0 } }, { after, streams, search }) {
    const omitted = logCount - log.length;
    // The cursor of the end: nothing comes after it.
    if (after && after !== "0") return { cursor: "end", entries: [], more: false, omitted };
    const names = Array.isArray(streams) ? streams : [], words = String(search ?? "").toLowerCase();
    const entries = log.map(([time, text, stream]) => ({ time, text, stream })).filter(({ text, stream }) => (names.length === 0 || names.includes(stream ?? "")) && text.toLowerCase().includes(words));
    return { cursor: "end", entries, more: false, omitted };
}

/** @param {Report} report @param {Query} query */
function importanceOf(report, { experiment, ids, metric }) {
    const first = Array.isArray(ids) && ids.length > 0 ? report.byId.get(ids[0]) : undefined;
    const at = report.experiments.findIndex(({ id, name }) => id === (first?.run.experiment.id ?? experiment) || name === experiment);
    const found = (report.data.importance ?? []).find(each => each.experiment === at && report.metrics[each.metric].name === metric);
    const parameters = (found?.parameters ?? []).map(([name, importance, correlation, numeric]) => ({ name, importance, correlation, kind: numeric ? "number" : "category" }));
    const note = found ? undefined : "A report has the importance of parameters for the metrics with a goal, when an experiment has at least ten runs in which parameters differ.";
    return { metric, runs: found?.runs ?? 0, parameters, note, of: " of the experiment in this report" };
}

/** Names that begin with the word that is being typed. @param {Report} report @param {string} text @param {number} position */
function suggest({ data, metrics }, text, position) {
    const from = text.slice(0, position).search(/[^\s"'<>=!:]*$/), word = text.slice(from, position).toLowerCase();
    const names = [...(data.parameters ?? []).map(name => ({ name, detail: "parameter" })), ...metrics.map(({ name }) => ({ name, detail: "metric" })), ...["status", "duration", "name", "error"].map(name => ({ name, detail: "run" }))];
    const items = word === "" ? [] : names.filter(({ name }) => name.toLowerCase().startsWith(word) && name.toLowerCase() !== word).slice(0, 20);
    return { from, to: position, items: items.map(({ name, detail }) => ({ text: /[\s"'<>=!:]/.test(name) ? `"${name.replace(/"/g, "")}"` : name, detail })) };
}

/**
 * @param {ReportData} data
 * @returns {{ source: import("../api.js").Source, report: Report }}
 */
export function reportSource(data) {
    const report = readReport(data);
    const rows = rowReader(report.entries.map(({ run }) => run));
    /** @type {Record<string, (query: Query) => unknown>} */
    const plain = {
        store: () => ({ id: "", address: data.title, engine: "report", readOnly: true, allowChanges: false, time: data.exportedAt }),
        home: () => homeOf(report),
        columns: () => columnsOf(report),
        runs: rows,
        filter: () => ({ valid: true }),
        suggest: ({ text, position }) => suggest(report, String(text ?? ""), Number(position ?? 0)),
        importance: query => importanceOf(report, query),
    };
    const answer = (/** @type {string} */ path, /** @type {Query} */ query) => {
        const [name, id = "", part] = path.split("/").map(decodeURIComponent);
        if (name !== "run") return plain[name](query);
        const entry = find(report, id);
        if (part === "distributions") return (entry.data.distributions ?? []).find(({ key }) => key === query.key);
        return part === "log" ? logOf(entry, query) : runOf(report, entry);
    };
    /** @type {Record<string, (body: any) => unknown>} */
    const posted = {
        curves: ({ series }) => ({ series: series.map((/** @type {SeriesRequest} */ each) => seriesOf(report, each)) }),
        compare: ({ runs }) => compareEntries(report, runs.map((/** @type {string} */ id) => find(report, id))),
    };
    return {
        report,
        source: {
            get: async (path, query) => answer(path, query),
            post: async (path, body) => posted[path](body),
            addressOf: path => report.contents.get(contentKey(path)),
            readText: async address => ({ text: textIn(address), cut: false }),
            name: data.title,
            filterHint: 'adam status=failed lr<0.1 "val/loss">=0.5',
            xKinds: ["step"],
            hasRemoved: false,
            isWhole: true,
        },
    };
}

/** The text of a data: address in Base64. @param {string} address */
const textIn = address => new TextDecoder().decode(Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), character => character.charCodeAt(0)));

/** artifact/ID/path → ID/path @param {string} path */
const contentKey = path => {
    const [, id = "", ...names] = path.split("/").map(decodeURIComponent);
    return `${id}/${names.join("/")}`;
};
