// Changes of the store, which the server accepts only when it was started with -AllowChanges.
import { post } from "./api.js";
import { html, useState } from "./lib.js";
import { Dialog } from "./parts/controls.js";

/**
 * @param {StoreData} store
 * @param {Record<string, unknown>} change
 */
export const makeChange = (store, change) => post("changes", change, undefined, { "X-Experiment-Change": store.changeSecret ?? "" });

/**
 * Makes changes and remembers the error of the last one.
 * @param {StoreData} store
 * @param {() => void} reload
 */
export function useChange(store, reload) {
    const [error, setError] = useState(/** @type {Error | null} */ (null));
    const [busy, setBusy] = useState(false);
    const make = async (/** @type {Record<string, unknown>} */ what) => {
        setBusy(true);
        try {
            await makeChange(store, what);
            setError(null);
            reload();
            return true;
        } catch (failure) {
            setError(/** @type {Error} */ (failure));
            return false;
        } finally {
            setBusy(false);
        }
    };
    return { make, error, busy };
}

/**
 * Asks for a text in a dialog.
 * @param {{ title: string, label: string, value: string, multiline?: boolean, action?: string, onSave: (text: string) => Promise<boolean>, onClose: () => void, error: Error | null }} props
 */
export function TextDialog({ title, label, value, multiline, action = "Save", onSave, onClose, error }) {
    const [text, setText] = useState(value);
    const save = async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (await onSave(text)) onClose();
    };
    const type = (/** @type {any} */ event) => setText(event.currentTarget.value);
    return html`<${Dialog} title=${title} onClose=${onClose}>
        <form class="stack" onSubmit=${save}>
            <label class="stack"><span class="note">${label}</span>${multiline ? html`<textarea class="text" rows="6" value=${text} onInput=${type}></textarea>` : html`<input class="text" value=${text} onInput=${type} />`}</label>
            ${error && html`<p class="bad" role="alert">${error.message}</p>`}
            <div class="toolbar"><button class="button main">${action}</button></div>
        </form>
    <//>`;
}
