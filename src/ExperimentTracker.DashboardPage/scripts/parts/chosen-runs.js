// The runs that a page shows: those of its address, or the newest or best ones of an experiment.
import { get, useApi, useLoaded } from "../api.js";
import { html, useEffect, useState } from "../lib.js";
import { useChanges, useReload } from "../live.js";
import { change } from "../router.js";
import { FilterBox } from "../runs/filter-box.js";
import { Choice } from "./controls.js";

/** @typedef {{ runs: RunRow[] | undefined, total: number | null, leftOut?: string, error: import("../api.js").ApiError | undefined, loading: boolean, reload: () => void }} ChosenRuns */

const most = 500;
// Ids in one address.
const idsInRequest = 100;

/** "" is the newest; otherwise a metric, its best values first. @param {Record<string, string>} params */
function orderOf({ by = "" }) {
    if (!by) return { order: "created", descending: true };
    const goal = by.startsWith("max:") ? "max" : "min";
    return { order: `m:${by.slice(4)}:${goal}`, descending: goal === "max" };
}

/** @param {string} text */
const idsOf = text => text.split(",").filter(Boolean).slice(0, most);

/** @param {string[]} ids @param {AbortSignal} signal @returns {Promise<RunPage>} */
async function readByIds(ids, signal) {
    /** @type {Promise<RunPage>[]} */
    const parts = [];
    for (let i = 0; i < ids.length; i += idsInRequest) parts.push(get("runs", { ids: ids.slice(i, i + idsInRequest), columns: "all", count: idsInRequest }, signal));
    const rows = (await Promise.all(parts)).flatMap(page => page.rows);
    const byId = new Map(rows.flatMap(run => [[run.id, run], [run.shortId, run]]));
    const found = [...new Set(ids.flatMap(id => byId.get(id) ?? []))];
    return { version: "", offset: 0, total: found.length, rows: found };
}

/**
 * @param {Record<string, string>} params Of the address: runs, or experiment, project, filter, status, by and count.
 * @param {number} [usual] The number of runs unless the address has one.
 * @returns {ChosenRuns}
 */
export function useChosenRuns(params, usual = 100) {
    const { runs: ids, experiment, project, filter, status } = params;
    const count = Math.max(1, Math.min(most, Number(params.count) || usual));
    const query = { experiment, project, filter, status: status?.split(","), ...orderOf(params), offset: 0, count, columns: "all" };
    const key = ids ? `ids ${ids}` : JSON.stringify(query);
    /** @type {import("../api.js").Loaded<RunPage>} */
    const { data, error, loading, reload } = useLoaded(signal => (ids ? readByIds(idsOf(ids), signal) : get("runs", query, signal)), key);
    const [rows, setRows] = useState(/** @type {RunRow[] | undefined} */ (undefined));
    useEffect(() => {
        if (data) setRows(data.rows);
    }, [data]);
    useChanges(news => {
        if (!news || !rows) return;
        const fresh = new Map(news.runs.map(run => [run.id, run]));
        if (rows.some(run => fresh.has(run.id))) setRows(rows.map(run => fresh.get(run.id) ?? run));
    });
    const known = new Set(rows?.map(run => run.id));
    // Without a filter and another order, only a run that is newer than the last one shown can come in.
    const oldest = filter || params.by || !rows || rows.length < count ? 0 : rows[rows.length - 1].created;
    const comesIn = (/** @type {RunRow} */ run) => !known.has(run.id) && run.created >= oldest && (!experiment || run.experiment.id === experiment || run.experiment.name === experiment);
    const concerns = (/** @type {import("../live.js").Change} */ news) => news.removed.some(id => known.has(id)) || (!ids && news.runs.some(comesIn));
    useReload(reload, concerns, filter || params.by ? 5000 : 2000);
    return { runs: rows, total: data?.total ?? null, leftOut: data?.leftOut, error, loading, reload };
}

/** The metrics with a goal, as ways to order. @param {RunRow[]} runs @returns {[string, string][]} */
function bestBy(runs) {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const run of runs) for (const [name, { goal }] of Object.entries(run.metrics)) if (goal) found.set(`${goal === "Minimize" ? "min" : "max"}:${name}`, `Best by ${name}`);
    return [...found].sort(([, a], [, b]) => a.localeCompare(b));
}

const counts = ["20", "50", "100", "200", "500"];

/** Chooses which runs a page shows. @param {{ params: Record<string, string>, chosen: ChosenRuns, usual?: number }} props */
export function RunChooser({ params, chosen, usual = 100 }) {
    /** @type {import("../api.js").Loaded<HomeData>} */
    const { data: home } = useApi("home");
    const { runs = [], total } = chosen;
    if (params.runs) {
        return html`<div class="toolbar"><span class="chip">${runs.length.toLocaleString()} chosen ${runs.length === 1 ? "run" : "runs"}<button type="button" class="link" onClick=${() => change({ runs: "" })}>Show all instead</button></span></div>`;
    }
    const experiments = (home?.experiments ?? []).map(({ id, name, project }) => /** @type {[string, string]} */ ([id, project ? `${project}/${name}` : name]));
    const { experiment = "", by = "" } = params;
    if (experiment && !experiments.some(([id]) => id === experiment)) experiments.push([experiment, experiment]);
    const orders = bestBy(runs);
    if (by && !orders.some(([value]) => value === by)) orders.push([by, `Best by ${by.slice(4)}`]);
    const count = params.count ?? String(usual);
    return html`<div class="toolbar">
        <${Choice} id="experiment" label="Experiment" value=${experiment} options=${[["", "All"], ...experiments]} onChange=${(/** @type {string} */ value) => change({ experiment: value, by: "", zoom: "", hide: "" })} />
        <${FilterBox} value=${params.filter ?? ""} onChange=${(/** @type {string} */ filter) => change({ filter })} />
        <${Choice} id="by" label="Show" value=${by} options=${[["", "Newest"], ...orders]} onChange=${(/** @type {string} */ value) => change({ by: value })} />
        <${Choice} id="count" label="At most" value=${count} options=${(counts.includes(count) ? counts : [...counts, count]).map(each => [each, each])} onChange=${(/** @type {string} */ value) => change({ count: value === String(usual) ? "" : value })} />
        <span class="note" role="status">${chosen.loading && runs.length === 0 ? "" : `${runs.length.toLocaleString()}${total !== null && total > runs.length ? ` of ${total.toLocaleString()}` : ""} ${runs.length === 1 ? "run" : "runs"}`}</span>
        ${chosen.leftOut && html`<p class="hint" role="status">${chosen.leftOut}</p>`}
    </div>`;
}
