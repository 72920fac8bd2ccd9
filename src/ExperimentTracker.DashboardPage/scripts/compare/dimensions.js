// What runs are compared by: parameters, metrics, and when and how long they ran, as numbers or as categories.
import { collator, formatBriefDate, formatDuration, formatNumber, formatParameter, toNumber } from "../format.js";
import { spansDecades } from "../charts/transform.js";

/**
 * @typedef {object} Dimension
 * @property {string} key "p:name", "m:name", "duration" or "started".
 * @property {string} title
 * @property {"parameter" | "metric" | "time"} kind
 * @property {"Minimize" | "Maximize"} [goal]
 * @property {(run: RunRow) => ParameterValue | undefined} get
 * @property {string[] | null} categories Null for numbers.
 * @property {boolean} log Whether its numbers span decades.
 * @property {number[]} few Its distinct numbers, when they are few.
 * @property {Extent | null} range Of its numbers, or of the positions of its categories.
 * @property {(value: number) => string} format Of a number, or of the position of a category.
 */

const mostFew = 8;

/** @param {RunRow[]} runs @param {"parameters" | "metrics"} part */
const namesOf = (runs, part) => [...new Set(runs.flatMap(run => Object.keys(run[part])))].sort(collator.compare);

/**
 * @param {RunRow[]} runs
 * @param {Pick<Dimension, "key" | "title" | "kind" | "goal" | "get"> & { format?: (value: number) => string }} facts
 * @returns {Dimension}
 */
function dimension(runs, facts) {
    const values = runs.map(facts.get).filter(value => value !== undefined && value !== null);
    const numbers = values.flatMap(value => (typeof value === "number" && Number.isFinite(value) ? [value] : []));
    const numeric = values.every(value => typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity");
    const categories = numeric ? null : [...new Set(values.map(formatParameter))].sort(collator.compare);
    /** @type {Extent | null} */
    const range = categories ? [0, Math.max(0, categories.length - 1)] : numbers.length ? [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))] : null;
    const distinct = categories ? [] : [...new Set(numbers)].sort((a, b) => a - b);
    const few = distinct.length <= mostFew ? distinct : [];
    // 16, 32, 64 … are chosen as powers even when they do not span decades.
    const log = facts.kind !== "time" && categories === null && (spansDecades(numbers) || (few.length > 2 && few[0] > 0 && few[few.length - 1] / few[0] >= 8));
    const format = categories ? (/** @type {number} */ value) => categories[Math.round(value)] ?? "" : (facts.format ?? formatNumber);
    return { ...facts, categories, few, range, log, format };
}

/** @param {RunRow[]} runs @returns {Dimension[]} */
export function dimensionsOf(runs) {
    const metrics = namesOf(runs, "metrics").map(name => {
        const goal = runs.find(run => run.metrics[name]?.goal)?.metrics[name].goal;
        const get = (/** @type {RunRow} */ run) => {
            const value = run.metrics[name];
            return value ? toNumber(value.best ?? value.last) : undefined;
        };
        return dimension(runs, { key: `m:${name}`, title: name, kind: "metric", goal, get });
    });
    return [
        ...namesOf(runs, "parameters").map(name => dimension(runs, { key: `p:${name}`, title: name, kind: "parameter", get: run => run.parameters[name] })),
        ...metrics,
        dimension(runs, { key: "duration", title: "Duration", kind: "time", get: run => run.duration, format: formatDuration }),
        dimension(runs, { key: "started", title: "Started", kind: "time", get: run => run.started, format: formatBriefDate }),
    ].filter(each => each.range !== null);
}

/** Whether it distinguishes runs. @param {Dimension} each */
export const varies = ({ range }) => range !== null && range[0] < range[1];

/** The number of a run, or the position of its category; NaN when it has none. @param {Dimension} of @param {RunRow} run */
export function numberOf(of, run) {
    const value = of.get(run);
    if (value === undefined || value === null) return NaN;
    if (of.categories) return of.categories.indexOf(formatParameter(value));
    return typeof value === "number" ? value : NaN;
}

/** The metric to look at first: one with a goal. @param {Dimension[]} all */
export const mainMetric = all => all.find(each => each.kind === "metric" && each.goal) ?? all.find(each => each.kind === "metric");
