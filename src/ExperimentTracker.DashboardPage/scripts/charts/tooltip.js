// One tooltip for all charts, above everything, so that no card cuts it off. Screen readers announce what it says.
import { html, render } from "../lib.js";

/** @type {HTMLElement | null} */
let node = null;
/** @type {object | null} */
let owner = null;

function place() {
    if (!node) {
        node = document.createElement("div");
        node.className = "chart-tip";
        node.setAttribute("role", "status");
        document.body.append(node);
        addEventListener("scroll", () => hideTip(), { passive: true, capture: true });
        addEventListener("hashchange", () => hideTip());
    }
    return node;
}

/**
 * @param {object} by What shows it, and hides it again.
 * @param {number} x Position in the window, which the tooltip does not cover.
 * @param {number} y
 * @param {any} content
 */
export function showTip(by, x, y, content) {
    const tip = place();
    owner = by;
    render(html`${content}`, tip);
    tip.classList.add("shown");
    const { offsetWidth: width, offsetHeight: height } = tip;
    const left = x + 16 + width < innerWidth - 8 ? x + 16 : Math.max(8, x - 16 - width);
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, y - height / 2))}px`;
}

/** @param {object} [by] Only if this shows it. */
export function hideTip(by) {
    if (!node || (by && owner !== by)) return;
    owner = null;
    node.classList.remove("shown");
    render(null, node);
}
