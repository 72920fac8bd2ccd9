// What the charts work with.

/** What the charts show, as the address says it. */
interface ChartOptions {
    /** The full name of the metric that is shown large, or "". */
    metric: string;
    /** "step", "time", "elapsed", or "m:" and the name of a metric. */
    x: string;
    log: boolean;
    logX: boolean;
    /** From 0 to 1. */
    smoothing: number;
    /** "kernel" or "ema". */
    smoother: string;
    /** Whether the range of y leaves out the lowest and the highest percent of the values. */
    ignoreOutliers: boolean;
    /** "", "p:name", "t:name", "status" or "experiment". */
    colour: string;
    group: string;
    band: "sd" | "ci95" | "minmax" | "none";
    /** The metric that ranks runs, or "" for the default. */
    rank: string;
    /** How many runs are bright. */
    top: number;
    zoom: Extent | null;
    hidden: Set<string>;
    closed: Set<string>;
    find: string;
}

type Extent = [low: number, high: number];

/** The points of a metric of a run, as they were read. */
interface Curve {
    run: string;
    metric: string;
    count: number;
    /** The count when all of it was last read. */
    base: number;
    thinned: boolean;
    steps: number[];
    values: number[];
    times?: number[];
}

interface MetricInfo {
    name: string;
    unit?: string;
    goal?: "Minimize" | "Maximize";
}

/** How runs are drawn. */
interface Look {
    key: string;
    label: string;
    /** A variable of the theme ("--series-0"), or "ramp:" and a share. */
    colour: string;
    dash?: number[];
    bright: boolean;
}

interface LegendEntry extends Look {
    /** The number of runs; undefined when it is one. */
    count?: number;
    run?: RunRow;
}

interface Palette {
    lookOf: (run: RunRow) => Look;
    entries: LegendEntry[];
    /** The ids of the runs that are bright. */
    bright: string[];
    /** The ends of a scale of colours. */
    ramp?: { name: string; low: number; high: number };
    /** Runs that are drawn dim, which the legend does not list. */
    dim: number;
}

interface ChartLine extends Look {
    run?: RunRow;
    /** The runs of a group. */
    count?: number;
    xs: number[];
    ys: number[];
    /** The values before they were smoothed. */
    raw?: number[];
    /** Whether x never decreases. */
    sorted: boolean;
    band?: { low: number[]; high: number[]; counts: number[] };
}

interface ChartModel {
    metric: MetricInfo;
    /** Dim lines first. */
    lines: ChartLine[];
    x: Extent | null;
    y: Extent | null;
    /** "step", "time", "elapsed" or "metric". */
    xKind: string;
    xTitle: string;
    log: boolean;
    logX: boolean;
    smoothed: boolean;
    /** The parameters that differ between the runs. */
    differing: string[];
    /** Whether values are outside the range of y. */
    clipped: boolean;
}
