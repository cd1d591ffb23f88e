// `npm run rehearse -- clauses`: the acceptance tests once more, each with what its demand stands on taken away (support/away.ts). A test that
// passes without it shows nothing: it is named, and this ends with 1.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', 'test/clauses'], {
  cwd: ROOT,
  env: { ...process.env, CLAUSES_TAKEN: 'yes' },
  stdio: 'inherit',
});
process.exitCode = status === 0 ? 0 : 1;
