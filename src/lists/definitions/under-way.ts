import { seenOnly, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { type CardPlace, cardPlaceSql, WHEREABOUTS_WORDS } from '../../cards/whereabouts.ts';
import { attentionSql, overdueSql } from '../../counter/under-way.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { namedCards } from './named.ts';
import {
  ALL,
  birthColumn,
  kanaColumn,
  nameColumn,
  officeField,
  officeWords,
  placeColumn,
  type WithBirth,
  type WithWho,
} from './shared.ts';

const STATES = {
  all: 'すべて',
  attention: '所在確認中と、届く予定を過ぎた回送',
  missing: '所在確認中',
  transit: '回送中',
} as const;
type State = keyof typeof STATES;
type Filter = { office: string; state: State };
type Row = WithWho &
  WithBirth &
  CardPlace & {
    key: number;
    noticeId: string;
    since: Date | null;
    fromName: string | null;
    toName: string | null;
    arrives: string | null;
    overdue: boolean;
    note: string | null;
    bookedOn: string | null;
  };

const STATE_SQL: Readonly<Record<State, Sql>> = {
  all: sql`true`,
  attention: attentionSql,
  missing: sql`w.whereabouts = 'missing'`,
  transit: sql`w.whereabouts = 'transit'`,
};

const where = ({ office, state }: Filter) => sql`
  FROM counter.under_way() w JOIN cards.cards c ON c.id = w.card_id LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    LEFT JOIN offices.offices t ON t.id = w.to_office
  WHERE ${STATE_SQL[state]} AND (${office} = '' OR o.code = ${office} OR t.code = ${office})`;

/** Cards that are nowhere to be seen: on their way, and those nobody finds, whether they have a box and a visit or not (§8(2)⑩). */
export const underWayList = list<Filter, Row>({
  code: 'under-way',
  title: '所在確認中・回送中のカード',
  about: '見つからないカードと、回送中で、まだ届いていないカードです。見つかるか、受領すると、一覧から消えます。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known, '最後の場所・送り先'),
      state: select<State>('所在', optionsOf(STATES), { usual: 'all' }),
    }),
  usual: () => ({ office: ALL, state: 'all' }),
  sentence: ({ office, state }, known) => `${officeWords(office, known)}・${STATES[state]}`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.notice_id AS "noticeId",
      c.birth_date AS "birthDate", c.birth_text AS "birthText", ${cardPlaceSql}, w.since, o.name AS "fromName", t.name AS "toName", w.arrives, ${overdueSql} AS overdue,
      ${attentionSql} AS attention, nullif(w.note, '') AS note,
      (SELECT min(s.day) FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
        WHERE m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL AND s.day >= lib.day_of(lib.now())) AS "bookedOn"
    ${where(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
  narrows: 'card',
  order: 'attention DESC, since NULLS FIRST, key',
  columns: [
    {
      code: 'whereabouts',
      head: '所在',
      value: ({ whereabouts, overdue }) => `${WHEREABOUTS_WORDS[whereabouts]}${overdue ? '（届いていません）' : ''}`,
      width: 12,
      usual: true,
      sort: 'whereabouts',
      bold: true,
    },
    nameColumn(({ key }) => ({ card: key })),
    kanaColumn(false),
    birthColumn(),
    {
      code: 'notice',
      head: '交付通知書ID',
      under: 'name',
      value: ({ noticeId }) => noticeId,
      width: 14,
      usual: true,
      sort: 'noticeId',
    },
    {
      code: 'since',
      head: '記録した日時',
      value: ({ since }) => (since === null ? null : { at: since }),
      width: 16,
      usual: true,
      sort: 'since',
    },
    placeColumn(false),
    {
      code: 'from',
      head: '最後の場所・発送元',
      value: ({ place, fromName }) => place ?? fromName,
      width: 18,
      usual: true,
      sort: 'place',
    },
    { code: 'to', head: '送り先', value: ({ toName }) => toName, width: 13, usual: true, sort: 'toName' },
    {
      code: 'arrives',
      head: '届く予定',
      under: 'to',
      value: ({ arrives }) => (arrives === null ? null : { day: arrives }),
      width: 12,
      usual: true,
      sort: 'arrives',
    },
    {
      code: 'booked',
      head: '予約日',
      value: ({ bookedOn }) => (bookedOn === null ? null : { day: bookedOn }),
      width: 12,
      usual: true,
      sort: 'bookedOn',
    },
    { code: 'note', head: '探した場所', value: ({ note }) => note, width: 18, usual: true },
  ],
  ticks: ['確認'],
  empty: '所在確認中、回送中のカードは、ありません。',
  remembered: {
    key: ({ key }) => String(key),
    facts: ({ whereabouts, toName, arrives }) => [WHEREABOUTS_WORDS[whereabouts], toName ?? '', arrives ?? ''],
    named: namedCards,
  },
});
