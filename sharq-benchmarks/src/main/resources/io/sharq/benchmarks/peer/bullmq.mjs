// BullMQ under the lines that Bench.java documents. Arguments: the port of the Redis.
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import IORedis from 'ioredis';
import { Queue, Worker } from 'bullmq';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const shared = new IORedis(connection);
shared.setMaxListeners(0);
const options = { removeOnComplete: true, removeOnFail: true };
const PATIENCE_MS = 60_000;
const queue = new Queue('bench', { connection: shared });
const limited = new Map();

const now = () => performance.now();
const idOf = (k, queues) => `${k % queues}-${randomUUID()}`;

function within(promise, left) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${left()} jobs did not come`)), PATIENCE_MS);
  });
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}

async function enqueue(work, size) {
  const ids = Array.from({ length: work.jobs }, (_, k) => idOf(k, work.queues));
  let next = 0;
  const start = now();
  await Promise.all(Array.from({ length: work.callers }, async () => {
    while (next < ids.length) {
      const mine = ids.slice(next, next + size);
      next += size;
      if (size === 1) {
        await queue.add('job', 'hello', { ...options, jobId: mine[0] });
      } else {
        await queue.addBulk(mine.map((jobId) => ({ name: 'job', data: 'hello', opts: { ...options, jobId } })));
      }
    }
  }));
  return { jobsASecond: work.jobs / ((now() - start) / 1e3) };
}

async function drain(work) {
  await enqueue(work, work.batch);
  let left = work.jobs;
  let worker;
  const start = now();
  const all = new Promise((resolve) => {
    worker = new Worker('bench', async () => {
      left -= 1;
      if (left === 0) resolve();
    }, { connection, concurrency: work.callers });
  });
  try {
    await within(all, () => left);
    return { jobsASecond: work.jobs / ((now() - start) / 1e3) };
  } finally {
    await worker.close();
  }
}

// A random number as good as the other peers': the same seed draws the same queues in each round.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const quantile = (all, share) => {
  if (all.length === 0) return 0;
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

// BullMQ's limit is of a queue, so each key has a queue and a worker of its own.
async function lateness(work) {
  const sent = new Map();
  const last = new Array(work.queues).fill(null);
  const held = [];
  const free = [];
  let left = work.jobs;
  let done;
  const all = new Promise((resolve) => { done = resolve; });
  const workers = [];
  for (let i = 0; i < work.queues; i += 1) {
    if (!limited.has(i)) limited.set(i, new Queue(`limited-${i}`, { connection: shared }));
    workers.push(new Worker(`limited-${i}`, async (job) => {
      const at = now();
      const from = sent.get(job.id);
      if (from === undefined) return;
      sent.delete(job.id);
      const allowed = last[i] === null ? from : last[i] + work.intervalMillis;
      last[i] = at;
      (allowed > from ? held : free).push(Math.max(0, at - Math.max(from, allowed)));
      left -= 1;
      if (left === 0) done();
    }, { connection, concurrency: 1, limiter: { max: 1, duration: work.intervalMillis } }));
  }
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    const draw = random(work.seed);
    const start = now();
    for (let k = 0; k < work.jobs; k += 1) {
      const wait = start + (k * 1e3) / work.rate - now();
      if (wait > 0) await new Promise((resolve) => { setTimeout(resolve, wait); });
      const i = Math.floor(draw() * work.queues);
      const jobId = `${i}-${randomUUID()}`;
      sent.set(jobId, now());
      limited.get(i).add('job', 'hello', { ...options, jobId }).catch((e) => console.error(e));
    }
    await within(all, () => left);
    return {
      held: held.length,
      heldP50Ms: quantile(held, 0.5),
      heldP99Ms: quantile(held, 0.99),
      freeP50Ms: quantile(free, 0.5),
      freeP99Ms: quantile(free, 0.99),
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

async function answer(line) {
  const [name, ...numbers] = line.trim().split(' ');
  const [jobs, callers, batch, queues, intervalMillis, rate, seed] = numbers.map(Number);
  const work = { jobs, callers, batch, queues, intervalMillis, rate, seed };
  try {
    await shared.flushdb();
    switch (name) {
      case 'enqueue-singles': return await enqueue(work, 1);
      case 'enqueue-batches': return await enqueue(work, batch);
      case 'cycle-singles': return await drain(work);
      case 'cycle-batches': return { cannot: 'a worker takes one job by a call; batches are in the paid edition' };
      case 'lateness': return await lateness(work);
      default: return { failed: `no work is named ${name}` };
    }
  } catch (e) {
    console.error(e);
    return { failed: String(e) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line)));
}
process.exit(0);
