// What the browser keeps for this reader. A page that was opened from a file may have no access to it; then a choice applies until the page is closed.

/** @type {Map<string, string>} */
const here = new Map();

/** @param {string} key */
export function kept(key) {
    try {
        return here.get(key) ?? localStorage.getItem(key);
    } catch {
        return null;
    }
}

/** @param {string} key @param {string} text */
export function keep(key, text) {
    try {
        localStorage.setItem(key, text);
    } catch {
        here.set(key, text);
    }
}
