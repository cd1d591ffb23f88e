import { addDays } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, select } from '../../lib/form/index.ts';
import { OVERDUE_SQL, STATE_SQL } from '../../running/entries.ts';
import { type EntryKind, type EntryState, KINDS, kindWords, STATES, wayWords } from '../../running/kinds.ts';
import { list } from '../list.ts';
import { ALL, fromField, lastOf, type Span, spanRules, spanWords, toField } from './shared.ts';

const HOW = { ...STATES, open: '未完了', overdue: '期限超過' } as const;
type How = keyof typeof HOW;
type Filter = Span & { kind: EntryKind | typeof ALL; how: How | typeof ALL };

type Row = {
  id: number;
  kind: string;
  way: string;
  receivedAt: Date;
  fromWhom: string;
  subject: string;
  dueOn: string | null;
  state: EntryState;
  overdue: boolean;
  answers: number;
  last: string | null;
  completedAt: Date | null;
  completedBy: string | null;
};

const choices = <T extends string>(all: string, words: Readonly<Record<T, string>>) => [
  { value: ALL as T | typeof ALL, label: all },
  ...Object.entries<string>(words).map(([value, label]) => ({ value: value as T, label })),
];

const KEPT_DAYS = 90;

/** The book of inspections, faults and enquiries for paper and files (§9(4)③). */
export const runningList = list<Filter, Row>({
  code: 'running',
  title: '運用記録簿',
  about: '問合せ、点検、機器保守、障害、セキュリティ情報の、受付から完了までの記録です。',
  right: 'running.see',
  filter: () =>
    form<Filter>(
      {
        from: fromField('受付日（から）', 'behind'),
        to: toField('受付日（まで）', 'behind'),
        kind: select<EntryKind | typeof ALL>('種類', choices('すべての種類', KINDS), { usual: ALL }),
        how: select<How | typeof ALL>('状態', choices('すべての状態', HOW), { usual: ALL }),
      },
      { rules: spanRules },
    ),
  usual: (today) => ({ from: addDays(today, -KEPT_DAYS), to: today, kind: ALL, how: ALL }),
  sentence: (filter) =>
    [
      spanWords(filter),
      ...(filter.kind === ALL ? [] : [kindWords(filter.kind)]),
      ...(filter.how === ALL ? [] : [HOW[filter.how]]),
    ].join('・'),
  rows: (_viewer, filter) => sql`
    SELECT * FROM (
      SELECT e.id, e.kind, e.way, e.received_at AS "receivedAt", e.from_whom AS "fromWhom", e.subject, e.due_on AS "dueOn", ${STATE_SQL} AS state,
        ${OVERDUE_SQL} AS overdue, (SELECT count(*) FROM running.answers a WHERE a.entry_id = e.id) AS answers,
        (SELECT a.body FROM running.answers a WHERE a.entry_id = e.id AND a.body <> '' ORDER BY a.id DESC LIMIT 1) AS last,
        e.completed_at AS "completedAt", c.name AS "completedBy"
      FROM running.entries e LEFT JOIN staff.accounts c ON c.id = e.completed_by
      WHERE e.received_at >= lib.instant(${filter.from}::date, 0) AND e.received_at < lib.instant(${lastOf(filter)}::date + 1, 0)
        AND (${filter.kind} = '' OR e.kind = ${filter.kind})) x
    WHERE ${filter.how} = '' OR x.state = ${filter.how} OR (${filter.how} = 'open' AND x.state <> 'completed') OR (${filter.how} = 'overdue' AND x.overdue)`,
  order: '"receivedAt", id',
  columns: [
    { code: 'id', head: '番号', value: ({ id }) => String(id), width: 6, usual: true, sort: 'id', right: true },
    {
      code: 'received',
      head: '受付日時',
      value: ({ receivedAt }) => ({ at: receivedAt }),
      width: 17,
      usual: true,
      sort: 'receivedAt',
    },
    { code: 'kind', head: '種類', value: ({ kind }) => kindWords(kind), width: 10, usual: true, sort: 'kind' },
    { code: 'subject', head: '件名', value: ({ subject }) => subject, width: 22, usual: true, bold: true },
    { code: 'from', head: '受付元', value: ({ fromWhom }) => fromWhom, width: 12, usual: true },
    { code: 'way', head: '方法', value: ({ way }) => wayWords(way), width: 10, usual: false, sort: 'way' },
    {
      code: 'due',
      head: '期限',
      value: ({ dueOn }) => (dueOn === null ? null : { day: dueOn }),
      width: 12,
      usual: false,
      sort: 'dueOn',
    },
    {
      code: 'state',
      head: '状態',
      value: ({ state, overdue }) => (overdue ? `${STATES[state]}（期限超過）` : STATES[state]),
      width: 11,
      usual: true,
      sort: 'state',
    },
    { code: 'answers', head: '経過の件数', value: ({ answers }) => answers, width: 8, usual: false, right: true },
    { code: 'last', head: '最後の回答・対応', value: ({ last }) => last, width: 26, usual: true },
    {
      code: 'completed',
      head: '完了日時',
      under: 'received',
      value: ({ completedAt }) => (completedAt === null ? null : { at: completedAt }),
      width: 17,
      usual: true,
      sort: 'completedAt',
    },
    { code: 'by', head: '完了した職員', value: ({ completedBy }) => completedBy, width: 12, usual: false },
  ],
  empty: '該当する記録は、ありません。',
  foot: '窓口予約システムの運用の記録です。',
});
