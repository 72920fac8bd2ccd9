// The curves that the charts show. They are read when a chart that shows them becomes visible, and afterwards only what is new.
import { post } from "../api.js";
import { curveOf, detailed, extended } from "./curve.js";

/** @typedef {{ run: string, metric: string, from?: number, to?: number }} Wanted */

// Series in one request: small enough to draw while the next ones travel.
const batch = 250;
// Milliseconds between the requests of a page that is live.
const pause = 500;

const mostDetails = 1000;

const nameOf = (/** @type {string} */ run, /** @type {string} */ metric) => `${metric}\n${run}`;

export class CurveStore {
    /** @param {{ points: number, times: boolean }} how */
    constructor(how) {
        this.how = how;
        /** @type {Map<string, Curve>} */
        this.curves = new Map();
        /** Curves with every point of the zoomed range, in place of thinned ones. @type {Map<string, Curve>} */
        this.details = new Map();
        /** @type {((curve: Curve, run: RunRow) => Extent | null) | null} */
        this.stepsInView = null;
        /** The counts that runs had when their curves were asked for. @type {Map<string, number>} */
        this.asked = new Map();
        /** @type {RunRow[]} */
        this.runs = [];
        /** @type {Set<string>} */
        this.metrics = new Set();
        /** @type {Set<(metrics: Set<string>) => void>} */
        this.listeners = new Set();
        /** @type {Error | null} */
        this.error = null;
        this.closed = new AbortController();
        this.busy = false;
        this.timer = 0;
        this.readAt = 0;
    }

    close() {
        this.closed.abort();
        clearTimeout(this.timer);
    }

    /** @param {string} run @param {string} metric */
    get(run, metric) {
        const name = nameOf(run, metric);
        return this.details.get(name) ?? this.curves.get(name);
    }

    /**
     * Zooming in reads the points of the range that were left out.
     * @param {((curve: Curve, run: RunRow) => Extent | null) | null} stepsInView The first and the last step of a curve in view.
     */
    setView(stepsInView) {
        const had = this.details.size > 0;
        this.details.clear();
        this.stepsInView = stepsInView;
        if (had) this.#tell(this.metrics);
        if (stepsInView) this.readSoon(250);
    }

    /** Whether a metric has been read for all runs that have it. @param {string} metric */
    isComplete(metric) {
        return this.runs.every(run => !run.metrics[metric] || this.curves.has(nameOf(run.id, metric)));
    }

    /** The runs, with the counts of their points: what is missing is read. @param {RunRow[]} runs */
    setRuns(runs) {
        this.runs = runs;
        const ids = new Set(runs.map(run => run.id));
        for (const [name, curve] of this.curves) if (!ids.has(curve.run)) this.curves.delete(name);
        this.readSoon();
    }

    /** @param {string[]} metrics */
    want(metrics) {
        const before = this.metrics.size;
        metrics.forEach(metric => this.metrics.add(metric));
        if (this.metrics.size > before) this.readSoon(0);
    }

    /** At once when the last reading was a while ago. */
    readSoon(after = this.readAt + pause - Date.now()) {
        if (this.timer || this.busy) return;
        this.timer = setTimeout(() => this.#read(), Math.max(0, after));
    }

    retry() {
        this.error = null;
        this.readSoon(0);
    }

    /** What differs between the counts that the runs have and what was read. @returns {Wanted[]} */
    missing() {
        /** @type {Wanted[]} */
        const list = [];
        for (const metric of this.metrics) {
            for (const run of this.runs) {
                const count = run.metrics[metric]?.count;
                if (!count) continue;
                const name = nameOf(run.id, metric), curve = this.curves.get(name);
                if (curve && Math.max(curve.count, this.asked.get(name) ?? 0) >= count) continue;
                const last = curve?.steps.at(-1);
                const whole = !curve || last === undefined || (curve.thinned && count >= 2 * curve.base);
                list.push(whole ? { run: run.id, metric } : { run: run.id, metric, from: last });
            }
        }
        return list;
    }

    /** What is in view and was thinned. @returns {Wanted[]} */
    missingDetails() {
        const { stepsInView } = this;
        if (!stepsInView) return [];
        return [...this.metrics].flatMap(metric =>
            this.runs.flatMap(run => {
                const name = nameOf(run.id, metric), curve = this.curves.get(name);
                const range = curve?.thinned && !this.details.has(name) ? stepsInView(curve, run) : null;
                return range ? { run: run.id, metric, from: range[0], to: range[1] } : [];
            }),
        );
    }

    async #read() {
        this.timer = 0;
        const missing = this.missing();
        const list = missing.length ? missing : this.missingDetails().slice(0, mostDetails);
        if (list.length === 0 || this.closed.signal.aborted) return;
        this.busy = true;
        this.readAt = Date.now();
        try {
            for (let i = 0; i < list.length; i += batch) await this.#readBatch(list.slice(i, i + batch));
            this.error = null;
        } catch (error) {
            if (this.closed.signal.aborted) return;
            this.error = /** @type {Error} */ (error);
            this.#tell(new Set(list.map(({ metric }) => metric)));
        } finally {
            this.busy = false;
        }
        if (!this.error) this.readSoon();
    }

    /** @param {Wanted[]} list */
    async #readBatch(list) {
        const counts = new Map(this.runs.map(run => [run.id, run]));
        /** @type {{ series: SeriesData[] }} */
        const { series } = await post("curves", { series: list, ...this.how, points: list[0].to === undefined ? this.how.points : 1500 }, this.closed.signal);
        for (const { run, metric } of list) this.asked.set(nameOf(run, metric), counts.get(run)?.metrics[metric]?.count ?? 0);
        /** @type {Wanted[]} */
        const again = [];
        series.forEach((data, i) => {
            if (list[i].to !== undefined) this.#takeDetail(data, list[i]);
            else if (!this.#take(data, list[i].from)) again.push({ run: data.run, metric: data.metric });
        });
        this.#tell(new Set(series.map(({ metric }) => metric)));
        if (again.length) await this.#readBatch(again);
    }

    /**
     * @param {SeriesData} data
     * @param {number | undefined} from
     * @returns {boolean} False when what was kept and what came do not make the whole.
     */
    #take(data, from) {
        const name = nameOf(data.run, data.metric);
        const before = from === undefined ? undefined : this.curves.get(name);
        const curve = before && from !== undefined ? extended(before, data, from) : curveOf(data);
        if (curve) this.curves.set(name, curve);
        this.details.delete(name);
        return curve !== null;
    }

    /** @param {SeriesData} data @param {Wanted} asked */
    #takeDetail(data, { from = 0, to = 0 }) {
        const name = nameOf(data.run, data.metric), curve = this.curves.get(name);
        if (curve) this.details.set(name, detailed(curve, data, from, to));
    }

    /** @param {Set<string>} metrics */
    #tell(metrics) {
        this.listeners.forEach(listen => listen(metrics));
    }
}
