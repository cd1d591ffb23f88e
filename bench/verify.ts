import { sql } from '../src/lib/db/sql.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { byPlace, formToken, runLoad, wire } from './parts/load.ts';
import { buildCity, makeVisitors, settle } from './parts/people.ts';
import type { Bench, Measured } from './parts/result.ts';
import { inTurns, measuredTurns, peopleOfTurns, type Turns } from './parts/turns.ts';

const ROUNDS = 3;
/** An answer takes 300 ms at least, whatever it is: so many browsers wait at once; at 400 under way newcomers stand in line. */
const CONNECTIONS = 300;
/** Everyone of a bench was born on the first of January; one in ten types the second. */
const NOTICE = `'B' || chr(65 + :n / 1000000 % 26) || 'X-' || lpad((:n % 1000000)::text, 6, '0')`;
const VERIFY = `SELECT citizen.verify('card-pickup', ${NOTICE}, 1, CASE WHEN :n % 10 = 0 THEN 2 ELSE 1 END, NULL, 'pgbench-' || :n, sha256(convert_to('new-' || :n, 'UTF8')), 'ja', 'book', NULL, false, 'bench', '127.0.0.0');`;
const noticeOf = (person: number): string =>
  `B${String.fromCharCode(65 + (Math.floor(person / 1_000_000) % 26))}X-${String(person % 1_000_000).padStart(6, '0')}`;

/** ID and birthday of `each` people a round, one in ten wrong and counted, and pgbench in turn with others. */
export async function verifies(ground: Ground, each: number, rounds: number, withLimit: boolean): Promise<Turns> {
  const script = withLimit ? VERIFY : undefined;
  const people = peopleOfTurns({ each, rounds, script });
  const city = await buildCity(ground.db, 4, people);
  await makeVisitors(ground.db, city, 0, people);
  // All come from one address here: what one address may do wrong is another test's.
  await ground.db.run(
    sql`INSERT INTO site.settings (key, value) SELECT k, '100000000' FROM unnest('{tries-per-address,tries-site-pressure,work-per-address,work-per-birthday}'::text[]) k`,
  );
  await settle(ground.db);
  // 300 newcomers at once are a crowd that waits in line; what they do once they are in is measured here.
  const door = await openCitizenDoor(ground, { LINE_DELAY_MS: '100000000', LINE_UNDER_WAY: '100000000' });
  try {
    const { cookie, token } = await formToken(door.port);
    function* posts(first: number): Generator<Buffer> {
      for (let person = first; person < first + each; person += 1)
        yield wire({
          path: '/notice',
          cookie,
          form: {
            form_token: token,
            service: 'card-pickup',
            notice: noticeOf(person),
            month: '1',
            day: person % 10 === 0 ? '2' : '1',
          },
        });
    }
    const load = (first: number) => runLoad(door.port, posts(first), { connections: CONNECTIONS, kindOf: byPlace });
    return await inTurns(ground, { each, rounds, script, load });
  } finally {
    await door.close();
  }
}

async function measure(): Promise<Measured> {
  const each = 4_000;
  const turns = await onGround((ground) => verifies(ground, each, ROUNDS, true));
  for (const seen of turns.kinds)
    if (seen['303 /mail'] !== 0.9 * each) throw new Error(`not nine of ten were let in: ${JSON.stringify(turns.kinds)}`);
  return measuredTurns(turns);
}

export const verifying: Bench = {
  name: 'verify',
  about: 'ID and birthday, one in ten wrong and counted, against pgbench on its SQL',
  demand: { is: 'rate', unit: 'people/s', of: 'pgbench on its SQL', must: 0.3, aim: 0.5 },
  measure,
};
