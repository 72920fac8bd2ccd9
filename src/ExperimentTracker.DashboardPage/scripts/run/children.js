// The runs within a run, as a tree whose branches are read when they are opened.
import { useApi } from "../api.js";
import { formatCount, formatNumber } from "../format.js";
import { html, useState } from "../lib.js";
import { Duration, Empty, Failure, Loading, Progress, RunLink, Section, Status, isNamed } from "../parts/basic.js";
import { linkTo } from "../router.js";

const most = 100;

/** @param {{ parent: string }} props */
function Branch({ parent }) {
    /** @type {import("../api.js").Loaded<RunPage>} */
    const { data, error, reload } = useApi("runs", { parent, order: "number", count: most, columns: "all" });
    if (error) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    if (data.rows.length === 0) return html`<p class="note branch-end">No runs within it.</p>`;
    return html`<ul class="branch">${data.rows.map(run => html`<${Leaf} key=${run.id} run=${run} />`)}</ul>`;
}

/** @param {{ run: RunRow }} props */
function Leaf({ run }) {
    const [open, setOpen] = useState(false);
    const metric = Object.entries(run.metrics).find(([, value]) => value.goal) ?? Object.entries(run.metrics)[0];
    return html`<li>
        <div class="row-head leaf">
            <button type="button" class="quiet twist-button" aria-expanded=${open ? "true" : "false"} aria-label=${`Runs within ${run.path}`} onClick=${() => setOpen(!open)}>${open ? "▾" : "▸"}</button>
            <${Status} status=${run.status} /><${RunLink} run=${run} />${isNamed(run) && html`<span class="run-name">${run.name}</span>`}
            ${run.status === "Running" && html`<${Progress} run=${run} />`}
            ${metric && html`<span><span class="note">${metric[0]}</span> <span class="number">${formatNumber(metric[1].best ?? metric[1].last)}</span></span>`}
            <span class="note"><${Duration} run=${run} /></span>
        </div>
        ${open && html`<${Branch} parent=${run.id} />`}
    </li>`;
}

/** @param {{ run: RunRow, rows: RunRow[], count: number }} props */
export const ChildTree = ({ run, rows, count }) => html`<${Section} id="children" title=${formatCount(count, "run within it", "runs within it")}
    aside=${rows.length > 1 && html`<a href=${linkTo("charts", { runs: rows.map(each => each.id).join(",") })} aria-label=${`Charts of the runs within ${run.path}`}>Charts of these</a>`}>
    ${rows.length === 0 ? html`<${Empty}><p>None.</p><//>` : html`<ul class="rows">${rows.map(each => html`<${Leaf} key=${each.id} run=${each} />`)}</ul>`}
    ${count > rows.length && html`<p class="hint">The first ${rows.length.toLocaleString()} are shown.</p>`}
<//>`;
