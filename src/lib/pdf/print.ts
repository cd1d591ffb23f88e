import { inThread } from '../thread.ts';
import type { Paper } from './paper.ts';

/** Beside this file: as it is written, or as `npm run build` bundled it. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './pdf-worker.js', import.meta.url);

let last: Promise<unknown> = Promise.resolve();

const drawBeside = async (paper: Paper): Promise<Buffer> => Buffer.from(await inThread<Uint8Array>(THREAD, paper, 'draws'));

/** A paper as PDF, drawn in a thread of its own so that the door goes on answering; one at a time, each holds some 60 MB while it draws. */
export function printPdf(paper: Paper): Promise<Buffer> {
  const mine = last.then(() => drawBeside(paper));
  last = mine.catch(() => {});
  return mine;
}
