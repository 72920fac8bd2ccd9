// Artifacts: images are shown, other artifacts are described. There are no links: the location of a reference is text.

/** @param {ImageData64} item */
function imageSource([, mediaType, content]) {
    return `data:${mediaType};base64,${content}`;
}

/**
 * @param {ImageData64} item
 * @param {string} [className]
 */
function image(item, className) {
    return el("img", { src: imageSource(item), alt: item[0], loading: "lazy", decoding: "async", class: className });
}

/**
 * @param {ImageData64} item
 * @param {Child} [caption]
 */
function preview(item, caption) {
    const open = () => openDialog(item[0], image(item, "full"), "viewer");
    return el(
        "figure",
        { class: "preview" },
        el("button", { type: "button", "aria-label": `Show ${item[0]}`, click: open }, image(item)),
        el("figcaption", null, caption ?? item[0]),
    );
}

const mostImages = 60;

/**
 * If there are several runs, each artifact is shown with its run.
 * @param {OwnedArtifact[]} artifacts
 */
function artifactView(artifacts) {
    if (artifacts.length === 0) return null;
    const images = artifacts.flatMap(artifact => (artifact.images ?? []).map(item => ({ item, run: artifact.run })));
    const owned = artifacts.some(artifact => artifact.run);
    return [
        images.length > 0 &&
            div(
                "gallery",
                images.slice(0, mostImages).map(({ item, run }) => preview(item, run && [swatch(run), ` ${run.path} · ${item[0]}`])),
            ),
        el(
            "div",
            { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Artifacts" },
            el(
                "table",
                { class: "plain" },
                el("thead", null, tr([...(owned ? ["Run"] : []), "Key", "What", "Digest or place"].map(name => columnHead(name)))),
                el(
                    "tbody",
                    null,
                    artifacts.map(artifact =>
                        tr(
                            owned && el("td", null, artifact.run?.path),
                            rowHead(artifact.key),
                            el("td", null, artifact.what),
                            el("td", { class: "code", title: artifact.digest }, artifact.place),
                        ),
                    ),
                ),
            ),
        ),
    ];
}

// The artifacts of the selected runs.
function artifactsSection() {
    if (!runs.some(run => run.artifacts.length > 0)) return null;
    const place = div("stack");
    const draw = () => {
        const list = [...state.selected.keys()].flatMap(run => run.artifacts.map(artifact => ({ ...artifact, run })));
        place.replaceChildren(...nodes(artifactView(list) ?? [p("none", "The selected runs have no artifacts.")]));
    };
    on("selection", draw);
    draw();
    return section("artifacts", "Artifacts of the selected runs", place);
}
