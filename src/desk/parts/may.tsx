import { IconOn } from '../../lib/html/index.ts';

/** What may be done now: a way to do it, or why it cannot be done. */
export type May = { words: string; href: string } | { words: string; why: string };

/** 可能な操作, one a line. `data-begin`: the page's script puts the focus on the first link. */
export function MayList({ list }: { list: readonly May[] }) {
  return (
    <ul class="may-do" data-begin="">
      {list.map((may) =>
        'href' in may ? (
          <li>
            <a href={may.href}>
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
  );
}
