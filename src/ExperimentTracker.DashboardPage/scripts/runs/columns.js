// The columns that a table of runs can have. A column is named as the API names it: created, p:lr, m:loss, m:loss:min, t:team.
import { collator, formatBriefDate, formatDate, formatNumber, formatParameter, goalText, toNumber } from "../format.js";
import { html } from "../lib.js";
import { Duration, Progress, RunLink, Status, Tags, isNamed } from "../parts/basic.js";
import { linkTo } from "../router.js";

/**
 * @typedef {{ id: string, title: string, group: string, width: number, order?: string, downFirst?: boolean, numeric?: boolean, note?: string, hint?: string,
 *   cell: (run: RunRow) => any, exact?: (run: RunRow) => string | undefined }} RunColumn
 */

export const statistics = /** @type {const} */ (["min", "max", "mean", "best"]);
const mostParameters = 6;
const mostMetrics = 5;

const absent = html`<span class="absent">–</span>`;

/** @param {"created" | "started" | "ended"} id @param {string} title @returns {RunColumn} */
const date = (id, title) => ({
    id,
    title,
    group: "Run",
    width: 164,
    order: id,
    downFirst: true,
    cell: run => (run[id] === undefined ? absent : html`<time datetime=${new Date(run[id]).toISOString()}>${formatBriefDate(run[id])}</time>`),
    exact: run => (run[id] === undefined ? undefined : formatDate(run[id])),
});

/** @param {string} id @param {string} title @param {number} width @param {(run: RunRow) => string | undefined} read @returns {RunColumn} */
const text = (id, title, width, read) => ({ id, title, group: "Run", width, cell: run => read(run) ?? absent, exact: read });

/** The name of a run, which every table begins with. @type {RunColumn} */
export const runColumn = {
    id: "name",
    title: "Run",
    group: "Run",
    width: 216,
    order: "path",
    cell: run => html`<${RunLink} run=${run} />${isNamed(run) && html` <span class="run-name">${run.name}</span>`}`,
    exact: run => (isNamed(run) ? `${run.path} · ${run.name}` : run.path),
};

/** @type {RunColumn[]} */
const ofRun = [
    { id: "status", title: "Status", group: "Run", width: 116, order: "status", cell: run => html`<${Status} status=${run.status} />`, exact: run => run.error },
    date("started", "Started"),
    { id: "duration", title: "Duration", group: "Run", width: 104, order: "duration", numeric: true, downFirst: true, cell: run => html`<${Duration} run=${run} />` },
    { id: "progress", title: "Progress", group: "Run", width: 250, cell: run => html`<${Progress} run=${run} />` },
    date("created", "Created"),
    date("ended", "Ended"),
    {
        id: "experiment",
        title: "Experiment",
        group: "Run",
        width: 150,
        order: "experiment",
        cell: run => html`<a tabindex="-1" href=${linkTo("runs", { experiment: run.experiment.id })}>${run.experiment.name}</a>`,
        exact: run => run.experiment.name,
    },
    { id: "tags", title: "Tags", group: "Run", width: 200, cell: run => html`<${Tags} tags=${run.tags} />`, exact: run => Object.keys(run.tags).join(", ") },
    text("user", "User", 110, run => run.user),
    text("host", "Host", 130, run => run.host),
    text("description", "Description", 220, run => run.description),
    text("error", "Error", 260, run => run.error),
];

/** @param {string} name @returns {RunColumn} */
function parameterColumn(name) {
    return {
        id: `p:${name}`,
        title: name,
        group: "Parameters",
        width: widthOf(name),
        order: `p:${name}`,
        cell: run => (Object.hasOwn(run.parameters, name) ? formatParameter(run.parameters[name]) : absent),
        exact: run => (Object.hasOwn(run.parameters, name) ? String(run.parameters[name]) : undefined),
    };
}

/** @param {string} name @returns {RunColumn} */
const tagColumn = name => ({
    id: `t:${name}`,
    title: name,
    group: "Tags",
    width: widthOf(name),
    order: `t:${name}`,
    cell: run => (Object.hasOwn(run.tags, name) ? (run.tags[name] ?? "✓") : absent),
    exact: run => (Object.hasOwn(run.tags, name) ? (run.tags[name] ?? name) : undefined),
});

/** @typedef {"last" | typeof statistics[number]} Statistic */

/** @param {ColumnsData["metrics"][number]} metric @param {Statistic} statistic @returns {RunColumn} */
function metricColumn(metric, statistic) {
    const read = (/** @type {RunRow} */ run) => run.metrics[metric.name]?.[statistic];
    return {
        id: statistic === "last" ? `m:${metric.name}` : `m:${metric.name}:${statistic}`,
        title: metric.name,
        note: [statistic === "last" ? "" : statistic, metric.unit].filter(Boolean).join(" · "),
        hint: metric.goal && goalText[metric.goal],
        group: "Metrics",
        width: widthOf(metric.name),
        order: statistic === "last" ? `m:${metric.name}` : `m:${metric.name}:${statistic}`,
        downFirst: metric.goal === "Maximize",
        numeric: true,
        cell: run => (read(run) === undefined ? absent : formatNumber(read(run))),
        exact: run => (read(run) === undefined ? undefined : String(toNumber(read(run)))),
    };
}

/** Wide enough for its title and for a number of six digits. @param {string} name */
const widthOf = name => Math.min(220, Math.max(104, 46 + name.length * 7.6));

/**
 * All columns of the chosen experiments, by identity.
 * @param {ColumnsData | undefined} data
 * @returns {Map<string, RunColumn>}
 */
export function allColumns(data) {
    const list = [...ofRun];
    for (const { name, type } of data?.parameters ?? []) list.push({ ...parameterColumn(name), numeric: /int|double|float|decimal|number/i.test(type) });
    for (const metric of data?.metrics ?? []) list.push(metricColumn(metric, "last"), ...statistics.map(each => metricColumn(metric, each)));
    for (const { name } of data?.tags ?? []) list.push(tagColumn(name));
    return new Map(list.map(column => [column.id, column]));
}

/** What is shown until one chooses. @param {ColumnsData | undefined} data @param {boolean} many Whether runs of several experiments are shown. */
export function defaultColumns(data, many) {
    const varying = (data?.parameters ?? []).filter(each => each.distinct === undefined || each.distinct > 1);
    return [
        "status",
        ...(many ? ["experiment"] : []),
        "started",
        "duration",
        ...varying.slice(0, mostParameters).map(each => `p:${each.name}`),
        ...(data?.metrics ?? []).filter(each => !each.name.startsWith("system/")).slice(0, mostMetrics).map(each => `m:${each.name}`),
        ...((data?.tags.length ?? 0) > 0 ? ["tags"] : []),
    ];
}

/** What a leaderboard shows: its metric, and what differs between the runs. @param {ColumnsData | undefined} data @param {string} metric */
export function leaderboardColumns(data, metric) {
    const differing = (data?.parameters ?? []).filter(each => each.distinct === undefined || each.distinct > 1);
    return [`m:${metric}`, ...differing.slice(0, 24).map(each => `p:${each.name}`), "status", "duration", ...((data?.tags.length ?? 0) > 0 ? ["tags"] : [])];
}

// Up to so many values of a run are not worth a choice, which would have to wait until the names are known.
const mostValues = 80;

/**
 * Which values a request must bring for these columns.
 * @param {string[]} columns
 * @param {ColumnsData | undefined} data
 */
export function valuesOf(columns, data) {
    if (!data || data.parameters.length + data.metrics.length + data.tags.length <= mostValues) return ["all"];
    const named = columns.flatMap(id => (id === "tags" ? data.tags.map(tag => `t:${tag.name}`) : id)).filter(id => /^[pmt]:/.test(id));
    // An empty list would mean all values.
    return named.length === 0 ? ["none"] : [...new Set(named.map(id => id.replace(/^(m:.*):(min|max|mean|best)$/, "$1")))];
}

/** The names in some rows, until those of the store are here. @param {RunRow[]} rows @returns {ColumnsData} */
export function columnsOf(rows) {
    /** @type {Map<string, Set<ParameterValue>>} */
    const parameters = new Map();
    /** @type {Map<string, MetricValue>} */
    const metrics = new Map();
    const tags = new Set(rows.flatMap(row => Object.keys(row.tags)));
    for (const row of rows) {
        for (const [name, value] of Object.entries(row.parameters)) parameters.set(name, (parameters.get(name) ?? new Set()).add(value));
        for (const [name, value] of Object.entries(row.metrics)) metrics.set(name, value);
    }
    const sorted = (/** @type {Iterable<string>} */ names) => [...names].sort((a, b) => collator.compare(a, b));
    return {
        parameters: sorted(parameters.keys()).map(name => {
            const values = parameters.get(name) ?? new Set();
            return { name, type: [...values].every(value => typeof value === "number") ? "number" : "text", distinct: values.size };
        }),
        metrics: sorted(metrics.keys()).map(name => ({ name, unit: metrics.get(name)?.unit, goal: metrics.get(name)?.goal })),
        tags: sorted(tags).map(name => ({ name })),
    };
}
