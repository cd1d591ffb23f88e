import type { ComponentChildren } from 'preact';
import type { Card } from '../../cards/read.ts';
import { whereCardIs } from '../../cards/whereabouts.ts';
import { printable } from '../../lib/japanese/printable.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { ProtectedNote } from './protected-note.tsx';
import { birthday } from './words.ts';

type Props = {
  ask: SignedAsk;
  card: Card;
  /** Who comes along: 支援措置 is told of all of them, above the first. */
  along?: readonly Pick<Card, 'name' | 'protected'>[];
  /** The way to somebody else. */
  children: ComponentChildren;
};

/** Who is on the telephone or at the counter, once the card is known. */
export const KnownCard = ({ ask, card, along = [], children }: Props) => (
  <>
    <ProtectedNote all={[card, ...along]} />
    <dl class="chosen-card">
      <dt class="unseen">本人</dt>
      <dd>
        <a class="chosen-name" href={paths.person(card.id)}>
          {printable(card.name).text}
        </a>
        <span class="sub">{card.kana}</span>
        <span class="sub">{birthday(card, ask.clock)}</span>
      </dd>
      <dt class="unseen">交付通知書ID</dt>
      <dd class="code">{card.noticeId}</dd>
      <dt>交付状況</dt>
      <dd>{card.statusName}</dd>
      <dt>カードの所在</dt>
      <dd>{whereCardIs(card).first}</dd>
      {card.remark !== null && card.remark.body !== '' && (
        <>
          <dt>備考</dt>
          <dd class="remark-body">{card.remark.body}</dd>
        </>
      )}
    </dl>
    {children}
  </>
);
