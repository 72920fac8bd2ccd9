// What is chosen on the page of runs, as it is in the address.
import { linkTo } from "../router.js";

/**
 * @typedef {{ experiment: string, project: string, filter: string, search: string, status: string[], removed: boolean, order: string, descending: boolean,
 *   columns: string[] | null, pinned: number, view: "table" | "leaderboard" | "groups", group: string, metric: string, open: string[], selected: string[] }} Choices
 */

export const statuses = /** @type {StatusName[]} */ (["Running", "Succeeded", "Failed", "Cancelled", "Killed", "Pending"]);

/** Names in a list: a comma in a name is escaped. @param {string | undefined} text */
export const readList = text => (text ? text.split(",").map(each => each.replace(/%2C/g, ",").replace(/%25/g, "%")) : []);

/** @param {string[]} names */
export const writeList = names => names.map(each => each.replace(/%/g, "%25").replace(/,/g, "%2C")).join(",");

/** @param {Record<string, string>} params @returns {Choices} */
export function readChoices(params) {
    const view = params.view === "leaderboard" || params.view === "groups" ? params.view : "table";
    return {
        experiment: params.experiment ?? "",
        project: params.project ?? "",
        filter: params.filter ?? "",
        search: params.search ?? "",
        status: readList(params.status),
        removed: params.removed === "1",
        order: params.order ?? "created",
        descending: params.order ? params.descending === "1" : true,
        columns: params.columns === undefined ? null : readList(params.columns),
        pinned: Number(params.pinned) || 0,
        view,
        group: params.group ?? "",
        metric: params.metric ?? "",
        open: readList(params.open),
        selected: readList(params.runs),
    };
}

/**
 * The part of a request that says which runs, without their order.
 * @param {Choices} choices
 * @returns {import("../api.js").Query}
 */
export const whichRuns = choices => ({
    experiment: readList(choices.experiment),
    project: choices.project,
    filter: choices.filter,
    search: choices.search,
    status: choices.status,
    removed: choices.removed,
});

/** The order of a leaderboard: the best value first. @param {string} metric @param {string | undefined} goal */
export const ranking = (metric, goal) => ({ order: `m:${metric}`, descending: goal === "Maximize" });

/** @param {string[]} runs @param {Choices} choices */
export const chartsLink = (runs, choices) => linkTo("charts", { experiment: choices.experiment, runs: writeList(runs) });

/** @param {string[]} runs @param {Choices} choices */
export const compareLink = (runs, choices) => linkTo("compare", { experiment: choices.experiment, runs: writeList(runs) });
