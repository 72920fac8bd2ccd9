// One chart.
import { formatCount, formatNumber } from "../format.js";
import { html, useLayoutEffect, useRef } from "../lib.js";
import { useTheme } from "../theme.js";
import { axesOf } from "./axes.js";
import { drawLines } from "./draw.js";
import { hoverLayer, stepCursor } from "./hover.js";
import { padded } from "./transform.js";
import { useWidth } from "./width.js";

/**
 * @typedef {{ chart: uPlot, ticks: { x: import("./axes.js").Ticks, y: import("./axes.js").Ticks } }} Drawn A chart, and what a picture of it needs.
 * @typedef {{ model: ChartModel, zoom: Extent | null, onZoom: (zoom: Extent | null) => void }} Shown
 */

/**
 * @param {HTMLElement} host
 * @param {number} height
 * @param {{ current: Shown }} shown
 */
function create(host, height, shown) {
    const { logX, log, xKind } = shown.current.model;
    /** @type {Drawn["ticks"]} */
    const ticks = { x: { splits: [], labels: [] }, y: { splits: [], labels: [] } };
    /** @type {ReturnType<typeof hoverLayer> | null} */
    let hover = null;
    const rangeX = () => {
        const { model, zoom } = shown.current;
        if (zoom) return zoom;
        return model.x && model.x[0] < model.x[1] ? model.x : padded(model.x, logX);
    };
    /** @type {uPlot.Options} */
    const options = {
        width: Math.max(160, host.clientWidth),
        height,
        ms: 1,
        legend: { show: false },
        cursor: {
            y: false,
            points: { show: false },
            drag: { x: true, y: false, dist: 6, setScale: false },
            bind: { dblclick: () => () => (shown.current.onZoom(null), null) },
        },
        scales: {
            x: { time: xKind === "time", distr: logX ? 3 : 1, range: rangeX },
            y: { distr: log ? 3 : 1, range: () => padded(shown.current.model.y, log) },
        },
        axes: axesOf(shown.current.model, ticks),
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
            draw: [chart => drawLines(chart, shown.current.model)],
            setCursor: [() => hover?.show()],
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
    const chart = new uPlot(options, dataOf(shown.current), host);
    hover = hoverLayer(chart, () => shown.current.model);
    return { chart, ticks, hover };
}

/** uPlot only gets the corners: the lines are drawn by drawLines. @param {Shown} shown @returns {uPlot.AlignedData} */
function dataOf({ model, zoom }) {
    const [low, high] = zoom ?? model.x ?? [0, 1];
    return [[low, high], model.y ?? [0, 1]];
}

/** @param {ChartModel} model */
export function describe({ metric, lines, x, y, xTitle, log }) {
    if (!y || !x) return metric.name;
    const what = lines.some(line => line.count !== undefined) ? "group" : "run";
    return `${metric.name} by ${xTitle.toLowerCase()}: ${formatCount(lines.length, what)}, from ${formatNumber(y[0])} to ${formatNumber(y[1])}${log ? ", logarithmic" : ""}. Arrow keys move along it, plus and minus zoom, 0 shows all.`;
}

/**
 * @param {ChartModel} model
 * @param {boolean} loading
 */
function emptyText({ lines, x, log, logX, xKind }, loading) {
    if (loading) return "Loading…";
    if (lines.length === 0) return "No shown run has this metric.";
    if ((log || logX) && x === null) return "There is no value above 0 to show on a logarithmic scale.";
    return xKind === "metric" ? "No run has points of both metrics at the same steps." : "There is no number to draw here.";
}

/**
 * Plus and minus zoom around the cursor, 0 shows all. Whether the key is one of these.
 * @param {KeyboardEvent} event @param {uPlot} chart @param {Extent | null} all @param {Extent | null} zoom @param {(zoom: Extent | null) => void} onZoom
 */
export function zoomKey({ key }, chart, all, zoom, onZoom) {
    if (key === "0" && zoom) onZoom(null);
    else if (key === "+" || key === "=" || key === "-") {
        const width = chart.over.clientWidth, { left = -1 } = chart.cursor;
        const centre = left < 0 ? width / 2 : left, factor = key === "-" ? 2 : 0.5;
        const ends = /** @type {Extent} */ ([centre - centre * factor, centre + (width - centre) * factor].map(at => chart.posToVal(at, "x")));
        onZoom(all && ends[0] <= all[0] && ends[1] >= all[1] ? null : ends);
    } else return false;
    return true;
}

/** @param {KeyboardEvent} event @param {Drawn} drawn @param {Shown} shown */
function press(event, { chart }, { model, zoom, onZoom }) {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") chart.setCursor({ left: -10, top: -10 });
    else if (by !== 0) stepCursor(chart, model, by);
    else if (!zoomKey(event, chart, model.x, zoom, onZoom)) return;
    event.preventDefault();
}

/**
 * @param {Shown & { height: number, loading: boolean, drawn?: { current: Drawn | null } }} props
 */
export function Chart({ model, zoom, onZoom, height, loading, drawn }) {
    const host = useRef(/** @type {HTMLElement | null} */ (null));
    const instance = useRef(/** @type {ReturnType<typeof create> | null} */ (null));
    const shown = useRef({ model, zoom, onZoom });
    shown.current = { model, zoom, onZoom };
    const theme = useTheme();
    const empty = model.y === null || model.x === null;
    useLayoutEffect(() => {
        if (empty || !host.current) return undefined;
        const made = create(host.current, height, shown);
        instance.current = made;
        if (drawn) drawn.current = made;
        return () => {
            made.hover.remove();
            made.chart.destroy();
            instance.current = null;
            if (drawn) drawn.current = null;
        };
    }, [empty, model.log, model.logX, model.xKind, height]);
    const first = useRef(true);
    useLayoutEffect(() => {
        if (first.current) first.current = false;
        else instance.current?.chart.setData(dataOf(shown.current));
        const { left = -1 } = instance.current?.chart.cursor ?? {};
        if (left >= 0) instance.current?.hover.show();
    }, [model, zoom, theme]);
    useWidth(host, instance);
    return html`<div class="chart-plot" role="img" tabindex="0" aria-label=${empty ? `${model.metric.name}: ${emptyText(model, loading)}` : describe(model)} style=${{ height: `${height}px` }}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => instance.current && press(event, instance.current, shown.current)} onBlur=${() => instance.current?.chart.setCursor({ left: -10, top: -10 })}>
        <div class="chart-host" ref=${host}></div>
        ${empty && html`<p class="none">${emptyText(model, loading)}</p>`}
    </div>`;
}
