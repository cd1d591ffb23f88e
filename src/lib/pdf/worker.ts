import { parentPort } from 'node:worker_threads';
import { drawPdf } from './draw.ts';
import type { Paper } from './paper.ts';

// The thread that draws papers, one a message. Its own entry of the build: dist/pdf-worker.js.
parentPort?.on('message', async (paper: Paper) => parentPort?.postMessage(await drawPdf(paper)));
