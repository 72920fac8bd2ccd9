// Builds an element. Children and attributes are data: nothing in a report ever becomes markup.
function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") node.addEventListener(name, value);
        else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return node;
}

const div = (className, ...children) => el("div", { class: className || null }, children);
const span = (className, ...children) => el("span", { class: className || null }, children);
const p = (className, ...children) => el("p", { class: className || null }, children);
const tr = (...cells) => el("tr", null, cells);
const code = text => el("code", null, text);
const button = (className, press, ...children) => el("button", { type: "button", class: className, click: press }, children);
const columnHead = (name, className) => el("th", { scope: "col", class: className }, name);
const rowHead = (...name) => el("th", { scope: "row" }, div("", name));

function section(id, title, ...content) {
    return el("section", { id, "aria-labelledby": `${id}-title` }, el("h2", { id: `${id}-title` }, title), content);
}

function statusBadge(status) {
    return el("span", { class: `status ${status.toLowerCase()}` }, status);
}

// Names and texts beside each other; what has no text is left out.
function factList(pairs) {
    return el(
        "dl",
        { class: "facts" },
        pairs.map(([name, text]) => [el("dt", null, name), el("dd", null, text)]),
    );
}

// A switch with its name.
function toggle(label, checked, change, attributes) {
    const box = el("input", { type: "checkbox", checked, ...attributes, change: () => change(box.checked) });
    return el("label", { class: "toggle" }, box, el("span", null, label));
}

function choice(label, options, chosen, change, attributes) {
    const select = el(
        "select",
        { ...attributes, change: () => change(select.value) },
        options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
    );
    return el("label", { class: "field" }, el("span", null, label), select);
}

function debounce(work, milliseconds) {
    let timer;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(work, milliseconds);
    };
}

// A box over the page, which Escape closes.
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
