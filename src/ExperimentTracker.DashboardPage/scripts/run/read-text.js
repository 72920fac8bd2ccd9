// Where the content of an artifact is, and the beginning of one that is text.
import { addressOf, currentSource } from "../api.js";

export const mostText = 2 * 1024 * 1024;

/**
 * The address of the content of an artifact, or of a file in a folder; undefined when it is not to be had.
 * @param {{ id: string }} artifact
 * @param {string} [path]
 * @param {boolean} [download]
 */
export const contentAddress = ({ id }, path = "", download = false) =>
    addressOf(`artifact/${encodeURIComponent(id)}${path ? `/${path.split("/").map(encodeURIComponent).join("/")}` : ""}`, { download });

/**
 * Up to `mostText` bytes of a text.
 * @param {string} address
 * @param {AbortSignal} signal
 */
export const readText = (address, signal) => currentSource().readText(address, signal);
