// What the reader chose. Whoever shows it listens: on("selection", …).
const state = {
    selected: new Map(), // run to the number of its colour, in the order chosen
    hidden: new Set(), // selected runs whose curves are switched off
    filtered: runs,
    statistic: "last",
    metric: null, // the number of the metric to draw, or null for all
    log: false,
    smoothing: 0,
    everyRun: false, // the runs that are not selected, faintly
};

const listeners = new Map();

function on(event, listener) {
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
}

function emit(event) {
    for (const listener of listeners.get(event) ?? []) listener();
}

const colours = 10;
const mostSelected = 30;

// Each run takes the first colour that is free, and keeps it while it is selected.
function select(run) {
    if (state.selected.has(run) || state.selected.size >= mostSelected) return;
    const taken = new Set(state.selected.values());
    let colour = 0;
    while (taken.has(colour)) colour++;
    state.selected.set(run, colour);
}

function deselect(run) {
    state.selected.delete(run);
    state.hidden.delete(run);
}

function toggleSelected(run) {
    if (state.selected.has(run)) deselect(run);
    else select(run);
    emit("selection");
}

const colourVariable = run => `--series-${state.selected.get(run) % colours}`;
const isDashed = run => state.selected.get(run) >= colours;

// Colours as the theme has them now, for the canvas.
const themeColours = new Map();
on("theme", () => themeColours.clear());

function themeColour(name) {
    if (!themeColours.has(name)) themeColours.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    return themeColours.get(name);
}

function swatch(run) {
    const mark = el("span", {
        class: `swatch${state.selected.has(run) ? "" : " empty"}${isDashed(run) ? " dashed" : ""}`,
        "aria-hidden": "true",
    });
    if (state.selected.has(run)) mark.style.setProperty("--swatch", `var(${colourVariable(run)})`);
    return mark;
}

function metricValue(run, metric, statistic = state.statistic) {
    return run.metrics.get(metric)?.[statistic];
}

// Better first; a metric without a goal, or a value that is none, comes last.
function betterFirst(metric) {
    const sign = metric.goal === "Maximize" ? -1 : 1;
    const rank = run => {
        const value = metricValue(run, metric.index, metric.goal ? "best" : "last");
        return value === null || value === undefined || Number.isNaN(value) ? Infinity : sign * value;
    };
    return (a, b) => {
        const [x, y] = [rank(a), rank(b)];
        return x < y ? -1 : x > y ? 1 : 0;
    };
}

// Few runs are all shown; of many, the best, or the first where no metric has a goal.
function selectFirst() {
    const few = 12,
        some = 8;
    const ranked =
        runs.length > few && mainMetric?.goal
            ? [...runs].sort(betterFirst(mainMetric)).slice(0, some)
            : runs.slice(0, runs.length > few ? some : few);
    ranked.forEach(select);
}
