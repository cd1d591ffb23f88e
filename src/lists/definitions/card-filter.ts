import { WHEREABOUTS_WORDS } from '../../cards/whereabouts.ts';
import { longDate } from '../../lib/dates/format.ts';
import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { day, endsBeforeWords, type Form, form, optionsOf, select, ticks } from '../../lib/form/index.ts';
import type { Lies } from '../../lib/values/days.ts';
import { endsBefore } from '../../lib/values/order.ts';
import type { Known } from '../list-types.ts';
import { boxField, inBox, lotField, officeField, officeWords } from './shared.ts';

const BOOKED = { all: 'すべて', no: '予約なし', yes: '予約あり' } as const;
type Booked = keyof typeof BOOKED;
type Has = 'all' | 'yes' | 'no';
const MAIL = { all: 'すべて', yes: '今後の予約にあり', no: '今後の予約になし', before: '前回の予約にあり' } as const;
type Mail = keyof typeof MAIL;
type Days<Name extends string> = Record<`${Name}From` | `${Name}To`, string | null>;

/** What a card is chosen by: as much as the columns of its list say of it. */
export type CardFilter = {
  office: string;
  status: string[];
  whereabouts: string[];
  expiresTo: string | null;
  booked: Booked;
  dueTo: string | null;
  notified: Has;
  mail: Mail;
  phone: Has;
  remark: Has;
  lot: string;
  box: string;
} & Days<'notice'> &
  Days<'arrived'> &
  Days<'status'> &
  Days<'booked'>;

const STILL_TO_COME = sql`r.state = 'booked' AND m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL`;
/** Bookings in which a card (`c`) is still to be handed over. */
export const VISITS = sql`FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE ${STILL_TO_COME}`;
/** The same with their slots (`s`). Joined: asked for by `IN`, PostgreSQL made a table of the slots for each card first, 7 µs of 9. */
export const VISIT_SLOTS = sql`
  FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE ${STILL_TO_COME}`;

const BOOKED_SQL: Readonly<Record<Booked, Sql>> = {
  all: sql`true`,
  no: sql`NOT EXISTS (SELECT ${VISITS})`,
  yes: sql`EXISTS (SELECT ${VISITS})`,
};

/** Nothing where all are asked for: the statement asks no more than it must. */
const has = (asked: Has, is: Sql): Sql => (asked === 'all' ? sql`true` : asked === 'yes' ? sql`(${is})` : sql`NOT (${is})`);
const within = (of: Sql, from: string | null, to: string | null): Sql =>
  sql`(${from}::date IS NULL OR ${of} >= ${from}::date) AND (${to}::date IS NULL OR ${of} <= ${to}::date)`;
const days = (from: string | null, to: string | null, of: Sql): Sql => (from === null && to === null ? sql`true` : of);

/** Whether a card shows a remark, one that was not emptied since; asked one by one only of those whose holder may have one. */
const REMARKED = sql`
  ((c.id IN (SELECT x.card_id FROM cards.remarks x WHERE x.card_id IS NOT NULL)
    OR c.person_key IN (SELECT coalesce(x.person_key, k.person_key) FROM cards.remarks x LEFT JOIN cards.cards k ON k.id = x.card_id WHERE coalesce(x.person_key, k.person_key) IS NOT NULL))
  AND coalesce((SELECT r.body FROM cards.remarks_of(c.id, c.person_key) r ORDER BY r.id DESC LIMIT 1), '') <> '')`;

const dueSql = (dueTo: string | null): Sql =>
  dueTo === null
    ? sql`true`
    : sql`c.id IN (SELECT d.card_id FROM unnest('{renotice,destroy}'::text[]) AS step, cards.due_by(step, ${dueTo}::date) d)`;

/** By the booking to come, or by the last one that is none: cancelled, missed, or in which something was recorded. */
const MAIL_SQL: Readonly<Record<Mail, Sql>> = {
  all: sql`true`,
  yes: sql`EXISTS (SELECT ${VISITS} AND r.mail IS NOT NULL)`,
  no: sql`NOT EXISTS (SELECT ${VISITS} AND r.mail IS NOT NULL)`,
  before: sql`
    (SELECT r.mail IS NOT NULL FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
     WHERE m.card_id = c.id AND r.number IS NOT NULL AND NOT (r.state = 'booked' AND m.removed_at IS NULL AND m.outcome IS NULL)
     ORDER BY s.day DESC, s.start_minute DESC, r.id LIMIT 1)`,
};

const statusDays = ({ statusFrom, statusTo }: CardFilter): Sql =>
  days(statusFrom, statusTo, within(sql`lib.day_of(c.status_at)`, statusFrom, statusTo));
const bookedDays = ({ bookedFrom, bookedTo }: CardFilter): Sql =>
  days(bookedFrom, bookedTo, sql`EXISTS (SELECT ${VISIT_SLOTS} AND ${within(sql`s.day`, bookedFrom, bookedTo)})`);

export const cardWhere = (filter: CardFilter): Sql => sql`
  FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE (${filter.office} = '' OR o.code = ${filter.office}) AND (${filter.status.length === 0} OR c.status = ANY (${filter.status}::text[]))
    AND (${filter.whereabouts.length === 0} OR c.whereabouts = ANY (${filter.whereabouts}::text[]))
    AND ${within(raw('c.notice_date'), filter.noticeFrom, filter.noticeTo)} AND (${filter.expiresTo}::date IS NULL OR c.expires_on <= ${filter.expiresTo}::date)
    AND ${BOOKED_SQL[filter.booked]} AND ${within(raw('c.arrived_on'), filter.arrivedFrom, filter.arrivedTo)} AND ${statusDays(filter)} AND ${bookedDays(filter)}
    AND ${dueSql(filter.dueTo)} AND ${has(filter.notified, sql`c.notice_date IS NOT NULL`)} AND ${MAIL_SQL[filter.mail]}
    AND ${has(filter.phone, sql`c.phone <> ''`)} AND ${has(filter.remark, REMARKED)} AND (${filter.lot} = '' OR c.lot = ${filter.lot}) AND ${filter.box === '' ? sql`true` : inBox(filter.box)}`;

const hasField = (label: string, yes = 'あり', no = 'なし') =>
  select<Has>(
    label,
    [
      { value: 'all', label: 'すべて' },
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ],
    { usual: 'all' },
  );
const from = (label: string, lies: Lies) => day(`${label}がこの日から`, { called: `${label}の開始日`, lies }).optional();
const to = (label: string, lies: Lies) => day(`${label}がこの日まで`, { called: `${label}の終了日`, lies }).optional();

export const cardFilter = (known: Known): Form<CardFilter> =>
  form<CardFilter>(
    {
      office: officeField(known, 'カードの所在'),
      status: ticks(
        '交付状況',
        // An undo puts cards into the status they had, also one that went out of use meanwhile: they are found by it.
        known.statuses
          .filter(({ retired, left }) => !retired || left)
          .map(({ code, name, retired }) => ({ value: code, label: retired ? `${name}（廃止）` : name })),
        { hint: '印がなければ、すべて' },
      ),
      whereabouts: ticks('所在', optionsOf(WHEREABOUTS_WORDS), { hint: '印がなければ、すべて' }),
      noticeFrom: from('通知発送日', 'behind'),
      noticeTo: to('通知発送日', 'behind'),
      expiresTo: to('カードの有効期限', 'near'),
      booked: select<Booked>('今後の予約', optionsOf(BOOKED), { usual: 'all' }),
      dueTo: day('再通知・廃棄予定の期限がこの日まで', {
        called: '再通知・廃棄予定の期限',
        lies: 'near',
        hint: '予約のある方、保留の方は入りません',
      }).optional(),
      arrivedFrom: from('到着日', 'behind'),
      arrivedTo: to('到着日', 'behind'),
      statusFrom: from('交付状況の日', 'behind'),
      statusTo: to('交付状況の日', 'behind'),
      bookedFrom: from('予約日', 'near'),
      bookedTo: to('予約日', 'near'),
      notified: hasField('通知の発送', '発送済', '未発送'),
      mail: select<Mail>('メールアドレス', optionsOf(MAIL), { usual: 'all' }),
      phone: hasField('電話番号'),
      remark: hasField('備考'),
      lot: lotField(),
      box: boxField(),
    },
    {
      rules: ordered,
    },
  );

const SPANS = ['notice', 'arrived', 'status', 'booked'] as const;
/** No span ends before it begins. */
function ordered(values: Readonly<Partial<CardFilter>>, say: (name: keyof CardFilter, sentence: string) => void): void {
  for (const name of SPANS) {
    if (endsBefore(values[`${name}From`], values[`${name}To`])) say(`${name}To`, endsBeforeWords());
  }
}

/** Asked for now and then: out of the way until one of them is. */
export const SELDOM: readonly (keyof CardFilter)[] = [
  'dueTo',
  'arrivedFrom',
  'arrivedTo',
  'statusFrom',
  'statusTo',
  'bookedFrom',
  'bookedTo',
  'notified',
  'mail',
  'phone',
  'remark',
  'lot',
  'box',
];

/** Every card. */
export const EVERY_CARD: CardFilter = {
  office: '',
  status: [],
  whereabouts: [],
  noticeFrom: null,
  noticeTo: null,
  expiresTo: null,
  booked: 'all',
  dueTo: null,
  arrivedFrom: null,
  arrivedTo: null,
  statusFrom: null,
  statusTo: null,
  bookedFrom: null,
  bookedTo: null,
  notified: 'all',
  mail: 'all',
  phone: 'all',
  remark: 'all',
  lot: '',
  box: '',
};

const statusWords = (codes: readonly string[], { statuses }: Known): string =>
  codes.length === 0
    ? 'すべての交付状況'
    : codes.map((code) => statuses.find((one) => one.code === code)?.name ?? code).join('・');

const whereaboutsWords = (chosen: readonly string[]): string[] => {
  const words = Object.entries(WHEREABOUTS_WORDS).filter(([code]) => chosen.includes(code));
  return words.length === 0 ? [] : [words.map(([, said]) => said).join('・')];
};

const between = (label: string, first: string | null, last: string | null): string[] =>
  first === null && last === null
    ? []
    : [`${label}：${first === null ? '' : `${longDate(first)}から`}${last === null ? '' : `${longDate(last)}まで`}`];
const hasWords = (label: string, asked: Has, yes = 'あり', no = 'なし'): string[] =>
  asked === 'all' ? [] : [`${label}${asked === 'yes' ? yes : no}`];

export const cardWords = (filter: CardFilter, known: Known): string =>
  [
    officeWords(filter.office, known),
    statusWords(filter.status, known),
    ...whereaboutsWords(filter.whereabouts),
    ...between('通知発送日', filter.noticeFrom, filter.noticeTo),
    ...between('有効期限', null, filter.expiresTo),
    ...(filter.booked === 'all' ? [] : [BOOKED[filter.booked]]),
    ...between('再通知・廃棄予定の期限', null, filter.dueTo),
    ...between('到着日', filter.arrivedFrom, filter.arrivedTo),
    ...between('交付状況の日', filter.statusFrom, filter.statusTo),
    ...between('予約日', filter.bookedFrom, filter.bookedTo),
    ...hasWords('通知', filter.notified, '発送済', '未発送'),
    ...(filter.mail === 'all' ? [] : [`メールは${MAIL[filter.mail]}`]),
    ...hasWords('電話', filter.phone),
    ...hasWords('備考', filter.remark),
    ...(filter.lot === '' ? [] : [`ロット ${filter.lot}`]),
    ...(filter.box === '' ? [] : [filter.box]),
  ].join('・');
