// The JSON of a report, as HtmlReportData in Core writes it. Empty lists and empty strings are omitted.

interface ReportData {
    kind: "run" | "comparison" | "experiment";
    title: string;
    /** Milliseconds since 1970, like all times. */
    exportedAt: number;
    /** The number of runs whose curves were omitted, because the report would be too large. */
    runsWithoutCurves: number;
    /** What runs are ranked by: "last value". */
    ranking: string;
    experiments?: ExperimentData[];
    /** The metrics of all runs, sorted by importance. Elsewhere a metric is its index in this list. */
    metrics?: MetricData[];
    runs?: RunData[];
    /** The names of the parameters of all runs. Elsewhere a parameter is its index in this list. */
    parameters?: string[];
    /** The distinct origins of all runs. */
    origins?: OriginData[];
}

/** A name and its value; a bare tag has no value. */
type Fact = [name: string, text?: string];

/** A number; those that JSON lacks are strings. */
type NumberData = number | "NaN" | "Infinity" | "-Infinity";

/** The value of a parameter. Numbers that a script cannot represent exactly are strings. */
type ParameterValue = number | string | null;

interface ExperimentData {
    name: string;
    project: string;
    description?: string;
    tags?: Fact[];
    config?: Fact[];
    datasets?: Fact[];
    artifacts?: ArtifactData[];
}

interface MetricData {
    name: string;
    unit?: string;
    goal?: "Minimize" | "Maximize";
    /** The indexes of the runs that are ranked by it, best first. */
    ranked?: number[];
    /** The value of the first of them. */
    best?: NumberData;
}

interface RunData {
    id: string;
    path: string;
    name: string;
    status: "Pending" | "Running" | "Succeeded" | "Failed" | "Cancelled" | "Killed";
    created: number;
    started?: number;
    /** Milliseconds. */
    duration?: number;
    description?: string;
    error?: string;
    /** The index of its origin in the report's list. */
    origin: number;
    place?: Fact[];
    tags?: Fact[];
    /** Its parameters. */
    p?: [parameter: number, value: ParameterValue][];
    /** The statistics of its metrics. */
    m?: StatisticsData[];
    /** Its curves. */
    c?: CurveData[];
    /** Its inputs and the model versions that it produced. */
    data?: Fact[];
    artifacts?: ArtifactData[];
}

type StatisticsData = [
    metric: number,
    count: number,
    lastStep: number,
    last: NumberData | null,
    min: NumberData | null,
    max: NumberData | null,
    mean: NumberData | null,
];

/** The steps are the first one, followed by the differences between consecutive ones. */
type CurveData = [metric: number, differences: number[], values: NumberData[]];

interface OriginData {
    code?: Fact[];
    environment?: Fact[];
}

interface ArtifactData {
    key: string;
    /** Its type, kind and size as text. */
    what: string;
    /** The beginning of its digest, or its location. */
    place: string;
    digest?: string;
    images?: ImageData64[];
}

/** The content is in Base64. */
type ImageData64 = [name: string, mediaType: string, content: string];
