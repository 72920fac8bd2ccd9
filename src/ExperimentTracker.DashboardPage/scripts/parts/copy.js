// Text that one takes along.
import { html, useState } from "../lib.js";

/** @param {{ text: string, label?: string }} props */
export function CopyButton({ text, label = "Copy" }) {
    const [state, setState] = useState("");
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(text);
            setState("Copied");
        } catch {
            // Without HTTPS a browser may refuse, except on this machine.
            setState("The browser refused: select the text");
        }
        setTimeout(() => setState(""), 2500);
    };
    return html`<button type="button" class="button" onClick=${copy}>${label}</button><span class="note" role="status">${state}</span>`;
}

/** Text as it is, with a button that copies it. @param {{ text: string, label: string }} props */
export const CodeBlock = ({ text, label }) => html`<div class="code-block">
    <pre class="code" tabindex="0" role="region" aria-label=${label}>${text}</pre>
    <div class="toolbar"><${CopyButton} text=${text} /></div>
</div>`;
