// The frame of all pages.
import { useApi } from "./api.js";
import { Fragment, html, useEffect, useRef, useState } from "./lib.js";
import { useConnection } from "./live.js";
import { Failure } from "./parts/basic.js";
import { Shortcuts, useShortcuts } from "./shortcuts.js";
import { linkTo, useRoute } from "./router.js";
import { isDark, switchTheme, useTheme } from "./theme.js";
import { ChartsPage } from "./pages/charts.js";
import { ComparePage } from "./pages/compare.js";
import { HomePage } from "./pages/home.js";
import { ModelsPage } from "./pages/models.js";
import { RunPage } from "./pages/run.js";
import { RunsPage } from "./pages/runs.js";

/** @type {Record<string, { title: string, page: (props: { route: import("./router.js").Route, store: StoreData }) => any }>} */
const pages = {
    home: { title: "Home", page: HomePage },
    runs: { title: "Runs", page: RunsPage },
    charts: { title: "Charts", page: ChartsPage },
    compare: { title: "Compare", page: ComparePage },
    models: { title: "Models", page: ModelsPage },
    run: { title: "Run", page: RunPage },
};
const listed = ["home", "runs", "charts", "compare", "models"];
// What these pages have in common travels with the reader from one to the next.
const shared = ["experiment", "filter", "runs"];

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

function ThemeButton() {
    useTheme();
    return html`<button type="button" class="quiet" id="theme" aria-label=${isDark() ? "Use light colours" : "Use dark colours"} onClick=${switchTheme}>${isDark() ? "☀" : "☾"}</button>`;
}

/** @param {{ route: import("./router.js").Route }} props */
function Navigation({ route }) {
    const kept = Object.fromEntries(shared.flatMap(name => (route.params[name] ? [[name, route.params[name]]] : [])));
    return html`<nav class="pages" aria-label="Pages">
        ${listed.map(
            name =>
                html`<a key=${name} href=${linkTo(name, name === "home" || name === "models" ? {} : kept)} aria-current=${route.page === name || (route.page === "run" && name === "runs") ? "page" : null}
                    >${pages[name].title}</a
                >`,
        )}
    </nav>`;
}

export function App() {
    const route = useRoute();
    const store = useApi("store");
    const main = useRef(/** @type {HTMLElement | null} */ (null));
    const [help, setHelp] = useState(false);
    useShortcuts(() => setHelp(true));
    const known = pages[route.page];
    const first = useRef(true);
    useEffect(() => {
        document.title = `${known?.title ?? "Not found"} · Experiments`;
        // A reader of the screen follows to the new page; the first one is announced by the browser.
        if (!first.current) main.current?.focus();
        first.current = false;
        scrollTo(0, 0);
    }, [route.page, route.id]);
    return html`<${Fragment}>
        <a class="skip" href="#content" onClick=${(/** @type {Event} */ event) => (event.preventDefault(), main.current?.focus())}>Skip to the content</a>
        <header class="top">
            <a class="brand" href=${linkTo("home")}>Experiments</a>
            <${Navigation} route=${route} />
            <span class="store" title=${store.data?.address}><bdi>${store.data?.address}</bdi></span>
            <${Connection} />
            <button type="button" class="quiet" aria-label="Keyboard shortcuts" onClick=${() => setHelp(true)}>?</button>
            <${ThemeButton} />
        </header>
        <main id="content" ref=${main} tabindex="-1">
            ${store.error && html`<${Failure} error=${store.error} retry=${store.reload} />`}
            ${known ? store.data && html`<${known.page} route=${route} store=${store.data} />` : html`<div class="empty"><h1>There is no page “${route.page}”</h1><p><a href=${linkTo("home")}>Go to the home page</a></p></div>`}
        </main>
        ${help && html`<${Shortcuts} onClose=${() => setHelp(false)} />`}
    <//>`;
}
