import type { Place } from '../../../cards/places.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { paths } from '../../paths.ts';

/** A box with how full it is: bar and number, 満 and 空 in words, a sign where a card is missing; when it was counted last and by whom. */
function Box({ place }: { place: Place }) {
  const { id, box, cards, size, missing, oldest, countedAt, countedBy } = place;
  const full = cards >= size;
  const percent = Math.min(100, Math.round((cards / size) * 100));
  return (
    <li class={`shelf-box${missing > 0 ? ' shelf-care' : ''}`}>
      <a href={paths.box(id)}>
        <b>{box}</b>
        <span class="shelf-count">
          {cards}／{size}枚{full ? ' 満' : cards === 0 ? ' 空' : ''}
        </span>
        <svg class="shelf-bar" aria-hidden="true" focusable="false" viewBox="0 0 100 6" preserveAspectRatio="none">
          <rect class="shelf-bar-all" x="0" y="0" width="100" height="6" />
          <rect class="shelf-bar-used" x="0" y="0" width={percent} height="6" />
        </svg>
        {missing > 0 && <span class="shelf-missing">！所在確認中 {missing}枚</span>}
        {oldest !== null && <span class="soft">最古 {longDate(oldest)}</span>}
        <span class="soft">
          {countedAt === null ? '棚卸の記録なし' : `棚卸 ${longDate(cityDay(countedAt))} ${countedBy ?? ''}`.trim()}
        </span>
      </a>
    </li>
  );
}

/** The wall one stands before: cabinets in their order, boxes in each. */
export function Plan({ places }: { places: readonly Place[] }) {
  return (
    <>
      {[...Map.groupBy(places, ({ cabinet }) => cabinet)].map(([cabinet, boxes], at) => (
        <section class="shelf" aria-labelledby={`cabinet-${at}`}>
          <h2 id={`cabinet-${at}`}>{cabinet}</h2>
          <ul class="shelf-boxes">
            {boxes.map((place) => (
              <Box place={place} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
