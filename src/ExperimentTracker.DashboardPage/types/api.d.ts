// The JSON of the API, as src/ExperimentTracker.Web writes it. Members without a value are omitted.

/** A number; those that JSON lacks are strings. */
type NumberData = number | "NaN" | "Infinity" | "-Infinity";

/** Numbers that a script cannot represent exactly are strings. */
type ParameterValue = number | string | boolean | null;

/** Milliseconds since 1970. */
type Time = number;

type StatusName = "Pending" | "Running" | "Succeeded" | "Failed" | "Cancelled" | "Killed";

interface Named {
    id: string;
    name: string;
}

interface MetricValue {
    last?: NumberData;
    lastStep?: number;
    min?: NumberData;
    max?: NumberData;
    mean?: NumberData;
    best?: NumberData;
    count: number;
    unit?: string;
    goal?: "Minimize" | "Maximize";
}

interface ProgressData {
    /** The share of the work that is done, from 0 to 1. */
    done?: number;
    text?: string;
    /** Milliseconds. */
    left?: number;
}

interface RunRow {
    id: string;
    shortId: string;
    uid: string;
    path: string;
    name: string;
    number: number;
    namespace?: string;
    experiment: Named;
    project?: string;
    status: StatusName;
    created: Time;
    started?: Time;
    ended?: Time;
    /** Milliseconds. */
    duration?: number;
    user?: string;
    host?: string;
    progress?: ProgressData;
    description?: string;
    error?: string;
    parent?: string;
    tags: Record<string, string | null>;
    parameters: Record<string, ParameterValue>;
    metrics: Record<string, MetricValue>;
}

interface StoreData {
    id: string;
    address: string;
    engine: string;
    engineVersion?: string;
    moduleVersion?: string;
    readOnly: boolean;
    allowChanges: boolean;
    changeSecret?: string;
    time: Time;
}

interface ExperimentRow {
    id: string;
    name: string;
    project: string;
    description?: string;
    tags: Record<string, string | null>;
    runs: number;
    running: number;
    failed: number;
    succeeded: number;
    lastActivity?: Time;
    created: Time;
}

interface HomeData {
    experiments: ExperimentRow[];
    running: RunRow[];
    failures: RunRow[];
    counts: { runs: number; running: number; failed24h: number };
}

interface RunPage {
    version: string;
    offset: number;
    /** Null while it is being counted. */
    total: number | null;
    /** Which runs the filter fails for, as a sentence. */
    leftOut?: string;
    rows: RunRow[];
}

interface ColumnsData {
    parameters: { name: string; type: string; distinct?: number }[];
    metrics: { name: string; unit?: string; goal?: "Minimize" | "Maximize" }[];
    tags: { name: string }[];
}

interface SeriesRequest {
    run: string;
    metric: string;
    from?: number;
}

interface SeriesData {
    run: string;
    metric: string;
    count: number;
    from?: number;
    thinned: boolean;
    steps: number[];
    values: NumberData[];
    times?: Time[];
}
