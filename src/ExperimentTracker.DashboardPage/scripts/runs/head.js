// The headers of the table of runs, which order it.
import { html } from "../lib.js";
import { change } from "../router.js";
import { runColumn } from "./columns.js";

/** @typedef {import("./columns.js").RunColumn} RunColumn */
/** @typedef {{ order: string, descending: boolean }} Order */

/** @param {{ column: RunColumn, order: Order }} props */
function Header({ column, order }) {
    const { title, note, hint } = column;
    const name = html`<span class="name">${title}</span>${note && html`<span class="unit">${note}</span>`}`;
    if (!column.order) return html`<span class="head" title=${title}>${name}</span>`;
    const current = order.order === column.order;
    const press = () => change({ order: column.order, descending: (current ? !order.descending : column.downFirst) ? "1" : "", view: "" });
    return html`<button type="button" class="head" title=${[title, hint].filter(Boolean).join(" · ")} onClick=${press}>${name}${current && html`<span class="arrow" aria-hidden="true">${order.descending ? "↓" : "↑"}</span>`}</button>`;
}

/**
 * The columns of a table: the box that selects, the run, and what was chosen.
 * @param {{ shown: RunColumn[], order: Order, view: string, metric: string, narrow: boolean }} what
 * @returns {import("../parts/virtual-table.js").TableColumn[]}
 */
export function tableColumns({ shown, order, view, metric, narrow }) {
    const sorted = (/** @type {string | undefined} */ id) => (id && id === order.order ? (order.descending ? "descending" : "ascending") : null);
    const column = (/** @type {RunColumn} */ each) => ({
        id: each.id,
        width: each.id === "name" && narrow ? 132 : each.width,
        class: `${each.numeric ? "number" : ""}${each.id === "name" ? " run" : ""}${each.id === `m:${metric}` && view !== "table" ? " chief" : ""}`,
        sort: /** @type {"ascending" | "descending" | null} */ (sorted(each.order)),
        header: view === "groups" ? html`<span class="head" title=${each.title}><span class="name">${each.title}</span>${each.note && html`<span class="unit">${each.note}</span>`}</span>` : html`<${Header} column=${each} order=${order} />`,
    });
    const rank = { id: "rank", width: 60, class: "number", header: html`<span class="head">Rank</span>` };
    const ofGroup = (/** @type {string} */ name) => ({ id: `group-${name}`, width: Math.min(220, 90 + metric.length * 8), class: "number", header: html`<span class="head" title=${`${name} of ${metric}`}><span class="name">${metric}</span><span class="unit">${name}</span></span>` });
    return [
        { id: "select", width: 36, class: "select", header: html`<span class="hidden">Selected</span>` },
        column(runColumn),
        ...(view === "leaderboard" ? [rank] : []),
        ...(view === "groups" && metric ? [ofGroup("best"), ofGroup("mean")] : []),
        ...shown.map(column),
    ];
}
