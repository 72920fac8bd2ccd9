// Measures how many points a second a server takes. Arguments: the address of the server and the token.
const [endpoint, token] = process.argv.slice(2)

async function post (path, body) {
  const reply = await fetch(`${endpoint}/api/2.0/mlflow/${path}`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const read = await reply.json()
  if (!reply.ok) throw new Error(JSON.stringify(read))
  return read
}

const { experiment_id } = await post('experiments/create', { name: `measured ${Date.now()}` })
const newRun = async () => (await post('runs/create', { experiment_id })).run.info.run_id

async function measure (name, points, work) {
  const start = performance.now()
  await work()
  console.log(`${name}: ${Math.round(points / (performance.now() - start) * 1000)} points/s`)
}

async function logBatches (run_id, count) {
  for (let batch = 0; batch < count; batch++) {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({ key: `m${i % 10}`, value: Math.random(), timestamp: Date.now(), step: batch * 100 + Math.floor(i / 10) }))
    await post('runs/log-batch', { run_id, metrics })
  }
}

for (const round of [1, 2, 3]) {
  const run = await newRun()
  const runs = await Promise.all(Array.from({ length: 32 }, newRun))
  console.log(`round ${round}`)
  await measure('one by one, 1 client', 3000, async () => {
    for (let step = 0; step < 3000; step++) await post('runs/log-metric', { run_id: run, key: 'loss', value: Math.random(), timestamp: Date.now(), step })
  })
  await measure('one by one, 32 clients', 9600, () => Promise.all(runs.map(async run_id => {
    for (let step = 0; step < 300; step++) await post('runs/log-metric', { run_id, key: 'loss', value: Math.random(), timestamp: Date.now(), step })
  })))
  await measure('batches of 1,000, 1 client', 200_000, () => logBatches(run, 200))
  await measure('batches of 1,000, 32 clients', 640_000, () => Promise.all(runs.map(id => logBatches(id, 20))))
}
