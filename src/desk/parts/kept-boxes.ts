import { readJson } from '../../lib/json.ts';
import { uuid } from '../../lib/values/ids.ts';
import { keepTyped, readSearch } from '../../staff/searches.ts';
import { field, type SignedAsk } from '../route.ts';

type Boxes = Readonly<Record<string, unknown>>;

/** Keeps what was typed into these boxes as a search is kept: behind an opaque id, for its account, for a day. Undefined where all are empty. A box that was not sent is not kept as an empty one. */
export async function keepBoxes(ask: SignedAsk, names: readonly string[]): Promise<string | undefined> {
  const sent = names.filter((name) => ask.body[name] !== undefined);
  const boxes = sent.map((name) => [name, field(ask.body, name)] as const);
  if (boxes.every(([, value]) => value === '')) return undefined;
  return keepTyped(ask.db, ask.session.accountId, Object.fromEntries(boxes));
}

/** The boxes behind an id; undefined where it is none, or a search's. */
export async function keptBoxes(ask: SignedAsk, id: unknown): Promise<Boxes | undefined> {
  const read = uuid(id);
  const text = read.ok ? await readSearch(ask.db, ask.session.accountId, read.value) : undefined;
  const boxes = readJson(text);
  return typeof boxes === 'object' && boxes !== null ? (boxes as Record<string, unknown>) : undefined;
}
