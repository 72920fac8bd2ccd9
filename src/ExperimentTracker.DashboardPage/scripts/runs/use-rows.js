// Rows for a table that stays as it is until its successor is here, and follows the changes of the store.
import { requestText } from "../api.js";
import { useCallback, useEffect, useReducer, useRef } from "../lib.js";
import { useChanges } from "../live.js";
import { RunRows } from "./run-rows.js";

// A busy store makes a table read itself again at most this often.
const pause = 1500;

/**
 * @param {import("../api.js").Query} query Which runs, in which order, with which values.
 * @param {{ volatile: boolean, onReplace: (before: RunRows, after: RunRows) => void, onNew: () => void }} how `volatile`: the order depends on values that change while a run
 *   goes on. `onReplace`: called when the same runs have been read again. `onNew`: called when other runs, or another order, are shown.
 */
export function useRows(query, how) {
    const key = requestText("runs", query);
    const [, redraw] = useReducer(count => count + 1, 0);
    const shown = useRef(/** @type {RunRows | null} */ (null));
    const next = useRef(/** @type {RunRows | null} */ (null));
    const range = useRef([0, 0]);
    const settings = useRef(how);
    settings.current = how;
    const timer = useRef(0);
    const done = useRef(0);

    const read = useCallback((/** @type {import("../api.js").Query} */ what, /** @type {boolean} */ again) => {
        next.current?.close();
        const made = new RunRows(what, () => {
            if (next.current === made && made.ready) {
                const before = shown.current;
                before?.close();
                [shown.current, next.current, done.current] = [made, null, Date.now()];
                if (again && before) settings.current.onReplace(before, made);
                else if (before) settings.current.onNew();
            }
            if (shown.current === made) redraw(undefined);
        });
        next.current = made;
        const [first, last] = again ? range.current : [0, 0];
        made.want(first, last);
        redraw(undefined);
    }, []);

    // Other columns are other values of the same runs.
    const identity = requestText("runs", { ...query, columns: [] });
    const known = useRef("");
    useEffect(() => {
        read(query, known.current === identity);
        known.current = identity;
    }, [key]);
    useEffect(
        () => () => {
            clearTimeout(timer.current);
            shown.current?.close();
            next.current?.close();
        },
        [],
    );

    const again = () => {
        if (timer.current) return;
        timer.current = setTimeout(
            () => {
                timer.current = 0;
                if (shown.current && !next.current) read(shown.current.query, true);
            },
            Math.max(50, done.current + pause - Date.now()),
        );
    };
    useChanges(change => {
        if (!change) return again();
        const others = shown.current?.update(change.runs) ?? [];
        if (others.length > 0 || change.removed.length > 0 || (settings.current.volatile && change.runs.length > 0)) again();
    });

    const want = useCallback((/** @type {number} */ first, /** @type {number} */ last) => {
        range.current = [first, last];
        shown.current?.want(first, last);
    }, []);
    return { rows: shown.current, loading: next.current !== null, want, reload: () => read(query, true) };
}
