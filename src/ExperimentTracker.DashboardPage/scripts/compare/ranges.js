// The ranges of parallel coordinates as fields, for the keyboard and for exact numbers.
import { html } from "../lib.js";

/** @typedef {import("./dimensions.js").Dimension} Dimension */

/** @param {{ axis: Dimension, brush: Extent | undefined, onBrush: (range: Extent | null) => void }} props */
function NumberRange({ axis, brush, onBrush }) {
    const [low, high] = axis.range ?? [0, 0];
    const set = (/** @type {number} */ end, /** @type {string} */ text) => {
        const next = /** @type {Extent} */ ([...(brush ?? [low, high])]);
        next[end] = text === "" ? [low, high][end] : Number(text);
        if (Number.isFinite(next[end])) onBrush(next[0] <= low && next[1] >= high ? null : next[0] <= next[1] ? next : [next[1], next[0]]);
    };
    const field = (/** @type {number} */ end, /** @type {string} */ name) => html`<input type="number" step="any" aria-label=${`${axis.title}, ${name}`} placeholder=${axis.format([low, high][end])} value=${brush ? brush[end] : ""} onChange=${(/** @type {any} */ event) => set(end, event.currentTarget.value)} />`;
    return html`<span class="range">${field(0, "from")}<span aria-hidden="true">to</span>${field(1, "to")}</span>`;
}

/** @param {{ axis: Dimension, brush: Extent | undefined, onBrush: (range: Extent | null) => void }} props */
function CategoryRange({ axis, brush, onBrush }) {
    const categories = axis.categories ?? [], last = categories.length - 1;
    const set = (/** @type {number} */ end, /** @type {number} */ at) => {
        const next = /** @type {Extent} */ ([...(brush ?? [0, last])]);
        next[end] = at;
        if (next[0] > next[1]) next[1 - end] = at;
        onBrush(next[0] === 0 && next[1] === last ? null : next);
    };
    const field = (/** @type {number} */ end, /** @type {string} */ name) => html`<select aria-label=${`${axis.title}, ${name}`} onChange=${(/** @type {any} */ event) => set(end, Number(event.currentTarget.value))}>
        ${categories.map((category, i) => html`<option key=${category} value=${i} selected=${i === (brush ?? [0, last])[end]}>${category}</option>`)}</select>`;
    return html`<span class="range">${field(0, "from")}<span aria-hidden="true">to</span>${field(1, "to")}</span>`;
}

/** @param {{ axes: Dimension[], brushes: import("./brushes.js").Brushes, onBrush: (key: string, range: Extent | null) => void }} props */
export const RangeFields = ({ axes, brushes, onBrush }) => html`<div class="ranges">
    ${axes
        .filter(axis => axis.kind !== "time")
        .map(
            axis =>
                html`<fieldset key=${axis.key}><legend>${axis.title}</legend><${axis.categories ? CategoryRange : NumberRange} axis=${axis} brush=${brushes.get(axis.key)} onBrush=${(/** @type {Extent | null} */ range) => onBrush(axis.key, range)} /></fieldset>`,
        )}
</div>`;
