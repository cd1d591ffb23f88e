import type { ComponentChildren } from 'preact';
import { momentFrom } from '../../../languages/index.ts';
import { IconDone, LinkButton, Notice, Phrase, PostForm, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { Companion } from '../../acts.ts';
import type { By } from '../../offers.ts';
import { nextMinute } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { useCount, useSay, useTexts } from '../../speech.tsx';

/** How a page names one of the party: the notice ID they typed, the name typed in this browser, else how the given name begins. */
export function Named({ one }: { one: Companion }) {
  const words = useTexts().party;
  if (one.noticeId !== null) return <span class="code">{one.noticeId}</span>;
  if (one.name !== null) return <>{one.name}</>;
  return <Phrase>{one.initial === null ? words.noInitial : put(words.initial, { sign: one.initial })}</Phrase>;
}

/** A place of the waiting list that is held for some of the party, and stands in the way of any other. */
export type OfferInTheWay = { to: readonly string[]; until: Date };

type TroubleProps = { one: Companion; now: Date; offer: OfferInTheWay | undefined; first: boolean; others: boolean };

/** Why one of them cannot be booked. The first one stays in the visit, which is theirs: the others begin anew without them. */
function Trouble({ one, now, offer, first, others }: TroubleProps) {
  const { party, problems } = useTexts();
  const { trouble: words, refused } = party;
  const say = useSay();
  if (one.trouble === null) return null;
  const offered = one.trouble === 'held_elsewhere' && offer?.to.includes(one.ref) === true ? offer : undefined;
  const ofFirst = { ...refused, already_booked: words.firstBooked };
  const said = first ? ofFirst : words;
  const says =
    offered !== undefined
      ? put(words.offered, { until: momentFrom(say, offered.until, now) })
      : one.trouble === 'held_elsewhere'
        ? put(said.held_elsewhere, { until: one.until === null ? '' : momentFrom(say, nextMinute(one.until), now) })
        : said[one.trouble];
  const anew = first && others && offered === undefined;
  return (
    <Notice kind="stop">
      <Says>{says}</Says>
      {anew && <Says>{words.firstOthers}</Says>}
      {anew && (
        <p class="acts">
          <LinkButton href={paths.begin} kind="second">
            {problems.begin}
          </LinkButton>
        </p>
      )}
    </Notice>
  );
}

type PartyProps = {
  by: By;
  token: string;
  party: readonly Companion[];
  now: Date;
  /** Booked: each leaves after a question; the version the page shows. */
  booked: boolean;
  /** How many in all. */
  most: number;
  /** What is said of adding besides. */
  addNote?: string | undefined;
  offer?: OfferInTheWay | undefined;
};

/** Who comes, one after the other, each with the way out; below them the way to one more, or why there is none. */
export function Party({ by, token, party, now, booked, most, addNote, offer }: PartyProps) {
  const words = useTexts().party;
  const count = useCount();
  return (
    <>
      <ol class="party">
        {party.map((one, at) => (
          <Person one={one} n={at + 1} of={party.length} now={now} offer={offer}>
            {booked
              ? party.length > 1 && (
                  <p class="party-out">
                    <a href={withQuery(paths.partyRemove, { who: one.ref })}>{put(words.removeBooked, { n: at + 1 })}</a>
                  </p>
                )
              : at > 0 && (
                  <PostForm action={paths.partyRemove} token={token} hidden={{ who: one.ref }} class="party-out">
                    <button type="submit">{put(words.remove, { n: at + 1 })}</button>
                  </PostForm>
                )}
          </Person>
        ))}
      </ol>
      <div class="party-add">
        {party.length < most ? (
          <>
            <LinkButton href={paths.partyAdd} kind="second">
              {words.add}
            </LinkButton>
            <Says>{`${words.addLead[by]}|${count(words.addMore, most - party.length)}${addNote === undefined ? '' : `|${addNote}`}`}</Says>
          </>
        ) : (
          <Says>{put(words.full, { most })}</Says>
        )}
      </div>
    </>
  );
}

type PersonProps = {
  one: Companion;
  n: number;
  of: number;
  now: Date;
  offer: OfferInTheWay | undefined;
  children: ComponentChildren;
};

function Person({ one, n, of, now, offer, children }: PersonProps) {
  const words = useTexts().party;
  return (
    <li class="party-one">
      <div class="party-head">
        <h2>
          {put(words.number, { n })}
          {one.noticeId !== null && <>　{words.id}</>}
        </h2>
        <p class="party-who">
          <Named one={one} />
          {one.under15 === true && <span class="under">{words.under15}</span>}
        </p>
        {one.trouble === null && (
          <p class="party-ok">
            <IconDone />
            {words.proven}
          </p>
        )}
      </div>
      <Trouble one={one} now={now} offer={offer} first={n === 1} others={of > 1} />
      {children}
    </li>
  );
}

/** Above the days: how many come, and the way to more. */
export function PartyPanel({ people, most }: { people: number; most: number }) {
  const words = useTexts().party;
  const count = useCount();
  return (
    <section class="party-panel" aria-labelledby="party-title">
      <h2 id="party-title">{words.title}</h2>
      <p class="party-people">{count(words.people, people)}</p>
      <p class="party-go">
        <a class="link-alone" href={paths.party}>
          {people === 1 && most > 1 ? words.together : words.change}
        </a>
      </p>
    </section>
  );
}

/** Forth, from the list of who comes. */
export const GoOn = ({ href, children }: { href: string; children: string }) => (
  <div class="acts">
    <LinkButton href={href}>{children}</LinkButton>
  </div>
);
