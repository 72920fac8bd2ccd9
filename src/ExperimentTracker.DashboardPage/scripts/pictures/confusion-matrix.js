// A confusion matrix as a table: counts and shares of the rows, with the diagonal and the errors in colours.
import { formatCount, formatNumber, formatShare } from "../format.js";
import { html, useMemo } from "../lib.js";

// A larger matrix is not read as a table: the labels with the most errors are shown.
const mostLabels = 40;
const mostConfusions = 12;

/** @param {number[]} row */
const total = row => row.reduce((a, b) => a + b, 0);

/**
 * The pairs of labels that were confused, the most frequent first.
 * @param {ConfusionData} data
 * @returns {{ actual: number, predicted: number, count: number, share: number }[]} `share`: of what actually has the label.
 */
export function confusionsOf({ counts }) {
    const found = counts.flatMap((row, actual) => {
        const all = total(row);
        return row.flatMap((count, predicted) => (count > 0 && actual !== predicted ? [{ actual, predicted, count, share: count / all }] : []));
    });
    return found.sort((a, b) => b.count - a.count || a.actual - b.actual || a.predicted - b.predicted);
}

/** The places of the labels to show: all, or those with the most errors, in their order. @param {ConfusionData} data */
export function shownLabels({ labels, counts }) {
    const places = labels.map((_, i) => i);
    if (labels.length <= mostLabels) return places;
    const errors = places.map(i => total(counts[i]) - 2 * counts[i][i] + counts.reduce((sum, row) => sum + row[i], 0));
    return places.sort((a, b) => errors[b] - errors[a] || a - b).slice(0, mostLabels).sort((a, b) => a - b);
}

/** @param {number | null} share */
const percent = share => (share === null ? "–" : share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 }));

/** @param {{ count: number, all: number, right: boolean, title: string }} props */
function Cell({ count, all, right, title }) {
    const share = all > 0 ? count / all : 0;
    // The colour says the share once more; half of it at most, so that the text stays readable on it.
    const ground = `color-mix(in srgb, var(${right ? "--series-0" : "--series-1"}) ${(45 * Math.sqrt(share)).toFixed(1)}%, var(--panel))`;
    return html`<td class=${right ? "right" : ""} style=${count > 0 ? { background: ground } : undefined} title=${title}>${count === 0 ? html`<span class="absent">0</span>` : html`<b>${count.toLocaleString()}</b><span class="row-share">${percent(share)}</span>`}</td>`;
}

/** @param {{ data: ConfusionData, label: string }} props */
export function ConfusionMatrix({ data, label }) {
    const { labels, counts } = data;
    const shown = useMemo(() => shownLabels(data), [data]), confusions = useMemo(() => confusionsOf(data), [data]);
    return html`<div class="confusion">
        <p class="measures"><span><b>${percent(data.accuracy)}</b> accuracy</span><span><b>${formatNumber(data.count)}</b> ${data.count === 1 ? "prediction" : "predictions"}</span><span><b>${formatNumber(labels.length)}</b> labels</span></p>
        <div class="scroll" tabindex="0" role="region" aria-label=${label}><table class="matrix">
            <caption class="hidden">${label}. Rows are actual labels, columns are predicted ones; each cell has the number of predictions and its share of the row.</caption>
            <thead><tr><th scope="col" class="corner">Actual ↓, predicted →</th>${shown.map(i => html`<th key=${i} scope="col"><span title=${labels[i]}>${labels[i]}</span></th>`)}<th scope="col" class="measure-head">Recall</th></tr></thead>
            <tbody>${shown.map(a => html`<tr key=${a}><th scope="row"><span title=${labels[a]}>${labels[a]}</span></th>
                ${shown.map(p => html`<${Cell} key=${p} count=${counts[a][p]} all=${total(counts[a])} right=${a === p} title=${`Actually ${labels[a]}, predicted ${labels[p]}: ${formatCount(counts[a][p], "prediction")}`} />`)}
                <td class="number measure-cell">${percent(data.recall[a])}</td></tr>`)}</tbody>
            <tfoot><tr><th scope="row">Precision</th>${shown.map(p => html`<td key=${p} class="measure-cell">${percent(data.precision[p])}</td>`)}<td class="measure-cell"></td></tr></tfoot>
        </table></div>
        ${shown.length < labels.length && html`<p class="hint">The ${shown.length} of ${formatNumber(labels.length)} labels with the most errors are shown. The artifact has all.</p>`}
        ${confusions.length > 0 && html`<details><summary>Most frequent confusions</summary><ul class="confusions">${confusions.slice(0, mostConfusions).map(({ actual, predicted, count, share }) => html`<li key=${`${actual} ${predicted}`}><b>${labels[actual]}</b> taken for <b>${labels[predicted]}</b>: ${count.toLocaleString()} (${formatShare(share)})</li>`)}</ul></details>`}
    </div>`;
}

/** @param {unknown} value @returns {value is ConfusionData} */
export function isConfusion(value) {
    const { labels, counts, precision, recall } = /** @type {Partial<ConfusionData>} */ (value ?? {});
    const n = Array.isArray(labels) ? labels.length : -1;
    return n > 0 && [counts, precision, recall].every(list => Array.isArray(list) && list.length === n) && /** @type {unknown[][]} */ (counts).every(row => Array.isArray(row) && row.length === n);
}
