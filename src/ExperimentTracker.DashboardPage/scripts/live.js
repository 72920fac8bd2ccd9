// Changes of the store, as they are received.
import { useEffect, useRef, useState } from "./lib.js";

/**
 * @typedef {{ version: string, time: number, runs: RunRow[], removed: string[], experiments: boolean, models: boolean }} Change
 * @typedef {"connecting" | "live" | "lost" | "gone"} Connection
 */

/** @type {Set<(change: Change | null) => void>} */
const listeners = new Set();
/** @type {Set<(connection: Connection) => void>} */
const watchers = new Set();
/** @type {Connection} */
let connection = "connecting";
let missed = false;
let version = "";

/** @param {Connection} now */
function become(now) {
    if (connection === now) return;
    connection = now;
    watchers.forEach(watch => watch(now));
}

/** Null tells listeners to read everything again. @param {Change | null} change */
function tell(change) {
    if (document.hidden) missed = true;
    else listeners.forEach(listen => listen(change));
}

/** @param {{ type: string, data?: any }} message */
export function receive({ type, data }) {
    if (type === "lost") become("lost");
    else if (type === "gone") become("gone");
    else if (type === "connecting") return;
    else {
        const again = connection === "lost" || connection === "gone";
        become("live");
        // After a break nobody knows what was missed, a slow reader gets a state in place of what it missed, and other changes are not of rows.
        if (again || type === "back" || type === "others") tell(null);
        else if (type === "change") tell(data);
        else if (type === "state" && version && data?.version !== version) tell(null);
        version = data?.version ?? version;
    }
}

/** After a page was hidden: what came meanwhile is read. */
export function catchUp() {
    if (document.hidden || !missed) return;
    missed = false;
    tell(null);
}

/** Whether changes arrive. */
export function useConnection() {
    const [now, setNow] = useState(connection);
    useEffect(() => {
        watchers.add(setNow);
        setNow(connection);
        return () => {
            watchers.delete(setNow);
        };
    }, []);
    return now;
}

/**
 * Calls back for each change of the store; with null when everything must be read again.
 * @param {(change: Change | null) => void} listener
 */
export function useChanges(listener) {
    const latest = useRef(listener);
    latest.current = listener;
    useEffect(() => {
        const listen = (/** @type {Change | null} */ change) => latest.current(change);
        listeners.add(listen);
        return () => {
            listeners.delete(listen);
        };
    }, []);
}

/**
 * Reads something again soon after a change that concerns it: at most once in the given time, so that a busy store does not keep the page busy.
 * @param {() => void} reload
 * @param {(change: Change) => boolean} concerns
 * @param {number} [pause] Milliseconds.
 */
export function useReload(reload, concerns, pause = 1000) {
    const timer = useRef(0);
    const done = useRef(0);
    useChanges(change => {
        if (change && !concerns(change)) return;
        if (timer.current) return;
        timer.current = setTimeout(
            () => {
                timer.current = 0;
                done.current = Date.now();
                reload();
            },
            Math.max(0, done.current + pause - Date.now()),
        );
    });
    useEffect(() => () => clearTimeout(timer.current), []);
}

/**
 * Reads something again every few seconds while it may change without an event, as what is not in the row of a run.
 * @param {boolean} may
 * @param {() => void} reload
 */
export function useReloadWhile(may, reload, pause = 3000) {
    useEffect(() => {
        if (!may) return undefined;
        const timer = setInterval(() => !document.hidden && reload(), pause);
        return () => clearInterval(timer);
    }, [may, reload, pause]);
}
