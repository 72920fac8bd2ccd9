// The box for the filter language: it checks what is typed, marks the place of an error, and suggests what can stand there.
import { currentSource, get } from "../api.js";
import { html, useEffect, useRef, useState } from "../lib.js";

/** @typedef {{ message: string, line?: number, column?: number, length?: number }} FilterError */
/** @typedef {{ from: number, to: number, items: { text: string, detail?: string }[] }} Suggestions */

const patience = 200;
/** @type {Suggestions} */
const none = { from: 0, to: 0, items: [] };

/** What the filter cannot be read at. @param {{ text: string, error: FilterError, id: string }} props */
function Complaint({ text, error, id }) {
    const line = text.split("\n")[(error.line ?? 1) - 1] ?? "";
    const start = Math.max(0, Math.min(line.length, (error.column ?? 1) - 1));
    const end = Math.min(line.length, start + Math.max(1, error.length ?? 1));
    return html`<div class="filter-error" id=${id} role="alert">
        ${error.column !== undefined && html`<code class="place">${line.slice(0, start)}<mark>${line.slice(start, end) || "▁"}</mark>${line.slice(end)}</code>`}
        <p>${error.message}</p>
    </div>`;
}

/**
 * Asks something a little after the last call, and only the newest answer counts.
 * @returns {(ask: (signal: AbortSignal) => Promise<void>) => void}
 */
function useLatest() {
    const running = useRef({ timer: 0, abort: new AbortController() });
    useEffect(
        () => () => {
            clearTimeout(running.current.timer);
            running.current.abort.abort();
        },
        [],
    );
    return ask => {
        clearTimeout(running.current.timer);
        running.current.abort.abort();
        const abort = new AbortController();
        const timer = setTimeout(() => ask(abort.signal).catch(() => {}), patience);
        running.current = { timer, abort };
    };
}

/**
 * @param {{ value: string, onChange: (filter: string) => void }} props `onChange` gets filters that are valid.
 */
export function FilterBox({ value, onChange }) {
    const [text, setText] = useState(value);
    const [error, setError] = useState(/** @type {FilterError | null} */ (null));
    const [offered, setOffered] = useState(none);
    const [at, setAt] = useState(-1);
    const box = useRef(/** @type {HTMLInputElement | null} */ (null));
    const check = useLatest();
    const suggest = useLatest();
    // The address changed by itself: the back button, or a link.
    useEffect(() => {
        if (document.activeElement !== box.current || value === "") setText(value);
        setError(null);
        if (value) verify(value, false);
    }, [value]);

    /** @param {string} filter @param {boolean} use */
    function verify(filter, use) {
        check(async signal => {
            if (filter.trim()) {
                /** @type {{ valid: boolean, error?: FilterError }} */
                const answer = await get("filter", { text: filter }, signal);
                setError(answer.valid ? null : (answer.error ?? { message: "The filter is not valid." }));
                if (!answer.valid) return;
            } else setError(null);
            if (use) onChange(filter.trim());
        });
    }
    function offer() {
        suggest(async signal => {
            const node = box.current;
            if (!node || document.activeElement !== node) return;
            setOffered(await get("suggest", { text: node.value, position: node.selectionStart ?? node.value.length }, signal));
            setAt(-1);
        });
    }
    const close = () => {
        suggest(async () => {});
        setOffered(none);
        setAt(-1);
    };
    const type = (/** @type {string} */ now) => {
        setText(now);
        verify(now, true);
        offer();
    };
    const accept = (/** @type {number} */ index) => {
        const item = offered.items[index];
        const now = text.slice(0, offered.from) + item.text + text.slice(offered.to);
        const caret = offered.from + item.text.length;
        setText(now);
        verify(now, true);
        close();
        requestAnimationFrame(() => box.current?.setSelectionRange(caret, caret));
        box.current?.focus();
    };
    const count = offered.items.length;
    const press = (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Escape" && count > 0) close();
        else if (event.key === "ArrowDown" && count === 0) offer();
        else if (event.key === "ArrowDown") setAt((at + 1) % count);
        else if (event.key === "ArrowUp" && count > 0) setAt((at - 1 + count) % count);
        else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) accept(at);
        else if (event.key === "Enter") verify(text, true);
        else return;
        event.preventDefault();
    };
    return html`<div class="filter">
        <label class="field filter-field"
            ><span>Filter</span
            ><input id="filter" type="search" class="code" ref=${box} value=${text} placeholder=${currentSource().filterHint} autocomplete="off" autocapitalize="off" spellcheck=${false} role="combobox"
                aria-expanded=${count > 0 ? "true" : "false"} aria-controls="filter-offers" aria-autocomplete="list" aria-activedescendant=${at >= 0 ? `offer-${at}` : null} aria-invalid=${error ? "true" : null}
                aria-describedby=${error ? "filter-error" : null} onInput=${(/** @type {any} */ event) => type(event.currentTarget.value)} onKeyDown=${press} onBlur=${close}
        /></label>
        <ul id="filter-offers" class="offers" role="listbox" aria-label="Suggestions" hidden=${count === 0}>
            ${offered.items.slice(0, 50).map(
                (item, index) => html`<li key=${index} id=${`offer-${index}`} role="option" aria-selected=${index === at ? "true" : "false"} ref=${(/** @type {HTMLElement | null} */ node) => index === at && node?.scrollIntoView({ block: "nearest" })}
                    onMouseDown=${(/** @type {Event} */ event) => (event.preventDefault(), accept(index))}><code>${item.text}</code><span class="note">${item.detail}</span></li>`,
            )}
        </ul>
        ${error && html`<${Complaint} text=${text} error=${error} id="filter-error" />`}
    </div>`;
}

/** A search for words, a little after they were typed. @param {{ value: string, label: string, onChange: (words: string) => void }} props */
export function SearchBox({ value, label, onChange }) {
    const [text, setText] = useState(value);
    const wait = useLatest();
    useEffect(() => setText(value), [value]);
    const type = (/** @type {string} */ now) => {
        setText(now);
        wait(async () => onChange(now.trim()));
    };
    return html`<input type="search" id="search" class="search" value=${text} placeholder="Search" aria-label=${label} autocomplete="off" spellcheck=${false}
        onInput=${(/** @type {any} */ event) => type(event.currentTarget.value)} />`;
}
