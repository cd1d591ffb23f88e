import { createHash } from 'node:crypto';
import { knowTexts, type Translated } from '../languages/staff-texts.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { keep } from '../lib/kept.ts';

/** Where citizens read a text of staff's. `of`: the office or service; empty where it is of none. */
export type TextPlace = 'notice' | 'stop' | 'closing' | 'caution' | 'bring' | 'who' | 'office' | 'city';
export const TEXT_PLACES: Record<TextPlace, string> = {
  notice: 'お知らせ',
  stop: '計画停止の理由',
  closing: '臨時閉庁の理由',
  caution: '注意',
  bring: '持ち物',
  who: 'ご利用いただける方',
  office: '交付場所の案内',
  city: '市の情報',
};
/** 注意（マイナンバーカードの受け取り）、交付場所の案内（本庁など9か所） */
export const placesWords = (places: StaffText['places']): string =>
  [...Map.groupBy(places, ({ place }) => place)]
    .map(([place, all]) => {
      const [of = '', ...more] = new Set(all.map((one) => one.of));
      if (of === '') return TEXT_PLACES[place];
      return `${TEXT_PLACES[place]}（${of}${more.length === 0 ? '' : `など${more.length + 1}${place === 'office' ? 'か所' : '件'}`}）`;
    })
    .join('、');
/** By language code; a language that is missing shows the Japanese text. */
export type Bodies = { readonly [language: string]: string };
export type StaffText = { key: string; source: string; places: { place: TextPlace; of: string }[]; bodies: Bodies };

/** Every text of staff's that citizens read now or later, each once, as rows of `key` (its MD5), `source`, `places`, `bodies` and `nth`. */
export const STAFF_TEXTS: Sql = sql`
  SELECT md5(x.source) AS key, x.source, min(x.nth) AS nth, jsonb_agg(jsonb_build_object('place', x.place, 'of', x.of) ORDER BY x.nth) AS places,
    coalesce((SELECT jsonb_object_agg(t.language, t.body) FROM site.translations t WHERE md5(t.source) = md5(x.source)), '{}') AS bodies
  FROM site.staff_texts() x GROUP BY x.source`;

/** One of them; undefined where nobody wrote such a text, or it is read no more. */
export const readText = (tx: Tx, key: string): Promise<StaffText | undefined> =>
  tx.row<StaffText>(sql`SELECT key, source, places, bodies FROM (${STAFF_TEXTS}) q WHERE key = ${key}`);

/** All of them, as they are listed. */
export const listTexts = (tx: Tx): Promise<StaffText[]> =>
  tx.rows<StaffText>(sql`SELECT key, source, places, bodies FROM (${STAFF_TEXTS}) q ORDER BY nth`);

/** What names a text in addresses: as PostgreSQL's md5() has it. No secret. */
export const textKey = (source: string): string => createHash('md5').update(source).digest('hex');

/** In how many languages each of some texts is there; a text that is in none is left out. */
export const languagesOf = async (tx: Tx, sources: readonly string[]): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await tx.rows<{ source: string; languages: number }>(
        sql`SELECT t.source, count(*)::integer AS languages FROM site.translations t WHERE t.source = ANY (${[...sources]}::text[]) GROUP BY t.source`,
      )
    ).map(({ source, languages }) => [source, languages]),
  );

/** How a text is said in other languages, also one that nobody reads yet. */
export const bodiesOf = async (tx: Tx, source: string): Promise<Bodies> =>
  Object.fromEntries(
    (
      await tx.rows<{ language: string; body: string }>(
        sql`SELECT t.language, t.body FROM site.translations t WHERE md5(t.source) = md5(${source}) AND t.source = ${source}`,
      )
    ).map(({ language, body }) => [language, body]),
  );

/** How many texts there are, and of how many some of `languages` are missing. */
export const countTexts = (tx: Tx, languages: readonly string[]): Promise<{ all: number; missing: number }> =>
  tx.one(sql`
    SELECT count(*)::integer AS all, count(*) FILTER (WHERE NOT bodies ?& ${[...languages]}::text[])::integer AS missing FROM (${STAFF_TEXTS}) q`);

/** Makes others who translate wait until this transaction ends. */
export const LOCK_TEXTS: Sql = sql`SELECT site.lock_translations()`;

/** Says a text in some languages; null: in Japanese again. What it said is kept among its versions; `by`: the account that says so. */
export const sayElsewhere = (
  tx: Tx,
  by: number | null,
  source: string,
  bodies: Readonly<Record<string, string | null>>,
): Promise<unknown> => tx.run(sql`SELECT site.say_elsewhere(${source}, ${JSON.stringify(bodies)}::jsonb, ${by}::integer)`);

/** As they are kept: in one line, and none that are empty. */
export const bodiesKept = (bodies: Bodies): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bodies)
      .map(([language, body]) => [language, body.replaceAll(/\s*\n\s*/gu, ' ').trim()] as const)
      .filter(([, body]) => body !== ''),
  );

const MOMENT_MS = 1_000;

/** Keeps this process told of all translations, asked for at most once a second; they are sent only where they have changed. `of`: whose function is called. */
export function followTranslations(db: Db, of: 'citizen' | 'site'): () => Promise<void> {
  let version = '';
  const follow = keep<'', void>(MOMENT_MS, async () => {
    const since = of === 'citizen' ? sql`citizen.translations(${version})` : sql`site.translations_since(${version})`;
    const now = await db.one<{ version: string; texts: Translated[] | null }>(sql`SELECT version, texts FROM ${since}`);
    if (now.texts === null) return;
    knowTexts(now.texts);
    version = now.version;
  });
  return () => follow('');
}
