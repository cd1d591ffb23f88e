import { LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import type { WaitingOwn } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { paths } from '../../paths.ts';
import type { VisitAsk } from '../../route.ts';
import { useTexts } from '../../speech.tsx';
import { PlaceTold, useUntil } from './view.tsx';

type Offer = NonNullable<WaitingOwn['offer']> & Pick<WaitingOwn, 'booking'>;

/** The place that is held from the waiting list for exactly the visit's people, or for their booking, and that any other time they choose is taken in place of; undefined: none. */
export async function keptOffer({ acts, common, cookie, visit }: VisitAsk): Promise<Offer | undefined> {
  if (!visit.needsCard || (visit.purpose !== 'book' && visit.state !== 'booked') || !(await common.offering('')))
    return undefined;
  const row = await acts.waiting(cookie);
  return row?.same === true && row.offer !== null ? { ...row.offer, booking: row.booking } : undefined;
}

type KeptProps = { offer: Offer; offices: readonly Office[]; now: Temporal.Instant };

/** Above days and times to choose from: what is held, what becomes of it with another choice, and the way to it. */
export function OfferKept({ offer, offices, now }: KeptProps) {
  const { waiting, party } = useTexts();
  const until = useUntil();
  return (
    <Notice kind="care" title={waiting.offer.title}>
      <PlaceTold place={offer} offices={offices} until={until(offer.until, now)} />
      {offer.booking === null && <Says>{waiting.offer.others}</Says>}
      <p class="acts">
        <LinkButton href={paths.waiting} kind="second">
          {party.toOffer}
        </LinkButton>
      </p>
    </Notice>
  );
}
