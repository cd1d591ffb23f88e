import { otherLanguage } from '../../audit/facts.ts';

/** Beside whom somebody rings or receives: which other language they booked in. Japanese needs no word. */
export function LanguageTag({ language }: { language: string }) {
  const words = otherLanguage(language);
  return words === null ? null : <span class="tag">{words}</span>;
}
