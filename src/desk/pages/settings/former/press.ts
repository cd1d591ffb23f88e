import { askedIf, type Form, form, line, onlyIf, ticked } from '../../../../lib/form/index.ts';

type Press = { exceed: boolean | null; reason: string | null; tell: boolean };

/** What is registered of a file. `over`: how many bookings go above their slot, where this account may do that. */
export const pressForm = (over: number): Form<Press> =>
  form<Press>({
    exceed: askedIf(
      over > 0,
      ticked(`定員を超える${over}件も登録する`, {
        more: '枠超えとして、理由とともに記録します。印がなければ、登録しません。',
      }),
    ),
    reason: askedIf(over > 0, {
      ...onlyIf(line('定員を超える理由', 200), (input) => input['exceed'] === 'yes'),
      need: 'may',
    }),
    tell: ticked('メールアドレスのある方に、予約の完了メールを送る', {
      more: '印がなければ、アドレスだけを登録します。来庁日の前のお知らせは、どちらの場合も送ります。',
    }),
  });
