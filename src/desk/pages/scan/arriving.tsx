import { monthDayText } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { MissingLink } from '../../parts/missing-link.tsx';
import { scannedBirth, scannedName } from '../../parts/scan-answer.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { ScanPageProps } from './read.ts';

const SHOWN = 30;

/** What was sent to this office and has not been received, the longest under way first (§8(2)⑩). */
export function ArrivingCards({ props: { arriving, office, task } }: { props: ScanPageProps }) {
  if (task.mode !== 'receive') return null;
  const late = arriving.filter(({ overdue }) => overdue).length;
  return (
    <aside class="desk-side" aria-labelledby="arriving">
      <h2 id="arriving">届いていないカード　{grouped(arriving.length)}枚</h2>
      {late > 0 && <p class="state-stop">このうち{late}枚は、届く予定の日を過ぎています。送った場所に確かめてください。</p>}
      {arriving.length === 0 ? (
        <p class="empty">{office.name}へ回送中のカードは、ありません。</p>
      ) : (
        <ol class="arriving">
          {arriving.slice(0, SHOWN).map((card) => (
            <li>
              <b>
                {scannedName(card)}　{scannedBirth(card)}
              </b>
              <span>
                {card.fromName ?? '送った場所の記録なし'}から
                {card.parcel !== null && `　便 ${card.parcel}`}
                {card.sentAt !== null && `　${monthDayText(cityDay(card.sentAt))}発送`}
                {card.arrives !== null && `　${monthDayText(card.arrives)}に届く予定`}
                {card.overdue && <b class="state-stop">　！届いていません</b>}
              </span>
              <MissingLink card={card} />
            </li>
          ))}
        </ol>
      )}
      {arriving.length > SHOWN && <p class="soft">ほか{arriving.length - SHOWN}枚。</p>}
      <p>
        <a href={withQuery(paths.list('under-way'), { office: office.code, state: 'all' })}>所在確認中・回送中のカードの一覧</a>
      </p>
    </aside>
  );
}
