// What an artifact looks like.
import { useLoaded } from "../api.js";
import { formatSize } from "../format.js";
import { html, useState } from "../lib.js";
import { Empty, Failure, Loading } from "../parts/basic.js";
import { ConfusionMatrix, isConfusion } from "../pictures/confusion-matrix.js";
import { isPrecisionRecall, PrecisionRecall } from "../pictures/precision-recall.js";
import { DiffView, JsonTree, TableView } from "./data-views.js";
import { Markdown } from "./markdown.js";
import { contentAddress, mostText, readText } from "./read-text.js";

/** @typedef {"image" | "audio" | "video" | "html" | "markdown" | "table" | "json" | "confusion" | "curve" | "diff" | "text" | "none"} PreviewKind */

/**
 * How something is shown: by its media type, or by the end of its name where that says more.
 * @param {string} name @param {string | undefined} mediaType @returns {PreviewKind}
 */
export function previewKind(name, mediaType = "") {
    const end = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
    const type = mediaType.split(";")[0].toLowerCase();
    if (type.startsWith("image/")) return "image";
    if (type.startsWith("audio/")) return "audio";
    if (type.startsWith("video/")) return "video";
    if (type === "text/html" || end === "html" || end === "htm") return "html";
    if (type === "text/markdown" || end === "md") return "markdown";
    if (type === "text/csv" || type === "text/tab-separated-values" || end === "csv" || end === "tsv") return "table";
    if (type === "application/json" || type.endsWith("+json") || end === "json") return "json";
    if (end === "diff" || end === "patch" || type === "text/x-diff" || type === "text/x-patch") return "diff";
    const isText = type.startsWith("text/") || /^application\/(.*\+)?(xml|yaml|x-yaml|toml|javascript|x-sh|x-powershell|jsonl|x-ndjson)$/.test(type);
    return isText || /^(txt|log|ps1|psm1|psd1|py|cs|js|yml|yaml|toml|ini|cfg|xml|jsonl|sql|sh)$/.test(end) ? "text" : "none";
}

/** @param {{ kind: PreviewKind, name: string, address: string }} props */
function TextPreview({ kind, name, address }) {
    const { data, error, reload } = useLoaded(signal => readText(address, signal), address);
    if (error) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    const cut = data.cut && html`<p class="hint">The first ${formatSize(mostText)} are shown; the download has everything.</p>`;
    return html`${cut}${textView(kind, name, data)}`;
}

/** How an artifact or a file in one is shown. @param {import("./artifact-series.js").Content} content @returns {PreviewKind} */
export function contentKind({ artifact, file }) {
    if (!file && artifact.type === "confusion-matrix") return "confusion";
    if (!file && artifact.type === "pr-curve") return "curve";
    return previewKind(file?.path ?? artifact.key, file?.mediaType ?? artifact.mediaType ?? (artifact.kind === "text" ? "text/plain" : ""));
}

/** @param {PreviewKind} kind @param {string} name @param {any} value */
function dataView(kind, name, value) {
    if (kind === "confusion" && isConfusion(value)) return html`<${ConfusionMatrix} data=${value} label=${`Confusion matrix ${name}`} />`;
    if (kind === "curve" && isPrecisionRecall(value)) return html`<${PrecisionRecall} curves=${[{ label: name, data: value }]} />`;
    return html`<div class="json preview-box code"><${JsonTree} value=${value} /></div>`;
}

/** @param {PreviewKind} kind @param {string} name @param {{ text: string, cut: boolean }} content */
function textView(kind, name, { text, cut }) {
    const plain = html`<pre class="code preview-box" tabindex="0" role="region" aria-label=${`Content of ${name}`}>${text}</pre>`;
    if (kind === "markdown") return html`<${Markdown} text=${text} />`;
    if (kind === "table") return html`<${TableView} text=${text} tabs=${name.endsWith(".tsv")} label=${`Content of ${name}`} />`;
    if (kind === "diff") return html`<${DiffView} text=${text} />`;
    if ((kind !== "json" && kind !== "confusion" && kind !== "curve") || cut) return plain;
    try {
        return dataView(kind, name, JSON.parse(text));
    } catch {
        return plain; // It says that it is JSON, and is not.
    }
}

/** @param {{ artifact: ArtifactData, file?: ArtifactFile }} props */
export function Preview({ artifact, file }) {
    const [broken, setBroken] = useState("");
    const name = file?.path ?? artifact.key;
    const kind = contentKind({ artifact, file });
    const address = contentAddress(artifact, file?.path);
    const fails = () => setBroken(address ?? "");
    if (artifact.kind === "reference" || artifact.stored === false) return html`<${Empty}><p>The store holds where it is, not its content:</p><p class="code">${artifact.location ?? "an unknown place"}</p><//>`;
    if (address === undefined) return html`<${Empty}><p>Its content is not in this report.</p><//>`;
    if (broken === address) return html`<${Empty}><p>The browser cannot show it.</p><//>`;
    if (kind === "image") return html`<div class="picture"><img src=${address} alt=${name} onError=${fails} /></div>`;
    if (kind === "audio") return html`<audio controls preload="metadata" src=${address} aria-label=${name} onError=${fails}></audio>`;
    if (kind === "video") return html`<video controls preload="metadata" src=${address} aria-label=${name} onError=${fails}></video>`;
    // Its scripts run in an origin of their own, which cannot reach this page, its server or a network.
    if (kind === "html") return html`<iframe class="sandbox" sandbox="allow-scripts" src=${address} title=${name} loading="lazy"></iframe>`;
    if (kind === "none") return html`<${Empty}><p>There is no preview for this kind of file${artifact.mediaType && ` (${artifact.mediaType})`}.</p><//>`;
    return html`<${TextPreview} kind=${kind} name=${name} address=${address} />`;
}
