// The JSON of a run, its log and its artifacts, and of models.

interface RunName {
    id: string;
    path: string;
    name: string;
}

interface ArtifactFile {
    path: string;
    size: number;
    mediaType: string;
}

interface ArtifactData {
    id: string;
    key: string;
    type?: string;
    kind: "file" | "folder" | "text" | "reference" | "record";
    mediaType?: string;
    size?: number;
    digest?: string;
    location?: string;
    /** False when only its description is in the store. */
    stored?: boolean;
    created?: Time;
    epoch?: string;
    result?: string;
    step?: number;
    fileCount?: number;
    files?: ArtifactFile[];
}

interface MetricData {
    name: string;
    key: string;
    label?: string;
    unit?: string;
    goal?: "Minimize" | "Maximize";
    count: number;
    nan?: number;
    first?: NumberData;
    last?: NumberData;
    lastStep?: number;
    min?: NumberData;
    minStep?: number;
    max?: NumberData;
    maxStep?: number;
    mean?: NumberData;
}

interface InputData {
    role?: string;
    kind: string;
    name: string;
    id: string;
    run?: string;
    /** The identity of a model. */
    model?: string;
    version?: number;
    artifact?: string;
}

interface HistoryEntry {
    from?: string;
    to: string;
    time: Time;
    reason?: string;
    actor?: string;
}

/** A record of which the page only shows the members. */
type PlainRecord = Record<string, unknown>;

/** How far a sweep is. */
interface SweepData {
    strategy: string;
    stopEarly?: string;
    total: number;
    ended: number;
    running: number;
    waiting: number;
    failed: number;
    /** Stopped early, because they showed no promise. */
    pruned: number;
    cancelled: number;
    /** Milliseconds. */
    left?: number;
    metric?: string;
    goal?: "Minimize" | "Maximize";
    /** The names of the parameters that the sweep gives its trials. */
    names: string[];
    best: { value: NumberData; run: RunRow }[];
}

interface RunData {
    run: RunRow & { removed?: Time };
    parameters: { name: string; type: string; value: ParameterValue }[];
    metrics: MetricData[];
    history: HistoryEntry[];
    inputs: InputData[];
    usedBy: { run: RunName; what: string }[];
    ancestors: RunName[];
    /** Of a sweep, when the source says how far it is. */
    sweep?: SweepData;
    children: RunRow[];
    childCount: number;
    artifacts: ArtifactData[];
    modelVersions: { model: string; modelId?: string; version: number; stage: string; description?: string; aliases?: string[] }[];
    code: [name: string, text: string][];
    environment: [name: string, text: string][];
    place?: [name: string, text: string][];
    errorDetails?: string;
    epochs: PlainRecord[];
    results: PlainRecord[];
    reproduce?: string;
    /** Undefined when the source does not have the log. */
    logCount?: number;
    /** The keys of its distributions. */
    distributions: string[];
}

interface LogEntry {
    time: Time;
    stream?: string;
    text: string;
}

interface LogPage {
    /** Absent while there is no entry. */
    cursor?: string;
    entries: LogEntry[];
    more: boolean;
    /** The number of entries that the source does not have. */
    omitted?: number;
}

interface ModelRow {
    id: string;
    name: string;
    project?: string;
    description?: string;
    tags?: Record<string, string | null>;
    versions: number;
    production?: { version: number; run?: string; runPath?: string };
    latest?: number;
    updated?: Time;
}

interface ModelVersionData {
    id: string;
    version: number;
    stage: string;
    aliases?: string[];
    created: Time;
    run?: RunName;
    artifact?: { id: string; key: string };
    description?: string;
    tags?: Record<string, string | null>;
    metrics?: Record<string, MetricValue>;
    inputs?: InputData[];
}

interface StageChangeData {
    version: number;
    from?: string;
    to: string;
    time: Time;
    reason?: string;
    actor?: string;
}

interface ModelData {
    model: ModelRow;
    versions: ModelVersionData[];
    changes: StageChangeData[];
}
