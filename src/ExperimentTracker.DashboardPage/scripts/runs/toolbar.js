// What is above the table of runs.
import { addressOf, currentSource } from "../api.js";
import { formatCount } from "../format.js";
import { html } from "../lib.js";
import { Choice, Toggle } from "../parts/controls.js";
import { change, linkTo } from "../router.js";
import { chartsLink, compareLink, statuses, writeList } from "./choices.js";
import { FilterBox, SearchBox } from "./filter-box.js";

/** @typedef {import("./choices.js").Choices} Choices */

/** @param {{ choices: Choices }} props */
function StatusChips({ choices }) {
    const toggle = (/** @type {string} */ status) =>
        change({ status: writeList(choices.status.includes(status) ? choices.status.filter(other => other !== status) : [...choices.status, status]) });
    return html`<div class="chips" role="group" aria-label="Status">
        ${statuses.map(
            status => html`<button type="button" key=${status} class="chip" aria-pressed=${choices.status.includes(status) ? "true" : "false"} onClick=${() => toggle(status)}>
                <span class=${`status ${status.toLowerCase()}`}>${status}</span>
            </button>`,
        )}
    </div>`;
}

/** @param {{ choices: Choices, experiments: ExperimentRow[] }} props */
function ExperimentChoice({ choices, experiments }) {
    const known = experiments.map(each => /** @type {[string, string]} */ ([each.id, each.project && each.project !== "Default" ? `${each.project} / ${each.name}` : each.name]));
    // Several experiments, or one by its name, come from a link.
    if (choices.experiment && !known.some(([id]) => id === choices.experiment)) known.unshift([choices.experiment, choices.experiment.includes(",") ? `${choices.experiment.split(",").length} experiments` : choices.experiment]);
    return html`<${Choice} label="Experiment" id="experiment" value=${choices.experiment} options=${[["", "All"], ...known]} onChange=${(/** @type {string} */ value) => change({ experiment: value, columns: "", open: "" })} />`;
}

/** @param {{ choices: Choices, columns: ColumnsData | undefined, metric: string }} props */
function ViewChoice({ choices, columns, metric }) {
    const views = [["table", "Table"], ["leaderboard", "Leaderboard"], ["groups", "Groups"]];
    const keys = [["status", "Status"], ["experiment", "Experiment"], ...(columns?.parameters ?? []).map(each => [`p:${each.name}`, each.name]), ...(columns?.tags ?? []).map(each => [`t:${each.name}`, `${each.name} (tag)`])];
    const pick = (/** @type {string} */ view) => change({ view: view === "table" ? "" : view, group: view === "groups" ? choices.group || keys[2]?.[0] || "status" : "", metric: view === "table" ? "" : metric, columns: "", open: "" });
    return html`<${Choice} label="View" id="view" value=${choices.view} options=${views} onChange=${pick} />
        ${choices.view === "groups" && html`<${Choice} label="by" id="group" value=${choices.group} options=${keys} onChange=${(/** @type {string} */ group) => change({ group, open: "" })} />`}
        ${choices.view !== "table" && html`<${Choice} label="Metric" id="metric" value=${metric} options=${(columns?.metrics ?? []).map(each => [each.name, each.name])} onChange=${(/** @type {string} */ now) => change({ metric: now })} />`}`;
}

/** @param {{ choices: Choices, experiments: ExperimentRow[], columns: ColumnsData | undefined, metric: string, children?: any }} props */
export const Toolbar = ({ choices, experiments, columns, metric, children }) => html`<div class="toolbar runs-toolbar">
        <${ExperimentChoice} choices=${choices} experiments=${experiments} />
        <${SearchBox} value=${choices.search} label="Search runs by name, tag, parameter or error" onChange=${(/** @type {string} */ search) => change({ search }, { replace: true })} />
        <${FilterBox} value=${choices.filter} onChange=${(/** @type {string} */ filter) => change({ filter }, { replace: true })} />
    </div>
    <div class="toolbar">
        <${StatusChips} choices=${choices} />
        <${ViewChoice} choices=${choices} columns=${columns} metric=${metric} />
        ${currentSource().hasRemoved && html`<${Toggle} label="Removed runs" id="removed" checked=${choices.removed} onChange=${(/** @type {boolean} */ removed) => change({ removed })} />`}
        <span class="spacing"></span>
        ${children}
    </div>`;

/** What can be done with the selected runs. @param {{ choices: Choices, total: number | null | undefined, csv: import("../api.js").Query, children?: any }} props */
export function Foot({ choices, total, csv, children }) {
    const { selected } = choices;
    const file = addressOf("runs.csv", csv);
    return html`<div class="toolbar foot">
        <p class="count" role="status">${total === null || total === undefined ? "Counting…" : formatCount(total, "run")}${selected.length > 0 && `, ${selected.length.toLocaleString()} selected`}</p>
        ${children}
        <span class="spacing"></span>
        ${selected.length > 0 && html`<button type="button" class="link" onClick=${() => change({ runs: "" }, { replace: true })}>Select none</button>`}
        <a class="button" href=${selected.length > 0 ? chartsLink(selected, choices) : linkTo("charts", { experiment: choices.experiment, filter: choices.filter })}>Charts</a>
        <a class="button" href=${selected.length > 0 ? compareLink(selected, choices) : linkTo("compare", { experiment: choices.experiment, filter: choices.filter })}>Compare</a>
        ${file && html`<a class="button" href=${file} download="runs.csv" title="All runs of this table, with the shown columns">CSV</a>`}
    </div>`;
}
