import { defineConfig } from 'vitest/config';

/** `unit`: no database, no browser. `front`: through the front door, with PostgreSQL, SMTP and a browser that test/support starts once. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    // A file loads what it needs once a worker, not once a file: loading was a third of a small file's time. What modules keep is set anew by test/support/anew.ts.
    isolate: false,
    setupFiles: ['test/support/anew.ts'],
    maxWorkers: 3,
    // Minutes: a slow machine, or one with other work on it, is not a fault of the test. A first start with its made-up city took 120 s beside two other files on a machine a third as fast as usual.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    // What is waited for comes in a moment on a quiet machine, and later where others work on it.
    expect: { poll: { timeout: 90_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
          exclude: ['**/*.db.test.*'],
        },
      },
      {
        extends: true,
        test: {
          name: 'front',
          include: ['src/**/*.db.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'bench/**/*.db.test.ts'],
          globalSetup: ['test/support/global.ts'],
        },
      },
    ],
  },
});
