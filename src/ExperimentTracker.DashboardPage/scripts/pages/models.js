// The registered models, and which of their versions is in production.
import { useApi } from "../api.js";
import { html } from "../lib.js";
import { useReload } from "../live.js";
import { ModelView } from "../models/model.js";
import { Age, Empty, Failure, Loading, RunLink, Tags } from "../parts/basic.js";
import { linkTo } from "../router.js";

/** @param {{ row: ModelRow }} props */
const Line = ({ row }) => html`<tr>
    <th scope="row"><a href=${linkTo("models", {}, row.id)}>${row.name}</a><span class="run-name">${row.description}</span></th>
    <td>${row.project}</td>
    <td class="number">${row.versions.toLocaleString()}</td>
    <td>${row.production ? html`<span class="stage production">version ${row.production.version}</span> ${row.production.run && html`<${RunLink} run=${{ id: row.production.run, path: row.production.runPath ?? row.production.run }} />`}` : html`<span class="absent">–</span>`}</td>
    <td class="number">${row.latest === undefined ? "–" : row.latest}</td>
    <td>${row.tags && html`<${Tags} tags=${row.tags} />`}</td>
    <td><${Age} time=${row.updated} /></td>
</tr>`;

function List() {
    /** @type {import("../api.js").Loaded<{ models: ModelRow[] }>} */
    const { data, error, reload } = useApi("models");
    useReload(reload, change => change.models);
    if (error && !data) return html`<${Failure} error=${error} retry=${reload} />`;
    if (!data) return html`<${Loading} />`;
    if (data.models.length === 0) {
        return html`<${Empty}><p>No models are registered. A version of a model comes from an artifact of a run:</p><pre class="code">Register-Model digits -Run $run -Artifact model</pre><//>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Models"><table class="plain">
        <thead><tr><th scope="col">Model</th><th scope="col">Project</th><th scope="col" class="number">Versions</th><th scope="col">In production</th><th scope="col" class="number">Latest</th><th scope="col">Tags</th><th scope="col">Changed</th></tr></thead>
        <tbody>${data.models.map(row => html`<${Line} key=${row.id} row=${row} />`)}</tbody>
    </table></div>`;
}

/** @param {{ route: import("../router.js").Route, store: StoreData }} props */
export const ModelsPage = ({ route, store }) => (route.id ? html`<${ModelView} key=${route.id} id=${route.id} store=${store} />` : html`<h1>Models</h1><${List} />`);
