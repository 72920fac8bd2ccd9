// A chart with its title and its menu, drawn while it is in view.
import { goalText } from "../format.js";
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import { Menu } from "../parts/controls.js";
import { useInView } from "../parts/in-view.js";
import { change, linkTo, useRoute } from "../router.js";
import { Chart } from "./chart.js";
import { modelOf } from "./model.js";
import { writeRange } from "./options.js";
import { savePng, saveSvg } from "./picture.js";

/** Counts the arrivals of points of some metrics. @param {import("./curve-store.js").CurveStore} store @param {string[]} metrics */
function useArrivals(store, metrics) {
    const [arrivals, setArrivals] = useState(0);
    const latest = useRef(metrics);
    latest.current = metrics;
    useEffect(() => {
        const listen = (/** @type {Set<string>} */ changed) => {
            if (latest.current.some(metric => changed.has(metric))) setArrivals(before => before + 1);
        };
        store.listeners.add(listen);
        return () => {
            store.listeners.delete(listen);
        };
    }, [store]);
    return arrivals;
}

const zoomTo = (/** @type {Extent | null} */ range) => change({ zoom: writeRange(range) });

/** @param {{ drawn: { current: import("./chart.js").Drawn | null }, model: ChartModel, large: boolean }} props */
function CardMenu({ drawn, model, large }) {
    const { params, page, id } = useRoute();
    const { name } = model.metric;
    const save = (/** @type {any} */ event, /** @type {typeof savePng} */ as) => {
        event.currentTarget.closest("details").open = false;
        if (drawn.current) as(drawn.current, model);
    };
    return html`<${Menu} label=${html`<span class="hidden">Menu of ${name}</span><span aria-hidden="true">⋯</span>`}>
        <div class="menu-list">
            <a href=${linkTo(page, { ...params, metric: large ? "" : name }, id)}>${large ? "Show all metrics" : "Show large"}</a>
            <button type="button" class="link" onClick=${(/** @type {Event} */ event) => save(event, savePng)}>Save as PNG</button>
            <button type="button" class="link" onClick=${(/** @type {Event} */ event) => save(event, saveSvg)}>Save as SVG</button>
        </div>
    <//>`;
}

/**
 * @param {{ metric: MetricInfo, title: string, runs: RunRow[], store: import("./curve-store.js").CurveStore, palette: Palette, options: ChartOptions, differing: string[], large: boolean }} props
 */
export function ChartCard({ metric, title, runs, store, palette, options, differing, large }) {
    const node = useRef(/** @type {HTMLElement | null} */ (null));
    const drawn = useRef(/** @type {import("./chart.js").Drawn | null} */ (null));
    const last = useRef(/** @type {ChartModel | null} */ (null));
    const inView = useInView(node);
    const wanted = options.x.startsWith("m:") ? [metric.name, options.x.slice(2)] : [metric.name];
    const arrivals = useArrivals(store, wanted);
    useEffect(() => {
        if (inView) store.want(wanted);
    }, [inView, store, wanted.join("\n")]);
    // What is out of view is not worth the work; it catches up when it comes into view.
    const fresh = useMemo(() => (inView ? modelOf(metric, runs, store, palette, options, differing) : null), [inView, arrivals, store, palette, options, metric.name, differing]);
    if (fresh) last.current = fresh;
    const model = last.current;
    const { page, id, params } = useRoute();
    return html`<figure class=${large ? "card large" : "card"} ref=${node} data-metric=${metric.name}>
        <figcaption>
            <a class="metric" href=${linkTo(page, { ...params, metric: large ? "" : metric.name }, id)} title=${large ? "Show all metrics" : `Show ${metric.name} large`}>${title}</a>
            ${metric.unit && html`<span class="unit">${metric.unit}</span>`}
            ${metric.goal && html`<span class="goal">${goalText[metric.goal]}</span>`}
            ${model?.clipped && html`<span class="note">outliers left out</span>`}
            ${model && html`<${CardMenu} drawn=${drawn} model=${model} large=${large} />`}
        </figcaption>
        ${model ? html`<${Chart} model=${model} zoom=${options.zoom} onZoom=${zoomTo} height=${large ? 440 : 210} loading=${!store.isComplete(metric.name)} drawn=${drawn} />` : html`<div class="chart-plot" style=${{ height: `${large ? 440 : 210}px` }}></div>`}
    </figure>`;
}
