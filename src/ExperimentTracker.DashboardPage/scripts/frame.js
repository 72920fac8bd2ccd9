// The frame of all pages: their names, the theme, the keys, and the page that the address names.
import { currentSource } from "./api.js";
import { Fragment, html, useEffect, useRef, useState } from "./lib.js";
import { linkTo } from "./router.js";
import { Shortcuts, useShortcuts } from "./shortcuts.js";
import { isDark, switchTheme, useTheme } from "./theme.js";

/**
 * @typedef {Record<string, { title: string, page: (props: any) => any, alone?: boolean, listed?: boolean }>} Pages The pages by the names that addresses have for them.
 *   `listed`: whether there is a link to it at the top. `alone`: whether what the others show does not concern it.
 */

// What pages have in common travels with the reader from one to the next.
const shared = ["experiment", "filter", "runs"];

function ThemeButton() {
    useTheme();
    return html`<button type="button" class="quiet" id="theme" aria-label=${isDark() ? "Use light colours" : "Use dark colours"} onClick=${switchTheme}>${isDark() ? "☀" : "☾"}</button>`;
}

/** @param {{ route: import("./router.js").Route, pages: Pages }} props */
function Navigation({ route, pages }) {
    const kept = Object.fromEntries(shared.flatMap(name => (route.params[name] ? [[name, route.params[name]]] : [])));
    return html`<nav class="pages" aria-label="Pages">
        ${Object.entries(pages).map(
            ([name, { title, alone, listed }]) =>
                listed && html`<a key=${name} href=${linkTo(name, alone ? {} : kept)} aria-current=${route.page === name || (route.page === "run" && name === "runs") ? "page" : null}>${title}</a>`,
        )}
    </nav>`;
}

/** The title of the window. @param {string} text */
export function titlePage(text) {
    const { name } = currentSource();
    document.title = text === name ? name : `${text} · ${name}`;
}

/** @param {{ route: import("./router.js").Route, pages: Pages, aside?: any, children?: any }} props `children`: the page. */
export function Frame({ route, pages, aside, children }) {
    const main = useRef(/** @type {HTMLElement | null} */ (null));
    const [help, setHelp] = useState(false);
    useShortcuts(pages, () => setHelp(true));
    const known = pages[route.page];
    const first = useRef(true);
    useEffect(() => {
        titlePage(known?.title ?? "Not found");
        // A reader of the screen follows to the new page; the first one is announced by the browser.
        if (!first.current) main.current?.focus();
        first.current = false;
        scrollTo(0, 0);
    }, [route.page, route.id]);
    return html`<${Fragment}>
        <a class="skip" href="#content" onClick=${(/** @type {Event} */ event) => (event.preventDefault(), main.current?.focus())}>Skip to the content</a>
        <header class="top">
            <a class="brand" href=${linkTo("home")}>${currentSource().name}</a>
            <${Navigation} route=${route} pages=${pages} />
            ${aside}
            <button type="button" class="quiet" aria-label="Keyboard shortcuts" onClick=${() => setHelp(true)}>?</button>
            <${ThemeButton} />
        </header>
        <main id="content" ref=${main} tabindex="-1">
            ${known ? children : html`<div class="empty"><h1>There is no page “${route.page}”</h1><p><a href=${linkTo("home")}>Go to the first page</a></p></div>`}
        </main>
        ${help && html`<${Shortcuts} pages=${pages} onClose=${() => setHelp(false)} />`}
    <//>`;
}
