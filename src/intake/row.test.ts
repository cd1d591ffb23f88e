import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../test/support/must.ts';
import { INCOMING } from '../cards/incoming.ts';
import { ROOT } from '../lib/root.ts';
import { layOut } from './columns.ts';
import { copyLine } from './copy-text.ts';
import { readProfile } from './profile.ts';
import { rowReader } from './row.ts';

const profile = await readProfile('jlis-assumed');
if (!profile.ok) throw new Error(profile.detail);
const HEAD = [
  '交付通知書ID',
  '氏名',
  '氏名カナ',
  '生年月日',
  '郵便番号',
  '住所',
  '電話番号',
  'ロット番号',
  '製造番号',
  '保管場所コード',
  '到着日',
  '有効期限',
  '通知書発送日',
];
const layout = must(layOut(profile.value, HEAD));
const read = rowReader(profile.value, layout, '2026-11-23');
const GOOD = ['A1B-123456', '髙﨑　桜', 'タカサキ　サクラ', '1947/03/08', '', '', '', '', '', '', '', '', ''];
const withCell = (at: number, cell: string) => GOOD.map((good, place) => (place === at ? cell : good));
const birth = (text: string) => {
  const found = read(withCell(3, text));
  return 'card' in found ? [found.card.birthDate, found.card.birthText, found.card.personKey === null] : found.errors[0]?.reason;
};

describe('birthdays of a list', () => {
  it.each([
    ['1947/03/08', ['1947-03-08', '1947-03-08', false]],
    ['昭22.3.8', ['1947-03-08', '1947-03-08', false]],
    ['３２２０３０８', ['1947-03-08', '1947-03-08', false]],
    ['昭22.03.00', [null, '昭和22年3月（日は不明）', true]],
    ['19470300', [null, '昭和22年3月（日は不明）', true]],
    ['昭和22年', [null, '昭和22年（月日は不明）', true]],
    ['1989', '生年月日として読み取れません'],
    ['1989/00/00', [null, '1989年（月日は不明）', true]],
    ['不明', [null, '不明', true]],
    ['', [null, '不明', true]],
    ['2026/11/24', '本日より後の日付です'],
  ])('%s', (text, expected) => expect(birth(text)).toEqual(expected));
});

it.each([
  '1899-12-30 0:00',
  '1899-12-30\t0:00',
  '1899-12-31t00:00:00',
  '1900/1/0　0:00',
  '1900/1/0\n0:00',
  '明治33年1月0日\t0:00',
])('an empty cell that became a date is none, whatever stands before its midnight: %j', (text) => {
  expect(birth(text)).toBe('空の欄が日付になったようです（1900/1/0 など）');
  const found = read(withCell(10, text));
  expect('card' in found && found.card.arrivedOn).toBe(null);
});

it('what is not read as a number stays as it stands', () => {
  const found = read(withCell(6, '090-1234（昼のみ）'));
  expect('card' in found && found.card.phone).toBe('090-1234（昼のみ）');
});

it('any row is judged, and what is taken is one line of COPY with every column', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'A1-0/.年月日昭和\\\t\n\r"{},髙𠮷\u0000\ud800ー') }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(12), cell), { maxLength: 3 }), (changes) => {
      const cells = [...GOOD];
      for (const [at, text] of changes) cells[at] = text;
      const found = read(cells);
      if ('errors' in found) {
        expect(found.errors.length).toBeGreaterThan(0);
        return;
      }
      const line = copyLine(2, 0, found.card);
      expect(line.split('\t')).toHaveLength(Object.keys(INCOMING).length);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line).not.toMatch(/[\u0000\r]/u);
    }),
    { numRuns: 2_000 },
  );
});

it('the profile in the manual is a right one', async () => {
  const manual = await readFile(join(ROOT, 'docs/manual/import-cards.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]+?)```/u.exec(manual) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-profile-'));
  try {
    await writeFile(join(folder, 'own.json'), example);
    expect(await readProfile(join(folder, 'own.json'))).toMatchObject({ ok: true, value: { dates: 'era', encoding: 'cp932' } });
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('postal codes of a list', () => {
  const postal = (code: string, address: string) => {
    const found = read(GOOD.with(4, code).with(5, address));
    return 'card' in found ? [found.card.postalCode, found.postalMended] : found.errors;
  };
  it('a code that lost its zeros has them again where the address lies where codes begin with one', () => {
    expect(postal('308520', '青森県青森市長島1-1-1')).toEqual(['030-8520', true]);
    expect(postal('10010', '北海道札幌市北区北十条西1-1')).toEqual(['001-0010', true]);
  });
  it('any other is left as it stands', () => {
    expect(postal('830852', '福岡県久留米市城南町15-3')).toEqual(['830852', false]);
    expect(postal('308520', '')).toEqual(['308520', false]);
    expect(postal('0308520', '青森県青森市長島1-1-1')).toEqual(['030-8520', false]);
  });
});
