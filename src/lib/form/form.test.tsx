import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import {
  day,
  type Form,
  FormFields,
  form,
  japaneseSentences,
  line,
  list,
  moment,
  number,
  onlyIf,
  perLanguage,
  radios,
  ticked,
  ticks,
} from './index.ts';

const CONTEXT = { today: '2026-11-23', sentences: japaneseSentences };

type Visit = {
  name: string;
  from: string;
  to: string | null;
  places: number;
  kind: 'web' | 'desk';
  minutes: number | null;
  open: boolean;
  roles: string[];
  bring: readonly string[];
  names: Record<string, string>;
  at: Temporal.Instant | null;
};

const visit = form<Visit>(
  {
    name: line('名称', 10, { hint: '短く' }),
    from: day('最初の日'),
    to: day('最後の日', { box: 'until' }).optional(),
    places: number('人数', { least: 1, most: 6, unit: '人' }),
    kind: radios('種類', [
      { value: 'web', label: 'ウェブ' },
      { value: 'desk', label: '窓口' },
    ]),
    minutes: onlyIf(number('時間', { least: 5, most: 60, unit: '分' }), (input) => input['v-kind'] === 'desk'),
    open: ticked('公開する'),
    roles: ticks('役割', [
      { value: 'a', label: 'あ' },
      { value: 'b', label: 'い' },
    ]),
    bring: list('持ち物', { lines: 2, each: 5, rows: 2 }),
    names: perLanguage('名称', [['en', '英語']], 10, { box: 'name' }),
    at: moment('開始', { end: true }).optional(),
  },
  {
    prefix: 'v-',
    groups: [{ legend: '期間', of: ['from', 'to'] }],
    rules: ({ from, to }, say) => {
      if (from !== undefined && typeof to === 'string' && to < from) say('to', '最後の日が、最初の日より前です。');
    },
  },
);

const TYPED = {
  'v-name': '本庁',
  'v-from': '令和8年12月1日',
  'v-until': '',
  'v-places': '３人',
  'v-kind': 'desk',
  'v-minutes': '30',
  'v-open': 'yes',
  'v-roles-b': 'yes',
  'v-bring': 'カード\n\n印鑑',
  'v-name-en': 'Main',
  'v-at-day': '2026-12-01',
};
const drawn = <V extends object>(of: Form<V>, shown: Record<string, string>, errors: Record<string, string> = {}) =>
  renderToString(<FormFields form={of} state={{ shown: (box) => shown[box] ?? '', errors }} />);

describe('a form', () => {
  test('reads every value; what is left out is null or empty', () => {
    expect(visit.read(TYPED, CONTEXT)).toEqual({
      ok: true,
      value: {
        name: '本庁',
        from: '2026-12-01',
        to: null,
        places: 3,
        kind: 'desk',
        minutes: 30,
        open: true,
        roles: ['b'],
        bring: ['カード', '印鑑'],
        names: { en: 'Main' },
        // A day without a time, where the end is meant: midnight that ends it.
        at: Temporal.Instant.from('2026-12-01T15:00:00Z'),
      },
    });
  });

  test('what it shows of values is read back as the same values', () => {
    const read = visit.read(TYPED, CONTEXT);
    if (!read.ok) throw new Error('unread');
    expect(visit.read(visit.boxes({ ...read.value, at: Temporal.Instant.from('2026-12-01T00:30:00Z') }), CONTEXT)).toEqual({
      ok: true,
      value: { ...read.value, at: Temporal.Instant.from('2026-12-01T00:30:00Z') },
    });
  });

  test('the end of a day is shown as the day alone, and read back as its end', () => {
    const one = form({ until: moment('終了', { end: true }).optional() });
    const until = Temporal.Instant.from('2027-01-01T00:00:00+09:00');
    const boxes = one.boxes({ until });
    expect(boxes).toMatchObject({ 'until-day': '令和8年12月31日（木）', 'until-time': '' });
    expect(one.read(boxes, CONTEXT)).toMatchObject({ ok: true, value: { until } });
  });

  test('says what is wrong at each box, in the order of the page, rules among them', () => {
    const read = visit.read(
      {
        ...TYPED,
        'v-places': '7',
        'v-name': '',
        'v-until': '2026-11-30',
        'v-name-en': 'x'.repeat(11),
        'v-at-day': '',
        'v-at-time': '9:00',
      },
      CONTEXT,
    );
    expect(read.ok ? [] : Object.entries(read.errors)).toEqual([
      ['v-name', '名称を入力してください。'],
      ['v-until', '最後の日が、最初の日より前です。'],
      ['v-places', '人数は、1から6までの数（人）で入力してください。'],
      ['v-name-en', '名称（英語）は、10文字までにしてください。'],
      ['v-at-day', '開始の日も入力してください。'],
    ]);
  });

  test('of a day and its time, what is wrong with either is said at once', () => {
    const stop = form<{ starts: Temporal.Instant; ends: Temporal.Instant | null }>({
      starts: moment('開始', { timed: true }),
      ends: moment('終了', { timed: true }).optional(),
    });
    const said = (input: Record<string, string>) => {
      const read = stop.read(input, CONTEXT);
      return read.ok ? [] : Object.entries(read.errors);
    };
    const time = '開始の時刻を「9:00」のように入力してください。';
    expect(said({})).toEqual([
      ['starts-day', '開始を入力してください。例：令和8年12月1日'],
      ['starts-time', time],
    ]);
    expect(said({ 'starts-day': 'いつか' }).map(([box]) => box)).toEqual(['starts-day', 'starts-time']);
    expect(said({ 'starts-time': '昼' }).map(([box]) => box)).toEqual(['starts-day', 'starts-time']);
    expect(said({ 'starts-day': '2026-12-01', 'starts-time': '9:00', 'ends-time': '昼' }).map(([box]) => box)).toEqual([
      'ends-day',
      'ends-time',
    ]);
    expect(said({ 'starts-day': '2026-12-01', 'starts-time': '9:00' })).toEqual([]);
  });

  test('a field that does not count now is not read', () => {
    const read = visit.read({ ...TYPED, 'v-kind': 'web', 'v-minutes': 'いつでも' }, CONTEXT);
    expect(read.ok && read.value.minutes).toBe(null);
  });

  test('a repeated box is refused, not taken at random', () => {
    expect(visit.read({ ...TYPED, 'v-name': ['a', 'b'] }, CONTEXT).ok).toBe(false);
  });

  test('draws what was typed, escaped, with its error and its group', () => {
    const html = drawn(visit, { 'v-name': '<b>"', 'v-open': 'yes' }, { 'v-until': '最後の日が、最初の日より前です。' });
    expect(html).toContain('value="&lt;b>&quot;"');
    expect(html).toMatch(/<legend class="label">期間<\/legend>.*name="v-from".*name="v-until"/su);
    expect(html).toMatch(/id="f-v-until-error"[^>]*>.*最後の日が、最初の日より前です。/su);
    expect(html).toMatch(/name="v-open" value="yes" checked/u);
    // Every box that is read is drawn.
    for (const box of [...Object.keys(TYPED), 'v-roles-a', 'v-at-time']) expect(html).toContain(`name="${box}"`);
  });
});
