// Precision–recall curves, of one run or of several.
import { Chart } from "../charts/chart.js";
import { distinctLook } from "../charts/palette.js";
import { Swatch } from "../charts/legend.js";
import { formatNumber } from "../format.js";
import { html, useMemo, useState } from "../lib.js";

const mostRows = 200;

/** @typedef {{ label: string, data: PrecisionRecallData, run?: RunRow }} NamedCurve */

/**
 * The corners of the steps of a curve: between two thresholds, precision is that of the lower one, so that the area below the line is the average precision.
 * @param {PrecisionRecallData} data
 */
export function stepsOf({ precision, recall }) {
    const xs = [], ys = [];
    for (let i = 0; i < recall.length; i++) {
        xs.push(i === 0 ? 0 : recall[i - 1], recall[i]);
        ys.push(precision[i], precision[i]);
    }
    return { xs, ys };
}

/** The harmonic mean of precision and recall. @param {number} precision @param {number} recall */
export const f1Of = (precision, recall) => (precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0);

/** The point with the highest F1. @param {PrecisionRecallData} data */
export function bestPoint({ precision, recall }) {
    let best = 0;
    for (let i = 1; i < recall.length; i++) if (f1Of(precision[i], recall[i]) > f1Of(precision[best], recall[best])) best = i;
    return best;
}

/** @param {NamedCurve[]} curves @returns {ChartModel} */
function modelOf(curves) {
    return {
        metric: { name: "Precision" },
        lines: curves.map(({ label, data, run }, i) => ({ ...distinctLook(i), key: label, label, bright: true, sorted: true, run, ...stepsOf(data) })),
        x: [0, 1], y: [0, 1],
        xKind: "metric", xTitle: "Recall",
        log: false, logX: false, smoothed: false, differing: [], clipped: false,
    };
}

/** @param {{ curves: NamedCurve[], height?: number }} props */
export function PrecisionRecall({ curves, height = 360 }) {
    const [zoom, setZoom] = useState(/** @type {Extent | null} */ (null));
    const model = useMemo(() => modelOf(curves), [curves]);
    return html`<div class="pr-curve">
        <div class="card"><p class="axis-title">Precision ↑ by recall →</p><${Chart} model=${model} zoom=${zoom} onZoom=${setZoom} height=${height} loading=${false} /></div>
        <div class="scroll" tabindex="0" role="region" aria-label="Measures of the curves"><table class="plain"><thead><tr><th scope="col">${curves.length > 1 ? "Run" : "Curve"}</th>${["Average precision", "Best F1", "at threshold", "Positives", "Predictions"].map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}</tr></thead>
            <tbody>${curves.map(({ label, data }, i) => {
                const best = bestPoint(data);
                return html`<tr key=${label}><th scope="row"><${Swatch} look=${distinctLook(i)} /> ${label}</th>
                    ${[data.averagePrecision, f1Of(data.precision[best], data.recall[best]), data.thresholds[best], data.positives, data.count].map((value, c) => html`<td key=${c} class="number">${formatNumber(value, 4)}</td>`)}</tr>`;
            })}</tbody></table></div>
        ${curves.length === 1 && html`<${Points} data=${curves[0].data} />`}
    </div>`;
}

/** @param {{ data: PrecisionRecallData }} props */
function Points({ data }) {
    const [open, setOpen] = useState(false);
    const { thresholds, precision, recall } = data, every = Math.ceil(thresholds.length / mostRows);
    const rows = thresholds.map((_, i) => i).filter(i => i % every === 0 || i === thresholds.length - 1);
    return html`<details onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}><summary>Thresholds</summary>
        ${open && html`<div class="scroll tall" tabindex="0" role="region" aria-label="Precision and recall by threshold"><table class="plain">
            <thead><tr>${["Threshold", "Precision", "Recall", "F1"].map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}</tr></thead>
            <tbody>${rows.map(i => html`<tr key=${i}>${[thresholds[i], precision[i], recall[i], f1Of(precision[i], recall[i])].map((value, c) => html`<td key=${c} class="number">${formatNumber(value, 4)}</td>`)}</tr>`)}</tbody>
        </table></div>${every > 1 && html`<p class="hint">Each ${every}th of ${formatNumber(thresholds.length)} thresholds is shown.</p>`}`}
    </details>`;
}

/** @param {unknown} value @returns {value is PrecisionRecallData} */
export function isPrecisionRecall(value) {
    const { thresholds, precision, recall } = /** @type {Partial<PrecisionRecallData>} */ (value ?? {});
    return Array.isArray(thresholds) && thresholds.length > 0 && [precision, recall].every(list => Array.isArray(list) && list.length === thresholds.length);
}
