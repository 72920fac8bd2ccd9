// Which runs of a report a request asks for, and in which order.
import { collator } from "../format.js";
import { valueBy } from "./data.js";
import { namesOf, parseFilter, parseSearch } from "./filter.js";

/** @typedef {import("../api.js").Query} Query */

/** @param {Query[string]} value */
const listOf = value => (Array.isArray(value) ? value : value ? String(value).split(",") : []);

/**
 * The runs of a report that a query asks for. The same question is asked page by page, so the last answer is kept.
 * @param {RunRow[]} all
 */
export function rowReader(all) {
    const names = namesOf(all);
    let asked = "";
    let answer = all;

    /** @param {Query} query */
    function select({ ids, experiment, parent, status, search, filter, removed, order, descending }) {
        if (removed) return [];
        const [among, statuses, experiments] = [new Set(listOf(ids)), new Set(listOf(status)), new Set(listOf(experiment))];
        const [found, matches] = [parseSearch(String(search ?? "")), parseFilter(String(filter ?? ""), names)];
        const chosen = all.filter(
            run =>
                (among.size === 0 || among.has(run.id) || among.has(run.shortId)) &&
                (statuses.size === 0 || statuses.has(run.status)) &&
                (experiments.size === 0 || experiments.has(run.experiment.id) || experiments.has(run.experiment.name)) &&
                (!parent || run.parent === parent) &&
                found(run) &&
                matches(run),
        );
        return sorted(chosen, String(order || "created"), order ? Boolean(descending) : true);
    }

    /** @param {Query} query */
    return ({ offset, count, ...query }) => {
        const question = JSON.stringify(query);
        if (question !== asked) [asked, answer] = [question, select(query)];
        const first = Number(offset) || 0;
        return { version: "", offset: first, total: answer.length, rows: answer.slice(first, first + (Number(count) || 500)) };
    };
}

/**
 * Runs without a value, or with one that is not a number among numbers, come last in both directions; runs that are equal stay in the order of the report.
 * @param {RunRow[]} runs
 * @param {string} by
 * @param {boolean} descending
 */
function sorted(runs, by, descending) {
    const values = new Map(runs.map(run => [run, valueBy(run, by)]));
    const absent = (/** @type {RunRow} */ run) => {
        const value = values.get(run);
        return value === undefined || value === null || Number.isNaN(value);
    };
    const sign = descending ? -1 : 1;
    return [...runs].sort((one, other) => {
        if (absent(one) || absent(other)) return Number(absent(one)) - Number(absent(other));
        const [a, b] = [values.get(one), values.get(other)];
        if (typeof a === "number" && typeof b === "number") return a === b ? 0 : sign * (a - b);
        return sign * collator.compare(String(a), String(b));
    });
}
