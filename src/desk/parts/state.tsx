import type { ComponentChildren } from 'preact';
import type { OutcomeCode } from '../../counter/acts.ts';
import { NOT_YET, outcomeWords } from '../../counter/words.ts';
import { IconDone, IconHere, IconIncomplete, IconNotCome, IconYet } from '../../lib/html/index.ts';

/** A state: shape and word, so that it is told without colour. */
export const State = ({ icon, look = '', children }: { icon: ComponentChildren; look?: string; children: ComponentChildren }) => (
  <span class={`state${look === '' ? '' : ` state-${look}`}`}>
    {icon}
    {children}
  </span>
);

/** Where a person of a visit stands; null: not yet. */
export function OutcomeState({ outcome, needsCard }: { outcome: OutcomeCode | null; needsCard: boolean }) {
  switch (outcome) {
    case null:
      return <State icon={<IconYet />}>{NOT_YET}</State>;
    case 'arrived':
      return <State icon={<IconHere />}>{outcomeWords(outcome, needsCard)}</State>;
    case 'handed-over':
      return (
        <State icon={<IconDone />} look="plain">
          {outcomeWords(outcome, needsCard)}
        </State>
      );
    case 'incomplete':
      return (
        <State icon={<IconIncomplete />} look="few">
          {outcomeWords(outcome, needsCard)}
        </State>
      );
    case 'no-show':
      return (
        <State icon={<IconNotCome />} look="plain">
          {outcomeWords(outcome, needsCard)}
        </State>
      );
  }
}

const CATEGORY_ICONS: Record<string, () => ComponentChildren> = {
  'handed-over': () => <IconDone />,
  booked: () => <IconHere />,
  incomplete: () => <IconIncomplete />,
  'no-show': () => <IconNotCome />,
  returned: () => <IconNotCome />,
  'on-hold': () => <IconIncomplete />,
  'to-destroy': () => <IconNotCome />,
  destroyed: () => <IconNotCome />,
  'out-of-scope': () => <IconNotCome />,
};

/** Where the handing-over of a card stands, by its category. */
export const StatusState = ({ category, name }: { category: string; name: string }) => (
  <State icon={(CATEGORY_ICONS[category] ?? (() => <IconYet />))()}>{name}</State>
);
