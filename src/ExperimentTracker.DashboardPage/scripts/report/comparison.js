// Runs of a report beside each other.
import { formatDuration, toNumber } from "../format.js";

/**
 * @typedef {import("../compare/differences.js").ComparedRow} ComparedRow
 * @typedef {import("../compare/differences.js").Compared} Compared
 * @typedef {[name: string, value: unknown][]} Facts
 */

/**
 * A row for each name that any of the runs has a value for.
 * @param {Facts[]} facts Of each run.
 * @returns {ComparedRow[]}
 */
function rowsOf(facts) {
    /** @type {Map<string, unknown[]>} */
    const rows = new Map();
    facts.forEach((pairs, i) => {
        for (const [name, value] of pairs) {
            if (value === undefined) continue;
            const values = rows.get(name) ?? facts.map(() => undefined);
            // Several values with the same name, such as two datasets with the same role, are all kept.
            values[i] = values[i] === undefined ? value : `${values[i]}, ${value}`;
            rows.set(name, values);
        }
    });
    return [...rows].map(([name, values]) => ({ name, values }));
}

/** The run with the best value, if at least two have different ones. @param {ComparedRow} row */
function bestOf({ goal, values }) {
    const numbers = values.map(value => toNumber(value)), known = numbers.filter(value => !Number.isNaN(value));
    if (!goal || new Set(known).size < 2) return null;
    return numbers.indexOf(known.reduce((a, b) => (goal === "Minimize" ? Math.min(a, b) : Math.max(a, b))));
}

/**
 * @param {import("./data.js").Report} report
 * @param {import("./data.js").Entry[]} entries
 * @returns {Compared}
 */
export function compareEntries(report, entries) {
    /** @type {(read: (entry: import("./data.js").Entry) => Facts) => ComparedRow[]} */
    const rows = read => rowsOf(entries.map(read));
    const goals = new Map(report.metrics.map(({ name, goal }) => [name, goal]));
    return {
        runs: entries.map(({ run }) => run),
        run: rows(({ run }) => [
            ["Experiment", run.experiment.name],
            ["Started", run.started === undefined ? undefined : new Date(run.started).toISOString()],
            ["Duration", run.duration === undefined ? undefined : formatDuration(run.duration)],
            ["Description", run.description],
            ["Error", run.error],
        ]),
        parameters: rows(({ run }) => Object.entries(run.parameters)),
        metrics: rows(({ run }) => Object.entries(run.metrics).map(([name, { last }]) => [name, last]))
            .map(row => ({ ...row, goal: goals.get(row.name) }))
            .map(row => ({ ...row, best: bestOf(row) })),
        tags: rows(({ run }) => Object.entries(run.tags).map(([name, value]) => [name, value ?? ""])),
        inputs: rows(({ data }) => (data.inputs ?? []).map(({ kind, role, name }) => [[kind, role].filter(Boolean).join(" "), name])),
        origin: rows(({ data }) => [...(report.data.origins?.[data.origin]?.code ?? []), ...(report.data.origins?.[data.origin]?.environment ?? [])]),
    };
}
