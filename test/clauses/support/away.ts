import type { Away } from './demand.ts';
import type { Rule } from './gate.ts';

type Door = 'citizen' | 'desk';

const ruled =
  (door: Door, rule: Rule): Away =>
  async (world) => {
    const gate = world.gates[door];
    gate.take(rule);
    return async () => gate.take();
  };

/** A page or a press of a door is not there: `GET /calendar`. The path is a pattern's source. */
export const page = (door: Door, route: string): Away => {
  const [method, path = ''] = route.split(' ');
  return ruled(door, { method: method === 'POST' ? 'POST' : 'GET', path: new RegExp(`^${path}(?:\\?|$)`, 'u') });
};

/** What a page says is changed: the words that show the demand are not there, or what must not be there is. */
export const spoilt = (door: Door, path: string, spoil: (html: string) => string): Away =>
  ruled(door, { path: new RegExp(`^${path}`, 'u'), spoil });

/** A door answers a path with another of its pages: no guard stands before it. */
export const becomes = (door: Door, path: string, to: string): Away => ruled(door, { path: new RegExp(`^${path}`, 'u'), to });

/** A door answers a path with a page of the other door. */
export const led =
  (door: Door, path: string, to: string): Away =>
  async (world) => {
    const gate = world.gates[door];
    gate.lead(world.gates[door === 'citizen' ? 'desk' : 'citizen'].url);
    gate.take({ path: new RegExp(`^${path}`, 'u'), to });
    return async () => {
      gate.take();
      gate.lead(undefined);
    };
  };

/** Two statements: one takes away, one gives back. */
export const statement =
  (take: string, giveBack: string): Away =>
  async ({ fresh }) => {
    await fresh.db.pool.query(take);
    return async () => void (await fresh.db.pool.query(giveBack));
  };

/** An act is not there: the SQL function `reservations.move`. */
export const act = (name: string): Away => {
  const [, bare = ''] = name.split('.');
  return statement(`ALTER FUNCTION ${name} RENAME TO ${bare}_away`, `ALTER FUNCTION ${name}_away RENAME TO ${bare}`);
};

/** Mails of a kind are never put on their way. */
export const mail = (kind: string): Away =>
  statement(
    `CREATE FUNCTION outbox.none() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE TRIGGER none BEFORE INSERT ON outbox.mails FOR EACH ROW WHEN (NEW.kind = '${kind}') EXECUTE FUNCTION outbox.none()`,
    'DROP TRIGGER none ON outbox.mails; DROP FUNCTION outbox.none()',
  );

/** Rows are never written: a line of the log, a status of the history. */
export const rows = (table: string, when = 'true'): Away =>
  statement(
    `CREATE FUNCTION public.none() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; GRANT EXECUTE ON FUNCTION public.none() TO PUBLIC;
     CREATE TRIGGER none BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION public.none()`,
    `DROP TRIGGER none ON ${table}; DROP FUNCTION public.none()`,
  );
