import { recordView } from '../../../audit/view.ts';
import { cardsOfPlace } from '../../../cards/boxed.ts';
import { cardsOfStocktake, fingerprintOfStocktake, leftOfStocktake, type Stocktake } from '../../../cards/stocktake-read.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { comingVisits } from '../../../reservations/coming.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { CountPage } from './count-view.tsx';
import { EndedPage } from './ended.tsx';
import type { CountProps } from './props.ts';

type More = { stopped?: CountProps['stopped']; several?: CountProps['several']; errors?: FormErrors };

/** The page of a stock-take: under way it is scanned on, ended it shows what came of it. */
export async function countPage(
  ask: SignedAsk,
  stocktake: Stocktake,
  { stopped, several, errors = {} }: More = {},
): Promise<Answer> {
  const viewer = viewerOf(ask);
  const [boxed, cards, left, fingerprint] = await Promise.all([
    cardsOfPlace(ask.db, viewer, stocktake.placeId),
    cardsOfStocktake(ask.db, viewer, stocktake.id),
    leftOfStocktake(ask.db, viewer, stocktake.id),
    fingerprintOfStocktake(ask.db, stocktake.id),
  ]);
  const id = rowId(ask.query['last']);
  const last = id.ok ? cards.find(({ cardId }) => cardId === id.value) : undefined;
  // A page that follows a scan is no second look: the scan has its own line.
  if (last === undefined && stopped === undefined && several === undefined)
    await recordView(ask.db, ask.actor, {
      saw: 'box',
      officeId: stocktake.officeId,
      box: `${stocktake.cabinet} ${stocktake.box}`,
    });
  const status = stopped !== undefined || several !== undefined ? 409 : hasErrors(errors) ? 422 : 200;
  if (stocktake.state !== 'counting') {
    const differing = cards.flatMap(({ cardId, result }) => (result === 'seen' ? [] : [cardId]));
    const coming = await comingVisits(ask.db, viewerOf(ask), differing);
    const wrong = Object.values(errors)[0] ?? stopped?.why;
    return show(<EndedPage ask={ask} stocktake={stocktake} cards={cards} coming={coming} wrong={wrong} />, status);
  }
  const coming = await comingVisits(
    ask.db,
    viewer,
    left.map(({ cardId }) => cardId),
  );
  const props = {
    stocktake,
    coming,
    boxed,
    cards,
    left,
    fingerprint,
    last,
    again: ask.query['again'] === 'yes',
    stopped,
    several,
  };
  return show(<CountPage ask={ask} props={props} errors={errors} />, status);
}
