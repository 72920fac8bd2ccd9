// Every run as a point: a metric over a parameter, the duration, or the moment it started.

function scatterSection() {
    const { xs, ys } = axisChoices();
    if (runs.length < 3 || metrics.length === 0) return null;
    let y = ys[0],
        x = mostTelling(xs, y),
        log = false,
        logX = spansDecades(x),
        chart = null;
    const host = el("div", { class: "plot scatter", role: "img" });
    const height = 340;
    host.style.height = `${height}px`;

    // Texts stand at whole numbers, in their order, a little apart from each other.
    function points() {
        const categories = x.numeric
            ? null
            : [
                  ...new Set(
                      state.filtered
                          .map(run => x.get(run))
                          .filter(value => value !== undefined && value !== null)
                          .map(String),
                  ),
              ].sort(collator.compare);
        const at = run => (categories ? categories.indexOf(String(x.get(run))) + (((run.index * 0.618) % 1) - 0.5) * 0.4 : x.get(run));
        const list = state.filtered
            .map(run => ({ run, x: categories && (x.get(run) === undefined || x.get(run) === null) ? NaN : at(run), y: y.get(run) }))
            .filter(point => drawable(point.x, logX && !categories) && drawable(point.y, log))
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
    ["filter", "selection", "theme", "statistic"].forEach(event => on(event, draw));
    const pick = (list, title) => list.find(axis => axis.title === title);
    const names = list => list.map(axis => [axis.title, axis.title]);
    const logAcross = toggle(
        "Log across",
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
                "Across",
                names(xs),
                x.title,
                title => {
                    x = pick(xs, title);
                    logAcross.querySelector("input").checked = logX = spansDecades(x);
                    draw();
                },
                { id: "scatter-x" },
            ),
            choice(
                "Up",
                names(ys),
                y.title,
                title => {
                    y = pick(ys, title);
                    draw();
                },
                { id: "scatter-y" },
            ),
            logAcross,
            toggle(
                "Log up",
                false,
                value => {
                    log = value;
                    draw();
                },
                { id: "scatter-log-y" },
            ),
        ),
        el("figure", { class: "card" }, host),
        p("hint", "Each point is a run that the filter below lets through. Point at one to read it, click to select it."),
    );
}
