// A curve the size of a word.
import { toNumber } from "../format.js";
import { html } from "../lib.js";

const width = 96;
const height = 22;

/** @param {{ values: NumberData[], label: string }} props */
export function Sparkline({ values, label }) {
    const numbers = values.map(toNumber);
    const finite = numbers.filter(Number.isFinite);
    if (finite.length < 2) return null;
    const low = Math.min(...finite);
    const span = Math.max(...finite) - low || 1;
    const points = numbers.flatMap((value, i) =>
        Number.isFinite(value) ? `${((i / (numbers.length - 1)) * (width - 4) + 2).toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}` : [],
    );
    return html`<svg class="sparkline" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}><polyline points=${points.join(" ")} /></svg>`;
}
