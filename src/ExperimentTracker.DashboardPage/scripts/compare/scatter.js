// A scatter of runs: two metrics with the front of the best trade-offs, or a metric over a parameter.
import { formatCount } from "../format.js";
import { html, useMemo } from "../lib.js";
import { Empty, RunLink } from "../parts/basic.js";
import { Choice, Toggle } from "../parts/controls.js";
import { change, linkTo } from "../router.js";
import { differingParameters } from "../charts/toolbar.js";
import { drawable } from "../charts/transform.js";
import { isWithin } from "./brushes.js";
import { mainMetric, numberOf, varies } from "./dimensions.js";
import { paretoFront } from "./pareto.js";
import { ScatterPlot } from "./scatter-plot.js";

/** @typedef {import("./dimensions.js").Dimension} Dimension */

/** A fixed number between -0.5 and 0.5, so that runs of the same category do not cover each other. @param {RunRow} run */
const jitter = run => ((run.number * 0.618) % 1) - 0.5;

/** Positions of a dimension as shares of its range, for colours. @param {Dimension} of @param {RunRow} run */
function shareOf(of, run) {
    const value = numberOf(of, run), [low, high] = of.range ?? [0, 1];
    if (!Number.isFinite(value)) return null;
    if (low === high) return 0.5;
    return of.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/**
 * @param {{ runs: RunRow[], dimensions: Dimension[], brushes: import("./brushes.js").Brushes, params: Record<string, string> }} props
 */
export function Scatter({ runs, dimensions, brushes, params }) {
    const metrics = dimensions.filter(each => each.kind !== "parameter"), main = mainMetric(dimensions);
    const ups = metrics.length ? metrics : dimensions;
    const y = ups.find(each => each.key === params.sy) ?? main ?? ups[0];
    const usualX = dimensions.find(each => each.goal && each.key !== y?.key) ?? dimensions.find(each => each.kind === "parameter" && varies(each)) ?? dimensions[0];
    const x = dimensions.find(each => each.key === params.sx) ?? usualX;
    const shade = dimensions.find(each => each.key === params.shade);
    const logX = !x?.categories && (params.sxlog ? params.sxlog === "1" : Boolean(x?.log));
    const logY = params.sylog === "1";
    const model = useMemo(() => {
        if (!x || !y) return null;
        const points = runs
            .map(run => ({ run, x: numberOf(x, run) + (x.categories ? jitter(run) * 0.4 : 0), y: numberOf(y, run), within: isWithin(run, brushes, dimensions) }))
            .filter(point => drawable(point.x, logX) && drawable(point.y, logY))
            .sort((a, b) => a.x - b.x);
        const front = x.goal && y.goal && x.key !== y.key ? paretoFront(points.filter(point => point.within), x.goal, y.goal) : [];
        const colourOf = (/** @type {{ run: RunRow }} */ { run }) => {
            const share = shade ? shareOf(shade, run) : null;
            return share === null ? (shade ? "--faint" : "--accent") : `ramp:${share.toFixed(3)}`;
        };
        return { x, y, logX, logY, points, front, colourOf, differing: differingParameters(runs) };
    }, [runs, dimensions, brushes, x?.key, y?.key, shade?.key, logX, logY]);
    if (!model || !x || !y) return html`<${Empty}><p>These runs have no metric yet.</p><//>`;
    const names = (/** @type {Dimension[]} */ list) => list.map(({ key, title }) => /** @type {[string, string]} */ ([key, title]));
    const label = `${y.title} over ${x.title}: ${formatCount(model.points.length, "run")}${model.front.length ? `, ${model.front.length} on the Pareto front` : ""}`;
    return html`<div class="toolbar">
            <${Choice} id="scatter-x" label="X axis" value=${x.key} options=${names(dimensions)} onChange=${(/** @type {string} */ sx) => change({ sx, sxlog: "" })} />
            <${Choice} id="scatter-y" label="Y axis" value=${y.key} options=${names(ups)} onChange=${(/** @type {string} */ sy) => change({ sy })} />
            <${Choice} id="shade" label="Colour" value=${shade?.key ?? ""} options=${[["", "None"], ...names(dimensions)]} onChange=${(/** @type {string} */ key) => change({ shade: key })} />
            ${!x.categories && html`<${Toggle} id="scatter-log-x" label="Logarithmic x" checked=${logX} onChange=${(/** @type {boolean} */ log) => change({ sxlog: log ? "1" : "0" })} />`}
            <${Toggle} id="scatter-log-y" label="Logarithmic y" checked=${logY} onChange=${(/** @type {boolean} */ log) => change({ sylog: log })} />
            ${brushes.size > 0 && html`<span class="note">${model.points.filter(point => point.within).length} within the ranges of the parallel coordinates</span>`}
        </div>
        ${model.points.length === 0 ? html`<${Empty}><p>No run has both ${x.title} and ${y.title} as numbers to draw.</p><//>` : html`<figure class="card"><${ScatterPlot} model=${model} label=${label} /></figure>`}
        ${model.front.length > 0 && html`<details class="front"><summary>${formatCount(model.front.length, "run")} on the Pareto front</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Pareto front"><table class="plain">
                <thead><tr><th scope="col">Run</th><th scope="col" class="number">${x.title}</th><th scope="col" class="number">${y.title}</th></tr></thead>
                <tbody>${model.front.map(({ run, x: across, y: up }) => html`<tr key=${run.id}><th scope="row"><${RunLink} run=${run} /></th><td class="number">${x.format(across)}</td><td class="number">${y.format(up)}</td></tr>`)}</tbody>
            </table></div>
            <p class="hint">No other run is better in both. <a href=${linkTo("charts", { runs: model.front.map(({ run }) => run.id).join(",") })}>Charts of these</a></p></details>`}
        ${!(x.goal && y.goal) && html`<p class="hint">With two metrics that have a goal, the front of the best trade-offs is drawn.</p>`}`;
}
