// How the chart of runs is drawn, and what it says when one points at a run.

function scatterOptions(host, height, list, { x, y, log, logX, categories }) {
    const tip = div("tooltip");
    tip.hidden = true;
    let near = null;
    const [across, up] = axes();
    const find = chart => {
        const { left, top } = chart.cursor;
        near = null;
        let closest = 24;
        for (const point of left < 0 ? [] : list) {
            const away = Math.hypot(chart.valToPos(point.x, "x") - left, chart.valToPos(point.y, "y") - top);
            if (away < closest) [closest, near] = [away, point];
        }
        tip.hidden = !near;
        if (!near) return;
        tip.replaceChildren(
            p("", state.selected.has(near.run) && [swatch(near.run), " "], near.run.path),
            el(
                "table",
                null,
                [x, y].map(axis =>
                    tr(
                        el("th", { scope: "row" }, axis.title),
                        el(
                            "td",
                            { class: "number" },
                            axis.moment
                                ? formatMoment(axis.get(near.run))
                                : axis.title === "Duration"
                                  ? formatDuration(axis.get(near.run))
                                  : formatValue(axis.get(near.run)),
                        ),
                    ),
                ),
            ),
        );
        place(tip, chart.over, chart.valToPos(near.x, "x"));
    };
    const labels = axis =>
        axis.moment
            ? (_, splits) => splits.map(split => formatMoment(split).slice(5))
            : axis.title === "Duration"
              ? (_, splits) => splits.map(formatDuration)
              : null;
    const ofCategories = {
        splits: () => categories.map((_, i) => i),
        values: () => categories.map(name => (name.length > 16 ? `${name.slice(0, 15)}…` : name)),
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
            { ...across, ...(categories ? ofCategories : {}), ...(labels(x) ? { values: labels(x), space: 90 } : {}) },
            { ...up, ...(labels(y) ? { values: labels(y) } : {}) },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
            draw: [chart => drawPoints(chart, list)],
            setCursor: [find],
            ready: [
                chart => {
                    chart.over.append(tip);
                    chart.over.addEventListener("click", () => near && toggleSelected(near.run));
                },
            ],
        },
    };
}

// Selected runs lie above the others, in their colours.
function drawPoints(chart, list) {
    const { ctx } = chart;
    ctx.save();
    const dot = ({ run, x, y }, colour, alpha, radius) => {
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
