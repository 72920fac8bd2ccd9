// How the charts show the runs.
import { currentSource } from "../api.js";
import { html } from "../lib.js";
import { Choice, Menu, Toggle } from "../parts/controls.js";
import { change } from "../router.js";

/**
 * What runs can be coloured and grouped by: what differs between them.
 * @param {RunRow[]} runs
 * @returns {[value: string, text: string][]}
 */
export function dimensionsOf(runs) {
    const statuses = new Set(runs.map(run => run.status)), experiments = new Set(runs.map(run => run.experiment.id));
    const tags = [...new Set(runs.flatMap(run => Object.keys(run.tags)))].sort();
    return [
        ...differingParameters(runs).map(name => /** @type {[string, string]} */ ([`p:${name}`, name])),
        ...tags.map(name => /** @type {[string, string]} */ ([`t:${name}`, `tag ${name}`])),
        ...(statuses.size > 1 ? [/** @type {[string, string]} */ (["status", "Status"])] : []),
        ...(experiments.size > 1 ? [/** @type {[string, string]} */ (["experiment", "Experiment"])] : []),
    ];
}

/** @param {RunRow[]} runs */
export function differingParameters(runs) {
    /** @type {Map<string, Set<ParameterValue | undefined>>} */
    const seen = new Map();
    runs.forEach((run, i) => {
        for (const [name, value] of Object.entries(run.parameters)) {
            const values = seen.get(name) ?? new Set(i > 0 ? [undefined] : []);
            seen.set(name, values.add(value));
        }
        for (const [name, values] of seen) if (values.size === 1 && !(name in run.parameters)) values.add(undefined);
    });
    return [...seen].filter(([, values]) => values.size > 1).map(([name]) => name).sort();
}

const kinds = /** @type {[string, string][]} */ ([["step", "Step"], ["time", "Time"], ["elapsed", "Time since the start"]]);
const bands = /** @type {[string, string][]} */ ([["sd", "Standard deviation"], ["ci95", "95 % interval of the mean"], ["minmax", "Minimum to maximum"], ["none", "No band"]]);

/** A value that is in a link but not offered stays visible. @param {[string, string][]} options @param {string} value @returns {[string, string][]} */
const withValue = (options, value) => (!value || options.some(([each]) => each === value) ? options : [...options, [value, value.replace(/^[ptm]:/, "")]]);

/** @param {{ options: ChartOptions }} props */
function Smoothing({ options }) {
    const slide = (/** @type {any} */ event) => change({ smooth: event.currentTarget.value === "0" ? "" : event.currentTarget.value }, { replace: true });
    return html`<label class="field"><span>Smoothing</span><input id="smoothing" type="range" min="0" max="1" step="0.01" value=${options.smoothing} onInput=${slide} />
        <output class="number">${options.smoothing.toFixed(2)}</output></label>`;
}

/**
 * @param {{ options: ChartOptions, runs: RunRow[], metrics: MetricInfo[], goals: MetricInfo[], rank?: MetricInfo, children?: any }} props
 */
export function ChartToolbar({ options, runs, metrics, goals, rank, children }) {
    const dimensions = dimensionsOf(runs), many = runs.length > 1;
    const xs = /** @type {[string, string][]} */ ([...kinds.filter(([kind]) => currentSource().xKinds.includes(kind)), ...metrics.map(({ name }) => [`m:${name}`, name])]);
    const set = (/** @type {Record<string, string | boolean>} */ changes) => change(changes);
    return html`<div class="toolbar">
        ${children}
        <${Choice} id="x-axis" label="X axis" value=${options.x} options=${withValue(xs, options.x)} onChange=${(/** @type {string} */ x) => set({ x: x === "step" ? "" : x, zoom: "" })} />
        ${many && !options.group && html`<${Choice} id="colour" label="Colour" value=${options.colour} options=${withValue([["", "Run"], ...dimensions], options.colour)} onChange=${(/** @type {string} */ colour) => set({ colour, hide: "" })} />`}
        ${many && html`<${Choice} id="group" label="Group" value=${options.group} options=${withValue([["", "None"], ...dimensions], options.group)} onChange=${(/** @type {string} */ group) => set({ group, hide: "" })} />`}
        ${options.group && html`<${Choice} id="band" label="Band" value=${options.band} options=${bands} onChange=${(/** @type {string} */ band) => set({ band: band === "sd" ? "" : band })} />`}
        <${Smoothing} options=${options} />
        <${Menu} id="chart-options" label="Options" align="start">
            <div class="menu-list">
                <${Toggle} id="log" label="Logarithmic y axis" checked=${options.log} onChange=${(/** @type {boolean} */ log) => set({ log })} />
                <${Toggle} id="log-x" label="Logarithmic x axis" checked=${options.logX} onChange=${(/** @type {boolean} */ logx) => set({ logx, zoom: "" })} />
                <${Toggle} id="outliers" label="Ignore outliers (y from the 1st to the 99th percentile)" checked=${options.ignoreOutliers} onChange=${(/** @type {boolean} */ outliers) => set({ outliers })} />
                <${Choice} id="smoother" label="Smoothing by" value=${options.smoother} options=${[["kernel", "Mean around each point"], ["ema", "Exponential moving average"]]} onChange=${(/** @type {string} */ smoother) => set({ smoother: smoother === "ema" ? smoother : "" })} />
                ${many && html`<${Choice} id="rank" label="Best by" value=${rank?.name ?? ""} options=${[["", "Newest"], ...goals.map(({ name }) => [name, name])]} onChange=${(/** @type {string} */ name) => set({ rank: name || "newest" })} />`}
                ${many && html`<${Choice} id="top" label="Bright runs" value=${String(options.top)} options=${withValue([["5", "5"], ["10", "10"], ["20", "20"]], String(options.top))} onChange=${(/** @type {string} */ top) => set({ top: top === "10" ? "" : top })} />`}
            </div>
        <//>
        ${options.zoom && html`<button type="button" class="button" id="zoom-out" onClick=${() => set({ zoom: "" })}>Show all of x</button>`}
    </div>`;
}
