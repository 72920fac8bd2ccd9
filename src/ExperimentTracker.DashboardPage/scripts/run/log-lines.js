// The lines of a log that were read so far, and how more of them are read.
import { get } from "../api.js";

/** @typedef {{ time: Time, stream: string | undefined, text: string, first: boolean }} LogLine */

const page = 5000;
const mostLines = 300_000;
const beginning = "0";
// Colours of a terminal are not for a page.
// eslint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007/g;

/** @param {LogEntry[]} entries @returns {LogLine[]} */
export const linesOf = entries =>
    entries.flatMap(({ time, stream, text }) =>
        text
            .replace(escapes, "")
            .replace(/\r?\n$/, "")
            .split(/\r?\n/)
            // What a progress bar overwrote is not worth a line.
            .map((line, i) => ({ time, stream, text: line.slice(line.lastIndexOf("\r") + 1), first: i === 0 })),
    );

export class LogLines {
    /** @type {LogLine[]} */
    lines = [];
    /** Whether the first line is the beginning of the log. */
    whole = false;
    loading = false;
    /** The number of entries that the source does not have. */
    omitted = 0;
    /** @type {Error | undefined} */
    error = undefined;
    #cursor = "";
    #abort = new AbortController();

    /**
     * @param {string} run
     * @param {{ streams: string[], search: string }} query
     * @param {() => void} changed
     */
    constructor(run, query, changed) {
        this.run = run;
        this.query = query;
        this.changed = changed;
    }

    /** The end of the log. */
    readEnd() {
        return this.#read(async () => {
            const answer = await this.#get({ last: page });
            this.lines = linesOf(answer.entries);
            this.whole = !answer.more;
            this.omitted = answer.omitted ?? 0;
            this.#cursor = answer.cursor ?? beginning;
        });
    }

    /** Everything, from the beginning. */
    readAll() {
        return this.#read(async () => {
            let cursor = beginning;
            /** @type {LogLine[]} */
            let lines = [];
            for (let more = true; more && lines.length < mostLines; ) {
                const answer = await this.#get({ after: cursor, last: page });
                lines = lines.concat(linesOf(answer.entries));
                more = answer.more && answer.entries.length > 0;
                cursor = answer.cursor ?? cursor;
                this.lines = lines;
                this.changed();
            }
            this.whole = true;
            this.#cursor = cursor;
        });
    }

    /** What was written since. */
    readNewer() {
        if (!this.#cursor || this.loading) return Promise.resolve();
        return this.#read(async () => {
            const answer = await this.#get({ after: this.#cursor, last: page });
            this.#cursor = answer.cursor ?? this.#cursor;
            if (answer.entries.length > 0) this.lines = this.lines.concat(linesOf(answer.entries)).slice(-mostLines);
        });
    }

    close() {
        this.#abort.abort();
        this.changed = () => {};
    }

    /** @param {import("../api.js").Query} query @returns {Promise<LogPage>} */
    #get(query) {
        return get(`run/${encodeURIComponent(this.run)}/log`, { ...query, streams: this.query.streams, search: this.query.search }, this.#abort.signal);
    }

    /** @param {() => Promise<void>} act */
    async #read(act) {
        this.loading = true;
        try {
            await act();
            this.error = undefined;
        } catch (error) {
            if (this.#abort.signal.aborted) return;
            this.error = /** @type {Error} */ (error);
        }
        this.loading = false;
        this.changed();
    }
}
