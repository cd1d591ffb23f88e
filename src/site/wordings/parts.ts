import type { Language } from '../../languages/index.ts';

/** Sentences of a wording that staff may say otherwise. */
export type Part = {
  code: string;
  /** As staff read it. */
  label: string;
  hint?: string;
  /** Most characters; in other languages twice as many. */
  longest: number;
  /** What is built in; empty: nothing is said there. */
  builtIn: (language: Language) => string;
};

/** Something with words of its own: a mail, a question, the head of the site. */
export type Wording = {
  /** As the table has it. */
  name: string;
  /** As staff read it. */
  title: string;
  parts: readonly Part[];
  /** Whether staff may hide it. */
  hides: boolean;
};

/** What stands in braces in a text: it is filled when the text is said. */
export const placesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/gu)].map(([, place]) => place ?? '');

const PLACE_WORDS: Readonly<Record<string, string>> = {
  city: '市の名称',
  day: '本日・明日・何日後か',
  until: '確保の期限の日時',
  people: '予約の人数',
  count: '来庁が確認できなかった人数',
};

/** 「{until}」には、確保の期限の日時が入ります。 */
export const placeHint = (places: readonly string[]): string =>
  places.map((place) => `「{${place}}」には、${PLACE_WORDS[place] ?? place}が入ります。`).join('');

/** Of a page or of a mailbox, in any width of letters. */
const ADDRESS =
  /https?:|www\.|@|[a-z0-9-]+\.(?:jp|com|net|org|info|biz|co|io|me|cn|kr|vn|tw|hk|xyz|top|site|app|dev|ly|gl)(?![a-z0-9])/iu;

/** Why a text may not stand in the place of `builtIn`; undefined: it may. */
export function wrongIn(text: string, builtIn: string): string | undefined {
  const needed = placesIn(builtIn);
  const missing = needed.find((place) => !placesIn(text).includes(place));
  if (missing !== undefined) return `「{${missing}}」を、文の中に残してください。${placeHint([missing])}`;
  const rest = placesIn(text)
    .filter((place) => needed.includes(place))
    .reduce((left, place) => left.replaceAll(`{${place}}`, ''), text);
  if (/[{}｛｝]/u.test(rest))
    return needed.length === 0
      ? '「{」と「}」は、使えません。'
      : `「{」と「}」は、${needed.map((place) => `「{${place}}」`).join('、')}のほかには使えません。`;
  if (/\|/u.test(rest)) return '「|」は、使えません。';
  if (ADDRESS.test(text.normalize('NFKC')))
    return 'ホームページやメールのアドレスは、入力できません。予約サイトへのリンクは、自動で入ります。';
  return undefined;
}
