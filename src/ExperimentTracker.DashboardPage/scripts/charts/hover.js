// What is at the cursor of a chart: marks on its lines and a tooltip with the values and the parameters that differ.
import { formatCount, formatDate, formatDuration, formatNumber, formatParameter } from "../format.js";
import { html } from "../lib.js";
import { Swatch } from "./legend.js";
import { scaler, trace } from "./draw.js";
import { paint } from "./palette.js";
import { hideTip, showTip } from "./tooltip.js";
import { nearestIndex } from "./transform.js";

/** @typedef {{ line: ChartLine, at: number, x: number, y: number }} Hit x and y are pixels. */

const mostListed = 10;
const mostParameters = 6;

/** @param {ChartModel} model @param {number} x */
export function positionText({ xKind, xTitle }, x) {
    const text = xKind === "time" ? formatDate(x) : xKind === "elapsed" ? formatDuration(x) : formatNumber(x);
    return xKind === "time" ? text : `${xTitle} ${text}`;
}

/**
 * The point of each line at a position; none of those that ended before it or start after it.
 * @param {uPlot} chart
 * @param {ChartModel} model
 * @param {number} position
 * @returns {Hit[]}
 */
function hitsAt(chart, model, position) {
    const { min = 0, max = 1 } = chart.scales.x;
    const reach = Math.abs(max - min) / 50;
    const toX = scaler(chart, "x", model.logX), toY = scaler(chart, "y", model.log);
    return model.lines.flatMap(line => {
        if (line.xs.length === 0) return [];
        const at = nearestIndex(line.xs, position, line.sorted);
        const x = line.xs[at];
        const beyond = at === 0 || at === line.xs.length - 1;
        if (!(Math.abs(x - position) <= reach) && (beyond || !line.sorted)) return [];
        const [left, top] = [toX(x) - chart.bbox.left, toY(line.ys[at]) - chart.bbox.top];
        return [{ line, at, x: left / devicePixelRatio, y: top / devicePixelRatio }];
    });
}

/** @param {Hit[]} hits @param {number} top */
const nearestOf = (hits, top) => hits.reduce((/** @type {Hit | null} */ near, hit) => (Number.isFinite(hit.y) && (!near || Math.abs(hit.y - top) < Math.abs(near.y - top)) ? hit : near), null);

/** @param {{ hit: Hit, model: ChartModel, near: boolean }} props */
function Line({ hit: { line, at }, model, near }) {
    const { band, raw } = line;
    return html`<tr class=${near ? "near" : null}>
        <td><${Swatch} look=${line} /></td>
        <th scope="row">${line.label}</th>
        <td class="number">${formatNumber(line.ys[at])}</td>
        ${raw && model.smoothed && html`<td class="number raw">${formatNumber(raw[at])}</td>`}
        ${band && html`<td class="number raw">${formatNumber(band.low[at], 4)} … ${formatNumber(band.high[at], 4)}</td><td class="raw">${formatCount(band.counts[at], "run")}</td>`}
    </tr>`;
}

/** @param {{ hits: Hit[], near: Hit | null, model: ChartModel, x: number }} props */
function Tip({ hits, near, model, x }) {
    const shown = hits.filter(hit => hit.line.bright && hit !== near).sort((a, b) => a.y - b.y);
    const first = near ? [near, ...shown.slice(0, mostListed - 1)] : shown.slice(0, mostListed);
    const listed = first.sort((a, b) => a.y - b.y);
    const more = hits.length - listed.length;
    const run = near?.line.run;
    const parameters = run ? model.differing.filter(name => name in run.parameters).slice(0, mostParameters) : [];
    return html`<p>${positionText(model, x)}${model.metric.unit ? ` · ${model.metric.unit}` : ""}</p>
        <table><tbody>${listed.map(hit => html`<${Line} key=${hit.line.run?.id ?? hit.line.key} hit=${hit} model=${model} near=${hit === near && hits.length > 1} />`)}</tbody></table>
        ${more > 0 && html`<p>and ${more.toLocaleString()} more</p>`}
        ${parameters.length > 0 && html`<dl class="near-parameters">${parameters.map(name => html`<div key=${name}><dt>${name}</dt><dd>${formatParameter(run?.parameters[name])}</dd></div>`)}</dl>`}`;
}

/**
 * The layer above a chart that follows its cursor.
 * @param {uPlot} chart
 * @param {() => ChartModel} current
 */
export function hoverLayer(chart, current) {
    const canvas = document.createElement("canvas");
    canvas.className = "chart-hover";
    chart.over.append(canvas);
    const owner = {};

    /** @param {Hit[]} hits @param {Hit | null} near */
    function mark(hits, near) {
        const { width, height, left, top } = chart.bbox;
        if (canvas.width !== Math.round(width)) canvas.width = Math.round(width);
        if (canvas.height !== Math.round(height)) canvas.height = Math.round(height);
        const ctx = canvas.getContext("2d");
        if (!ctx) return;
        ctx.setTransform(1, 0, 0, 1, 0, 0);
        ctx.clearRect(0, 0, canvas.width, canvas.height);
        if (near && hits.length > 1) {
            ctx.setTransform(1, 0, 0, 1, -left, -top);
            ctx.strokeStyle = paint(near.line.colour === "--faint" ? "--muted" : near.line.colour);
            ctx.lineWidth = 2.75 * devicePixelRatio;
            ctx.lineJoin = "bevel";
            ctx.beginPath();
            trace(near.line, near.line.ys, chart, ctx, current());
            ctx.stroke();
        }
        ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
        for (const hit of hits) {
            if ((!hit.line.bright && hit !== near) || !Number.isFinite(hit.y)) continue;
            ctx.beginPath();
            ctx.arc(hit.x, hit.y, 4, 0, 2 * Math.PI);
            ctx.fillStyle = paint(hit.line.colour === "--faint" ? "--muted" : hit.line.colour);
            ctx.fill();
            ctx.lineWidth = 1.5;
            ctx.strokeStyle = paint("--panel");
            ctx.stroke();
        }
    }

    function hide() {
        canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
        hideTip(owner);
    }

    function show() {
        const { left = -1, top = 0 } = chart.cursor;
        const model = current();
        if (left < 0 || !model.y) return hide();
        const hits = hitsAt(chart, model, chart.posToVal(left, "x"));
        if (hits.length === 0) return hide();
        const near = nearestOf(hits, top);
        mark(hits, near);
        const at = near ?? hits[0];
        const box = chart.over.getBoundingClientRect();
        showTip(owner, box.left + left, box.top + Math.max(0, Math.min(box.height, top)), html`<${Tip} hits=${hits} near=${near} model=${model} x=${at.line.xs[at.at]} />`);
    }

    return { show, hide, remove: () => (hide(), canvas.remove()) };
}

/**
 * Moves the cursor to the next point of any bright line.
 * @param {uPlot} chart
 * @param {ChartModel} model
 * @param {number} by -1 or 1.
 */
export function stepCursor(chart, model, by) {
    const { min = 0, max = 1 } = chart.scales.x;
    const { left = -1 } = chart.cursor;
    const from = left < 0 ? (by > 0 ? -Infinity : Infinity) : chart.posToVal(left, "x");
    // A position that went to pixels and back is not exactly the same.
    const slack = ((max - min) / chart.over.clientWidth) * 0.5;
    let next = by > 0 ? Infinity : -Infinity;
    for (const { xs, bright } of model.lines) {
        if (!bright && model.lines.length > 50) continue;
        for (const x of xs) {
            if (x < min || x > max) continue;
            if (by > 0 ? x > from + slack && x < next : x < from - slack && x > next) next = x;
        }
    }
    // At the last point the cursor stays, and what it shows is shown again.
    if (Number.isFinite(next) || left >= 0) chart.setCursor({ left: Number.isFinite(next) ? chart.valToPos(next, "x") : left, top: left < 0 ? chart.over.clientHeight / 2 : (chart.cursor.top ?? 0) });
}
