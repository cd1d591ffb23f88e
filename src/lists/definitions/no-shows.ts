import { seenSql } from '../../cards/viewer.ts';
import { dayMailSql } from '../../counter/day-end.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
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
import { partySql, VISIT, type VisitRow, visitRows, visitsSql } from './visit-columns.ts';

const CALLS = { all: 'すべて', yes: '電話が必要' } as const;
type Calls = keyof typeof CALLS;
type Filter = Span & { office: string; service: string; again: Again; calls: Calls };

/** How the mail that invites them to book again fares. */
const INVITED = {
  sent: '送信済',
  waiting: '送信待ち',
  later: '日締めのあとに送信',
  dead: '不達',
  held: '止めています',
  none: 'なし',
} as const;
type Invited = keyof typeof INVITED;

type Row = VisitRow & {
  /** null: nobody recorded yet that they did not come, or hidden as their telephone is. */
  invited: Invited | null;
  againOn: string | null;
  /** Nobody recorded anything of them yet: their day is not closed. */
  open: boolean;
};

/**
 * The mail of their day; one that was given up, held back (支援措置) or not put at all reached nobody. While their day is open, or open again, none leaves:
 * what waits will be dropped, and the day's end puts another.
 */
const INVITED_SQL = sql`
  CASE WHEN m.outcome = 'no-show' THEN coalesce(
    (SELECT CASE WHEN x.state = 'sent' THEN 'sent' WHEN reservations.mail_held(r) THEN 'held' WHEN x.state = 'dead' THEN 'dead' WHEN x.state = 'sending' OR (x.state = 'waiting' AND counter.absence_stands(s.office_id, s.day)) THEN 'waiting' END
     FROM outbox.mails x WHERE x.reservation_id = r.id AND x.kind = 'no-show' AND x.once LIKE 'no-show:' || r.id || ':' || s.day || ':%' ORDER BY x.id DESC LIMIT 1),
    CASE WHEN reservations.mail_held(r) THEN 'held' WHEN NOT counter.absence_stands(s.office_id, s.day) AND ${dayMailSql(sql`s.day`)} = 'goes' THEN 'later' ELSE 'none' END) END`;

const callsSql = (calls: Calls): Sql => (calls === 'all' ? sql`true` : sql`${INVITED_SQL} IN ('dead', 'held', 'none')`);

const where = (filter: Filter) => sql`
  ${visitsSql} CROSS JOIN LATERAL (SELECT CASE WHEN m.outcome = 'no-show' THEN ${AGAIN_SQL} END AS again_on) next
  WHERE (m.outcome = 'no-show' OR (m.outcome IS NULL AND r.state = 'booked' AND s.day < lib.day_of(lib.now()) AND NOT reservations.needs_moving(r, s)))
    AND s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND (${filter.office} = '' OR vo.code = ${filter.office})
    AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND ${againCondition(filter.again)} AND ${callsSql(filter.calls)}`;

/**
 * Those who booked and did not come (§8(2)⑫a), with how to reach them and whether they booked again; and who has no record on a past day that is not
 * closed: they may have come, so they are marked.
 */
export const noShowList = list<Filter, Row>({
  code: 'no-shows',
  title: '未来庁一覧',
  about:
    '予約した日に来庁されなかった方です。日締めが終わっていない日の、来庁の記録がない方は「未確定」です。案内メールが届いたかどうかと、その後の予約が分かります。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        from: fromField('予約日', 'behind'),
        to: toField(undefined, 'behind'),
        again: againField(),
        calls: select<Calls>('連絡', optionsOf(CALLS), { usual: 'all', hint: '電話が必要：案内メールが届いていない方' }),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({
    office: ownOffice(known, officeId),
    service: ALL,
    from: addDays(today, -28),
    to: today,
    again: 'no',
    calls: 'all',
  }),
  dayAbove: (filter) => dayOfSpan(filter),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      spanWords(filter),
      ...serviceWords(filter.service, known),
      ...againWords(filter.again),
      ...(filter.calls === 'all' ? [] : [CALLS[filter.calls]]),
    ].join('・'),
  ...visitRows(
    where,
    (viewer) => sql`next.again_on AS "againOn", m.outcome IS NULL AS open, ${seenSql(viewer, partySql, INVITED_SQL)} AS invited`,
  ),
  narrows: 'visit',
  order: 'day DESC, office_position, minute, number, key',
  columns: [
    { ...VISIT.day, width: 14, bold: true },
    VISIT.time,
    {
      code: 'open',
      head: '記録',
      under: 'time',
      value: ({ open }) => (open ? '未確定' : '未来庁'),
      width: 8,
      usual: true,
      sort: 'open',
    },
    nameColumn(),
    birthColumn<Row>(false),
    kanaColumn(),
    VISIT.phone,
    {
      code: 'invited',
      head: '案内メール',
      under: 'phone',
      value: ({ invited }) => (invited === null ? null : INVITED[invited]),
      width: 10,
      usual: true,
      sort: 'invited',
    },
    { ...VISIT.mail, head: 'メールアドレス', usual: false },
    { ...VISIT.service, width: 14 },
    VISIT.number,
    { ...VISIT.notice, under: 'number' },
    {
      code: 'again',
      head: 'その後の予約',
      value: ({ againOn }) => (againOn === null ? null : { day: againOn }),
      width: 14,
      usual: true,
      sort: 'againOn',
    },
    { ...VISIT.language, usual: false },
    { ...VISIT.office, usual: false },
    { ...VISIT.status, usual: false },
  ],
  group: ({ day, officeName }) => `${longDate(day)}　${officeName}`,
  empty: '来庁されなかった方は、いません。',
  ofBookings: 'standing',
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, minute, officeName, open, againOn }) => [
      day,
      clockTime(minute),
      officeName,
      open ? '未確定' : '',
      againOn ?? '',
    ],
    named: namedVisits,
  },
});
