import { LinkButton } from '../../lib/html/index.ts';
import type { WhyNot } from './party.ts';

/** The press that leads to what keeps somebody from being booked or received; nothing where there is no page of it. */
export function WhyNotWay({ of }: { of: WhyNot | undefined }) {
  if (of?.href === undefined) return null;
  return (
    <p class="acts">
      <LinkButton href={of.href} kind="second">
        {of.link}
      </LinkButton>
    </p>
  );
}
