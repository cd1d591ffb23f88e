import { expect, test } from 'vitest';
import { type Answer, newest, newestAfter } from './newest.ts';

const LONG_MS = 60_000;
const says = (url: string, timeline: number): Answer => ({ url, host: url, port: 5432, timeline });
const never = new Promise<never>(() => {});

test('[11(1)a] a machine that is gone keeps nobody from the one that takes over, which is asked again meanwhile', async () => {
  let asked = 0;
  const ask = (url: string): Promise<Answer> => {
    if (url === 'gone') return never;
    asked += 1;
    return asked < 3 ? Promise.resolve(says(url, 0)) : Promise.resolve(says(url, 2));
  };
  expect(await newest(['gone', 'other'], LONG_MS, ask)).toEqual(says('other', 2));
});

test('[11(1)a] of two that both take writes it is the one of the later switch over; where none does, nobody', async () => {
  expect(await newest(['old', 'new'], LONG_MS, async (url) => says(url, url === 'new' ? 2 : 1))).toEqual(says('new', 2));
  expect(await newest(['one', 'other'], 1, () => never)).toBeUndefined();
});

test('with a standby that answers nobody waits: it is asked once', async () => {
  const asked: string[] = [];
  const ask = async (url: string): Promise<Answer> => {
    asked.push(url);
    return says(url, url === 'primary' ? 1 : 0);
  };
  expect(await newest(['standby', 'primary'], LONG_MS, ask)).toEqual(says('primary', 1));
  expect(asked).toEqual(['standby', 'primary']);
});

test('a primary that takes long to answer is waited for, and not asked a second time; one that is gone gives way to who took over', async () => {
  const asked: string[] = [];
  const slow = Promise.withResolvers<Answer>();
  const ask = async (url: string): Promise<Answer> => {
    asked.push(url);
    if (url === 'primary') return slow.promise;
    // By now the others are asked.
    slow.resolve(says('primary', 1));
    return says(url, 0);
  };
  expect(await newestAfter(says('primary', 1), ['standby', 'primary'], LONG_MS, ask)).toEqual(says('primary', 1));
  expect(asked).toEqual(['primary', 'standby']);
  const gone = async (url: string): Promise<Answer> => (url === 'primary' ? never : says(url, 2));
  expect(await newestAfter(says('primary', 1), ['standby', 'primary'], LONG_MS, gone)).toEqual(says('standby', 2));
});
