import { eraMonth, longDate, weekdayWords } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import type { Known, ListColumn, Value } from '../list-types.ts';
import { type By, type FiguresRow, figuresSql, shares, wayWords } from '../numbers/index.ts';
import {
  ALL,
  fromField,
  lastOf,
  officeField,
  officeWords,
  ownOffice,
  type Span,
  serviceField,
  serviceWords,
  spanRules,
  spanWords,
  toField,
} from './shared.ts';

const BY: Readonly<Record<By, string>> = {
  day: '日ごと',
  week: '週ごと',
  month: '月ごと',
  weekday: '曜日ごと',
  hour: '時間ごと',
  office: '交付場所ごと',
  service: '手続きごと',
  channel: '予約の方法ごと',
};
export type NumbersFilter = Span & { office: string; service: string };
type Filter = NumbersFilter & { by: By };
type Row = FiguresRow & { holiday: string | null; name: string | null };

const fields = (known: Known) => ({
  office: officeField(known),
  service: serviceField(known),
  from: fromField('来庁日（から）', 'behind'),
  to: toField('来庁日（まで）', 'behind'),
});

/** Which days, of which office and service; the page of the figures asks for the same. */
export const numbersForm = (known: Known) => form<NumbersFilter>(fields(known), { rules: spanRules });

export const numbersUsual = (today: string, known: Known, officeId: number | null): NumbersFilter => ({
  office: ownOffice(known, officeId),
  service: ALL,
  from: today,
  to: null,
});

export const numbersSentence = (filter: NumbersFilter, known: Known): string =>
  [officeWords(filter.office, known), ...serviceWords(filter.service, known), spanWords(filter)].join('・');

/** What the figures of a row are of. `key`: as `FiguresRow` has it; offices and services are known by `name`. */
function ofWords({ by, key, name }: Pick<Row, 'by' | 'key' | 'name'>): Value {
  switch (by) {
    case 'day':
      return key === null ? null : { day: key };
    case 'week':
      return key === null ? null : `${longDate(key)}の週`;
    case 'month':
      return key === null ? null : eraMonth(key);
    case 'weekday':
      return weekdayWords(Number(key));
    case 'hour':
      return key === null ? '時刻の記録なし' : `${key}時台`;
    case 'channel':
      return wayWords(key);
    case 'office':
    case 'service':
      return name;
  }
}

const count = (code: string, head: string, value: (row: Row) => number | null, usual = true): ListColumn<Row> => ({
  code,
  head,
  value,
  width: 8,
  usual,
  right: true,
});

/** Figures by day, office or service (§8(2)⑧c): sums alone, without whom this viewer may not see. */
export const numbersList = list<Filter, Row>({
  code: 'numbers',
  title: '利用状況',
  about:
    '予約枠の利用率、予約の方法、来庁・未来庁・取消の件数と割合です。日、週、月、曜日、時間、交付場所、手続き、予約の方法ごとに集計します。',
  right: 'numbers.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>(
      {
        ...fields(known),
        by: select<By>('集計', optionsOf(BY), { usual: 'day' }),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({ ...numbersUsual(today, known, officeId), by: 'day' }),
  sentence: (filter, known) => `${numbersSentence(filter, known)}・${BY[filter.by]}`,
  rows: (viewer, filter) => sql`
    SELECT f.*, h.name AS holiday, coalesce(o.name, v.name) AS name,
      coalesce(o.position, v.position, array_position(ARRAY['web', 'phone', 'counter', 'migrated'], f.key), CASE WHEN f.by IN ('hour', 'weekday') THEN f.key::integer END, 0) AS position
    FROM (${figuresSql(viewer, { ...filter, to: lastOf(filter) }, [filter.by])}) f
      LEFT JOIN calendar.holidays h ON f.by = 'day' AND h.day::text = f.key AND NOT h.retired LEFT JOIN offices.offices o ON f.by = 'office' AND o.id::text = f.key
      LEFT JOIN services.services v ON f.by = 'service' AND v.id::text = f.key`,
  order: 'key IS NULL, position, key',
  columns: [
    { code: 'of', head: '集計の単位', value: ofWords, width: 16, usual: true, bold: true },
    { code: 'holiday', head: '祝日', value: ({ holiday }) => holiday, width: 9, usual: true },
    { ...count('offered', '予約枠', ({ offered }) => offered), sort: 'offered' },
    { ...count('taken', '使用した枠', ({ taken }) => taken), sort: 'taken' },
    count('use', '利用率（％）', (row) => shares(row).use),
    { ...count('visits', '予約件数', ({ visits }) => visits), sort: 'visits' },
    count('web', 'ウェブ', ({ web }) => web),
    count('phone', '電話', ({ phone }) => phone),
    count('counter', '窓口', ({ counter }) => counter),
    count('former', '稼働前', ({ former }) => former),
    { ...count('cancelled', '取消', ({ cancelled }) => cancelled), sort: 'cancelled' },
    count('cancelled-share', '取消率（％）', (row) => shares(row).cancelled, false),
    count('people', '予約人数', ({ people }) => people, false),
    { ...count('came', '来庁（人）', ({ came }) => came), sort: 'came' },
    count('came-share', '来庁率（％）', (row) => shares(row).came, false),
    { ...count('handed', '交付（人）', ({ handedOver }) => handedOver), sort: 'handedOver' },
    count('incomplete', '不備（人）', ({ incomplete }) => incomplete, false),
    { ...count('no-show', '未来庁（人）', ({ noShow }) => noShow), sort: 'noShow' },
    count('no-show-share', '未来庁率（％）', (row) => shares(row).noShow),
    count('lead', '予約から来庁までの日数', ({ lead }) => lead, false),
  ],
  empty: 'この期間の予約枠と予約は、ありません。',
  foot: '来庁日で集計した数です。日数は中央値です。予約枠は、予約の方法では分けません。',
});
