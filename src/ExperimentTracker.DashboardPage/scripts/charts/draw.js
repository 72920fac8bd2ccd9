// Draws lines and bands on the canvas of a chart. They are drawn here rather than as series of uPlot because those need a common column of x, which
// costs runs × points when the steps of runs differ.
import { paint } from "./palette.js";
import { firstFrom } from "./transform.js";

/**
 * From a value to a pixel of the canvas, without the checks that would cost more than the drawing.
 * @param {uPlot} chart
 * @param {"x" | "y"} axis
 * @param {boolean} log
 */
export function scaler(chart, axis, log) {
    const { min = 0, max = 1 } = chart.scales[axis];
    const { left, top, width, height } = chart.bbox;
    const [low, high] = log ? [Math.log(min), Math.log(max)] : [min, max];
    const factor = (axis === "x" ? width : -height) / (high - low || 1);
    const start = (axis === "x" ? left : top + height) - low * factor;
    return log ? (/** @type {number} */ value) => start + Math.log(value) * factor : (/** @type {number} */ value) => start + value * factor;
}

/**
 * The points of a line to draw: those in view, and one on either side.
 * @param {ChartLine} line
 * @param {uPlot} chart
 * @returns {[from: number, to: number]}
 */
export function inView({ xs, sorted }, chart) {
    const { min, max } = chart.scales.x;
    if (!sorted || min === undefined || max === undefined) return [0, xs.length];
    return [Math.max(0, firstFrom(xs, min) - 1), Math.min(xs.length, firstFrom(xs, max) + 1)];
}

/**
 * The pieces of a line between gaps, as pixels.
 * @param {ChartLine} line
 * @param {number[]} ys
 * @param {uPlot} chart
 * @param {{ moveTo: (x: number, y: number) => void, lineTo: (x: number, y: number) => void }} path
 * @param {ChartModel} model
 */
export function trace(line, ys, chart, path, { log, logX }) {
    const toX = scaler(chart, "x", logX), toY = scaler(chart, "y", log);
    const [from, to] = inView(line, chart);
    const { xs } = line;
    let pen = false;
    for (let i = from; i < to; i++) {
        const x = toX(xs[i]), y = toY(ys[i]);
        // Infinities and NaN are gaps, and so is what a logarithmic axis has no place for.
        if (x - x !== 0 || y - y !== 0) pen = false;
        else if (pen) path.lineTo(x, y);
        else {
            path.moveTo(x, y);
            pen = true;
        }
    }
}

/**
 * @param {uPlot} chart
 * @param {ChartLine} line
 * @param {ChartModel} model
 */
function drawBand(chart, line, model) {
    const { band, xs } = line;
    if (!band) return;
    const { ctx } = chart;
    const toX = scaler(chart, "x", model.logX), toY = scaler(chart, "y", model.log);
    const floor = chart.bbox.top + chart.bbox.height;
    const [from, to] = inView(line, chart);
    const at = (/** @type {number} */ value) => (model.log && value <= 0 ? floor : toY(value));
    ctx.beginPath();
    let start = from;
    const close = (/** @type {number} */ end) => {
        if (end - start < 2) return;
        ctx.moveTo(toX(xs[start]), at(band.high[start]));
        for (let i = start + 1; i < end; i++) ctx.lineTo(toX(xs[i]), at(band.high[i]));
        for (let i = end - 1; i >= start; i--) ctx.lineTo(toX(xs[i]), at(band.low[i]));
        ctx.closePath();
    };
    for (let i = from; i < to; i++) {
        if (Number.isFinite(band.low[i]) && Number.isFinite(band.high[i]) && (!model.logX || xs[i] > 0)) continue;
        close(i);
        start = i + 1;
    }
    close(to);
    ctx.fillStyle = paint(line.colour);
    ctx.globalAlpha = 0.16;
    ctx.fill();
}

/** How strong a dim line is among so many. @param {number} count */
export const dimAlpha = count => Math.max(0.08, Math.min(0.6, 60 / Math.max(1, count)));

/** @param {ChartLine} line @param {number} count The number of lines. */
export const alphaOf = (line, count) => (line.bright ? 1 : line.colour === "--faint" ? dimAlpha(count) : Math.max(0.25, dimAlpha(count)));

/**
 * @param {uPlot} chart
 * @param {ChartModel} model
 */
export function drawLines(chart, model) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineJoin = "bevel";
    for (const line of model.lines) drawBand(chart, line, model);
    for (const line of model.lines) {
        ctx.strokeStyle = paint(line.colour);
        if (line.raw && line.bright) {
            ctx.lineWidth = devicePixelRatio;
            ctx.globalAlpha = 0.25;
            ctx.setLineDash([]);
            stroke(chart, line, line.raw, model);
        }
        ctx.globalAlpha = alphaOf(line, model.lines.length);
        ctx.lineWidth = (line.bright ? 1.75 : 1) * devicePixelRatio;
        ctx.setLineDash(line.bright && line.dash ? line.dash.map(length => length * devicePixelRatio) : []);
        stroke(chart, line, line.ys, model);
        if (line.xs.length === 1) drawPoint(chart, line, model);
    }
    ctx.restore();
}

/**
 * @param {uPlot} chart
 * @param {ChartLine} line
 * @param {number[]} ys
 * @param {ChartModel} model
 */
function stroke(chart, line, ys, model) {
    chart.ctx.beginPath();
    trace(line, ys, chart, chart.ctx, model);
    chart.ctx.stroke();
}

/** @param {uPlot} chart @param {ChartLine} line @param {ChartModel} model */
function drawPoint(chart, line, model) {
    const { ctx } = chart;
    ctx.fillStyle = paint(line.colour);
    ctx.beginPath();
    ctx.arc(scaler(chart, "x", model.logX)(line.xs[0]), scaler(chart, "y", model.log)(line.ys[0]), 3.5 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
}
