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
    experiments?: ReportExperiment[];
    /** The metrics of all runs, sorted by importance. Elsewhere a metric is its index in this list. */
    metrics?: ReportMetric[];
    runs?: ReportRunData[];
    /** The names of the parameters of all runs. Elsewhere a parameter is its index in this list. */
    parameters?: string[];
    /** The distinct origins of all runs. */
    origins?: { user?: string; host?: string; code?: Fact[]; environment?: Fact[] }[];
    /** How much the metrics with a goal depend on the parameters, by experiment. */
    importance?: { experiment: number; metric: number; runs: number; parameters: [name: string, importance: number, correlation: number | null, numeric: boolean][] }[];
}

type Fact = [name: string, text: string];

/** A name and its value; a bare tag has no value. */
type TagFact = [name: string, text?: string];

interface ReportExperiment {
    id: string;
    name: string;
    project: string;
    created: Time;
    description?: string;
    tags?: TagFact[];
    config?: Fact[];
    datasets?: Fact[];
    artifacts?: ArtifactEntry[];
}

interface ReportMetric extends MetricInfo {
    /** The indexes of the runs that are ranked by it, best first. */
    ranked?: number[];
    /** The value of the first of them. */
    best?: NumberData;
}

interface ReportRunData {
    id: string;
    shortId: string;
    path: string;
    name: string;
    number: number;
    /** The index of its experiment in the report's list. */
    experiment: number;
    status: StatusName;
    created: Time;
    started?: Time;
    ended?: Time;
    /** Milliseconds. */
    duration?: number;
    description?: string;
    /** Why it failed, in one line or more; `error` has the place too. */
    message?: string;
    error?: string;
    parent?: string;
    progress?: ProgressData;
    /** The index of its origin in the report's list. */
    origin: number;
    place?: Fact[];
    tags?: TagFact[];
    /** Its parameters. */
    p?: [parameter: number, value: ParameterValue][];
    /** The statistics of its metrics. */
    m?: StatisticsData[];
    /** Its curves. */
    c?: CurveData[];
    history?: [to: StatusName, time: Time, reason?: string | null, actor?: string][];
    inputs?: InputData[];
    models?: { id: string; model: string; version: number; stage: string; description?: string; aliases?: string[] }[];
    artifacts?: ArtifactEntry[];
    epochs?: PlainRecord[];
    results?: PlainRecord[];
    distributions?: DistributionData[];
    /** The number of entries that its log has. */
    logCount?: number;
    /** The last of them. */
    log?: [time: Time, text: string, stream?: string][];
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

interface ArtifactEntry extends Omit<ArtifactData, "files"> {
    files?: [path: string, size: number, mediaType: string][];
    /** Those of its contents that are in the report, in Base64: images, and what is measured of predictions. */
    contents?: [path: string, mediaType: string, content: string][];
}
