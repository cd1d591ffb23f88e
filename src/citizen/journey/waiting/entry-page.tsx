import { randomUUID } from 'node:crypto';
import { type Texts, textsOf } from '../../../languages/index.ts';
import { Button, LinkButton, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import type { WaitingOwn } from '../../acts.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import {
  HoldPlace,
  HowItComes,
  HowItStands,
  LeaveNote,
  LetPass,
  MoveHere,
  NotTheirs,
  PlaceTold,
  useUntil,
  WishTold,
} from './view.tsx';

/** What was done, in words. */
const toldOf = ({ entry, link }: Texts['waiting'], done: string): string | undefined =>
  done === 'entered' || done === 'changed' ? entry[done] : done === 'passed' ? link.ended.passed.title : undefined;

function Offered({
  ask,
  row,
  offices,
  token,
}: {
  ask: VisitAsk;
  row: WaitingOwn;
  offices: Parameters<typeof WishTold>[0]['offices'];
  token: string;
}) {
  const words = textsOf(ask.language).waiting;
  const until = useUntil();
  if (row.offer === null) return null;
  return (
    <Notice kind="done" title={words.link.heading}>
      <PlaceTold place={row.offer} offices={offices} until={until(row.offer.until, ask.clock.now())} />
      {row.booking !== null && ask.visit.version !== null ? (
        <MoveHere place={row.offer} token={token} version={ask.visit.version} />
      ) : row.same ? (
        <HoldPlace place={row.offer} token={token} id={randomUUID()}>
          {words.link.go}
        </HoldPlace>
      ) : (
        <NotTheirs row={row} />
      )}
      <LetPass token={token} />
    </Notice>
  );
}

/** What the visit waits for, and what is held for it. */
export async function entryPage(ask: VisitAsk, row: WaitingOwn): Promise<Answer> {
  const { language, visit } = ask;
  const words = textsOf(language).waiting;
  const [offices, hours, usualEnd] = await Promise.all([
    ask.common.places(''),
    ask.common.waitingHours(''),
    ask.common.usualEnd(''),
  ]);
  const done = toldOf(words, textOf(ask.query, 'done'));
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token} aside={<SoFar visit={visit} offices={offices} />}>
      <BackLink href={row.booking === null ? paths.calendar : paths.reservation} />
      {done !== undefined && <Notice kind="done" title={done} role="status" />}
      <h1>
        <Phrase>{words.entry.heading}</Phrase>
      </h1>
      <Says class="lead">{words.entry.linkLead}</Says>
      <div class="stack lead">
        <Offered ask={ask} row={row} offices={offices} token={token} />
        <WishTold row={row} offices={offices} usualEnd={usualEnd} />
        {row.whole && (
          <p>
            <a class="link-alone" href={withQuery(paths.waiting, { change: 'yes' })}>
              {words.entry.change}
            </a>
          </p>
        )}
        {row.same && <HowItStands booking={row.booking} />}
      </div>
      <HowItComes row={row} hours={Math.max(1, hours)} />
      <LeaveNote row={row} />
      <div class="acts">
        <LinkButton href={row.booking === null ? paths.calendar : paths.reservation} kind="second">
          {row.booking === null ? words.toCalendar : words.beside.back}
        </LinkButton>{' '}
        <PostForm action={paths.waitingLeave} token={token} class="inline-form">
          <Button kind="danger">{words.entry.leave}</Button>
        </PostForm>
      </div>
    </Frame>,
  );
}
