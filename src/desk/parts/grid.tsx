import { clockTime, monthDayText, plainDate, weekdayName } from '../../lib/dates/format.ts';
import type { GridSlot } from '../../reservations/grid.ts';

type GridProps = {
  caption: string;
  days: readonly string[];
  slots: readonly GridSlot[];
  chosen: number | undefined;
  /** That of the booking that is moved: marked, to tell where it stands. */
  own?: number | undefined;
  /** Full slots can be chosen too, with a reason. */
  canExceed: boolean;
  /** How many places the visit takes: a slot with fewer is full for it. */
  units: number;
  /** The cursor waits in the chosen place, else in the first that is free, which is chosen by that: Enter takes it. */
  focus: boolean;
  /** Of what was lost: the cursor waits in the next free place after it. */
  near?: { day: string; startMinute: number } | undefined;
};

type Way = { canExceed: boolean; units: number };
const canChoose = (slot: GridSlot, { canExceed, units }: Way): boolean =>
  !slot.closed && !slot.outside && slot.fits && slot.capacity + slot.allowance > 0 && (slot.free >= units || canExceed);

/** What stands in a slot besides its free places: booked, held, kept for the desk, above capacity (§8(2)④). */
export function takenInWords(slot: GridSlot): string {
  const parts = [`予約${slot.taken - slot.held}`];
  if (slot.held > 0) parts.push(`仮押さえ${slot.held}`);
  if (slot.deskPlaces > 0) parts.push(`うち職員枠${slot.deskPlaces}`);
  if (slot.aside > 0) parts.push(`うち優先枠${slot.aside}`);
  if (slot.allowance > 0) parts.push(`枠超え${slot.allowance}`);
  return parts.join('、');
}

/** Counts of a slot in words, for who cannot see the columns. */
const inWords = (slot: GridSlot, own = false): string =>
  [
    `${monthDayText(slot.day)} ${clockTime(slot.startMinute)}${own ? '（現在の予約）' : ''}`,
    slot.free > 0 ? `空き${slot.free}` : '満員',
    takenInWords(slot),
  ].join('、');

/** Beneath the free places: booked, held, kept for the desk, above capacity. */
function small(slot: GridSlot): string {
  const parts = [`予${slot.taken - slot.held}`];
  if (slot.held > 0) parts.push(`仮${slot.held}`);
  if (slot.deskPlaces > 0 && slot.free > 0) parts.push(`職${slot.deskPlaces}`);
  if (slot.aside > 0 && slot.free > 0) parts.push(`優${slot.aside}`);
  if (slot.allowance > 0) parts.push(`超${slot.allowance}`);
  return parts.join(' ');
}

/** Where the cursor waits: in the chosen place, the next free one after what was lost, or the first free one as one reads. */
function waitsIn({ slots, chosen, near, ...way }: GridProps): GridSlot | undefined {
  const open = slots.filter((slot) => canChoose(slot, way) && slot.free >= way.units);
  const later = ({ day, startMinute }: GridSlot) =>
    near !== undefined && (day > near.day || (day === near.day && startMinute >= near.startMinute));
  const byDay = (a: GridSlot, b: GridSlot) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.startMinute - b.startMinute);
  return slots.find(({ id }) => id === chosen) ?? open.filter(later).sort(byDay)[0] ?? open[0];
}

const classOf = (...looks: string[]): { class?: string } => {
  const look = looks.filter((one) => one !== '').join(' ');
  return look === '' ? {} : { class: look };
};

function Cell({ slot, day, props, waits }: { slot: GridSlot | undefined; day: string; props: GridProps; waits: boolean }) {
  if (slot === undefined)
    return (
      <td class="place-not">
        －<span class="unseen">{monthDayText(day)} 受付なし</span>
      </td>
    );
  const { free } = slot;
  const own = slot.id === props.own;
  const short = free > 0 && free < props.units;
  if (!canChoose(slot, props)) {
    const sign = slot.closed ? '閉' : slot.outside || !slot.fits ? '－' : short ? free : '×';
    return (
      <td class={`place-not${own ? ' place-own' : ''}`}>
        <span aria-hidden="true">
          {sign}
          <small>{own ? '現在' : small(slot)}</small>
        </span>
        <span class="unseen">
          {inWords(slot, own)}
          {slot.closed
            ? '、受付中止'
            : slot.outside
              ? '、期間外'
              : !slot.fits
                ? '、続く枠なし'
                : short
                  ? `、${props.units}人分の空きなし`
                  : ''}
        </span>
      </td>
    );
  }
  const checked = slot.id === props.chosen || (waits && props.focus);
  return (
    <td {...classOf(free < props.units ? 'place-full' : '', own ? 'place-own' : '')}>
      <label class={`place-cell${free < props.units ? ' place-over' : free <= 1 ? ' place-few' : ''}`}>
        <input
          type="radio"
          name="slot"
          id={`s-${slot.id}`}
          value={slot.id}
          aria-label={`${inWords(slot, own)}${short ? `、${props.units}人分の空きなし` : ''}`}
          {...(checked ? { checked: true } : {})}
          {...(waits && props.focus ? { autoFocus: true } : {})}
        />
        <span aria-hidden="true">
          <b>{free === 0 ? '×' : free}</b>
          <small>{own ? `現在 ${small(slot)}` : small(slot)}</small>
        </span>
      </label>
    </td>
  );
}

/** Free and taken by day and by time (§8(2)④): days across, times down, one radio a place that can be chosen. */
export function PlaceGrid(props: GridProps) {
  const { days, slots } = props;
  const at = new Map(slots.map((slot) => [`${slot.day} ${slot.startMinute}`, slot]));
  const starts = [...new Set(slots.map(({ startMinute }) => startMinute))].sort((a, b) => a - b);
  const endOf = (start: number) =>
    Math.max(...slots.filter(({ startMinute }) => startMinute === start).map((slot) => start + slot.minutes));
  const waiting = waitsIn(props);
  /** Of a day: how many more it takes, how many are booked, how many places are held; each visit once, however long it is. */
  const total = (day: string) => {
    const sum = (count: (slot: GridSlot) => number) =>
      slots.filter((slot) => slot.day === day).reduce((all, slot) => all + count(slot), 0);
    return { free: sum(({ more }) => more), booked: sum(({ begins }) => begins), held: sum(({ heldBegins }) => heldBegins) };
  };
  return (
    <div class="table-box">
      <table class="table places" data-places="">
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="place-hour">
              <span class="unseen">時刻</span>
            </th>
            {days.map((day, index) => {
              const before = days[index - 1];
              const month = plainDate(day).month;
              const shown = before === undefined || plainDate(before).month !== month;
              return (
                <th scope="col">
                  <span class={shown ? '' : 'unseen'}>{month}月</span>
                  <b>{plainDate(day).day}</b>
                  {weekdayName(day)}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {starts.map((start, index) => {
            const previous = starts[index - 1];
            const gap = previous !== undefined && start > endOf(previous);
            return (
              <tr {...(gap ? { class: 'noon' } : {})}>
                <th scope="row">{clockTime(start)}</th>
                {days.map((day) => {
                  const slot = at.get(`${day} ${start}`);
                  return <Cell slot={slot} day={day} props={props} waits={slot !== undefined && slot === waiting} />;
                })}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">日計</th>
            {days.map((day) => {
              const { free, booked, held } = total(day);
              return (
                <td class="place-sum">
                  空{free}
                  <small>
                    予{booked}
                    {held > 0 && ` 仮${held}`}
                  </small>
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const LEGEND = [
  '大きい数字：空き',
  '予：予約',
  '仮：仮押さえ',
  '職：空きのうち職員枠',
  '優：空きのうち、臨時閉庁の振替優先枠',
  '超：枠超え',
  '×：満員',
  '－：受付なし・期間外・続く枠なし',
  '日計：あと受けられる数と、その日に始まる予約',
];

export const GridLegend = ({ canExceed, units, own = false }: Way & { own?: boolean }) => (
  <p class="small soft place-legend">
    {own && <span>現在：変更する予約の枠</span>}
    {units > 1 && <span>{`灰色：${units}人分の空きがない枠`}</span>}
    {LEGEND.map((words) => (
      <span>{canExceed && words.startsWith('×') ? '×：満員（理由を入力すると予約できます）' : words}</span>
    ))}
  </p>
);
