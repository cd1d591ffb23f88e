import { seenSql, unseenOnly, type Viewer, whoSql } from '../../cards/viewer.ts';
import { WHEREABOUTS_WORDS, type Whereabouts } from '../../cards/whereabouts.ts';
import { dueSql, type NextDays } from '../../counter/due.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { day, form, optionsOf, type SayOf, select } from '../../lib/form/index.ts';
import { protectedSql } from '../../reservations/read.ts';
import type { Known, ListColumn } from '../list-types.ts';
import { ALL_HOURS, type Hours, hourFields, hoursRules, hoursSql } from './hours.ts';
import { namedCards } from './named.ts';
import { BOX_ORDER, officeField, ownOffice, spanRules, spanWords, toField, type WithBirth, type WithWho } from './shared.ts';

type State = 'unpulled' | 'all';
/** Without a first day: what leaves its shelf by the end of today. */
export type Filter = Hours & { office: string; from: string | null; to: string | null; state: State };

export type Row = WithWho &
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
export const visitsOf = (viewer: Viewer, { from, to, ...hours }: Filter) => {
  // Narrowed down hour by hour, the list would tell when they come: of whom this viewer may not see it holds the whole day.
  const at = sql`(${hoursSql(hours)} OR ${unseenOnly(viewer, protectedSql)})`;
  return from === null
    ? sql`${cardsOfVisits} ${dueSql} WHERE s.day BETWEEN lib.day_of(lib.now()) AND due.until AND ${at}`
    : sql`${cardsOfVisits} WHERE s.day BETWEEN ${from}::date AND ${to ?? from}::date AND ${at}`;
};

/** A last day alone, without a first one, chooses nothing. */
function daysRules(values: Readonly<Partial<Filter>>, say: SayOf<Filter>): void {
  hoursRules(values, say);
  const { from, to } = values;
  if (from === null && typeof to === 'string') say('from', '「この日まで」を入力したときは、予約日も入力してください。');
  else spanRules(values, say);
}

export const nextWords = ({ next }: NextDays): string => {
  const [first, ...others] = [...new Set(next.map(({ day: on }) => on))];
  return first === undefined
    ? '次の開庁日（未定）'
    : others.length === 0
      ? `次の開庁日 ${longDate(first)}まで`
      : '各交付場所の次の開庁日まで';
};
export const daysWords = ({ from, to }: Filter, words: string): string => (from === null ? words : spanWords({ from, to }));
/** Of a list without days, what they are today. */
const means = ({ from }: Filter, { today, next }: NextDays): string =>
  from === null ? [today, ...next.map(({ code, day: on }) => `${code} ${on}`)].join() : '';

/** Of whom this viewer may not see there is the shelf alone: when they come is nothing for who takes the card out. */
export const SELECT = (viewer: Viewer) => sql`
  SELECT c.id AS key, coalesce(o.name, '') AS "storageName", o.position AS storage_office, p.cabinet, p.box, p.cabinet_order, p.box_order, c.storage_position AS position, c.whereabouts,
    ${whoSql(viewer, protectedSql, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, protectedSql, sql`coalesce(nullif(c.kana_key, ''), c.name_key)`)} AS "sortName",
    ${seenSql(viewer, protectedSql, sql`c.notice_id`)} AS "noticeId", ${seenSql(viewer, protectedSql, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, protectedSql, sql`c.birth_text`)} AS "birthText", ${seenSql(viewer, protectedSql, sql`s.day`)} AS day, ${seenSql(viewer, protectedSql, sql`s.start_minute`)} AS minute, ${seenSql(viewer, protectedSql, sql`r.number`)} AS number`;

export const SHELF_ORDER = `storage_office, ${BOX_ORDER}, day, minute, key`;

export const shelfColumns: ListColumn<Row>[] = [
  { code: 'cabinet', head: '棚', value: ({ cabinet }) => cabinet, width: 7, usual: true, bold: true },
  { code: 'box', head: '箱', value: ({ box }) => box, width: 7, usual: true, bold: true },
  { code: 'position', head: '位置', value: ({ position }) => position, width: 6, usual: true, bold: true, right: true },
];
export const visitColumns: ListColumn<Row>[] = [
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
export const whereColumn: ListColumn<Row> = {
  code: 'whereabouts',
  head: '所在',
  value: ({ whereabouts }) => WHEREABOUTS_WORDS[whereabouts],
  width: 9,
  usual: true,
  sort: 'whereabouts',
};
export const noticeColumn: ListColumn<Row> = {
  code: 'notice',
  head: '交付通知書ID',
  value: ({ noticeId }) => noticeId,
  width: 15,
  usual: true,
  sort: 'noticeId',
};
export const officeColumn = (head: string, usual: boolean): ListColumn<Row> => ({
  code: 'office',
  head,
  value: ({ officeName }) => officeName,
  width: 20,
  usual,
  sort: 'visit_office',
});

/** Printed again, what left the shelf's list or changed its visit is said. */
export const remembered = {
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

/** What both lists ask for. `empty`: what they show without a first day; `states`: what the two states of a card are called. */
export const filterForm = (known: Known, empty: string, states: Record<State, string>) =>
  form<Filter>(
    {
      office: officeField(known, '保管場所'),
      from: day('予約日', { box: 'from', hint: empty, lies: 'near' }).optional(),
      to: toField(),
      ...hourFields(),
      state: select<State>('状態', optionsOf(states), { usual: 'unpulled' }),
    },
    { rules: daysRules },
  );

/** As they are shown at first: of the clerk's own office. */
export const usualFilter = (_today: string, known: Known, officeId: number | null): Filter => ({
  office: ownOffice(known, officeId),
  from: null,
  to: null,
  ...ALL_HOURS,
  state: 'unpulled',
});
