import { seenSql } from '../../cards/viewer.ts';
import { type NextDays, readNextDays } from '../../counter/due.ts';
import { raw, sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import { hoursWords } from './hours.ts';
import {
  daysWords,
  type Filter,
  filterForm,
  nextWords,
  noticeColumn,
  officeColumn,
  type Row,
  remembered,
  SELECT,
  SHELF_ORDER,
  shelfColumns,
  usualFilter,
  visitColumns,
  visitsOf,
  whereColumn,
} from './pull-columns.ts';
import { birthColumn, dayOfSpan, kanaColumn, nameColumn, officeWords } from './shared.ts';

const STATES = { unpulled: '未引き抜き', all: 'すべて' } as const;

/** Cards to take off the shelf for visits, in the order of the shelf (§8(2)⑨b). A visit to be moved waits until it was. */
export const pullList = list<Filter, Row, NextDays>({
  code: 'pull',
  title: '引き抜きリスト',
  about: '予約のある方のカードを、棚の順に並べます。二人で確かめる欄があります。',
  right: 'people.see',
  ofOffices: true,
  learn: readNextDays,
  filter: (known) => filterForm(known, '空欄のときは、本日から次の開庁日の予約まで（回送する分は、送る日が来た予約）', STATES),
  usual: usualFilter,
  dayAbove: ({ from, to }) => (from === null ? undefined : dayOfSpan({ from, to })),
  sentence: (filter, known) =>
    [
      `${officeWords(filter.office, known)}の棚`,
      daysWords(filter, nextWords(known)),
      ...hoursWords(filter),
      STATES[filter.state],
    ].join('・'),
  rows: (viewer, filter) => sql`
    ${SELECT(viewer)}, ${seenSql(viewer, protectedSql, sql`vo.name`)} AS "officeName", ${seenSql(viewer, protectedSql, sql`vo.position`)} AS visit_office
    ${visitsOf(viewer, filter)} AND NOT reservations.needs_moving(r, s)
      AND (${filter.office} = '' OR o.code = ${filter.office})
      AND ${raw(filter.state === 'unpulled' ? "c.whereabouts IN ('expected', 'shelf', 'missing')" : 'true')}`,
  narrows: 'card',
  order: SHELF_ORDER,
  blanks: true,
  columns: [
    ...shelfColumns,
    nameColumn(),
    kanaColumn(false),
    birthColumn(false),
    noticeColumn,
    ...visitColumns,
    officeColumn('交付場所', true),
    whereColumn,
  ],
  group: ({ storageName, cabinet }) => `${storageName}　${cabinet ?? '棚の記録なし'}`,
  ticks: ['引抜', '確認'],
  gapEvery: 5,
  empty: '引き抜くカードは、ありません。',
  remembered,
});
