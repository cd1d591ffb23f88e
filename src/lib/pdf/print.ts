import { Worker } from 'node:worker_threads';
import type { Paper } from './paper.ts';

/** Beside this file: as it is written, or as `npm run build` bundled it. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './pdf-worker.js', import.meta.url);

let last: Promise<unknown> = Promise.resolve();

function drawBeside(paper: Paper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: paper });
    worker.once('message', (pdf: Uint8Array) => resolve(Buffer.from(pdf)));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that draws ended with ${code}`)));
  });
}

/** A paper as PDF, drawn in a thread of its own so that the door goes on answering; one at a time, each holds some 60 MB while it draws. */
export function printPdf(paper: Paper): Promise<Buffer> {
  const mine = last.then(() => drawBeside(paper));
  last = mine.catch(() => {});
  return mine;
}
