import type { FormState } from '../../lib/form/index.ts';
import { Button, hasErrors, Notice, PostForm, Says } from '../../lib/html/index.ts';
import { textOf } from '../../lib/http/fields.ts';
import { put } from '../../lib/language/text.ts';
import { mailMeant } from '../../lib/values/mail-slip.ts';
import { useTexts } from '../speech.tsx';
import type { Boxes } from './form.ts';
import { onlySpeaks } from './keep-typed.tsx';

/** The box that says which address somebody was asked about already: sent again, it is taken as it is. */
const AS_TYPED = 'as_typed';

/** Travels along in the form below the question. */
export const askedOnce = (meant: string | undefined, state: FormState): Record<string, string> =>
  meant === undefined ? {} : { [AS_TYPED]: state.shown('mail') };

/** §8(3)③: the address that what stands in the box `mail` probably means. Undefined where nothing is to be asked, or was asked before. */
export function meantBy({ boxes }: { boxes: Boxes }, body: unknown): string | undefined {
  const typed = boxes['mail'] ?? '';
  return onlySpeaks(body) || textOf(body, AS_TYPED) === typed ? undefined : mailMeant(typed);
}

type MeantProps = {
  /** The form's: where it is sent, and its boxes for the address. */
  action: string;
  token: string;
  boxes: readonly string[];
  meant: string;
  state: FormState;
  /** What else the form sends. */
  others?: Record<string, string>;
};

/** One small slip from a common address: one press takes what was meant, another sends to what was typed, where that can be sent to. */
export function Meant({ action, token, boxes, meant, state, others = {} }: MeantProps) {
  const words = useTexts().mail.meant;
  const typed = state.shown('mail');
  const filled = (mail: string) => ({ ...others, ...Object.fromEntries(boxes.map((box) => [box, mail])) });
  return (
    <Notice kind="care" title={put(words.title, { mail: meant })} role="alert" first={!hasErrors(state.errors)}>
      <Says>{words.says}</Says>
      <div class="acts">
        <PostForm action={action} token={token} class="inline-form" hidden={filled(meant)}>
          <Button>{put(words.take, { mail: meant })}</Button>
        </PostForm>{' '}
        {!hasErrors(state.errors) && (
          <PostForm action={action} token={token} class="inline-form" hidden={{ ...filled(typed), ...askedOnce(meant, state) }}>
            <Button kind="second">{put(words.keep, { mail: typed })}</Button>
          </PostForm>
        )}
      </div>
    </Notice>
  );
}
