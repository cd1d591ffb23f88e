import type { Texts } from '../../../languages/index.ts';
import { type Form, form, mail, oneBox } from '../../../lib/form/index.ts';
import { put } from '../../../lib/language/text.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import { sixDigits } from '../../../lib/values/ids.ts';
import { strangeInMail } from '../../../lib/values/strange.ts';

type Words = Texts['mail'];

/** What is wrong with an address that cannot be read: the character, or what is missing. */
function unreadable(typed: string, words: Words['errors']): string {
  const strange = strangeInMail(typed);
  if (strange === undefined || 'digits' in strange) return words.unreadable;
  if ('sign' in strange) return put(words.sign, { sign: strange.sign.trim() === '' ? words.space : strange.sign });
  return strange.lacks === 'at' ? words.noAt : words.domain;
}

/** §8(3)③: an address typed twice. */
export function mailForm(words: Words): Form<{ mail: string; again: string }> {
  const again = mail(words.second, { type: 'email', hint: words.secondHint, box: 'mail_again' });
  return form<{ mail: string; again: string }>(
    {
      mail: mail(words.first, {
        type: 'email',
        autoComplete: 'email',
        hint: words.firstHint,
        wrong: (typed) => ({ ...words.errors, unreadable: unreadable(typed, words.errors) }),
      }),
      // Asked only once the first is right, and then compared with it.
      again: { ...again, read: ({ box, input }) => String(input[box]) },
    },
    {
      rules: (typed, say) => {
        if (typed.mail === undefined || typed.again === undefined) return;
        const second = mailAddress(typed.again);
        if (!second.ok && second.reason === 'empty') say('again', words.errors.again);
        else if (!second.ok || second.value.toLowerCase() !== typed.mail.toLowerCase()) say('again', words.errors.differ);
      },
    },
  );
}

/** The six digits of the mail. */
export function codeForm({ label, hint, six }: Words['code']): Form<{ code: string }> {
  return form<{ code: string }>({
    code: oneBox<string>(
      {
        label,
        look: { as: 'text', size: 'code', inputMode: 'numeric', autoComplete: 'one-time-code' },
        parse: () => sixDigits,
        wrong: () => ({ empty: six, unreadable: six, impossible: six, 'too-long': six }),
        show: (digits) => digits,
      },
      { hint, need: 'silent' },
    ),
  });
}
