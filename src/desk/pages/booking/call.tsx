import type { Service } from '../../../services/read.ts';
import { keepBoxes } from '../../parts/kept-boxes.ts';
import { withOf } from '../../parts/party.ts';
import { pressOf } from '../../parts/places-column.tsx';
import { keepWho, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { contactBoxes } from './contact.ts';
import { keepDraft } from './draft.ts';
import type { BookingProps } from './props.ts';
import { ownHold } from './read.ts';
import { BookingPage } from './view.tsx';

/** A form of the call with all that it is about. */
export type Call = { ask: SignedAsk; props: BookingProps; who: Who; service: Service };

/** The page of the call once more, with what went wrong. */
export const again = ({ ask, props }: Pick<Call, 'ask' | 'props'>, status: number, more: Partial<BookingProps> = {}): Answer =>
  show(<BookingPage ask={ask} props={{ ...props, ...more }} />, status);

/** What the form showed: its office, its days and its place. */
export const theSamePlace = ({ body }: Pick<SignedAsk, 'body'>): Record<string, string> => ({
  office: field(body, 'at').slice(0, 40),
  from: field(body, 'from').slice(0, 40),
  slot: field(body, 'shown').slice(0, 20),
});

/** The place that the form showed, or the office and the days that the press asks for. */
export function placeAsked({ body }: Pick<SignedAsk, 'body'>): Record<string, string> {
  const press = pressOf(body);
  const same = theSamePlace({ body });
  return press.to === 'look' ? { ...same, office: press.office, from: press.from } : same;
}

/** The page anew, by an address that names nobody; what was typed goes along behind an opaque id, and stands beside a place that is held. */
export async function lookAgain({ ask, props, who, service }: Call, at: Record<string, string>): Promise<Answer> {
  const typed = await keepBoxes(ask, contactBoxes(props.party));
  const held = await ownHold(ask, service, who);
  if (held !== undefined) await keepDraft(ask, held.id, props.party);
  const of = { search: props.search, ...keepWho(who), with: withOf(props.party), service: service.id };
  return go(withQuery(paths.booking, { ...of, ...at, typed }));
}
