import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import subsetFont from 'subset-font';
import { ROOT } from '../root.ts';
import type { Weight } from './typed.ts';

const FOLDER = join(ROOT, 'node_modules/@expo-google-fonts/biz-udpgothic');
const SOURCES: Record<Weight, string> = {
  400: join(FOLDER, '400Regular/BIZUDPGothic_400Regular.ttf'),
  700: join(FOLDER, '700Bold/BIZUDPGothic_700Bold.ttf'),
};
// The same as `build/style/fonts.mjs` cuts for citizens: neither alternative drawings nor instructions for coarse screens.
const OPTIONS = { targetFormat: 'woff2', noHinting: true, keepFeatures: ['ccmp'], dropTables: ['vhea', 'vmtx', 'meta'] } as const;

const cut = (weight: Weight): Promise<Uint8Array> =>
  subsetFont(readFileSync(SOURCES[weight]), String(workerData), {
    ...OPTIONS,
    keepFeatures: [...OPTIONS.keepFeatures],
    dropTables: [...OPTIONS.dropTables],
  });

// The thread that cuts the characters of one text out of both weights and ends. Its own entry of the build: dist/typeface-worker.js.
parentPort?.postMessage({ 400: await cut(400), 700: await cut(700) });
