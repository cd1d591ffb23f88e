import { grouped } from '../../../lib/values/numbers.ts';

const TOP = 20;
const BASE = 194;
const TALL = 204;

/** The least of 2, 4, 6, 8, 10, 20, 40 … that nothing is taller than: half of it is whole, too. */
export function topOf(most: number): number {
  for (let size = 1; ; size *= 10) for (const step of [2, 4, 6, 8, 10]) if (step * size >= most) return step * size;
}

/** What a drawing is upon: how wide it is, how much of it the words at its left take, and what stands behind a number. */
type Ground = { wide: number; left: number; unit: string; top: number };

const heightOf = (value: number, top: number): number => ((BASE - TOP) * value) / top;

function Lines({ wide, left, unit, top }: Ground) {
  return (
    <>
      {[top, top / 2, 0].map((value) => {
        const y = BASE - heightOf(value, top);
        return (
          <>
            <path class={value === 0 ? 'chart-base' : 'chart-grid'} d={`M${left} ${y}H${wide}`} />
            <text class="chart-text" x={left - 10} y={y + 5} text-anchor="end">
              {`${grouped(value)}${unit}`}
            </text>
          </>
        );
      })}
    </>
  );
}

type Drawn = { name: string; wide: number; left: number; unit: string };

/** Two numbers a column, hollow against solid, beside each other or one within the other. The sentence above and the table below say what it shows. */
export function Bars({
  name,
  wide,
  left,
  unit,
  within = false,
  columns,
}: Drawn & { within?: boolean; columns: readonly { first: number; second: number }[] }) {
  const top = topOf(Math.max(...columns.flatMap(({ first, second }) => [first, second])));
  const step = (wide - left) / columns.length;
  const bar = Math.min(30, step * (within ? 0.7 : 0.36));
  const bars = within ? bar : 2 * bar + step * 0.04;
  return (
    <svg class="chart" viewBox={`0 0 ${wide} ${TALL}`} role="img" aria-label={name} focusable="false">
      <Lines wide={wide} left={left} unit={unit} top={top} />
      {columns.map(({ first, second }, at) => {
        const x = left + (at + 0.5) * step - bars / 2;
        return (
          <>
            <rect
              class="chart-first"
              x={x.toFixed(1)}
              y={(BASE - heightOf(first, top)).toFixed(1)}
              width={bar.toFixed(1)}
              height={heightOf(first, top).toFixed(1)}
            />
            <rect
              class="chart-second"
              x={(within ? x : x + bars - bar).toFixed(1)}
              y={(BASE - heightOf(second, top)).toFixed(1)}
              width={bar.toFixed(1)}
              height={heightOf(second, top).toFixed(1)}
            />
          </>
        );
      })}
    </svg>
  );
}

/** One number a column, joined as far as there is one in each; the last stands out. `goal`: a line that they are to stay below; 0: none. */
export function Line({
  name,
  wide,
  left,
  unit,
  values,
  goal = 0,
}: Drawn & { values: readonly (number | null)[]; goal?: number }) {
  const top = topOf(Math.max(goal, ...values.map((value) => value ?? 0)));
  const step = (wide - left) / values.length;
  const points = values.map((value, at) =>
    value === null ? null : { x: (left + (at + 0.5) * step).toFixed(1), y: (BASE - heightOf(value, top)).toFixed(1) },
  );
  const path = points.map((point, at) => (point === null ? '' : `${points[at - 1] ? 'L' : 'M'}${point.x} ${point.y}`)).join('');
  return (
    <svg class="chart" viewBox={`0 0 ${wide} ${TALL}`} role="img" aria-label={name} focusable="false">
      <Lines wide={wide} left={left} unit={unit} top={top} />
      {goal > 0 && (
        <>
          <path class="chart-goal" d={`M${left} ${BASE - heightOf(goal, top)}H${wide}`} />
          <text class="chart-text" x={wide} y={BASE - heightOf(goal, top) - 6} text-anchor="end">
            {`目標 ${goal}${unit}`}
          </text>
        </>
      )}
      <path class="chart-line" d={path} />
      {points.map((point, at) =>
        point === null ? null : (
          <circle
            class={at === points.length - 1 ? 'chart-dot' : 'chart-point'}
            cx={point.x}
            cy={point.y}
            r={at === points.length - 1 ? 6 : 3}
          />
        ),
      )}
    </svg>
  );
}
