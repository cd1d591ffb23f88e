import { raw, type Sql, sql } from '../lib/db/sql.ts';

/** Where a card is: the end of its movements (`cards.whereabouts_after` in custody.sql). */
export type Whereabouts = 'expected' | 'shelf' | 'pulled' | 'transit' | 'counter' | 'missing' | 'gone';

/** 所在, as every page, list and print of the desk writes it. */
export const WHEREABOUTS_WORDS: Readonly<Record<Whereabouts, string>> = {
  expected: '未着',
  shelf: '保管中',
  pulled: '引き抜き済',
  transit: '回送中',
  counter: '窓口',
  missing: '所在確認中',
  gone: '保管なし（交付・廃棄・返納・送付済）',
};

/** Where a card is and where it was last. `towards`: the office it was sent to, of a card on its way. */
export type CardPlace = { whereabouts: Whereabouts; place: string | null; towards?: string | null };

/** What stands before the place of a card that does not lie there now. */
const LAST_AT: Partial<Record<Whereabouts, string>> = {
  missing: '最後の記録',
  transit: '発送元',
  pulled: '元の棚',
  counter: '元の棚',
};

/** Where a card is: what stands first, and what is known besides. A shelf is named first only of a card that lies on it. */
export function whereCardIs({ whereabouts, place, towards = null }: CardPlace): { first: string; also: string } {
  const words = WHEREABOUTS_WORDS[whereabouts];
  if (whereabouts === 'shelf') return { first: place ?? '保管場所の記録なし', also: place === null ? words : '' };
  if (whereabouts === 'transit' && towards !== null) return { first: words, also: `${towards}行き` };
  const label = LAST_AT[whereabouts];
  return { first: words, also: place === null || label === undefined ? '' : `${label} ${place}` };
}

/** Where a card is, in one cell of a list: 所在確認中（最後の記録 本庁 C棚 7箱 3）. */
export function whereWords(card: CardPlace): string {
  const { first, also } = whereCardIs(card);
  return also === '' ? first : `${first}（${also}）`;
}

/** Where a card lies, in words: 本庁 B棚 12箱 7. Empty where that is not known, and of a card that lies nowhere: not yet arrived, or handed over. */
export const placeSql: Sql = raw(
  `CASE WHEN c.whereabouts IN ('gone', 'expected') THEN ''
     ELSE concat_ws(' ', o.name, p.cabinet, p.box, CASE WHEN c.storage_position IS NOT NULL THEN c.storage_position::text END) END`,
);

/** The columns of `CardPlace`, of a card `c` with its office `o` and its box `p`. Where it goes is read of cards on their way alone. */
export const cardPlaceSql: Sql = sql`
  c.whereabouts, nullif(${placeSql}, '') AS place, CASE WHEN c.whereabouts = 'transit' THEN (
    SELECT t.name FROM cards.custody_events e JOIN offices.offices t ON t.id = e.to_office_id
    WHERE e.card_id = c.id AND e.event = 'sent' ORDER BY e.id DESC LIMIT 1) END AS towards`;

const BEFORE_WORDS: Sql = raw(
  Object.entries(WHEREABOUTS_WORDS)
    .filter(([is]) => is !== 'shelf')
    .map(([is, words]) => `WHEN '${is}' THEN '（${words}）'`)
    .join(' '),
);

/** Where a movement found its card, in words: 本庁 B棚 12箱 7, with 所在 unless it lay there. `event`: SQL that gives the movement's id. */
export const beforeSql = (event: Sql): Sql => sql`(
  SELECT nullif(concat_ws(' ', o.name, p.cabinet, p.box, b.before ->> 'position', CASE b.before ->> 'whereabouts' ${BEFORE_WORDS} END), '')
  FROM cards.custody_events b LEFT JOIN offices.offices o ON o.id = (b.before ->> 'office')::integer LEFT JOIN cards.storage_places p ON p.id = (b.before ->> 'place')::integer
  WHERE b.id = ${event})`;
