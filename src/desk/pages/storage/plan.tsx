import type { Place } from '../../../cards/places.ts';
import { slashDay } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { paths, withQuery } from '../../paths.ts';
import { notCounted, runsOf } from './fill.ts';

const WIDE = 100;

/** How full a box is; the number stands beside it. */
const Bar = ({ cards, size }: Place) => (
  <svg class="shelf-bar" aria-hidden="true" focusable="false" viewBox={`0 0 ${WIDE} 8`} preserveAspectRatio="none">
    <rect class="shelf-bar-all" width={WIDE} height="8" />
    <rect class="shelf-bar-used" width={Math.min(WIDE, Math.round((cards / size) * WIDE))} height="8" />
  </svg>
);

type Of = { place: Place; today: string };

/** The sign that the legend above explains; who does not see it hears when it was. */
const LateSign = ({ when }: { when: string }) => (
  <span class="shelf-sign">
    △<span class="unseen">{when}</span>
  </span>
);

/** When it was counted last; a box that needs a hand says so with a sign. */
function Counted({ place, today }: Of) {
  const { countedAt, missing } = place;
  if (missing > 0) return <span class="shelf-sign">！所在確認中 {missing}枚</span>;
  const when = countedAt === null ? '棚卸なし' : `棚卸 ${slashDay(cityDay(countedAt), today)}`;
  return notCounted(place, today) ? <LateSign when={when} /> : <span>{countedAt === null ? '' : when}</span>;
}

/** A box with how full it is: bar and number, 満 and 空 in words, a sign where it needs a hand. */
function Box({ place, today }: Of) {
  const { id, box, cards, size, missing, oldest } = place;
  const look = missing > 0 ? ' shelf-missing' : notCounted(place, today) ? ' shelf-late' : '';
  return (
    <li class={`shelf-box${look}`}>
      <a href={paths.box(id)}>
        <span class="shelf-line">
          <b>{box}</b>
          <span>
            {cards}／{size}
            {cards >= size ? ' 満' : cards === 0 ? ' 空' : ''}
          </span>
        </span>
        <Bar {...place} />
        <span class="shelf-line shelf-days">
          <span>{oldest !== null && `最古 ${slashDay(oldest, today)}`}</span> <Counted place={place} today={today} />
        </span>
      </a>
    </li>
  );
}

type PlanProps = {
  places: readonly Place[];
  today: string;
  /** Every empty box by itself; else those that stand together are one line, which leads there. */
  empty: boolean;
  office: string;
};

/** The wall one stands before: cabinets from left to right in their order, the boxes of each from top to bottom. */
export function Plan({ places, today, empty, office }: PlanProps) {
  return (
    <div class="shelves">
      {[...Map.groupBy(places, ({ cabinet }) => cabinet)].map(([cabinet, boxes], at) => (
        <section class="shelf" aria-labelledby={`cabinet-${at}`}>
          <h2 id={`cabinet-${at}`}>
            {cabinet} <small>{grouped(boxes.reduce((sum, { cards }) => sum + cards, 0))}枚</small>
          </h2>
          <ul>
            {runsOf(boxes, empty).map(({ first, last, count }) =>
              count === 1 ? (
                <Box place={first} today={today} />
              ) : (
                <li class="shelf-run">
                  <a href={withQuery(paths.storage, { office, empty: 'shown' })}>
                    {first.box}〜{last.box} 空<span class="unseen">：空の箱も1箱ずつ表示する</span>
                  </a>
                </li>
              ),
            )}
          </ul>
        </section>
      ))}
    </div>
  );
}
