// The charts of some runs: all metrics in a grid by prefix, or one large.
import { currentSource } from "../api.js";
import { collator } from "../format.js";
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import { Empty, Failure } from "../parts/basic.js";
import { change, linkTo, useRoute } from "../router.js";
import { useTheme } from "../theme.js";
import { ChartCard } from "./card.js";
import { CurveStore } from "./curve-store.js";
import { Legend } from "./legend.js";
import { stepsInView } from "./model.js";
import { optionsKey, readOptions, toggled, writeList } from "./options.js";
import { paletteOf } from "./palette.js";
import { ChartToolbar, differingParameters } from "./toolbar.js";

/** The metrics that have curves, and the number of those with a single value. @param {RunRow[]} runs */
function metricsOf(runs) {
    /** @type {Map<string, MetricInfo & { most: number }>} */
    const found = new Map();
    for (const run of runs) {
        for (const [name, { unit, goal, count }] of Object.entries(run.metrics)) {
            const before = found.get(name);
            if (before) before.most = Math.max(before.most, count);
            else found.set(name, { name, unit, goal, most: count });
        }
    }
    const all = [...found.values()].sort((a, b) => collator.compare(a.name, b.name));
    return { all, drawn: all.filter(({ most }) => most > 1), single: all.filter(({ most }) => most === 1).length };
}

/** train/loss belongs to train. @param {string} name */
const prefixOf = name => name.slice(0, Math.max(0, name.lastIndexOf("/")));

/** Groups in the order of their names; what the machine did comes last. @param {MetricInfo[]} metrics */
function groupsOf(metrics) {
    /** @type {Map<string, MetricInfo[]>} */
    const groups = new Map();
    for (const metric of metrics) groups.set(prefixOf(metric.name), [...(groups.get(prefixOf(metric.name)) ?? []), metric]);
    const rank = (/** @type {string} */ prefix) => (/^system(\/|$)/.test(prefix) ? 1 : 0);
    return [...groups].sort(([a], [b]) => rank(a) - rank(b) || collator.compare(a, b));
}

/** @param {RunRow[]} runs @param {{ points: number, times: boolean }} how */
function useCurveStore(runs, { points, times }) {
    const store = useMemo(() => new CurveStore({ points, times }), [points, times]);
    const [failure, setFailure] = useState(/** @type {Error | null} */ (null));
    useEffect(() => store.setRuns(runs), [store, runs]);
    useEffect(() => {
        const listen = () => setFailure(store.error);
        store.listeners.add(listen);
        return () => {
            store.listeners.delete(listen);
            store.close();
        };
    }, [store]);
    return { store, failure };
}

/**
 * The same object as before while what it says has not changed, so that rows that are read again do not draw every chart again.
 * @template T
 * @param {T} value
 * @param {string} key What it says.
 */
function useSame(value, key) {
    const kept = useRef({ value, key });
    if (kept.current.key !== key) kept.current = { value, key };
    return kept.current.value;
}

/** @param {RunRow[]} runs @param {ChartOptions} options @param {MetricInfo | undefined} rank @param {string} theme */
function usePalette(runs, options, rank, theme) {
    const slots = useRef(new Map());
    const palette = useMemo(() => paletteOf(runs, options, rank, slots.current), [runs, options, rank?.name]);
    const { entries, bright, ramp } = palette;
    const key = useMemo(() => JSON.stringify([entries.map(({ run, ...look }) => [look, run?.id]), bright, ramp, runs.map(run => run.id)]), [palette]);
    return useSame(palette, `${key}${theme}${options.group}`);
}

/** The metric that ranks runs: the chosen one, otherwise the first with a goal. @param {MetricInfo[]} metrics @param {string} chosen */
const rankOf = (metrics, chosen) => (chosen === "newest" ? undefined : (metrics.find(({ name }) => name === chosen) ?? metrics.find(({ goal }) => goal)));

/** @param {{ prefix: string, metrics: MetricInfo[], closed: boolean, only: boolean, onToggle: () => void, draw: (metric: MetricInfo, title: string) => any }} props */
function MetricGroup({ prefix, metrics, closed, only, onToggle, draw }) {
    const title = prefix || "Metrics", id = `charts-${prefix}`;
    return html`<section class="chart-group" aria-label=${title}>
        ${!only && html`<h2><button type="button" class="disclosure" aria-expanded=${String(!closed)} aria-controls=${id} onClick=${onToggle}>${title} <span class="note">${metrics.length}</span></button></h2>`}
        <div class="charts" id=${id} hidden=${closed}>${!closed && metrics.map(metric => draw(metric, prefix ? metric.name.slice(prefix.length + 1) : metric.name))}</div>
    </section>`;
}

/**
 * Which metric is shown is in the address, and so is everything else that the toolbar offers.
 * @param {{ runs: RunRow[] }} props Rows with all of their metrics, parameters and tags.
 */
export function RunCharts({ runs }) {
    const { params, page, id } = useRoute();
    const theme = useTheme();
    const options = useMemo(() => readOptions(params), [optionsKey(params)]);
    const { all, drawn, single } = useMemo(() => metricsOf(runs), [runs]);
    const rank = rankOf(all, options.rank), goals = all.filter(({ goal }) => goal);
    const palette = usePalette(runs, options, rank, theme);
    const differs = useMemo(() => differingParameters(runs), [runs]);
    const differing = useSame(differs, differs.join("\n"));
    // A single metric has the width of the page.
    const alone = drawn.length === 1;
    const chosen = drawn.find(({ name }) => name === options.metric) ?? (alone ? drawn[0] : undefined);
    const points = chosen ? 1000 : runs.length > 50 ? 300 : 600;
    const { store, failure } = useCurveStore(runs, { points, times: options.x === "time" || options.x === "elapsed" });
    const { zoom, x } = options;
    // What is not in view yet is ready to be printed.
    useEffect(() => {
        if (currentSource().isWhole) store.want(drawn.map(({ name }) => name));
    }, [store, drawn]);
    useEffect(() => store.setView(zoom ? (curve, run) => stepsInView(curve, run, options) : null), [store, zoom?.[0], zoom?.[1], x]);
    const draw = (/** @type {MetricInfo} */ metric, /** @type {string} */ title) =>
        html`<${ChartCard} key=${metric.name} metric=${metric} title=${title} runs=${runs} store=${store} palette=${palette} options=${options} differing=${differing} large=${metric === chosen} />`;
    if (drawn.length === 0) {
        return html`<${Empty}><p>${single > 0 ? "These runs have single values only, which a chart of steps cannot show." : "No metric has been recorded yet. Charts appear as soon as there are two points."}</p><//>`;
    }
    const shown = drawn.filter(({ name }) => name.toLowerCase().includes(options.find.toLowerCase()));
    const groups = groupsOf(shown);
    const find = (/** @type {any} */ event) => change({ find: event.currentTarget.value }, { replace: true });
    return html`<div class="run-charts">
        <${ChartToolbar} options=${options} runs=${runs} metrics=${drawn} goals=${goals} rank=${rank}>
            ${chosen && !alone && html`<a class="button" href=${linkTo(page, { ...params, metric: "" }, id)}>← All metrics</a>`}
            ${!chosen && drawn.length > 4 && html`<label class="field"><span>Metrics</span><input type="search" id="find-metric" placeholder="part of a name" value=${options.find} onInput=${find} /></label>`}
        <//>
        <${Legend} palette=${palette} options=${options} rank=${rank} />
        ${failure && html`<${Failure} error=${failure} retry=${() => store.retry()} />`}
        ${chosen
            ? html`<div class="charts single">${draw(chosen, chosen.name)}</div>`
            : groups.map(
                  ([prefix, metrics]) =>
                      html`<${MetricGroup} key=${prefix} prefix=${prefix} metrics=${metrics} only=${groups.length === 1 && prefix === ""} closed=${options.closed.has(prefix || "-")} draw=${draw} onToggle=${() => change({ closed: writeList(toggled(options.closed, prefix || "-")) }, { replace: true })} />`,
              )}
        ${shown.length === 0 && html`<${Empty}><p>No metric has “${options.find}” in its name.</p><//>`}
        <p class="hint">Drag across a chart to zoom, double-click to show all.${single > 0 && !chosen ? ` ${single} more ${single === 1 ? "metric has" : "metrics have"} a single value and no chart.` : ""}</p>
    </div>`;
}
