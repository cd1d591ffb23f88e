import { expect, test } from 'vitest';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { form, japaneseSentences } from '../lib/form/index.ts';
import { asPaper } from './files.ts';
import { list } from './list.ts';
import type { Line } from './list-types.ts';

type Row = { day: string; name: string; kana: string; note: string; done: boolean };
const definition = list<object, Row>({
  code: 'x',
  title: '見本',
  about: '',
  right: 'people.see',
  filter: () => form<object>({}),
  usual: () => ({}),
  sentence: () => '',
  rows: () => sql`SELECT 1`,
  order: '',
  columns: [
    { code: 'day', head: '日', value: ({ day }) => ({ day }), width: 9, usual: true, paper: 'group' },
    { code: 'name', head: '氏名', value: ({ name }) => name, width: 20, usual: true, bold: true },
    { code: 'kana', head: 'カナ', value: ({ kana }) => kana, width: 12, usual: true, paper: { under: 'name' } },
    { code: 'by', head: '職員', value: () => '古賀', width: 8, usual: true, paper: 'none' },
    { code: 'note', head: 'メモ', value: ({ note }) => note, width: 30, usual: true, written: true },
  ],
  group: ({ day }) => day,
  ticks: ['連絡した'],
  ticked: ({ done }) => (done ? { text: '連絡済', sub: '古賀' } : null),
  empty: 'なし',
});
const asked = {
  viewer: { seesProtected: false },
  known: { offices: [], services: [], statuses: [] },
  context: { today: '2031-12-01', sentences: japaneseSentences },
  officeId: null,
};
/** Its lines come of rows alone. */
const none = (): Promise<never> => Promise.reject(new Error('no database'));
const noDb: Tx = { rows: none, row: none, one: none, run: none };
const ALL = [...definition.columns.keys()];
const linesOf = (rows: readonly Row[], columns: readonly number[] = ALL): Promise<Line[]> =>
  definition.prepare({}, asked).lines(noDb, rows, columns);
const paper = async (rows: readonly Row[], columns: readonly number[]) =>
  asPaper({ list: definition, prepared: definition.prepare({}, asked), columns, sort: '' }, await linesOf(rows, columns), {
    at: Temporal.Instant.from('2031-12-01T00:00:00Z'),
    by: '井手',
    hidden: 0,
    since: undefined,
  });
const one: Row = { day: '2031-12-02', name: '山川 花子', kana: 'ヤマカワ ハナコ', note: '', done: false };

test('on paper a column stands beneath another, in the heading of its group or nowhere; what is done already stands in place of its box', async () => {
  const { columns, rows, facts } = await paper([one, { ...one, note: '留守', done: true }], [0, 1, 2, 3, 4]);
  expect(columns.map(({ head }) => head)).toEqual(['連絡した', '氏名', 'メモ']);
  expect(rows).toEqual([
    { group: '2031-12-02' },
    ['tick', { text: '山川 花子', sub: 'ヤマカワ ハナコ', bold: true }, 'blank'],
    [{ text: '連絡済', sub: '古賀' }, { text: '山川 花子', sub: 'ヤマカワ ハナコ', bold: true }, { text: '留守' }],
  ]);
  expect(facts).toContainEqual({ term: '連絡済', value: '1件' });
});

test('beneath a column that was not chosen it stands for itself', async () => {
  const { columns, rows } = await paper([one], [2]);
  expect(columns.map(({ head }) => head)).toEqual(['連絡した', 'カナ']);
  expect(rows.at(-1)).toEqual(['tick', { text: 'ヤマカワ ハナコ' }]);
});

test('a character that no font holds stands as 〓, and its code beneath the list, once for each text', async () => {
  const odd = { ...one, name: `山${String.fromCodePoint(0xe000)} 花${String.fromCodePoint(0xe001)}`, kana: '' };
  const { rows, notes } = await paper([odd, odd, one], [1, 2]);
  expect(rows[1]).toEqual(['tick', { text: '山〓 花〓', bold: true }]);
  expect(notes).toEqual(['〓の文字コード（左から順）', '山〓 花〓：U+E000、U+E001']);
  expect((await paper([one], [1, 2])).notes).toEqual([]);
  // Assigned characters that no font of the paper has, and a shape that none has; one that they have is drawn.
  const far = { ...one, name: '陈 한', kana: '', note: '葛\u{e0100}城の葛\u{e01ef}' };
  expect((await paper([far], [1, 2, 4])).notes).toEqual([
    '〓の文字コード（左から順）',
    '〓 〓：U+9648、U+D55C',
    '指定の字形で印刷できない文字（標準の字形で印刷しています）',
    '葛\u{e0100}城の葛：葛 U+845B U+E01EF',
  ]);
});

test('[8(2)⑨ab] printed again, each new row and each that changed says so at its beginning, and what is gone stands at the end', async () => {
  const lines = (await linesOf([one, { ...one, name: '川上 一' }, { ...one, name: '野田 二' }])).map((line, at) => ({
    ...line,
    key: String(at),
  }));
  const since = {
    print: { id: 1, at: new Date('2031-11-30T07:02:00Z'), by: '古賀', rows: {} },
    added: [{ key: '0', name: '山川 花子' }],
    moved: [{ key: '2', name: '野田 二', was: '本庁 9:00', changed: '9:00' }],
    dropped: [{ key: '9', name: '江頭 三', was: '本庁 10:00' }],
  };
  const printed = { at: Temporal.Instant.from('2031-12-01T00:00:00Z'), by: '井手', hidden: 0 };
  const take = { list: definition, prepared: definition.prepare({}, asked), columns: [1], sort: '' };
  const { columns, rows, facts } = asPaper(take, lines, { ...printed, since });
  expect(columns.map(({ head }) => head)).toEqual(['前回から', '連絡した', '氏名']);
  expect(rows.slice(1).map((row) => (Array.isArray(row) ? row[0] : row))).toEqual([
    { text: '＋', bold: true },
    { text: '', bold: true },
    { text: '変更', sub: '前回 9:00', bold: true },
    { group: '前回の印刷にあり、今回はないもの　1件' },
    { wide: '－　江頭 三　（前回 本庁 10:00）' },
  ]);
  expect(facts).toContainEqual({ term: '前回の印刷（令和13年11月30日 16:02）から', value: '追加 1件、変更 1件、除外 1件' });
  const same = asPaper(take, lines, { ...printed, since: { ...since, added: [], moved: [], dropped: [] } });
  expect(same.columns.map(({ head }) => head)).toEqual(['連絡した', '氏名']);
  expect(same.facts.at(-1)?.value).toBe('変更なし');
});
