// The charts: selection of metrics, options, and a legend that shows and hides runs.

function chartsSection() {
    const drawn = metrics.filter(metric => runs.some(run => (run.curves.get(metric.index)?.steps.length ?? 0) > 1));
    if (drawn.length === 0) return null;
    state.metric = isSingle && drawn.length > 1 ? null : drawn[0].index;

    const grid = div("charts");
    /** @type {Map<Element, Plot>} */
    const plots = new Map();
    const watcher = new IntersectionObserver(
        entries => entries.filter(entry => entry.isIntersecting).forEach(entry => plots.get(entry.target)?.draw()),
        { rootMargin: "200px" },
    );
    const resizer = new ResizeObserver(entries => entries.forEach(entry => plots.get(entry.target)?.fit()));

    /**
     * Charts are drawn when they become visible, and again when their content changes.
     * @param {Metric} metric
     */
    function card(metric) {
        const large = state.metric !== null;
        const host = el("div", { class: "plot", role: "img", tabindex: "0", "aria-label": metric.name });
        const height = large ? 340 : 200;
        host.style.height = `${height}px`;
        /** @type {uPlot | null} */
        let chart = null;
        let stale = true;
        plots.set(host, {
            draw: () => {
                if (!stale) return;
                stale = false;
                chart?.destroy();
                chart = metricChart(metric, host, height);
            },
            drop: () => chart?.destroy(),
            fit: () => {
                if (chart && Math.abs(chart.width - host.clientWidth) > 1) chart.setSize({ width: host.clientWidth, height });
            },
            spoil: () => {
                stale = true;
                watcher.unobserve(host);
                watcher.observe(host);
            },
        });
        watcher.observe(host);
        resizer.observe(host);
        return el(
            "figure",
            { class: "card" },
            el(
                "figcaption",
                null,
                span("metric", metric.name),
                metric.unit && span("unit", metric.unit),
                metric.goal && span("goal", goalText[metric.goal]),
            ),
            host,
        );
    }

    function draw() {
        plots.forEach(plot => plot.drop());
        plots.clear();
        watcher.disconnect();
        resizer.disconnect();
        grid.classList.toggle("single", state.metric !== null);
        grid.replaceChildren(...(state.metric === null ? drawn : drawn.filter(metric => metric.index === state.metric)).map(card));
    }

    const redraw = () => plots.forEach(plot => plot.spoil());

    const redrawSoon = debounce(redraw, 16);

    const smoothed = el("output", { for: "smoothing" }, "0.00");
    const smoothing = el("input", {
        type: "range",
        min: "0",
        max: "1",
        step: "0.01",
        value: "0",
        id: "smoothing",
        input: () => {
            state.smoothing = Number(smoothing.value);
            smoothed.textContent = state.smoothing.toFixed(2);
            redrawSoon();
        },
    });

    on("selection", redraw);
    on("curves", redraw);
    on("filter", () => {
        if (state.everyRun) redraw();
    });
    on("theme", redraw);
    draw();
    const options = [
        ...(drawn.length > 1 ? [["all", `All ${drawn.length} metrics`]] : []),
        ...drawn.map(metric => [String(metric.index), metric.name]),
    ];
    return section(
        "charts",
        "Metrics over steps",
        div(
            "toolbar",
            options.length > 1 &&
                choice(
                    "Metric",
                    options,
                    state.metric === null ? "all" : String(state.metric),
                    value => {
                        state.metric = value === "all" ? null : Number(value);
                        draw();
                    },
                    { id: "metric" },
                ),
            el("label", { class: "field" }, span("", "Smoothing"), smoothing, smoothed),
            toggle(
                "Log scale",
                state.log,
                log => {
                    state.log = log;
                    redraw();
                },
                { id: "log" },
            ),
            runs.length > state.selected.size &&
                toggle(
                    "Show other runs",
                    state.everyRun,
                    every => {
                        state.everyRun = every;
                        redraw();
                    },
                    { id: "every" },
                ),
        ),
        !isSingle && legend(),
        grid,
        p(
            "hint",
            "Drag across a chart to zoom in, double-click to zoom out.",
            report.runsWithoutCurves
                ? ` The curves of ${formatCount(report.runsWithoutCurves, "run")} are left out: the report would be too large.`
                : "",
        ),
    );
}
