// Controls: each has a label, and works with the keyboard.
import { html, useEffect, useRef } from "../lib.js";

/**
 * @param {{ label: string, value: string, options: [value: string, text: string][], onChange: (value: string) => void, id?: string }} props
 */
export const Choice = ({ label, value, options, onChange, id }) => html`<label class="field"
    ><span>${label}</span
    ><select id=${id} value=${value} onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.value)}>
        ${options.map(([each, text]) => html`<option key=${each} value=${each} selected=${each === value}>${text}</option>`)}
    </select></label
>`;

/** @param {{ label: string, checked: boolean, onChange: (checked: boolean) => void, id?: string }} props */
export const Toggle = ({ label, checked, onChange, id }) => html`<label class="toggle"
    ><input id=${id} type="checkbox" checked=${checked} onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.checked)} /><span>${label}</span></label
>`;

/**
 * A panel that a button opens. Escape and a press elsewhere close it.
 * @param {{ label: any, children?: any, id?: string, align?: "start" | "end" }} props
 */
export function Menu({ label, children, id, align = "end" }) {
    const details = useRef(/** @type {HTMLDetailsElement | null} */ (null));
    useEffect(() => {
        const close = (/** @type {Event} */ event) => {
            const node = details.current;
            if (node?.open && !node.contains(/** @type {Node} */ (event.target))) node.open = false;
        };
        addEventListener("pointerdown", close);
        addEventListener("focusin", close);
        return () => {
            removeEventListener("pointerdown", close);
            removeEventListener("focusin", close);
        };
    }, []);
    const escape = (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape" || !details.current?.open) return;
        details.current.open = false;
        details.current.querySelector("summary")?.focus();
        event.stopPropagation();
    };
    // Wherever its button is, the panel stays within the window.
    const place = () => {
        const body = /** @type {HTMLElement | null | undefined} */ (details.current?.querySelector(".menu-body"));
        if (!body || !details.current?.open) return;
        body.style.translate = "";
        const { left, right } = body.getBoundingClientRect();
        const by = left < 8 ? 8 - left : Math.min(0, innerWidth - 8 - right);
        if (by !== 0) body.style.translate = `${by}px 0`;
    };
    return html`<details class="menu" id=${id} ref=${details} onKeyDown=${escape} onToggle=${place}>
        <summary class="button">${label}</summary>
        ${/* A press on its text moves the focus into it, and not out of it to the content of the page, which would close it. */ ""}
        <div class=${`menu-body ${align}`} tabindex="-1">${children}</div>
    </details>`;
}

/**
 * Tabs as links, so that each has an address.
 * @param {{ label: string, tabs: [id: string, text: any, link: string][], current: string }} props
 */
export const Tabs = ({ label, tabs, current }) => html`<nav class="tabs" aria-label=${label}>
    ${tabs.map(([id, text, link]) => html`<a key=${id} href=${link} aria-current=${id === current ? "page" : null}>${text}</a>`)}
</nav>`;

/**
 * A dialog over the page, which Escape closes.
 * @param {{ title: string, onClose: () => void, children?: any }} props
 */
export function Dialog({ title, onClose, children }) {
    const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
    useEffect(() => dialog.current?.showModal(), []);
    const press = (/** @type {MouseEvent} */ event) => event.target === dialog.current && dialog.current?.close();
    return html`<dialog ref=${dialog} aria-label=${title} onClose=${onClose} onClick=${press}>
        <div class="dialog-head">
            <h2>${title}</h2>
            <button type="button" class="quiet" aria-label="Close" onClick=${() => dialog.current?.close()}>✕</button>
        </div>
        <div class="dialog-body">${children}</div>
    </dialog>`;
}
