import { can } from '../../../staff/rights.ts';
import { leadsWithin } from '../../bounds/leads-within.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { SCAN_WORDS } from '../scan/words.ts';

type Way = { href: string; words: string; count?: number };

const Ways = ({ ask, id, title, ways }: { ask: SignedAsk; id: string; title: string; ways: readonly Way[] }) => (
  <section class="do-across" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    <ul class="do">
      {ways
        .filter(({ href }) => leadsWithin(ask.session, href))
        .map(({ href, words, count = 0 }) => (
          <li>
            <a href={href}>
              {words}
              {count > 0 && (
                <span class="count">
                  {count}
                  <span class="unseen">枚</span>
                </span>
              )}
            </a>
          </li>
        ))}
    </ul>
  </section>
);

/** What is done with a scanner or in one act, and where staff set the shelves up. */
export const Doing = ({ ask, waiting }: { ask: SignedAsk; waiting: number }) => (
  <div class="shelf-ways">
    <Ways
      ask={ask}
      id="doing"
      title="入出庫"
      ways={Object.entries(SCAN_WORDS).map(([mode, { title }]) => ({ href: paths.cardScan(mode), words: title }))}
    />
    <Ways
      ask={ask}
      id="preparing"
      title="箱とラベル"
      ways={[
        { href: paths.parcels, words: '回送の便' },
        { href: paths.stocktakes, words: '棚卸をする' },
        { href: paths.labels, words: 'ラベルを印刷する' },
        { href: paths.placing, words: '保管前のカードをまとめて保管する', count: waiting },
        ...(can(ask.session, 'storage.manage')
          ? [
              { href: paths.storageRules, words: '保管規則' },
              { href: paths.newBoxes, words: '棚と箱を追加する' },
            ]
          : []),
      ]}
    />
  </div>
);
