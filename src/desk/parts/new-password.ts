import { type Field, type Form, form, password, REFUSED } from '../../lib/form/index.ts';
import { newPassword, type PasswordRefusal, SHORTEST } from '../../staff/passwords.ts';

const WORDS: Record<PasswordRefusal, string> = {
  empty: '新しいパスワードを入力してください。',
  'too-short': `${SHORTEST}文字以上にしてください。`,
  'too-long': '128文字以内にしてください。',
  'too-plain':
    '職員ID、同じ文字の繰り返し、よく使われる言葉や並び（password、1234など）だけのものは使えません。ほかのパスワードにしてください。',
};

type Typed = { old: string; fresh: string; again: string };

const fresh = (login: string): Field<string> => ({
  ...password('新しいパスワード', 'new-password', {
    hint: `${SHORTEST}文字以上。|言葉をいくつか|並べると|覚えやすく、|破られにくく|なります。`,
  }),
  read: ({ box, input, say }) => {
    const read = newPassword(input[box], login);
    if (read.ok) return read.value;
    say(box, WORDS[read.reason]);
    return REFUSED;
  },
});

/** A new password, typed twice. `old`: how the one before is asked. */
export const passwordForm = (login: string, old: Field<string>): Form<Typed> =>
  form<Typed>(
    { old, fresh: fresh(login), again: password('新しいパスワード（もう一度）', 'new-password') },
    {
      rules: (typed, say) => {
        if (typed.fresh !== undefined && typed.again !== typed.fresh)
          say('again', '上のパスワードと同じものを入力してください。');
      },
    },
  );
