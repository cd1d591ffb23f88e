import { expect, test } from 'vitest';
import { guessColumns } from './matching-rows.ts';
import type { Field } from './profile.ts';

/** Which column each field is guessed to be in a list without a head. */
function guessed(...lines: string[]): Partial<Record<Field, number | undefined>> {
  const rows = lines.map((line) => line.split(','));
  const guesses = guessColumns({ first: 'card', titles: [], head: rows[0] ?? [], rows }, []);
  return Object.fromEntries(Object.entries(guesses).map(([field, { at }]) => [field, at[0]]));
}

test('[8(1)②] of two columns of days the older one is when people were born', () => {
  expect(guessed('SHR-000001,2026/04/01,クルメ ハナコ,久留米 花子,1947/03/08')).toEqual({
    noticeId: 0,
    kana: 2,
    name: 3,
    birth: 4,
  });
  expect(guessed('SHR-000001,令和8年4月1日,久留米 花子,S22.3.8', 'SHR-000002,令和8年4月1日,久留米 太郎,R7.3.8')).toMatchObject({
    birth: 3,
  });
});

test('[8(1)②] a single sign is no name, nor is a word that most rows share', () => {
  expect(guessed('SHR-000001,女,久留米 花子,19470308')).toEqual({ noticeId: 0, name: 2, birth: 3 });
  expect(guessed(...[1, 2, 3, 4].map((n) => `SHR-00000${n},通知済,久留米${'一二三四'[n - 1]}子,19${n}70308`))).toEqual({
    noticeId: 0,
    name: 2,
    birth: 3,
  });
});

test('[8(1)②] where two columns look alike, none is guessed', () => {
  expect(guessed('SHR-000001,クルメ,ハナコ,久留米,花子,1947/03/08')).toEqual({ noticeId: 0, birth: 5 });
  expect(guessed('SHR-000001,2026/04/01,2026/05/01,久留米 花子')).toEqual({ noticeId: 0, name: 3 });
  expect(guessed('SHR-000001,久留米市城南町15番地3,中村 花子,1947/03/08')).toMatchObject({ address: 1, name: 2 });
});
