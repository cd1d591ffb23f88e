#!/usr/bin/env node
// The command line: under the Node that npm brought, built when stale. `npx madoguchi help` lists the commands.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, underOurNode } from '../build/node.mjs';

if (!underOurNode()) {
  if (existsSync(join(ROOT, 'src', 'main.ts'))) {
    const { build } = await import('../build/build.mjs');
    await build();
  }
  await import('../dist/main.js');
}
