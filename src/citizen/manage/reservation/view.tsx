import { Button, LinkButton, Notice, Phrase, PostForm, PrintButton, Says } from '../../../lib/html/index.ts';
import { Qr } from '../../../lib/html/qr.tsx';
import { put } from '../../../lib/language/text.ts';
import type { PaperGroup } from '../../../reservations/papers.ts';
import type { AgreedText, WaitingOwn } from '../../acts.ts';
import { phoneOf } from '../../city.ts';
import type { Office } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { Place } from '../../journey/calendar/view.tsx';
import { howLongIn, type TheVisit } from '../../journey/times/view.tsx';
import { MoveHere, PlaceTold, useUntil } from '../../journey/waiting/view.tsx';
import { Bullets } from '../../parts/bullets.tsx';
import { deadlineOf } from '../../parts/deadline.ts';
import { Papers } from '../../parts/papers.tsx';
import { paths, withQuery } from '../../paths.ts';
import { BothNames, ServiceName, useCount, useSay, useSpeech, useTexts } from '../../speech.tsx';
import type { Holding } from '../../visit.ts';
import { AgreedOnPaper } from './agreed.tsx';
import { OnPaper } from './on-paper.tsx';

export type Told = 'none' | 'booked' | 'changed' | 'sent' | 'too-many' | 'mailbox-full';

type ReservationProps = {
  token: string;
  booked: Holding & { number: string };
  office: Office | undefined;
  /** What this party brings. */
  bring: readonly string[];
  /** Each one's own, where several come. */
  papers: readonly PaperGroup[];
  /** The cautions that were agreed to and concern who comes. */
  agreed: readonly AgreedText[];
  /** Their papers depend on how they come, which they may answer anew. */
  asked: boolean;
  /** How long it takes and when they come, as the city says it. */
  about: TheVisit;
  /** The page on which who has it on paper may change it; undefined: not on the web. */
  page: string | undefined;
  told: Told;
  /** How many may come together. */
  most: number;
  /** What they wait for beside it; null: nothing. */
  waiting: WaitingOwn | null;
  /** Offices, to say where something is held. */
  offices: readonly Office[];
  now: Temporal.Instant;
};

/** An earlier time is waited for, and what is held meanwhile. */
function Waits({
  waiting,
  offices,
  token,
  booked,
  now,
}: Pick<ReservationProps, 'waiting' | 'offices' | 'token' | 'booked' | 'now'>) {
  const words = useTexts().waiting;
  const until = useUntil();
  if (waiting === null) return null;
  const { offer } = waiting;
  return (
    <section class="section no-print">
      <h2>
        <Phrase>{offer === null ? words.beside.waits : words.link.heading}</Phrase>
      </h2>
      {offer !== null && (
        <>
          <PlaceTold place={offer} offices={offices} until={until(offer.until, now)} />
          <MoveHere place={offer} token={token} version={booked.version} />
        </>
      )}
      <p>
        <a class="link-alone" href={paths.waiting}>
          {words.beside.see}
        </a>
      </p>
    </section>
  );
}

/** The reservation: its number large, when and where, what to bring, what may still be done. */
export function ReservationPage({
  token,
  booked,
  office,
  bring,
  papers,
  agreed,
  asked,
  about,
  page,
  told,
  most,
  waiting,
  offices,
  now,
}: ReservationProps) {
  const { reservation: words, mail, needs } = useTexts();
  const heading = words.heading[told === 'mailbox-full' ? 'too-many' : told];
  const { language } = useSpeech();
  const say = useSay();
  const count = useCount();
  const until = deadlineOf(booked, say);
  const changeHref = withQuery(paths.calendar, { office: booked.officeCode });
  return (
    <Frame title={told === 'none' ? words.title : heading} token={token}>
      {told === 'sent' && <Notice kind="done" title={words.resent} role="status" />}
      {told === 'too-many' && <Notice kind="care" title={words.tooMany} role="status" />}
      {told === 'mailbox-full' && <Notice kind="care" title={mail.tooMany} role="status" />}
      <div class="done">
        <div class="done-in">
          <div class="done-text">
            <h1>
              <Phrase>{heading}</Phrase>
            </h1>
            <p class="done-what">{words.number}</p>
            <p class="done-number">{booked.number}</p>
            <Says class="done-caption">{words.caption}</Says>
          </div>
          <div class="done-qr">
            <Qr text={booked.number} label={put(words.qr, { number: booked.number })} />
          </div>
        </div>
      </div>
      <div class="visit">
        <p class="visit-when">
          <Phrase>{say.longWhen(booked.day, booked.startMinute)}</Phrase>
        </p>
        {howLongIn(language, about).map((said) => (
          <Says>{said}</Says>
        ))}
        <p class="visit-where">{office !== undefined && <BothNames of={office} />}</p>
        {office !== undefined && <Place office={office} />}
        <p class="visit-who">
          <ServiceName visit={booked} />
          {booked.people > 1 && <span class="visit-people">{count(words.people, booked.people)}</span>}
          {booked.noticeIds.map((id) => (
            <span class="visit-id">
              {words.who} <span class="code">{id}</span>
            </span>
          ))}
        </p>
      </div>
      <div class="acts">
        <PrintButton kind="first">{words.print}</PrintButton>{' '}
        <LinkButton href={paths.calendarFile} kind="second">
          {words.calendar}
        </LinkButton>
      </div>
      <section class="section checklist">
        <h2>
          <Phrase>{words.bringTitle}</Phrase>
        </h2>
        <Bullets lines={[words.bringNumber]} theirs={booked.people > 1 ? [] : bring} />
        {booked.people > 1 && <Papers groups={papers} people={booked.people} />}
        {asked && (
          <p class="no-print">
            <a class="link-alone" href={paths.needs}>
              <Phrase>{needs.link}</Phrase>
            </a>
          </p>
        )}
      </section>
      <AgreedOnPaper agreed={agreed} people={booked.people} />
      <Waits waiting={waiting} offices={offices} token={token} booked={booked} now={now} />
      <section class="section">
        <h2>
          <Phrase>{words.changeTitle}</Phrase>
        </h2>
        {booked.changeable && until !== undefined && (
          <p>
            <b>
              <Phrase>{put(words.changeUntil, until)}</Phrase>
            </b>
          </p>
        )}
        <Says class={booked.changeable ? 'no-print' : ''}>
          {booked.changeable ? words.changeLead : booked.changeableUntil === null ? words.byPhone : words.tooLate}
        </Says>
        <OnPaper page={booked.changeable ? page : undefined} phone={phoneOf(office)} />
        {booked.changeable && (
          <>
            <div class="acts">
              <LinkButton href={changeHref} kind="second">
                {words.change}
              </LinkButton>{' '}
              {(most > 1 || booked.people > 1) && (
                <>
                  <LinkButton href={paths.party} kind="second">
                    {booked.people > 1 ? words.party : words.together}
                  </LinkButton>{' '}
                </>
              )}
            </div>
            <div class="acts">
              <LinkButton href={paths.cancel} kind="stop">
                {booked.people > 1 ? count(words.cancelAll, booked.people) : words.cancel}
              </LinkButton>
            </div>
          </>
        )}
      </section>
      {booked.mail !== null && (
        <section class="section no-print">
          <h2>
            <Phrase>{words.mailTitle}</Phrase>
          </h2>
          <p>
            <b class="mail-address">{put(words.mailSent, { mail: booked.mail })}</b>
            <Phrase>{told === 'none' ? words.mailWas : words.mailLate}</Phrase>
          </p>
          <div class="acts">
            <PostForm action={paths.resend} token={token}>
              <Button kind="second">{words.mailAgain}</Button>
            </PostForm>
          </div>
        </section>
      )}
      <div class="acts page-end no-print">
        <PostForm action={paths.finish} token={token}>
          <Button kind="second">{words.finish}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}
