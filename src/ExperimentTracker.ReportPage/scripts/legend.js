// The legend of the selected runs; a click on a run hides or shows its curves.

/** @param {Run} run */
function legendEntry(run) {
    const button = el(
        "button",
        { type: "button", title: "Show or hide", "aria-pressed": String(!state.hidden.has(run)) },
        swatch(run),
        span("", run.path),
        run.shownName && span("run-name", run.shownName),
    );
    button.addEventListener("click", () => {
        if (!state.hidden.delete(run)) state.hidden.add(run);
        button.setAttribute("aria-pressed", String(!state.hidden.has(run)));
        emit("curves");
    });
    return el("li", null, button);
}

function legend() {
    const list = el("ul", { class: "legend", "aria-label": "Selected runs" });
    const draw = () =>
        list.replaceChildren(
            ...(state.selected.size > 0
                ? [...state.selected.keys()].map(legendEntry)
                : [el("li", { class: "none" }, "No run is selected. Select some in the table below.")]),
        );
    on("selection", draw);
    draw();
    return list;
}
