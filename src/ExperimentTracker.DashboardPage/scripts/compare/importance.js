// Which parameter matters for a metric.
import { get, useLoaded } from "../api.js";
import { formatCount, formatNumber } from "../format.js";
import { html } from "../lib.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { Choice } from "../parts/controls.js";
import { change, linkTo } from "../router.js";
import { mainMetric } from "./dimensions.js";

/** @typedef {{ metric: string, runs: number, note?: string, of?: string, parameters: { name: string, importance: number, correlation?: number | null, kind: "number" | "category" }[] }} ImportanceData */

// Ids in one address.
const mostNamed = 100;

/** @param {{ value: number, label: string }} props */
const Bar = ({ value, label }) => html`<span class="measure" role="img" aria-label=${label}><span class="measure-fill" style=${{ width: `${Math.max(0, Math.min(1, value)) * 100}%` }}></span></span>`;

/** From -1 on the left to 1 on the right. @param {{ value: number }} props */
const Both = ({ value }) => html`<span class="measure both" role="img" aria-label=${`Rank correlation ${formatNumber(value, 2)}`}><span class=${value < 0 ? "measure-fill negative" : "measure-fill"} style=${{ width: `${Math.min(1, Math.abs(value)) * 50}%`, left: value < 0 ? `${50 - Math.min(1, -value) * 50}%` : "50%" }}></span></span>`;

/** @param {{ runs: RunRow[], dimensions: import("./dimensions.js").Dimension[], params: Record<string, string> }} props */
export function Importance({ runs, dimensions, params }) {
    const experiments = [...new Map(runs.map(run => [run.experiment.id, run.experiment])).values()];
    const experiment = params.experiment || (experiments.length === 1 ? experiments[0].id : "");
    const metrics = dimensions.filter(each => each.kind === "metric");
    const metric = metrics.find(each => each.title === params.target) ?? mainMetric(dimensions);
    const ids = params.runs ? runs.slice(0, mostNamed).map(run => run.id) : [];
    const ready = (experiment !== "" || ids.length > 0) && metric !== undefined;
    const query = ids.length ? { ids, metric: metric?.title } : { experiment, metric: metric?.title, filter: params.filter };
    /** @type {import("../api.js").Loaded<ImportanceData>} */
    const { data, error, loading, reload } = useLoaded(ready ? signal => get("importance", query, signal) : null, JSON.stringify(query));
    if (!metric) return html`<${Empty}><p>These runs have no metric yet.</p><//>`;
    if (!ready) return html`<${Empty}><p>Parameters of several experiments mean different things. Choose one experiment above.</p><//>`;
    const rows = [...(data?.parameters ?? [])].sort((a, b) => b.importance - a.importance);
    const relate = (/** @type {string} */ name) => linkTo("compare", { ...params, view: "scatter", sx: `p:${name}`, sy: metric.key });
    return html`<div class="toolbar">
            <${Choice} id="target" label="Metric" value=${metric.title} options=${metrics.map(({ title }) => [title, title])} onChange=${(/** @type {string} */ target) => change({ target })} />
            ${data && html`<span class="note" role="status">${formatCount(data.runs, "run")}${data.of ?? (ids.length ? " of those chosen" : params.filter ? " that match the filter" : " of the experiment")} with this metric</span>`}
        </div>
        ${error && html`<${Failure} error=${error} retry=${reload} />`}
        ${!data && loading && html`<${Loading} />`}
        ${data && rows.length === 0 && html`<${Empty}><p>${data.note ?? "No parameter differs between these runs."}</p><//>`}
        ${rows.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label="Importance of parameters"><table class="plain importance">
            <thead><tr><th scope="col">Parameter</th><th scope="col" colspan="2">Importance</th><th scope="col" colspan="2">Rank correlation</th><th scope="col"><span class="hidden">Scatter</span></th></tr></thead>
            <tbody>${rows.map(
                ({ name, importance, correlation, kind }) => html`<tr key=${name}>
                    <th scope="row">${name}</th>
                    <td class="number">${formatNumber(importance, 2)}</td><td><${Bar} value=${importance} label=${`Importance ${formatNumber(importance, 2)}`} /></td>
                    ${correlation === null || correlation === undefined ? html`<td class="absent number">–</td><td class="note">${kind === "category" ? "has no order" : ""}</td>` : html`<td class="number">${formatNumber(correlation, 2)}</td><td><${Both} value=${correlation} /></td>`}
                    <td><a href=${relate(name)} aria-label=${`Scatter of ${metric.title} over ${name}`}>Scatter</a></td>
                </tr>`,
            )}</tbody>
        </table></div>
        <p class="hint">Importance is how much of the metric the parameter explains, alone or together with others. The rank correlation says in which direction: above 0, a larger value goes with a larger metric.</p>`}`;
}
