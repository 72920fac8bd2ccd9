// The beginning of a text that may be large.
import { ApiError, apiAddress } from "../api.js";

export const mostText = 2 * 1024 * 1024;

/**
 * The address of the content of an artifact, or of a file in a folder.
 * @param {ArtifactData} artifact
 * @param {string} [path]
 * @param {boolean} [download]
 */
export const contentAddress = (artifact, path = "", download = false) =>
    apiAddress(`artifact/${encodeURIComponent(artifact.id)}${path ? `/${path.split("/").map(encodeURIComponent).join("/")}` : ""}`, { download });

/**
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<{ text: string, cut: boolean }>} `cut`: there is more than this.
 */
export async function readText(address, signal) {
    const response = await fetch(address, { credentials: "same-origin", signal });
    if (!response.ok || !response.body) throw new ApiError(messageIn(await response.text()) || `The server answered ${response.status}.`, { status: response.status });
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

/** @param {string} text */
function messageIn(text) {
    try {
        return JSON.parse(text).error.message;
    } catch {
        return text.slice(0, 300);
    }
}
