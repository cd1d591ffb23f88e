import type { ReturnRefusal } from '../../../cards/returned.ts';
import { day, form, line, text } from '../../../lib/form/index.ts';
import { type ReasonFields, reasonFields, reasonRules } from '../../parts/reason-form.ts';

type ReturnFields = ReasonFields & { on: string | null };

/** That a notice came back: why, and on which day (none: today). */
export const returnForm = (reasons: readonly string[]) =>
  form<ReturnFields>(
    {
      ...reasonFields(reasons, '封筒やはがきに付いた郵便局の表示のとおりに選びます。'),
      on: day('返戻を受け取った日', { lies: 'behind', hint: '空欄のときは本日です。' }).optional(),
    },
    { rules: reasonRules },
  );

/** What is said at the day where the act refuses it. */
export const DAY_WRONG: Partial<Record<ReturnRefusal, string>> = {
  ahead: '返戻を受け取った日は、本日までの日を入力してください。',
  before_posted: '返戻を受け取った日が、発送日より前です。',
};

/** The day on which a stack of notices came back; left empty it is today. */
export const onForm = form<{ on: string | null }>(
  { on: day('返戻を受け取った日', { need: 'silent', lies: 'behind' }).optional() },
  {
    rules: ({ on }, say, { today }) => {
      if (typeof on === 'string' && on > today) say('on', DAY_WRONG.ahead ?? '');
    },
  },
);

export const addressForm = form<{ postalCode: string; address: string }>({
  postalCode: line('郵便番号', 8, { size: 'id', hint: '例：123-4567' }).or(''),
  address: text('住所', 200, { rows: 2, hint: '変わっていないときは、そのまま記録します。' }),
});

export const postAgainForm = form<{ posted: string | null }>({
  posted: day('送り直した日', { lies: 'behind', hint: '空欄のときは本日です。' }).optional(),
});
