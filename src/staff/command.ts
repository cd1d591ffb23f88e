import { parseArgs } from 'node:util';
import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { personName } from '../lib/values/texts.ts';
import { invite, listAccounts, listRoles, loginName } from './accounts.ts';
import { LINK_HOURS, makeLink } from './links.ts';
import { resetSecond } from './second/acts.ts';

const STAFF_USAGE = `madoguchi staff invite LOGIN --name NAME --role ROLE [--role ROLE] [--office CODE]
    makes an account and prints a one-time link with which its owner sets a password
madoguchi staff link LOGIN
    prints a new one-time link for an account that exists (forgotten password)
madoguchi staff reset-second LOGIN
    takes the second factor of an account away (telephone and recovery codes lost); its open sessions end, the password stays
madoguchi staff list`;

/** What was asked cannot be done; the message says why, the command ends with 1. */
export class StaffCommandError extends Said {}

type Context = { config: ConfigFor<'staff'>; clock: Clock; log: (line: string) => void };

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, role: { type: 'string', multiple: true }, office: { type: 'string' } },
    });
  } catch (error) {
    throw new StaffCommandError(`${error instanceof Error ? error.message : String(error)}\n${STAFF_USAGE}`);
  }
}

/** The way back in of who lost the second factor, where no administrator can do it at the desk. */
async function withoutSecond(db: Db, { id, login }: { id: number; login: string }): Promise<string> {
  const reset = await resetSecond(db, { kind: 'operator' }, id);
  return reset.ok && reset.value
    ? `the second factor of "${login}" is taken away: the password alone signs in, and where the city asks for a second factor a new one is set up then`
    : `"${login}" has no second factor`;
}

/**
 * `madoguchi staff …`: the first administrator, and the way back in when nobody can sign in.
 * @throws StaffCommandError with a sentence for the operator
 */
export async function staffCommand(args: readonly string[], { config, log }: Context): Promise<void> {
  const { values, positionals } = read(args);
  const [act, given] = positionals;
  const db = connect({ url: config.deskDatabaseUrl, max: 2, name: 'madoguchi-staff' });
  const operator = { kind: 'operator' } as const;
  const say = (secret: string) => {
    log(`${config.deskOrigin}/welcome/${secret}`);
    log(`(works once, for ${LINK_HOURS} hours; whoever has it can sign in)`);
  };
  try {
    if (act === 'list') {
      for (const { login, name, roles, retiredAt } of await listAccounts(db))
        log(`${login}\t${name}\t${roles.join(',')}\t${retiredAt === null ? '' : 'retired'}`);
      return;
    }
    const login = loginName(given);
    if ((act !== 'invite' && act !== 'link' && act !== 'reset-second') || given === undefined)
      throw new StaffCommandError(STAFF_USAGE);
    if (!login.ok) throw new StaffCommandError(`"${given}" is no login name: 3 to 32 lower case letters, digits, dots, hyphens`);
    if (act !== 'invite') {
      const account = (await listAccounts(db)).find((one) => one.login === login.value && one.retiredAt === null);
      if (account === undefined) throw new StaffCommandError(`there is no account "${login.value}"`);
      if (act === 'link') say(await db.transaction((tx) => makeLink(tx, operator, account.id)));
      else log(await withoutSecond(db, account));
      return;
    }
    const roles = await listRoles(db);
    const wanted = values.role ?? [];
    const unknown = wanted.find((role) => !roles.some(({ code }) => code === role));
    if (wanted.length === 0 || unknown !== undefined)
      throw new StaffCommandError(`--role must be one of: ${roles.map(({ code }) => code).join(', ')}`);
    const name = personName(values.name);
    if (!name.ok) throw new StaffCommandError('--name must be the person’s name, 100 characters at most');
    const office =
      values.office === undefined
        ? null
        : await db.row<{ id: number }>(sql`SELECT id FROM offices.offices WHERE code = ${values.office} AND retired_at IS NULL`);
    if (office === undefined) throw new StaffCommandError(`there is no office "${values.office}"`);
    const made = await invite(db, operator, {
      login: login.value,
      name: name.value,
      officeId: office?.id ?? null,
      roles: wanted,
    });
    if (!made.ok)
      throw new StaffCommandError(
        `the login name "${login.value}" is taken; "madoguchi staff link ${login.value}" makes a new link`,
      );
    log(`account "${login.value}" made`);
    say(made.value.secret);
  } finally {
    await db.close();
  }
}
