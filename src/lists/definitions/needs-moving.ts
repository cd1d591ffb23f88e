import { whoSql } from '../../cards/viewer.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, select } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import {
  ALL,
  birthColumn,
  kanaColumn,
  nameColumn,
  officeField,
  officeWords,
  serviceField,
  type WithBirth,
  type WithWho,
  yesNo,
} from './shared.ts';

const REACH = { all: 'すべて', mail: 'メールあり', none: 'メールなし（電話する）' } as const;
type Reach = keyof typeof REACH;
type Filter = { office: string; service: string; reach: Reach };

type Row = WithWho &
  WithBirth & {
    key: string;
    id: string;
    day: string;
    minute: number;
    number: string;
    officeName: string;
    serviceName: string;
    noticeId: string | null;
    phone: string | null;
    hasMail: boolean;
  };

/** How long after its day a visit that was shut out may still be moved (the link of its mail lives as long). */
const DAYS_BACK = 30;

const where = (filter: Filter) => sql`
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
    JOIN offices.offices vo ON vo.id = s.office_id JOIN services.services sv ON sv.id = r.service_id LEFT JOIN cards.cards c ON c.id = m.card_id
  WHERE s.day >= lib.day_of(lib.now()) - ${DAYS_BACK}::integer AND reservations.needs_moving(r, s)
    AND (${filter.office} = '' OR vo.code = ${filter.office}) AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND (${filter.reach} = 'all' OR (r.mail IS NOT NULL) = (${filter.reach} = 'mail'))`;

/** Everybody whose slot was taken away and who was not moved, kept or cancelled since, of all closings and changes. */
export const needsMovingList = list<Filter, Row>({
  code: 'needs-moving',
  title: '要振替一覧',
  about: '臨時閉庁や予約枠の変更のため、振替が必要な方です。すべての閉庁の分が、日付の順に出ます。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>({
      office: officeField(known),
      service: serviceField(known),
      reach: select<Reach>(
        '連絡',
        Object.entries(REACH).map(([value, label]) => ({ value: value as Reach, label })),
        { usual: 'all' },
      ),
    }),
  usual: () => ({ office: ALL, service: ALL, reach: 'all' }),
  sentence: ({ office, service, reach }, known) =>
    [
      officeWords(office, known),
      ...(service === ALL ? [] : [known.services.find(({ code }) => code === service)?.name ?? '']),
      ...(reach === 'all' ? [] : [REACH[reach]]),
    ].join('・'),
  // 支援措置: a line would say where they were to be, and when; so there is none for who may not see them.
  rows: (viewer, filter) => sql`
    SELECT r.id || '/' || m.position AS key, r.id, s.day, s.start_minute AS minute, r.number, vo.name AS "officeName", vo.position AS office_position, sv.name AS "serviceName",
      ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      coalesce(c.kana_key, m.kana_key, c.name_key, m.name_key) AS "sortName", c.notice_id AS "noticeId", coalesce(c.birth_date, m.birth_date) AS "birthDate", coalesce(c.birth_text, '') AS "birthText",
      coalesce(nullif(r.phone, ''), nullif(c.phone, '')) AS phone, r.mail IS NOT NULL AS "hasMail"
    ${where(filter)} AND (${viewer.seesProtected} OR NOT ${protectedSql})`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND NOT ${viewer.seesProtected} AND ${protectedSql}`,
  order: 'day, office_position, minute, number, key',
  columns: [
    { code: 'day', head: '予約日', value: ({ day }) => ({ day }), width: 15, usual: true, sort: 'day', bold: true },
    { code: 'time', head: '時刻', value: ({ minute }) => ({ minute }), width: 7, usual: true, sort: 'minute' },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 14, usual: true, sort: 'office_position' },
    nameColumn<Row>(),
    birthColumn<Row>(false),
    kanaColumn<Row>(false),
    {
      code: 'phone',
      head: '電話',
      value: ({ phone }) => (phone === null ? null : showPhone(phone)),
      width: 16,
      usual: true,
      whole: true,
    },
    { code: 'mail', head: 'メール', value: ({ hasMail }) => yesNo(hasMail), width: 8, usual: true, sort: 'hasMail' },
    {
      code: 'number',
      head: '予約番号',
      value: ({ number }) => number,
      width: 12,
      usual: true,
      sort: 'number',
      whole: true,
      goes: ({ id }) => ({ reservation: id }),
    },
    { code: 'notice', head: '交付通知書ID', value: ({ noticeId }) => noticeId, width: 14, usual: false, sort: 'noticeId' },
    { code: 'service', head: '手続き', value: ({ serviceName }) => serviceName, width: 16, usual: false, sort: 'serviceName' },
  ],
  ticks: ['連絡'],
  empty: '振替が必要な方は、いません。',
  ofBookings: true,
});
