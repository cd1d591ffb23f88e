import { IconOn } from '../../lib/html/index.ts';
import { accessKeys } from './keys.tsx';

/** What may be done now: a way to do it, or why it cannot be done. */
export type May = { words: string; href: string } | { words: string; why: string };

/** How many of them a key leads to. */
const MOST_KEYS = 9;

/** 可能な操作, one a line, each by a key with its number: the cursor waits before them, so that no Enter too many opens the first. */
export function MayList({ list, browser }: { list: readonly May[]; browser: string }) {
  const open = list.filter((may) => 'href' in may).slice(0, MOST_KEYS);
  return (
    <>
      <ul class="may-do">
        {list.map((may) =>
          'href' in may ? (
            <li>
              <a href={may.href} {...(open.includes(may) ? { accessKey: String(open.indexOf(may) + 1) } : {})}>
                {may.words}
                <IconOn />
              </a>
            </li>
          ) : (
            <li class="may-not">
              <b>{may.words}</b>
              <span>{may.why}</span>
            </li>
          ),
        )}
      </ul>
      {open.length > 0 && <p class="small soft may-keys">{accessKeys(browser).join('＋')}＋番号でも選べます</p>}
    </>
  );
}
