// Artifacts with the same key, and the files with the same path in them, are a series by step.
import { collator } from "../format.js";

/**
 * @typedef {{ artifact: ArtifactData, file?: ArtifactFile }} Content An artifact, or a file in one that is a folder.
 * @typedef {{ id: string, name: string, contents: Content[] }} Series `contents`: at least one, in ascending order of their steps; one without a step is the first.
 */

/** @param {ArtifactData[]} artifacts @returns {Series[]} By key; the files of a folder follow it. */
export function seriesOf(artifacts) {
    /** @type {Map<string, Series>} */
    const found = new Map();
    const add = (/** @type {Content} */ content) => {
        const { artifact, file } = content, id = file ? `${artifact.key}/${file.path}` : artifact.key;
        const series = found.get(id);
        if (series) series.contents.push(content);
        else found.set(id, { id, name: file?.path ?? artifact.key, contents: [content] });
    };
    const sorted = [...artifacts].sort((a, b) => collator.compare(a.key, b.key) || (a.step ?? -1) - (b.step ?? -1));
    for (const artifact of sorted) add({ artifact });
    for (const artifact of sorted) for (const file of artifact.files ?? []) add({ artifact, file });
    const place = new Map(sorted.map(({ key }, i) => [key, i]));
    return [...found.values()].sort((a, b) => (place.get(a.contents[0].artifact.key) ?? 0) - (place.get(b.contents[0].artifact.key) ?? 0) || (a.contents[0].file ? 1 : 0) - (b.contents[0].file ? 1 : 0));
}

/** The steps that contents have, ascending. @param {Content[]} contents */
export const stepsOf = contents => [...new Set(contents.flatMap(({ artifact: { step } }) => step ?? []))].sort((a, b) => a - b);

/** The last content up to a step, as a series that is written less often has none of exactly that step. @param {Content[]} contents @param {number | null} step */
export const contentAt = (contents, step) => (step === null ? contents.at(-1) : contents.filter(({ artifact }) => artifact.step === undefined || artifact.step <= step).at(-1));
