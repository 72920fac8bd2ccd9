// Parallel coordinates: each axis is a parameter or a metric, each line a run. Dragging along an axis keeps the runs within a range.
import { paint } from "../charts/palette.js";
import { formatCount, formatNumber } from "../format.js";
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import { Empty } from "../parts/basic.js";
import { Choice, Menu, Toggle } from "../parts/controls.js";
import { change, goTo, linkTo } from "../router.js";
import { readList, writeList } from "../charts/options.js";
import { isWithin, withBrush, writeBrushes } from "./brushes.js";
import { mainMetric, numberOf, varies } from "./dimensions.js";
import { RangeFields } from "./ranges.js";

/** @typedef {import("./dimensions.js").Dimension} Dimension */
/** @typedef {import("./brushes.js").Brushes} Brushes */

const height = 360;
const top = 52;
const bottom = 18;
const narrowest = 96;
const usual = 7;

/** The axes of the address, otherwise the parameters that differ and the main metric last. @param {Dimension[]} all @param {string | undefined} text */
export function axesOf(all, text) {
    const keys = readList(text);
    if (keys.size > 0) return [...keys].flatMap(key => all.find(each => each.key === key) ?? []);
    const parameters = all.filter(each => each.kind === "parameter" && varies(each)).slice(0, usual);
    const metric = mainMetric(all);
    return metric ? [...parameters, metric] : parameters;
}

/** From 0 at the bottom to 1 at the top. @param {Dimension} axis @param {number} value */
function share({ range, log }, value) {
    const [low, high] = range ?? [0, 1];
    if (low === high) return 0.5;
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** @param {Dimension} axis @param {number} part */
function valueOfShare({ range, log }, part) {
    const [low, high] = range ?? [0, 1], within = Math.max(0, Math.min(1, part));
    return log ? low * (high / low) ** within : low + (high - low) * within;
}

const yOf = (/** @type {number} */ part) => top + (1 - part) * (height - top - bottom);
const partOf = (/** @type {number} */ y) => 1 - (y - top) / (height - top - bottom);

/** The places of labels on an axis. @param {Dimension} axis */
function ticksOf(axis) {
    const { categories, range } = axis;
    if (!range) return [];
    if (range[0] === range[1]) return [range[0]];
    if (axis.few.length > 0) return axis.few;
    if (!categories) return [0, 0.25, 0.5, 0.75, 1].map(part => valueOfShare(axis, part));
    const every = Math.ceil(categories.length / 14);
    return categories.map((_, i) => i).filter(i => i % every === 0);
}

const short = (/** @type {string} */ text, most = 14) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** @param {Dimension} axis @param {number} value */
const tickText = (axis, value) => (axis.categories || axis.kind === "time" ? short(axis.format(value)) : formatNumber(value, 3));

/** @param {{ node: { current: Element | null } }} of */
function useWidth({ node }) {
    const [width, setWidth] = useState(900);
    useEffect(() => {
        if (!node.current) return undefined;
        const observer = new ResizeObserver(entries => setWidth(Math.floor(entries[0].contentRect.width)));
        observer.observe(node.current);
        return () => observer.disconnect();
    }, []);
    return width;
}

/** The title of an axis, which moves the axis when it is dragged. @param {{ axis: Dimension, onDrag: (by: number) => void, onDrop: (by: number) => void }} props */
function AxisTitle({ axis, onDrag, onDrop }) {
    const from = useRef(/** @type {number | null} */ (null));
    const byOf = (/** @type {PointerEvent} */ event) => event.clientX - (from.current ?? event.clientX);
    const down = (/** @type {PointerEvent} */ event) => {
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
        from.current = event.clientX;
    };
    const end = (/** @type {number} */ by) => {
        from.current = null;
        onDrag(0);
        if (by) onDrop(by);
    };
    return html`<text class="axis-title" x="0" y="18" text-anchor="middle" onPointerDown=${down} onPointerMove=${(/** @type {PointerEvent} */ event) => from.current !== null && onDrag(byOf(event))}
        onPointerUp=${(/** @type {PointerEvent} */ event) => end(byOf(event))} onPointerCancel=${() => end(0)} onClick=${(/** @type {Event} */ event) => event.stopPropagation()}>${short(axis.title, 18)}</text>`;
}

/**
 * @param {{ axis: Dimension, x: number, brush: Extent | undefined, onBrush: (range: Extent | null) => void, onMove: (x: number) => void }} props
 */
function Axis({ axis, x, brush, onBrush, onMove }) {
    const [drag, setDrag] = useState(/** @type {[from: number, to: number] | null} */ (null));
    const [shift, setShift] = useState(0);
    const at = (/** @type {PointerEvent} */ event) => {
        const box = /** @type {SVGElement} */ (event.currentTarget).ownerSVGElement?.getBoundingClientRect();
        return box ? partOf(event.clientY - box.top) : 0;
    };
    const down = (/** @type {PointerEvent} */ event) => {
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
        setDrag([at(event), at(event)]);
    };
    const up = () => {
        if (!drag) return;
        const [low, high] = drag[0] < drag[1] ? drag : [drag[1], drag[0]];
        setDrag(null);
        // A press without a movement removes the range.
        if (high - low < 0.015) return onBrush(null);
        const [from, to] = [valueOfShare(axis, low), valueOfShare(axis, high)];
        const reach = axis.categories ? 0.5 : 0;
        onBrush(reach ? [Math.ceil(from - 1e-9), Math.floor(to + 1e-9)] : [from, to]);
    };
    const shown = drag ? [Math.min(...drag), Math.max(...drag)] : brush ? [share(axis, Math.max(brush[0], axis.range?.[0] ?? 0)), share(axis, Math.min(brush[1], axis.range?.[1] ?? 1))] : null;
    return html`<g transform=${`translate(${x + shift} 0)`}>
        <title>${axis.title}</title>
        <${AxisTitle} axis=${axis} onDrag=${setShift} onDrop=${(/** @type {number} */ by) => onMove(x + by)} />
        ${axis.goal && html`<text class="axis-note" x="0" y="34" text-anchor="middle">${axis.goal === "Minimize" ? "lower is better" : "higher is better"}</text>`}
        <line class="axis-line" y1=${yOf(1)} y2=${yOf(0)} />
        ${ticksOf(axis).map(value => html`<text key=${value} class="axis-tick" x="8" y=${yOf(share(axis, value)) + 4}>${tickText(axis, value)}</text>`)}
        ${shown && html`<rect class="axis-brush" x="-8" width="16" y=${yOf(shown[1]) - 2} height=${Math.max(4, yOf(shown[0]) - yOf(shown[1]) + 4)} />`}
        <rect class="axis-grip" x="-18" width="36" y=${top - 10} height=${height - top - bottom + 20} onPointerDown=${down} onPointerMove=${(/** @type {PointerEvent} */ event) => drag && setDrag([drag[0], at(event)])} onPointerUp=${up} onClick=${(/** @type {Event} */ event) => event.stopPropagation()} onPointerCancel=${() => setDrag(null)} />
    </g>`;
}

/** The axes with one of them at another place. @param {Dimension[]} axes @param {Dimension} axis @param {number} to */
function moved(axes, axis, to) {
    const others = axes.filter(each => each !== axis);
    return [...others.slice(0, Math.max(0, to)), axis, ...others.slice(Math.max(0, to))];
}

/**
 * Chooses the axes and their order.
 * @param {{ dimensions: Dimension[], axes: Dimension[], onChoose: (axes: Dimension[]) => void }} props
 */
function AxisMenu({ dimensions, axes, onChoose }) {
    const button = (/** @type {Dimension} */ axis, /** @type {number} */ to, /** @type {string} */ sign, /** @type {string} */ side) =>
        html`<button type="button" class="link" aria-label=${`Move ${axis.title} to the ${side}`} aria-disabled=${to < 0 || to >= axes.length} onClick=${() => to >= 0 && to < axes.length && onChoose(moved(axes, axis, to))}>${sign}</button>`;
    // In an order that stays, so that a button can be pressed again.
    return html`<${Menu} id="axes" label=${`Axes (${axes.length})`} align="start"><div class="menu-list">
        ${dimensions.map(each => {
            const at = axes.indexOf(each);
            const toggle = html`<${Toggle} label=${each.title} checked=${at >= 0} onChange=${() => onChoose(at >= 0 ? axes.filter(axis => axis !== each) : [...axes, each])} />`;
            return html`<div class="toolbar axis-choice" key=${each.key}>${toggle}${at >= 0 && html`<span class="spacing"></span>${button(each, at - 1, "←", "left")}${button(each, at + 1, "→", "right")}`}</div>`;
        })}
    </div><//>`;
}

/** The outline of a run; gaps where it has no value. @param {RunRow} run @param {Dimension[]} axes @param {(i: number) => number} xOf */
function outline(run, axes, xOf) {
    let text = "", pen = false;
    axes.forEach((axis, i) => {
        const part = share(axis, numberOf(axis, run));
        if (Number.isFinite(part)) text += `${pen ? "L" : "M"}${xOf(i).toFixed(1)} ${yOf(part).toFixed(1)}`;
        pen = Number.isFinite(part);
    });
    return text;
}

/** @param {RunRow[]} runs @param {Dimension[]} axes @param {(i: number) => number} xOf @param {number} x @param {number} y */
function nearestLine(runs, axes, xOf, x, y) {
    const i = axes.findIndex((_, k) => k + 1 < axes.length && x >= xOf(k) + 18 && x <= xOf(k + 1) - 18);
    if (i < 0) return null;
    const along = (x - xOf(i)) / (xOf(i + 1) - xOf(i));
    let closest = 10;
    /** @type {RunRow | null} */
    let found = null;
    for (const run of runs) {
        const [from, to] = [yOf(share(axes[i], numberOf(axes[i], run))), yOf(share(axes[i + 1], numberOf(axes[i + 1], run)))];
        const away = Math.abs(from + (to - from) * along - y);
        if (away < closest) [closest, found] = [away, run];
    }
    return found;
}

/**
 * @param {{ runs: RunRow[], dimensions: Dimension[], brushes: Brushes, params: Record<string, string> }} props
 */
export function ParallelCoordinates({ runs, dimensions, brushes, params }) {
    const node = useRef(/** @type {HTMLElement | null} */ (null));
    const [near, setNear] = useState(/** @type {RunRow | null} */ (null));
    const axes = useMemo(() => axesOf(dimensions, params.axes), [dimensions, params.axes]);
    const width = Math.max(useWidth({ node }), axes.length * narrowest);
    const xOf = (/** @type {number} */ i) => 60 + (axes.length > 1 ? (i * (width - 150)) / (axes.length - 1) : (width - 150) / 2);
    const by = axes.find(each => each.key === params.shade) ?? axes[axes.length - 1];
    const brush = (/** @type {string} */ key, /** @type {Extent | null} */ range) => change({ brush: writeBrushes(withBrush(brushes, key, range)) }, { replace: true });
    const lines = useMemo(() => {
        const all = runs.map(run => ({ run, d: outline(run, axes, xOf), within: isWithin(run, brushes, dimensions), part: by ? share(by, numberOf(by, run)) : NaN }));
        return all.sort((a, b) => Number(a.within) - Number(b.within));
    }, [runs, axes, brushes, width, by]);
    const kept = lines.filter(line => line.within);
    const choose = (/** @type {Dimension[]} */ now) => change({ axes: writeList(now.map(axis => axis.key)) }, { replace: true });
    const placeOf = (/** @type {number} */ x) => Math.round(((x - 60) * (axes.length - 1)) / (width - 150));
    // Thin lines are hard to hit, so the nearest one counts.
    const point = (/** @type {PointerEvent} */ event) => {
        const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
        setNear(nearestLine(kept.map(({ run }) => run), axes, xOf, event.clientX - box.left, event.clientY - box.top));
    };
    if (axes.length < 2) return html`<${Empty}><p>There are fewer than two parameters or metrics that differ.</p><//>`;
    const alpha = Math.max(0.25, Math.min(0.9, 60 / Math.max(1, kept.length)));
    return html`<div class="toolbar">
            <${AxisMenu} dimensions=${dimensions} axes=${axes} onChoose=${choose} />
            <${Choice} id="by-axis" label="Colour" value=${by?.key ?? ""} options=${axes.map(({ key, title }) => [key, title])} onChange=${(/** @type {string} */ key) => change({ shade: key }, { replace: true })} />
            <${Menu} id="ranges" label=${brushes.size ? `Ranges (${brushes.size})` : "Ranges"} align="start"><${RangeFields} axes=${axes} brushes=${brushes} onBrush=${brush} /><//>
            ${brushes.size > 0 && html`<button type="button" class="button" id="clear-brushes" onClick=${() => change({ brush: "" }, { replace: true })}>Clear ranges</button>`}
            <span class="note" role="status" id="kept">${brushes.size > 0 ? `${kept.length.toLocaleString()} of ${formatCount(runs.length, "run")} in range` : formatCount(runs.length, "run")}</span>
            ${brushes.size > 0 && kept.length > 0 && kept.length <= 200 && html`<a href=${linkTo("charts", { runs: kept.map(({ run }) => run.id).join(",") })}>Charts of these</a>`}
        </div>
        <div class="scroll parallel" tabindex="0" role="region" aria-label="Parallel coordinates" ref=${node}>
            <svg width=${width} height=${height} role="img" aria-label=${`${formatCount(runs.length, "run")} over ${axes.map(each => each.title).join(", ")}; ${kept.length} within the ranges`} onPointerMove=${point} onPointerLeave=${() => setNear(null)} onClick=${() => near && goTo(linkTo("run", {}, near.id))}>
                <g fill="none">${lines.map(
                    ({ run, d, within, part }) => html`<path key=${run.id} d=${d} class=${within ? "within" : "outside"} stroke=${!within ? null : Number.isFinite(part) ? paint(`ramp:${Math.max(0, Math.min(1, part)).toFixed(3)}`) : paint("--faint")} stroke-opacity=${within ? alpha : null} />`,
                )}</g>
                ${near && html`<path class="near" d=${outline(near, axes, xOf)} />`}
                ${axes.map((axis, i) => html`<${Axis} key=${axis.key} axis=${axis} x=${xOf(i)} brush=${brushes.get(axis.key)} onBrush=${(/** @type {Extent | null} */ range) => brush(axis.key, range)} onMove=${(/** @type {number} */ x) => choose(moved(axes, axis, placeOf(x)))} />`)}
            </svg>
        </div>
        <p class="hint near-run">${near ? html`<b>${near.path}</b> ${axes.map(axis => html`<span key=${axis.key}>${axis.title} <b>${Number.isFinite(numberOf(axis, near)) ? axis.format(numberOf(axis, near)) : "–"}</b></span>`)}` : "Drag along an axis to keep the runs within a range; press the axis to remove it. Drag the name of an axis to move it. Point at a line to see its run."}</p>`;
}
