import type { InTheWay } from '../../closing/retire.ts';
import { longDate } from '../../lib/dates/format.ts';
import { grouped } from '../../lib/values/numbers.ts';
import { Effect } from '../parts/effect.tsx';
import { paths, withQuery } from '../paths.ts';

const between = (from: string | null, to: string | null): string =>
  from === null || to === null ? '' : from === to ? longDate(from) : `${longDate(from)}から${longDate(to)}まで`;

/** What stands in the way of taking an office or a service out of use, each with its number and what to do about it. */
export function InTheWayList({ inTheWay, officeId }: { inTheWay: InTheWay; officeId?: number | undefined }) {
  const { visits, firstDay, lastDay, slots, lastSlotDay, rules, cards, coming, parcels, boxes, storageRules, says } = inTheWay;
  return (
    <ul class="effects">
      {says !== undefined && (
        <Effect sign="×" look="less">
          <b>{says}</b>
        </Effect>
      )}
      {visits > 0 && (
        <Effect sign="×" look="less">
          <b>
            これからの予約が <span class="effect-number">{grouped(visits)}</span>件 あります
          </b>
          {between(firstDay, lastDay)}。別の場所や日に変更するか、取り消してください。
          {officeId !== undefined && firstDay !== null && (
            <>
              {' '}
              <a href={withQuery(paths.today, { office: officeId, day: firstDay })}>{longDate(firstDay)}の予約を表示する</a>
            </>
          )}
        </Effect>
      )}
      {slots > 0 && (
        <Effect sign="×" look="less">
          <b>
            予約できる枠が <span class="effect-number">{grouped(slots)}</span>個 残っています
          </b>
          {lastSlotDay === null ? '' : `${longDate(lastSlotDay)}まで。`}
          開庁しないことにする下書きを公開すると、枠がなくなります。 <a href={paths.drafts}>下書きと公開の記録</a>
        </Effect>
      )}
      {rules > 0 && (
        <Effect sign="×" look="less">
          <b>
            開庁時間の規則が <span class="effect-number">{grouped(rules)}</span>件 残っています
          </b>
          曜日の規則と、臨時開庁の日です。残っていると、夜のうちに新しい枠ができます。下書きで終了日を付けるか取りやめて、公開してください。{' '}
          <a href={paths.drafts}>下書きと公開の記録</a>
        </Effect>
      )}
      {cards > 0 && (
        <Effect sign="×" look="less">
          <b>
            交付を待つカードが <span class="effect-number">{grouped(cards)}</span>枚 あります
          </b>
          ほかの場所へ移し、入出庫を記録してください。
        </Effect>
      )}
      {coming > 0 && (
        <Effect sign="×" look="less">
          <b>
            この場所へ回送中のカードが <span class="effect-number">{grouped(coming)}</span>枚 あります
          </b>
          受け取ってからほかの場所へ移すか、回送を取り消してください。 <a href={paths.parcels}>便</a>
        </Effect>
      )}
      {parcels > 0 && (
        <Effect sign="×" look="less">
          <b>
            発送していない便が <span class="effect-number">{grouped(parcels)}</span>件 あります
          </b>
          この場所から、またはこの場所への便です。発送して受け取るか、取りやめてください。 <a href={paths.parcels}>便</a>
        </Effect>
      )}
      {storageRules > 0 && (
        <Effect sign="×" look="less">
          <b>
            この場所の箱への保管規則が <span class="effect-number">{grouped(storageRules)}</span>件 残っています
          </b>
          残っていると、新しいカードがこの場所に入ります。別の箱への規則に変更するか、削除してください。{' '}
          <a href={paths.storageRules}>保管規則</a>
        </Effect>
      )}
      {boxes > 0 && (
        <Effect sign="×" look="less">
          <b>
            棚の箱が <span class="effect-number">{grouped(boxes)}</span>個 残っています
          </b>
          箱を廃止してください。 <a href={paths.storage}>保管場所</a>
        </Effect>
      )}
    </ul>
  );
}
