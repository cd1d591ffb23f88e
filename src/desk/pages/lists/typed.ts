import { TYPED, type Typed, typedForm } from '../../../lists/typed.ts';
import { keptBoxes } from '../../parts/kept-boxes.ts';
import { field, type SignedAsk } from '../../route.ts';

/** The boxes whose texts name persons. */
export const [WHO, SAID] = [typedForm.boxOf('who'), typedForm.boxOf('said')];

/** Said of nobody, and of people whom this clerk may not see, alike. */
export const NOBODY_MEANT = '入力した氏名や言葉に当てはまる行は、ありません。';

/** What was typed of persons for a list, behind the id in its address; undefined where there is none. */
export async function typedOf(ask: SignedAsk, input: SignedAsk['query']): Promise<Typed | undefined> {
  const id = field(input, TYPED);
  if (id === '') return undefined;
  const boxes = await keptBoxes(ask, id);
  const text = (box: string): string => (typeof boxes?.[box] === 'string' ? boxes[box] : '');
  const typed = { id: id.slice(0, 36), who: text(WHO), said: text(SAID) };
  // Kept no more, another account's, or of another page: never read as nothing typed, which would choose everybody.
  return typed.who === '' && typed.said === '' ? { ...typed, lapsed: true } : typed;
}
