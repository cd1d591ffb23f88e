import { clockTime } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { namedVisits } from './named.ts';
import {
  ALL,
  birthColumn,
  kanaColumn,
  nameColumn,
  officeField,
  officeWords,
  serviceField,
  serviceWords,
  yesNo,
} from './shared.ts';
import { VISIT, type VisitRow, visitRows, visitsSql } from './visit-columns.ts';

const REACH = { all: 'すべて', mail: 'メールあり', none: 'メールが届かない方（電話する）' } as const;
type Reach = keyof typeof REACH;
type Filter = { office: string; service: string; reach: Reach };

/** `mailHeld`: somebody of it is under 支援措置, and the address was not checked since: nothing is sent to it. */
type Row = VisitRow & { id: string | null; mailHeld: boolean };

const where = (filter: Filter) => sql`
  ${visitsSql}
  WHERE r.state = 'booked' AND reservations.needs_moving(r, s)
    AND (${filter.office} = '' OR vo.code = ${filter.office}) AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND (${filter.reach} = 'all' OR (r.mail IS NOT NULL AND NOT reservations.mail_held(r)) = (${filter.reach} = 'mail'))`;

/** Everybody whose slot was taken away and who was not moved, kept or cancelled since, of all closings and changes, however long ago. */
export const needsMovingList = list<Filter, Row>({
  code: 'needs-moving',
  title: '要振替一覧',
  about: '臨時閉庁や予約枠の変更のため、振替が必要な方です。すべての閉庁の分が、日付の順に出ます。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known),
      service: serviceField(known),
      reach: select<Reach>('連絡', optionsOf(REACH), { usual: 'all' }),
    }),
  usual: () => ({ office: ALL, service: ALL, reach: 'all' }),
  sentence: ({ office, service, reach }, known) =>
    [officeWords(office, known), ...serviceWords(service, known), ...(reach === 'all' ? [] : [REACH[reach]])].join('・'),
  ...visitRows(where, sql`reservations.mail_held(r) AS "mailHeld"`),
  narrows: 'visit',
  order: 'day, office_position, minute, number, key',
  columns: [
    { ...VISIT.day, bold: true },
    VISIT.time,
    VISIT.office,
    nameColumn<Row>(),
    birthColumn<Row>(false),
    kanaColumn<Row>(false),
    { ...VISIT.phone, whole: true },
    { ...VISIT.mail, value: ({ hasMail, mailHeld }) => (mailHeld ? '送りません' : hasMail === null ? null : yesNo(hasMail)) },
    { ...VISIT.number, whole: true, goes: ({ id }) => (id === null ? null : { reservation: id }) },
    { ...VISIT.notice, usual: false },
    { ...VISIT.service, usual: false },
    { ...VISIT.language, usual: false },
  ],
  ticks: ['連絡'],
  empty: '振替が必要な方は、いません。',
  ofBookings: 'standing',
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, minute, officeName }) => [day, clockTime(minute), officeName],
    named: namedVisits,
  },
});
