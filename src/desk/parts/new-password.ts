import { type Field, type Form, form, password, REFUSED } from '../../lib/form/index.ts';
import { removeSpaces } from '../../lib/japanese/width.ts';
import { newPassword, type PasswordRefusal, SHORTEST } from '../../staff/passwords.ts';

const WORDS: Record<PasswordRefusal, string> = {
  empty: '新しいパスワードを入力してください。',
  'too-short': `${SHORTEST}文字以上にしてください。`,
  'too-long': '128文字以内にしてください。',
  'too-plain':
    '推測されやすいパスワードです。職員ID、氏名、同じ文字の繰り返し、よく使われる言葉、日付、キーの並び（1234、qwertyなど）だけのものは使えません。ほかのパスワードにしてください。',
};

/** What somebody would try first for an account: its login, the person's name in whole and in parts, and what the desk is called in the browser. */
export const knownOf = ({ login, name }: { login: string; name: string }, origin: string): string[] => [
  login,
  removeSpaces(name),
  ...name.split(/[\s　]+/u),
  ...new URL(origin).hostname.split(/[.-]/u).filter((part) => part.length > 3 && !/^\d+$/u.test(part)),
];

type Typed = { old: string; fresh: string; again: string };

const fresh = (known: readonly string[]): Field<string> => ({
  ...password('新しいパスワード', 'new-password', {
    hint: `${SHORTEST}文字以上。|言葉をいくつか|並べると|覚えやすく、|破られにくく|なります。`,
  }),
  read: ({ box, input, say }) => {
    const read = newPassword(input[box], known);
    if (read.ok) return read.value;
    say(box, WORDS[read.reason]);
    return REFUSED;
  },
});

/** A new password, typed twice. `old`: how the one before is asked. `known`: as `newPassword` takes it. */
export const passwordForm = (known: readonly string[], old: Field<string>): Form<Typed> =>
  form<Typed>(
    { old, fresh: fresh(known), again: password('新しいパスワード（もう一度）', 'new-password') },
    {
      rules: (typed, say) => {
        if (typed.fresh !== undefined && typed.again !== typed.fresh)
          say('again', '上のパスワードと同じものを入力してください。');
      },
    },
  );
