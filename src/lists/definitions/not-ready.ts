import { otherLanguage } from '../../audit/facts.ts';
import { seenOnly, seenSql, unseenOnly, type Viewer, whoSql } from '../../cards/viewer.ts';
import { type CardPlace, cardPlaceSql, whereWords } from '../../cards/whereabouts.ts';
import { callColumns, calledBy, callJoins, type PersonCall, resultWords, toldSql, untoldWords } from '../../counter/calls.ts';
import { NOT_READY_STEPS, NOT_READY_WORDS, type NotReadyWhy, toRingSql } from '../../counter/not-ready.ts';
import { clockTime } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, select } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import type { Goes } from '../list-types.ts';
import { namedVisits } from './named.ts';
import { ALL, birthColumn, kanaColumn, nameColumn, officeField, officeWords, type WithBirth, type WithWho } from './shared.ts';
import { partySql } from './visit-columns.ts';

type Filter = { office: string; call: typeof ALL | 'to-ring' };
type Row = WithWho &
  WithBirth &
  CardPlace &
  PersonCall & {
    key: string;
    reservationId: string;
    /** null: it is in no list yet. */
    cardId: number | null;
    day: string;
    startMinute: number;
    officeCode: string;
    officeName: string;
    why: NotReadyWhy;
    statusName: string | null;
    cardOffice: string | null;
    cardOfficeCode: string | null;
    noticeId: string;
    /** Empty: none; null: hidden, as others of the visit are. */
    phone: string | null;
    /** What they booked in; null as the telephone. */
    language: string | null;
  };

/** Where the next step is done. */
function stepOf({ why, cardId, reservationId, officeCode, cardOfficeCode }: Row): Goes {
  if (why === 'transit') return { scan: 'receive', office: officeCode };
  if (why === 'not-set-up') return { setUp: true };
  if (why === 'expected') return { scan: 'shelve', office: cardOfficeCode ?? officeCode };
  if (why === 'elsewhere' && cardOfficeCode !== null) return { scan: 'send', office: cardOfficeCode, to: officeCode };
  if (cardId !== null && (why === 'on-hold' || why === 'status')) return { status: cardId };
  return cardId !== null && (why === 'missing' || why === 'elsewhere') ? { card: cardId } : { reservation: reservationId };
}

/** A status says more than that it is none to hand over in; a place more than that it is another. */
const whyWords = ({ why, statusName }: Row): string =>
  why === 'status' || why === 'on-hold' || why === 'closed' ? `交付状況が「${statusName}」` : NOT_READY_WORDS[why];

/** What came of the last call, and why it did not tell this person. */
function calledWords(row: Row): string | null {
  if (row.phone === null) return null;
  const untold = untoldWords(row);
  return `${resultWords({ ...row, callNote: null }) || '未連絡'}${untold === '' ? '' : `（${untold}）`}`;
}

/** What was noted of it, when and by whom, and who has it: two clerks never ring one citizen. */
function callNoted(row: Row): string | null {
  if (row.phone === null) return null;
  const noted = resultWords(row) === '' ? [] : [row.callNote ? `「${row.callNote}」` : '', calledBy(row)];
  return [...noted, row.takenBy === null ? '' : `担当 ${row.takenBy}`].filter((part) => part !== '').join('　') || null;
}

const where = ({ office, call }: Filter, joined = sql``) => sql`
  FROM counter.visits_not_ready() n JOIN reservations.reservations r ON r.id = n.reservation_id
    JOIN reservations.members m ON m.reservation_id = r.id AND m.position = n.member_position
    JOIN offices.offices v ON v.id = n.office_id LEFT JOIN cards.cards c ON c.id = n.card_id LEFT JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id ${joined}
  WHERE (${office} = '' OR v.code = ${office}) AND ${call === ALL ? sql`true` : toRingSql}`;

const rows = (viewer: Viewer, filter: Filter) => sql`
  SELECT n.reservation_id || '/' || n.member_position AS key, n.reservation_id AS "reservationId", c.id AS "cardId", n.day, n.start_minute AS "startMinute", v.code AS "officeCode", v.name AS "officeName", v.position AS office_position,
    n.why, st.name AS "statusName", o.name AS "cardOffice", o.code AS "cardOfficeCode", ${cardPlaceSql},
    ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who, ${seenSql(viewer, protectedSql, sql`coalesce(nullif(c.kana_key, ''), nullif(m.kana_key, ''), c.name_key, m.name_key)`)} AS "sortName",
    ${seenSql(viewer, protectedSql, sql`coalesce(c.notice_id, m.awaits)`)} AS "noticeId", ${seenSql(viewer, protectedSql, sql`coalesce(c.birth_date, m.birth_date)`)} AS "birthDate", ${seenSql(viewer, protectedSql, sql`coalesce(c.birth_text, '')`)} AS "birthText", ${seenSql(viewer, partySql, sql`coalesce(nullif(r.phone, ''), c.phone, '')`)} AS phone, ${seenSql(viewer, partySql, sql`r.language`)} AS language, r.number, m.position, ${toldSql(sql`n.card_id`)}, ${callColumns}
  ${where(filter, callJoins(viewer))} AND ${seenOnly(viewer, protectedSql)}`;

const TO_RING = 'まだ連絡していない方';

/** Who comes until the next open day and whose card will not be there: whom to ring, and what to do. Mended, a row is gone. */
export const notReadyList = list<Filter, Row>({
  code: 'not-ready',
  title: 'カードがそろっていない来庁',
  about:
    '本日と、夕方からは次の開庁日までに来庁される方のうち、カードが見つからない、届いていない、保留などの方です。来庁の前に電話します。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known),
      call: select<Filter['call']>(
        '電話',
        [
          { value: ALL, label: 'すべて' },
          { value: 'to-ring', label: TO_RING },
        ],
        { usual: ALL },
      ),
    }),
  // All offices: who sends a card stands elsewhere.
  usual: () => ({ office: ALL, call: ALL }),
  sentence: ({ office, call }, known) => `${officeWords(office, known)}${call === ALL ? '' : `・${TO_RING}`}`,
  rows,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer, protectedSql)}`,
  narrows: 'visit',
  order: 'day, "startMinute", office_position, number, position',
  columns: [
    { code: 'day', head: '来庁日', value: ({ day }) => ({ day }), width: 12, usual: true, sort: 'day' },
    {
      code: 'time',
      under: 'day',
      head: '時刻',
      value: ({ startMinute }) => ({ minute: startMinute }),
      width: 7,
      usual: true,
      sort: 'startMinute',
      bold: true,
    },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 14, usual: true, sort: 'office_position' },
    nameColumn<Row>(({ cardId, reservationId }) => (cardId === null ? { reservation: reservationId } : { card: cardId })),
    kanaColumn<Row>(false),
    birthColumn<Row>(false),
    {
      code: 'language',
      head: '言語',
      under: 'name',
      value: ({ language }) => (language === null ? null : otherLanguage(language)),
      width: 10,
      usual: true,
      paper: { under: 'name' },
    },
    {
      code: 'phone',
      head: '電話',
      value: ({ phone }) => (phone === null ? '表示を制限' : phone === '' ? '記録なし' : showPhone(phone)),
      width: 15,
      usual: true,
      whole: true,
      bold: true,
    },
    { code: 'why', head: '理由', value: whyWords, width: 16, usual: true, sort: 'why' },
    {
      code: 'where',
      head: 'カードの所在',
      // Without a box, the office at least.
      value: ({ place, cardOffice, ...card }) => whereWords({ ...card, place: place ?? cardOffice }),
      width: 18,
      usual: true,
    },
    {
      code: 'call',
      head: '電話の記録',
      value: calledWords,
      width: 18,
      usual: true,
      goes: ({ reservationId, phone }) => (phone === null ? null : { call: reservationId }),
    },
    {
      code: 'callNote',
      head: 'メモ・職員・担当',
      under: 'call',
      value: callNoted,
      width: 20,
      usual: true,
      paper: { under: 'call' },
    },
    { code: 'step', head: '次の操作', value: ({ why }) => NOT_READY_STEPS[why], width: 15, usual: true, goes: stepOf },
    {
      code: 'notice',
      head: '交付通知書ID',
      value: ({ noticeId }) => noticeId,
      width: 14,
      usual: false,
      whole: true,
      sort: 'noticeId',
    },
  ],
  group: ({ officeName }) => officeName,
  ticks: ['電話', '解決'],
  empty: 'カードがそろっていない来庁は、ありません。',
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, startMinute, officeName, why }) => [day, clockTime(startMinute), officeName, NOT_READY_WORDS[why]],
    named: namedVisits,
  },
});
