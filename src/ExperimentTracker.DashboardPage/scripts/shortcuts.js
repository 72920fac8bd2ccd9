// Keys that work on every page.
import { html, useEffect } from "./lib.js";
import { Dialog } from "./parts/controls.js";
import { goTo, linkTo } from "./router.js";

/** @type {Record<string, string>} */
const pages = { h: "home", r: "runs", c: "charts", d: "compare", m: "models" };

const keys = [
    ["g then h, r, c, d, m", "Go to home, runs, charts, compare, models"],
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

/** @param {() => void} showHelp */
export function useShortcuts(showHelp) {
    useEffect(() => {
        let after = "";
        const press = (/** @type {KeyboardEvent} */ event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
            if (after === "g" && pages[event.key]) goTo(linkTo(pages[event.key]));
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

/** @param {{ onClose: () => void }} props */
export const Shortcuts = ({ onClose }) => html`<${Dialog} title="Keyboard shortcuts" onClose=${onClose}>
    <table class="plain shortcuts">
        <tbody>
            ${keys.map(([key, text]) => html`<tr key=${key}><th scope="row"><kbd>${key}</kbd></th><td>${text}</td></tr>`)}
        </tbody>
    </table>
<//>`;
