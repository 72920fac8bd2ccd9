/**
 * What the reader chose. Views subscribe to changes: on("selection", …).
 * @type {PageState}
 */
const state = {
    selected: new Map(),
    hidden: new Set(),
    filtered: runs,
    statistic: "last",
    metric: null,
    log: false,
    smoothing: 0,
    everyRun: false,
};

/** @type {Map<PageEvent, (() => void)[]>} */
const listeners = new Map();

/**
 * @param {PageEvent} event
 * @param {() => void} listener
 */
function on(event, listener) {
    listeners.set(event, [...(listeners.get(event) ?? []), listener]);
}

/** @param {PageEvent} event */
function emit(event) {
    for (const listener of listeners.get(event) ?? []) listener();
}

const colours = 10;
const mostSelected = 30;

/**
 * Each run gets the first unused colour, and keeps it while it is selected.
 * @param {Run} run
 */
function select(run) {
    if (state.selected.has(run) || state.selected.size >= mostSelected) return;
    const taken = new Set(state.selected.values());
    let colour = 0;
    while (taken.has(colour)) colour++;
    state.selected.set(run, colour);
}

/** @param {Run} run */
function deselect(run) {
    state.selected.delete(run);
    state.hidden.delete(run);
}

/** @param {Run} run */
function toggleSelected(run) {
    if (state.selected.has(run)) deselect(run);
    else select(run);
    emit("selection");
}

/** @param {Run} run */
const colourOf = run => state.selected.get(run) ?? 0;
/** @param {Run} run */
const colourVariable = run => `--series-${colourOf(run) % colours}`;
/** @param {Run} run */
const isDashed = run => colourOf(run) >= colours;

/**
 * The colours of the current theme, for the canvas.
 * @type {Map<string, string>}
 */
const themeColours = new Map();
on("theme", () => themeColours.clear());

/** @param {string} name */
function themeColour(name) {
    const colour = themeColours.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    themeColours.set(name, colour);
    return colour;
}

/** @param {Run} run */
function swatch(run) {
    const mark = el("span", {
        class: `swatch${state.selected.has(run) ? "" : " empty"}${isDashed(run) ? " dashed" : ""}`,
        "aria-hidden": "true",
    });
    if (state.selected.has(run)) mark.style.setProperty("--swatch", `var(${colourVariable(run)})`);
    return mark;
}

/**
 * @param {Run} run
 * @param {number} metric
 */
function metricValue(run, metric, statistic = state.statistic) {
    return run.metrics.get(metric)?.[statistic];
}

/**
 * The runs that are ranked by the metric, best first.
 * @param {Metric} metric
 */
const rankedRuns = metric => (metric.ranked ?? []).map(index => runs[index]);

// If there are few runs, all are selected; otherwise the best ones, or the first ones if no metric has a goal.
function selectFirst() {
    const few = 12,
        some = 8;
    const ranked = mainMetric?.goal ? rankedRuns(mainMetric) : [];
    const first = runs.length > few ? [...ranked, ...runs.filter(run => !ranked.includes(run))].slice(0, some) : runs;
    first.forEach(select);
}
