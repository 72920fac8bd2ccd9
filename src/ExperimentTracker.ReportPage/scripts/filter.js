// The syntax of the filter: words that occur anywhere in a run, and conditions such as status=failed, lr<0.1, 'val/loss'>=0.5,
// name:"first try". All of them must match. Names ignore case.

const operators = ["<=", ">=", "!=", "=", "<", ">", ":"];

/**
 * A character of the filter, and whether it was quoted.
 * @typedef {{ character: string, quoted: boolean }} FilterCharacter
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

/** @type {Record<string, (run: Run) => Value>} */
const plainValues = {
    run: run => run.path,
    path: run => run.path,
    name: run => run.name,
    id: run => run.id,
    status: run => run.status,
    duration: run => (run.duration === undefined ? undefined : run.duration / 1000),
    error: run => run.error,
    description: run => run.description,
};

/**
 * Returns the function that reads the values of a run with this name, as the table shows them.
 * @param {string} name
 * @returns {((run: Run) => Value) | null}
 */
function lookUp(name) {
    const folded = name.toLowerCase();
    const parameter = parameters.find(p => p.name.toLowerCase() === folded);
    if (parameter) return run => run.parameters.get(parameter.index);
    const metric = metrics.find(m => m.name.toLowerCase() === folded);
    if (metric) return run => metricValue(run, metric.index);
    if (runs.some(run => run.tags.some(([key]) => key.toLowerCase() === folded))) {
        return run => {
            const tag = run.tags.find(([key]) => key.toLowerCase() === folded);
            return tag && (tag[1] ?? "");
        };
    }
    return Object.hasOwn(plainValues, folded) ? plainValues[folded] : null;
}

/**
 * @param {Value} value
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

/** @param {Run} run */
function searchText(run) {
    return (run.search ??= [
        run.path,
        run.name,
        run.id,
        run.status,
        run.error ?? "",
        run.description ?? "",
        ...run.tags.map(formatTag),
        ...[...run.parameters.values()].map(String),
    ]
        .join("\n")
        .toLowerCase());
}

/**
 * @param {FilterCharacter[]} word
 * @returns {RunTest}
 */
function testOf(word) {
    const condition = parseWord(word);
    const get = condition && lookUp(condition.name);
    if (get) return run => compare(get(run), condition.operator, condition.value);
    const wanted = textOf(word).toLowerCase();
    return run => searchText(run).includes(wanted);
}

/**
 * @param {string} text
 * @returns {RunTest}
 */
function parseFilter(text) {
    const tests = splitWords(text).map(testOf);
    return run => tests.every(test => test(run));
}
