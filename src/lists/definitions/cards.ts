import { lastRemarks } from '../../cards/remark.ts';
import { seenOnly, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { type CardPlace, cardPlaceSql, WHEREABOUTS_WORDS } from '../../cards/whereabouts.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { list } from '../list.ts';
import { type CardFilter, cardFilter, cardWhere, cardWords, EVERY_CARD, SELDOM, VISIT_SLOTS, VISITS } from './card-filter.ts';
import { namedCards } from './named.ts';
import { birthColumn, kanaColumn, nameColumn, placeColumn, type WithWho, yesNo } from './shared.ts';

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
    /** When it is to be noticed again or destroyed, where a time runs and no visit is to come. */
    dueOn: string | null;
    remark: string | null;
  };

/** The hour of the next booking, the end of the time that runs, and the last remark. */
async function withMore(tx: Tx, rows: readonly Row[], shows: (code: string) => boolean): Promise<Row[]> {
  const keys = rows.map(({ key }) => key);
  const hours = shows('booked-time')
    ? await tx.rows<{ minute: number | null }>(sql`
        SELECT (SELECT s.start_minute ${VISIT_SLOTS} ORDER BY s.day, s.start_minute LIMIT 1) AS minute
        FROM unnest(${keys}::bigint[]) WITH ORDINALITY AS c (id, at) ORDER BY c.at`)
    : [];
  const due = shows('due')
    ? await tx.rows<{ dueOn: string | null }>(sql`
        SELECT CASE WHEN NOT cards.is_booked(c.id, NULL) THEN d.due_on END AS "dueOn" FROM unnest(${keys}::bigint[]) WITH ORDINALITY AS k (id, at) JOIN cards.cards c ON c.id = k.id, cards.deadline(c) d ORDER BY k.at`)
    : [];
  const remarks = shows('remark')
    ? await lastRemarks(
        tx,
        rows.map(({ key, personKey }) => ({ card: key, personKey })),
      )
    : [];
  return rows.map((row, at) => ({
    ...row,
    bookedMinute: hours[at]?.minute ?? null,
    dueOn: due[at]?.dueOn ?? null,
    remark: remarks[at] ?? null,
  }));
}

/** Cards by where their handing-over stands (§8(2)⑧): narrowed down, on screen, on paper and as files. */
export const cardList = list<CardFilter, Row>({
  code: 'cards',
  title: '交付状況一覧',
  about: '交付状況ごとに絞り込んで、カードの一覧を作ります。',
  right: 'people.see',
  ofOffices: true,
  filter: cardFilter,
  seldom: { fields: SELDOM, words: '期限、到着日、予約日、発送、メール、電話、備考、ロット、棚でも絞り込む' },
  usual: () => ({ ...EVERY_CARD, status: ['notified'] }),
  sentence: cardWords,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.person_key AS "personKey", c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", st.position AS status_position,
      c.status_at AS "statusAt", c.notice_date AS "noticeDate", c.arrived_on AS "arrivedOn", c.expires_on AS "expiresOn", c.lot, c.serial_no AS "serialNo",
      ${cardPlaceSql}, nullif(c.phone, '') AS phone,
      (SELECT min(s.day) ${VISIT_SLOTS}) AS "bookedOn", EXISTS (SELECT ${VISITS} AND r.mail IS NOT NULL) AS "hasMail"
    ${cardWhere(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${cardWhere(filter)} AND ${unseenOnly(viewer)}`,
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
    { ...birthColumn<Row>(), whole: true },
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
    {
      code: 'due',
      head: '再通知・廃棄の期限',
      value: ({ dueOn }) => (dueOn === null ? null : { day: dueOn }),
      width: 13,
      usual: false,
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
  narrows: 'card',
  ofCards: true,
  remembered: {
    key: ({ key }) => String(key),
    facts: ({ statusName, bookedOn }) => [statusName, bookedOn ?? ''],
    named: namedCards,
  },
});
