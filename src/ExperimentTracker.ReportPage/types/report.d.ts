// The JSON of a report, as HtmlReportData in Core writes it. Lists without an element are left out, and so are texts that are empty.

interface ReportData {
    kind: "run" | "comparison" | "experiment";
    title: string;
    /** Milliseconds since 1970, as all times. */
    exportedAt: number;
    /** The runs whose curves were left out, since the report would be too large. */
    runsWithoutCurves: number;
    experiments?: ExperimentData[];
    /** The metrics of all runs, the most telling one first. Elsewhere a metric is its place in this list. */
    metrics?: MetricData[];
    runs?: RunData[];
    /** The names of the parameters of all runs. Elsewhere a parameter is its place in this list. */
    parameters?: string[];
    /** The origins of all runs, each once. */
    origins?: OriginData[];
}

/** A name and its text; a bare tag has no text. */
type Fact = [name: string, text?: string];

/** A number; those that JSON lacks are texts. */
type NumberData = number | "NaN" | "Infinity" | "-Infinity";

/** The value of a parameter. Numbers that a script cannot hold exactly are texts. */
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
    /** The place of its origin in the report's list. */
    origin: number;
    place?: Fact[];
    tags?: Fact[];
    /** Its parameters. */
    p?: [parameter: number, value: ParameterValue][];
    /** The statistics of its metrics. */
    m?: StatisticsData[];
    /** Its curves. */
    c?: CurveData[];
    /** What it consumed and made. */
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

/** The steps are the first one and the differences to those that follow. */
type CurveData = [metric: number, differences: number[], values: NumberData[]];

interface OriginData {
    code?: Fact[];
    environment?: Fact[];
}

interface ArtifactData {
    key: string;
    /** Its type, kind and size in words. */
    what: string;
    /** The beginning of its digest, or where it is. */
    place: string;
    digest?: string;
    images?: ImageData64[];
}

/** The content is in Base64. */
type ImageData64 = [name: string, mediaType: string, content: string];
