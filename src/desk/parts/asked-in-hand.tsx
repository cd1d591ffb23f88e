import { isProtected } from '../../counter/acts.ts';
import { cardsNotInHand, type NotInHand, recordedPlace, seenInHand } from '../../counter/in-hand.ts';
import { Button, PostForm } from '../../lib/html/index.ts';
import { printable } from '../../lib/japanese/printable.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import { field, type SignedAsk } from '../route.ts';
import { positionsOf } from './position.ts';
import { viewerOf } from './viewer.ts';

/** A press that was refused since the records do not have its cards in hand: whose they are, and the press once more. */
export type AskedInHand = { reservationId: string; position: number; handed: string; cards: readonly NotInHand[] };

/** What is to be asked after such a refusal, of whom this account may press on; `handed` of the address: the press was on several of the party. */
export async function askedInHand(
  ask: SignedAsk,
  refused: string,
  of: { reservationId: string; position: number } | undefined,
): Promise<AskedInHand | undefined> {
  if (refused !== 'not_in_hand' || of === undefined || !can(ask.session, 'counter.act')) return undefined;
  if (!viewerOf(ask).seesProtected && (await isProtected(ask.db, { reservationId: of.reservationId }))) return undefined;
  const several = positionsOf(field(ask.query, 'handed'));
  const cards = await cardsNotInHand(ask.db, viewerOf(ask), of.reservationId, several.length > 0 ? several : [of.position]);
  return cards.length === 0
    ? undefined
    : { reservationId: of.reservationId, position: of.position, handed: several.join(' '), cards };
}

/** The refusal a page says: where nothing is left to ask about, the records have changed since. */
export const refusalLeft = (refused: string, of: AskedInHand | undefined): string =>
  refused === 'not_in_hand' && of === undefined ? 'changed_meanwhile' : refused;

/** Where the records have these cards. */
export const RecordedPlaces = ({ cards }: { cards: readonly NotInHand[] }) => (
  <ul>
    {cards.map((card) => (
      <li>{`${printable(card.who?.name ?? '').text} 様のカード：${recordedPlace(card)}`}</li>
    ))}
  </ul>
);

/** Where the records have the cards, and the press that hands over those that are in hand all the same. */
export function AskInHand({ token, of, back }: { token: string; of: AskedInHand | undefined; back: Record<string, string> }) {
  if (of === undefined) return null;
  return (
    <PostForm
      action={paths.press}
      token={token}
      hidden={{
        id: of.reservationId,
        position: String(of.position),
        from: 'arrived',
        seen: seenInHand(of.cards),
        ...back,
      }}
    >
      <RecordedPlaces cards={of.cards} />
      <p class="acts">
        {of.handed === '' ? (
          <Button name="press" value="handed-over">
            手元のカードで交付済にする
          </Button>
        ) : (
          <Button name="handed" value={of.handed}>
            手元のカードで交付済にする
          </Button>
        )}
      </p>
    </PostForm>
  );
}
