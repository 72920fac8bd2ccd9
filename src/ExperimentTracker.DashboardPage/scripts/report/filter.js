// The filter of a report: words that occur anywhere in a run, and conditions such as status=failed, lr<0.1, 'val/loss'>=0.5, name:"first try".
// All of them must match. Names ignore case.
import { formatTag } from "../format.js";
import { valueBy } from "./data.js";

const operators = ["<=", ">=", "!=", "=", "<", ">", ":"];

/**
 * @typedef {{ character: string, quoted: boolean }} FilterCharacter A character of the filter, and whether it was quoted.
 * @typedef {(run: RunRow) => boolean} RunTest
 */

/**
 * Splits the text at spaces outside of quotes.
 * @param {string} text
 */
function splitWords(text) {
    /** @type {FilterCharacter[][]} */
    const words = [];
    /** @type {FilterCharacter[]} */
    let word = [];
    /** @type {string | null} */
    let quote = null;
    for (const character of text) {
        if (quote ? character === quote : character === '"' || character === "'") quote = quote ? null : character;
        else if (!quote && /\s/.test(character)) {
            if (word.length) words.push(word);
            word = [];
        } else word.push({ character, quoted: quote !== null });
    }
    if (word.length) words.push(word);
    return words;
}

/** @param {FilterCharacter[]} characters */
const textOf = characters => characters.map(c => c.character).join("");

/** @param {FilterCharacter[]} word */
function parseWord(word) {
    for (let i = 1; i < word.length; i++) {
        const operator = operators.find(o => [...o].every((c, k) => word[i + k]?.character === c && !word[i + k].quoted));
        if (operator) return { name: textOf(word.slice(0, i)), operator, value: textOf(word.slice(i + operator.length)) };
    }
    return null;
}

/** @type {Record<string, (run: RunRow) => ParameterValue | undefined>} */
const plainValues = {
    run: run => run.path,
    path: run => run.path,
    name: run => run.name,
    id: run => run.id,
    status: run => run.status,
    duration: run => (run.duration === undefined ? undefined : run.duration / 1000),
    error: run => run.error,
    description: run => run.description,
    experiment: run => run.experiment.name,
};

/** The names of all parameters, metrics and tags, as orders name them. @param {RunRow[]} runs */
export function namesOf(runs) {
    /** @type {Map<string, string>} */
    const names = new Map();
    const add = (/** @type {string} */ prefix, /** @type {object} */ values) => {
        for (const name of Object.keys(values)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), prefix + name);
    };
    for (const run of runs) add("p:", run.parameters);
    for (const run of runs) add("m:", run.metrics);
    for (const run of runs) add("t:", run.tags);
    return names;
}

/**
 * @param {ParameterValue | undefined} value
 * @param {string} operator
 * @param {string} wanted
 */
function compare(value, operator, wanted) {
    if (value === undefined || value === null) return operator === "!=";
    if (operator === ":") return String(value).toLowerCase().includes(wanted.toLowerCase());
    const [a, b] = [Number(value), Number(wanted)];
    const numbers = String(value) !== "" && wanted !== "" && !Number.isNaN(a) && !Number.isNaN(b);
    const [x, y] = numbers ? [a, b] : [String(value).toLowerCase(), wanted.toLowerCase()];
    switch (operator) {
        case "=":
            return x === y;
        case "!=":
            return x !== y;
        case "<":
            return numbers && x < y;
        case "<=":
            return numbers && x <= y;
        case ">":
            return numbers && x > y;
        default:
            return numbers && x >= y;
    }
}

/** @type {WeakMap<RunRow, string>} */
const searchTexts = new WeakMap();

/** All text of a run that words are searched in. @param {RunRow} run */
function searchText(run) {
    const known = searchTexts.get(run);
    if (known !== undefined) return known;
    const tags = Object.entries(run.tags).map(([name, value]) => formatTag(name, value));
    const text = [run.path, run.name, run.id, run.status, run.error ?? "", run.description ?? "", run.user ?? "", ...tags, ...Object.entries(run.parameters).flat().map(String)].join("\n").toLowerCase();
    searchTexts.set(run, text);
    return text;
}

/** Whether a run has all words. @param {string} text @returns {RunTest} */
export function parseSearch(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return run => words.every(word => searchText(run).includes(word));
}

/**
 * @param {string} text
 * @param {Map<string, string>} names
 * @returns {RunTest}
 */
export function parseFilter(text, names) {
    const tests = splitWords(text).map(word => {
        const condition = parseWord(word), folded = condition?.name.toLowerCase() ?? "";
        const by = names.get(folded);
        const read = by ? (/** @type {RunRow} */ run) => valueBy(run, by) : Object.hasOwn(plainValues, folded) ? plainValues[folded] : null;
        if (condition && read) return (/** @type {RunRow} */ run) => compare(read(run), condition.operator, condition.value);
        const wanted = textOf(word).toLowerCase();
        return (/** @type {RunRow} */ run) => searchText(run).includes(wanted);
    });
    return run => tests.every(test => test(run));
}
