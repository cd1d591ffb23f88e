import type { ComponentChildren } from 'preact';

/** A place where a line may break: nothing seen, nothing read, nothing copied along but itself. */
const MAY_BREAK = '\u200b';

/**
 * Text in which `|` marks where a line may break: `'受け取る場所と|日にちを|選んでください'`.
 * Each phrase stays whole, so a heading on a phone breaks where a reader breathes. It is one text in one element: a screen reader
 * would stop at each of several, and tell a heading in pieces. A space after `|` stays between the phrases. Text without `|` stays plain.
 */
export function Phrase({ children }: { children: string }): ComponentChildren {
  if (!children.includes('|')) return children;
  return <span class="phrase">{children.replaceAll('| ', ' ').replaceAll('|', MAY_BREAK)}</span>;
}

/** The same text for a title, a mail or a label that is read aloud. */
export const plain = (text: string): string => text.replaceAll('|', '');
