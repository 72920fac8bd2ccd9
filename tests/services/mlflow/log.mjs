// Logs runs with the client of the package mlflow and prints what it reads back as the last line. Arguments: the address of the server and the token.
import { createRequire } from 'node:module'

const MLflow = createRequire(import.meta.url)('mlflow')
const [endpoint, token] = process.argv.slice(2)
const client = new MLflow({ endpoint, headers: { Authorization: `Bearer ${token}` } })

const { experiment_id } = await client.Experiments.create({ name: 'from node' })
const { run: parent } = await client.Runs.create({ experiment_id, user_id: 'node', start_time: Date.now(), tags: [{ key: 'mlflow.runName', value: 'sweep' }] })
const ids = []
for (const lr of [0.1, 0.01]) {
  const { run } = await client.Runs.create({ experiment_id, user_id: 'node', start_time: Date.now(), tags: [{ key: 'mlflow.parentRunId', value: parent.info.run_id }] })
  const run_id = run.info.run_id
  ids.push(run_id)
  await client.Runs.logParameter({ run_id, key: 'lr', value: `${lr}` })
  for (let step = 0; step < 5; step++) await client.Runs.logMetric({ run_id, key: 'loss', value: lr / (step + 1), timestamp: 1700000000000 + step, step })
  await client.Runs.logBatch({
    run_id,
    metrics: [{ key: 'acc', value: 1 - lr, timestamp: 1700000000000, step: 0 }],
    params: [{ key: 'optimizer', value: 'adam' }],
    tags: [{ key: 'team', value: 'red' }],
  })
  await client.Runs.setTag({ run_id, key: 'state', value: 'draft' })
  await client.Runs.deleteTag({ run_id, key: 'state' })
  await client.Runs.update({ run_id, status: 'FINISHED', end_time: Date.now() })
}
await client.Runs.update({ run_id: parent.info.run_id, status: 'FAILED', end_time: Date.now() })
await client.Runs.delete({ run_id: ids[0] })
await client.Runs.restore({ run_id: ids[0] })

const refused = await client.Runs.logParameter({ run_id: ids[0], key: 'lr', value: '5' }).then(() => null, error => error.message)
const best = await client.Runs.search({ experiment_ids: [experiment_id], filter: "metrics.loss < 1 and params.optimizer = 'adam'", order_by: ['metrics.loss ASC'], max_results: 1 })
const next = await client.Runs.search({ experiment_ids: [experiment_id], filter: "metrics.loss < 1 and params.optimizer = 'adam'", order_by: ['metrics.loss ASC'], max_results: 1, page_token: best.next_page_token })
const history = await client.Metrics.getHistory({ run_id: ids[1], metric_key: 'loss' })
const artifacts = await client.Artifacts.list({ run_id: ids[0] })
const listed = await client.Experiments.list({ view_type: 'ACTIVE_ONLY' })
await client.Experiments.update({ experiment_id, new_name: 'renamed' })
const experiment = await client.Experiments.get({ experiment_id })
console.log(`\n${JSON.stringify({ experiment_id, parent: parent.info.run_id, ids, refused, best, next, history, artifacts, listed, experiment })}`)
