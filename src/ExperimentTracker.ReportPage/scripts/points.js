// Draws the chart of runs, and the tooltip of a run.

/** @param {ChartAxis} axis */
const isTime = axis => axis.date || axis.title === "Duration";

/**
 * @param {ChartAxis} axis
 * @param {Value} value
 */
function axisText(axis, value) {
    if (typeof value !== "number" || !isTime(axis)) return formatValue(value);
    return axis.date ? formatDate(value) : formatDuration(value);
}

/**
 * The labels of an axis of dates, without the year, or of durations.
 * @param {ChartAxis} axis
 * @returns {(chart: uPlot, splits: (number | null)[]) => string[]}
 */
const timeTicks = axis => (_, splits) =>
    splits.map(split => (split === null ? "" : axis.date ? formatDate(split).slice(5) : formatDuration(split)));

/**
 * @param {string[]} categories
 * @returns {uPlot.Axis}
 */
const categoryTicks = categories => ({
    splits: () => categories.map((_, i) => i),
    values: () => categories.map(name => (name.length > 16 ? `${name.slice(0, 15)}…` : name)),
});

/**
 * The point at or near the mouse.
 * @param {uPlot} chart
 * @param {ScatterPoint[]} list
 */
function nearestPoint(chart, list) {
    const { left = -1, top = -1 } = chart.cursor;
    let closest = 24;
    /** @type {ScatterPoint | null} */
    let near = null;
    for (const point of left < 0 ? [] : list) {
        const away = Math.hypot(chart.valToPos(point.x, "x") - left, chart.valToPos(point.y, "y") - top);
        if (away < closest) [closest, near] = [away, point];
    }
    return near;
}

/**
 * @param {HTMLElement} host
 * @param {number} height
 * @param {ScatterPoint[]} list
 * @param {ScatterAxes} axes
 * @returns {uPlot.Options}
 */
function scatterOptions(host, height, list, { x, y, log, logX, categories }) {
    const tip = div("tooltip");
    tip.hidden = true;
    /** @type {ScatterPoint | null} */
    let near = null;
    const [across, up] = axes();
    const find = (/** @type {uPlot} */ chart) => {
        near = nearestPoint(chart, list);
        tip.hidden = !near;
        if (!near) return;
        const { run } = near;
        tip.replaceChildren(
            p("", state.selected.has(run) && [swatch(run), " "], run.path),
            el(
                "table",
                null,
                [x, y].map(axis =>
                    tr(el("th", { scope: "row" }, axis.title), el("td", { class: "number" }, axisText(axis, axis.get(run)))),
                ),
            ),
        );
        place(tip, chart.over, chart.valToPos(near.x, "x"));
    };
    return {
        width: Math.max(200, host.clientWidth),
        height,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        scales: {
            x: {
                time: false,
                distr: logX ? 3 : 1,
                range: () => (categories ? [-0.6, categories.length - 0.4] : padded(extent([list.map(point => point.x)], logX), logX)),
            },
            y: { distr: log ? 3 : 1, range: () => padded(extent([list.map(point => point.y)], log), log) },
        },
        axes: [
            { ...across, ...(categories && categoryTicks(categories)), ...(isTime(x) && { values: timeTicks(x), space: 90 }) },
            { ...up, ...(isTime(y) && { values: timeTicks(y) }) },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
            draw: [chart => drawPoints(chart, list)],
            setCursor: [find],
            ready: [
                chart => {
                    chart.over.append(tip);
                    chart.over.addEventListener("click", () => {
                        if (near) toggleSelected(near.run);
                    });
                },
            ],
        },
    };
}

/**
 * Selected runs are drawn above the others, in their colours.
 * @param {uPlot} chart
 * @param {ScatterPoint[]} list
 */
function drawPoints(chart, list) {
    const { ctx } = chart;
    ctx.save();
    /** @type {(point: ScatterPoint, colour: string, alpha: number, radius: number) => void} */
    const dot = ({ x, y }, colour, alpha, radius) => {
        ctx.globalAlpha = alpha;
        ctx.fillStyle = colour;
        ctx.beginPath();
        ctx.arc(chart.valToPos(x, "x", true), chart.valToPos(y, "y", true), radius * devicePixelRatio, 0, 2 * Math.PI);
        ctx.fill();
    };
    const faint = themeColour("--faint"),
        ground = themeColour("--panel");
    for (const point of list.filter(({ run }) => !state.selected.has(run))) dot(point, faint, list.length > 300 ? 0.5 : 0.75, 3);
    for (const point of list.filter(({ run }) => state.selected.has(run))) {
        dot(point, ground, 1, 6);
        dot(point, themeColour(colourVariable(point.run)), 1, 4.5);
    }
    ctx.restore();
}
