import { type Clock, today } from '../../lib/clock.ts';
import { type Form, type FormState, japaneseSentences } from '../../lib/form/index.ts';
import type { FormErrors } from '../../lib/html/messages.tsx';
import { textOf } from '../../lib/http/fields.ts';
import { onlySpeaks } from './keep-typed.tsx';

/** What stands in the boxes of a form, as text. */
export type Boxes = Readonly<Record<string, string>>;

/** Longer than any box of the site takes: what is longer is shown back as far as it helps. */
const LONGEST_BACK = 300;

export const stateOf = (boxes: Boxes, errors: FormErrors = {}): FormState => ({ shown: (box) => boxes[box] ?? '', errors });

/** What came of a form: its values, or what is wrong; and what its page shows again. */
type Typed<V> = { boxes: Boxes; state: FormState } & ({ ok: true; value: V } | { ok: false });

/**
 * Reads a form of the site. Of one that was only sent to be shown in another language nothing is wrong, and nothing is done with it. Its fields say what is wrong themselves, in the reader's language; the kit's own sentences are the desk's, and no
 * field of the site leaves it to them.
 */
export function readTyped<V extends object>(form: Form<V>, body: unknown, clock: Clock): Typed<V> {
  const boxes = Object.fromEntries(form.boxNames.map((box) => [box, textOf(body, box).slice(0, LONGEST_BACK)]));
  if (onlySpeaks(body)) return { ok: false, boxes, state: stateOf(boxes) };
  const read = form.read(boxes, { today: today(clock).toString(), sentences: japaneseSentences });
  return read.ok
    ? { ok: true, value: read.value, boxes, state: stateOf(boxes) }
    : { ok: false, boxes, state: stateOf(boxes, read.errors) };
}
