import { defineConfig } from 'vitest/config';
import { ROOT } from '../../src/lib/root.ts';

/** `npm run browsers`: not among the tests, for few machines have these browsers. */
export default defineConfig({
  root: ROOT,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/browsers/*.browsers.ts'],
    globalSetup: ['test/support/global.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
