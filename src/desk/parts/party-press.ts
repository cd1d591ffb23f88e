import { readQuery } from '../../cards/query.ts';
import type { FormErrors } from '../../lib/html/index.ts';
import type { Service } from '../../services/read.ts';
import { field, type SignedAsk } from '../route.ts';
import { findAnew, lineOf } from './find-people.ts';
import { readForm } from './form.tsx';
import { type One, PARTY_MOST, readParty, whoOfKey } from './party.ts';
import { moreForm, typedMore } from './party-list.tsx';
import { personForm } from './person-form.tsx';
import { keepPerson, nameOf, phoneOf } from './who.ts';

/** Whether somebody typed is to join before anything else. One who was looked for and not found waits for no other search than one asked for. */
export async function waitsToJoin(ask: SignedAsk, act: string): Promise<boolean> {
  if (!typedMore(ask.body)) return false;
  const q = field(ask.body, 'q');
  if (act === 'find' || act === 'enter' || q.trim() === '') return true;
  const line = await lineOf(ask, ask.body['find']);
  return line !== q || !readQuery(q).ok;
}

/** What a press about who comes along came to. `several`: the search from which one is chosen. */
type PartyPressed =
  | { is: 'joined' | 'left'; one: One; party: One[] }
  | { is: 'several'; search: string }
  | { is: 'wrong'; errors: FormErrors }
  | { is: 'twice'; said: string }
  | { is: 'nothing' };

type Call = { ask: SignedAsk; party: readonly One[]; service: Service };

async function join({ ask, party, service }: Call, key: string): Promise<PartyPressed> {
  const [first, ...along] = party;
  const who = await whoOfKey(ask, key, service);
  if (who === undefined || first === undefined) return { is: 'nothing' };
  const now = await readParty(ask, first.who, [...along.map((before) => before.key), key], service);
  const one = now.length > party.length ? now.at(-1) : undefined;
  return one === undefined
    ? { is: 'twice', said: `${nameOf(who)}さんは、すでに入っています。` }
    : { is: 'joined', one, party: now };
}

/** Somebody was typed for a service without a card on file; reached by the number of the first. */
async function joinTyped(call: Call): Promise<PartyPressed> {
  const { ask, party } = call;
  const [first] = party;
  const typed = readForm(ask, moreForm);
  if (!typed.ok || first === undefined) return typed.ok ? { is: 'nothing' } : { is: 'wrong', errors: typed.errors };
  const boxes = personForm.boxes({ ...typed.value, phone: phoneOf(first.who) });
  const key = await keepPerson({ ...ask, body: boxes });
  return key === undefined ? { is: 'nothing' } : join(call, key);
}

/** Somebody was looked for: who is meant comes along at once, of several one is chosen. */
async function find(call: Call): Promise<PartyPressed> {
  const { search, card } = await findAnew(call.ask);
  return card === undefined ? { is: 'several', search } : join(call, String(card));
}

/** Who comes, after a press of `PartyList`; where the first does not come, the next is the first. Nothing is written by it. */
export async function partyPressed(call: Call, act: string): Promise<PartyPressed> {
  const [, press, key = ''] = /^(join|out):([0-9a-f-]+)$/u.exec(act) ?? [];
  const { party, service } = call;
  if (press === 'out') {
    const one = party.find((of) => of.key === key);
    return one === undefined || party.length === 1
      ? { is: 'nothing' }
      : { is: 'left', one, party: party.filter((of) => of !== one) };
  }
  if (party.length >= PARTY_MOST) return { is: 'nothing' };
  if (press === 'join') return join(call, key);
  return service.needsCard ? find(call) : joinTyped(call);
}
