// The charts of one run.
import { html } from "../lib.js";
import { Empty } from "../parts/basic.js";
import { linkTo } from "../router.js";

/** @param {{ data: RunData, route: import("../router.js").Route }} props */
export function RunChartsTab({ data }) {
    if (data.metrics.length === 0) return html`<${Empty}><p>This run has no metrics${data.run.status === "Running" && " yet"}.</p><//>`;
    return html`<p><a href=${linkTo("charts", { runs: data.run.id })}>Charts of this run</a></p>`;
}
