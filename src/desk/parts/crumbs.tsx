import type { ComponentChildren } from 'preact';

/** A page above this one: its address and what it is called. */
export type Crumb = { href: string; words: ComponentChildren };

/** The pages above this one, from the widest down: the way back. Nothing where there is none. */
export function Crumbs({ of, label = '現在の場所' }: { of: readonly Crumb[]; label?: string }) {
  if (of.length === 0) return null;
  return (
    <nav class="crumbs" aria-label={label}>
      <ol>
        {of.map(({ href, words }) => (
          <li>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
