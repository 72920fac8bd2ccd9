// Every run as a point: a metric over a parameter, the duration, or the start time.

function scatterSection() {
    const { xs, ys } = axisChoices();
    if (runs.length < 3 || metrics.length === 0) return null;
    let y = ys[0],
        x = mostTelling(xs, y),
        log = false,
        logX = spansDecades(x);
    /** @type {uPlot | null} */
    let chart = null;
    const host = el("div", { class: "plot scatter", role: "img" });
    const height = 340;
    host.style.height = `${height}px`;

    function categoriesOf() {
        if (x.numeric) return null;
        const texts = state.filtered.map(run => x.get(run)).filter(value => value !== undefined && value !== null);
        return [...new Set(texts.map(String))].sort(collator.compare);
    }

    // Strings are placed at integers, in their order, with a small offset so that points do not overlap.
    function points() {
        const categories = categoriesOf();
        const at = (/** @type {Run} */ run) => {
            const value = x.get(run);
            if (!categories || value === undefined || value === null) return value;
            return categories.indexOf(String(value)) + (((run.index * 0.618) % 1) - 0.5) * 0.4;
        };
        const list = state.filtered
            .flatMap(run => {
                const [across, up] = [at(run), y.get(run)];
                return drawable(across, logX && !categories) && drawable(up, log) ? [{ run, x: across, y: up }] : [];
            })
            .sort((a, b) => a.x - b.x);
        return { categories, list };
    }

    function draw() {
        chart?.destroy();
        chart = null;
        const { categories, list } = points();
        host.setAttribute("aria-label", `${y.title} over ${x.title}: ${formatCount(list.length, "run")}`);
        if (list.length === 0) {
            host.replaceChildren(p("none", "No run has both of these as numbers to draw."));
            return;
        }
        host.replaceChildren();
        chart = new uPlot(
            scatterOptions(host, height, list, { x, y, log, logX: logX && !categories, categories }),
            [list.map(point => point.x), list.map(point => point.y)],
            host,
        );
    }

    const resizer = new ResizeObserver(() => {
        if (chart && Math.abs(chart.width - host.clientWidth) > 1) chart.setSize({ width: host.clientWidth, height });
        else if (!chart) draw();
    });
    resizer.observe(host);
    on("filter", draw);
    on("selection", draw);
    on("theme", draw);
    on("statistic", draw);
    /** @type {(list: ChartAxis[], title: string) => ChartAxis} */
    const pick = (list, title) => list.find(axis => axis.title === title) ?? list[0];
    const names = (/** @type {ChartAxis[]} */ list) => list.map(axis => [axis.title, axis.title]);
    const logXToggle = toggle(
        "Log x axis",
        logX,
        value => {
            logX = value;
            draw();
        },
        { id: "scatter-log-x" },
    );
    return section(
        "scatter",
        "Runs by parameter",
        div(
            "toolbar",
            choice(
                "X axis",
                names(xs),
                x.title,
                title => {
                    x = pick(xs, title);
                    logX = spansDecades(x);
                    const box = logXToggle.querySelector("input");
                    if (box) box.checked = logX;
                    draw();
                },
                { id: "scatter-x" },
            ),
            choice(
                "Y axis",
                names(ys),
                y.title,
                title => {
                    y = pick(ys, title);
                    draw();
                },
                { id: "scatter-y" },
            ),
            logXToggle,
            toggle(
                "Log y axis",
                false,
                value => {
                    log = value;
                    draw();
                },
                { id: "scatter-log-y" },
            ),
        ),
        el("figure", { class: "card" }, host),
        p("hint", "Each point is a run that matches the filter below. Point at a run to see its values, click to select it."),
    );
}
