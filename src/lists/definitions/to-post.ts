import { backSql } from '../../cards/returned.ts';
import { postsUnsetSql } from '../../cards/set-up.ts';
import { seenOnly, seenSql, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { cardPlaceSql } from '../../cards/whereabouts.ts';
import type { Tx } from '../../lib/db/db.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { form, number, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { namedCards } from './named.ts';
import { boxField, inBox, lotField, officeField, officeWords } from './shared.ts';

export const KINDS = {
  first: '最初の通知',
  again: '再通知',
  'first-back': '返戻の送り直し（最初の通知）',
  'again-back': '返戻の送り直し（再通知）',
} as const;
type Kind = keyof typeof KINDS;

/** Which cards with a notice to post are shown, by their settings before handing over. A second notice is posted all the same, unless these are asked for. */
const SET_UP = { done: '設定済みのカードだけ', all: '記録がないカードも含める', left: '記録がないカードだけ' } as const;
type SetUp = keyof typeof SET_UP;
const SET_UP_WORDS: Readonly<Record<SetUp, string | null>> = {
  done: null,
  all: '交付前設定の記録がないカードを含む',
  left: '交付前設定の記録がないカードだけ',
};
type Filter = {
  office: string;
  kind: Kind;
  /** Leaves out none but first notices. */
  setUp: SetUp;
  /** A lot of J-LIS, whole. */
  lot: string;
  /** A cabinet, or a cabinet and a box, as they are called. */
  box: string;
  /** The number of the import that made the card. */
  file: number | null;
};

/** Notices that came back and whose address was checked since. */
const CHECKED = sql`SELECT n.card_id FROM cards.notices n JOIN cards.cards c ON c.id = n.card_id WHERE ${backSql} AND n.address_at IS NOT NULL`;

/** Which cards have a notice of the kind to post; each begins with what an index or the status tells, so that no other card is asked. */
const KIND_SQL: Readonly<Record<Kind, Sql>> = {
  first: sql`st.category = 'preparing' AND c.whereabouts = 'shelf'`,
  again: sql`c.id IN (SELECT d.card_id FROM cards.due_by('renotice', lib.day_of(lib.now())) d)`,
  // Of those that came back only whose address was checked, by what came back.
  'first-back': sql`st.category = 'returned' AND c.id IN (${CHECKED}) AND cards.first_came_back(c.id)`,
  'again-back': sql`st.category = 'returned' AND c.id IN (${CHECKED}) AND NOT cards.first_came_back(c.id)`,
};

const SET_UP_SQL: Readonly<Record<SetUp, Sql>> = {
  done: sql`NOT ${postsUnsetSql}`,
  all: sql`true`,
  left: postsUnsetSql,
};

const shownBy = ({ kind, setUp }: Filter): SetUp => (kind !== 'first' && setUp === 'done' ? 'all' : setUp);
const setUpWords = (filter: Filter): string | null =>
  filter.kind !== 'first' && filter.setUp !== 'left' ? null : SET_UP_WORDS[filter.setUp];

const where = (filter: Filter) => sql`
  FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE (${filter.office} = '' OR o.code = ${filter.office}) AND (${filter.lot} = '' OR c.lot = ${filter.lot}) AND ${inBox(filter.box)}
    AND (${filter.file}::integer IS NULL OR c.import_id = ${filter.file}::integer) AND c.is_open AND ${KIND_SQL[filter.kind]} AND ${SET_UP_SQL[shownBy(filter)]}`;

/**
 * How many cards whose first notice is still to be posted are in no box yet: their notices wait until they are (`KIND_SQL.first`). Of an office those too that nothing
 * has brought to one. `boxes`: the filter as its boxes say it; a box that is named holds none of them.
 */
export const countUnplaced = async (
  tx: Tx,
  { kind = 'first', office = '', lot = '', box = '', file = '' }: Readonly<Record<string, string>>,
): Promise<number> =>
  kind !== 'first' || box !== ''
    ? 0
    : (
        await tx.one<{ count: number }>(sql`
          SELECT count(*) AS count FROM cards.cards c JOIN cards.statuses st ON st.code = c.status LEFT JOIN offices.offices o ON o.id = c.office_id
          WHERE c.is_open AND st.category = 'preparing' AND c.whereabouts = 'expected' AND (${office} = '' OR c.office_id IS NULL OR o.code = ${office})
            AND (${lot} = '' OR c.lot = ${lot}) AND (${file} = '' OR c.import_id::text = ${file})`)
      ).count;

/** Pickup notices to post: to whom and where, in the order of the shelf; a box to tick for each (§8(2)⑦). */
export const toPostList = list<Filter, CardRow>({
  code: 'to-post',
  title: '交付通知書の発送リスト',
  about: '通知を送る方の郵便番号、住所、氏名です。差出票や宛名印刷に使います。発送したら、まとめて発送日を記録します。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>({
      office: officeField(known, 'カードの所在'),
      kind: select<Kind>('通知', optionsOf(KINDS), { usual: 'first' }),
      setUp: select<SetUp>('交付前設定', optionsOf(SET_UP), {
        usual: 'done',
        hint: '「設定済みのカードだけ」は、「最初の通知」だけに使います。',
      }),
      lot: lotField(),
      box: boxField(),
      file: number('取込みの番号', { least: 1, most: 2_147_483_647, unit: '番' }).optional(),
    }),
  usual: () => ({ office: '', kind: 'first', setUp: 'done', lot: '', box: '', file: null }),
  sentence: (filter, known) => {
    const { office, kind, lot, box, file } = filter;
    const words = setUpWords(filter);
    return [
      officeWords(office, known),
      KINDS[kind],
      ...(words === null ? [] : [words]),
      ...(lot === '' ? [] : [`ロット ${lot}`]),
      ...(box === '' ? [] : [box]),
      ...(file === null ? [] : [`取込み ${file}番`]),
    ].join('・');
  },
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", c.notice_date AS "noticeDate",
      nullif(${seenSql(viewer, sql`c.protected`, sql`c.postal_code`)}, '') AS "postalCode", nullif(${seenSql(viewer, sql`c.protected`, sql`c.address`)}, '') AS address,
      nullif(c.phone, '') AS phone, ${cardPlaceSql}, o.position AS office_position, p.cabinet_order, p.box_order, c.storage_position
    ${where(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
  order: 'office_position, cabinet_order, box_order, storage_position, key',
  columns: cardColumns<CardRow>({ address: true }),
  ticks: ['封入', '確認'],
  gapEvery: 5,
  empty:
    '通知を送る方は、いません。最初の通知は、箱に保管したカードのうち、「交付前設定」の記録があるカードだけを表示しています。',
  narrows: 'card',
  ofCards: true,
  toPost: true,
  remembered: { key: ({ key }) => String(key), facts: ({ place }) => [place ?? ''], named: namedCards },
});
