/**
 * Creates an element. Children and attributes are data: nothing in a report ever becomes markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute> | null} [attributes]
 * @param {Child[]} children
 */
function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") node.addEventListener(name, value);
        else node.setAttribute(name, value === true ? "" : String(value));
    }
    node.append(...nodes(children));
    return node;
}

/**
 * Flattens nested lists of children and omits empty ones.
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
    return children.flatMap(child => {
        if (Array.isArray(child)) return nodes(child);
        return child === null || child === undefined || child === false ? [] : [child];
    });
}

/** @type {(className: string, ...children: Child[]) => HTMLDivElement} */
const div = (className, ...children) => el("div", { class: className || null }, children);
/** @type {(className: string, ...children: Child[]) => HTMLSpanElement} */
const span = (className, ...children) => el("span", { class: className || null }, children);
/** @type {(className: string, ...children: Child[]) => HTMLParagraphElement} */
const p = (className, ...children) => el("p", { class: className || null }, children);
/** @param {Child[]} cells */
const tr = (...cells) => el("tr", null, cells);
/** @param {string} text */
const code = text => el("code", null, text);
/** @type {(className: string, press: () => void, ...children: Child[]) => HTMLButtonElement} */
const button = (className, press, ...children) => el("button", { type: "button", class: className, click: press }, children);
/** @type {(name: Child, className?: string) => HTMLTableCellElement} */
const columnHead = (name, className) => el("th", { scope: "col", class: className }, name);
/** @param {Child[]} name */
const rowHead = (...name) => el("th", { scope: "row" }, div("", name));

/**
 * @param {string} id
 * @param {string} title
 * @param {Child[]} content
 */
function section(id, title, ...content) {
    return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), content);
}

/** @param {string} status */
function statusBadge(status) {
    return el("span", { class: `status ${status.toLowerCase()}` }, status);
}

/**
 * A list of names and values.
 * @param {Fact[]} pairs
 */
function factList(pairs) {
    return el(
        "dl",
        { class: "facts" },
        pairs.map(([name, text]) => [el("dt", null, name), el("dd", null, text)]),
    );
}

/**
 * A checkbox with its label.
 * @param {string} label
 * @param {boolean | undefined} checked
 * @param {(checked: boolean) => void} change
 * @param {Record<string, Attribute>} [attributes]
 */
function toggle(label, checked, change, attributes) {
    const box = el("input", { type: "checkbox", checked, ...attributes, change: () => change(box.checked) });
    return el("label", { class: "toggle" }, box, el("span", null, label));
}

/**
 * @param {string} label
 * @param {string[][]} options Each as its value and its text.
 * @param {string} chosen
 * @param {(value: string) => void} change
 * @param {Record<string, Attribute>} attributes
 */
function choice(label, options, chosen, change, attributes) {
    const select = el(
        "select",
        { ...attributes, change: () => change(select.value) },
        options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
    );
    return el("label", { class: "field" }, el("span", null, label), select);
}

/**
 * @param {() => void} work
 * @param {number} milliseconds
 */
function debounce(work, milliseconds) {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(work, milliseconds);
    };
}

/**
 * A dialog over the page, which Escape closes.
 * @param {string} title
 * @param {Child} content
 * @param {string} className
 */
function openDialog(title, content, className) {
    const close = el("button", { type: "button", class: "quiet", "aria-label": "Close", click: () => dialog.close() }, "✕");
    const dialog = el(
        "dialog",
        { class: className, "aria-label": title, close: () => dialog.remove() },
        el("div", { class: "dialog-head" }, el("h2", null, title), close),
        el("div", { class: "dialog-body" }, content),
    );
    dialog.addEventListener("click", event => {
        if (event.target === dialog) dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
}
