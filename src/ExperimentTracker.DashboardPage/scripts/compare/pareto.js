// Runs that no other run is better than in both of two metrics.

/** @typedef {{ run: RunRow, x: number, y: number, within: boolean }} ScatterPoint */

/**
 * The front, from the best x to the worst: a point belongs to it when none is at least as good in both and better in one.
 * @param {ScatterPoint[]} points
 * @param {"Minimize" | "Maximize"} goalX
 * @param {"Minimize" | "Maximize"} goalY
 */
export function paretoFront(points, goalX, goalY) {
    const cost = (/** @type {number} */ value, /** @type {string} */ goal) => (goal === "Minimize" ? value : -value);
    const sorted = [...points].sort((a, b) => cost(a.x, goalX) - cost(b.x, goalX) || cost(a.y, goalY) - cost(b.y, goalY));
    /** @type {ScatterPoint[]} */
    const front = [];
    let [best, bestX] = [Infinity, NaN];
    for (const point of sorted) {
        const y = cost(point.y, goalY);
        if (y < best) [best, bestX] = [y, point.x];
        else if (y > best || point.x !== bestX) continue;
        front.push(point);
    }
    return front;
}
