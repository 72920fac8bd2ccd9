// What is shown is in the fragment of the address, so that a link, a reload and the back button restore it, behind any prefix of a proxy:
// #/runs?filter=…&order=m:loss
import { useEffect, useState } from "./lib.js";

/** @typedef {{ page: string, id: string, params: Record<string, string> }} Route */

/**
 * @param {string} hash
 * @returns {Route}
 */
export function parseRoute(hash) {
    const text = hash.replace(/^#?\/?/, "");
    const mark = text.indexOf("?");
    const path = mark < 0 ? text : text.slice(0, mark);
    const [page = "", ...id] = path.split("/");
    const params = Object.fromEntries(new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1)));
    return { page: page || "home", id: decode(id.join("/")), params };
}

/** @param {string} text */
function decode(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text; // Somebody typed a lone percent sign.
    }
}

/**
 * The address of a page. Parameters that are empty are left out.
 * @param {string} page
 * @param {Record<string, string | number | boolean | null | undefined>} [params]
 * @param {string} [id]
 */
export function linkTo(page, params = {}, id = "") {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) {
        if (value === undefined || value === null || value === "" || value === false) continue;
        query.set(name, value === true ? "1" : String(value));
    }
    const text = query.toString();
    return `#/${page === "home" ? "" : page}${id ? `/${encodeURIComponent(id)}` : ""}${text ? `?${text}` : ""}`;
}

/** Goes to an address, as a link does. @param {string} link */
export function goTo(link) {
    location.hash = link;
}

/**
 * Changes parameters of the current page. A choice that one undoes with the back button is a step of the history; what changes while one types or
 * drags is not.
 * @param {Record<string, string | number | boolean | null | undefined>} changes
 * @param {{ replace?: boolean }} [how]
 */
export function change(changes, how = {}) {
    const { page, id, params } = parseRoute(location.hash);
    const link = linkTo(page, { ...params, ...changes }, id);
    if (link === location.hash) return;
    if (!how.replace) {
        location.hash = link;
        return;
    }
    history.replaceState(null, "", link);
    dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The current route; the component is drawn again when it changes. */
export function useRoute() {
    const [hash, setHash] = useState(location.hash);
    useEffect(() => {
        const update = () => setHash(location.hash);
        addEventListener("hashchange", update);
        // It may have changed between the first drawing and now.
        update();
        return () => removeEventListener("hashchange", update);
    }, []);
    return parseRoute(hash);
}
