import { expect, test } from 'vitest';
import { keptThread } from './kept-thread.ts';

/** Answers with the piece, its own number and how many pieces it has had; `fail` throws, `leave` ends without an answer. */
const entry = (): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, threadId } from 'node:worker_threads';
      let had = 0;
      parentPort.on('message', (piece) => {
        if (piece === 'fail') throw new Error('cannot be drawn');
        if (piece === 'leave') process.exit(3);
        if (piece === 'never') return;
        had += 1;
        parentPort.postMessage({ piece, threadId, had });
      });`)}`,
  );
type Answer = { piece: string; threadId: number; had: number };

test('one thread works on all pieces, one after another, in the order they were given', async () => {
  const work = keptThread<string, Answer>(entry(), 'tries', { idleMs: 60_000, mostMs: 60_000 });
  const answers = await Promise.all(['one', 'two', 'three'].map(work));
  expect(answers.map(({ piece, had }) => [piece, had])).toEqual([
    ['one', 1],
    ['two', 2],
    ['three', 3],
  ]);
  expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(1);
});

test('a piece that fails says why, or that the thread ended; what was given after it is done by a new thread', async () => {
  const work = keptThread<string, Answer>(entry(), 'tries', { idleMs: 60_000, mostMs: 60_000 });
  const [first, failed, next, left, last] = await Promise.allSettled(['one', 'fail', 'two', 'leave', 'three'].map(work));
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'cannot be drawn' } });
  expect(left).toMatchObject({ status: 'rejected', reason: { message: 'the thread that tries ended with 3' } });
  expect([first, next, last].map((one) => (one?.status === 'fulfilled' ? [one.value.piece, one.value.had] : one))).toEqual([
    ['one', 1],
    ['two', 1],
    ['three', 1],
  ]);
});

test('a thread that a piece left unfit is ended, and the next piece has a new one', async () => {
  const fitAfter = ({ piece }: Answer) => piece !== 'large';
  const work = keptThread<string, Answer>(entry(), 'tries', { idleMs: 60_000, mostMs: 60_000, fitAfter });
  const answers = await Promise.all(['one', 'large', 'three', 'four'].map(work));
  expect(answers.map(({ had }) => had)).toEqual([1, 2, 1, 2]);
});

test('a thread that has had no work for a while is ended, and the next piece has a new one', async () => {
  const work = keptThread<string, Answer>(entry(), 'tries', { idleMs: 0, mostMs: 60_000 });
  const first = await work('one');
  await expect.poll(async () => (await work('two')).threadId).not.toBe(first.threadId);
});

test('a piece that gets no answer is given up, one that cannot be sent is refused, and the next is worked on', async () => {
  const work = keptThread<unknown, Answer>(entry(), 'tries', { idleMs: 60_000, mostMs: 1 });
  const patient = keptThread<unknown, Answer>(entry(), 'tries', { idleMs: 60_000, mostMs: 60_000 });
  await expect(work('never')).rejects.toThrow(/^the thread that tries ended with/u);
  await expect(patient(() => 'a function')).rejects.toThrow('could not be cloned');
  expect((await patient('two')).piece).toBe('two');
});
