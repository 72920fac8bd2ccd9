// What the scripts of the page make of a report, and share.

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
    /** The least or the greatest value, by the goal of the metric; null without one. */
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
    /** By the place of the metric, as all maps here. */
    curves: Map<number, Curve>;
    metrics: Map<number, Statistics>;
    parameters: Map<number, ParameterValue>;
    tags: Fact[];
    data: Fact[];
    artifacts: ArtifactData[];
    place: Fact[];
    origin: OriginData;
    /** The name, or nothing when the path says as much. */
    shownName: string;
    /** All words in it that the filter looks for. */
    search?: string;
}

/** An artifact among those of several runs says whose it is. */
interface OwnedArtifact extends ArtifactData {
    run?: Run;
}

/** What a run has in a column or on an axis. */
type Value = string | number | null | undefined;

type RunTest = (run: Run) => boolean;

/** What the table of runs can be sorted by. */
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

/** What the chart of runs may have along an axis. */
interface ChartAxis {
    title: string;
    get: (run: Run) => Value;
    numeric: boolean;
    moment: boolean;
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
    /** The texts along the x axis; null where it has numbers. */
    categories: string[] | null;
}

interface ShownCurve extends Curve {
    run: Run;
    /** The values before smoothing. */
    raw: number[];
}

/** A curve behind the others. */
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

/** What the chart of an element can be told. */
interface Plot {
    /** Draws what is stale. */
    draw: () => void;
    /** Gives up the chart. */
    drop: () => void;
    /** Takes the width of its place. */
    fit: () => void;
    /** Draws again when it is in sight. */
    spoil: () => void;
}

/** What a run has under one name, among the differences. */
interface DifferenceCell {
    text: string;
    /** Runs with the same text here are the same. */
    same: string;
    value?: number | null;
    metric?: Metric;
    image?: ImageData64;
}

/** A named part of what is told about a run. */
type RunPart = [id: string, title: string, content: Child];

type PageEvent = "selection" | "filter" | "statistic" | "curves" | "theme";

interface PageState {
    /** The selected runs, each with the number of its colour, in the order chosen. */
    selected: Map<Run, number>;
    /** Selected runs whose curves are switched off. */
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
