import { parseArgs } from 'node:util';
import { wasMadeToPractise } from '../demo/practice.ts';
import { connect } from '../lib/db/db.ts';
import { Said } from '../lib/said.ts';
import { personName } from '../lib/values/texts.ts';
import { takeMarkAway } from '../site/planned-city.ts';
import { isPractice, PRACTICE_MARK } from '../site/practice.ts';

const USAGE = `madoguchi city real --name NAME
    takes ${PRACTICE_MARK} off the name of a real city, which is NAME from then on`;

/** As long as the desk's form takes it. */
const LONGEST = 20;

function nameIn(args: readonly string[]): unknown {
  try {
    const options = { name: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (positionals.join(' ') === 'real' && values.name !== undefined) return values.name;
  } catch {
    // Another option: how it is called is told.
  }
  throw new Said(USAGE);
}

/**
 * `madoguchi city real --name NAME`: the way back of a real city that was named as one to practise in.
 * @throws Said where it was made to practise in, where its name bears no mark, or NAME is none
 */
export async function cityCommand(args: readonly string[], { url, log }: { url: string; log: (line: string) => void }) {
  const name = personName(nameIn(args));
  if (!name.ok || name.value.length > LONGEST || isPractice({ name: name.value }))
    throw new Said(`NAME is the city's name in ${LONGEST} characters at most, and does not begin with ${PRACTICE_MARK}.`);
  const db = connect({ url, max: 1, name: 'madoguchi-city' });
  try {
    if (await wasMadeToPractise(db))
      throw new Said(
        'This city was made to practise in ("madoguchi practice"): it stays one. A real city has a database of its own.',
      );
    const taken = await takeMarkAway(db, { kind: 'operator' }, name.value);
    if (!taken.ok)
      throw new Said(`The city's name does not begin with ${PRACTICE_MARK}: change it at the desk, 設定 › 市の情報.`);
    log(`The city is ${name.value}. Mails go out again; those that were dropped meanwhile do not.`);
  } finally {
    await db.close();
  }
}
