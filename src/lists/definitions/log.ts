import { listStatusRecords } from '../../cards/statuses.ts';
import { seenOnly, seenSql, type Viewer } from '../../cards/viewer.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import type { Tx } from '../../lib/db/db.ts';
import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { day, endsBeforeWords, form, rowNamed, select } from '../../lib/form/index.ts';
import { endsBefore } from '../../lib/values/order.ts';
import { listOfficeRecords } from '../../offices/read.ts';
import { slotPlaces } from '../../reservations/read.ts';
import { listAccounts } from '../../staff/accounts.ts';
import { list } from '../list.ts';
import { ACTS, KINDS, WHO } from '../log/acts.ts';
import { details, slotsIn } from '../log/details.ts';
import type { AuditEvent } from '../log/event.ts';
import { HIDDEN_LINE } from '../log/hidden.ts';
import { HIDDEN_NAME } from '../since.ts';

type Filter = {
  from: string | null;
  to: string | null;
  staff: string;
  office: string;
  kind: string;
  /** Only what is about this card or its visits. */
  card: number | null;
};
/** Whose acts there are, and where: also accounts and offices that are in use no more. */
type Whose = { accounts: { id: number; name: string; login: string }[]; places: { id: number; name: string }[] };

/** A line as it is read; its detail is null where it is hidden from this viewer. */
type Shown = Omit<AuditEvent, 'detail'> & { detail: AuditEvent['detail'] | null };

const ALL = { value: '', label: 'すべて' };

/** How far back the log of one person begins unless another day is asked for, in days. */
const YEAR = 365;

const toSql = ({ to }: Filter): Sql => (to === null ? sql`lib.day_of(lib.now())` : sql`${to}::date`);
const fromSql = (filter: Filter): Sql => {
  if (filter.from !== null) return sql`${filter.from}::date`;
  return filter.card === null ? toSql(filter) : sql`(${toSql(filter)} - ${YEAR}::integer)`;
};

/** Left empty: whatever it is. */
const isOr = (column: string, id: string): Sql => (id === '' ? sql`true` : sql`${raw(column)} = ${Number(id)}::integer`);

const aboutSql = (card: number | null, viewer: Viewer): Sql =>
  card === null
    ? sql`true`
    : sql`(e.card_id = ${card} OR e.reservation_id = ANY (ARRAY(SELECT m.reservation_id FROM reservations.members m
        WHERE m.card_id = ${card} AND m.removed_at IS NULL AND ${seenOnly(viewer, sql`reservations.has_protected(m.reservation_id)`)})))
      AND ${seenOnly(viewer, sql`EXISTS (SELECT FROM cards.cards c WHERE c.id = ${card} AND c.protected)`)}`;

function spanOf({ from, to, card }: Filter): string {
  const last = to === null ? '本日' : longDate(to);
  if (from === null) return card === null ? last : `${last}までの1年`;
  return from === to ? last : `${longDate(from)}から${last}まで`;
}

const about = ({ reservationId, cardId }: Shown): string | null =>
  reservationId !== null ? '予約' : cardId !== null ? 'カード' : null;

/** What the details of these lines name by number. */
async function withNames(tx: Tx, rows: readonly Shown[]): Promise<Shown[]> {
  const [accounts, statuses, slots] = [
    await listAccounts(tx),
    await listStatusRecords(tx),
    await slotPlaces(tx, slotsIn(rows.flatMap(({ detail, ...row }) => (detail === null ? [] : [{ ...row, detail }])))),
  ];
  const names = {
    accounts: new Map(accounts.map(({ id, name }) => [id, name])),
    statuses: new Map(statuses.map(({ code, facts }) => [code, facts.name])),
    slots: new Map(slots.map((slot) => [slot.id, `${longDate(slot.day)} ${clockTime(slot.startMinute)} ${slot.officeName}`])),
  };
  return rows.map((row) => ({ ...row, names }));
}

/** The log: who did or looked at what, newest first (§11(12)). */
export const logList = list<Filter, Shown, Whose>({
  code: 'log',
  title: '操作履歴',
  about: 'いつ、誰が、何を操作・閲覧したかの記録です。',
  right: 'audit.see',
  learn: async (tx) => ({
    accounts: await listAccounts(tx),
    places: (await listOfficeRecords(tx)).map(({ id, facts: { name } }) => ({ id, name })),
  }),
  filter: ({ accounts, places }) =>
    form<Filter>(
      {
        from: day('期間の開始', { lies: 'behind', hint: '空欄のときは終了日から' }).optional(),
        to: day('期間の終了', { lies: 'behind', hint: '空欄のときは本日' }).optional(),
        staff: select<string>(
          '操作者',
          [ALL, ...accounts.map(({ id, name, login }) => ({ value: String(id), label: `${name}（${login}）` }))],
          { usual: '' },
        ),
        office: select<string>('場所', [ALL, ...places.map(({ id, name }) => ({ value: String(id), label: name }))], {
          usual: '',
        }),
        kind: select<string>('種類', KINDS, { usual: '' }),
        card: rowNamed('カード'),
      },
      {
        rules: ({ from, to }, say, { today }) => {
          if (endsBefore(from, to ?? today)) say('to', endsBeforeWords());
        },
      },
    ),
  usual: (today) => ({ from: today, to: today, staff: '', office: '', kind: '', card: null }),
  sentence: (filter, { accounts, places }) =>
    [
      spanOf(filter),
      accounts.find(({ id }) => String(id) === filter.staff)?.name ?? '',
      places.find(({ id }) => String(id) === filter.office)?.name ?? '',
      filter.kind === '' ? '' : (KINDS.find(({ value }) => value === filter.kind)?.label ?? ''),
      filter.card === null ? '' : `カード ${filter.card}`,
    ]
      .filter((words) => words !== '')
      .join('・'),
  ofOnePerson: true,
  // Of a line that is hidden who did what, when and where, stays.
  rows: (viewer, filter) => sql`
    SELECT e.id AS key, e.at, e.actor_kind AS "actorKind", e.staff_id AS "staffId", a.name AS "staffName", e.source, e.act, ${seenSql(viewer, HIDDEN_LINE, sql`e.reservation_id`)} AS "reservationId",
      ${seenSql(viewer, HIDDEN_LINE, sql`e.card_id`)} AS "cardId", o.name AS "officeName", ${seenSql(viewer, HIDDEN_LINE, sql`e.detail`)} AS detail
    FROM audit.events e LEFT JOIN staff.accounts a ON a.id = e.staff_id LEFT JOIN offices.offices o ON o.id = e.office_id
    WHERE e.at >= lib.instant(${fromSql(filter)}, 0) AND e.at < lib.instant(${toSql(filter)} + 1, 0)
      AND ${isOr('e.staff_id', filter.staff)} AND ${isOr('e.office_id', filter.office)}
      AND starts_with(e.act, ${filter.kind}) AND ${aboutSql(filter.card, viewer)}`,
  complete: withNames,
  long: { instant: 'at' },
  ofDays: ({ from, to, card }, today) => {
    const last = to ?? today;
    return { from: from ?? (card === null ? last : addDays(last, -YEAR)), to: last };
  },
  order: '',
  columns: [
    { code: 'at', head: '日時', value: ({ at }) => ({ at, exact: true }), width: 17, usual: true, sort: 'at', whole: true },
    {
      code: 'who',
      head: '操作者',
      value: ({ staffId, staffName, actorKind }) =>
        staffId === null ? (WHO[actorKind] ?? '') : (staffName ?? `職員 ${staffId}`),
      width: 12,
      usual: true,
      whole: true,
    },
    { code: 'act', head: '操作内容', value: ({ act }) => ACTS[act] ?? act, width: 20, usual: true, whole: true },
    {
      code: 'about',
      head: '対象',
      value: about,
      width: 7,
      usual: true,
      whole: true,
      goes: ({ reservationId, cardId }) =>
        reservationId !== null ? { reservation: reservationId } : cardId !== null ? { card: cardId } : null,
    },
    { code: 'office', head: '場所', value: ({ officeName }) => officeName, width: 11, usual: true },
    {
      code: 'details',
      head: '詳細',
      value: ({ detail, ...event }) => (detail === null ? HIDDEN_NAME : details({ ...event, detail })),
      width: 30,
      usual: true,
    },
    { code: 'source', head: '接続元', value: ({ source }) => source, width: 12, usual: true, whole: true },
    { code: 'reservation', head: '予約', value: ({ reservationId }) => reservationId, width: 20, usual: false },
    { code: 'card', head: 'カード', value: ({ cardId }) => cardId, width: 8, usual: false },
  ],
  empty: 'この条件の記録はありません。',
  foot: '職員と市民の利用の記録です。取扱いに注意してください。',
});
