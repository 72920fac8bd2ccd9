// Parses workflow files with the parser of GitHub's language server. For each file, prints its errors and the steps that run scripts:
// node check.mjs FILE...
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The package is intended for bundlers, which import JSON without an import attribute.
const hook = `export const load = (url, context, next) => next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await import("@actions/workflow-parser");

const results = [];
for (const name of process.argv.slice(2)) {
  const read = parseWorkflow({ name, content: readFileSync(name, "utf8") }, new NoOperationTraceWriter());
  const template = await convertWorkflowTemplate(read.context, read.value, undefined, { fetchReusableWorkflowDepth: 0 });
  const steps = (template.jobs ?? []).flatMap(job => job.steps ?? []).filter(step => step.run)
    .map(step => ({ name: String(step.name ?? step.id), run: step.run.source ?? String(step.run) }));
  results.push({ name, errors: read.context.errors.getErrors().map(error => error.message), jobs: (template.jobs ?? []).length, steps });
}
console.log(JSON.stringify(results));
