import type { ComponentChildren } from 'preact';

/**
 * Text in which `|` marks where a line may break: `'受け取る場所と|日にちを|選んでください'`.
 * Each phrase stays whole, so a heading on a phone breaks where a reader breathes. A space after `|` stays
 * between the phrases. Text without `|` stays plain.
 */
export function Phrase({ children }: { children: string }): ComponentChildren {
  if (!children.includes('|')) return children;
  return children.split('|').map((part) => (
    <>
      {part.startsWith(' ') ? ' ' : ''}
      <span class="nb">{part.trim()}</span>
    </>
  ));
}

/** The same text for a title, a mail or a label that is read aloud. */
export const plain = (text: string): string => text.replaceAll('|', '');
