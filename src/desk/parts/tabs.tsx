import type { ComponentChildren } from 'preact';

/** One of several ways to see a page; `here`: the way it is seen now. */
type Tab = { href: string; words: ComponentChildren; here: boolean; accessKey?: string };

/** The ways to see one page. `label`: what they differ by. */
export const Tabs = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav aria-label={label}>
    <ul class="tabs">
      {tabs.map(({ href, words, here, accessKey }) => (
        <li>
          <a
            href={href}
            {...(here ? { 'aria-current': 'page' as const } : {})}
            {...(accessKey === undefined ? {} : { accessKey })}
          >
            {words}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
