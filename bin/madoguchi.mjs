#!/usr/bin/env node
// The command line: under the Node that npm brought, built when stale. `npx madoguchi help` lists the commands.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { moreThreads, ROOT, underOurNode } from '../build/node.mjs';

moreThreads();
if (!underOurNode()) {
  if (existsSync(join(ROOT, 'src', 'main.ts'))) {
    const { build } = await import('../build/build.mjs');
    try {
      await build();
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
      console.error('The program is not built, and this account may not write its folder: run "npm run build" as the owner.');
      process.exit(1);
    }
  }
  await import('../dist/main.js');
}
