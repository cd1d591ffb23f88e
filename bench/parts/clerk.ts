import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** Asks for a page of the desk again and again until it is told to end. Then it posts how many milliseconds each took. Started by parts/desk.ts. */
async function main({ url, cookie, restMs }: { url: string; cookie: string; restMs: number }): Promise<void> {
  const took: number[] = [];
  let over = false;
  parentPort?.once('message', () => {
    over = true;
  });
  while (!over) {
    const began = performance.now();
    const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`a clerk's page was answered with ${answer.status}`);
    took.push(performance.now() - began);
    await pause(restMs);
  }
  parentPort?.postMessage(took);
}

await main(workerData);
