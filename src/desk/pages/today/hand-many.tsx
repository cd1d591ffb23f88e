import { recordView } from '../../../audit/view.ts';
import { handOverMany, readHandable, seenOfChosen, togetherOfDay } from '../../../counter/hand-together.ts';
import { readForm } from '../../parts/form.tsx';
import { noPlace, placeOf, pressedPlace } from '../../parts/office.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { HandManyPage, type HandManyProps, keyOf, type Place, whoForm } from './hand-many-view.tsx';
import { togetherRoutes } from './handed-many.tsx';
import { handedToMany } from './subject.ts';

const RIGHT = 'counter.act';

type More = Pick<HandManyProps, 'errors' | 'preview' | 'refused'>;

async function page(ask: SignedAsk, place: Place, more: More = {}, status = 200): Promise<Answer> {
  const { office, day } = place;
  const [{ rows, hidden }, last] = await Promise.all([
    readHandable(ask.db, viewerOf(ask), office.id, day),
    togetherOfDay(ask.db, office.id, day),
  ]);
  if (rows.length > 0) await recordView(ask.db, ask.actor, { saw: 'day', officeId: office.id, day });
  return show(<HandManyPage ask={ask} props={{ place, rows, hidden, last, ...more }} />, status);
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const place = await pressedPlace(ask);
  if (place === undefined) return noPlace(ask, ask.query);
  // A press acts on the office and day its form names and on no other.
  if (!place.named) return page(ask, place, { refused: 'changed_meanwhile' }, 409);
  const { rows } = await readHandable(ask.db, viewerOf(ask), place.office.id, place.day);
  const pressed = field(ask.body, 'act') === 'hand';
  // Who was shown and is gone since makes the fingerprint another; a tick of nobody on the page is none.
  const typed = readForm(ask, whoForm(pressed ? rows : rows.filter(({ verdict }) => verdict === 'change')));
  if (!typed.ok)
    return pressed ? page(ask, place, { refused: 'changed_meanwhile' }, 409) : page(ask, place, { errors: typed.errors }, 422);
  const chosen = rows.filter((row) => typed.value.who.includes(keyOf(row)));
  const named = { officeId: place.office.id, day: place.day, people: chosen };
  if (!pressed) return page(ask, place, { preview: { chosen, seen: await seenOfChosen(ask.db, named) } });
  const handed = await handOverMany(ask.db, ask.actor, { ...named, seen: field(ask.body, 'seen') });
  if (!handed.ok) return page(ask, place, { refused: handed.reason }, 409);
  return go(withQuery(paths.handedMany(handed.value), { done: 'handed' }));
}

export const handManyRoutes: readonly Route[] = [
  get(paths.handMany, RIGHT, async (ask) => {
    const place = await placeOf(ask, ask.query);
    return place === undefined ? noPlace(ask, ask.query) : page(ask, place);
  }),
  post(paths.handMany, RIGHT, { words: 'まとめて交付済にする', of: handedToMany }, submit),
  ...togetherRoutes,
];
