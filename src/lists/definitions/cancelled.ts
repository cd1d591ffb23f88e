import { clockTime, longDate } from '../../lib/dates/format.ts';
import { addDays, cityDay } from '../../lib/dates/jst.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { CHANNEL_WORDS } from '../../reservations/words.ts';
import { list } from '../list.ts';
import { AGAIN_SQL, type Again, againCondition, againField, againWords } from './again.ts';
import { namedVisits } from './named.ts';
import {
  ALL,
  birthColumn,
  dayOfSpan,
  fromField,
  kanaColumn,
  lastOf,
  nameColumn,
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
import { VISIT, type VisitRow, visitRows } from './visit-columns.ts';

const DAYS = { cancelled: '取消の日', visit: '予約していた日' } as const;
type Days = keyof typeof DAYS;
const BY = { all: 'すべて', citizen: 'ご本人（ウェブ）', staff: '職員' } as const;
type By = keyof typeof BY;
type Filter = Span & { office: string; service: string; days: Days; by: By; again: Again };

type Row = VisitRow & {
  id: string | null;
  cancelledAt: Date;
  byCitizen: boolean;
  /** Of staff, as long as the log still says who. */
  byName: string | null;
  reason: string | null;
  /** false: others of the party still come. */
  whole: boolean;
  againOn: string | null;
  channel: keyof typeof CHANNEL_WORDS;
};

/** Bookings that were cancelled (not what staff took back), and people who were taken out of one, within a condition on when. */
const gone = (of: (at: 'r.ended_at' | 'm.removed_at') => Sql): Sql => sql`
  SELECT r.id, m.position, r.ended_at AS at, true AS whole FROM reservations.reservations r
    JOIN ledger.slots s ON s.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
    WHERE r.state = 'cancelled' AND r.number IS NOT NULL AND NOT r.taken_back AND ${of('r.ended_at')}
  UNION ALL
  SELECT r.id, m.position, m.removed_at, false FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
    JOIN ledger.slots s ON s.id = r.slot_id
    WHERE m.removed_at >= r.booked_at AND ${of('m.removed_at')}`;

function spanSql(filter: Filter): (at: 'r.ended_at' | 'm.removed_at') => Sql {
  const last = lastOf(filter);
  if (filter.days === 'visit') return () => sql`s.day BETWEEN ${filter.from}::date AND ${last}::date`;
  const within = sql`>= lib.instant(${filter.from}::date, 0)`;
  const before = sql`< lib.instant(${addDays(last, 1)}::date, 0)`;
  return (at) =>
    at === 'r.ended_at'
      ? sql`r.ended_at ${within} AND r.ended_at ${before}`
      : sql`m.removed_at ${within} AND m.removed_at ${before}`;
}

const where = (filter: Filter) => sql`
  FROM (${gone(spanSql(filter))}) g JOIN reservations.reservations r ON r.id = g.id
    JOIN reservations.members m ON m.reservation_id = g.id AND m.position = g.position
    JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices vo ON vo.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
    LEFT JOIN cards.cards c ON c.id = m.card_id LEFT JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN LATERAL (
      SELECT e.actor_kind, e.staff_id, e.detail ->> 'reason' AS reason FROM audit.events e
      WHERE e.reservation_id = r.id AND CASE WHEN g.whole THEN e.act = 'reservation.cancelled'
        ELSE e.act = 'reservation.member-removed' AND (e.detail ->> 'position')::integer = m.position END
      ORDER BY e.id DESC LIMIT 1) e ON true
    CROSS JOIN LATERAL (SELECT coalesce(e.actor_kind, CASE WHEN r.end_reason = 'citizen' THEN 'citizen' ELSE 'staff' END) = 'citizen' AS citizen) by
    CROSS JOIN LATERAL (SELECT ${AGAIN_SQL} AS again_on) next
  WHERE (${filter.office} = '' OR vo.code = ${filter.office}) AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND (${filter.by} = 'all' OR by.citizen = (${filter.by} = 'citizen')) AND ${againCondition(filter.again)}`;

/** Bookings that were cancelled, by whom, when and why, with how to reach who did not book again. */
export const cancelledList = list<Filter, Row>({
  code: 'cancelled',
  title: '取消一覧',
  about:
    '取り消された予約です。取消の日時、取り消した方、理由と、その後の予約が分かります。職員が取り消した受付と、取り消した稼働前の予約の登録は含みません。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        days: select<Days>('期間', optionsOf(DAYS), { usual: 'cancelled' }),
        from: fromField(undefined, 'behind'),
        to: toField(undefined, 'behind'),
        by: select<By>('取り消した方', optionsOf(BY), { usual: 'all' }),
        again: againField(),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({
    office: ownOffice(known, officeId),
    service: ALL,
    days: 'cancelled',
    from: addDays(today, -28),
    to: today,
    by: 'all',
    again: 'all',
  }),
  dayAbove: (filter) => (filter.days === 'visit' ? dayOfSpan(filter) : undefined),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      `${DAYS[filter.days]}：${spanWords(filter)}`,
      ...serviceWords(filter.service, known),
      ...(filter.by === 'all' ? [] : [`${BY[filter.by]}の取消`]),
      ...againWords(filter.again),
    ].join('・'),
  ...visitRows(
    where,
    sql`g.at AS "cancelledAt", by.citizen AS "byCitizen", (SELECT a.name FROM staff.accounts a WHERE a.id = e.staff_id) AS "byName",
      CASE WHEN NOT by.citizen THEN nullif(CASE WHEN g.whole THEN r.end_reason ELSE e.reason END, '') END AS reason, g.whole, next.again_on AS "againOn", r.channel`,
  ),
  narrows: 'visit',
  order: '"cancelledAt" DESC, key',
  columns: [
    {
      code: 'at',
      head: '取消の日時',
      value: ({ cancelledAt }) => ({ at: cancelledAt }),
      width: 15,
      usual: true,
      sort: 'cancelledAt',
      bold: true,
    },
    {
      code: 'by',
      head: '取り消した方',
      value: ({ byCitizen, byName }) => (byCitizen ? 'ご本人' : (byName ?? '職員')),
      width: 11,
      usual: true,
      sort: 'byName',
    },
    { code: 'reason', head: '理由', under: 'by', value: ({ reason }) => reason, width: 18, usual: true, sort: 'reason' },
    { ...VISIT.day, head: '予約していた日', width: 13 },
    { ...VISIT.time, under: 'day' },
    nameColumn<Row>(({ id }) => (id === null ? null : { reservation: id })),
    birthColumn<Row>(false),
    kanaColumn(false),
    { ...VISIT.number, whole: true },
    { ...VISIT.notice, usual: false },
    { ...VISIT.phone, width: 15 },
    { ...VISIT.mail, width: 7, usual: false },
    {
      code: 'again',
      head: 'その後の予約',
      value: ({ againOn }) => (againOn === null ? null : { day: againOn }),
      width: 13,
      usual: true,
      sort: 'againOn',
    },
    {
      code: 'what',
      head: '取消の範囲',
      value: ({ whole }) => (whole ? '予約の全員' : 'この方だけ'),
      width: 9,
      usual: false,
      sort: 'whole',
    },
    { ...VISIT.office, width: 12, under: 'number' },
    { ...VISIT.service, width: 14, usual: false },
    {
      code: 'channel',
      head: '受付方法',
      value: ({ channel }) => CHANNEL_WORDS[channel],
      width: 9,
      usual: false,
      sort: 'channel',
    },
  ],
  group: ({ cancelledAt }) => longDate(cityDay(cancelledAt)),
  empty: '取り消された予約は、ありません。',
  ofBookings: 'cancelled',
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, minute, officeName, againOn }) => [day, clockTime(minute), officeName, againOn ?? ''],
    named: namedVisits,
  },
});
