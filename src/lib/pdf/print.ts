import { keptThread } from '../kept-thread.ts';
import type { Paper } from './paper.ts';

/** Beside this file: as it is written, or as `npm run build` bundled it. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './pdf-worker.js', import.meta.url);

/** Who prints one paper often prints another; the thread holds some 60 MB meanwhile. */
const IDLE_MS = 60_000;
/** 2,000 rows take two seconds; others wait for their turn. */
const MOST_MS = 120_000;

/** Of 2,000 rows it has two. Kept after such a paper the thread clears its memory beside the next one: others' pages took twice as long (p99). */
const LARGE_BYTES = 2 ** 20;

const drawBeside = keptThread<Paper, Uint8Array>(THREAD, 'draws', {
  idleMs: IDLE_MS,
  mostMs: MOST_MS,
  fitAfter: ({ byteLength }) => byteLength < LARGE_BYTES,
});

/** A paper as PDF, drawn in a thread of its own so that the door goes on answering; one at a time, each holds some 60 MB while it draws. */
export const printPdf = async (paper: Paper): Promise<Buffer> => Buffer.from(await drawBeside(paper));
