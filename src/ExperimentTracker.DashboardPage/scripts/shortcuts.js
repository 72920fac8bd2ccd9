// Keys that work on every page.
import { html, useEffect } from "./lib.js";
import { Dialog } from "./parts/controls.js";
import { goTo, linkTo } from "./router.js";

/** @type {Record<string, string>} */
const names = { h: "home", r: "runs", c: "charts", d: "compare", m: "models" };

const keys = [
    ["/", "Go to the filter"],
    ["↑ ↓ Home End", "Move in a table"],
    ["Space", "Select the run"],
    ["Enter", "Open the run"],
    ["← →", "Move along a chart"],
    ["Esc", "Close what is open"],
    ["?", "Show this list"],
];

/** @param {Event} event */
function isTyping(event) {
    const node = /** @type {HTMLElement} */ (event.target);
    return node.matches?.("input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]");
}

/** The keys of the pages that there are. @param {import("./frame.js").Pages} pages */
const keysOf = pages => Object.entries(names).filter(([, name]) => pages[name]?.listed);

/** @param {import("./frame.js").Pages} pages @param {() => void} showHelp */
export function useShortcuts(pages, showHelp) {
    useEffect(() => {
        let after = "";
        const press = (/** @type {KeyboardEvent} */ event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
            const page = after === "g" && keysOf(pages).find(([key]) => key === event.key)?.[1];
            if (page) goTo(linkTo(page));
            else if (event.key === "?") showHelp();
            else if (event.key === "/") {
                const filter = /** @type {HTMLElement | null} */ (document.querySelector("#filter") ?? document.querySelector("input[type=search]"));
                if (filter) event.preventDefault();
                filter?.focus();
            }
            after = event.key;
        };
        addEventListener("keydown", press);
        return () => removeEventListener("keydown", press);
    }, []);
}

/** @param {{ pages: import("./frame.js").Pages, onClose: () => void }} props */
export const Shortcuts = ({ pages, onClose }) => html`<${Dialog} title="Keyboard shortcuts" onClose=${onClose}>
    <table class="plain shortcuts">
        <tbody>
            <tr><th scope="row"><kbd>g then ${keysOf(pages).map(([key]) => key).join(", ")}</kbd></th><td>Go to ${keysOf(pages).map(([, name]) => name).join(", ")}</td></tr>
            ${keys.map(([key, text]) => html`<tr key=${key}><th scope="row"><kbd>${key}</kbd></th><td>${text}</td></tr>`)}
        </tbody>
    </table>
<//>`;
