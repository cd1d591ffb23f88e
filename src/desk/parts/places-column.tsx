import type { ComponentChildren } from 'preact';
import { monthDayText, shortDate } from '../../lib/dates/format.ts';
import { Button, SelectBox } from '../../lib/html/index.ts';
import { dayParam } from '../../lib/values/days.ts';
import { rowId } from '../../lib/values/ids.ts';
import type { Grid } from '../../reservations/grid.ts';
import { field } from '../route.ts';
import { GridLegend, PlaceGrid } from './grid.tsx';
import type { Places } from './places.ts';

/**
 * What was pressed in the form of a call, which holds the places and what is confirmed in one, so that nothing typed is lost by another choice.
 * `look`: another office or other days. `choose`: a slot. `confirm`: the act itself, for the slot the page showed.
 */
type CallPress =
  | { to: 'look'; office: string; from: string }
  | { to: 'choose'; slotId: number }
  /** `reread`: the button was pressed while another slot was marked than was read aloud. */
  | { to: 'choose'; slotId: number; reread: true }
  | { to: 'confirm' };

/** Enter without a script presses the first button of the form: it chooses the marked slot where it is another one, else it confirms. */
export function pressOf(body: Readonly<Record<string, unknown>>): CallPress {
  const act = field(body, 'act');
  const from = dayParam(act.replace(/^from:/u, ''));
  if (act.startsWith('from:') && from.ok) return { to: 'look', office: field(body, 'at').slice(0, 40), from: from.value };
  if (act === 'office') return { to: 'look', office: field(body, 'office').slice(0, 40), from: '' };
  const marked = rowId(body['slot']);
  const shown = rowId(body['shown']);
  const slotId = marked.ok ? marked.value : shown.ok ? shown.value : 0;
  const other = slotId !== (shown.ok ? shown.value : 0);
  if (act === 'choose' || (other && act !== 'confirm') || !shown.ok) return { to: 'choose', slotId };
  return other ? { to: 'choose', slotId, reread: true } : { to: 'confirm' };
}

type Props = {
  places: Places;
  canExceed: boolean;
  /** How many places the visit takes. */
  units: number;
  focus: boolean;
  near?: { day: string; startMinute: number } | undefined;
  heading: ComponentChildren;
  /** The slot of the booking that is moved. */
  own?: number;
  /** The card lies in another office. */
  travels: boolean;
  /** A card is handed over there: 交付場所; else 受付場所. */
  needsCard: boolean;
};

/** The button Enter presses: first in its form, unseen, never reached by Tab. */
export const EnterButton = () => (
  <button class="unseen" type="submit" name="act" value="enter" tabIndex={-1} aria-hidden="true">
    決定
  </button>
);

/** What the form of the call shows: its office, its days and the place that is chosen. */
export const ShownPlace = ({ places: { office, days, chosen } }: Pick<Props, 'places'>) => (
  <>
    <input type="hidden" name="at" value={office.code} />
    <input type="hidden" name="from" value={days[0] ?? ''} />
    <input type="hidden" name="shown" value={chosen === undefined ? '' : String(chosen.id)} />
  </>
);

/** From when to when staff may book at an office; `travels`: a card is brought there first. Null days: nothing is taken there. */
export const windowWords = (office: string, { earliest, latest }: Pick<Grid, 'earliest' | 'latest'>, travels: boolean): string =>
  earliest === null || latest === null
    ? `${office}では、現在、予約を受け付けていません。`
    : `${travels ? 'カードの回送に日数がかかるため、' : ''}${shortDate(earliest)}から${shortDate(latest)}まで、お受けできます。`;

/** Second column of the call: the office, and its places to choose from. Stands in the form of the call (`pressOf`). */
export function PlacesColumn({ places, canExceed, units, focus, near, heading, own, travels, needsCard }: Props) {
  const { office, offices, grid, days, chosen } = places;
  return (
    <>
      <ShownPlace places={places} />
      <div class="call-office">
        {heading}
        <label for="office">{needsCard ? '交付場所' : '受付場所'}</label>
        <SelectBox
          id="office"
          name="office"
          value={office.code}
          options={offices.map(({ code, name }) => ({ value: code, label: name }))}
          attributes={{ accessKey: '2' }}
        />
        <Button kind="second" name="act" value="office">
          表示する
        </Button>
      </div>
      {days.length === 0 ? (
        <div class="empty">
          <p>{office.name}には、この先の予約枠がありません。ほかの場所を選んでください。</p>
        </div>
      ) : (
        <div class="call-grid">
          <PlaceGrid
            caption={`${office.name}の空きと予約。大きい数字は空いている人数`}
            days={days}
            slots={grid.slots}
            chosen={chosen?.id}
            own={own}
            canExceed={canExceed}
            units={units}
            focus={focus}
            near={near}
          />
          <div class="call-under">
            <button
              class={`button${chosen === undefined ? '' : ' button-second'}`}
              type="submit"
              name="act"
              value="choose"
              data-choose=""
            >
              この枠にする
            </button>
            <p class="call-pages">
              {places.previous !== undefined && (
                <button class="link-button" type="submit" name="act" value={`from:${places.previous}`}>
                  {monthDayText(places.previous)}から
                </button>
              )}
              {places.next !== undefined && (
                <button class="link-button" type="submit" name="act" value={`from:${places.next}`}>
                  {monthDayText(places.next)}から
                </button>
              )}
            </p>
          </div>
        </div>
      )}
      {days.length > 0 && <GridLegend canExceed={canExceed} units={units} own={grid.slots.some(({ id }) => id === own)} />}
      <p class="small soft">{windowWords(office.name, grid, travels)}</p>
    </>
  );
}
