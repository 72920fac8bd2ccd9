// Names for the colours of the charts. A press hides or shows.
import { formatCount, formatNumber } from "../format.js";
import { html } from "../lib.js";
import { isNamed } from "../parts/basic.js";
import { change } from "../router.js";
import { toggled, writeList } from "./options.js";
import { paint } from "./palette.js";

/** @param {{ look: { colour: string, dash?: number[] } }} props */
export const Swatch = ({ look }) => html`<svg class="line-swatch" width="18" height="8" aria-hidden="true"><line x1="1" y1="4" x2="17" y2="4" stroke=${paint(look.colour)} stroke-width="2.5" stroke-dasharray=${look.dash?.map(length => length * 0.7).join(" ")} /></svg>`;

/** @param {{ ramp: NonNullable<Palette["ramp"]> }} props */
function Ramp({ ramp }) {
    const stops = Array.from({ length: 24 }, (_, i) => paint(`ramp:${i / 23}`));
    return html`<li class="ramp"><span class="note">${ramp.name}</span><span class="number">${formatNumber(ramp.low)}</span>
        <svg width="144" height="10" role="img" aria-label=${`Colours from ${formatNumber(ramp.low)} to ${formatNumber(ramp.high)}`}>${stops.map((colour, i) => html`<rect key=${i} x=${i * 6} width="6.5" height="10" fill=${colour} />`)}</svg>
        <span class="number">${formatNumber(ramp.high)}</span></li>`;
}

// More entries than these scroll.
const mostShown = 60;

/** @param {{ palette: Palette, options: ChartOptions, rank?: MetricInfo }} props */
export function Legend({ palette, options, rank }) {
    const { entries, ramp, dim } = palette;
    const press = (/** @type {string} */ key) => change({ hide: writeList(toggled(options.hidden, key)) }, { replace: true });
    if (entries.length < 2 && !ramp && dim === 0) return null;
    return html`<ul class="chart-legend" aria-label="Legend">
        ${ramp && html`<${Ramp} ramp=${ramp} />`}
        ${entries.slice(0, mostShown).map(
            entry => html`<li key=${entry.key}><button type="button" aria-pressed=${String(!options.hidden.has(entry.key))} title="Show or hide" onClick=${() => press(entry.key)}>
                <${Swatch} look=${entry} /><span>${entry.label}</span>
                ${entry.run && isNamed(entry.run) && html`<span class="run-name">${entry.run.name}</span>`}
                ${entry.count !== undefined && html`<span class="note">${formatCount(entry.count, "run")}</span>`}
            </button></li>`,
        )}
        ${entries.length > mostShown && html`<li class="note">and ${entries.length - mostShown} more values</li>`}
        ${dim > 0 && html`<li class="note">and ${formatCount(dim, "other run")} dim${rank?.goal ? html`; these are best in ${rank.name}` : "; these are the newest"}</li>`}
    </ul>`;
}
