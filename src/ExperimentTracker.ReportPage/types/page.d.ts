// The shared types of the page's scripts.

type Child = Node | string | false | null | undefined | Child[];

type Attribute = string | number | boolean | null | undefined | (() => void);

interface Metric extends MetricData {
    index: number;
}

interface Parameter {
    name: string;
    index: number;
}

interface Statistics {
    count: number;
    lastStep: number;
    last: number | null;
    min: number | null;
    max: number | null;
    mean: number | null;
    /** The lowest or highest value, according to the goal of the metric; null without one. */
    best: number | null;
}

type StatisticName = "last" | "best" | "min" | "max" | "mean";

/** Points by step; a value that cannot be drawn is NaN or infinite. */
interface Curve {
    steps: number[];
    values: number[];
}

interface Run extends Omit<RunData, "p" | "m" | "c" | "origin"> {
    index: number;
    /** By the index of the metric, like all maps here. */
    curves: Map<number, Curve>;
    metrics: Map<number, Statistics>;
    parameters: Map<number, ParameterValue>;
    tags: Fact[];
    data: Fact[];
    artifacts: ArtifactData[];
    place: Fact[];
    origin: OriginData;
    /** The name, or empty if it was generated. */
    shownName: string;
    /** All text that the filter searches. */
    search?: string;
}

/** An artifact with its run. */
interface OwnedArtifact extends ArtifactData {
    run?: Run;
}

/** The value of a run in a column or on an axis. */
type Value = string | number | null | undefined;

type RunTest = (run: Run) => boolean;

/** A sort key of the table of runs. */
interface SortKey {
    title: string;
    get: (run: Run) => Value;
    note?: string;
    hint?: string;
    numeric?: boolean;
    downFirst?: boolean;
}

interface Column extends SortKey {
    group: "Run" | "Parameters" | "Metrics";
    cell: (run: Run) => Child;
    exact?: (run: Run) => string | null;
    className?: string;
    varies?: boolean;
    shown?: boolean;
}

interface SortOrder {
    column: SortKey;
    descending: boolean;
}

/** An axis of the chart of runs. */
interface ChartAxis {
    title: string;
    get: (run: Run) => Value;
    numeric: boolean;
    date: boolean;
    isParameter: boolean;
}

interface ScatterPoint {
    run: Run;
    x: number;
    y: number;
}

interface ScatterAxes {
    x: ChartAxis;
    y: ChartAxis;
    log: boolean;
    logX: boolean;
    /** The categories of the x axis; null for numbers. */
    categories: string[] | null;
}

interface ShownCurve extends Curve {
    run: Run;
    /** The values before smoothing. */
    raw: number[];
}

/** A curve in the background. */
interface FaintCurve extends Curve {
    /** The name of a variable of the theme. */
    colour: string;
    alpha: number;
}

type Extent = [least: number, greatest: number];

interface Tooltip {
    node: HTMLElement;
    hide: () => void;
    show: (chart: uPlot, curves: ShownCurve[], metric: Metric) => void;
}

/** The operations of a chart. */
interface Plot {
    /** Draws the chart if its content has changed. */
    draw: () => void;
    /** Destroys the chart. */
    drop: () => void;
    /** Resizes the chart to the width of its element. */
    fit: () => void;
    /** Redraws the chart when it is visible. */
    spoil: () => void;
}

/** The value of a run in a row of the differences. */
interface DifferenceCell {
    text: string;
    /** Runs with the same string here are equal. */
    same: string;
    /** The rank of the run by the metric, from 0; -1 if it is not ranked. */
    rank?: number;
    metric?: Metric;
    image?: ImageData64;
}

/** A titled part of a run's details. */
type RunPart = [id: string, title: string, content: Child];

type PageEvent = "selection" | "filter" | "statistic" | "curves" | "theme";

interface PageState {
    /** The selected runs, each with the number of its colour, in the order chosen. */
    selected: Map<Run, number>;
    /** Selected runs whose curves are hidden. */
    hidden: Set<Run>;
    filtered: Run[];
    statistic: StatisticName;
    /** The metric to draw, or null for all. */
    metric: number | null;
    log: boolean;
    smoothing: number;
    /** Whether runs that are not selected are drawn too, faintly. */
    everyRun: boolean;
}
