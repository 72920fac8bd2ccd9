// Requests to the server. Addresses are relative to the page, so a prefix of a proxy needs no setting.
import { useCallback, useEffect, useRef, useState } from "./lib.js";

/** An error that the server reported, or that it could not be reached. */
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

/** @typedef {Record<string, string | number | boolean | null | undefined | string[]>} Query */

/**
 * @param {string} path
 * @param {Query} [query]
 */
export function apiAddress(path, query = {}) {
    const address = new URL(`api/${path}`, document.baseURI.replace(/[#?].*$/, ""));
    // Commas separate the items of a list, so those within an item are escaped.
    address.search = Object.entries(query)
        .filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0))
        .map(([name, value]) => `${name}=${Array.isArray(value) ? value.map(encodeURIComponent).join(",") : encodeURIComponent(value === true ? "1" : String(value))}`)
        .join("&");
    return address.href;
}

/**
 * @template T
 * @param {string} path
 * @param {Query} [query]
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export function get(path, query, signal) {
    return request(apiAddress(path, query), { signal });
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<T>}
 */
export function post(path, body, signal, headers) {
    return request(apiAddress(path), { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers }, signal });
}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function request(address, options) {
    let response;
    try {
        response = await fetch(address, { credentials: "same-origin", ...options });
    } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        throw new ApiError("The dashboard cannot be reached. Is its PowerShell session still open?");
    }
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw errorOf(response, text);
}

/**
 * @param {Response} response
 * @param {string} text
 */
function errorOf(response, text) {
    try {
        const { error } = JSON.parse(text);
        return new ApiError(error.message, { ...error, status: response.status });
    } catch {
        return new ApiError(text.slice(0, 300) || `The server answered ${response.status}.`, { status: response.status });
    }
}

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
    return useLoaded(signal => get(path, query, signal), apiAddress(path, query));
}
