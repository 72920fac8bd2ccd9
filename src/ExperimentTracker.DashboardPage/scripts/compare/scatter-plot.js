// Runs as points of two dimensions.
import { axesOf } from "../charts/axes.js";
import { scaler } from "../charts/draw.js";
import { paint } from "../charts/palette.js";
import { hideTip, showTip } from "../charts/tooltip.js";
import { padded } from "../charts/transform.js";
import { formatParameter } from "../format.js";
import { html, useEffect, useLayoutEffect, useRef } from "../lib.js";
import { goTo, linkTo } from "../router.js";
import { useTheme } from "../theme.js";

/** @typedef {import("./dimensions.js").Dimension} Dimension */
/** @typedef {import("./pareto.js").ScatterPoint} ScatterPoint */
/**
 * @typedef {object} ScatterModel
 * @property {Dimension} x
 * @property {Dimension} y
 * @property {boolean} logX
 * @property {boolean} logY
 * @property {ScatterPoint[]} points In the order of x.
 * @property {ScatterPoint[]} front
 * @property {(point: ScatterPoint) => string} colourOf
 * @property {string[]} differing
 */

const height = 420;

/** @param {string[]} categories @returns {Partial<uPlot.Axis>} */
const categoryAxis = categories => ({
    splits: () => categories.map((_, i) => i),
    values: () => categories.map(name => (name.length > 16 ? `${name.slice(0, 15)}…` : name)),
    filter: (_, splits) => splits,
});

/** @param {(value: number) => string} format @returns {Partial<uPlot.Axis>} */
const formattedAxis = format => ({ values: (_, splits) => splits.map(split => (split === null ? "" : format(split))), space: 110 });

/** @param {Dimension} dimension @param {number[]} values @param {boolean} log @returns {Extent} */
function rangeOf({ categories }, values, log) {
    if (categories) return [-0.6, categories.length - 0.4];
    const low = values.reduce((a, b) => Math.min(a, b), Infinity), high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return padded(low <= high ? [low, high] : null, log);
}

/** @param {uPlot} chart @param {ScatterModel} model @param {ScatterPoint | null} near */
function draw(chart, model, near) {
    const { ctx, bbox } = chart;
    const toX = scaler(chart, "x", model.logX), toY = scaler(chart, "y", model.logY), unit = devicePixelRatio;
    ctx.save();
    if (model.front.length > 0) {
        // Steps: what lies beyond the front in both directions is worse than one of its runs.
        const byX = [...model.front].sort((a, b) => a.x - b.x);
        ctx.strokeStyle = paint("--accent");
        ctx.lineWidth = 1.5 * unit;
        ctx.setLineDash([5 * unit, 4 * unit]);
        ctx.beginPath();
        byX.forEach(({ x, y }, i) => {
            if (i === 0) return ctx.moveTo(toX(x), toY(y));
            const before = byX[i - 1];
            if (model.x.goal === "Minimize") ctx.lineTo(toX(x), toY(before.y));
            else ctx.lineTo(toX(before.x), toY(y));
            return ctx.lineTo(toX(x), toY(y));
        });
        ctx.stroke();
        ctx.setLineDash([]);
    }
    const front = new Set(model.front);
    const dot = (/** @type {ScatterPoint} */ point, /** @type {number} */ radius, /** @type {string} */ colour, alpha = 1) => {
        ctx.globalAlpha = alpha;
        ctx.fillStyle = colour;
        ctx.beginPath();
        ctx.arc(toX(point.x), toY(point.y), radius * unit, 0, 2 * Math.PI);
        ctx.fill();
    };
    for (const point of model.points) if (!point.within) dot(point, 2.5, paint("--faint"), 0.45);
    for (const point of model.points) {
        if (!point.within) continue;
        if (front.has(point)) dot(point, 7, paint("--accent"));
        if (front.has(point)) dot(point, 5.5, paint("--panel"));
        dot(point, 4, paint(model.colourOf(point)), model.points.length > 300 && !front.has(point) ? 0.65 : 0.9);
    }
    if (near) {
        ctx.globalAlpha = 1;
        ctx.strokeStyle = paint("--text");
        ctx.lineWidth = 2 * unit;
        ctx.beginPath();
        ctx.arc(toX(near.x), toY(near.y), 8 * unit, 0, 2 * Math.PI);
        ctx.stroke();
    }
    ctx.restore();
    return bbox;
}

/** @param {{ point: ScatterPoint, model: ScatterModel }} props */
const Tip = ({ point: { run }, model }) => html`<p><b>${run.path}</b></p>
    <table><tbody>${[model.x, model.y].map(each => html`<tr key=${each.key}><th scope="row">${each.title}</th><td class="number">${each.categories || typeof each.get(run) !== "number" ? formatParameter(each.get(run)) : each.format(Number(each.get(run)))}</td></tr>`)}</tbody></table>
    <dl class="near-parameters">${model.differing.filter(name => name in run.parameters).slice(0, 6).map(name => html`<div key=${name}><dt>${name}</dt><dd>${formatParameter(run.parameters[name])}</dd></div>`)}</dl>`;

/** @param {{ model: ScatterModel, label: string }} props */
export function ScatterPlot({ model, label }) {
    const host = useRef(/** @type {HTMLElement | null} */ (null));
    const plot = useRef(/** @type {uPlot | null} */ (null));
    const current = useRef(model);
    current.current = model;
    const near = useRef(/** @type {ScatterPoint | null} */ (null));
    const theme = useTheme();
    const owner = useRef({});
    const { x, y, logX, logY } = model;

    /** @param {ScatterPoint | null} point */
    function show(point) {
        const chart = plot.current;
        if (!chart || near.current === point) return;
        near.current = point;
        chart.redraw(false);
        if (!point) return hideTip(owner.current);
        const box = chart.over.getBoundingClientRect();
        showTip(owner.current, box.left + chart.valToPos(point.x, "x"), box.top + chart.valToPos(point.y, "y"), html`<${Tip} point=${point} model=${current.current} />`);
    }

    useLayoutEffect(() => {
        if (!host.current) return undefined;
        const [across, up] = axesOf({ xKind: "number", log: logY, logX }, { x: { splits: [], labels: [] }, y: { splits: [], labels: [] } });
        const chart = new uPlot(
            {
                width: Math.max(200, host.current.clientWidth),
                height,
                legend: { show: false },
                cursor: { x: false, y: false, drag: { x: false, y: false }, points: { show: false } },
                scales: {
                    x: { time: false, distr: logX ? 3 : 1, range: () => rangeOf(current.current.x, current.current.points.map(point => point.x), logX) },
                    y: { distr: logY ? 3 : 1, range: () => rangeOf(current.current.y, current.current.points.map(point => point.y), logY) },
                },
                axes: [
                    { ...across, ...(x.categories ? categoryAxis(x.categories) : x.kind === "time" && formattedAxis(x.format)), label: x.title, labelSize: 22, labelFont: "12px system-ui, sans-serif" },
                    { ...up, ...(y.kind === "time" && { values: formattedAxis(y.format).values }), label: y.title, labelSize: 22, labelFont: "12px system-ui, sans-serif" },
                ],
                series: [{}, { paths: () => null, points: { show: false } }],
                hooks: {
                    draw: [drawn => void draw(drawn, current.current, near.current)],
                    setCursor: [
                        moved => {
                            const { left = -1, top = 0 } = moved.cursor;
                            let closest = 20;
                            /** @type {ScatterPoint | null} */
                            let found = null;
                            for (const point of left < 0 ? [] : current.current.points) {
                                const away = Math.hypot(moved.valToPos(point.x, "x") - left, moved.valToPos(point.y, "y") - top);
                                if (away < closest) [closest, found] = [away, point];
                            }
                            show(found);
                        },
                    ],
                },
            },
            [[0, 1], [0, 1]],
            host.current,
        );
        plot.current = chart;
        chart.over.addEventListener("click", () => near.current && goTo(linkTo("run", {}, near.current.run.id)));
        const observer = new ResizeObserver(() => host.current && chart.setSize({ width: Math.max(200, host.current.clientWidth), height }));
        observer.observe(host.current);
        return () => {
            observer.disconnect();
            hideTip(owner.current);
            chart.destroy();
        };
    }, [x.key, y.key, logX, logY, x.categories?.join("\n")]);
    useEffect(() => plot.current?.setData([[0, 1], [0, 1]]), [model, theme]);

    const press = (/** @type {KeyboardEvent} */ event) => {
        const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        const { points } = current.current;
        if (event.key === "Escape") show(null);
        if (event.key === "Enter" && near.current) goTo(linkTo("run", {}, near.current.run.id));
        if (by === 0 || points.length === 0) return;
        event.preventDefault();
        const at = near.current ? points.indexOf(near.current) : -1;
        show(points[Math.max(0, Math.min(points.length - 1, at < 0 ? (by > 0 ? 0 : points.length - 1) : at + by))]);
    };
    return html`<div class="chart-plot scatter" role="img" tabindex="0" aria-label=${`${label}. Arrow keys move from run to run, Enter opens the run.`} style=${{ height: `${height}px` }} onKeyDown=${press} onBlur=${() => show(null)}><div class="chart-host" ref=${host}></div></div>`;
}
