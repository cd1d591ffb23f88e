import { shortDate } from '../../../lib/dates/format.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { Progress } from '../../parts/progress.tsx';
import { ShelfLeft } from '../../parts/shelf-left.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type ScanPageProps, taskQuery } from './read.ts';
import { SCAN_WORDS } from './words.ts';

/** What has not been scanned, in the order of the shelf. */
export function LeftCards({ props }: { props: ScanPageProps }) {
  const { left, task, notThere } = props;
  if (SCAN_WORDS[task.mode].left === '') return null;
  return (
    <aside class="desk-side scan-rest" aria-labelledby="left">
      <h2 id="left">
        {SCAN_WORDS[task.mode].left}{' '}
        <b>
          {grouped(left.length)}
          <small>枚</small>
        </b>
      </h2>
      {left.length === 0 ? (
        <p class="empty">残っているカードは、ありません。</p>
      ) : (
        <ShelfLeft
          left={left}
          notThere={notThere}
          other={withQuery(paths.cardScan(task.mode), { ...taskQuery(props), rows: notThere ? '' : 'not-there' })}
          rest="すべては「一覧・印刷」の引き抜きリストと回送リストにあります。"
        />
      )}
    </aside>
  );
}

/** What it is, of which day, and how far it is. */
export function ScanHead({ props: { task, office, offices, toOffice, upTo, left, taken } }: { props: ScanPageProps }) {
  const words = SCAN_WORDS[task.mode];
  // What goes to another office leaves its shelf by a day of its own, unless a day was asked for.
  const sent = task.until === null && offices.length > 1 ? '（回送する分は、送る日が来た予約）' : '';
  const day = upTo === null ? '' : `${shortDate(upTo)}の予約まで${sent}`;
  return (
    <div class="scan-head">
      <h1>
        {words.title}：{office.name}
      </h1>
      {words.left !== '' && (
        <p class="scan-day">{toOffice === undefined ? day : `${toOffice.name}へ　${day === '' ? '送る日が来た予約' : day}`}</p>
      )}
      {words.left !== '' && <Progress done={taken} all={taken + left.length} />}
    </div>
  );
}
