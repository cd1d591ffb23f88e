import type { ComponentChildren } from 'preact';

/** A place where a line may break: nothing seen, nothing read, nothing copied along but itself. */
const MAY_BREAK = '\u200b';
/** Browsers part a figure from what counts it even where words are kept whole: 12月29日, 午後5時15分, 昭和60年; J-LIS at its hyphen, and 日締め behind its day. U+FEFF, for IE11 draws U+2060. */
const COUNTED =
  /(?<=\d)(?=[年月日時分回通人歳円枚])|(?<=[年月時]|午[前後]|令和|平成|昭和|大正|明治)(?=\d)|(?<=J-)(?=LIS)|(?<=日)(?=締め)|(?<=：)(?=\d)/gu;
const TOGETHER = '\ufeff';

/** Longer than this a part may not fit the line of a telephone: what a city wrote stands inside it. */
const LONG = /[^|\s]{14,}/gu;
/**
 * Where a Japanese reader breathes within it: behind a comma, and between kana and what begins a new word. One kana between two kanji joins them
 * to a word (取り消し, 引っ越し, 数か月), unless it is a particle or ends a word (必要な書類, 見る方).
 */
const BREATH =
  /(?<=[、。])(?!$)|(?<=[ぁ-ん])(?<![おご])(?<![一-龥々\d][^をにはがでのともへやなたるくすうむずら](?=[一-龥]))(?=[ァ-ヶ一-龥「（])|(?<=[をにはがで])(?=[おご][一-龥])/gu;

/**
 * Text in which `|` marks where a line may break: `'受け取る場所と|日にちを|選んでください'`.
 * Each phrase stays whole, so a heading on a phone breaks where a reader breathes. It is one text in one element: a screen reader
 * would stop at each of several, and tell a heading in pieces. A space after `|` stays between the phrases. Text without `|` stays plain.
 */
export function Phrase({ children }: { children: string }): ComponentChildren {
  const text = children.replace(COUNTED, TOGETHER);
  if (!text.includes('|')) return text;
  const parted = text.replace(LONG, (long) => long.replace(BREATH, '|'));
  return <span class="phrase">{parted.replaceAll('| ', ' ').replaceAll('|', MAY_BREAK)}</span>;
}

/** The same in another language, in brackets behind words. */
export type BesideWords = { readonly words: string; readonly lang: string };

export const Beside = ({ words, lang }: BesideWords) => (
  <>
    {' '}
    <span class="beside" lang={lang}>
      ({words})
    </span>
  </>
);
