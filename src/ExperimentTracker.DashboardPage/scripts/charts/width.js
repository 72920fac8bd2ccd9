// A chart that is as wide as its place.
import { useEffect } from "../lib.js";

/** @param {{ current: HTMLElement | null }} host @param {{ current: { chart: uPlot } | null }} drawn */
export function useWidth(host, drawn) {
    useEffect(() => {
        if (!host.current) return undefined;
        const node = host.current;
        const observer = new ResizeObserver(() => {
            const chart = drawn.current?.chart;
            if (chart && Math.abs(chart.width - node.clientWidth) > 1) chart.setSize({ width: Math.max(160, node.clientWidth), height: chart.height });
        });
        observer.observe(node);
        return () => observer.disconnect();
    }, []);
}
