import { otherLanguage } from '../../audit/facts.ts';
import { seenOnly } from '../../cards/viewer.ts';
import { type AffectedRow, affectedSql, birthWords } from '../../closing/affected.ts';
import { listTaken, type Taken } from '../../closing/read.ts';
import { PROTECTED_LINE, spanWords } from '../../closing/words.ts';
import { longDate } from '../../lib/dates/format.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { type Field, form, select, ticked } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import type { Known, Value } from '../list-types.ts';
import { HIDDEN_NAME } from '../since.ts';
import { ALL, officeWords } from './shared.ts';

type Filter = {
  /** closing-3, together-3, draft-5; empty: whatever took their time. */
  of: string;
  office: string;
  /** Only who was not reached yet. */
  left: boolean;
};
/** Of whom this viewer may not see, only the day: time and office would say where they will be. */
type Row = Pick<
  AffectedRow,
  | 'reservationId'
  | 'day'
  | 'names'
  | 'kanas'
  | 'births'
  | 'phone'
  | 'language'
  | 'standing'
  | 'hasMail'
  | 'mail'
  | 'reachedAt'
  | 'reachedBy'
  | 'recalledAt'
  | 'recalledBy'
> & {
  key: number;
  minute: number | null;
  office: string | null;
  number: string | null;
  serviceName: string | null;
  note: string | null;
};
type Choices = { taken: Taken[] };

const codeOf = ({ kind, id }: Taken): string => `${kind}-${id}`;

function takenWords(taken: Taken): string {
  if (taken.kind === 'draft') return `公開した変更 ${taken.id}・${taken.name}`;
  const { id, offices, officeName, serviceName } = taken;
  const place = taken.kind === 'together' ? `${offices}か所` : officeName;
  return `臨時閉庁 ${id}・${place}${serviceName === null ? '' : `・${serviceName}`}・${spanWords(taken)}`;
}

/** Which rows `x` of `closing.affected`. A month after its day nobody moves a visit any more: only its own list still has it. */
function ofSql(of: string): Sql {
  const [kind = '', id = ''] = of.split('-');
  if (kind === 'draft') return sql`x.draft_id = ${Number(id)}`;
  if (kind === 'closing') return sql`x.closing_id = ${Number(id)}`;
  if (kind === 'together')
    return sql`x.closing_id IN (SELECT c.id FROM closing.closings c WHERE c.form_id = (SELECT f.form_id FROM closing.closings f WHERE f.id = ${Number(id)}))`;
  return sql`x.day >= lib.day_of(lib.now()) - 30`;
}

/** Of what took their time what did so at the offices that are known: of who is bound to some, at these. */
const takenWithin = ({ taken, offices, bound }: Known & Choices): Taken[] =>
  bound === true ? taken.filter(({ officeIds }) => offices.some(({ id }) => officeIds.includes(id))) : taken;

/** An office, or all of those. */
const placeField = ({ offices, bound }: Known): Field<string> =>
  select<string>(
    '交付場所',
    [
      { value: ALL, label: bound === true ? '担当するすべての場所' : 'すべての場所' },
      ...offices.map(({ code, name }) => ({ value: code, label: name })),
    ],
    { usual: ALL },
  );

/** What took their time. Left out it is whatever did; what there is not is refused, or it would be the list of everybody. */
function takenField(known: Known & Choices): Field<string> {
  const field = select<string>('閉庁・変更', [
    { value: '', label: 'すべて（最近のもの）' },
    ...takenWithin(known).map((one) => ({ value: codeOf(one), label: takenWords(one) })),
  ]);
  return { ...field, read: (reading) => (reading.input[reading.box] === undefined ? '' : field.read(reading)) };
}

/** When and by whom they were told what the list is about: that it is shut, or that it opens after all. */
const told = (row: Row): { at: Date | null; by: string | null } =>
  row.standing === 'reopened' ? { at: row.recalledAt, by: row.recalledBy } : { at: row.reachedAt, by: row.reachedBy };

const atOf = (at: Date | null): Value => (at === null ? null : { at });

/** Nothing of whom this viewer may not see. */
const ifSeen =
  (value: (row: Row) => Value) =>
  (row: Row): Value =>
    row.names === null ? null : value(row);

/** Whom somebody must call because their time was taken away, or is theirs again (§8(2)⑧): closings and changes of hours. */
export const phoneList = list<Filter, Row, Choices>({
  code: 'phone',
  title: '電話リスト',
  about: '臨時閉庁や開庁時間の変更を、電話で知らせる方です。メールのない方、メールが届かなかった方が入ります。',
  right: 'calendar.see',
  ofOffices: 'together',
  learn: async (tx) => ({ taken: await listTaken(tx) }),
  filter: (known) =>
    form<Filter>({
      of: takenField(known),
      office: placeField(known),
      left: ticked('まだ連絡していない方だけ'),
    }),
  usual: () => ({ of: '', office: '', left: true }),
  sentence: ({ of, office, left }, known) => {
    const taken = takenWithin(known).find((one) => codeOf(one) === of);
    return [
      taken === undefined ? 'すべての閉庁・変更' : takenWords(taken),
      ...(office === '' ? [] : [officeWords(office, known)]),
      ...(left ? ['まだ連絡していない方'] : []),
      ...(taken === undefined || taken.kind === 'draft' ? [] : [taken.reason]),
    ].join('・');
  },
  rows: (viewer, { of, office, left }, { offices, bound }) => sql`
    SELECT a.id AS key, a."reservationId", a.day, a.names, a.kanas, a.births, a.names AS who, NULL::text AS "noticeId", a.births AS "birthDate", ''::text AS "birthText", a.phone, a.language, a.standing, a."hasMail", a.mail, a."reachedAt", a."reachedBy", a."recalledAt", a."recalledBy", s.*
    FROM (${affectedSql(ofSql(of), viewer)}) a
      -- Whom the viewer may not see stands behind the others of the day, in the order of being listed.
      LEFT JOIN LATERAL (SELECT a."startMinute" AS minute, a.office, a.number, a."serviceName", a.note, a.office_position) s ON a.names IS NOT NULL
    WHERE CASE WHEN ${left} THEN a."leftToCall" ELSE a."mustCall" END AND (${office} = '' OR a.names IS NULL OR a."officeCode" = ${office})
      AND (${bound !== true} OR a."officeCode" = ANY (${offices.map(({ code }) => code)}::text[]))`,
  narrows: 'reservation',
  order: 'day, names IS NULL, office_position, minute, number, key',
  columns: [
    {
      code: 'day',
      head: '予約日',
      value: ({ day }) => ({ day }),
      width: 13,
      usual: true,
      sort: 'day',
      whole: true,
      paper: 'group',
    },
    {
      code: 'time',
      head: '予約時刻',
      under: 'day',
      value: ifSeen(({ minute }) => (minute === null ? null : { minute })),
      width: 8,
      usual: true,
      sort: 'minute',
      bold: true,
    },
    {
      code: 'number',
      head: '予約番号',
      value: ifSeen(({ number }) => number),
      width: 11,
      usual: true,
      sort: 'number',
      whole: true,
      paper: { under: 'phone' },
    },
    { code: 'office', head: '交付場所', value: ifSeen(({ office }) => office), width: 11, usual: true, paper: 'group' },
    {
      code: 'name',
      head: '氏名',
      value: ({ names }) => names?.join('、') ?? PROTECTED_LINE,
      width: 24,
      usual: true,
      bold: true,
      goes: ({ names, reservationId }) => (names === null ? null : { reservation: reservationId }),
    },
    {
      code: 'birth',
      head: '生年月日',
      value: ifSeen(birthWords),
      width: 15,
      usual: false,
      apart: true,
      paper: { under: 'name' },
    },
    {
      code: 'kana',
      head: 'カナ',
      under: 'name',
      value: ifSeen(({ kanas }) => kanas.join('、')),
      width: 16,
      usual: true,
      paper: { under: 'name' },
    },
    {
      code: 'language',
      head: '言語',
      under: 'name',
      value: ifSeen(({ language }) => otherLanguage(language)),
      width: 10,
      usual: true,
      paper: { under: 'name' },
    },
    {
      code: 'phone',
      head: '電話',
      value: ifSeen(({ phone }) => (phone === '' ? '番号の記録なし' : showPhone(phone))),
      width: 18,
      usual: true,
      whole: true,
      bold: true,
    },
    {
      code: 'service',
      head: '手続き',
      value: ifSeen(({ serviceName }) => serviceName),
      width: 12,
      usual: false,
      sort: 'serviceName',
      paper: 'none',
    },
    {
      code: 'what',
      head: '用件',
      value: ifSeen(({ standing }) => (standing === 'reopened' ? '再開を伝える' : '振替')),
      width: 14,
      usual: true,
      sort: 'standing',
    },
    {
      code: 'mail',
      head: 'メール',
      value: ifSeen(({ hasMail, mail }) => (!hasMail ? 'なし' : mail === 'dead' ? '不達' : '')),
      width: 8,
      usual: false,
      paper: 'none',
    },
    { code: 'at', head: '連絡した日時', value: ifSeen((row) => atOf(told(row).at)), width: 15, usual: true, paper: 'none' },
    {
      code: 'by',
      head: '連絡した職員',
      under: 'at',
      value: ifSeen((row) => told(row).by),
      width: 11,
      usual: true,
      paper: 'none',
    },
    { code: 'note', head: 'メモ', value: ifSeen(({ note }) => note), width: 27, usual: true, written: true },
  ],
  group: ({ day, office }) => `${longDate(day)}${office === null ? '' : `　${office}`}`,
  ticks: ['連絡した'],
  ticked: (row) => (row.names === null || told(row).at === null ? null : { text: '連絡済', sub: told(row).by ?? '' }),
  empty: '電話で知らせる方は、いません。',
  remembered: {
    // Of whom a viewer may not see nothing but the day is remembered: the rest would say where they will be.
    key: ({ key }) => String(key),
    facts: ({ day, standing }) => [day, standing === 'reopened' ? '再開' : ''],
    named: (viewer, keys) => sql`
      SELECT x.id::text AS key, CASE WHEN ${seenOnly(
        viewer,
        sql`EXISTS (SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
          WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND ${protectedSql})`,
      )} THEN '予約番号 ' || r.number ELSE ${HIDDEN_NAME}::text END AS name
      FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id WHERE x.id = ANY (${[...keys]}::bigint[])`,
  },
});
