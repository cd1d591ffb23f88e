import { addMember, removeMember } from '../../../reservations/acts.ts';
import { letGo } from '../../../reservations/desk-hold.ts';
import { isMember } from '../../../reservations/person.ts';
import { notBookable, type One } from '../../parts/party.ts';
import { partyPressed } from '../../parts/party-press.ts';
import { asMember } from '../../parts/who.ts';
import type { Answer } from '../../route.ts';
import { again, type Call, lookAgain, placeAsked } from './call.tsx';
import { withoutFirst } from './contact.ts';

/** The page with others who come; what is held for them by now is read anew with it. */
const withParty = (call: Call, party: readonly One[]): Promise<Answer> => {
  const [first] = party;
  if (first === undefined) throw new Error('a call about nobody');
  return lookAgain({ ...call, who: first.who, props: { ...call.props, party } }, placeAsked(call.ask));
};

/** What is held takes one more in, or stays as it is: then the page says that it is for fewer. */
async function holdOneMore({ ask, props: { hold } }: Call, one: One): Promise<void> {
  if (hold?.whole !== true || notBookable([one]).length > 0) return;
  const member = asMember(one.who);
  await addMember(ask.db, ask.actor, { id: hold.id, version: null, member, exceedReason: null, personReason: null });
}

/** What is held for one who does not come is free at once. */
async function holdOneLess({ ask, props: { hold } }: Call, one: One): Promise<void> {
  const placed = hold?.placed.find((of) => isMember(asMember(one.who), of));
  if (hold === undefined || placed === undefined) return;
  const of = { id: hold.id, version: null, position: placed.position, reason: '電話の途中で取りやめ' };
  const left = await removeMember(ask.db, ask.actor, of);
  if (!left.ok) await letGo(ask.db, ask.actor, ask.session.accountId);
}

/** A press about who comes along. */
export async function partyPress(call: Call, act: string): Promise<Answer> {
  const { ask, props, service } = call;
  const pressed = await partyPressed({ ask, party: props.party, service }, act);
  switch (pressed.is) {
    case 'wrong':
      return again(call, 422, { moreErrors: pressed.errors });
    case 'twice':
      return again(call, 409, { moreSaid: pressed.said });
    case 'several':
      return lookAgain(call, { ...placeAsked(ask), find: pressed.search });
    case 'nothing':
      return lookAgain(call, placeAsked(ask));
    case 'joined':
      await holdOneMore(call, pressed.one);
      return withParty(call, pressed.party);
    case 'left':
      await holdOneLess(call, pressed.one);
      return withParty(
        pressed.one === props.party[0] ? { ...call, ask: { ...ask, body: withoutFirst(ask.body, props.party) } } : call,
        pressed.party,
      );
  }
}
