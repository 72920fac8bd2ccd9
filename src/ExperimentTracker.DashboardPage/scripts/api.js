// What the pages read, and from where: the server of a dashboard, or the data of a report.
import { useCallback, useEffect, useRef, useState } from "./lib.js";

/** An error that the source reported, or that it could not be reached. */
export class ApiError extends Error {
    /**
     * @param {string} message
     * @param {{ id?: string, status?: number, line?: number, column?: number, length?: number }} [facts]
     */
    constructor(message, facts = {}) {
        super(message);
        this.id = facts.id ?? "";
        this.status = facts.status ?? 0;
        this.line = facts.line;
        this.column = facts.column;
        this.length = facts.length;
    }
}

/**
 * @typedef {Record<string, string | number | boolean | null | undefined | string[]>} Query
 * @typedef {{ text: string, cut: boolean }} TextContent `cut`: there is more than this.
 * @typedef {{
 *   get: (path: string, query: Query, signal?: AbortSignal) => Promise<any>,
 *   post: (path: string, body: any, signal?: AbortSignal, headers?: Record<string, string>) => Promise<any>,
 *   addressOf: (path: string, query: Query) => string | undefined,
 *   readText: (address: string, signal: AbortSignal) => Promise<TextContent>,
 *   name: string,
 *   filterHint: string,
 *   xKinds: string[],
 *   hasRemoved: boolean,
 *   isWhole: boolean,
 * }} Source Where the pages read. `get` and `post` answer requests of the API. `addressOf`: where a link or an image finds a content; undefined when the source
 *   does not have it. `name`: what is shown, for the title of the window. `filterHint`: what an empty box for filters shows. `xKinds`: what a point is known to be at: its step, its time.
 *   `hasRemoved`: whether removed runs can be shown. `isWhole`: whether everything is in the page already, so that reading costs next to nothing.
 */

/** @type {Source} */
let source;

/** @param {Source} used */
export function connectSource(used) {
    source = used;
}

export const currentSource = () => source;

/**
 * A request as text: its path and its query.
 * @param {string} path
 * @param {Query} [query]
 */
export function requestText(path, query = {}) {
    // Commas separate the items of a list, so those within an item are escaped.
    const text = Object.entries(query)
        .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0))
        .map(([name, value]) => `${name}=${Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(value === true ? "1" : String(value))}`)
        .join("&");
    return text ? `${path}?${text}` : path;
}

/**
 * @template T
 * @param {string} path
 * @param {Query} [query]
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export const get = (path, query = {}, signal) => source.get(path, query, signal);

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<T>}
 */
export const post = (path, body, signal, headers) => source.post(path, body, signal, headers);

/**
 * Where a link or an image finds a content; undefined when it is not to be had.
 * @param {string} path
 * @param {Query} [query]
 */
export const addressOf = (path, query = {}) => source.addressOf(path, query);

/**
 * @template T
 * @typedef {{ data: T | undefined, error: ApiError | undefined, loading: boolean, reload: () => void }} Loaded
 */

/**
 * Reads something and reads it again when the request changes. What was read stays shown until its successor is here.
 * @template T
 * @param {((signal: AbortSignal) => Promise<T>) | null} read Nothing is read while it is null.
 * @param {string} key Identifies the request.
 * @returns {Loaded<T>}
 */
export function useLoaded(read, key) {
    const [state, setState] = useState(/** @type {{ key: string, data?: T, error?: ApiError }} */ ({ key: "" }));
    const [turn, setTurn] = useState(0);
    const latest = useRef(read);
    latest.current = read;
    useEffect(() => {
        if (!latest.current) return undefined;
        const abort = new AbortController();
        latest.current(abort.signal).then(
            data => setState({ key, data }),
            error => {
                if (!abort.signal.aborted) setState(before => ({ key, data: before.data, error }));
            },
        );
        return () => abort.abort();
    }, [key, turn, read === null]);
    const reload = useCallback(() => setTurn(now => now + 1), []);
    return { data: state.data, error: state.error, loading: read !== null && state.key !== key, reload };
}

/**
 * Reads an address of the API.
 * @template T
 * @param {string} path
 * @param {Query} [query]
 * @returns {Loaded<T>}
 */
export function useApi(path, query) {
    return useLoaded(signal => get(path, query, signal), requestText(path, query));
}
