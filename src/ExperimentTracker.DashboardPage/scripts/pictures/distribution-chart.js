// The distributions of a key over the steps: a column of bins for each, or bands between quantiles.
import { axesOf } from "../charts/axes.js";
import { zoomKey } from "../charts/chart.js";
import { scaler } from "../charts/draw.js";
import { paint } from "../charts/palette.js";
import { hideTip, showTip } from "../charts/tooltip.js";
import { nearestIndex, padded } from "../charts/transform.js";
import { useWidth } from "../charts/width.js";
import { formatCount, formatDate, formatNumber, formatShare } from "../format.js";
import { html, useLayoutEffect, useMemo, useRef } from "../lib.js";
import { useTheme } from "../theme.js";
import { binOf, columnsOf, densities, drawnSteps, quantileOf, quantiles, valueRange } from "./bins.js";

/**
 * @typedef {"bins" | "bands"} DistributionLook
 * @typedef {{ steps: DistributionStep[], columns: Extent[], lines: number[][], shares: number[][], y: Extent, look: DistributionLook }} Model `lines`: for each of `quantiles`, its value at each step.
 *   `shares`: how full each bin of each step is.
 */

/** @param {DistributionStep[]} all @param {DistributionLook} look @returns {Model | null} */
function modelOf(all, look) {
    const steps = drawnSteps(all), range = valueRange(steps);
    if (!range) return null;
    return { steps, columns: columnsOf(steps), lines: quantiles.map(share => steps.map(step => quantileOf(step, share))), shares: steps.map(densities), y: padded(range, false), look };
}

/** The steps that are in view. @param {uPlot} chart @param {Model} model */
function inView({ scales }, { columns }) {
    const { min = -Infinity, max = Infinity } = scales.x;
    return columns.flatMap(([low, high], i) => (high >= min && low <= max ? [i] : []));
}

/** @param {uPlot} chart @param {Model} model */
function drawBins(chart, model) {
    const { ctx } = chart, toX = scaler(chart, "x", false), toY = scaler(chart, "y", false);
    ctx.fillStyle = paint("--accent");
    for (const i of inView(chart, model)) {
        const { edges } = model.steps[i], [low, high] = model.columns[i];
        const left = Math.round(toX(low)), right = Math.max(left + 1, Math.round(toX(high)));
        model.shares[i].forEach((share, bin) => {
            if (share === 0) return;
            const bottom = Math.round(toY(edges[bin])), top = Math.min(bottom - 1, Math.round(toY(edges[bin + 1])));
            // The eye sees the square root better: few values beside many stay visible.
            ctx.globalAlpha = 0.08 + 0.82 * Math.sqrt(share);
            ctx.fillRect(left, top, right - left, bottom - top);
        });
    }
    ctx.globalAlpha = 1;
}

/** @param {uPlot} chart @param {Model} model */
function drawBands(chart, model) {
    const { ctx } = chart, toX = scaler(chart, "x", false), toY = scaler(chart, "y", false);
    const at = (/** @type {number} */ line, /** @type {number} */ i) => /** @type {const} */ ([toX(model.steps[i].step), toY(model.lines[line][i])]);
    const last = model.steps.length - 1;
    ctx.fillStyle = paint("--accent");
    for (const [low, high, alpha] of [[0, 4, 0.2], [1, 3, 0.35]]) {
        ctx.globalAlpha = alpha;
        ctx.beginPath();
        for (let i = 0; i <= last; i++) ctx.lineTo(...at(high, i));
        for (let i = last; i >= 0; i--) ctx.lineTo(...at(low, i));
        ctx.fill();
    }
    ctx.globalAlpha = 1;
}

/** @param {uPlot} chart @param {Model} model */
function drawLines(chart, model) {
    const { ctx } = chart, toX = scaler(chart, "x", false), toY = scaler(chart, "y", false), unit = devicePixelRatio;
    const one = model.steps.length === 1;
    for (const [line, width, dash] of /** @type {[number, number, number[]][]} */ ([[0, 1, [3, 3]], [2, 1.75, []], [4, 1, [3, 3]]])) {
        ctx.strokeStyle = paint("--series-1");
        ctx.lineWidth = width * unit;
        ctx.setLineDash(dash.map(length => length * unit));
        ctx.beginPath();
        // A single step has a line over its column.
        if (one) model.columns[0].forEach(x => ctx.lineTo(toX(x), toY(model.lines[line][0])));
        else model.steps.forEach(({ step }, i) => ctx.lineTo(toX(step), toY(model.lines[line][i])));
        ctx.stroke();
    }
    ctx.setLineDash([]);
}

/** @param {{ model: Model, at: number, value: number }} props */
function Tip({ model, at, value }) {
    const step = model.steps[at], bin = binOf(step, value);
    /** @type {[name: string, text: string][]} */
    const rows = quantiles.map((share, line) => /** @type {[string, string]} */ ([share === 0.5 ? "Median" : formatShare(share), formatNumber(model.lines[line][at], 4)])).reverse();
    const mean = step.mean === undefined ? [] : [["Mean", `${formatNumber(step.mean, 4)}${step.deviation === undefined ? "" : ` ± ${formatNumber(step.deviation, 3)}`}`]];
    const odd = [[step.nan, "NaN"], [step.infinite, "infinite"], [step.outside, "outside of the bins"]].flatMap(([count, what]) => (count ? [`${count.toLocaleString()} ${what}`] : []));
    return html`<p>Step ${formatNumber(step.step)}${step.time !== undefined && ` · ${formatDate(step.time)}`}</p>
        ${bin >= 0 && html`<p><b>${formatNumber(step.edges[bin], 4)} … ${formatNumber(step.edges[bin + 1], 4)}</b>: ${formatCount(step.counts[bin], "value")} (${(step.counts[bin] / step.count).toLocaleString(undefined, { style: "percent", maximumSignificantDigits: 2 })})</p>`}
        <table><tbody>${[...rows, ...mean].map(([name, text]) => html`<tr key=${name}><th scope="row">${name}</th><td class="number">${text}</td></tr>`)}</tbody></table>
        <p>${formatCount(step.count, "value")}${odd.map(each => `, ${each}`)}</p>`;
}

/**
 * @param {HTMLElement} host
 * @param {number} height
 * @param {{ current: { model: Model, zoom: Extent | null, onZoom: (zoom: Extent | null) => void } }} shown
 */
function create(host, height, shown) {
    const owner = {};
    const none = { splits: [], labels: [] };
    const show = (/** @type {uPlot} */ chart) => {
        const { left = -1, top = 0 } = chart.cursor, { model } = shown.current;
        if (left < 0) return hideTip(owner);
        const at = nearestIndex(model.steps.map(({ step }) => step), chart.posToVal(left, "x"), true);
        const box = chart.over.getBoundingClientRect();
        return showTip(owner, box.left + left, box.top + Math.max(0, Math.min(box.height, top)), html`<${Tip} model=${model} at=${at} value=${chart.posToVal(top, "y")} />`);
    };
    /** @type {uPlot.Options} */
    const options = {
        width: Math.max(160, host.clientWidth),
        height,
        ms: 1,
        legend: { show: false },
        cursor: { points: { show: false }, drag: { x: true, y: false, dist: 6, setScale: false }, bind: { dblclick: () => () => (shown.current.onZoom(null), null) } },
        scales: {
            x: { time: false, range: () => shown.current.zoom ?? [shown.current.model.columns[0][0], shown.current.model.columns[shown.current.model.columns.length - 1][1]] },
            y: { range: () => shown.current.model.y },
        },
        axes: axesOf({ xKind: "step", log: false, logX: false }, { x: { ...none }, y: { ...none } }),
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
            draw: [
                chart => {
                    const { ctx, bbox } = chart, { model } = shown.current;
                    ctx.save();
                    ctx.beginPath();
                    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
                    ctx.clip();
                    if (model.look === "bins") drawBins(chart, model);
                    else drawBands(chart, model);
                    drawLines(chart, model);
                    ctx.restore();
                },
            ],
            setCursor: [show],
            setSelect: [
                chart => {
                    const { left, width } = chart.select;
                    if (width < 6) return;
                    chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
                    shown.current.onZoom([chart.posToVal(left, "x"), chart.posToVal(left + width, "x")]);
                },
            ],
        },
    };
    return { chart: new uPlot(options, dataOf(shown.current), host), close: () => hideTip(owner) };
}

/** uPlot only gets the corners. @param {{ model: Model, zoom: Extent | null }} shown @returns {uPlot.AlignedData} */
function dataOf({ model, zoom }) {
    const [low, high] = zoom ?? [model.columns[0][0], model.columns[model.columns.length - 1][1]];
    return [[low, high], model.y];
}

/**
 * Left and right move to another step, up and down to another bin.
 * @param {KeyboardEvent} event @param {uPlot} chart @param {Model} model @param {Extent | null} zoom @param {(zoom: Extent | null) => void} onZoom
 */
function press(event, chart, model, zoom, onZoom) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { left = -1, top = -1 } = chart.cursor, { columns, steps, lines } = model;
    /** @type {Record<string, [across: number, up: number]>} */
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    if (event.key === "Escape") chart.setCursor({ left: -10, top: -10 });
    else if (event.key in moves) {
        const [across, up] = moves[event.key];
        const seen = inView(chart, model);
        const now = left < 0 ? -1 : nearestIndex(steps.map(({ step }) => step), chart.posToVal(left, "x"), true);
        const at = now < 0 ? (across < 0 ? seen[seen.length - 1] : seen[0]) : Math.max(seen[0], Math.min(seen[seen.length - 1], now + across));
        const { edges, counts } = steps[at];
        const bin = Math.max(0, Math.min(counts.length - 1, binOf(steps[at], top < 0 ? lines[2][at] : chart.posToVal(top, "y")) + up));
        const value = now < 0 || up !== 0 ? (edges[bin] + edges[bin + 1]) / 2 : chart.posToVal(top, "y");
        const x = Math.max(columns[at][0], Math.min(columns[at][1], steps[at].step));
        chart.setCursor({ left: Math.max(0, Math.min(chart.over.clientWidth, chart.valToPos(x, "x"))), top: Math.max(0, Math.min(chart.over.clientHeight, chart.valToPos(value, "y"))) });
    } else if (!zoomKey(event, chart, [columns[0][0], columns[columns.length - 1][1]], zoom, onZoom)) return;
    event.preventDefault();
}

/**
 * @param {{ data: DistributionData, look: DistributionLook, height: number, zoom: Extent | null, onZoom: (zoom: Extent | null) => void }} props
 */
export function DistributionChart({ data, look, height, zoom, onZoom }) {
    const host = useRef(/** @type {HTMLElement | null} */ (null));
    const made = useRef(/** @type {ReturnType<typeof create> | null} */ (null));
    const model = useMemo(() => modelOf(data.steps, look), [data, look]);
    const shown = useRef({ model: /** @type {Model} */ (model), zoom, onZoom });
    if (model) shown.current = { model, zoom, onZoom };
    const theme = useTheme(), empty = model === null;
    useLayoutEffect(() => {
        if (empty || !host.current) return undefined;
        made.current = create(host.current, height, shown);
        return () => {
            made.current?.close();
            made.current?.chart.destroy();
            made.current = null;
        };
    }, [empty, height]);
    const first = useRef(true);
    useLayoutEffect(() => {
        if (first.current) first.current = false;
        else made.current?.chart.setData(dataOf(shown.current));
    }, [model, zoom, theme]);
    useWidth(host, made);
    const label = empty ? `${data.key}: no finite values` : `${data.key}: distributions at ${formatCount(model.steps.length, "step")}, from ${formatNumber(model.y[0], 4)} to ${formatNumber(model.y[1], 4)}. Left and right move to another step, up and down to another bin, plus and minus zoom, 0 shows all.`;
    return html`<div class="chart-plot distribution" role="img" tabindex="0" aria-label=${label} style=${{ height: `${height}px` }}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => made.current && model && press(event, made.current.chart, model, zoom, onZoom)} onBlur=${() => made.current?.chart.setCursor({ left: -10, top: -10 })}>
        <div class="chart-host" ref=${host}></div>
        ${empty && html`<p class="none">No value was finite.</p>`}
    </div>`;
}

/** The same as numbers. @param {{ data: DistributionData }} props */
export const DistributionTable = ({ data }) => html`<div class="scroll tall" tabindex="0" role="region" aria-label=${`Distributions of ${data.key} by step`}><table class="plain">
    <thead><tr>${["Step", "Values", "Lowest", ...quantiles.map(share => (share === 0.5 ? "Median" : formatShare(share))), "Highest", "Mean", "Deviation", "In no bin"].map(name => html`<th key=${name} scope="col" class="number">${name}</th>`)}</tr></thead>
    <tbody>${[...data.steps].reverse().map((step, i) => html`<tr key=${i}><th scope="row" class="number">${formatNumber(step.step)}</th>
        ${[step.count, step.min, ...quantiles.map(share => quantileOf(step, share)), step.max, step.mean, step.deviation, (step.nan ?? 0) + (step.infinite ?? 0) + (step.outside ?? 0)].map((value, c) => html`<td key=${c} class="number">${Number.isNaN(value) ? "–" : formatNumber(value, 5)}</td>`)}</tr>`)}</tbody>
</table></div>`;
