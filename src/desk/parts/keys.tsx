import type { ComponentChildren } from 'preact';

/**
 * What a browser wants held down with an access key, from what it says of itself: Firefox Alt and Shift, anything on a Mac Control and Option.
 * Nothing depends on it: each place is also reached by Tab, and the cursor waits in the next one by itself.
 */
export const accessKeys = (browser: string): string[] =>
  /Mac OS X|Macintosh/u.test(browser) ? ['Control', 'Option'] : /Firefox\//u.test(browser) ? ['Alt', 'Shift'] : ['Alt'];

const Key = ({ children }: { children: string }) => <kbd>{children}</kbd>;

/** An access key with what is held down for it in this browser. */
function Access({ browser, to, children }: { browser: string; to: string; children: ComponentChildren }) {
  return (
    <li>
      {[...accessKeys(browser), to].map((key, index) => (
        <>
          {index > 0 && '＋'}
          <Key>{key}</Key>
        </>
      ))}{' '}
      {children}
    </li>
  );
}

/** The keys of a page. `access`: access keys and where they lead; `grid`: places are shown, arrows go through them. */
export function Keys({
  browser,
  access,
  grid = false,
}: {
  browser: string;
  access: readonly (readonly [string, string])[];
  grid?: boolean;
}) {
  return (
    <ul class="keys" aria-label="キー操作">
      {access.map(([to, words]) => (
        <Access browser={browser} to={to}>
          {words}
        </Access>
      ))}
      {grid && (
        <li class="keys-more">
          <Key>←</Key> <Key>→</Key> <Key>↑</Key> <Key>↓</Key> 枠
        </li>
      )}
      <li class="keys-more">
        <Key>Enter</Key> 決定
      </li>
    </ul>
  );
}
