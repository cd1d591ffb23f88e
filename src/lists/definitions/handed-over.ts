import { seenOnly, seenSql, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { ITEM_WORDS, type Item, RECEIVER_WORDS, type Receiver } from '../../counter/handing.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import type { Value } from '../list-types.ts';
import { namedCards } from './named.ts';
import {
  birthColumn,
  dayOfSpan,
  fromField,
  kanaColumn,
  lastOf,
  nameColumn,
  officeField,
  officeWords,
  ownOffice,
  type Span,
  spanRules,
  spanWords,
  toField,
  type WithBirth,
  type WithWho,
} from './shared.ts';

const ONLY = {
  all: 'すべての交付',
  fee: '手数料のある交付',
  proxy: '代理人への交付',
  unsaid: '受け取った方の記録がない交付',
  lost: '紛失の申出のある交付',
} as const;
type Only = keyof typeof ONLY;
type Filter = Span & { office: string; only: Only };
type Row = WithWho &
  WithBirth & {
    cardId: number;
    day: string;
    at: Date;
    officeName: string;
    noticeId: string;
    collected: Item[] | null;
    lost: Item[] | null;
    due: number | null;
    paid: number | null;
    receiver: Receiver | null;
    proxy: string | null;
    relation: string | null;
    by: string | null;
  };

const items = (of: readonly Item[] | null): string => (of ?? []).map((item) => ITEM_WORDS[item]).join('、');
/** Nothing was due: no figure to add up. */
const yen = (of: number | null, due: number | null): Value => (due === null || due === 0 ? null : of);

const where = (filter: Filter) => sql`
  FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND m.outcome = 'handed-over' JOIN cards.cards c ON c.id = m.card_id
    JOIN counter.acts a ON a.reservation_id = r.id AND a.position = m.position AND a.to_outcome = 'handed-over' AND a.undone_at IS NULL
    LEFT JOIN counter.handings h ON h.act_id = a.id LEFT JOIN staff.accounts by ON by.id = a.staff_id
  WHERE s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND (${filter.office} = '' OR o.code = ${filter.office})
    AND CASE ${filter.only} WHEN 'fee' THEN h.fee_due > 0 WHEN 'proxy' THEN h.receiver <> 'holder' WHEN 'unsaid' THEN h.receiver IS NULL WHEN 'lost' THEN h.lost <> '{}' ELSE true END`;

/** Cards that were handed over, with what was collected, the fee and who received them (§8(2)⑦d). */
export const handedOverList = list<Filter, Row>({
  code: 'handed-over',
  title: '交付一覧',
  about: '交付したカードの、回収したもの、手数料、受け取った方です。一日の手数料の確認に使います。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        from: fromField(undefined, 'behind'),
        to: toField(undefined, 'behind'),
        only: select<Only>('表示するもの', optionsOf(ONLY), { usual: 'all' }),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({ office: ownOffice(known, officeId), from: today, to: null, only: 'all' }),
  dayAbove: (filter) => dayOfSpan(filter),
  sentence: (filter, known) => `${officeWords(filter.office, known)}・${spanWords(filter)}・${ONLY[filter.only]}`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.id AS "cardId", s.day, a.at, o.name AS "officeName", o.position AS office_position, c.notice_id AS "noticeId", c.birth_date AS "birthDate", c.birth_text AS "birthText", ${whoSql(viewer, protectedSql, 'c.name', 'c.kana')} AS who,
      ${seenSql(viewer, protectedSql, sql`coalesce(nullif(c.kana_key, ''), c.name_key)`)} AS "sortName", h.collected, h.lost, h.fee_due AS due, h.fee_paid AS paid, h.receiver,
      nullif(h.proxy_name, '') AS proxy, nullif(h.relation, '') AS relation, by.name AS by, r.number, m.position
    ${where(filter)} AND ${seenOnly(viewer, protectedSql)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer, protectedSql)}`,
  narrows: 'card',
  order: 'day, office_position, at, number, position',
  columns: [
    { code: 'day', head: '来庁日', value: ({ day }) => ({ day }), width: 13, usual: true, sort: 'day' },
    { code: 'at', head: '交付した日時', value: ({ at }) => ({ at }), width: 15, usual: false, sort: 'at' },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 14, usual: false, sort: 'office_position' },
    {
      code: 'notice',
      head: '交付通知書ID',
      under: 'name',
      value: ({ noticeId }) => noticeId,
      width: 14,
      usual: true,
      whole: true,
      sort: 'noticeId',
    },
    nameColumn<Row>(({ cardId }) => ({ card: cardId })),
    birthColumn<Row>(false),
    kanaColumn<Row>(false),
    { code: 'collected', head: '回収したもの', value: ({ collected }) => items(collected), width: 19, usual: true },
    { code: 'lost', head: '紛失', value: ({ lost }) => items(lost), width: 16, usual: true },
    { code: 'due', head: '手数料（円）', value: ({ due }) => yen(due, due), width: 9, usual: true, sort: 'due', right: true },
    {
      code: 'paid',
      head: '受領（円）',
      value: ({ paid, due }) => yen(paid, due),
      width: 9,
      usual: true,
      sort: 'paid',
      right: true,
    },
    {
      code: 'receiver',
      head: '受け取った方',
      value: ({ receiver, relation }) =>
        receiver === null
          ? '記録なし'
          : receiver === 'holder'
            ? RECEIVER_WORDS.holder
            : `${RECEIVER_WORDS[receiver]}（${relation ?? ''}）`,
      width: 16,
      usual: true,
    },
    { code: 'proxy', head: '代理人の氏名', under: 'receiver', value: ({ proxy }) => proxy, width: 15, usual: true },
    { code: 'by', head: '担当', value: ({ by }) => by, width: 11, usual: true, sort: 'by' },
  ],
  empty: '交付したカードは、ありません。',
  remembered: { key: ({ cardId }) => String(cardId), facts: ({ day, officeName }) => [day, officeName], named: namedCards },
});
