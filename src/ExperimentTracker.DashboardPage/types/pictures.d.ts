// What is drawn of distributions and of predictions.

/** The distribution of values at a step, as the API and a report have it. */
interface DistributionStep {
    step: number;
    time?: Time;
    /** The number of values, with those that are in no bin. */
    count: number;
    nan?: number;
    infinite?: number;
    /** Finite values that are below the first or above the last edge. */
    outside?: number;
    min?: NumberData;
    max?: NumberData;
    mean?: NumberData;
    deviation?: NumberData;
    /** One more than counts; none when no value was finite. */
    edges: number[];
    counts: number[];
}

interface DistributionData {
    key: string;
    /** The number of all steps, of which `steps` may be a selection. */
    count: number;
    /** In ascending order. */
    steps: DistributionStep[];
}

/** The content of an artifact of the type confusion-matrix. */
interface ConfusionData {
    labels: string[];
    /** By actual label, then by predicted label. */
    counts: number[][];
    count: number;
    accuracy: number;
    precision: (number | null)[];
    recall: (number | null)[];
    f1: (number | null)[];
}

/** The content of an artifact of the type pr-curve: from the highest threshold on. */
interface PrecisionRecallData {
    count: number;
    positives: number;
    averagePrecision: number;
    thresholds: number[];
    precision: number[];
    recall: number[];
}
