import { clockTime } from '../../../lib/dates/format.ts';
import { cityMinute } from '../../../lib/dates/jst.ts';
import { Button, IconDone, IconNotCome, PostForm } from '../../../lib/html/index.ts';
import { scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { type ScanPageProps, taskQuery } from './read.ts';

/** What this clerk read last, the newest first; each of it can be taken back until something follows. */
export function RecentScans({ ask, props }: { ask: SignedAsk; props: ScanPageProps }) {
  const { recent, task } = props;
  if (recent.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby="recent">
      <h2 id="recent">直近の読取</h2>
      <ol class="scan-last">
        {recent.map(({ id, at, card, undone, last }) => (
          <li class={undone ? 'scan-undone' : ''}>
            {undone ? <IconNotCome /> : <IconDone />}
            <p>
              <b>{card.place ?? scannedName(card)}</b>
              <span>
                {card.place !== null && `${scannedName(card)}　`}
                <span class="unbroken">{scannedBirth(card)}</span>　{clockTime(cityMinute(at))}
                {undone && '（取消済）'}
              </span>
            </p>
            {last && !undone && (
              <PostForm
                action={paths.undoCardScan(task.mode)}
                token={ask.token}
                hidden={{ ...taskQuery(props), event: String(id) }}
              >
                <Button kind="second">
                  取消<span class="unseen">：{scannedName(card)}</span>
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
