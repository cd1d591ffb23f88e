import { parcelOfSql } from '../../cards/parcels.ts';
import { seenSql } from '../../cards/viewer.ts';
import { WHEREABOUTS_WORDS } from '../../cards/whereabouts.ts';
import { type NextDays, readNextDays } from '../../counter/due.ts';
import { raw, sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import { hoursWords } from './hours.ts';
import {
  daysWords,
  type Filter,
  filterForm,
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

const SENDING = { unpulled: '未発送', all: 'すべて' } as const;

/** Cards that lie in another office than the one booked (§8(2)⑩bc): where they are wanted, where they lie, when. */
export const transferList = list<Filter, Row & { sendBy: string | null; parcel: number | null }, NextDays>({
  code: 'transfer',
  title: '回送リスト',
  about: '予約した交付場所とは別の場所にあるカードです。希望する交付場所、保管場所、送る日、予約日が分かります。',
  right: 'people.see',
  ofOffices: true,
  learn: readNextDays,
  filter: (known) => filterForm(known, '空欄のときは、本日までに送る予約', SENDING),
  usual: usualFilter,
  dayAbove: ({ from, to }) => (from === null ? undefined : dayOfSpan({ from, to })),
  sentence: (filter, known) =>
    [
      `${officeWords(filter.office, known)}から`,
      daysWords(filter, '本日までに送る分'),
      ...hoursWords(filter),
      SENDING[filter.state],
    ].join('・'),
  rows: (viewer, filter) => sql`
    ${SELECT(viewer)}, vo.name AS "officeName", vo.position AS visit_office, ${parcelOfSql} AS parcel,
      ${seenSql(viewer, protectedSql, sql`counter.send_by(coalesce(c.office_id, s.office_id), s.office_id, s.service_id, s.day)`)} AS "sendBy" ${visitsOf(viewer, filter)} AND NOT reservations.needs_moving(r, s)
      AND c.office_id IS DISTINCT FROM s.office_id AND (${filter.office} = '' OR coalesce(o.code, vo.code) = ${filter.office})
      AND ${raw(filter.state === 'unpulled' ? "c.whereabouts IN ('expected', 'shelf', 'pulled', 'missing')" : 'true')}`,
  narrows: 'card',
  order: `visit_office, "sendBy", day, ${SHELF_ORDER}`,
  blanks: true,
  columns: [
    officeColumn('希望する交付場所', true),
    {
      code: 'storage',
      head: '保管場所',
      value: ({ storageName }) => storageName,
      width: 12,
      usual: true,
      sort: 'storage_office',
    },
    ...shelfColumns,
    {
      code: 'send',
      head: '送る日',
      value: ({ sendBy }) => (sendBy === null ? null : { day: sendBy }),
      width: 16,
      usual: true,
      sort: 'sendBy',
      bold: true,
    },
    ...visitColumns.slice(0, 1),
    nameColumn(),
    kanaColumn(false),
    birthColumn(false),
    { ...noticeColumn, under: 'name' },
    ...visitColumns.slice(1).map((column) => ({ ...column, usual: false })),
    {
      ...whereColumn,
      value: ({ whereabouts, parcel }) => `${WHEREABOUTS_WORDS[whereabouts]}${parcel === null ? '' : `（便 ${parcel}）`}`,
    },
  ],
  group: ({ officeName }) => `${officeName ?? ''}へ`,
  ticks: ['箱入', '確認'],
  ticked: ({ parcel }) => (parcel === null ? null : { text: '箱入済', sub: `便 ${parcel}` }),
  gapEvery: 5,
  empty: '回送するカードは、ありません。',
  remembered,
});
