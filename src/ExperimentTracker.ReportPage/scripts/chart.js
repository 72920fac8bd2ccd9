// One chart: the curves of a metric.

const axisFont = "12px system-ui, sans-serif";

/**
 * uPlot omits labels of a logarithmic axis that do not fit: null.
 * @type {(chart: uPlot, splits: (number | null)[]) => string[]}
 */
const tickLabels = (_, splits) => splits.map(split => (split === null ? "" : formatShort(split)));

/** @returns {[across: uPlot.Axis, up: uPlot.Axis]} */
function axes() {
    /** @type {uPlot.Axis} */
    const common = {
        font: axisFont,
        stroke: () => themeColour("--muted"),
        values: tickLabels,
        grid: { stroke: () => themeColour("--grid"), width: 1 },
        ticks: { stroke: () => themeColour("--grid"), width: 1, size: 4 },
    };
    const widthOf = (/** @type {string[]} */ labels) => Math.max(36, 14 + 7 * Math.max(...labels.map(label => label?.length ?? 0)));
    return [
        { ...common, size: 28, gap: 4, space: 64 },
        { ...common, gap: 6, space: 32, size: (_, labels) => (labels ? widthOf(labels) : 50) },
    ];
}

/**
 * Padding around the drawing, so that no line touches an edge.
 * @param {Extent | null} range
 * @param {boolean} log
 * @returns {Extent}
 */
function padded(range, log) {
    if (!range) return log ? [0.1, 1] : [0, 1];
    let [low, high] = range;
    if (log) return low === high ? [low / 2, high * 2] : [low / (high / low) ** 0.05, high * (high / low) ** 0.05];
    if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
    const room = (high - low) * 0.05;
    return [low - room, high + room];
}

/**
 * @param {Metric} metric
 * @param {HTMLElement} host
 * @param {number} height
 */
function metricChart(metric, host, height) {
    const curves = shownCurves(metric.index);
    const faint = behind(metric.index, curves);
    const lists = [...curves.map(curve => curve.values), ...faint.map(curve => curve.values)];
    const range = extent(lists, state.log);
    const stepRange = extent(
        [...curves, ...faint].map(curve => [curve.steps[0], curve.steps[curve.steps.length - 1]]),
        false,
    );
    if (!range || !stepRange) {
        host.replaceChildren(
            p(
                "none",
                lists.length === 0
                    ? "No selected run has this metric."
                    : state.log
                      ? "There is no value above 0 to show on a logarithmic scale."
                      : "There is no number to draw.",
            ),
        );
        return null;
    }
    const tip = tooltip();
    /** @type {uPlot.Options} */
    const options = {
        width: Math.max(200, host.clientWidth),
        height,
        legend: { show: false },
        focus: { alpha: 0.35 },
        cursor: {
            y: false,
            focus: { prox: 24 },
            points: { size: 7 },
            drag: { x: true, y: false, dist: 6 },
            dataIdx: (chart, series, index) => nearestDrawn(chart.data[series], index),
        },
        scales: {
            x: { time: false, range: (_, low, high) => (stepRange[0] === stepRange[1] ? padded(stepRange, false) : [low, high]) },
            y: { distr: state.log ? 3 : 1, range: () => padded(range, state.log) },
        },
        axes: axes(),
        series: [{}, ...(curves.length ? curves.map(curveSeries) : [{}])],
        hooks: {
            drawAxes: [chart => drawBehind(chart, faint)],
            setCursor: [chart => tip.show(chart, curves, metric)],
            ready: [chart => chart.over.append(tip.node)],
        },
    };
    /** @type {uPlot.AlignedData} */
    const data = curves.length ? alignCurves(curves) : [stepRange, [null, null]];
    host.replaceChildren();
    const chart = new uPlot(options, data, host);
    describeChart(chart, host, metric, curves, range, tip);
    return chart;
}

/**
 * @param {ShownCurve} curve
 * @returns {uPlot.Series}
 */
function curveSeries({ run, steps }) {
    return {
        label: run.path,
        stroke: () => themeColour(colourVariable(run)),
        width: 1.75,
        dash: isDashed(run) ? [6, 4] : undefined,
        points: steps.length === 1 ? { show: true, size: 7, fill: () => themeColour(colourVariable(run)) } : { show: false },
    };
}

/**
 * The nearest index at which a series has a value; indices between belong to other series.
 * @param {ArrayLike<number | null | undefined> | undefined} values
 * @param {number} index
 */
function nearestDrawn(values, index) {
    if (!values || index === null) return index;
    const has = (/** @type {number} */ i) => values[i] !== undefined && values[i] !== null;
    if (has(index)) return index;
    for (let away = 1; away < values.length; away++) {
        if (has(index - away)) return index - away;
        if (has(index + away)) return index + away;
    }
    return index;
}

/**
 * The accessible description of a chart, and the keyboard control of its cursor.
 * @param {uPlot} chart
 * @param {HTMLElement} host
 * @param {Metric} metric
 * @param {ShownCurve[]} curves
 * @param {Extent} range
 * @param {Tooltip} tip
 */
function describeChart(chart, host, metric, curves, [low, high], tip) {
    host.setAttribute(
        "aria-label",
        `${metric.name} by step: ${formatCount(curves.length, "run")}, from ${formatNumber(low)} to ${formatNumber(high)}. Arrow keys move along it.`,
    );
    host.onkeydown = event => {
        const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
        if (event.key === "Escape") chart.setCursor({ left: -10, top: -10 });
        if (by === 0 || chart.data[0].length === 0) return;
        event.preventDefault();
        const at = Math.max(0, Math.min(chart.data[0].length - 1, (chart.cursor.idx ?? (by > 0 ? -1 : chart.data[0].length)) + by));
        chart.setCursor({ left: chart.valToPos(chart.data[0][at], "x"), top: chart.over.clientHeight / 2 });
    };
    host.onblur = () => tip.hide();
}
