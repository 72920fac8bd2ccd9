// A curve from what the server sends, and with what it sends later.
import { toNumber } from "../format.js";
import { firstFrom } from "./transform.js";

/** A series without points has no lists. @param {SeriesData} data */
const listsOf = data => ({ steps: (data.steps ?? []).map(Number), values: (data.values ?? []).map(toNumber) });

/** @param {SeriesData} data @returns {Curve} */
export const curveOf = data => ({ ...data, ...listsOf(data), thinned: Boolean(data.thinned), base: data.count });

/**
 * A curve with the points from a step on replaced.
 * @param {Curve} before
 * @param {SeriesData} data
 * @param {number} from
 * @returns {Curve | null} Null when what was kept and what came do not make the whole.
 */
export function extended(before, data, from) {
    const { steps, values } = listsOf(data);
    const kept = firstFrom(before.steps, from);
    const thinned = before.thinned || Boolean(data.thinned);
    if (!thinned && kept + values.length !== data.count) return null;
    return {
        ...before,
        count: data.count,
        thinned,
        steps: [...before.steps.slice(0, kept), ...steps],
        values: [...before.values.slice(0, kept), ...values],
        times: before.times && data.times ? [...before.times.slice(0, kept), ...data.times] : undefined,
    };
}

/**
 * A thinned curve with all points of a range.
 * @param {Curve} curve
 * @param {SeriesData} data
 * @param {number} from
 * @param {number} to
 * @returns {Curve}
 */
export function detailed(curve, data, from, to) {
    const { steps, values } = listsOf(data);
    const before = firstFrom(curve.steps, from), after = firstFrom(curve.steps, to + 1);
    /** @type {<T>(whole: T[], part: T[]) => T[]} */
    const join = (whole, part) => [...whole.slice(0, before), ...part, ...whole.slice(after)];
    return { ...curve, steps: join(curve.steps, steps), values: join(curve.values, values), times: curve.times && data.times ? join(curve.times, data.times) : undefined };
}
