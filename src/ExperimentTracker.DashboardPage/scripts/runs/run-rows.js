// The rows of a query, read page by page as they scroll into view.
import { get } from "../api.js";

export const pageSize = 100;
// Further pages are forgotten, so that a long look at a large store needs little memory.
const mostPages = 80;
// While one scrolls fast, pages that are passed are not asked for.
const patience = 70;
const mostTries = 3;

/** @typedef {import("../api.js").Query} Query */

export class RunRows {
    /** @type {Map<number, RunRow[]>} */
    #pages = new Map();
    /** @type {Map<number, AbortController>} */
    #asked = new Map();
    /** @type {Map<string, RunRow>} */
    #newer = new Map();
    #wanted = [0, 0];
    #timer = 0;
    #failed = 0;

    /**
     * @param {Query} query
     * @param {() => void} changed Called when rows have come.
     */
    constructor(query, changed) {
        this.query = query;
        this.changed = changed;
        /** @type {number | null} */
        this.total = null;
        /** Which runs are left out because the filter fails for them, as a sentence. */
        this.leftOut = "";
        /** @type {Error | undefined} */
        this.error = undefined;
    }

    /** Whether everything that was wanted is here. */
    get ready() {
        return this.error !== undefined || (this.#pages.size > 0 && this.#missing().length === 0);
    }

    /** The number of rows, as far as it is known. */
    get length() {
        if (this.total !== null) return this.total;
        const last = Math.max(-1, ...this.#pages.keys());
        const rows = this.#pages.get(last)?.length ?? 0;
        return last < 0 ? 0 : last * pageSize + rows + (rows === pageSize ? 1 : 0);
    }

    /** @param {number} index @returns {RunRow | undefined} */
    at(index) {
        const row = this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
        return row && (this.#newer.get(row.id) ?? row);
    }

    /** The place of a run among the rows that are here, or -1. @param {string} id */
    indexOf(id) {
        for (const [page, rows] of this.#pages) {
            const at = rows.findIndex(row => row.id === id);
            if (at >= 0) return page * pageSize + at;
        }
        return -1;
    }

    /** All rows that are here, in order. */
    get known() {
        return [...this.#pages.keys()].sort((a, b) => a - b).flatMap(page => (this.#pages.get(page) ?? []).map(row => this.#newer.get(row.id) ?? row));
    }

    /** @param {number} first @param {number} last */
    want(first, last) {
        this.#wanted = [Math.floor(Math.max(0, first) / pageSize), Math.floor(Math.max(0, last) / pageSize)];
        clearTimeout(this.#timer);
        for (const [page, abort] of this.#asked) if (page < this.#wanted[0] - 1 || page > this.#wanted[1] + 1) abort.abort();
        if (this.#missing().length === 0) return;
        if (this.#pages.size === 0) this.#askMissing();
        else this.#timer = setTimeout(() => this.#askMissing(), patience);
    }

    /**
     * Replaces rows by newer ones, at their places. Returns the runs that are not among the rows that are here.
     * @param {RunRow[]} runs
     */
    update(runs) {
        const here = new Set(this.known.map(row => row.id));
        const others = runs.filter(run => !here.has(run.id));
        for (const run of runs) if (here.has(run.id)) this.#newer.set(run.id, run);
        if (others.length < runs.length) this.changed();
        return others;
    }

    close() {
        clearTimeout(this.#timer);
        this.#asked.forEach(abort => abort.abort());
        this.changed = () => {};
    }

    #missing() {
        const [first, last] = this.#wanted;
        const end = this.total === null ? last : Math.min(last, Math.max(0, Math.ceil(this.total / pageSize) - 1));
        return Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => first + i).filter(page => !this.#pages.has(page));
    }

    #askMissing() {
        for (const page of this.#missing()) if (!this.#asked.has(page)) this.#ask(page);
    }

    /** @param {number} page */
    async #ask(page) {
        const abort = new AbortController();
        this.#asked.set(page, abort);
        try {
            /** @type {RunPage} */
            const answer = await get("runs", { ...this.query, offset: page * pageSize, count: pageSize }, abort.signal);
            this.#asked.delete(page);
            this.#failed = 0;
            this.error = undefined;
            this.#keep(page, answer);
        } catch (error) {
            this.#asked.delete(page);
            if (abort.signal.aborted) {
                if (this.#missing().includes(page)) this.want(this.#wanted[0] * pageSize, this.#wanted[1] * pageSize);
                return;
            }
            this.#failed++;
            if (this.#pages.size === 0 || this.#failed >= mostTries) this.error = /** @type {Error} */ (error);
            else this.#timer = setTimeout(() => this.#askMissing(), 1000);
        }
        this.changed();
    }

    /** @param {number} page @param {RunPage} answer */
    #keep(page, answer) {
        this.#pages.set(page, answer.rows);
        this.leftOut = answer.leftOut ?? this.leftOut;
        if (answer.total !== null && answer.total !== undefined) this.total = answer.total;
        else if (answer.rows.length < pageSize && (page === 0 || answer.rows.length > 0)) this.total = page * pageSize + answer.rows.length;
        else if (this.total === null) this.#count();
        const [first, last] = this.#wanted;
        for (const other of this.#pages.keys()) {
            if (this.#pages.size <= mostPages) break;
            if (other < first - 2 || other > last + 2) this.#pages.delete(other);
        }
    }

    // The first page comes before the runs are counted.
    async #count() {
        const abort = new AbortController();
        this.#asked.set(-1, abort);
        try {
            /** @type {RunPage} */
            const answer = await get("runs", { ...this.query, columns: "none", offset: pageSize, count: 1 }, abort.signal);
            this.total = answer.total ?? this.total;
            this.leftOut = answer.leftOut ?? this.leftOut;
            if (this.total === null) this.#timer = setTimeout(() => this.#count(), 500);
        } catch {
            // The length stays unknown until the next page is asked for.
        }
        this.#asked.delete(-1);
        this.changed();
    }
}
