import { clockTime, longDate } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';
import { form } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { AGAIN_SQL, type Again, againCondition, againField, againWords } from './again.ts';
import { namedVisits } from './named.ts';
import {
  ALL,
  birthColumn,
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
import { VISIT, type VisitRow, visitRows, visitsSql } from './visit-columns.ts';

type Filter = Span & { office: string; service: string; again: Again };

type Row = VisitRow & {
  againOn: string | null;
  /** Nobody recorded anything of them yet: their day is not closed. */
  open: boolean;
};

const where = (filter: Filter) => sql`
  ${visitsSql} CROSS JOIN LATERAL (SELECT CASE WHEN m.outcome = 'no-show' THEN ${AGAIN_SQL} END AS again_on) next
  WHERE (m.outcome = 'no-show' OR (m.outcome IS NULL AND r.state = 'booked' AND s.day < lib.day_of(lib.now()) AND NOT reservations.needs_moving(r, s)))
    AND s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND (${filter.office} = '' OR vo.code = ${filter.office})
    AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND ${againCondition(filter.again)}`;

/**
 * Those who booked and did not come (§8(2)⑫a), with how to reach them and whether they booked again; and who has no record on a past day that is not
 * closed: they may have come, so they are marked.
 */
export const noShowList = list<Filter, Row>({
  code: 'no-shows',
  title: '未来庁一覧',
  about:
    '予約した日に来庁されなかった方です。日締めが終わっていない日の、来庁の記録がない方は「未確定」です。メールの有無と、その後の予約が分かります。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        from: fromField('予約日'),
        to: toField(),
        again: againField(),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({
    office: ownOffice(known, officeId),
    service: ALL,
    from: addDays(today, -28),
    to: today,
    again: 'no',
  }),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      spanWords(filter),
      ...serviceWords(filter.service, known),
      ...againWords(filter.again),
    ].join('・'),
  ...visitRows(where, sql`next.again_on AS "againOn", m.outcome IS NULL AS open`),
  order: 'day DESC, office_position, minute, number, key',
  columns: [
    { ...VISIT.day, width: 14, bold: true },
    VISIT.time,
    { code: 'open', head: '記録', value: ({ open }) => (open ? '未確定' : '未来庁'), width: 8, usual: true, sort: 'open' },
    nameColumn(),
    birthColumn<Row>(false),
    kanaColumn(),
    VISIT.phone,
    VISIT.mail,
    { ...VISIT.service, width: 14 },
    VISIT.number,
    VISIT.notice,
    {
      code: 'again',
      head: 'その後の予約',
      value: ({ againOn }) => (againOn === null ? null : { day: againOn }),
      width: 14,
      usual: true,
      sort: 'againOn',
    },
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
