import { expect, test } from 'vitest';
import { earlierRows, type SaidOfPerson } from './earlier-rows.ts';

const said = (line: number, change: Partial<SaidOfPerson> = {}): SaidOfPerson => ({
  line,
  noticeId: 'A1B-000001',
  birthText: '1947-03-08',
  birthDate: '1947-03-08',
  nameKey: '高崎サクラ',
  text: 'as it stands',
  ...change,
});

test('[8(1)④b] a row is the same as one before it, says otherwise of its person, or has its turn among those that contradict it', () => {
  const place = earlierRows();
  expect(place(said(2))).toEqual({ turn: 0 });
  expect(place(said(3))).toBe('repeated');
  expect(place(said(4, { text: 'otherwise' }))).toEqual({ column: '', reason: '2行目と同じ人のカードですが、内容が違います' });
  // Another person with the same notice ID contradicts nobody.
  expect(place(said(5, { nameKey: '田中ミノル', birthText: '1960-12-01', birthDate: '1960-12-01' }))).toEqual({ turn: 0 });
  expect(place(said(6, { nameKey: '田中サクラ' }))).toEqual({ turn: 1 });
  expect(place(said(7, { nameKey: '盛ハルカ' }))).toEqual({ turn: 2 });
  // The same name, and one of the birthdays is not fully known.
  expect(place(said(8, { birthText: '不明', birthDate: null }))).toEqual({ turn: 1 });
  expect(place(said(9, { noticeId: 'A1B-000002' }))).toEqual({ turn: 0 });
});

test('of many rows each is remembered', () => {
  const place = earlierRows();
  const rows = Array.from({ length: 20_000 }, (_, at) =>
    said(at + 2, { noticeId: `A1B-${100_000 + at}`, nameKey: `名${at}`, text: `${at}` }),
  );
  expect(rows.map(place).every((placed) => typeof placed === 'object' && 'turn' in placed && placed.turn === 0)).toBe(true);
  expect(rows.map(place).every((placed) => placed === 'repeated')).toBe(true);
});
