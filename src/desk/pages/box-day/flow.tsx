import { can } from '../../../staff/rights.ts';
import type { SignedAsk } from '../../route.ts';
import { nextStep, STEP_NAMES, type Step, signOf } from './steps.ts';

type Cell = { name: string; says: string; href?: string | undefined; looks: 'done' | 'on' | 'plain' };

/** The steps of a box's day in view: what is done, how much is left of each, and which is next. */
const Flow = ({ cells }: { cells: readonly Cell[] }) => (
  <ol class="flow" aria-label="箱の一日の作業">
    {cells.map(({ name, says, href, looks }, at) => (
      <li
        {...(looks === 'plain' ? {} : { class: `flow-${looks}` })}
        {...(looks === 'on' ? { 'aria-current': 'step' as const } : {})}
      >
        <b>{href === undefined ? `${at + 1}. ${name}` : <a href={href}>{`${at + 1}. ${name}`}</a>}</b>
        <span class="flow-sub">{says}</span>
      </li>
    ))}
  </ol>
);

/** Of a delivery that is taken in. */
export function BoxFlow({ ask, steps }: { ask: SignedAsk; steps: readonly Step[] }) {
  const next = nextStep(steps);
  const cells = steps.map(
    (step): Cell => ({
      name: step.name,
      says: signOf(step),
      href: step.go !== undefined && can(ask.session, step.go.right) ? step.go.href : undefined,
      looks: step === next ? 'on' : step.left === 0 ? 'done' : 'plain',
    }),
  );
  return <Flow cells={cells} />;
}

/** Of a list that is on its way to be taken in: `says` how far it is. What comes after it is counted from its cards. */
export const BoxFlowBefore = ({ says }: { says: string }) => (
  <Flow
    cells={STEP_NAMES.map(
      (name): Cell =>
        name === '取込み'
          ? { name, says, looks: 'on' }
          : { name, says: name === '枚数の確認' ? '登録後に照合' : '登録後', looks: 'plain' },
    )}
  />
);
