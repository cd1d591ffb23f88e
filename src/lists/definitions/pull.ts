import { parcelOfSql } from '../../cards/parcels.ts';
import { seenSql, type Viewer, whoSql } from '../../cards/viewer.ts';
import { WHEREABOUTS_WORDS, type Whereabouts } from '../../cards/whereabouts.ts';
import { dueSql, type NextDays, readNextDays } from '../../counter/due.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { raw, sql } from '../../lib/db/sql.ts';
import { day, form, optionsOf, type SayOf, select } from '../../lib/form/index.ts';
import { protectedSql } from '../../reservations/read.ts';
import { type ListColumn, list } from '../list.ts';
import { ALL_HOURS, type Hours, hourFields, hoursRules, hoursSql, hoursWords } from './hours.ts';
import { namedCards } from './named.ts';
import {
  birthColumn,
  kanaColumn,
  nameColumn,
  officeField,
  officeWords,
  ownOffice,
  spanRules,
  spanWords,
  toField,
  type WithBirth,
  type WithWho,
} from './shared.ts';

const STATES = { unpulled: '未引き抜き', all: 'すべて' } as const;
type State = keyof typeof STATES;
/** Without a first day: what leaves its shelf by the end of today. */
type Filter = Hours & { office: string; from: string | null; to: string | null; state: State };

type Row = WithWho &
  WithBirth & {
    key: string;
    storageName: string;
    cabinet: string | null;
    box: string | null;
    position: number | null;
    whereabouts: Whereabouts;
    noticeId: string | null;
    /** Of the visit; null as `day` and `minute`: of whom this viewer may not see. Where a card is to be sent stands for everybody. */
    officeName: string | null;
    day: string | null;
    minute: number | null;
    number: string | null;
  };

/** Where the card lies, where it is to go and when: what both lists of the shelf are made of. */
const cardsOfVisits = sql`
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome IS NULL
    JOIN cards.cards c ON c.id = m.card_id AND c.is_open
    JOIN offices.offices vo ON vo.id = s.office_id LEFT JOIN offices.offices o ON o.id = c.office_id
    LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id`;

/** The visits of the days asked for; without any those from today on whose cards leave by the end of today, as the page of the scan counts them (`cardsLeft`). */
const visitsOf = ({ from, to, ...hours }: Filter) =>
  from === null
    ? sql`${cardsOfVisits} ${dueSql} WHERE s.day BETWEEN lib.day_of(lib.now()) AND due.until AND ${hoursSql(hours)}`
    : sql`${cardsOfVisits} WHERE s.day BETWEEN ${from}::date AND ${to ?? from}::date AND ${hoursSql(hours)}`;

const firstField = (hint: string) => day('予約日', { box: 'from', hint }).optional();

/** A last day alone, without a first one, chooses nothing. */
function daysRules(values: Readonly<Partial<Filter>>, say: SayOf<Filter>): void {
  hoursRules(values, say);
  const { from, to } = values;
  if (from === null && typeof to === 'string') say('from', '「この日まで」を入力したときは、予約日も入力してください。');
  else spanRules(values, say);
}

const nextWords = ({ next }: NextDays): string => {
  const [first, ...others] = [...new Set(next.map(({ day: on }) => on))];
  return first === undefined
    ? '次の開庁日（未定）'
    : others.length === 0
      ? `次の開庁日 ${longDate(first)}まで`
      : '各交付場所の次の開庁日まで';
};
const daysWords = ({ from, to }: Filter, words: string): string => (from === null ? words : spanWords({ from, to }));
/** Of a list without days, what they are today. */
const means = ({ from }: Filter, { today, next }: NextDays): string =>
  from === null ? [today, ...next.map(({ code, day: on }) => `${code} ${on}`)].join() : '';

/** Of whom this viewer may not see there is the shelf alone: when they come is nothing for who takes the card out. */
const SELECT = (viewer: Viewer) => sql`
  SELECT c.id AS key, coalesce(o.name, '') AS "storageName", o.position AS storage_office, p.cabinet, p.box, length(p.box) AS box_length, c.storage_position AS position, c.whereabouts,
    ${whoSql(viewer, protectedSql, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, protectedSql, sql`coalesce(nullif(c.kana_key, ''), c.name_key)`)} AS "sortName",
    ${seenSql(viewer, protectedSql, sql`c.notice_id`)} AS "noticeId", ${seenSql(viewer, protectedSql, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, protectedSql, sql`c.birth_text`)} AS "birthText", ${seenSql(viewer, protectedSql, sql`s.day`)} AS day, ${seenSql(viewer, protectedSql, sql`s.start_minute`)} AS minute, ${seenSql(viewer, protectedSql, sql`r.number`)} AS number`;

/** Cabinets and boxes are numbered or lettered: 2 stands before 10. */
const SHELF_ORDER = 'storage_office, length(cabinet), cabinet, box_length, box, position NULLS LAST, day, minute, key';

const shelfColumns: ListColumn<Row>[] = [
  { code: 'cabinet', head: '棚', value: ({ cabinet }) => cabinet, width: 7, usual: true, bold: true },
  { code: 'box', head: '箱', value: ({ box }) => box, width: 7, usual: true, bold: true },
  { code: 'position', head: '位置', value: ({ position }) => position, width: 6, usual: true, bold: true, right: true },
];
const visitColumns: ListColumn<Row>[] = [
  { code: 'day', head: '予約日', value: ({ day }) => (day === null ? null : { day }), width: 18, usual: true, sort: 'day' },
  {
    code: 'time',
    head: '時刻',
    value: ({ minute }) => (minute === null ? null : { minute }),
    width: 7,
    usual: true,
    sort: 'minute',
  },
  { code: 'number', head: '予約番号', value: ({ number }) => number, width: 12, usual: false, sort: 'number' },
];
const whereColumn: ListColumn<Row> = {
  code: 'whereabouts',
  head: '所在',
  value: ({ whereabouts }) => WHEREABOUTS_WORDS[whereabouts],
  width: 9,
  usual: true,
  sort: 'whereabouts',
};
const noticeColumn: ListColumn<Row> = {
  code: 'notice',
  head: '交付通知書ID',
  value: ({ noticeId }) => noticeId,
  width: 15,
  usual: true,
  sort: 'noticeId',
};
const officeColumn = (head: string, usual: boolean): ListColumn<Row> => ({
  code: 'office',
  head,
  value: ({ officeName }) => officeName,
  width: 20,
  usual,
  sort: 'visit_office',
});

/** Printed again, what left the shelf's list or changed its visit is said. */
const remembered = {
  key: ({ key }: Row) => String(key),
  means,
  facts: ({ officeName, day, minute, cabinet, box, position }: Row) => [
    officeName ?? '',
    day ?? '',
    minute === null ? '' : clockTime(minute),
    cabinet ?? '',
    box ?? '',
    String(position ?? ''),
  ],
  named: namedCards,
};

const stateField = (labels: Record<State, string>) => select<State>('状態', optionsOf(labels), { usual: 'unpulled' });

/** Cards to take off the shelf for visits, in the order of the shelf (§8(2)⑨b). A visit to be moved waits until it was. */
export const pullList = list<Filter, Row, NextDays>({
  code: 'pull',
  title: '引き抜きリスト',
  about: '予約のある方のカードを、棚の順に並べます。二人で確かめる欄があります。',
  right: 'people.see',
  learn: readNextDays,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known, '保管場所'),
        from: firstField('空欄のときは、本日から次の開庁日の予約まで（回送する分は、送る日が来た予約）'),
        to: toField(),
        ...hourFields(),
        state: stateField(STATES),
      },
      { rules: daysRules },
    ),
  usual: (_today, known, officeId) => ({
    office: ownOffice(known, officeId),
    from: null,
    to: null,
    ...ALL_HOURS,
    state: 'unpulled',
  }),
  sentence: (filter, known) =>
    [
      `${officeWords(filter.office, known)}の棚`,
      daysWords(filter, nextWords(known)),
      ...hoursWords(filter),
      STATES[filter.state],
    ].join('・'),
  rows: (viewer, filter) => sql`
    ${SELECT(viewer)}, ${seenSql(viewer, protectedSql, sql`vo.name`)} AS "officeName", ${seenSql(viewer, protectedSql, sql`vo.position`)} AS visit_office
    ${visitsOf(filter)} AND NOT reservations.needs_moving(r, s)
      AND (${filter.office} = '' OR o.code = ${filter.office})
      AND ${raw(filter.state === 'unpulled' ? "c.whereabouts IN ('expected', 'shelf', 'missing')" : 'true')}`,
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

const SENDING = { unpulled: '未発送', all: 'すべて' } as const;

/** Cards that lie in another office than the one booked (§8(2)⑩bc): where they are wanted, where they lie, when. */
export const transferList = list<Filter, Row & { sendBy: string | null; parcel: number | null }, NextDays>({
  code: 'transfer',
  title: '回送リスト',
  about: '予約した交付場所とは別の場所にあるカードです。希望する交付場所、保管場所、送る日、予約日が分かります。',
  right: 'people.see',
  learn: readNextDays,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known, '保管場所'),
        from: firstField('空欄のときは、本日までに送る予約'),
        to: toField(),
        ...hourFields(),
        state: stateField(SENDING),
      },
      { rules: daysRules },
    ),
  usual: (_today, known, officeId) => ({
    office: ownOffice(known, officeId),
    from: null,
    to: null,
    ...ALL_HOURS,
    state: 'unpulled',
  }),
  sentence: (filter, known) =>
    [
      `${officeWords(filter.office, known)}から`,
      daysWords(filter, '本日までに送る分'),
      ...hoursWords(filter),
      SENDING[filter.state],
    ].join('・'),
  rows: (viewer, filter) => sql`
    ${SELECT(viewer)}, vo.name AS "officeName", vo.position AS visit_office, ${parcelOfSql} AS parcel,
      ${seenSql(viewer, protectedSql, sql`counter.send_by(coalesce(c.office_id, s.office_id), s.office_id, s.service_id, s.day)`)} AS "sendBy" ${visitsOf(filter)} AND NOT reservations.needs_moving(r, s)
      AND c.office_id IS DISTINCT FROM s.office_id AND (${filter.office} = '' OR o.code = ${filter.office})
      AND ${raw(filter.state === 'unpulled' ? "c.whereabouts IN ('expected', 'shelf', 'pulled', 'missing')" : 'true')}`,
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
    noticeColumn,
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
