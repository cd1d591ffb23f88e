import { lastRemarks } from '../../cards/remark.ts';
import { whoSql } from '../../cards/viewer.ts';
import { type CardPlace, cardPlaceSql, WHEREABOUTS_WORDS } from '../../cards/whereabouts.ts';
import { longDate } from '../../lib/dates/format.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { day, form, optionsOf, select, ticks } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { type Known, list } from '../list.ts';
import { birthColumn, kanaColumn, nameColumn, officeField, officeWords, placeColumn, type WithWho, yesNo } from './shared.ts';

const BOOKED = { all: 'すべて', no: '予約なし', yes: '予約あり' } as const;
type Booked = keyof typeof BOOKED;
type Filter = {
  office: string;
  status: string[];
  whereabouts: string[];
  noticeFrom: string | null;
  noticeTo: string | null;
  expiresTo: string | null;
  booked: Booked;
};

type Row = WithWho &
  CardPlace & {
    key: number;
    personKey: string | null;
    noticeId: string;
    birthDate: string | null;
    birthText: string;
    statusName: string;
    statusAt: Date;
    noticeDate: string | null;
    arrivedOn: string | null;
    expiresOn: string | null;
    lot: string;
    serialNo: string;
    phone: string | null;
    bookedOn: string | null;
    bookedMinute: number | null;
    hasMail: boolean;
    remark: string | null;
  };

/** Bookings in which a card (`c`) is still to be handed over. */
const VISITS = sql`
  FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
  WHERE m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL`;

const where = (filter: Filter) => sql`
  FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE (${filter.office} = '' OR o.code = ${filter.office}) AND (${filter.status.length === 0} OR c.status = ANY (${filter.status}::text[]))
    AND (${filter.whereabouts.length === 0} OR c.whereabouts = ANY (${filter.whereabouts}::text[]))
    AND (${filter.noticeFrom}::date IS NULL OR c.notice_date >= ${filter.noticeFrom}::date) AND (${filter.noticeTo}::date IS NULL OR c.notice_date <= ${filter.noticeTo}::date)
    AND (${filter.expiresTo}::date IS NULL OR c.expires_on <= ${filter.expiresTo}::date)
    AND ${{ all: sql`true`, no: sql`NOT EXISTS (SELECT ${VISITS})`, yes: sql`EXISTS (SELECT ${VISITS})` }[filter.booked]}`;

/** The hour of the next booking, and the last remark. */
async function withMore(tx: Tx, rows: readonly Row[], shows: (code: string) => boolean): Promise<Row[]> {
  const keys = rows.map(({ key }) => key);
  const hours = shows('booked-time')
    ? await tx.rows<{ minute: number | null }>(sql`
        SELECT (SELECT s.start_minute FROM ledger.slots s WHERE s.id IN (SELECT r.slot_id ${VISITS}) ORDER BY s.day, s.start_minute LIMIT 1) AS minute
        FROM unnest(${keys}::bigint[]) WITH ORDINALITY AS c (id, at) ORDER BY c.at`)
    : [];
  const remarks = shows('remark')
    ? await lastRemarks(
        tx,
        rows.map(({ key, personKey }) => ({ card: key, personKey })),
      )
    : [];
  return rows.map((row, at) => ({ ...row, bookedMinute: hours[at]?.minute ?? null, remark: remarks[at] ?? null }));
}

const statusWords = (codes: readonly string[], { statuses }: Known): string =>
  codes.length === 0
    ? 'すべての交付状況'
    : codes.map((code) => statuses.find((one) => one.code === code)?.name ?? code).join('・');

const whereaboutsWords = (chosen: readonly string[]): string[] => {
  const words = Object.entries(WHEREABOUTS_WORDS).filter(([code]) => chosen.includes(code));
  return words.length === 0 ? [] : [words.map(([, said]) => said).join('・')];
};

const between = (label: string, from: string | null, to: string | null): string[] =>
  from === null && to === null
    ? []
    : [`${label}${from === null ? '' : `${longDate(from)}から`}${to === null ? '' : `${longDate(to)}まで`}`];

/** Cards by where their handing-over stands (§8(2)⑧): narrowed down, on screen, on paper and as files. */
export const cardList = list<Filter, Row>({
  code: 'cards',
  title: '交付状況一覧',
  about: '交付状況ごとに絞り込んで、カードの一覧を作ります。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>({
      office: officeField(known, 'カードの所在'),
      status: ticks(
        '交付状況',
        known.statuses.filter(({ retired }) => !retired).map(({ code, name }) => ({ value: code, label: name })),
        { hint: '印がなければ、すべて' },
      ),
      whereabouts: ticks('所在', optionsOf(WHEREABOUTS_WORDS), { hint: '印がなければ、すべて' }),
      noticeFrom: day('通知発送日がこの日から').optional(),
      noticeTo: day('通知発送日がこの日まで').optional(),
      expiresTo: day('カードの有効期限がこの日まで').optional(),
      booked: select<Booked>('今後の予約', optionsOf(BOOKED), { usual: 'all' }),
    }),
  usual: () => ({
    office: '',
    status: ['notified'],
    whereabouts: [],
    noticeFrom: null,
    noticeTo: null,
    expiresTo: null,
    booked: 'all',
  }),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      statusWords(filter.status, known),
      ...whereaboutsWords(filter.whereabouts),
      ...between('通知発送日：', filter.noticeFrom, filter.noticeTo),
      ...between('有効期限：', null, filter.expiresTo),
      ...(filter.booked === 'all' ? [] : [BOOKED[filter.booked]]),
    ].join('・'),
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.person_key AS "personKey", c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", st.position AS status_position,
      c.status_at AS "statusAt", c.notice_date AS "noticeDate", c.arrived_on AS "arrivedOn", c.expires_on AS "expiresOn", c.lot, c.serial_no AS "serialNo",
      ${cardPlaceSql}, nullif(c.phone, '') AS phone,
      (SELECT min(s.day) FROM ledger.slots s WHERE s.id IN (SELECT r.slot_id ${VISITS})) AS "bookedOn", EXISTS (SELECT ${VISITS} AND r.mail IS NOT NULL) AS "hasMail"
    ${where(filter)} AND (${viewer.seesProtected} OR NOT c.protected)`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND NOT ${viewer.seesProtected} AND c.protected`,
  complete: withMore,
  order: 'status_position, "noticeDate" NULLS FIRST, key',
  columns: [
    {
      code: 'notice',
      head: '交付通知書ID',
      value: ({ noticeId }) => noticeId,
      width: 14,
      usual: true,
      sort: 'noticeId',
      bold: true,
    },
    nameColumn(),
    kanaColumn(),
    birthColumn(),
    { code: 'status', head: '交付状況', value: ({ statusName }) => statusName, width: 11, usual: true, sort: 'status_position' },
    {
      code: 'status-at',
      head: '状況の日時',
      value: ({ statusAt }) => ({ at: statusAt }),
      width: 16,
      usual: false,
      sort: 'statusAt',
    },
    {
      code: 'notice-date',
      head: '通知発送日',
      value: ({ noticeDate }) => (noticeDate === null ? null : { day: noticeDate }),
      width: 13,
      usual: true,
      sort: 'noticeDate',
    },
    {
      code: 'arrived',
      head: '到着日',
      value: ({ arrivedOn }) => (arrivedOn === null ? null : { day: arrivedOn }),
      width: 13,
      usual: false,
      sort: 'arrivedOn',
    },
    {
      code: 'expires',
      head: '有効期限',
      value: ({ expiresOn }) => (expiresOn === null ? null : { day: expiresOn }),
      width: 13,
      usual: false,
      sort: 'expiresOn',
    },
    placeColumn(),
    {
      code: 'whereabouts',
      head: '所在',
      value: ({ whereabouts }) => WHEREABOUTS_WORDS[whereabouts],
      width: 9,
      usual: false,
      sort: 'whereabouts',
    },
    {
      code: 'booked',
      head: '予約日',
      value: ({ bookedOn }) => (bookedOn === null ? null : { day: bookedOn }),
      width: 13,
      usual: true,
      sort: 'bookedOn',
    },
    {
      code: 'booked-time',
      head: '予約時刻',
      value: ({ bookedMinute }) => (bookedMinute === null ? null : { minute: bookedMinute }),
      width: 8,
      usual: false,
    },
    { code: 'mail', head: 'メール', value: ({ hasMail }) => yesNo(hasMail), width: 7, usual: false, sort: 'hasMail' },
    { code: 'phone', head: '電話', value: ({ phone }) => (phone === null ? null : showPhone(phone)), width: 15, usual: false },
    { code: 'lot', head: 'ロット番号', value: ({ lot }) => lot, width: 11, usual: false, sort: 'lot' },
    { code: 'serial', head: '製造番号', value: ({ serialNo }) => serialNo, width: 13, usual: false, sort: 'serialNo' },
    { code: 'remark', head: '備考', value: ({ remark }) => remark, width: 24, usual: false },
  ],
  empty: 'カードは、ありません。',
  ofCards: true,
});
