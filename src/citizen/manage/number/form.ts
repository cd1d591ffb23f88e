import type { Texts } from '../../../languages/index.ts';
import { type Form, form, mail, oneBox } from '../../../lib/form/index.ts';
import { reservationNumber } from '../../../lib/values/ids.ts';

/** 予約番号 and the address it was booked with. */
export function numberForm({ byNumber: words, mail: { errors } }: Texts): Form<{ number: string; mail: string }> {
  return form<{ number: string; mail: string }>({
    number: oneBox<string>(
      {
        label: words.number,
        look: { as: 'text', size: 'code', inputMode: 'numeric' },
        parse: () => reservationNumber,
        wrong: () => ({
          empty: words.empty,
          unreadable: words.unreadable,
          impossible: words.unreadable,
          'too-long': words.unreadable,
        }),
        show: (number) => number,
      },
      { hint: words.numberHint },
    ),
    mail: mail(words.mail, { type: 'email', autoComplete: 'email', hint: words.mailHint, wrong: errors }),
  });
}
