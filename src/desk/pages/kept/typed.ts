import type { KeptForm } from '../../../staff/kept-forms.ts';

/** What a box of a form is called, for those a person types into. */
const BOXES: Record<string, string> = {
  mail: 'メールアドレス',
  phone: '電話番号',
  remark: '備考',
  subject: '件名',
  body: '本文',
  why: '理由',
  reason: '理由',
  'change-why': '理由',
  exceed: '枠を超える理由',
  person: '重ねて受付する理由',
  note: 'メモ',
  q: '検索した言葉',
  code: '読み取った番号',
  name: '氏名・名称',
  kana: 'カナ',
  birth: '生年月日',
  noticeId: '交付通知書ID',
  address: '所在地',
};

/** The same of boxes of which a form has many. */
const MANY: readonly (readonly [RegExp, string])[] = [
  [/^remark-/u, '備考'],
  [/^why-\d/u, '説明'],
];

/** What a person typed, by what its box is called; the numbers and ids that ride along are left out. */
export const typedIn = ({ fields }: KeptForm): { term: string; value: string }[] =>
  fields.flatMap(([name, raw]) => {
    const value = raw.trim();
    const term = BOXES[name] ?? MANY.find(([beginning]) => beginning.test(name))?.[1];
    if (value === '') return [];
    if (term !== undefined) return [{ term, value }];
    return /^[0-9a-f-]*$|^[a-z-]+$|^from:/u.test(value) ? [] : [{ term: '入力', value }];
  });
