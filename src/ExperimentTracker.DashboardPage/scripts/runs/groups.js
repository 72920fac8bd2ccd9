// Groups of runs by a parameter, a tag or the status, with the mean and the best value of a metric.
import { get, useLoaded } from "../api.js";
import { collator, formatCount, formatNumber, formatParameter, toNumber } from "../format.js";
import { html } from "../lib.js";
import { useReload } from "../live.js";

/**
 * @typedef {{ key: string, title: string, runs: RunRow[], mean: number, best: number, count: number }} Group
 * @typedef {{ groups: Group[], runs: number, total: number, leftOut: string }} Grouped
 * @typedef {{ group: Group, run?: undefined } | { group: Group, run: RunRow }} GroupItem
 */

const most = 3000;
const page = 500;

/** @param {RunRow} run @param {string} by @returns {ParameterValue | undefined} */
function valueOf(run, by) {
    if (by === "status") return run.status;
    if (by === "experiment") return run.experiment.name;
    const name = by.slice(2);
    if (by.startsWith("p:")) return run.parameters[name];
    return Object.hasOwn(run.tags, name) ? (run.tags[name] ?? "✓") : undefined;
}

/** @param {RunRow[]} runs @param {string} by @param {string} metric @param {string | undefined} goal @returns {Group[]} */
export function groupRuns(runs, by, metric, goal) {
    /** @type {Map<string, { title: string, value: ParameterValue | undefined, runs: RunRow[] }>} */
    const groups = new Map();
    for (const run of runs) {
        const value = valueOf(run, by);
        const key = value === undefined ? "" : `${typeof value}:${value}`;
        const group = groups.get(key) ?? { title: value === undefined ? "none" : formatParameter(value), value, runs: [] };
        group.runs.push(run);
        groups.set(key, group);
    }
    const made = [...groups].map(([key, { title, value, runs: members }]) => {
        const values = members.map(run => toNumber(run.metrics[metric]?.best ?? run.metrics[metric]?.last)).filter(Number.isFinite);
        const best = values.length === 0 ? NaN : goal === "Maximize" ? Math.max(...values) : Math.min(...values);
        return { key, title, value, runs: members, count: values.length, mean: values.reduce((sum, each) => sum + each, 0) / values.length, best };
    });
    // Numbers by size, then names, then the runs without a value.
    return made.sort((a, b) => {
        if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
        return typeof a.value === "number" && typeof b.value === "number" ? a.value - b.value : collator.compare(a.title, b.title);
    });
}

/**
 * Reads the runs of a query, up to some thousand, and groups them.
 * @param {import("../api.js").Query | null} query
 * @param {string} by
 * @param {string} metric
 * @param {string | undefined} goal
 */
export function useGroups(query, by, metric, goal) {
    const loaded = useLoaded(
        query &&
            (async signal => {
                /** @type {RunRow[]} */
                const runs = [];
                let total = 0;
                let leftOut = "";
                while (runs.length < most) {
                    /** @type {RunPage} */
                    const answer = await get("runs", { ...query, offset: runs.length, count: page }, signal);
                    runs.push(...answer.rows);
                    total = answer.total ?? runs.length;
                    leftOut = answer.leftOut ?? leftOut;
                    if (answer.rows.length < page) break;
                }
                return { groups: groupRuns(runs, by, metric, goal), runs: runs.length, total: Math.max(total, runs.length), leftOut };
            }),
        JSON.stringify([query, by, metric, goal]),
    );
    useReload(loaded.reload, change => query !== null && (change.runs.length > 0 || change.removed.length > 0), 3000);
    return loaded;
}

/** The lines of a table: each group, with its runs when it is open. @param {Grouped | undefined} grouped @param {string[]} open @returns {GroupItem[]} */
export const itemsOf = (grouped, open) => (grouped?.groups ?? []).flatMap(group => [{ group }, ...(open.includes(group.key) ? group.runs.map(run => ({ group, run })) : [])]);

/** @param {{ group: Group, open: boolean, onToggle: () => void }} props */
export const GroupTitle = ({ group, open, onToggle }) => html`<button type="button" class="link group-title" tabindex="-1" onClick=${onToggle}>
    <span class="twist" aria-hidden="true">${open ? "▾" : "▸"}</span> <b>${group.title}</b> <span class="note">${formatCount(group.runs.length, "run")}</span>
</button>`;

/** What a group says in a column. @param {Group} group @param {string} column */
export function groupCell(group, column) {
    if (column === "group-best" && group.count > 0) return html`<b>${formatNumber(group.best)}</b>`;
    if (column === "group-mean" && group.count > 0) return html`<span title=${`of ${formatCount(group.count, "run")} with a finite value`}>${formatNumber(group.mean)}</span>`;
    if (column !== "status") return null;
    const failed = group.runs.filter(run => run.status === "Failed" || run.status === "Killed").length;
    return failed > 0 && html`<span class="status failed">${failed.toLocaleString()} failed</span>`;
}
