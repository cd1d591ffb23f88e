import { TYPED } from '../../../lists/typed.ts';
import { keepBoxes } from '../../parts/kept-boxes.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { EVERY, LONGEST } from './query.ts';
import { SAID, WHO } from './typed.ts';

/** Keeps what was typed of persons and leads to the list narrowed down by it: the address carries its filter, and of that an id alone. */
export async function narrowList(ask: SignedAsk, { list, known, sort }: AskedList): Promise<Answer> {
  const id = await keepBoxes(ask, [WHO, SAID]);
  const filter = list
    .filter(known)
    .boxNames.map((box) => [box, field(ask.body, box).slice(0, LONGEST)] as const)
    .filter(([, value]) => value !== '');
  return go(
    withQuery(paths.list(list.code), {
      ...(filter.length === 0 ? EVERY : Object.fromEntries(filter)),
      sort,
      [TYPED]: id ?? '',
    }),
  );
}
