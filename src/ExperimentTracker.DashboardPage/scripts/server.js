// Requests to the server of a dashboard. Addresses are relative to the page, so a prefix of a proxy needs no setting.
import { ApiError, requestText } from "./api.js";
import { mostText } from "./run/read-text.js";

/**
 * @param {string} path
 * @param {import("./api.js").Query} [query]
 */
export const serverAddress = (path, query) => new URL(`api/${requestText(path, query)}`, document.baseURI.replace(/[#?].*$/, "")).href;

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function fetchFrom(address, options) {
    try {
        return await fetch(address, { credentials: "same-origin", ...options });
    } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        throw new ApiError("The dashboard cannot be reached. Is its PowerShell session still open?");
    }
}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function request(address, options) {
    const response = await fetchFrom(address, options);
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
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<import("./api.js").TextContent>}
 */
async function readText(address, signal) {
    const response = await fetchFrom(address, { signal });
    if (!response.ok || !response.body) throw errorOf(response, await response.text());
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let size = 0; ; ) {
        const { done, value } = await reader.read();
        if (done) return { text: text + decoder.decode(), cut: false };
        text += decoder.decode(value, { stream: true });
        size += value.length;
        if (size >= mostText) {
            await reader.cancel();
            return { text, cut: true };
        }
    }
}

/** @type {import("./api.js").Source} */
export const server = {
    get: (path, query, signal) => request(serverAddress(path, query), { signal }),
    post: (path, body, signal, headers) => request(serverAddress(path), { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers }, signal }),
    addressOf: serverAddress,
    readText,
    name: "Experiments",
    filterHint: "$_.Metrics.loss -lt 0.2",
    xKinds: ["step", "time", "elapsed"],
    hasRemoved: true,
    isWhole: false,
};
