import { parentPort, workerData } from 'node:worker_threads';
import { drawPdf } from './draw.ts';
import type { Paper } from './paper.ts';

// The thread that draws one paper and ends. Its own entry of the build: dist/pdf-worker.js.
parentPort?.postMessage(await drawPdf(workerData as Paper));
