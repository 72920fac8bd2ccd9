// The pages of a dashboard.
import { useApi } from "./api.js";
import { Frame } from "./frame.js";
import { Fragment, html } from "./lib.js";
import { useConnection } from "./live.js";
import { ChartsPage } from "./pages/charts.js";
import { ComparePage } from "./pages/compare.js";
import { HomePage } from "./pages/home.js";
import { ModelsPage } from "./pages/models.js";
import { RunPage } from "./pages/run.js";
import { RunsPage } from "./pages/runs.js";
import { Failure } from "./parts/basic.js";
import { useRoute } from "./router.js";

/** @type {import("./frame.js").Pages} */
const pages = {
    home: { title: "Home", page: HomePage, listed: true, alone: true },
    runs: { title: "Runs", page: RunsPage, listed: true },
    charts: { title: "Charts", page: ChartsPage, listed: true },
    compare: { title: "Compare", page: ComparePage, listed: true },
    models: { title: "Models", page: ModelsPage, listed: true, alone: true },
    run: { title: "Run", page: RunPage },
};

const connections = {
    connecting: ["Connecting", "Waiting for the first sign of the dashboard's session."],
    live: ["Live", "Changes of the store appear within a second."],
    lost: ["Not connected", "The dashboard's session does not answer; what is shown may be out of date. The page reconnects by itself."],
    gone: ["Store not available", "The dashboard cannot read the store at the moment; what is shown may be out of date."],
};

function Connection() {
    const connection = useConnection();
    const [text, title] = connections[connection];
    return html`<span class=${`connection ${connection}`} role="status" title=${title}>${text}</span>`;
}

export function App() {
    const route = useRoute();
    const store = useApi("store");
    const aside = html`<${Fragment}><span class="store" title=${store.data?.address}><bdi>${store.data?.address}</bdi></span><${Connection} /><//>`;
    return html`<${Frame} route=${route} pages=${pages} aside=${aside}>
        ${store.error && html`<${Failure} error=${store.error} retry=${store.reload} />`}
        ${store.data && html`<${pages[route.page]?.page} route=${route} store=${store.data} />`}
    <//>`;
}
