import { Worker } from 'node:worker_threads'
import type { EngineRow } from './engine.ts'
import { round } from './engine.ts'

/**
 * Two workers beside one, each issuing a compiled batch: credentials by the clock, for what is asked is whether the work
 * spreads. On a machine that is busy with something else it cannot.
 */
export async function coresRow(turns: number): Promise<EngineRow> {
  const one: number[] = []
  const two: number[] = []
  for (let turn = 0; turn < Math.min(turns, 5); turn++) {
    one.push(await runWorkers(1))
    two.push(await runWorkers(2))
  }
  const rate = Math.max(...two)
  const alone = Math.max(...one)
  return {
    case: 'cores',
    document: 'small',
    ours: round(rate),
    peer: round(alone),
    peerName: 'one worker',
    ratio: round(rate / alone, 100),
    ofRaw: null,
  }
}

async function runWorkers(count: number): Promise<number> {
  const workers = Array.from({ length: count }, () => new Worker(new URL('./issue-worker.ts', import.meta.url)))
  try {
    await Promise.all(workers.map(ask('warm')))
    const started = performance.now()
    const issued = await Promise.all(workers.map(ask('run')))
    return (issued.reduce((sum, each) => sum + each, 0) * 1000) / (performance.now() - started)
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

const ask =
  (order: 'warm' | 'run') =>
  (worker: Worker): Promise<number> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.postMessage(order)
    })
