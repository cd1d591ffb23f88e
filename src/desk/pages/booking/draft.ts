import { readJson } from '../../../lib/json.ts';
import { keyOf, type Person } from '../../../reservations/person.ts';
import type { Service } from '../../../services/read.ts';
import { keepOfHold, readOfHold } from '../../../staff/searches.ts';
import { needBoxes } from '../../parts/needs.ts';
import { type One, readParty, whoOfKey } from '../../parts/party.ts';
import { personForm } from '../../parts/person-form.tsx';
import { keepPerson, type Who } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import { OWN_BOXES, prefixOf } from './contact.ts';
import type { Fields } from './props.ts';

type Boxes = Record<string, string>;

/** One of those who come, as a call that goes on elsewhere needs them: opaque ids are their account's alone. `boxes`: how they come. */
type Kept = { key: string; cardId: number | null; person: Person | null; boxes: Boxes };

/** A call as it stands while a place is held for it. `boxes`: those of the last column. */
export type Draft = { party: Kept[]; boxes: Boxes };

/** What of a call is of its first alone. */
const OF_FIRST: ReadonlySet<string> = new Set(['phone', 'remark', 'remark_from']);

const typedIn = (body: Fields, names: readonly string[], prefix = ''): Boxes =>
  Object.fromEntries(
    names.flatMap((name) => (body[prefix + name] === undefined ? [] : [[name, field(body, prefix + name)] as const])),
  );

/** Keeps a call beside the place that is held for it. */
export async function keepDraft(ask: SignedAsk, holdId: string, party: readonly One[]): Promise<void> {
  const { body } = ask;
  const draft: Draft = {
    party: party.map((one) => ({
      key: one.key,
      cardId: one.who.by === 'card' ? one.who.card.id : null,
      person: one.who.by === 'person' ? one.who.person : null,
      boxes: typedIn(body, needBoxes(''), prefixOf(party, one)),
    })),
    boxes: typedIn(body, OWN_BOXES),
  };
  await keepOfHold(ask.db, ask.session.accountId, holdId, draft);
}

const isDraft = (read: unknown): read is Draft =>
  typeof read === 'object' && read !== null && 'party' in read && Array.isArray(read.party) && 'boxes' in read;

/** The call of a place that this account holds, as it was last kept; one that cannot be read is none. */
export async function readDraft(ask: SignedAsk, holdId: string): Promise<Draft | undefined> {
  const read = readJson(await readOfHold(ask.db, ask.session.accountId, holdId));
  return isDraft(read) ? read : undefined;
}

const isKept = (who: Who, { cardId, person }: Kept): boolean =>
  who.by === 'card' ? who.card.id === cardId : person !== null && keyOf(who.person) === keyOf(person);

/** What was typed, in the boxes of a page about these people; of who is not among them, nothing. */
export function boxesFor(draft: Draft, party: readonly One[]): Boxes {
  const [first, firstKept] = [party[0], draft.party[0]];
  const sameFirst = first !== undefined && firstKept !== undefined && isKept(first.who, firstKept);
  const own = Object.entries(draft.boxes).filter(([box]) => sameFirst || !OF_FIRST.has(box));
  const answers = party.flatMap((one) => {
    const kept = draft.party.find((of) => isKept(one.who, of));
    return Object.entries(kept?.boxes ?? {}).map(([box, value]) => [prefixOf(party, one) + box, value] as const);
  });
  return Object.fromEntries([...own, ...answers]);
}

/** Typed by who may see them, of somebody whom this account may not (支援措置). */
const isUnseen = (who: Who): boolean => who.by === 'person' && who.remark === undefined && keyOf(who.person) !== null;

/** Everyone of a call that this account goes on with, under keys of its own; whom it may not see is left out. */
export async function partyOfDraft(ask: SignedAsk, draft: Draft, service: Service): Promise<One[]> {
  const keys: string[] = [];
  for (const { key, person } of draft.party)
    keys.push(person === null ? key : ((await keepPerson({ ...ask, body: personForm.boxes(person) })) ?? ''));
  const [firstKey = '', ...others] = keys;
  const first = await whoOfKey(ask, firstKey, service);
  if (first === undefined || isUnseen(first)) return [];
  return (await readParty(ask, first, others, service)).filter(({ who }) => !isUnseen(who));
}
