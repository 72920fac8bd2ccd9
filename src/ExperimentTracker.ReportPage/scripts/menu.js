/**
 * A menu that shows and hides columns.
 * @param {() => void} change
 */
function columnMenu(change) {
    const summary = el("summary", { class: "button" }, "Columns");
    const describe = () => {
        const hidden = columns.filter(column => !column.shown).length;
        summary.textContent = hidden ? `Columns (${hidden} hidden)` : "Columns";
    };
    describe();
    const groups = ["Run", "Parameters", "Metrics"]
        .map(group => ({ group, list: columns.filter(column => column.group === group) }))
        .filter(({ list }) => list.length);
    const menu = el(
        "details",
        { class: "menu" },
        summary,
        div(
            "menu-body",
            groups.map(({ group, list }) =>
                el(
                    "fieldset",
                    null,
                    el("legend", null, group),
                    list.map(column =>
                        toggle(column.title, column.shown, shown => {
                            column.shown = shown;
                            describe();
                            change();
                        }),
                    ),
                ),
            ),
        ),
    );
    menu.addEventListener("keydown", event => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        summary.focus();
    });
    document.addEventListener("click", event => {
        if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    });
    return menu;
}
