import { readQuery } from '../src/cards/query.ts';
import { searchCards } from '../src/cards/search.ts';
import { sql } from '../src/lib/db/sql.ts';
import { must } from '../test/support/must.ts';
import { atDesk } from './parts/desk.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { type Bench, type Measured, quantile, rounded } from './parts/result.ts';

const CARDS = 300_000;
const SEARCHES = 600;
const MOST_MS = 50;

/** Two characters next to each other in a name or its kana, of cards all over the table: common ones come up as often as they are common. */
async function pairs(ground: Ground, count: number): Promise<string[]> {
  const rows = await ground.db.rows<{ pair: string }>(sql`
    SELECT substr(key, 1 + (id % (length(key) - 1))::integer, 2) AS pair
    FROM (SELECT id, CASE WHEN id % 2 = 0 THEN name_key ELSE kana_key END AS key FROM cards.cards) c
    WHERE length(key) >= 2 ORDER BY md5(id::text) LIMIT ${count}`);
  return rows.map(({ pair }) => pair);
}

type Searched = {
  /** Milliseconds from pressing the button to the page of hits, both requests. */
  took: number[];
  /** Milliseconds of the search alone, as the door asks the database. */
  asked: number[];
  /** Of all searches, those that found nobody: none, since each pair is somebody's. */
  nobody: number;
};

/** A clerk types two characters, `count` times, at a desk with so many cards. */
export async function searches(ground: Ground, cards: number, count: number): Promise<Searched> {
  const found: Searched = { took: [], asked: [], nobody: 0 };
  let words: string[] = [];
  await atDesk(ground, cards, async ({ me }) => {
    words = await pairs(ground, count);
    await me.get('/search');
    // One person's hits lead on to the person.
    const search = async (word: string) => me.follow(await me.follow(await me.post('/search', { q: word })));
    for (const word of words.slice(0, 30)) await search(word);
    for (const word of words) {
      const began = performance.now();
      const page = await search(word);
      found.took.push(performance.now() - began);
      if (page.status !== 200) throw new Error(`a search was answered with ${page.status}`);
      if (!/href="\/people\/\d+"/u.test(page.html) && !page.url.startsWith('/people/')) found.nobody += 1;
    }
  });
  for (const word of words) {
    const query = must(readQuery(word));
    const began = performance.now();
    await searchCards(ground.db, query, { seesProtected: false }, 51);
    found.asked.push(performance.now() - began);
  }
  return found;
}

async function measure(): Promise<Measured> {
  const { took, asked, nobody } = await onGround((ground) => searches(ground, CARDS, SEARCHES));
  if (nobody > 0) throw new Error(`${nobody} of ${took.length} searches found nobody`);
  const value = quantile(took, 0.95);
  return {
    value,
    limit: quantile(asked, 0.95),
    alsoDone: value < MOST_MS,
    detail: {
      cards: CARDS,
      searches: took.length,
      p50Ms: rounded(quantile(took, 0.5)),
      p99Ms: rounded(quantile(took, 0.99)),
      databaseP50Ms: rounded(quantile(asked, 0.5)),
    },
  };
}

export const searching: Bench = {
  name: 'search',
  about: 'two characters of a name among 300,000 cards, at the desk over HTTP',
  demand: {
    is: 'time',
    unit: 'ms p95',
    of: 'its query alone',
    must: 0.4,
    aim: 0.65,
    also: `p95 under ${MOST_MS} ms from the button to the page, two requests`,
  },
  measure,
};
