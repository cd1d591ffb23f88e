import type { ComponentChildren } from 'preact';
import { monthDayText, shortDate } from '../../lib/dates/format.ts';
import { Button, SelectBox } from '../../lib/html/index.ts';
import { GridLegend, PlaceGrid } from './grid.tsx';
import type { Places } from './places.ts';

type Props = {
  places: Places;
  /** The page itself: choosing asks it again, nothing is taken yet. */
  action: string;
  /** What the page must remember: the card, the search. */
  keep: Record<string, string>;
  hrefFrom: (day: string) => string;
  canExceed: boolean;
  focus: boolean;
  heading: ComponentChildren;
  /** The card lies in another office. */
  travels: boolean;
  /** A card is handed over there: 交付場所; else 受付場所. */
  needsCard: boolean;
};

/** Second column of the call: the office, and its places to choose from. Two forms that only ask (GET). */
export function PlacesForm({ places, action, keep, hrefFrom, canExceed, focus, heading, travels, needsCard }: Props) {
  const { office, offices, grid, days } = places;
  const hidden = Object.entries(keep).map(([name, value]) => <input type="hidden" name={name} value={value} />);
  return (
    <>
      <form method="get" action={action} class="call-office">
        {heading}
        {hidden}
        <label for="office">{needsCard ? '交付場所' : '受付場所'}</label>
        <SelectBox
          id="office"
          name="office"
          value={office.code}
          options={offices.map(({ code, name }) => ({ value: code, label: name }))}
          attributes={{ accessKey: '2' }}
        />
        <Button kind="second">変える</Button>
      </form>
      {days.length === 0 ? (
        <div class="empty">
          <p>{office.name}には、この先の予約枠がありません。ほかの場所を選んでください。</p>
        </div>
      ) : (
        <form method="get" action={action}>
          {hidden}
          <input type="hidden" name="office" value={office.code} />
          <input type="hidden" name="from" value={days[0] ?? ''} />
          <div class="call-under">
            <p class="call-pages">
              {places.previous !== undefined && <a href={hrefFrom(places.previous)}>前の日へ</a>}
              {places.next !== undefined && <a href={hrefFrom(places.next)}>{monthDayText(places.next)}から</a>}
            </p>
            <Button kind={places.chosen === undefined ? 'first' : 'second'}>この枠にする</Button>
          </div>
          <PlaceGrid
            caption={`${office.name}の空きと予約。大きい数字は空いている人数`}
            days={days}
            slots={grid.slots}
            chosen={places.chosen?.id}
            canExceed={canExceed}
            focus={focus}
          />
          <GridLegend canExceed={canExceed} />
        </form>
      )}
      <p class="small soft">
        {grid.earliest === null || grid.latest === null
          ? `${office.name}では、いま予約を受け付けていません。`
          : `${travels ? 'カードの回送に日数がかかるため、' : ''}${shortDate(grid.earliest)}から${shortDate(grid.latest)}まで、お受けできます。`}
      </p>
    </>
  );
}
