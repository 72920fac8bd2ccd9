// The distributions of a run: a chart for each key, or one large with its numbers.
import { useApi } from "../api.js";
import { readRange, writeRange } from "../charts/options.js";
import { formatCount } from "../format.js";
import { html, useRef, useState } from "../lib.js";
import { useReload, useReloadWhile } from "../live.js";
import { Empty, Failure } from "../parts/basic.js";
import { Choice } from "../parts/controls.js";
import { useInView } from "../parts/in-view.js";
import { DistributionChart, DistributionTable } from "../pictures/distribution-chart.js";
import { change, linkTo } from "../router.js";

/** @param {Extent | null} range */
const zoomTo = range => change({ zoom: writeRange(range) });

/** @param {{ run: RunRow, name: string, params: Record<string, string>, large: boolean }} props */
function Card({ run, name, params, large }) {
    const node = useRef(/** @type {HTMLElement | null} */ (null));
    const inView = useInView(node);
    const link = linkTo("run", { ...params, key: large ? "" : name }, run.id);
    return html`<figure class=${large ? "card large" : "card"} ref=${node} data-distribution=${name}>
        <figcaption><a class="metric" href=${link} title=${large ? "Show all distributions" : `Show ${name} large`}>${name}</a></figcaption>
        ${inView ? html`<${Drawn} run=${run} name=${name} params=${params} large=${large} />` : html`<div class="chart-plot" style=${{ height: "210px" }}></div>`}
    </figure>`;
}

/** @param {{ run: RunRow, name: string, params: Record<string, string>, large: boolean }} props */
function Drawn({ run, name, params, large }) {
    const [open, setOpen] = useState(false);
    /** @type {import("../api.js").Loaded<DistributionData>} */
    const { data, error, reload } = useApi(`run/${encodeURIComponent(run.id)}/distributions`, { key: name, steps: large ? 400 : 120, bins: large ? 128 : 64 });
    useReloadWhile(run.status === "Running", reload);
    useReload(reload, news => news.runs.some(({ id }) => id === run.id), 2000);
    const height = large ? 440 : 210;
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<div class="chart-plot" style=${{ height: `${height}px` }}><p class="none">Loading…</p></div>`;
    const thinned = data.count > data.steps.length && html`<p class="hint">${data.steps.length.toLocaleString()} of ${formatCount(data.count, "step")} are shown.</p>`;
    return html`<${DistributionChart} data=${data} look=${params.look === "bands" ? "bands" : "bins"} height=${height} zoom=${readRange(params.zoom)} onZoom=${zoomTo} />
        ${large && thinned}
        ${large && html`<details class="numbers" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}><summary>Numbers</summary>${open && html`<${DistributionTable} data=${data} />`}</details>`}`;
}

/** @param {{ data: RunData, params: Record<string, string> }} props */
export function Distributions({ data: { run, distributions }, params }) {
    if (distributions.length === 0) return html`<${Empty}><p>This run has no distributions${run.status === "Running" && " yet"}. <code>Add-Distribution</code> adds them.</p><//>`;
    const find = params.find ?? "", alone = distributions.length === 1;
    const chosen = distributions.includes(params.key) ? params.key : alone ? distributions[0] : undefined;
    const shown = chosen ? [chosen] : distributions.filter(name => name.toLowerCase().includes(find.toLowerCase()));
    const { tab } = params, all = linkTo("run", { ...params, tab, key: "" }, run.id);
    return html`<div class="run-charts">
        <div class="toolbar">
            ${chosen && !alone && html`<a class="button" href=${all}>← All distributions</a>`}
            ${!chosen && distributions.length > 4 && html`<label class="field"><span>Distributions</span><input type="search" id="find-distribution" placeholder="part of a name" value=${find} onInput=${(/** @type {any} */ event) => change({ find: event.currentTarget.value }, { replace: true })} /></label>`}
            <${Choice} id="look" label="Draw" value=${params.look === "bands" ? "bands" : ""} options=${[["", "Bins"], ["bands", "Quantile bands"]]} onChange=${(/** @type {string} */ look) => change({ look })} />
        </div>
        <div class=${chosen ? "charts single" : "charts"}>${shown.map(name => html`<${Card} key=${`${name} ${chosen ? "large" : ""}`} run=${run} name=${name} params=${params} large=${name === chosen} />`)}</div>
        ${shown.length === 0 && html`<${Empty}><p>No distribution has “${find}” in its name.</p><//>`}
        <p class="hint">${params.look === "bands" ? "The bands contain 50 % and 90 % of the values" : "The colour says how full a bin is for its width, beside the fullest one of its step"}; the lines are the median and the 5 % and 95 % quantiles. Drag across a chart to zoom, double-click to show all.</p>
    </div>`;
}
